using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Counting;

/// <summary>An indicator, defined once.</summary>
public sealed record IndicatorDefinition(string Code, string Name, string Unit, string Rule, string Clause);

/// <summary>The plan's employment indicators, counted by person, once, at the household-register village (DESIGN §4).</summary>
public static class Indicators
{
    private const string Base = "按人计数，一人一次，计在户籍村；自家承包地务农不计。在岗：截止日有务工记录；累计：当年1月1日至截止日任一天有务工记录。";
    private const string ByMain = "按主要务工记录（当年至截止日天数最多者；相同取开始较晚者，再同取编号较大者）的务工地划分。";

    public static IReadOnlyList<IndicatorDefinition> All { get; } =
    [
        new("employed.total", "农民务工就业规模", "人", Base, "0.1"),
        new("employed.protected", "脱贫劳动力（含监测对象）务工就业规模", "人", Base + "脱贫人口或防返贫监测对象；累计须同一天既务工又在该身份内。", "0.2"),
        new("employed.inter", "省际输出就业", "人", Base + ByMain + "务工地在省外（含境外）。", "1.1"),
        new("employed.inter.protected", "省际输出就业（脱贫劳动力）", "人", Base + ByMain + "务工地在省外，且为脱贫人口或监测对象。", "1.1"),
        new("employed.intra", "省内转移就业", "人", Base + ByMain + "务工地在省内、户籍乡镇以外。", "2.1"),
        new("employed.home", "在乡创业就业", "人", Base + ByMain + "务工地在户籍乡镇以内。", "3.1"),
    ];

    public static IndicatorDefinition? Find(string code) => All.FirstOrDefault(i => i.Code == code);

    /// <summary>Whether a person with this cell counts.</summary>
    public static bool Counts(string indicator, int cell, bool cumulative)
    {
        var bucket = cumulative ? Cell.Cumulative(cell) : Cell.Stock(cell);
        var guarded = cumulative ? Cell.ProtectedCumulative(cell) : Cell.ProtectedStock(cell);
        return indicator switch
        {
            "employed.total" => bucket != Bucket.None,
            "employed.protected" => bucket != Bucket.None && guarded,
            "employed.inter" => bucket == Bucket.Inter,
            "employed.inter.protected" => bucket == Bucket.Inter && guarded,
            "employed.intra" => bucket == Bucket.Intra,
            "employed.home" => bucket == Bucket.Home,
            _ => throw new ArgumentOutOfRangeException(nameof(indicator), indicator, "No such indicator."),
        };
    }
}
