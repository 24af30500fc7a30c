using System.Numerics;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using CsCheck;

namespace Chunfeng.Modules.Tests.Dispatch;

/// <summary>The rules of an order, without a database.</summary>
public sealed class OrderMachineTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Load(Path.Combine(Reference.Data, "calendar", "cn_holidays_2021_2026.csv"));
    private static readonly DateOnly Monday = new(2022, 2, 28);
    private static readonly RegionCode Taiyuan = new(140100000000), Qingxu = new(140121000000), Datong = new(140200000000);

    /// <summary>The oracle: every way that is open, written out; what is not here is refused. "*" stays where it is.</summary>
    private static readonly Dictionary<string, string> Ways = new()
    {
        ["Sent Recipient Read"] = "Read", ["Sent Recipient Reply"] = "Replied", ["Read Recipient Reply"] = "Replied", ["Returned Recipient Reply"] = "Replied",
        ["Replied Issuer Return"] = "Returned", ["Replied Issuer Accept"] = "Accepted",
        ["Sent Issuer Chase"] = "*", ["Read Issuer Chase"] = "*", ["Returned Issuer Chase"] = "*",
        ["Sent Issuer Withdraw"] = "Withdrawn", ["Read Issuer Withdraw"] = "Withdrawn", ["Replied Issuer Withdraw"] = "Withdrawn", ["Returned Issuer Withdraw"] = "Withdrawn",
    };

    private static readonly Gen<(OrderAct Act, OrderSide Side, string Text)> Acts = Gen.Select(
        One(OrderAct.Read, OrderAct.Reply, OrderAct.Return, OrderAct.Accept, OrderAct.Chase, OrderAct.Withdraw),
        One(OrderSide.None, OrderSide.Issuer, OrderSide.Recipient, OrderSide.Issuer, OrderSide.Recipient), One("", "已核实", "请补充数字"));

    [Fact(DisplayName = "任意一串办理动作：每一步的去向与逐条写明的表一致，走不通的都说明缘由"), Trait("Clause", "13.1")]
    public void Every_walk_follows_the_table() => Gen.Select(Gen.Bool, Acts.Array[0, 30]).Sample((mustReply, acts) =>
    {
        var (now, replied) = (RecipientState.Sent, 0);
        foreach (var (act, side, text) in acts)
        {
            var next = OrderMachine.Next(now, mustReply, act, side, text);
            var open = Ways.GetValueOrDefault($"{now} {side} {act}");
            if (open is null || (text.Length == 0 && (act is OrderAct.Reply or OrderAct.Return or OrderAct.Withdraw))
                || (act == OrderAct.Chase && now == RecipientState.Read && !mustReply))
            {
                Assert.True(next.IsRefused && next.Refusal.Code.Length > 0 && next.Refusal.Message.Length > 5, $"{now} {side} {act}");
                continue;
            }

            Assert.Equal(open == "*" ? now.ToString() : open, next.Value!.Value.ToString());
            Assert.Equal(next.Value.Value, OrderMachine.After(now, act));
            replied += act == OrderAct.Reply ? 1 : 0;
            now = next.Value.Value;
            Assert.True(now != RecipientState.Accepted || replied > 0); // nobody is done without an answer
        }
    });

    [Theory(DisplayName = "办结或撤回以后，什么都不能再办"), Trait("Clause", "13.1")]
    [InlineData("Accepted", "order-accepted")]
    [InlineData("Withdrawn", "order-withdrawn")]
    public void The_end_is_the_end(string state, string code)
    {
        foreach (var act in Enum.GetValues<OrderAct>().Where(a => a != OrderAct.Send))
        {
            var side = act is OrderAct.Read or OrderAct.Reply ? OrderSide.Recipient : OrderSide.Issuer;
            Assert.Equal(code, OrderMachine.Next(Enum.Parse<RecipientState>(state), true, act, side, "理由").Refusal!.Code);
        }
    }

    [Theory(DisplayName = "期限当天不算超期，第二天零时起算；已答复的不算，退回的算，只要求阅知的签收了就不算"), Trait("Clause", "13.1")]
    [InlineData("Sent", true, true)]
    [InlineData("Read", true, true)]
    [InlineData("Read", false, false)]
    [InlineData("Sent", false, true)]
    [InlineData("Replied", true, false)]
    [InlineData("Returned", true, true)]
    [InlineData("Accepted", true, false)]
    [InlineData("Withdrawn", true, false)]
    public void Overdue_begins_the_day_after(string state, bool mustReply, bool overdue)
    {
        Assert.False(OrderMachine.IsOverdue(Enum.Parse<RecipientState>(state), mustReply, Monday, Monday));
        Assert.Equal(overdue, OrderMachine.IsOverdue(Enum.Parse<RecipientState>(state), mustReply, Monday, Monday.AddDays(1)));
    }

    [Theory(DisplayName = "期限必须是今天或以后的工作日，节假日和调休按国务院通知")]
    [InlineData("2022-02-27", "due-past")]
    [InlineData("2022-02-28", null)]
    [InlineData("2022-03-05", "due-holiday")] // Saturday
    [InlineData("2022-04-02", null)] // a Saturday worked for 清明
    [InlineData("2022-04-05", "due-holiday")] // 清明
    [InlineData("2026-12-31", null)]
    [InlineData("2027-01-04", "due-unknown-year")]
    public void A_due_day_is_a_working_day(string day, string? code) =>
        Assert.Equal(code, OrderRules.CheckDue(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Calendar, Monday)?.Code);

    [Fact(DisplayName = "三个工作日：周五下达，下周三到期；日历不知道的年份不猜")]
    public void Three_working_days()
    {
        Assert.Equal(new DateOnly(2022, 3, 9), OrderRules.Due(Calendar, new(2022, 3, 4), 3));
        Assert.Equal(2, OrderRules.DaysOver(Calendar, new(2022, 3, 4), new(2022, 3, 8)));
        Assert.Null(OrderRules.Due(Calendar, new(2026, 12, 30), 3));
        Assert.Null(OrderRules.DaysOver(Calendar, new(2026, 12, 31), new(2027, 1, 5)));
    }

    private static OrderDraft Good => new(OrderKind.Progress, "关于进展的调度", "请报送进展。", [Qingxu], "2022-W08", "employed.total", new(2022, 3, 3), true);

    [Fact(DisplayName = "只能发给辖区以内的下级地区；标题、正文、期限、引用都要完整"), Trait("Clause", "13.1")]
    public void A_draft_starts_valid_and_one_thing_is_changed()
    {
        Assert.Null(Check(Good));
        Assert.Equal("recipient-outside", Check(Good with { Recipients = [Taiyuan] })); // oneself
        Assert.Equal("recipient-outside", Check(Good with { Recipients = [Qingxu, Datong] }));
        Assert.Equal("recipient-outside", Check(Good with { Recipients = [new(140199000000)] })); // no such county
        Assert.Equal("recipient-outside", Check(Good with { Recipients = [RegionCode.Shanxi] }));
        Assert.Equal("no-recipients", Check(Good with { Recipients = [] }));
        Assert.Equal("bad-title", Check(Good with { Title = "" }));
        Assert.Null(Check(Good with { Title = new string('题', OrderRules.MostTitle) }));
        Assert.Equal("bad-title", Check(Good with { Title = new string('题', OrderRules.MostTitle + 1) }));
        Assert.Equal("bad-title", Check(Good with { Title = "一\n二" }));
        Assert.Equal("bad-text", Check(Good with { Text = "" }));
        Assert.Equal("bad-text", Check(Good with { Text = new string('文', OrderRules.MostText + 1) }));
        Assert.Equal("half-figures", Check(Good with { Week = null }));
        Assert.Equal("half-figures", Check(Good with { Indicator = null }));
        Assert.Null(Check(Good with { Week = null, Indicator = null }));
        Assert.Equal("no-due-day", Check(Good with { DueOn = null }));
        var many = Reference.Regions.Within(Taiyuan, RegionLevel.Village).Select(r => r.Code).Take(OrderRules.MostRecipients + 1).ToList();
        Assert.Null(Check(Good with { Recipients = many[1..] }));
        Assert.Equal("too-many-recipients", Check(Good with { Recipients = many }));
    }

    [Fact(DisplayName = "写下的文字去掉控制字符和半个字，换行统一")]
    public void Text_is_cleaned()
    {
        Assert.Equal("甲\n乙 <script>", OrderRules.Clean(" 甲\r\n乙\u0000\u001b <script>\ud800\ufffe "));
        Assert.Equal("𠮷", OrderRules.Clean("𠮷"));
        Assert.Equal("", OrderRules.Clean(null));
    }

    [Fact(DisplayName = "低于全省完成率5个百分点和排名靠后的才提示，与逐个精确比较一致"), Trait("Clause", "13.2")]
    public void Lagging_equals_a_plain_comparison() =>
        Gen.Select(Gen.Select(Gen.Long[0, 3000], Gen.Long[-1, 3000]).Array[0, 20], Gen.Select(Gen.Long[0, 50_000], Gen.Long[-1, 50_000])).Sample((areas, whole) =>
        {
            var input = areas.Select((a, i) => new AreaStanding(i, a.Item1, a.Item2 < 0 ? null : a.Item2)).ToList();
            var found = Lagging.Of(input, new AreaStanding(-1, whole.Item1, whole.Item2 < 0 ? null : whole.Item2), weekly: false).ToDictionary(p => p.Region);
            var ranked = input.Where(a => a.Target > 0).ToList();
            var last = Math.Min(3, ranked.Count / 3);
            foreach (var a in input)
            {
                var behind = a.Target > 0 && whole.Item2 > 0
                    && new BigInteger(whole.Item1) * a.Target.Value * 100 - new BigInteger(a.Done) * whole.Item2 * 100 >= new BigInteger(5) * whole.Item2 * a.Target.Value;
                // among the last: fewer than so many are strictly behind it, and somebody is ahead
                var worse = ranked.Count(o => a.Target > 0 && (BigInteger)o.Done * a.Target.Value < (BigInteger)a.Done * o.Target!.Value);
                var ahead = ranked.Count(o => a.Target > 0 && (BigInteger)o.Done * a.Target.Value > (BigInteger)a.Done * o.Target!.Value);
                var among = a.Target > 0 && worse < last && ahead > 0 && a.Done < a.Target;
                Assert.Equal((behind, among), (found.GetValueOrDefault(a.Region)?.Behind ?? false, found.GetValueOrDefault(a.Region)?.Last ?? false));
            }
        });

    [Theory(DisplayName = "正好低5个百分点就提示，差一个人就不提示；没有任务的不提示"), Trait("Clause", "13.2")]
    [InlineData(850, 1000L, 900, 1000L, true)]
    [InlineData(851, 1000L, 900, 1000L, false)]
    [InlineData(0, null, 900, 1000L, false)]
    [InlineData(0, 1000L, 900, null, false)]
    public void Five_points_are_the_edge(long done, long? target, long whole, long? wholeTarget, bool behind) =>
        Assert.Equal(behind, Lagging.Of([new AreaStanding(1, done, target)], new AreaStanding(0, whole, wholeTarget), weekly: false).Any(p => p.Behind));

    [Theory(DisplayName = "一季度省级对各市每周调度：11个市全部在内；二季度起、发给县、市里下达的，只提示落后的"), Trait("Clause", "13.2")]
    [InlineData(140000000000, "City", "2022-03-27", true)]
    [InlineData(140000000000, "City", "2022-04-03", false)]
    [InlineData(140000000000, "County", "2022-02-27", false)]
    [InlineData(140100000000, "County", "2022-02-27", false)]
    public void The_first_quarter_asks_every_city(long issuer, string level, string sunday, bool weekly) =>
        Assert.Equal(weekly, Lagging.IsWeekly(new RegionCode(issuer), Enum.Parse<RegionLevel>(level), DateOnly.Parse(sunday, System.Globalization.CultureInfo.InvariantCulture)));

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string? Check(OrderDraft draft) => OrderRules.Check(draft, Taiyuan, Reference.Regions, Calendar, Monday)?.Code;
}
