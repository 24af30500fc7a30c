using Chunfeng.Dispatch.Weeks;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>One place in the composite ranking.</summary>
/// <param name="Rank">0 when a weighted target is missing.</param>
/// <param name="Score">Out of the sum of the weights (100): met when every target is met; above it when exceeded.</param>
public sealed record CompositePlace(string Region, string Name, int Rank, double Score);

/// <summary>The composite ranking of a week and where its weights come from.</summary>
public sealed record CompositeTable(string Week, int Revision, string WeightsNote, IReadOnlyList<CompositePlace> Places);

/// <summary>综合评比 — cities by weighted completion, protected work outside the province weighing most (13.4).</summary>
public sealed class CompositeRanking(WeeklyDispatch dispatch, Places places)
{
    public async Task<Result<CompositeTable>> HandleAsync(string week, int? revision, CancellationToken cancel) =>
        await dispatch.TableAsync(week, revision, [RegionLevel.City], null, cancel) is { } table
            ? Of(table)
            : new Refusal("week-not-frozen", $"{week} 还没有封存；请先封存该周数据");

    /// <summary>Cities best first, then those that cannot be ranked.</summary>
    internal CompositeTable Of(WeekTable table)
    {
        var weights = CompositeWeights.Load(Path.Combine(places.Reference, "indicators", "composite-weights-2022.json"));
        var cities = table.Rows.Where(r => new RegionCode(Code(r)).Level == RegionLevel.City).ToLookup(Code);
        var scores = Composite.Rank(weights, cities.Select(c => c.Key), (region, indicator) =>
            cities[region].FirstOrDefault(r => r.Indicator == indicator) is { } row ? new Standing(row.Cumulative, row.Target) : null);
        var ranked = scores.Select(s => s.Region).ToHashSet();
        return new CompositeTable(table.Week, table.Revision, weights.Note,
        [
            .. scores.Select(s => new CompositePlace(cities[s.Region].First().Region, cities[s.Region].First().Name, s.Rank, s.Score)),
            .. cities.Where(c => !ranked.Contains(c.Key)).Select(c => new CompositePlace(c.First().Region, c.First().Name, 0, 0)),
        ]);
    }

    private static long Code(WeekRow row) => long.Parse(row.Region, System.Globalization.CultureInfo.InvariantCulture);
}
