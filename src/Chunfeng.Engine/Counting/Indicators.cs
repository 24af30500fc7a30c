using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Counting;

/// <summary>One figure of the plan: its code, what officials call it, its unit, the exact rule, and the policy clause.</summary>
public sealed record IndicatorDefinition(string Code, string Name, string Unit, string Rule, string Clause);

/// <summary>The indicators that are counted from work spells and risk statuses.</summary>
public static class Indicators
{
    public const string Total = "employed.total";
    public const string Protected = "employed.protected";
    public const string Inter = "employed.inter";
    public const string InterProtected = "employed.inter.protected";
    public const string Intra = "employed.intra";
    public const string Home = "employed.home";

    private const string Unit = "人";

    private const string Common =
        "按人计数，每人只计一次，计入户籍所在村，不论由谁填报；自家承包地务农不计。"
        + "在岗：截止日当天有务工记录。累计：当年1月1日至截止日（含当天）任一天有务工记录。计划目标按累计数考核。";

    private const string MainSpell =
        "务工地按主要务工记录认定：当年1月1日至截止日天数最多的一段；天数相同取开始较晚的，再相同取记录编号较大的"
        + "（在岗数只在截止日当天有效的记录中选取）。";

    private const string ProtectedRule =
        "脱贫劳动力或防返贫监测对象。在岗：截止日当天在岗且身份有效。累计：当年1月1日至截止日有某一天既有务工记录、身份又有效。";

    private const string InterRule = "主要务工地在省外（含境外）。";

    public static IReadOnlyList<IndicatorDefinition> All { get; } =
    [
        new(Total, "农民务工就业规模", Unit, Common + "省际输出、省内转移、在乡三项互不重复，相加等于本项。", "0.1"),
        new(Protected, "脱贫劳动力（含防返贫监测对象）务工就业规模", Unit, Common + ProtectedRule, "0.2"),
        new(Inter, "省际输出", Unit, Common + MainSpell + InterRule, "1.1"),
        new(InterProtected, "省际输出中的脱贫劳动力", Unit, Common + MainSpell + InterRule + ProtectedRule, "1.1"),
        new(Intra, "省内转移就业", Unit, Common + MainSpell + "主要务工地在省内、户籍乡镇以外；当年以县为界时，在户籍县以外。", "2.1"),
        new(Home, "在乡就业", Unit, Common + MainSpell + "主要务工地在户籍乡镇以内；当年以县为界时，在户籍县以内。", "3.1"),
    ];

    /// <returns>Null when no indicator has the code.</returns>
    public static IndicatorDefinition? Find(string code) => All.FirstOrDefault(i => i.Code == code);

    /// <exception cref="ArgumentException">No indicator has the code: an unknown name must never count everybody or nobody.</exception>
    internal static int IndexOf(string code)
    {
        for (int index = 0; index < All.Count; index++)
        {
            if (All[index].Code == code)
            {
                return index;
            }
        }

        throw new ArgumentException($"There is no indicator “{code}”.", nameof(code));
    }

    /// <summary>Whether a person with this cell is in the figure.</summary>
    internal static bool Includes(int indicator, byte cell, bool cumulative)
    {
        Bucket bucket = cumulative ? Cell.Cumulative(cell) : Cell.Stock(cell);
        bool isProtected = cumulative ? Cell.ProtectedCumulative(cell) : Cell.ProtectedStock(cell);
        return All[indicator].Code switch
        {
            Total => bucket != Bucket.None,
            Protected => bucket != Bucket.None && isProtected,
            Inter => bucket == Bucket.Inter,
            InterProtected => bucket == Bucket.Inter && isProtected,
            Intra => bucket == Bucket.Intra,
            Home => bucket == Bucket.Home,
            _ => throw new InvalidOperationException($"Indicator {All[indicator].Code} has no rule."),
        };
    }
}
