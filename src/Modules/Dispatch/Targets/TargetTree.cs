using Chunfeng.Engine.Counting;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Targets;

/// <summary>任务分解 — splitting a target down the tree, and refusing a split that does not sum (13.3).</summary>
internal static class TargetTree
{
    private const int ShownFaults = 5;

    /// <summary>Splits a total by weight, exactly: largest remainder, ties to the earlier part; all weights zero means equal shares.</summary>
    public static IReadOnlyList<long> Split(long total, IReadOnlyList<long> weights) =>
        weights.All(w => w == 0) ? Split(total, [.. weights.Select(_ => 1L)]) : [.. Fen.Split(new Fen(total), weights).Select(f => f.Value)];

    /// <summary>A target for the root and everything below it, each family summing to its parent.</summary>
    /// <param name="children">The regions a region's target is passed on to; none ends the branch.</param>
    public static Dictionary<RegionCode, long> Down(
        long total, RegionCode root, Func<RegionCode, IReadOnlyList<RegionCode>> children, Func<RegionCode, long> weight)
    {
        var values = new Dictionary<RegionCode, long> { [root] = total };
        var open = new Queue<RegionCode>([root]);
        while (open.TryDequeue(out var parent))
        {
            var family = children(parent);
            if (family.Count == 0)
            {
                continue;
            }

            var parts = Split(values[parent], [.. family.Select(weight)]);
            for (var i = 0; i < parts.Count; i++)
            {
                values[family[i]] = parts[i];
                open.Enqueue(family[i]);
            }
        }

        return values;
    }

    /// <summary>Null when every region whose children have targets equals their sum; else the first faults, widest region first.</summary>
    public static Refusal? Check(RegionTree regions, string indicator, IReadOnlyDictionary<long, long> targets)
    {
        var faults = Misfits(regions, indicator, targets).ToList();
        if (faults.Count == 0)
        {
            faults = [.. Sums(regions, indicator, targets)];
        }

        return faults.Count == 0 ? null : new Refusal(faults[0].Code, string.Join("。", faults.Take(ShownFaults).Select(f => f.Message))
            + (faults.Count > ShownFaults ? $"。另有 {faults.Count - ShownFaults} 处" : "") + "。任务没有保存");
    }

    private static IEnumerable<Refusal> Misfits(RegionTree regions, string indicator, IReadOnlyDictionary<long, long> targets)
    {
        foreach (var (region, value) in targets.OrderBy(t => t.Key))
        {
            var code = new RegionCode(region);
            if (!regions.TryGet(code, out _) || !RegionCode.Shanxi.Contains(code) || code.Level == RegionLevel.Village)
            {
                yield return new Refusal("target-region-unknown", $"任务只下达到省、市、县、乡镇，{code} 不是其中之一；请核对区划代码");
            }
            else if (value < 0)
            {
                yield return new Refusal("target-negative", $"{Name(regions, region)}的“{NameOf(indicator)}”任务是 {value} 人，小于零；请改为零或正数");
            }
        }
    }

    private static IEnumerable<Refusal> Sums(RegionTree regions, string indicator, IReadOnlyDictionary<long, long> targets)
    {
        var families = targets.Keys.Where(r => r != RegionCode.Shanxi.Value).GroupBy(r => new RegionCode(r).Parent);
        foreach (var family in families.OrderBy(f => f.Key.Level).ThenBy(f => f.Key))
        {
            if (!targets.TryGetValue(family.Key.Value, out var expected))
            {
                yield return new Refusal("target-without-parent",
                    $"{Name(regions, family.Key.Value)}没有“{NameOf(indicator)}”任务，而它的{family.Count()}个下级有；请先下达上级任务，再分解");
                continue;
            }

            var found = family.Aggregate(Int128.Zero, (sum, r) => sum + targets[r]);
            if (found != expected)
            {
                yield return new Refusal("target-does-not-sum",
                    $"{Name(regions, family.Key.Value)}的“{NameOf(indicator)}”任务是 {expected} 人，下级合计 {found} 人，"
                    + (found > expected ? $"多 {found - expected} 人" : $"少 {expected - found} 人") + Without(regions, family.Key, targets)
                    + "；请调整下级任务，使合计与上级相等");
            }
        }
    }

    /// <summary>Often the reason why a sum is short: some places were forgotten.</summary>
    private static string Without(RegionTree regions, RegionCode parent, IReadOnlyDictionary<long, long> targets)
    {
        var forgotten = regions.Children(parent).Where(r => r.Kind != "zone" && !targets.ContainsKey(r.Code.Value)).ToList();
        return forgotten.Count == 0 ? ""
            : $"（{string.Join("、", forgotten.Take(5).Select(r => r.Name))}{(forgotten.Count > 5 ? $"等{forgotten.Count}个地区" : "")}没有任务）";
    }

    private static string Name(RegionTree regions, long code) =>
        regions.TryGet(new RegionCode(code), out var region) ? region.Name : new RegionCode(code).ToString();

    private static string NameOf(string indicator) => Indicators.Find(indicator)?.Name ?? indicator;
}
