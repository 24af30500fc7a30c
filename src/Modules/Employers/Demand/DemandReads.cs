using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Demand;

/// <summary>What the page of an employer asks of surveys, put together once.</summary>
internal sealed class DemandReads
{
    /// <summary>The newest rounds of an office: those of its area [from, end), and of the areas above it (<see cref="DemandScope.Rounds"/>).</summary>
    public Func<ChunfengDb, long, long, long[], int, IAsyncEnumerable<DemandRound>> Newest { get; } = EF.CompileAsyncQuery((ChunfengDb db, long from, long end, long[] above, int most) =>
        db.Set<DemandRound>().AsNoTracking().Where(r => (r.Region >= from && r.Region < end) || above.Contains(r.Region)).OrderByDescending(r => r.RoundId).Take(most));

    /// <summary>What an employer answered in some rounds, superseded answers too.</summary>
    public Func<ChunfengDb, Guid, List<Guid>, IAsyncEnumerable<DemandAnswer>> Answers { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid employer, List<Guid> rounds) =>
        db.Set<DemandAnswer>().AsNoTracking().TagWith(Planned.Once).Where(a => a.EmployerId == employer && rounds.Contains(a.RoundId)));
}
