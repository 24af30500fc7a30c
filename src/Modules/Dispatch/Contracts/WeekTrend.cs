using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>One figure in one frozen week, in people; its newest revision.</summary>
public sealed record TrendPoint(string Week, long Stock, long Cumulative);

/// <summary>How one figure went over the frozen weeks of a year.</summary>
public sealed class WeekTrend(ChunfengDb db)
{
    /// <param name="until">The last week, "2022-W08"; earlier weeks of its year are read.</param>
    /// <param name="most">How many weeks at most.</param>
    /// <returns>Oldest first; weeks that were never frozen are left out.</returns>
    public async Task<IReadOnlyList<TrendPoint>> HandleAsync(RegionCode region, string indicator, string until, int most, CancellationToken cancel)
    {
        var first = until[..5]; // "2022-": the count starts anew each year
        var newest = await db.FrozenWeeks().AsNoTracking().Where(w => w.Week.StartsWith(first) && w.Week.CompareTo(until) <= 0)
            .GroupBy(w => w.Week).Select(g => new { Week = g.Key, Revision = g.Max(w => w.Revision) })
            .OrderByDescending(w => w.Week).Take(most).ToDictionaryAsync(w => w.Week, w => w.Revision, cancel);
        var names = newest.Keys.ToList();
        var figures = await db.FrozenFigures().AsNoTracking().Where(f => names.Contains(f.Week) && f.Region == region.Value && f.Indicator == indicator)
            .Select(f => new { f.Week, f.Revision, f.Stock, f.Cumulative }).ToListAsync(cancel);
        return [.. figures.Where(f => newest[f.Week] == f.Revision).OrderBy(f => f.Week, StringComparer.Ordinal)
            .Select(f => new TrendPoint(f.Week, f.Stock, f.Cumulative))];
    }
}
