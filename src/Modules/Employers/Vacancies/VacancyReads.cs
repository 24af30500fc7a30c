using System.Linq.Expressions;
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

    /// <summary>A line of the lists.</summary>
    public static readonly Expression<Func<ChunfengDb, Posting, VacancyRow>> Line = (db, p) => new VacancyRow(
        p.VacancyId, p.EmployerId, p.Title, db.Set<Employer>().First(e => e.EmployerId == p.EmployerId).Name, p.Occupation, p.Place, p.PayPeriod, p.LowFen, p.HighFen, p.MonthFen,
        p.Posts, p.PostsOpen, p.State, p.ToDay, p.SubmittedAt, p.SentName);

    /// <summary>The newest of one employer that an account sees (<see cref="EmployerScope.VisiblePosting"/>).</summary>
    public Func<ChunfengDb, Guid, long, long, bool, Guid?, Guid?, int, IAsyncEnumerable<VacancyRow>> OfEmployer { get; } = EF.CompileAsyncQuery(
        Shared.Written<Func<ChunfengDb, Guid, long, long, bool, Guid?, Guid?, int, IQueryable<VacancyRow>>>((db, employer, from, end, reads, sender, unit, most) =>
            db.Set<Posting>().AsNoTracking().Where(p => p.EmployerId == employer && Shared.Of(EmployerScope.VisiblePosting, db, p, from, end, reads, sender, unit))
                .OrderByDescending(p => p.VacancyId).Take(most).Select(p => Shared.Of(Line, db, p))));

    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<Employer>> Employers { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> employers) =>
        db.Set<Employer>().AsNoTracking().TagWith(Planned.Once).Where(e => employers.Contains(e.EmployerId)));

    /// <summary>Serious entries that are not closed.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<SeriousEntry>> Serious { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> employers) =>
        db.Set<ConductEntry>().AsNoTracking().TagWith(Planned.Once).Where(c => employers.Contains(c.EmployerId) && c.Serious && c.State == (short)ConductState.Open)
            .Select(c => new SeriousEntry(c.EmployerId, c.Kind)));
}

/// <summary>What is held against an employer.</summary>
internal sealed record SeriousEntry(Guid EmployerId, short Kind);
