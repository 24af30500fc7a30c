using System.Globalization;
using System.Text.Json;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Targets;

/// <summary>A province target of the plan and the sentence it comes from.</summary>
internal sealed record ProvinceTarget(string Indicator, long Target, string Source);

/// <summary>The demonstration's targets: the plan's for the province, invented below it and labelled so.</summary>
/// <param name="CityWan">Indicator → city → 万人 with one decimal, as the reference file gives them.</param>
internal sealed record DemoPlan(
    int Year, IReadOnlyList<ProvinceTarget> Province, string CitySource, IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>> CityWan)
{
    /// <summary>The plan's size of the whole: 600万人.</summary>
    public const long Full = 6_000_000;

    private static readonly string[] Buckets = ["employed.inter", "employed.intra", "employed.home"];

    /// <summary>Reads data/indicators/targets-2022.json.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="JsonException">The file is no such document.</exception>
    public static DemoPlan Load(string path) =>
        JsonSerializer.Deserialize<DemoPlan>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? throw new JsonException($"{path} is empty.");

    /// <summary>Targets of every region down to the township, each family summing to its parent.</summary>
    /// <param name="people">People in the demonstration; at 6,000,000 the plan's numbers stand as they are.</param>
    /// <param name="weight">How a county's or township's share is measured; 0 or more.</param>
    public IReadOnlyList<TargetLine> For(RegionTree regions, int year, long people, Func<RegionCode, long> weight)
    {
        var province = Scale(people);
        var remark = (people == Full ? "" : $"；按演示人数 {people} 人与 {Full} 人之比折算，取整后合计不变")
            + (year == Year ? "" : $"；沿用{Year}年的任务");
        var real = people == Full && year == Year;
        var weights = new Dictionary<RegionCode, long>();
        long Weight(RegionCode region) => weights.TryGetValue(region, out var known) ? known : weights[region] = weight(region);

        var lines = new List<TargetLine>();
        foreach (var (indicator, _, source) in Province)
        {
            var cities = CityWan[indicator].ToDictionary(
                c => new RegionCode(long.Parse(c.Key, CultureInfo.InvariantCulture)), c => (long)(c.Value * 10));
            var values = TargetTree.Down(
                province[indicator], RegionCode.Shanxi,
                parent => Family(regions, parent),
                region => cities.TryGetValue(region, out var tenths) ? tenths : Weight(region));
            lines.AddRange(values.OrderBy(v => v.Key).Select(v => new TargetLine(indicator, v.Key.Value, v.Value, v.Key.Level switch
            {
                RegionLevel.Province => (real ? "" : "演示数据：") + source + remark,
                RegionLevel.City => CitySource + "，以最大余数法与全省任务对齐" + remark,
                _ => "演示数据：按演示权数分摊上级任务，最大余数法取整" + remark,
            }, IsDemo: !real || v.Key != RegionCode.Shanxi)));
        }

        return lines;
    }

    /// <summary>Ordinary divisions take targets; statistical zones do not, the city's counties carry theirs.</summary>
    private static IReadOnlyList<RegionCode> Family(RegionTree regions, RegionCode parent) => parent.Level >= RegionLevel.Township
        ? []
        : [.. regions.Children(parent).Where(r => r.Kind != "zone").Select(r => r.Code)];

    /// <summary>The province's targets for a smaller demonstration: the three buckets still sum to the total.</summary>
    private Dictionary<string, long> Scale(long people)
    {
        var scaled = Province.ToDictionary(p => p.Indicator, p => (long)((((Int128)p.Target * people * 2) + Full) / (2 * Full)));
        var parts = TargetTree.Split(scaled["employed.total"], [.. Buckets.Select(b => Province.Single(p => p.Indicator == b).Target)]);
        for (var i = 0; i < Buckets.Length; i++)
        {
            scaled[Buckets[i]] = parts[i];
        }

        return scaled;
    }
}
