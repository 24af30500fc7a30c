using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Vacancies;

/// <summary>What other rooms' pages ask of vacancies all day: found by keys, so planned once, and put together once.</summary>
internal sealed class VacancyReads
{
    /// <summary>Those of some vacancies that are published.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<Posting>> Published { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> vacancies) =>
        db.Set<Posting>().AsNoTracking().TagWith(Planned.Once).Where(p => vacancies.Contains(p.VacancyId) && p.State == (short)PostingState.Published));

    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<Employer>> Employers { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> employers) =>
        db.Set<Employer>().AsNoTracking().TagWith(Planned.Once).Where(e => employers.Contains(e.EmployerId)));

    /// <summary>Serious entries that are not closed.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<SeriousEntry>> Serious { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> employers) =>
        db.Set<ConductEntry>().AsNoTracking().TagWith(Planned.Once).Where(c => employers.Contains(c.EmployerId) && c.Serious && c.State == (short)ConductState.Open)
            .Select(c => new SeriousEntry(c.EmployerId, c.Kind)));
}

/// <summary>What is held against an employer.</summary>
internal sealed record SeriousEntry(Guid EmployerId, short Kind);
