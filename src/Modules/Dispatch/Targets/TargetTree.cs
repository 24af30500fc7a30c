using Chunfeng.Platform.Results;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Targets;

/// <summary>Splitting a target down the tree, and refusing a split that does not sum (13.3).</summary>
internal static class TargetTree
{
    /// <summary>Splits a total by weight, exactly: largest remainder, ties to the earlier part.</summary>
    public static IReadOnlyList<long> Split(long total, IReadOnlyList<long> weights) =>
        weights.All(w => w == 0) ? Split(total, [.. weights.Select(_ => 1L)]) : [.. Fen.Split(new Fen(total), weights).Select(f => f.Value)];

    /// <summary>Null when every region whose children have targets equals their sum; else names the first that does not.</summary>
    public static Refusal? Check(RegionTree regions, string indicator, IReadOnlyDictionary<long, long> targets)
    {
        if (targets.FirstOrDefault(t => t.Value < 0) is { Key: not 0 } negative)
        {
            return new Refusal("target-negative", $"{Name(regions, negative.Key)} 的任务数 {negative.Value} 小于零，请改为零或正数");
        }

        foreach (var (parent, value) in targets.OrderBy(t => t.Key))
        {
            var children = regions.Children(new RegionCode(parent)).Where(c => targets.ContainsKey(c.Code.Value)).ToList();
            var sum = children.Sum(c => targets[c.Code.Value]);
            if (children.Count > 0 && sum != value)
            {
                return new Refusal("target-does-not-sum",
                    $"{Name(regions, parent)} 的 {indicator} 任务是 {value:N0}，下级合计 {sum:N0}，相差 {value - sum:N0}；请调整下级任务后再保存");
            }
        }

        foreach (var region in targets.Keys)
        {
            if (regions.TryGet(new RegionCode(region), out var found) && found.Level > RegionLevel.Province && !targets.ContainsKey(found.Parent.Value))
            {
                return new Refusal("target-without-parent", $"{found.Name} 有 {indicator} 任务，而上级没有；请先下达上级任务");
            }
        }

        return null;
    }

    private static string Name(RegionTree regions, long code) => regions.TryGet(new RegionCode(code), out var region) ? region.Name : code.ToString("D12");
}
