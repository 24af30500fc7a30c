using System.Globalization;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Engine.Counting;
using Chunfeng.Platform.Documents;

namespace Chunfeng.Dispatch.Bulletin;

/// <summary>Writes the bulletin's text from the frozen figures; every number in it is one of them or a difference of two.</summary>
internal static class BulletinWriter
{
    private const string Total = "employed.total", Protected = "employed.protected", Inter = "employed.inter",
        Province = "全省", InterProtected = "employed.inter.protected", Intra = "employed.intra", Home = "employed.home";
    private const int Leaders = 3, Movers = 3, NamedCounties = 10;

    public static OfficialText Write(BulletinFacts facts)
    {
        var totals = Totals(facts);
        List<OfficialPart> parts =
        [
            new(null, [Opening(facts, "现将本周情况报告如下。")]),
            new("一、分渠道进展", [Line(facts, Inter, "省际输出"), Line(facts, Intra, "省内转移就业"), Line(facts, Home, "在乡创业就业")]),
            new("二、脱贫劳动力务工", [Line(facts, Protected, "脱贫劳动力（含防返贫监测对象）务工"), Line(facts, InterProtected, "其中省际输出")]),
            new("三、各市评比", [.. CityParagraphs(facts, totals)]),
            new("四、需要关注", [Watch(facts)]),
            new("五、数据修订", [Revised(facts)]),
        ];
        return new OfficialText(
            facts.Office, facts.Number, facts.Issued, "全省农民务工就业周调度情况",
            $"（{facts.Year}年第{facts.Number}周，截至{Date(facts.AsOf)}）" + (facts.Revision > 0 ? $"（第{facts.Revision}次修订）" : ""),
            Warning(facts), parts, [Table(facts, totals)], Closing(facts));
    }

    /// <summary>Cities on the total, by code.</summary>
    internal static List<WeekRow> Totals(BulletinFacts facts) =>
        [.. facts.Cities.Where(c => c.Indicator == Total).OrderBy(c => c.Region, StringComparer.Ordinal)];

    /// <summary>What stands in red above the text, or null.</summary>
    internal static string? Warning(BulletinFacts facts)
    {
        var warnings = new List<string>();
        if (facts.DemoTargets)
        {
            warnings.Add("任务分解为演示数据，未经公布，不得用于考核");
        }

        if (facts.DemoPeople)
        {
            warnings.Add("人员为演示数据，不是真实登记");
        }

        return warnings.Count > 0 ? string.Join("；", warnings) + "。" : null;
    }

    internal static string Opening(BulletinFacts facts, string next) =>
        $"截至{Date(facts.AsOf)}24时，全省农民务工就业规模累计{facts.Province[Total].Cumulative}人，"
        + $"{Goal(facts.Province[Total])}{Change(facts.Province[Total])}；当日在岗{facts.Province[Total].Stock}人。{next}";

    internal static string Line(BulletinFacts facts, string indicator, string name)
    {
        var row = facts.Province[indicator];
        return $"{name}累计{row.Cumulative}人，{Goal(row)}{Change(row)}；当日在岗{row.Stock}人。";
    }

    internal static IEnumerable<string> CityParagraphs(BulletinFacts facts, List<WeekRow> totals)
    {
        var ranked = totals.Where(c => c.Rank > 0).OrderBy(c => c.Rank).ThenBy(c => c.Region, StringComparer.Ordinal).ToList();
        if (ranked.Count == 0)
        {
            yield return "各市尚未下达任务，本周不评比。";
        }
        else
        {
            // ties at the edge are all named: nobody is left out by the order of codes
            var lead = ranked.Where(c => c.Rank <= Leaders).ToList();
            var edge = ranked[Math.Max(0, ranked.Count - Leaders)].Rank;
            var lag = ranked.Where(c => c.Rank >= edge && c.Rank > Leaders).ToList();
            yield return $"按务工就业规模完成年度任务的比例排名，领先的是{Standings(lead)}"
                + (lag.Count > 0 ? $"；靠后的是{Standings(lag)}，请分析原因、加快进度。" : "。");
        }

        var movers = totals.Where(c => c.Change > 0).OrderByDescending(c => c.Change).ThenBy(c => c.Region, StringComparer.Ordinal).Take(Movers).ToList();
        yield return movers.Count > 0
            ? $"本周新增较多的是{string.Join("、", movers.Select(c => $"{c.Name}（{c.Change}人）"))}。"
            : "本周各市均没有新增。";
        if (facts.Composite.Count > 0)
        {
            yield return $"综合评比（{facts.CompositeNote}）居前的是"
                + string.Join("、", facts.Composite.Where(c => c.Rank <= Leaders)
                    .Select(c => $"{c.Name}（第{c.Rank}名，{(Math.Floor(c.Score * 100) / 100).ToString("0.00", CultureInfo.InvariantCulture)}分）")) + "。";
        }
    }

    private static string Watch(BulletinFacts facts)
    {
        var still = facts.Counties.Where(c => c.Change == 0).ToList();
        var fallen = facts.Counties.Where(c => c.Change < 0).ToList();
        var text = still.Count == 0
            ? "本周各县（市、区）务工就业规模均有变化。"
            : $"本周务工就业规模没有变化的县（市、区）有{still.Count}个：{Names(still)}。请所在市核实是否漏报。";
        return text + (fallen.Count == 0 ? "" : $"因更正数据比上周减少的有{fallen.Count}个：{Names(fallen)}。");
    }

    internal static string Revised(BulletinFacts facts)
    {
        var own = facts.Revision == 0 ? "本周数据为首次封存，没有修订。" : $"本周数据已修订。{facts.Note}。";
        return own + (facts.EarlierNote.Length == 0 ? "" : $"上周数据在封存后有更正，{facts.EarlierNote}。");
    }

    internal static OfficialTable Table(BulletinFacts facts, List<WeekRow> totals)
    {
        var rows = facts.Cities.ToDictionary(c => (c.Region, c.Indicator));
        List<IReadOnlyList<string>> lines = [Cells(Province, i => facts.Province[i])];
        lines.AddRange(totals.Select(c => Cells(c.Name, i => rows[(c.Region, i)])));
        var small = totals.Where(c => Ranking.IsSmall(c.Target)).Select(c => c.Name).ToList();
        return new OfficialTable(
            "各市务工就业进展（单位：人）",
            ["地区", "累计", "任务", "完成率", "排名", "比上周", "省际输出", "省内转移", "在乡", "脱贫劳动力", "脱贫省际"], lines,
            "累计、任务、完成率、排名、比上周为务工就业规模；后五列为累计数。完成率只舍不入。"
            + (small.Count > 0 ? $"{string.Join("、", small)}任务不足{Ranking.SmallTarget}人，完成率仅供参考。" : ""));
    }

    private static IReadOnlyList<string> Cells(string name, Func<string, WeekRow> row)
    {
        var total = row(Total);
        return
        [
            name, Number(total.Cumulative), Some(total.Target), Percent(total) ?? "—", name == Province ? "—" : Some(total.Rank), Signed(total.Change),
            .. new[] { Inter, Intra, Home, Protected, InterProtected }.Select(i => Number(row(i).Cumulative)),
        ];
    }

    internal static IReadOnlyList<string> Closing(BulletinFacts facts) =>
    [
        "数据口径：" + (Indicators.Find(Total)?.Rule ?? "") + "任务按累计数考核。",
        $"以上数字均出自同一份封存数据，可据此复算。数据日期：{Date(facts.AsOf)}24时；周次：{facts.Week}；修订号：{facts.Revision}；封存编号：{facts.Cut}",
    ];

    private static string Standings(IEnumerable<WeekRow> cities) =>
        string.Join("、", cities.Select(c => $"{c.Name}（第{c.Rank}名，{Percent(c)}）"));

    private static string Names(List<WeekRow> counties) =>
        string.Join("、", counties.Take(NamedCounties).Select(c => c.Name)) + (counties.Count > NamedCounties ? "等" : "");

    private static string Goal(WeekRow row) => row.Target switch
    {
        0 => "未下达任务，",
        _ => $"完成年度任务{row.Target}人的{Percent(row)}，",
    };

    private static string Change(WeekRow row) => row.Change switch
    {
        0 => "与上周持平",
        > 0 => $"比上周增加{row.Change}人",
        _ => $"比上周减少{-row.Change}人",
    };

    /// <summary>Rounded down: a target is never shown as met before it is.</summary>
    internal static string? Percent(WeekRow row) => row.Target <= 0
        ? null
        : (decimal.Floor((decimal)row.Cumulative * 10000 / row.Target) / 100).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Zero stands for none: no target, no rank.</summary>
    private static string Some(long value) => value == 0 ? "—" : Number(value);

    private static string Signed(long value) => value > 0 ? "+" + Number(value) : Number(value);

    internal static string Date(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";
}
