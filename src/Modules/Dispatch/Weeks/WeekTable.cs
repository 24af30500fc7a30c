using System.Globalization;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Counting;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>One figure of one region in a week's table.</summary>
internal sealed record WeekRow(long Region, string Indicator, long Stock, long Cumulative, long? Target, int? Rank, long? Change)
{
    /// <summary>Cumulative ÷ target; null without a target above zero.</summary>
    public double? Completion => Target > 0 ? (double)Cumulative / Target.Value : null;
}

/// <summary>周调度表 — the week's figures, made from counts, targets and last week's figures.</summary>
internal static class WeekTable
{
    /// <summary>Every region that has a row: the province down to its townships, statistical zones too.</summary>
    public static IReadOnlyList<long> Regions(RegionTree regions) =>
    [
        .. Enumerable.Range((int)RegionLevel.Province, RegionLevel.Township - RegionLevel.Province + 1)
            .SelectMany(level => regions.Within(RegionCode.Shanxi, (RegionLevel)level)).Select(r => r.Code.Value),
    ];

    /// <param name="target">The year's target of (region, indicator), or null.</param>
    /// <param name="before">Last week's cumulative figure of (region, indicator), or null when it had no such row.</param>
    /// <returns>Rows by level, region and indicator in the order of <see cref="Indicators.All"/>.</returns>
    public static IReadOnlyList<WeekRow> Build(
        IReadOnlyList<long> regions, Func<long, string, Count> count, Func<long, string, long?> target, Func<long, string, long?> before)
    {
        var ranks = new Dictionary<(long, string), int>();
        foreach (var indicator in Indicators.All)
        {
            foreach (var siblings in regions.GroupBy(Siblings).Where(g => g.Key is not null))
            {
                foreach (var (region, rank) in Ranking.ByCompletion(
                    siblings.Select(r => new Standing(r, count(r, indicator.Code).Cumulative, target(r, indicator.Code)))))
                {
                    ranks[(region, indicator.Code)] = rank;
                }
            }
        }

        var rows = new List<WeekRow>(regions.Count * Indicators.All.Count);
        foreach (var region in regions)
        {
            foreach (var indicator in Indicators.All)
            {
                var figure = count(region, indicator.Code);
                rows.Add(new WeekRow(
                    region, indicator.Code, figure.Stock, figure.Cumulative, target(region, indicator.Code),
                    ranks.TryGetValue((region, indicator.Code), out var rank) ? rank : null,
                    figure.Cumulative - before(region, indicator.Code)));
            }
        }

        return rows;
    }

    /// <summary>Who is ranked against whom: cities together, counties together over the whole province, townships inside their county;
    /// the province against nobody.</summary>
    private static long? Siblings(long region)
    {
        var code = new RegionCode(region);
        return code.Level switch
        {
            RegionLevel.City => 1,
            RegionLevel.County => 2,
            RegionLevel.Township => code.Parent.Value,
            _ => null,
        };
    }

    public static WeekRowJson ToJson(this WeekRow row, RegionTree regions) => new(
        new RegionCode(row.Region).ToString(), NameOf(regions, row.Region), row.Indicator,
        row.Stock, row.Cumulative, row.Target, row.Completion, row.Rank, row.Change);

    public static string NameOf(RegionTree regions, long region) =>
        regions.TryGet(new RegionCode(region), out var found) ? found.Name : region.ToString("D12", CultureInfo.InvariantCulture);
}
