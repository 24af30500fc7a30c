using Chunfeng.Dispatch.Targets;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>A demonstration's targets: the plan's provincial figures scaled to the demonstration's size, and city splits that were
/// never published (data/stats/distributions.json, synthetic_city_targets_wan).</summary>
public sealed class DemoTargets(WeeklyDispatch dispatch, RegionTree regions)
{
    // 实施方案 2022: 600, 95, 100, 18, 180, 320 (万); cities in code order, 万 × 10, an assumption for the demonstration
    private static readonly (string Indicator, long Province, long[] Cities)[] Plan =
    [
        ("employed.total", 6_000_000, [271, 390, 173, 626, 382, 276, 625, 1108, 577, 844, 728]),
        ("employed.protected", 950_000, [10, 100, 10, 90, 35, 35, 80, 120, 150, 110, 210]),
        ("employed.inter", 1_000_000, [45, 65, 29, 104, 64, 46, 104, 185, 96, 141, 121]),
        ("employed.inter.protected", 180_000, [2, 19, 2, 17, 7, 7, 15, 23, 28, 21, 39]),
        ("employed.intra", 1_800_000, [81, 117, 52, 188, 115, 83, 187, 333, 173, 253, 218]),
        ("employed.home", 3_200_000, [144, 208, 92, 334, 204, 147, 333, 592, 308, 450, 388]),
    ];

    /// <param name="people">The demonstration's size; targets are scaled by people ÷ 6,000,000.</param>
    public async Task<Refusal?> SetAsync(int year, long people, Actor actor, CancellationToken cancel)
    {
        var source = $"演示数据：省级任务按演示规模（{people:N0}/600万）折算，市县乡为推算，未公开发布";
        foreach (var (indicator, province, cities) in Plan)
        {
            var targets = new Dictionary<long, long> { [RegionCode.Shanxi.Value] = (long)Math.Round((decimal)province * people / 6_000_000) };
            Share(targets, RegionCode.Shanxi, cities);
            foreach (var city in regions.Children(RegionCode.Shanxi))
            {
                Share(targets, city.Code, null);
                foreach (var county in regions.Children(city.Code).Where(c => targets.ContainsKey(c.Code.Value)))
                {
                    Share(targets, county.Code, null);
                }
            }

            if (await dispatch.SetTargetsAsync(year, indicator, targets, source, isDemo: true, actor, cancel) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Below the city the only weight at hand is how many villages (村委会) a place has; zones without any get no target.</summary>
    private void Share(Dictionary<long, long> targets, RegionCode parent, long[]? given)
    {
        var children = regions.Children(parent);
        var weights = given ?? [.. children.Select(c => (long)regions.Within(c.Code, RegionLevel.Village).Count(v => v.Kind == "村委会"))];
        var parts = TargetTree.Split(targets[parent.Value], weights);
        for (var i = 0; i < children.Count; i++)
        {
            if (weights[i] > 0 || weights.All(w => w == 0))
            {
                targets[children[i].Code.Value] = parts[i];
            }
        }
    }
}
