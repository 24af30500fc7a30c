using Chunfeng.Events;
using Chunfeng.Events.Campaigns;
using Chunfeng.Events.Contracts;
using Chunfeng.Events.Fairs;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Employers;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Documents;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using static Chunfeng.Modules.Tests.Events.EventsWorld;
using Ledger = Chunfeng.Modules.Tests.People.LedgerWorld;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>A campaign's trips, training and publicity in a database: who is named and who is refused, line by line; who sees what; figures, report, exports.</summary>
[Trait("Clause", "0.4")]
public sealed class ActionsTests
{
    private const long Yangqu2 = 140122100001;
    private static readonly ActionDraft Trip = new("清徐县赴苏州返岗专车", "2022-03-05", "", "人力资源市场门前", "江苏省苏州市", "某电子厂", "coach", "2");
    private static readonly ActionDraft Training = new("家政培训班", "2022-03-03", Subject: "家政服务初级", Occupation: "家政服务员", Body: "县职业学校");
    private static readonly ActionDraft Leaflets = new("大集发放春风卡", "2022-03-02", Channel: "leaflet");

    [Theory(DisplayName = "县里登记一趟专车：名单一个一个加、整份贴，人数按名单数；办完计入行动，办完后名单不能动"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "9.1")]
    public async Task From_plan_to_done(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2, 3);
        var county = Who(Qingxu);
        var trip = await world.AddAsync(ActionKind.Trip, Trip, county);
        Assert.Equal("action-not-yet", (await world.MoveAsync(trip, ActionAct.Finish, county))!.Code);
        world.Events.GoTo(3, 5);
        Assert.Equal("nobody-named", (await world.MoveAsync(trip, ActionAct.Finish, county))!.Code);
        Assert.Equal(1, (await world.NameAsync(trip, Ledger.Id(1).ToString(), county)).Added);
        var list = await world.NameAsync(trip, $"张三 {Ledger.Id(2)}\n{Ledger.Id(1)}\n\n{Ledger.Id(3)}\n{Ledger.Id(2)}", county);
        Assert.Equal((2, null), (list.Added, list.Refusal));
        Assert.Equal([(2, "已经在名单里"), (5, "与第 1 行是同一个人，只算一次")], list.Lines.Select(l => (l.Line, l.Why)));
        Assert.Equal(0, (await world.NameAsync(trip, Ledger.Id(3).ToString(), county)).Added);
        var view = (await world.OneAsync(trip, county))!;
        Assert.Equal((3, "张三"), (view.People, view.Page.Rows[0].Name));
        Assert.Equal([1, 2, 3], view.Page.Rows.Select(r => Array.IndexOf([Ledger.Worker(1), Ledger.Worker(2), Ledger.Worker(3)], r.WorkerId) + 1)); // in the list's order
        Assert.Null(await world.DropAsync(trip, Ledger.Worker(3), county));
        Assert.Equal("not-named", (await world.DropAsync(trip, Ledger.Worker(3), county))!.Code);
        Assert.Equal("just-changed", (await world.MoveAsync(trip, ActionAct.Finish, county, seen: 1))!.Code); // the page was older than the list
        Assert.Null(await world.MoveAsync(trip, ActionAct.Finish, county));
        foreach (var refused in new[]
        {
            (await world.NameAsync(trip, Ledger.Id(3).ToString(), county)).Refusal, await world.DropAsync(trip, Ledger.Worker(1), county),
            await world.MoveAsync(trip, ActionAct.Cancel, county, "不办了"), (await world.ChangeAsync(trip, Trip, county)).Refusal,
        })
        {
            Assert.Equal("action-state", refused!.Code);
        }

        Assert.Equal(new ActionTally(1, 2, 2, 0, 0, 0, 0, 0, 0, 0), (await world.FiguresAsync(county))!.Actions);
        var acts = await world.Events.Do(db => db.AuditEntries().Where(e => e.Act.StartsWith("events.action")).OrderBy(e => e.Seq).Select(e => e.Act).ToListAsync(Cancel));
        Assert.Equal(["events.action", "events.action-person", "events.action-person", "events.action-person", "events.action-person-drop", "events.action-done"], acts);
        Assert.Equal(1, await world.Events.Do(db => db.AuditEntries().CountAsync(e => e.Act == "events.action-person" && e.WorkerId == Ledger.Worker(1), Cancel)));
    }

    [Theory(DisplayName = "名单有一行不对就一个也不加，逐行说清第几行、哪里不对：不是号码、没登记、外县的、姓名对不上、未满16周岁；满16的当天可以"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Lines_are_refused_one_by_one(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2);
        var abroad = Ledger.Person(7) with { Home = Yangqu2 };
        var (young, grown) = (Standards.Identity.IdNumber.Create(140121, new(2006, 3, 6), 8), Standards.Identity.IdNumber.Create(140121, new(2006, 3, 5), 8));
        foreach (var person in new[] { abroad, Ledger.Person(0) with { IdNumber = young.ToString() }, Ledger.Person(0) with { IdNumber = grown.ToString() } })
        {
            await world.People.Must(l => l.RegisterAsync(person, Ledger.Village, Actor.Operator, Cancel));
        }

        var county = Who(Qingxu);
        var trip = await world.AddAsync(ActionKind.Trip, Trip, county); // on 5 March
        var bad = Ledger.Id(3).ToString()[..17] + (Ledger.Id(3).ToString()[17] == '1' ? '2' : '1');
        var said = await world.NameAsync(trip, $"姓名 身份证号\n张三 {Ledger.Id(1)}\n{bad}\n{Ledger.Id(5)}\n{Ledger.Id(7)}\n李四 {Ledger.Id(2)}\n{young}\n{grown}", county);
        Assert.Equal(("lines-refused", 0), (said.Refusal!.Code, said.Added));
        Assert.Equal([1, 3, 4, 5, 6, 7], said.Lines.Select(l => l.Line));
        Assert.StartsWith("没有看到身份证号", said.Lines[0].Why, StringComparison.Ordinal);
        Assert.Contains("校验不通过", said.Lines[1].Why, StringComparison.Ordinal);
        Assert.Equal(said.Lines[2].Why, said.Lines[3].Why); // another county's person answers as nobody
        Assert.StartsWith("辖区内没有这个人的实名登记", said.Lines[3].Why, StringComparison.Ordinal);
        Assert.StartsWith("写的姓名与登记的不一致", said.Lines[4].Why, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", said.Lines[4].Why, StringComparison.Ordinal);
        Assert.Contains("未满 16 周岁", said.Lines[5].Why, StringComparison.Ordinal);
        Assert.All(said.Lines, l => Assert.DoesNotContain(Ledger.Id(1).ToString()[6..14], l.Shown, StringComparison.Ordinal)); // masked
        Assert.Equal((0, 1L), ((await world.OneAsync(trip, county))!.People, (await world.OneAsync(trip, county))!.Action.Version)); // nothing half done
        Assert.Equal(0, await world.Events.Do(db => db.AuditEntries().CountAsync(e => e.Act == "events.action-person", Cancel)));

        Assert.Equal(1, (await world.NameAsync(trip, grown.ToString(), county)).Added); // sixteen on that day
        Assert.Equal("list-empty", (await world.NameAsync(trip, " \n ", county)).Refusal!.Code);
        Assert.Equal("list-too-long", (await world.NameAsync(trip, string.Join('\n', Enumerable.Repeat("1", PeopleLines.Most + 1)), county)).Refusal!.Code);
        Assert.Equal("lines-refused", (await world.NameAsync(trip, string.Join('\n', Enumerable.Repeat("1", PeopleLines.Most)), county)).Refusal!.Code);
        Assert.Equal("no-right", (await world.NameAsync(trip, Ledger.Id(1).ToString(), Who(Qingxu, Rights.EventsRead, Rights.EventsWrite))).Refusal!.Code);
        Assert.Equal(1, (await world.NameAsync(await world.AddAsync(ActionKind.Trip, Trip, Who(Taiyuan)), Ledger.Id(7).ToString(), Who(Taiyuan))).Added); // the city holds both counties
    }

    [Theory(DisplayName = "一份五百行的名单一次加完，合并过的登记算作合并后的那一个人，两个号码只算一次"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_long_list_and_merged_people(string engine)
    {
        await using var world = await CreateAsync(engine);
        var rows = Enumerable.Range(0, PeopleLines.Most).Select(i => new Chunfeng.People.Roster.RosterRow
        {
            RowNo = i + 2, Id = Standards.Identity.IdNumber.Create(140121, new(1980, 1, 1 + (i / 250)), i % 250), Name = "王五", Home = Ledger.Home, Category = 10, Risk = 1, StatusFrom = new(2021, 1, 1),
        }).ToArray();
        await world.People.Import(rows);
        var (from, into) = (rows[0].Id, rows[499].Id);
        var crypto = new PersonCrypto(KeyRing.ForTests);
        await world.People.Must(l => l.MergeAsync(crypto.WorkerId(from), crypto.WorkerId(into), "同一个人", Actor.Operator, Cancel));
        var trip = await world.AddAsync(ActionKind.Trip, Trip, Who(Qingxu));
        var list = await world.NameAsync(trip, string.Join('\n', rows.Select(r => r.Id.ToString())), Who(Qingxu));
        Assert.Equal((499, null), (list.Added, list.Refusal));
        Assert.Equal([(500, "与第 1 行是同一个人，只算一次")], list.Lines.Select(l => (l.Line, l.Why)));
        var page = (await world.OneAsync(trip, Who(Qingxu)))!;
        Assert.Equal((499, 100, "100", null, crypto.WorkerId(into)), (page.People, page.Page.Rows.Count, page.Page.Next, page.Page.Previous, page.Page.Rows[0].WorkerId));
        Assert.Equal(499, (await world.WholeListAsync(trip, Who(Qingxu))).Distinct().Count());
    }

    [Theory(DisplayName = "办完的改回筹备：要写原因，退出行动的数字，改好再办完；每一步和原因都留在办理经过里；行动结束后不能再改回，取消的不能恢复"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Taken_up_again(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2);
        var county = Who(Qingxu);
        world.Events.GoTo(3, 30);
        var (trip, leaflets) = (await world.AddAsync(ActionKind.Trip, Trip, county), await world.AddAsync(ActionKind.Publicity, Leaflets, county));
        Assert.Equal(1, (await world.NameAsync(trip, Ledger.Id(1).ToString(), county)).Added);
        Assert.Null(await world.MoveAsync(trip, ActionAct.Finish, county));
        Assert.Null(await world.MoveAsync(leaflets, ActionAct.Finish, county, copies: "500", households: "300"));
        Assert.Equal("reason-missing", (await world.MoveAsync(trip, ActionAct.Reopen, county, " \n"))!.Code);
        Assert.Equal("no-right", (await world.MoveAsync(trip, ActionAct.Reopen, Who(Qingxu, Rights.EventsRead, Rights.PeopleRead), "x"))!.Code);
        Assert.Equal("action-not-found", (await world.MoveAsync(trip, ActionAct.Reopen, Who(Yangqu), "x"))!.Code);
        Assert.Equal("just-changed", (await world.MoveAsync(trip, ActionAct.Reopen, county, "x", seen: 2))!.Code);
        Assert.Null(await world.MoveAsync(trip, ActionAct.Reopen, county, "名单漏了一人", seen: 3));
        Assert.Null(await world.MoveAsync(leaflets, ActionAct.Reopen, county, "份数填错"));
        Assert.Equal(new ActionTally(0, 0, 0, 0, 0, 0, 0, 0, 2, 0), (await world.FiguresAsync(county))!.Actions);
        Assert.Null((await world.OneAsync(leaflets, county))!.Action.StatedCopies); // stated anew when it is done
        Assert.Equal(1, (await world.NameAsync(trip, Ledger.Id(2).ToString(), county)).Added);
        Assert.Null(await world.MoveAsync(trip, ActionAct.Finish, county));
        Assert.Equal(new ActionTally(1, 2, 2, 0, 0, 0, 0, 0, 1, 0), (await world.FiguresAsync(county))!.Actions);
        Assert.Equal(
            [(ActionAct.Finish, "名单 2 人"), (ActionAct.Reopen, "名单漏了一人"), (ActionAct.Finish, "名单 1 人")],
            (await world.OneAsync(trip, county))!.Steps.Select(s => ((ActionAct)s.Act, s.Text)));
        Assert.Equal(
            [(ActionAct.Reopen, "份数填错", "清徐县经办"), (ActionAct.Finish, "填报 500 份、300 户", "清徐县经办")],
            (await world.OneAsync(leaflets, county))!.Steps.Select(s => ((ActionAct)s.Act, s.Text, s.Name)));
        var told = await world.Events.Do(db => db.AuditEntries().Where(e => e.Act == "events.action-reopen").OrderBy(e => e.Seq).Select(e => new { e.Before, e.After }).ToListAsync(Cancel));
        Assert.Equal(["state=planned copies= households= reason=名单漏了一人", "state=planned copies= households= reason=份数填错"], told.Select(t => t.After));
        Assert.Equal("state=done copies=500 households=300", told[1].Before);

        // one that was done before steps were kept has its first step written with the second
        await world.Events.Do(db => db.CampaignActionSteps().Where(s => s.ActionId == trip).ExecuteDeleteAsync(Cancel));
        world.Events.GoTo(3, 31);
        Assert.Null(await world.MoveAsync(trip, ActionAct.Reopen, county, "再核一次"));
        Assert.Equal(
            [(ActionAct.Reopen, "再核一次", 31), (ActionAct.Finish, "名单 2 人", 30)],
            (await world.OneAsync(trip, county))!.Steps.Select(s => ((ActionAct)s.Act, s.Text, Platform.Time.ChinaTime.DayOf(s.At).Day)));
        Assert.Null(await world.MoveAsync(trip, ActionAct.Finish, county));
        Assert.Null(await world.MoveAsync(leaflets, ActionAct.Cancel, county, "不发了"));
        Assert.Equal("action-state", (await world.MoveAsync(leaflets, ActionAct.Reopen, county, "还要发"))!.Code);
        world.Events.GoTo(4, 1);
        Assert.Equal("campaign-over", (await world.MoveAsync(trip, ActionAct.Reopen, county, "再核一次"))!.Code);
        Assert.Equal((short)ActionState.Done, (await world.OneAsync(trip, county))!.Action.State);
    }

    [Theory(DisplayName = "名单里两份登记后来合并成一个人：一项只算一次，各项还是各算一次；再加也认得出来"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Merged_afterwards_counts_once(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2, 3);
        var county = Who(Qingxu);
        world.Events.GoTo(3, 30);
        var both = await world.AddAsync(ActionKind.Trip, Trip, county);
        var one = await world.AddAsync(ActionKind.Training, Training, county);
        Assert.Equal(3, (await world.NameAsync(both, $"{Ledger.Id(1)}\n{Ledger.Id(2)}\n{Ledger.Id(3)}", county)).Added);
        Assert.Equal(1, (await world.NameAsync(one, Ledger.Id(1).ToString(), county)).Added);
        Assert.Null(await world.MoveAsync(both, ActionAct.Finish, county));
        Assert.Equal(3, (await world.FiguresAsync(county))!.Actions.Carried);
        await world.People.Must(l => l.MergeAsync(Ledger.Worker(1), Ledger.Worker(2), "同一个人", Actor.Operator, Cancel));
        Assert.Equal((2, 2), ((await world.FiguresAsync(county))!.Actions.Carried, (await world.OneAsync(both, county))!.People));
        Assert.Equal(2, (await world.Events.Do(db => new ListActions(db, Names(db)).HandleAsync(world.Campaign, new ActionFilter { Kind = ActionKind.Trip }, new PageAsk(), county, Cancel))).Rows.Single().People);
        var again = await world.NameAsync(one, Ledger.Id(2).ToString(), county);
        Assert.Equal((0, "已经在名单里"), (again.Added, again.Lines.Single().Why));
        Assert.Null(await world.MoveAsync(one, ActionAct.Finish, county));
        Assert.Equal((2, 1), ((await world.FiguresAsync(county))!.Actions.Carried, (await world.FiguresAsync(county))!.Actions.Trained));
    }

    [Theory(DisplayName = "个人页上看得到坐过哪趟车、参加过哪期培训：只有本地区登记的，并入的登记也算，同一项一行，取消的没有；本人手机上用平常话全都有"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task On_the_persons_page(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2, 3);
        var county = Who(Qingxu);
        world.Events.GoTo(3, 4);
        var (trip, city, course, off) = (await world.AddAsync(ActionKind.Trip, Trip, county), await world.AddAsync(ActionKind.Trip, Trip with { Title = "市里的专车", HeldOn = "2022-03-02" }, Who(Taiyuan)),
            await world.AddAsync(ActionKind.Training, Training, county), await world.AddAsync(ActionKind.Training, Training with { Title = "取消的班" }, county));
        Assert.Equal(2, (await world.NameAsync(trip, $"{Ledger.Id(1)}\n{Ledger.Id(2)}", county)).Added);
        Assert.Equal(1, (await world.NameAsync(city, Ledger.Id(1).ToString(), Who(Taiyuan))).Added);
        Assert.Equal(1, (await world.NameAsync(course, Ledger.Id(2).ToString(), county)).Added);
        Assert.Equal(1, (await world.NameAsync(off, Ledger.Id(1).ToString(), county)).Added);
        Assert.Null(await world.MoveAsync(off, ActionAct.Cancel, county, "报名不足"));
        Assert.Null(await world.MoveAsync(course, ActionAct.Finish, county));
        Task<IReadOnlyList<PersonPart>> Parts(Func<PersonActions, Task<IReadOnlyList<PersonPart>>> act) =>
            world.Events.Do(db => act(new PersonActions(db, Reference.Regions, EmployersWorld.Codes, world.Events.Clock)));
        Guid[] both = [Ledger.Worker(1), Ledger.Worker(2)]; // as the page asks once the one was merged into the other
        var staff = await Parts(p => p.ForAsync(both, county, Cancel));
        Assert.Equal([($"/events/campaigns/actions/{trip}", "在筹备，还没有登记办完"), ($"/events/campaigns/actions/{course}", (string?)null)], staff.Select(p => (p.Href!, p.Note)));
        Assert.Equal("点对点输送：人力资源市场门前到江苏省 苏州市，大巴 2 辆", staff[0].Detail);
        Assert.Equal(3, (await Parts(p => p.ForAsync(both, Who(Taiyuan), Cancel))).Count);
        foreach (var nobody in new[] { Who(Yangqu), Who(Qingxu, Rights.PeopleRead) })
        {
            Assert.Empty(await Parts(p => p.ForAsync(both, nobody, Cancel)));
        }

        var own = await Parts(p => p.OwnAsync(both, Cancel));
        Assert.Equal(["乘大巴去江苏省 苏州市", "参加培训：家政服务初级", "乘大巴去江苏省 苏州市"], own.Select(p => p.What));
        Assert.Equal(["名单里有您，时间以村里的通知为准", null, "还没有登记办完"], own.Select(p => p.Note));
        Assert.Equal("在人力资源市场门前上车，送到某电子厂", own[0].Detail);
        Assert.All(own, p => Assert.Null(p.Href));
        Assert.Empty(await Parts(p => p.OwnAsync([Ledger.Worker(3)], Cancel)));
    }

    [Theory(DisplayName = "邻县看不到也动不了，乡里只见自己的，市里看得到改得了；上级的县里看不到；没有查看权的什么也没有"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Scope(string engine)
    {
        await using var world = await CreateAsync(engine, 1);
        var (county, city) = (await world.AddAsync(ActionKind.Trip, Trip, Who(Qingxu)), await world.AddAsync(ActionKind.Trip, Trip, Who(Taiyuan)));
        var township = await world.AddAsync(ActionKind.Publicity, Leaflets, Who(Qingyuan));
        await SeesAsync(Who(Qingxu), county, township);
        await SeesAsync(Who(Qingyuan), township);
        await SeesAsync(Who(Yangqu));
        await SeesAsync(Who(Taiyuan), county, city, township);
        await SeesAsync(Who(140000000000), county, city, township);
        await SeesAsync(Who(Qingxu, Rights.PeopleRead));
        foreach (var (id, actor) in new[] { (county, Who(Yangqu)), (city, Who(Qingxu)), (county, Who(Datong)), (county, Who(Qingyuan)) })
        {
            Assert.Equal("action-not-found", (await world.NameAsync(id, Ledger.Id(1).ToString(), actor)).Refusal!.Code);
            Assert.Equal("action-not-found", (await world.DropAsync(id, Ledger.Worker(1), actor))!.Code);
            Assert.Equal("action-not-found", (await world.MoveAsync(id, ActionAct.Cancel, actor, "x"))!.Code);
            Assert.Equal("action-not-found", (await world.ChangeAsync(id, Trip, actor)).Refusal!.Code);
            Assert.Equal("action-not-found", (await world.Export(e => e.PeopleAsync(id, actor, Cancel))).Refusal!.Code);
        }

        var reader = Who(Qingxu, Rights.EventsRead, Rights.PeopleRead);
        Assert.Equal("no-right", (await world.MoveAsync(county, ActionAct.Cancel, reader, "x"))!.Code);
        Assert.Equal("no-right", (await world.NameAsync(county, Ledger.Id(1).ToString(), reader)).Refusal!.Code);
        Assert.Equal("no-right", (await world.Add(ActionKind.Trip, Trip, reader)).Refusal!.Code);
        Assert.Equal("campaign-not-found", (await world.Add(ActionKind.Trip, Trip, Who(Datong))).Refusal!.Code); // another city's campaign
        Assert.Equal("not-in-campaign", (await world.Add(ActionKind.Trip, Trip, Who(140000000000))).Refusal!.Code); // wider than the campaign
        Assert.Null((await world.ChangeAsync(county, Trip with { Title = "改名" }, Who(Taiyuan))).Refusal);

        async Task SeesAsync(Actor actor, params Guid[] expected)
        {
            var list = await world.Events.Do(db => new ListActions(db, Names(db)).HandleAsync(world.Campaign, new ActionFilter(), new PageAsk(), actor, Cancel));
            Assert.Equal(expected.Order(), list.Rows.Select(r => r.Action.ActionId).Order());
            foreach (var id in new[] { county, city, township })
            {
                Assert.Equal(expected.Contains(id), await world.OneAsync(id, actor) is not null);
            }

            if (await world.FiguresAsync(actor) is { } figures)
            {
                Assert.Equal(expected.Length, figures.Actions.Planned);
            }
        }
    }

    [Theory(DisplayName = "行动页和报告的数字等于逐项重数：按地区分、按名单数、填报的标明填报；目标和完成率写进报告，同样的数字同样的字节"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.2")]
    public async Task Figures_and_report(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2, 3, 4);
        await world.People.Must(l => l.RegisterAsync(Ledger.Person(7) with { Home = Yangqu2 }, Ledger.Village, Actor.Operator, Cancel));
        world.Events.GoTo(3, 31);
        async Task Done(ActionKind kind, ActionDraft draft, long region, params int[] people)
        {
            var id = await world.AddAsync(kind, draft, Who(region));
            if (people.Length > 0)
            {
                Assert.Equal(people.Length, (await world.NameAsync(id, string.Join('\n', people.Select(p => Ledger.Id(p))), Who(region))).Added);
            }

            Assert.Null(await world.MoveAsync(id, ActionAct.Finish, Who(region), copies: "500", households: "300"));
        }

        await Done(ActionKind.Trip, Trip, Qingxu, 1, 2, 3);
        await Done(ActionKind.Trip, Trip with { Destination = "太原市小店区" }, Qingxu, 1, 4);
        await Done(ActionKind.Trip, Trip, Yangqu, 7);
        await Done(ActionKind.Training, Training, Qingyuan, 2);
        await Done(ActionKind.Publicity, Leaflets, Qingyuan);
        await Done(ActionKind.Publicity, Leaflets, Taiyuan);
        var planned = await world.AddAsync(ActionKind.Trip, Trip, Who(Qingxu));
        Assert.Equal(1, (await world.NameAsync(planned, Ledger.Id(1).ToString(), Who(Qingxu))).Added);
        var off = await world.AddAsync(ActionKind.Training, Training, Who(Yangqu));
        Assert.Equal(1, (await world.NameAsync(off, Ledger.Id(7).ToString(), Who(Yangqu))).Added);
        Assert.Equal("reason-missing", (await world.MoveAsync(off, ActionAct.Cancel, Who(Yangqu), " "))!.Code);
        Assert.Null(await world.MoveAsync(off, ActionAct.Cancel, Who(Yangqu), "报名不足"));

        var city = (await world.FiguresAsync(Who(Taiyuan)))!;
        Assert.Equal(new ActionTally(3, 6, 4, 1, 1, 2, 1000, 600, 1, 1), city.Actions);
        Assert.Equal(
        [
            ("太原市", new ActionTally(0, 0, 0, 0, 0, 1, 500, 300, 0, 0)), ("清徐县", new ActionTally(2, 5, 3, 1, 1, 1, 500, 300, 1, 0)), ("阳曲县", new ActionTally(1, 1, 1, 0, 0, 0, 0, 0, 0, 1)),
        ], city.ActionsByArea.Select(a => (a.Area.Name, a.Tally)));
        // the same, from the tables as they lie
        var plain = await world.Events.Do(async db =>
        {
            var (actions, people) = (await db.CampaignActions().AsNoTracking().ToListAsync(Cancel), await db.CampaignPeople().AsNoTracking().ToListAsync(Cancel));
            long Named(ActionKind kind) => people.Count(p => actions.Single(a => a.ActionId == p.ActionId) is { State: (short)ActionState.Done } a && a.Kind == (short)kind);
            return (Named(ActionKind.Trip), Named(ActionKind.Training), (long)actions.Sum(a => a.StatedCopies ?? 0));
        });
        Assert.Equal(plain, (city.Actions.Carried, city.Actions.Trained, city.Actions.StatedCopies));
        Assert.Equal(new ActionTally(2, 5, 3, 1, 1, 1, 500, 300, 1, 0), (await world.FiguresAsync(Who(Qingxu)))!.Actions);

        var text = CampaignReport.Write(city, Reference.Regions[new RegionCode(Taiyuan)], new(2022, 3, 31));
        var words = string.Join('\n', text.Parts.SelectMany(p => p.Paragraphs));
        Assert.Contains("已组织点对点输送3批。本行动目标4批，完成75.0%。按乘车名单计，输送6人次，其中到省外4人次。本行动目标12人次，完成50.0%。", words, StringComparison.Ordinal);
        Assert.Contains("培训1人次。本行动目标10人次，完成10.0%。", words, StringComparison.Ordinal);
        Assert.Contains("发放资料1000份、覆盖600户次（均为经办单位填报）。本行动目标8次，完成25.0%。", words, StringComparison.Ordinal);
        Assert.Contains("另有1项在筹备，1项取消，不计入", words, StringComparison.Ordinal);
        Assert.DoesNotContain("尚未接入", words + string.Join("", text.Closing), StringComparison.Ordinal);
        Assert.Equal([["合计", "3", "6", "4", "1", "1", "2", "1000", "600"], ["太原市", "0", "0", "0", "0", "0", "1", "500", "300"], ["清徐县", "2", "5", "3", "1", "1", "1", "500", "300"], ["阳曲县", "1", "1", "1", "0", "0", "0", "0", "0"]],
            text.Tables[1].Rows);
        Assert.Equal(OfficialDocx.Write(text), OfficialDocx.Write(text));

        var list = Rows((await world.Export(e => e.ListAsync(world.Campaign, new ActionFilter(), Who(Qingxu), Cancel))).Value!.Xlsx);
        Assert.Equal(6, list.Count); // the head, and what lies in the county
        var trips = Rows((await world.Export(e => e.ListAsync(world.Campaign, new ActionFilter { Kind = ActionKind.Trip, State = ActionState.Done }, Who(Taiyuan), Cancel))).Value!.Xlsx);
        Assert.Equal(["1", "2", "3"], trips.Skip(1).Select(r => r[5]).Order());
        var file = Rows((await world.Export(e => e.PeopleAsync(planned, Who(Qingxu), Cancel))).Value!.Xlsx);
        Assert.Equal(["1", "张*", "140***********" + Ledger.Id(1).ToString()[14..], Ledger.Id(1).Sex == Standards.Identity.Sex.Female ? "女" : "男"], file[1].Take(4));
        Assert.Equal(2, file.Count);
    }

    [Theory(DisplayName = "一边登记办完、一边加人、一边移人：只有一个成，名单和人数不会对不上"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Two_hands_at_once(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2);
        var county = Who(Qingxu);
        world.Events.GoTo(3, 5);
        for (var turn = 0; turn < 5; turn++)
        {
            var trip = await world.AddAsync(ActionKind.Trip, Trip, county);
            Assert.Equal(1, (await world.NameAsync(trip, Ledger.Id(1).ToString(), county)).Added);
            var answers = await Task.WhenAll(
                world.MoveAsync(trip, ActionAct.Finish, county with { Login = "hand1" }),
                Task.Run(async () => (await world.NameAsync(trip, Ledger.Id(2).ToString(), county with { Login = "hand2" })).Refusal),
                world.DropAsync(trip, Ledger.Worker(1), county with { Login = "hand3" }));
            Assert.All(answers.OfType<Refusal>(), a => Assert.Contains(a.Code, new[] { "just-changed", "action-state", "nobody-named" }));
            var view = (await world.OneAsync(trip, county))!;
            Assert.Equal(2 + answers.Count(a => a is null), view.Action.Version); // every act that was told to be done is there, and no other
            Assert.True(view.Action.State == (short)ActionState.Planned || view.People > 0);
        }
    }

    [Theory(DisplayName = "过了日子没登记办完的进本地区的待办，办完就没有；演示数据里有输送、培训、宣传，人都是登记过的人"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Todo_and_demonstration(string engine)
    {
        await using var world = await CreateAsync(engine, 1, 2, 3);
        var leaflets = await world.AddAsync(ActionKind.Publicity, Leaflets, Who(Qingxu));
        Task<string[]> Waiting(Actor actor) => world.Events.Do(async db => (await new FairTodo(Reference.Regions, Rule, world.Events.Clock).WaitingAsync(db, actor, Cancel))
            .Select(i => i.Href).Where(h => h.Contains("/actions/", StringComparison.Ordinal)).ToArray());
        world.Events.GoTo(3, 2);
        Assert.Empty(await Waiting(Who(Qingxu)));
        world.Events.GoTo(3, 3);
        Assert.Equal([$"/events/campaigns/actions/{leaflets}"], await Waiting(Who(Qingxu)));
        Assert.Empty(await Waiting(Who(Yangqu)));
        Assert.Empty(await Waiting(Who(Taiyuan))); // it is the county's to do
        Assert.Equal("bad-number", (await world.MoveAsync(leaflets, ActionAct.Finish, Who(Qingxu), copies: "很多", households: "3"))!.Code);
        Assert.Equal("figures-missing", (await world.MoveAsync(leaflets, ActionAct.Finish, Who(Qingxu), copies: "3"))!.Code);
        Assert.Null(await world.MoveAsync(leaflets, ActionAct.Finish, Who(Qingxu), copies: "0", households: "12"));
        Assert.Empty(await Waiting(Who(Qingxu)));

        Task<int> Make() => world.Events.Do(db => new DemoFairs(db, Reference.Regions, new Places(Reference.Data, ""), Finder(db), world.Events.Clock).MakeAsync(7, new(2022, 2, 27), Actor.Operator, Cancel));
        Assert.True(await Make() > 0);
        var demo = await world.Events.Do(db => db.CampaignActions().AsNoTracking().Where(a => a.Demo).ToListAsync(Cancel));
        Assert.Equal([1, 2, 3], demo.Select(a => (int)a.Kind).Distinct().Order());
        var named = await world.Events.Do(db => db.CampaignPeople().AsNoTracking().ToListAsync(Cancel));
        Assert.True(named.Count >= 3);
        Assert.All(named, p => Assert.Contains(p.WorkerId, new[] { Ledger.Worker(1), Ledger.Worker(2), Ledger.Worker(3) }));
        Assert.All(demo.Where(a => a.State == (short)ActionState.Done && a.Kind != (short)ActionKind.Publicity), a => Assert.Contains(named, p => p.ActionId == a.ActionId));
        Assert.All(demo, a => Assert.EndsWith("（演示）", a.Title, StringComparison.Ordinal));
    }

    private static NamedPeople Names(ChunfengDb db) => new(db, KeyRing.ForTests);

    private static FindPeople Finder(ChunfengDb db) => new(db, Names(db), KeyRing.ForTests);

    private static List<IReadOnlyList<string>> Rows(byte[] xlsx)
    {
        using var reader = TableReader.Open(new MemoryStream(xlsx), "x.xlsx").Value!;
        var rows = new List<IReadOnlyList<string>>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.CellCount).Select(i => reader.Cell(i).ToString())]);
        }

        return rows;
    }

    /// <summary>The offices, a campaign of Taiyuan for the first quarter, and some people of Qingxu by their serials.</summary>
    private static async Task<World> CreateAsync(string engine, params int[] serials)
    {
        var people = await Ledger.CreateAsync(engine);
        foreach (var serial in serials)
        {
            await people.Register(serial);
        }

        var events = new EventsWorld(people.Test);
        await events.Do(async db =>
        {
            await UnitTree.SeedAsync(db, Reference.Regions, DateTime.UnixEpoch, Cancel);
            return 0;
        });
        var draft = new CampaignDraft("2022年春风行动", "2022-01-01", "2022-03-31", "", "", "", "", "", "", "4", "12", "10", "8");
        return new World(people, events, (await events.Do(db => new WriteCampaign(db, events.Clock).HandleAsync(draft, null, Who(Taiyuan), Cancel))).Value!.CampaignId);
    }

    private sealed record World(Ledger People, EventsWorld Events, Guid Campaign) : IAsyncDisposable
    {
        public Task<ActionOutcome> Add(ActionKind kind, ActionDraft draft, Actor actor) => Events.Do(db => Write(db).AddAsync(Campaign, kind, draft, actor, Cancel));

        public async Task<Guid> AddAsync(ActionKind kind, ActionDraft draft, Actor actor)
        {
            var made = await Add(kind, draft, actor);
            Assert.True(made.ActionId is not null, made.Refusal?.Message + string.Join(' ', made.Wrong));
            return made.ActionId.Value;
        }

        public Task<ActionOutcome> ChangeAsync(Guid id, ActionDraft draft, Actor actor) => Events.Do(db => Write(db).ChangeAsync(id, draft, null, actor, Cancel));

        public Task<Refusal?> MoveAsync(Guid id, ActionAct act, Actor actor, string reason = "", string? copies = null, string? households = null, long? seen = null) =>
            Events.Do(db => Write(db).MoveAsync(id, act, reason, copies, households, seen, actor, Cancel));

        public Task<NamedOutcome> NameAsync(Guid id, string text, Actor actor) => Events.Do(db => new NameWorkers(db, Finder(db), Events.Clock).AddAsync(id, text, actor, Cancel));

        public Task<Refusal?> DropAsync(Guid id, Guid worker, Actor actor) => Events.Do(db => new NameWorkers(db, Finder(db), Events.Clock).DropAsync(id, worker, actor, Cancel));

        public Task<ActionView?> OneAsync(Guid id, Actor actor, string? after = null) => Events.Do(db => new ListActions(db, Names(db)).OneAsync(id, new PageAsk(after, Size: ListActions.PageOfPeople), actor, Cancel));

        public async Task<List<Guid>> WholeListAsync(Guid id, Actor actor)
        {
            var all = new List<Guid>();
            for (string? after = null; ;)
            {
                var page = (await OneAsync(id, actor, after))!;
                all.AddRange(page.Page.Rows.Select(r => r.WorkerId));
                if ((after = page.Page.Next) is null)
                {
                    return all;
                }
            }
        }

        public Task<CampaignView?> FiguresAsync(Actor actor) => Events.Do(db => new ReadCampaign(db, Reference.Regions).HandleAsync(Campaign, actor, Cancel));

        public Task<Result<ExportActions.Made>> Export(Func<ExportActions, Task<Result<ExportActions.Made>>> act) =>
            Events.Do(db => act(new ExportActions(db, new ListActions(db, Names(db)), Reference.Regions, EmployersWorld.Codes, Events.Clock)));

        public ValueTask DisposeAsync() => People.DisposeAsync();

        private WriteAction Write(ChunfengDb db) => new(db, Reference.Regions, EmployersWorld.Words, Events.Clock);
    }
}
