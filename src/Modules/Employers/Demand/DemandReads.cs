using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Demand;

/// <summary>What the page of an employer asks of surveys, put together once.</summary>
internal sealed class DemandReads
{
    /// <summary>The newest rounds an account sees (<see cref="DemandScope.VisibleRound"/>).</summary>
    public Func<ChunfengDb, long, long, long[], Guid?, int, IAsyncEnumerable<DemandRound>> Newest { get; } = EF.CompileAsyncQuery(
        Shared.Written<Func<ChunfengDb, long, long, long[], Guid?, int, IQueryable<DemandRound>>>((db, from, end, above, unit, most) =>
            db.Set<DemandRound>().AsNoTracking().Where(r => Shared.Of(DemandScope.VisibleRound, db, r, from, end, above, unit)).OrderByDescending(r => r.RoundId).Take(most)));

    /// <summary>What an employer answered in some rounds, superseded answers too.</summary>
    public Func<ChunfengDb, Guid, List<Guid>, IAsyncEnumerable<DemandAnswer>> Answers { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer, List<Guid> rounds) =>
        db.Set<DemandAnswer>().AsNoTracking().TagWith(Planned.Once).Where(a => a.EmployerId == employer && rounds.Contains(a.RoundId)));
}
