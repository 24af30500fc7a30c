using Chunfeng.Dispatch;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Dispatch;

/// <summary>Orders and replies in a database.</summary>
[Trait("Clause", "13.1")]
public sealed class OrdersTests
{
    private const long Taiyuan = 140100000000, Qingxu = 140121000000, Yangqu = 140122000000, Qingyuan = 140121100000, Datong = 140200000000;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    internal static readonly WorkCalendar Calendar = WorkCalendar.Load(Path.Combine(Reference.Data, "calendar", "cn_holidays_2021_2026.csv"));

    // 00:30 on Tuesday 1 March in China
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2022, 2, 28, 16, 30, 0, TimeSpan.Zero));

    [Theory(DisplayName = "市里下达、县里答复、退回、再答复、通过：每一步都留着，审计有记录"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task An_order_goes_its_way(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var (city, county) = (Who(Taiyuan), Who(Qingxu));
        var order = await IssueAsync(db, city, Qingxu, Yangqu);
        Assert.Equal("调度令〔2022〕1号", order.Number);
        Assert.NotNull(await Read(db).HandleAsync(order.OrderId, null, county, Cancel)); // opening signs for it
        Assert.NotNull(await Read(db).HandleAsync(order.OrderId, null, county, Cancel)); // once
        Assert.Equal("nothing-owed", await StepAsync(db, order, Qingxu, OrderAct.Chase, city, "快", replyFirst: county));
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Return, city, "没有写数字"));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Chase, city));
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Reply, county, "累计1200人，比上周增加30人。"));
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Accept, city));
        Assert.Equal("order-accepted", await StepAsync(db, order, Qingxu, OrderAct.Reply, county, "再补一句"));

        var view = (await Read(db).HandleAsync(order.OrderId, Qingxu, city, Cancel))!;
        Assert.Equal(
            [OrderAct.Send, OrderAct.Read, OrderAct.Reply, OrderAct.Return, OrderAct.Chase, OrderAct.Reply, OrderAct.Accept], view.Steps.Select(s => (OrderAct)s.Act));
        Assert.Equal(["", "", "正在核实。", "没有写数字", "", "累计1200人，比上周增加30人。", ""], view.Steps.Select(s => s.Text));
        Assert.Equal((7, 2, 1, (short)RecipientState.Accepted), (view.Area!.Version, view.Area.Replies, view.Area.Chases, view.Area.State));
        Assert.Equal(new DateOnly(2022, 3, 4), view.Area.DueOn); // the order's own day is later than two working days from the return
        Assert.Equal((short)RecipientState.Sent, view.Recipients.Single(r => r.Region == Yangqu).State);
        Assert.Equal(
            ["orders.accept", "orders.chase", "orders.issue", "orders.read", "orders.reply", "orders.reply", "orders.return"],
            await db.AuditEntries().Where(e => e.Act.StartsWith("orders.")).Select(e => e.Act).OrderBy(a => a).ToListAsync(Cancel));
    }

    [Theory(DisplayName = "待办：县里见到要答复的，答复了就没有；市里见到要审阅的，逾期了见到要催的"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_waits_for_whom(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var (city, county, other) = (Who(Taiyuan), Who(Qingxu), Who(Datong));
        var order = await IssueAsync(db, city, Qingxu, Yangqu);
        var todo = new OrderTodo(clock);
        async Task<string[]> Waiting(Actor actor)
        {
            await using var own = test.Open();
            return [.. (await todo.WaitingAsync(own, actor, Cancel)).Select(i => $"{i.Title} {i.Count} {i.Late}")];
        }

        Assert.Equal(["答复一份调度令 1 False"], await Waiting(county));
        Assert.Empty(await Waiting(city));
        Assert.Empty(await Waiting(other));
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Reply, county, "累计1200人。"));
        Assert.Empty(await Waiting(county));
        Assert.Equal(["审阅 1 份答复 1 False"], await Waiting(city));
        clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(["审阅 1 份答复 1 False", "催办 1 份逾期的调度令 1 True"], await Waiting(city));
        Assert.Equal(["答复一份调度令 1 True"], await Waiting(Who(Yangqu)));
        Assert.Empty(await Waiting(Who(Yangqu, Rights.DispatchRead)));
    }

    [Theory(DisplayName = "期限一过就在超期里，退回时给新期限就先移出去"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Overdue_as_the_clock_passes(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var (city, county) = (Who(Taiyuan), Who(Qingxu));
        var order = await IssueAsync(db, city, Qingxu, Yangqu); // due on Friday 4 March
        clock.SetUtcNow(new DateTimeOffset(2022, 3, 4, 15, 59, 59, TimeSpan.Zero));
        Assert.Empty(await ListAsync(db, OrderTab.Overdue, city));
        clock.SetUtcNow(new DateTimeOffset(2022, 3, 4, 16, 0, 0, TimeSpan.Zero)); // Saturday in China
        Assert.Equal([(Qingxu, 0), (Yangqu, 0)], (await ListAsync(db, OrderTab.Overdue, city)).Select(l => (long.Parse(l.Region), l.OverdueDays ?? -1)));
        Assert.Single(await ListAsync(db, OrderTab.Overdue, county));
        clock.SetUtcNow(new DateTimeOffset(2022, 3, 8, 2, 0, 0, TimeSpan.Zero)); // Tuesday
        Assert.Equal(2, (await ListAsync(db, OrderTab.Overdue, county)).Single().OverdueDays);
        Assert.Equal(2, (await Take(db).HandleAllAsync(order.OrderId, new(OrderAct.Chase), true, city, Cancel)).Value!.Recipients);
        Assert.Equal(1, (await ListAsync(db, OrderTab.Overdue, county)).Single().Chases);

        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Reply, county, "迟报。"));
        Assert.Empty(await ListAsync(db, OrderTab.Overdue, county)); // the ball is with the city
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Return, city, "缺原因"));
        Assert.Empty(await ListAsync(db, OrderTab.Overdue, county)); // two working days more: Thursday
        Assert.Equal("2022-03-10", (await ListAsync(db, OrderTab.Mine, county)).Single().DueOn);
        clock.SetUtcNow(new DateTimeOffset(2022, 3, 10, 16, 0, 0, TimeSpan.Zero));
        Assert.True((await ListAsync(db, OrderTab.Overdue, county)).Single().Overdue);
    }

    [Theory(DisplayName = "只看得到本地区下达的、发给本地区和以内地区的；其他的与不存在一样"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Scope(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var province = Who(140000000000);
        var toCities = await IssueAsync(db, province, Taiyuan, Datong);
        var toCounty = await IssueAsync(db, province, Qingxu);
        var own = await IssueAsync(db, Who(Taiyuan), Qingxu, Yangqu);
        var town = await IssueAsync(db, Who(Qingxu), Qingyuan);
        Assert.Equal((2, 1), ((await db.Orders().MaxAsync(o => o.Number, Cancel)), own.Number[^2] - '0')); // each issuer counts for itself

        Assert.Equal([Taiyuan, Qingxu, Qingxu, Yangqu, Qingyuan], await SeenAsync(db, Taiyuan, toCities, toCounty, own, town));
        Assert.Equal([Qingxu, Qingxu, Qingyuan], await SeenAsync(db, Qingxu, toCities, toCounty, own, town));
        Assert.Equal([Datong], await SeenAsync(db, Datong, toCities, toCounty, own, town));
        Assert.Equal([Qingyuan], await SeenAsync(db, Qingyuan, toCities, toCounty, own, town));
        Assert.Empty(await SeenAsync(db, 140300000000, toCities, toCounty, own, town));

        var (read, take) = (Read(db), Take(db));
        Assert.Null(await read.HandleAsync(own.OrderId, null, Who(Datong), Cancel));
        Assert.Null(await read.HandleAsync(own.OrderId, Yangqu, Who(Qingxu), Cancel)); // in the order, outside the account
        Assert.Null(await read.HandleAsync(Guid.NewGuid(), null, province, Cancel));
        Assert.Null(await read.HandleAsync(own.OrderId, null, Who(Taiyuan, Rights.DispatchRead), Cancel)); // no right
        Assert.Equal("order-not-found", (await take.HandleAsync(own.OrderId, Yangqu, new(OrderAct.Reply, "冒答"), Who(Qingxu), Cancel))!.Code);
        Assert.Equal("order-not-found", (await take.HandleAsync(own.OrderId, Qingxu, new(OrderAct.Reply, "冒答"), Who(Datong), Cancel))!.Code);
        // seen, but not one's own to act on
        Assert.Equal("not-addressed", (await take.HandleAsync(toCounty.OrderId, Qingxu, new(OrderAct.Reply, "代答"), Who(Taiyuan), Cancel))!.Code);
        Assert.Equal("not-issuer", (await take.HandleAsync(toCounty.OrderId, Qingxu, new(OrderAct.Withdraw, "代撤"), Who(Taiyuan), Cancel))!.Code);
        Assert.Equal("not-issuer", (await take.HandleAsync(town.OrderId, Qingyuan, new(OrderAct.Chase), Who(Qingxu, Rights.OrdersReply), Cancel))!.Code);
        Assert.Equal("not-addressed", (await take.HandleAsync(town.OrderId, Qingyuan, new(OrderAct.Reply, "答"), Who(Qingyuan, Rights.OrdersIssue), Cancel))!.Code);
        Assert.Equal("no-right", (await Issue(db).HandleAsync(Draft(Qingyuan), Who(Qingxu, Rights.OrdersReply), Cancel)).Refusal!.Code);
        Assert.Equal("no-right", (await new OrderList(db, Reference.Regions, Calendar, clock).HandleAsync(new(OrderTab.All), null, null, Who(Qingxu, Rights.DispatchRead), Cancel)).Refusal!.Code);
    }

    [Theory(DisplayName = "任意一串办理：库里的现状总等于从头数一遍步骤的结果，步骤只增不改"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_is_stored_is_the_sum_of_the_steps(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var (city, county) = (Who(Taiyuan), Who(Qingxu));
        await Gen.Int[(int)OrderAct.Read, (int)OrderAct.Withdraw].Select(a => (OrderAct)a).Array[1, 12].SampleAsync(
            async walk =>
            {
                var order = await IssueAsync(db, city, Qingxu);
                var kept = new List<string>();
                foreach (var act in walk)
                {
                    await StepAsync(db, order, Qingxu, act, act is OrderAct.Read or OrderAct.Reply ? county : city, "字");
                    var to = await db.OrderRecipients().AsNoTracking().SingleAsync(r => r.OrderId == order.OrderId, Cancel);
                    var steps = await db.OrderSteps().AsNoTracking().Where(s => s.OrderId == order.OrderId).OrderBy(s => s.Seq).ToListAsync(Cancel);
                    Assert.Equal((RecipientState)to.State, steps.Aggregate(RecipientState.Sent, (now, s) => OrderMachine.After(now, (OrderAct)s.Act)));
                    Assert.Equal((steps.Count, steps.Count(s => s.Act == (short)OrderAct.Reply), steps.Count(s => s.Act == (short)OrderAct.Chase)), ((int)to.Version, to.Replies, to.Chases));
                    var now = steps.Select(s => $"{s.Seq} {s.Act} {s.At:O} {s.Text}").ToList();
                    Assert.Equal(kept, now.Take(kept.Count));
                    kept = now;

                    // the list's SQL and the rule say the same of who owes an answer
                    var owes = OrderMachine.Owes((RecipientState)to.State, to.ReplyRequired);
                    Assert.Equal(owes, (await ListAsync(db, OrderTab.Mine, county)).Any(l => l.OrderId == order.OrderId));
                }
            },
            iter: 12, threads: 1);
    }

    [Theory(DisplayName = "两个人同时审核：后一个被告知刚刚有变化，只留下一步"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Two_hands_at_once(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var order = await IssueAsync(db, Who(Taiyuan), Qingxu);
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Reply, Who(Qingxu), "已办。"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            await using var mine = test.Open();
            return (await Take(mine).HandleAsync(order.OrderId, Qingxu, new(i % 2 == 0 ? OrderAct.Accept : OrderAct.Return, "改"), Who(Taiyuan) with { Login = $"hand{i}" }, Cancel))?.Code;
        }));
        Assert.Single(answers, a => a is null);
        Assert.All(answers, a => Assert.Contains(a, new[] { null, "just-changed", "order-accepted", "no-reply-waiting" }));
        Assert.Equal(4, await db.OrderSteps().CountAsync(Cancel)); // sent, read, replied, and one of the two
        Assert.Equal("just-changed", (await Take(db).HandleAsync(order.OrderId, Qingxu, new(OrderAct.Chase, Seen: 3), Who(Taiyuan), Cancel))!.Code); // an old page
    }

    [Theory(DisplayName = "同一专班几个人同时下达：文号连续，不重不漏"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Numbers_are_not_shared(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            await using var db = test.Open();
            return (await Issue(db).HandleAsync(Draft(Qingxu), Who(Taiyuan) with { Login = $"hand{i}" }, Cancel)).Value!.Number;
        }));
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"调度令〔2022〕{n}号"), numbers.Order(StringComparer.Ordinal));
    }

    [Theory(DisplayName = "翻页走完一个不多一个不少，往回翻一样；坏的位置从头开始"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Pages_walk_the_whole_list(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var city = Who(Taiyuan);
        var counties = Reference.Regions.Within(new RegionCode(Taiyuan), RegionLevel.County).Where(r => r.Kind == "").Select(r => r.Code.Value).ToArray();
        for (var i = 0; i < 3; i++)
        {
            await IssueAsync(db, city, counties);
        }

        var list = new OrderList(db, Reference.Regions, Calendar, clock);
        var all = (await list.HandleAsync(new(OrderTab.Issued), null, null, city, Cancel)).Value!.Lines;
        Assert.Equal(3 * counties.Length, all.Count);
        var (walked, after, last) = (new List<OrderLine>(), (string?)null, (OrderLines?)null);
        do
        {
            last = (await list.HandleAsync(new(OrderTab.Issued), after, null, city, Cancel, 7)).Value!;
            walked.AddRange(last.Lines);
            after = last.Next;
        }
        while (after is not null);

        Assert.Equal(all, walked);
        var back = new List<OrderLine>(last.Lines);
        while (last.Previous is { } before)
        {
            last = (await list.HandleAsync(new(OrderTab.Issued), null, before, city, Cancel, 7)).Value!;
            back.InsertRange(0, last.Lines);
        }

        Assert.Equal(all, back);
        Assert.Equal(7, (await list.HandleAsync(new(OrderTab.Issued), "x", null, city, Cancel, 7)).Value!.Lines.Count);
        Assert.Empty((await list.HandleAsync(new(OrderTab.Issued, State: "nonsense"), null, null, city, Cancel)).Value!.Lines);
        Assert.Empty((await list.HandleAsync(new(OrderTab.Issued, Text: "没有的标题"), null, null, city, Cancel)).Value!.Lines);
        Assert.Equal(3, (await list.HandleAsync(new(OrderTab.Issued, Text: "调度", Area: new RegionCode(Qingxu)), null, null, city, Cancel)).Value!.Lines.Count);
    }

    [Fact(DisplayName = "撤回：没办结的都撤回，办结的留着；没有可撤的说明缘由")]
    public async Task Withdrawal_spares_what_is_done()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        var city = Who(Taiyuan);
        var order = await IssueAsync(db, city, Qingxu, Yangqu);
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Reply, Who(Qingxu), "已办。"));
        Assert.Null(await StepAsync(db, order, Qingxu, OrderAct.Accept, city));
        Assert.Equal("text-missing", (await Take(db).HandleAllAsync(order.OrderId, new(OrderAct.Withdraw, " "), false, city, Cancel)).Refusal!.Code);
        Assert.Equal(1, (await Take(db).HandleAllAsync(order.OrderId, new(OrderAct.Withdraw, "情况已变"), false, city, Cancel)).Value!.Recipients);
        Assert.Equal(["accepted", "withdrawn"], (await ListAsync(db, OrderTab.Issued, city)).Select(l => l.State));
        Assert.True((await Take(db).HandleAllAsync(order.OrderId, new(OrderAct.Withdraw, "再撤"), false, city, Cancel)).IsRefused);
        Assert.Equal("nobody-overdue", (await Take(db).HandleAllAsync(order.OrderId, new(OrderAct.Chase), true, city, Cancel)).Refusal!.Code);
    }

    [Fact(DisplayName = "引用没有封存的周次、没有的指标，不能下达")]
    public async Task Figures_must_exist()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        Assert.Equal("week-not-frozen", (await Issue(db).HandleAsync(Draft(Qingxu) with { Week = "2022-W08", Indicator = "employed.total" }, Who(Taiyuan), Cancel)).Refusal!.Code);
        Assert.Equal("unknown-indicator", (await Issue(db).HandleAsync(Draft(Qingxu) with { Week = "2022-W08", Indicator = "x" }, Who(Taiyuan), Cancel)).Refusal!.Code);
        Assert.Equal(0, await db.Orders().CountAsync(Cancel));
    }

    internal static Actor Who(long region, params string[] rights) => new(
        $"u{region}", $"{Reference.Regions[new RegionCode(region)].Name}专班", new RegionCode(region),
        (rights.Length > 0 ? rights : [Rights.OrdersIssue, Rights.OrdersReply, Rights.DispatchRead]).ToHashSet(StringComparer.Ordinal));

    internal static OrderDraft Draft(params long[] to) =>
        new(OrderKind.Progress, "关于进展的调度", "请报送进展。", [.. to.Select(r => new RegionCode(r))], null, null, new DateOnly(2022, 3, 4), true);

    private IssueOrder Issue(ChunfengDb db) => new(db, Reference.Regions, Calendar, clock);

    private TakeStep Take(ChunfengDb db) => new(db, Calendar, clock);

    private ReadOrder Read(ChunfengDb db) => new(db, new WeeklyDispatch(db, Reference.Regions, clock), Take(db), clock);

    private async Task<IssueOrder.Issued> IssueAsync(ChunfengDb db, Actor issuer, params long[] to) =>
        (await Issue(db).HandleAsync(Draft(to), issuer, Cancel)).Value ?? throw new InvalidOperationException("refused");

    private async Task<string?> StepAsync(
        ChunfengDb db, IssueOrder.Issued order, long region, OrderAct act, Actor actor, string? text = null, Actor? replyFirst = null)
    {
        if (replyFirst is not null)
        {
            Assert.Null(await Take(db).HandleAsync(order.OrderId, region, new(OrderAct.Reply, "正在核实。"), replyFirst, Cancel));
        }

        return (await Take(db).HandleAsync(order.OrderId, region, new(act, text), actor, Cancel))?.Code;
    }

    private async Task<IReadOnlyList<OrderLine>> ListAsync(ChunfengDb db, OrderTab tab, Actor actor) =>
        (await new OrderList(db, Reference.Regions, Calendar, clock).HandleAsync(new(tab), null, null, actor, Cancel)).Value!.Lines;

    /// <summary>The recipients an account is shown, order by order; the list and the single page must agree.</summary>
    private async Task<List<long>> SeenAsync(ChunfengDb db, long region, params IssueOrder.Issued[] orders)
    {
        var actor = Who(region);
        var listed = await ListAsync(db, OrderTab.All, actor);
        var seen = new List<long>();
        foreach (var order in orders)
        {
            var view = await Read(db).HandleAsync(order.OrderId, null, actor, Cancel);
            var mine = view?.Recipients.Select(r => r.Region).ToList() ?? [];
            Assert.Equal(mine, listed.Where(l => l.OrderId == order.OrderId).Select(l => long.Parse(l.Region)).Order());
            seen.AddRange(mine);
        }

        return seen;
    }
}
