using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Counting;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Targets;

/// <summary>Why a set of targets is refused, with the numbers that do not fit.</summary>
/// <param name="Expected">The parent's target; null when the fault is not about a sum.</param>
/// <param name="Found">What its parts sum to.</param>
internal sealed record TargetFault(string Code, long Region, string Indicator, long? Expected, long? Found, string Message);

/// <summary>任务分解 — targets of a province, its cities, counties and townships, that must sum level by level (clause 13.3).</summary>
internal static class TargetTree
{
    /// <summary>Everything wrong with the targets, in order of region; empty when they may be set.</summary>
    public static IReadOnlyList<TargetFault> Check(IReadOnlyCollection<TargetLine> targets, RegionTree regions)
    {
        var faults = new List<TargetFault>();
        foreach (var line in targets)
        {
            if (Misfit(line, regions) is { } fault)
            {
                faults.Add(fault);
            }
        }

        foreach (var twice in targets.GroupBy(t => (t.Region, t.Indicator)).Where(g => g.Count() > 1))
        {
            faults.Add(new("target-twice", twice.Key.Region, twice.Key.Indicator, null, null,
                $"{Name(regions, twice.Key.Region)}的“{IndicatorName(twice.Key.Indicator)}”任务出现了{twice.Count()}次；请只保留一行"));
        }

        if (faults.Count == 0)
        {
            foreach (var indicator in targets.GroupBy(t => t.Indicator))
            {
                CheckSums(indicator.Key, indicator.ToDictionary(t => t.Region, t => t.Value), regions, faults);
            }
        }

        return [.. faults.OrderBy(f => f.Region).ThenBy(f => f.Indicator, StringComparer.Ordinal)];
    }

    private static TargetFault? Misfit(TargetLine line, RegionTree regions)
    {
        TargetFault Fault(string code, string message) => new(code, line.Region, line.Indicator, null, null, message);
        if (Indicators.Find(line.Indicator) is null)
        {
            return Fault("unknown-indicator", $"没有“{line.Indicator}”这个指标；可用的指标是：{string.Join("、", Indicators.All.Select(i => i.Code))}");
        }

        var code = new RegionCode(line.Region);
        if (!regions.TryGet(code, out _) || !RegionCode.Shanxi.Contains(code) || code.Level == RegionLevel.Village)
        {
            return Fault("unknown-region", $"任务只下达到省、市、县、乡镇，{line.Region:D12} 不是其中之一；请核对区划代码");
        }

        return line.Value < 0
            ? Fault("negative-target", $"{Name(regions, line.Region)}的“{IndicatorName(line.Indicator)}”任务是 {line.Value}，任务不能小于 0；请改正后重新提交")
            : null;
    }

    private static void CheckSums(string indicator, Dictionary<long, long> values, RegionTree regions, List<TargetFault> faults)
    {
        foreach (var family in values.Keys.Where(r => r != RegionCode.Shanxi.Value).GroupBy(r => new RegionCode(r).Parent.Value))
        {
            if (!values.TryGetValue(family.Key, out var expected))
            {
                faults.Add(new("parent-without-target", family.Key, indicator, null, null,
                    $"{Name(regions, family.Key)}没有“{IndicatorName(indicator)}”任务，它的下级却有{family.Count()}个；请先填上级的任务，再分解"));
                continue;
            }

            var found = family.Sum(r => values[r]);
            if (found != expected)
            {
                var without = regions.Children(new RegionCode(family.Key)).Where(r => r.Kind != "zone" && !values.ContainsKey(r.Code.Value)).ToList();
                faults.Add(new("split-does-not-sum", family.Key, indicator, expected, found,
                    $"{Name(regions, family.Key)}的“{IndicatorName(indicator)}”任务是 {expected} 人，下级合计 {found} 人，"
                    + (found > expected ? $"多 {found - expected} 人" : $"少 {expected - found} 人")
                    + (without.Count > 0 ? $"；{string.Join("、", without.Take(5).Select(r => r.Name))}{(without.Count > 5 ? $"等{without.Count}个地区" : "")}没有任务" : "")
                    + "；请调整下级任务，使合计与上级相等"));
            }
        }
    }

    private static string Name(RegionTree regions, long region) =>
        regions.TryGet(new RegionCode(region), out var found) ? found.Name : region.ToString("D12", System.Globalization.CultureInfo.InvariantCulture);

    private static string IndicatorName(string code) => Indicators.Find(code)?.Name ?? code;
}
