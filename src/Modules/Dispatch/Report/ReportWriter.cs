using System.Globalization;
using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Engine.Counting;
using Chunfeng.Platform.Documents;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Report;

/// <summary>Everything the special report is written from: the frozen week, and the province's orders with what was done about them.</summary>
/// <param name="At">The moment up to which steps count.</param>
/// <param name="Orders">Every recipient of the orders of the week's year, up to the week.</param>
/// <param name="Below">How many orders cities, counties and townships issued themselves in the same time.</param>
/// <param name="Names">City → name, all cities.</param>
/// <param name="AreaNames">Addressed region → name with its city.</param>
internal sealed record ReportFacts(
    BulletinFacts Figures, DateTime At, IReadOnlyList<AddressedOrder> Orders, int Below, IReadOnlyDictionary<long, string> Names,
    IReadOnlyDictionary<long, string> AreaNames);

/// <summary>Writes the special report's text (13.2): progress, the orders and their answers, important activities.</summary>
internal static class ReportWriter
{
    private const int MostActivities = 20, MostWords = 200;

    public static OfficialText Write(ReportFacts facts)
    {
        var figures = facts.Figures;
        var day = ChinaTime.DayOf(facts.At);
        var totals = BulletinWriter.Totals(figures);
        List<OfficialPart> parts =
        [
            new(null, [BulletinWriter.Opening(figures, "现将工作进展和调度令办理情况报告如下。")]),
            new("一、工作进展",
            [
                BulletinWriter.Line(figures, Indicators.Inter, "省际输出"), BulletinWriter.Line(figures, Indicators.Intra, "省内转移就业"),
                BulletinWriter.Line(figures, Indicators.Home, "在乡创业就业"), BulletinWriter.Line(figures, Indicators.Protected, "脱贫劳动力（含防返贫监测对象）务工"),
            ]),
            new("二、各市评比", [.. BulletinWriter.CityParagraphs(figures, totals)]),
            new("三、调度令办理", [.. Handling(facts)]),
            new("四、重要活动", [.. Activities(facts)]),
            new("五、数据修订", [BulletinWriter.Revised(figures)]),
        ];
        return new OfficialText(
            figures.Office, figures.Number, day, "关于全省农民务工就业工作进展的报告",
            $"（{figures.Year}年第{figures.Number}周，数据截至{BulletinWriter.Date(figures.AsOf)}）" + (figures.Revision > 0 ? $"（第{figures.Revision}次修订）" : ""),
            BulletinWriter.Warning(figures), parts, [BulletinWriter.Table(figures, totals), Table(facts)],
            [
                .. BulletinWriter.Closing(figures),
                $"调度令办理情况统计到{BulletinWriter.Date(day)}{ChinaTime.Show(facts.At)[11..13]}时{ChinaTime.Show(facts.At)[14..]}分，只统计省级专班下达的调度令；按期与否以首次答复日期和调度令期限为准。",
            ])
        { Addressee = figures.Office.ReportTo };
    }

    private static IEnumerable<string> Handling(ReportFacts facts)
    {
        var all = OrderTally.Of(facts.Orders, facts.At);
        var orders = facts.Orders.Select(o => o.Order).DistinctBy(o => o.OrderId).ToList();
        if (orders.Count == 0)
        {
            yield return "截至本周，省级专班今年还没有下达调度令。";
        }
        else
        {
            yield return $"今年以来，省级专班共下达调度令{orders.Count}件，其中针对本周进展的{orders.Count(o => o.Week == facts.Figures.Week)}件，发往{all.Sent}个（次）地区："
                + $"按期答复{all.InTime}个，逾期答复{all.Late}个，超期未答复{all.Overdue}个，未到期{all.Pending}个"
                + (all.Withdrawn > 0 ? $"，已撤回{all.Withdrawn}个" : "") + $"；共催办{all.Chases}次。";
            var late = OrderTally.ByCity(facts.Orders, facts.At).Where(c => c.Value.Overdue > 0).OrderByDescending(c => c.Value.Overdue).ThenBy(c => c.Key).ToList();
            yield return late.Count == 0 ? "没有超期未答复的地区。"
                : $"超期未答复的是{string.Join("、", late.Select(c => $"{Name(facts, c.Key)}（{c.Value.Overdue}个）"))}。省级专班将继续催办，督促限期报送原因和措施。";
        }

        if (facts.Below > 0)
        {
            yield return $"市、县、乡镇同期自行下达调度令{facts.Below}件。";
        }
    }

    /// <summary>What the regions answered to this week's orders about activities: the newest reply of each that was not sent back.</summary>
    private static IEnumerable<string> Activities(ReportFacts facts)
    {
        var told = facts.Orders
            .Where(o => (OrderKind)o.Order.Kind == OrderKind.Activity && o.Order.Week == facts.Figures.Week)
            .Where(o => o.Steps.Where(s => s.At <= facts.At).Aggregate(RecipientState.Sent, (now, s) => OrderMachine.After(now, (OrderAct)s.Act)) is RecipientState.Replied or RecipientState.Accepted)
            .OrderBy(o => o.Region).ThenBy(o => o.Order.Number)
            .Select(o => $"{AreaName(facts, o.Region)}：{Short(OrderTally.LastReply(o, facts.At)!.Text)}").ToList();
        return told.Count == 0 ? ["本周没有报送重要活动。"]
            : told.Count <= MostActivities ? told : [.. told.Take(MostActivities), $"另有{told.Count - MostActivities}个地区报送了活动情况，不再逐一列出。"];
    }

    private static OfficialTable Table(ReportFacts facts)
    {
        var cities = OrderTally.ByCity(facts.Orders, facts.At);
        List<IReadOnlyList<string>> rows = [Row("全省", OrderTally.Of(facts.Orders, facts.At))];
        rows.AddRange(facts.Names.OrderBy(n => n.Key).Select(n => Row(n.Value, cities.GetValueOrDefault(n.Key, OrderTally.None))));
        return new OfficialTable(
            "省级专班调度令办理情况（单位：个、次）", ["地区", "发往", "按期答复", "逾期答复", "超期未答复", "未到期", "催办"], rows,
            "发往含已撤回的；超期未答复含退回后超期没有重报的；发往市以下的，计入所在市。");
    }

    private static IReadOnlyList<string> Row(string name, OrderTally t) =>
        [name, .. new[] { t.Sent, t.InTime, t.Late, t.Overdue, t.Pending, t.Chases }.Select(n => n.ToString(CultureInfo.InvariantCulture))];

    private static string Name(ReportFacts facts, long city) => facts.Names.GetValueOrDefault(city) ?? city.ToString("D12", CultureInfo.InvariantCulture);

    private static string AreaName(ReportFacts facts, long region) =>
        facts.AreaNames.GetValueOrDefault(region) ?? Name(facts, new RegionCode(region).At(RegionLevel.City).Value);

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var runes = line.EnumerateRunes().ToList();
        return runes.Count <= MostWords ? line : string.Concat(runes.Take(MostWords)) + "……";
    }
}
