using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>What the offices' pages ask of referrals all day, put together once: the lists as they open, the numbers on their tabs, and one referral. Homes are [from, end) of the office's area.</summary>
/// <remarks>The lists and numbers of an area carry no mark: where much waits in a county and little in another, the server may choose. Checks are planned with the area: without it the server joins them row by row.</remarks>
internal sealed class ReferralReads
{
    private const short Hired = (short)ReferralState.Hired, NotAnswered = (short)RetentionAnswer.Open;

    /// <summary>How many stand in a state, so far as a page says it.</summary>
    public Func<ChunfengDb, long, long, short, CancellationToken, Task<int>> Count { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, short state, CancellationToken cancel) =>
        db.Set<Referral>().Where(r => r.Home >= from && r.Home < end && r.State == state).Take(Bounded.Most + 1).Count());

    /// <summary>How many are late, so far as a page says it.</summary>
    public Func<ChunfengDb, long, long, DateOnly, CancellationToken, Task<int>> CountLate { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, DateOnly today, CancellationToken cancel) =>
        db.Set<Referral>().Where(r => r.Home >= from && r.Home < end && r.State < Hired && r.DueOn < today).Take(Bounded.Most + 1).Count());

    /// <summary>The nearest due of a state.</summary>
    public Func<ChunfengDb, long, long, short, int, IAsyncEnumerable<ReferralRow>> Dated { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, short state, int most) =>
        db.Set<Referral>().AsNoTracking().Where(r => r.Home >= from && r.Home < end && r.State == state)
            .OrderBy(r => r.DueOn).ThenBy(r => r.ReferralId).Take(most).Select(r => new ReferralRow { Referral = r, Due = r.DueOn }));

    /// <summary>The longest overdue.</summary>
    public Func<ChunfengDb, long, long, DateOnly, int, IAsyncEnumerable<ReferralRow>> Late { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, DateOnly today, int most) =>
        db.Set<Referral>().AsNoTracking().Where(r => r.Home >= from && r.Home < end && r.State < Hired && r.DueOn < today)
            .OrderBy(r => r.DueOn).ThenBy(r => r.ReferralId).Take(most).Select(r => new ReferralRow { Referral = r, Due = r.DueOn }));

    /// <summary>The newest of a state that nobody owes anything on.</summary>
    public Func<ChunfengDb, long, long, short, int, IAsyncEnumerable<ReferralRow>> Newest { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, short state, int most) =>
        db.Set<Referral>().AsNoTracking().Where(r => r.Home >= from && r.Home < end && r.State == state)
            .OrderByDescending(r => r.ReferralId).Take(most).Select(r => new ReferralRow { Referral = r, Due = r.DueOn }));

    /// <summary>The newest of all.</summary>
    public Func<ChunfengDb, long, long, int, IAsyncEnumerable<ReferralRow>> All { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, int most) =>
        db.Set<Referral>().AsNoTracking().Where(r => r.Home >= from && r.Home < end)
            .OrderByDescending(r => r.ReferralId).Take(most).Select(r => new ReferralRow { Referral = r, Due = r.DueOn }));

    /// <summary>How many wait for a check, so far as a page says it; several questions of one person are one.</summary>
    public Func<ChunfengDb, long, long, DateOnly, CancellationToken, Task<int>> CountChecks { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, DateOnly today, CancellationToken cancel) =>
        db.Set<Referral>().TagWith(Planned.Anew).Where(r => r.Home >= from && r.Home < end).Join(
            db.Set<RetentionCheck>().Where(c => c.Home >= from && c.Home < end && c.Answer == NotAnswered && c.DueOn <= today)
                .GroupBy(c => new { c.WorkerId, c.ReferralId }).Select(g => new { g.Key.WorkerId, g.Key.ReferralId }),
            r => new { r.WorkerId, r.ReferralId }, c => new { c.WorkerId, c.ReferralId }, (r, c) => r.ReferralId).Take(Bounded.Most + 1).Count());

    /// <summary>The checks that have waited longest.</summary>
    public Func<ChunfengDb, long, long, DateOnly, int, IAsyncEnumerable<ReferralRow>> Checked { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, DateOnly today, int most) =>
        db.Set<Referral>().AsNoTracking().TagWith(Planned.Anew).Where(r => r.Home >= from && r.Home < end).Join(
            db.Set<RetentionCheck>().Where(c => c.Home >= from && c.Home < end && c.Answer == NotAnswered && c.DueOn <= today)
                .GroupBy(c => new { c.WorkerId, c.ReferralId }).Select(g => new { g.Key.WorkerId, g.Key.ReferralId, Due = g.Min(c => c.DueOn) }),
            r => new { r.WorkerId, r.ReferralId }, c => new { c.WorkerId, c.ReferralId }, (r, c) => new ReferralRow { Referral = r, Due = c.Due })
            .OrderBy(l => l.Due).ThenBy(l => l.Referral.ReferralId).Take(most));

    /// <summary>One referral of a person of the area.</summary>
    public Func<ChunfengDb, Guid, Guid, long, long, CancellationToken, Task<Referral?>> One { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, Guid referral, long from, long end, CancellationToken cancel) =>
        db.Set<Referral>().AsNoTracking().TagWith(Planned.Once).SingleOrDefault(r => r.WorkerId == worker && r.ReferralId == referral && r.Home >= from && r.Home < end));

    /// <summary>What happened to a referral, the first step first.</summary>
    public Func<ChunfengDb, Guid, Guid, IAsyncEnumerable<ReferralStep>> Steps { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, Guid referral) =>
        db.Set<ReferralStep>().AsNoTracking().TagWith(Planned.Once).Where(s => s.WorkerId == worker && s.ReferralId == referral).OrderBy(s => s.Seq).AsQueryable());

    /// <summary>The questions after a hire, the first month's first.</summary>
    public Func<ChunfengDb, Guid, Guid, IAsyncEnumerable<RetentionCheck>> Checks { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, Guid referral) =>
        db.Set<RetentionCheck>().AsNoTracking().TagWith(Planned.Once).Where(c => c.WorkerId == worker && c.ReferralId == referral).OrderBy(c => c.Months).AsQueryable());

    /// <summary>What a unit is called.</summary>
    public Func<ChunfengDb, Guid, CancellationToken, Task<string?>> UnitName { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid unit, CancellationToken cancel) =>
        db.Set<Unit>().TagWith(Planned.Once).Where(u => u.UnitId == unit).Select(u => u.Name).SingleOrDefault());

    /// <summary>Those of some people that have not ended.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<Referral>> Open { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> workers) =>
        db.Set<Referral>().AsNoTracking().TagWith(Planned.Once).Where(r => workers.Contains(r.WorkerId) && r.EndedAt == null));
}

/// <summary>A referral with the day it is ordered by.</summary>
internal sealed class ReferralRow
{
    public required Referral Referral { get; init; }
    public DateOnly? Due { get; init; }
}
