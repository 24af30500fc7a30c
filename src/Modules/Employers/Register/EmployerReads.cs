using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Policies;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Register;

/// <summary>What is read of one employer on its page: found by keys, so planned once, and put together once. Who may see it is asked by <see cref="One"/>; the rest goes by its id.</summary>
internal sealed class EmployerReads
{
    /// <summary>An employer of the area [from, end) or of the account's unit (<see cref="EmployerScope.VisibleEmployer"/>).</summary>
    public Func<ChunfengDb, Guid, long, long, Guid?, CancellationToken, Task<Employer?>> One { get; } = EF.CompileAsyncQuery(Shared.Written<Func<ChunfengDb, Guid, long, long, Guid?, CancellationToken, Employer?>>((db, employer, from, end, unit, cancel) =>
        db.Set<Employer>().AsNoTracking().TagWith(Planned.Once).SingleOrDefault(e => e.EmployerId == employer && Shared.Of(EmployerScope.VisibleEmployer, e, from, end, unit))));

    /// <summary>Posts that are open on a day.</summary>
    public Func<ChunfengDb, Guid, DateOnly, CancellationToken, Task<int>> OpenPosts { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer, DateOnly day, CancellationToken cancel) =>
        db.Set<Posting>().TagWith(Planned.Once).Where(p => p.EmployerId == employer && p.State == (short)PostingState.Published && p.FromDay <= day && p.ToDay >= day).Sum(p => p.PostsOpen));

    /// <summary>Days from publication to each hire that stands.</summary>
    public Func<ChunfengDb, Guid, IAsyncEnumerable<int>> FillDays { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer) =>
        db.Set<PostingFill>().TagWith(Planned.Once).Where(f => f.EmployerId == employer && f.ReopenedAt == null).Select(f => f.Days));

    /// <summary>What was stated of the last months, the newest first.</summary>
    public Func<ChunfengDb, Guid, int, IAsyncEnumerable<HeadCount>> Heads { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer, int most) =>
        db.Set<HeadCount>().AsNoTracking().TagWith(Planned.Once).Where(h => h.EmployerId == employer).OrderByDescending(h => h.Month).Take(most));

    /// <summary>Conduct entries, the open ones first.</summary>
    public Func<ChunfengDb, Guid, int, IAsyncEnumerable<ConductEntry>> Conduct { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer, int most) =>
        db.Set<ConductEntry>().AsNoTracking().TagWith(Planned.Once).Where(c => c.EmployerId == employer).OrderBy(c => c.State).ThenByDescending(c => c.FoundOn).ThenBy(c => c.EntryId).Take(most));

    /// <summary>Visits, the last first.</summary>
    public Func<ChunfengDb, Guid, int, IAsyncEnumerable<ServiceVisit>> Visits { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer, int most) =>
        db.Set<ServiceVisit>().AsNoTracking().TagWith(Planned.Once).Where(v => v.EmployerId == employer).OrderByDescending(v => v.VisitedOn).ThenByDescending(v => v.VisitId).Take(most));

    /// <summary>People of the homes [from, end) it took on, the last first.</summary>
    public Func<ChunfengDb, Guid, long, long, int, IAsyncEnumerable<Hire>> Hires { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer, long from, long end, int most) =>
        db.Set<Hire>().AsNoTracking().TagWith(Planned.Once).Where(h => h.EmployerId == employer && h.Home >= from && h.Home < end).OrderByDescending(h => h.HiredOn).ThenBy(h => h.HireId).Take(most));

    /// <summary>Units of an area an employer can be linked to or helped by, by name.</summary>
    public Func<ChunfengDb, long, long, int, IAsyncEnumerable<Unit>> Units { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, int most) =>
        db.Set<Unit>().AsNoTracking().Where(u => u.Region >= from && u.Region < end && (u.Kind == "employer" || u.Kind == "soe" || u.Kind == "help")).OrderBy(u => u.Name).Take(most));

    /// <summary>Months some employers stated, from one on.</summary>
    public Func<ChunfengDb, List<Guid>, int, IAsyncEnumerable<StatedMonth>> Months { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> employers, int first) =>
        db.Set<HeadCount>().TagWith(Planned.Once).Where(h => employers.Contains(h.EmployerId) && h.Month >= first).Select(h => new StatedMonth(h.EmployerId, h.Month, h.Heads, h.Joined)));

    /// <summary>What was done about policies for some employers, in order.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<PolicyStep>> PolicySteps { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> employers) =>
        db.Set<PolicyStep>().AsNoTracking().TagWith(Planned.Once).Where(s => employers.Contains(s.EmployerId)).OrderBy(s => s.Seq).AsQueryable());
}

/// <summary>A month an employer stated.</summary>
internal sealed record StatedMonth(Guid EmployerId, int Month, int Heads, int Joined);
