using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>The cities of a frozen week by their composite score.</summary>
internal sealed class CompositeQuery(ChunfengDb db, RegionTree regions, CompositeWeights weights)
{
    public async Task<Result<CompositeTable>> HandleAsync(string weekText, int? revision, CancellationToken cancel)
    {
        if (!IsoWeek.TryParse(weekText, out var week))
        {
            return WeekRefusals.NoWeek(weekText);
        }

        if (await db.FrozenAsync(week.ToString(), revision, cancel) is not { } frozen)
        {
            return WeekRefusals.NotFrozen(week.ToString(), revision);
        }

        var cities = regions.Within(RegionCode.Shanxi, RegionLevel.City).Select(c => c.Code.Value).ToList();
        var rows = (await db.RowsAsync(frozen.Week, frozen.Revision, cancel, cities)).ToLookup(r => r.Region);
        var scores = Rank(weights, cities, rows);
        var ranked = scores.Select(s => s.Region).ToHashSet();
        return new CompositeTable(frozen.Week, frozen.Revision, weights.Note,
        [
            .. scores.Select(s => new CompositePlace(new RegionCode(s.Region).ToString(), WeekTable.NameOf(regions, s.Region), s.Rank, s.Score)),
            .. cities.Where(c => !ranked.Contains(c))
                .Select(c => new CompositePlace(new RegionCode(c).ToString(), WeekTable.NameOf(regions, c), null, null)),
        ]);
    }

    internal static IReadOnlyList<CompositeScore> Rank(CompositeWeights weights, IEnumerable<long> regions, ILookup<long, WeekRow> rows) =>
        Composite.Rank(weights, regions, (region, indicator) =>
            rows[region].FirstOrDefault(r => r.Indicator == indicator) is { } row ? new Standing(region, row.Cumulative, row.Target) : null);
}
