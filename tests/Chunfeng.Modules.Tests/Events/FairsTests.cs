using Chunfeng.Dispatch;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Events;
using Chunfeng.Events.Campaigns;
using Chunfeng.Events.Contracts;
using Chunfeng.Events.Fairs;
using Chunfeng.Events.Rule5511;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Employers;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Documents;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using static Chunfeng.Modules.Tests.Events.EventsWorld;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>Events in a database: from plan to result, who sees what, sign-in, 5511, campaigns, the demonstration.</summary>
public sealed class FairsTests
{
    private static readonly StatedResult Result = new("120", "200", "30", "8", "人岗匹配较好");

    [Theory(DisplayName = "县里办一场：检查没做完不能发布，做完发布、举办、签到、报名、报结果、办结，每一步都留着"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.1")]
    [Trait("Clause", "13.6")]
    public async Task From_plan_to_result(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var county = Who(Qingxu);
        var fair = await world.PlanAsync(Qingxu);
        Assert.Equal("checklist-open", (await world.MoveAsync(fair, FairAct.Release, county))!.Code);
        Assert.Null(await world.AnswerAsync(fair, county, but: "crowd.exits"));
        Assert.Equal("checklist-open", (await world.MoveAsync(fair, FairAct.Release, county))!.Code);
        Assert.Null(await world.AnswerAsync(fair, county));
        Assert.Equal("note-missing", (await world.Parts(p => p.AnswerAsync(fair, [("crowd.licence", "3", " ")], county, Cancel)))!.Code);
        Assert.Null(await world.Parts(p => p.AddVacancyAsync(fair, $"https://x.test/vacancies/{Welder}?a=b", county, Cancel)));
        Assert.Equal("vacancy-there", (await world.Parts(p => p.AddVacancyAsync(fair, Welder.ToString(), county, Cancel)))!.Code);
        Assert.Equal("vacancy-closed", (await world.Parts(p => p.AddVacancyAsync(fair, Guid.NewGuid().ToString(), county, Cancel)))!.Code);
        Assert.Null(await world.Parts(p => p.AddEmployerAsync(fair, new FairEmployerInput("清徐某合作社", "", "12", "A3"), county, Cancel)));
        Assert.Equal("employer-there", (await world.Parts(p => p.AddEmployerAsync(fair, new FairEmployerInput("清徐某合作社", "", "1", ""), county, Cancel)))!.Code);
        Assert.Equal("bad-credit", (await world.Parts(p => p.AddEmployerAsync(fair, new FairEmployerInput("乙", "91140100MA0000000X", "1", ""), county, Cancel)))!.Code);
        Assert.Null(await world.Parts(p => p.AddPromotionAsync(fair, "wechat", "2022-03-02", "发布招聘会预告", "https://example.test/1", county, Cancel)));
        Assert.Equal("bad-link", (await world.Parts(p => p.AddPromotionAsync(fair, "wechat", "2022-03-02", "发布", "javascript:alert(1)", county, Cancel)))!.Code);
        Assert.Null(await world.MoveAsync(fair, FairAct.Release, county));
        Assert.Equal("fair-released", (await world.Do(db => new PlanFair(db, Reference.Regions, world.Clock).HandleAsync(Draft(Qingxu), fair, null, county, Cancel))).Refusal!.Code);
        Assert.Equal("fair-not-begun", (await world.MoveAsync(fair, FairAct.Hold, county))!.Code);

        world.GoTo(3, 22);
        Assert.Null(await world.MoveAsync(fair, FairAct.Hold, county));
        var worker = Guid.NewGuid();
        Assert.False((await world.PhoneAsync(fair, world.Codes.Of(fair), worker)).Value!.Already);
        Assert.Null(await world.IntentAsync(fair, Welder, worker));
        world.Referrals.Hire(worker);
        Assert.Equal("bad-number", (await world.MoveAsync(fair, FairAct.File, county, "", Result with { Hires = "八个" }))!.Code);
        Assert.Null(await world.MoveAsync(fair, FairAct.File, county, "", Result));
        Assert.Null(await world.MoveAsync(fair, FairAct.Close, county));
        Assert.Equal("fair-state", (await world.MoveAsync(fair, FairAct.Cancel, county, "不办了"))!.Code);

        var view = (await world.ReadAsync(fair, county))!;
        Assert.Equal(new FairFigures(2, 1, 22, 1, 1, 120, 200, 30, 8), view.Figures); // counted and stated stand apart
        Assert.Equal([FairAct.Plan, FairAct.Note, FairAct.Note, FairAct.Note, FairAct.Note, FairAct.Note, FairAct.Release, FairAct.Hold, FairAct.File, FairAct.Close], view.Steps.Select(s => (FairAct)s.Act));
        Assert.Equal(view.Steps.Count, view.Fair.Version);
        Assert.Equal(1, await world.Do(db => db.AuditEntries().CountAsync(e => e.Act == "events.release", Cancel)));
    }

    [Theory(DisplayName = "一人一场只算一次：扫两次、同时扫、工作人员再签都不重复；码过了五分钟、别场的码无效"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.1")]
    public async Task Nobody_is_counted_twice(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var (fair, other) = (await world.ReleasedAsync(Qingxu), await world.ReleasedAsync(Yangqu));
        var worker = Guid.NewGuid();
        Assert.Equal("fair-not-begun", (await world.PhoneAsync(fair, world.Codes.Of(fair), worker)).Refusal!.Code);
        world.GoTo(3, 22);
        var code = world.Codes.Of(fair);
        Assert.Equal("code-stale", (await world.PhoneAsync(fair, world.Codes.Of(other), worker)).Refusal!.Code);
        Assert.Equal("code-stale", (await world.PhoneAsync(fair, code + "0", worker)).Refusal!.Code);
        Assert.Equal("code-stale", (await world.PhoneAsync(fair, null, worker)).Refusal!.Code); // on site one must have been there
        world.Clock.Advance(TimeSpan.FromSeconds(30 * 10)); // the last moment it counts
        Assert.False((await world.PhoneAsync(fair, code, worker)).Value!.Already);
        Assert.True((await world.PhoneAsync(fair, code, worker)).Value!.Already);
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("code-stale", (await world.PhoneAsync(fair, code, Guid.NewGuid())).Refusal!.Code);

        var crowd = Guid.NewGuid();
        var fresh = world.Codes.Of(fair);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.PhoneAsync(fair, fresh, crowd)));
        Assert.Equal(1, answers.Count(a => !a.Value!.Already));
        Assert.Equal(2, (await world.ReadAsync(fair, Who(Qingxu)))!.Figures.Attendance);
    }

    [Theory(DisplayName = "线上活动不用扫码就能签到；报名要先签到、岗位要在本场，同一岗位只报一次，报名没成就没有意向"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.1")]
    public async Task Intents_go_with_an_application(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var fair = await world.ReleasedAsync(Qingxu, draft: Draft(Qingxu) with { Kind = FairKind.Cloud, Mode = FairMode.Online });
        world.GoTo(3, 22);
        var worker = Guid.NewGuid();
        Assert.Equal("not-signed-in", (await world.IntentAsync(fair, Welder, worker))!.Code);
        Assert.False((await world.PhoneAsync(fair, null, worker)).IsRefused);
        Assert.Equal("vacancy-not-here", (await world.IntentAsync(fair, Cook, worker))!.Code);
        world.Referrals.Refuses = new("no-posts", "已经招满");
        Assert.Equal("no-posts", (await world.IntentAsync(fair, Welder, worker))!.Code);
        Assert.Equal(0, (await world.ReadAsync(fair, Who(Qingxu)))!.Figures.Intents);
        world.Referrals.Refuses = null;
        Assert.Null(await world.IntentAsync(fair, Welder, worker));
        Assert.Equal("intent-there", (await world.IntentAsync(fair, Welder, worker))!.Code);
        Assert.Equal((fair, Chunfeng.Matching.Contracts.ReferralChannel.Self), (world.Referrals.Made.Single().Source.Occasion!.Value, world.Referrals.Made.Single().Source.Channel));
        Assert.Equal(1, (await world.ReadAsync(fair, Who(Qingxu)))!.Figures.Intents);
    }

    [Theory(DisplayName = "工作人员只能给辖区内登记的人签到，按身份证号、手机号、姓名查得到；别县的人查不到"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Staff_sign_in_their_own(string engine)
    {
        await using var people = await People.LedgerWorld.CreateAsync(engine);
        await people.Must(l => l.RegisterAsync(People.LedgerWorld.Person(1), People.LedgerWorld.Village, People.LedgerWorld.At(People.LedgerWorld.Home), Cancel));
        var world = new EventsWorld(people.Test);
        await world.Do(async db =>
        {
            await UnitTree.SeedAsync(db, Reference.Regions, DateTime.UnixEpoch, Cancel);
            return 0;
        });
        var (fair, next) = (await world.ReleasedAsync(Qingxu), await world.ReleasedAsync(Yangqu));
        world.GoTo(3, 22);
        var worker = People.LedgerWorld.Worker(1);
        async Task<int> Found(string text, Actor actor) =>
            (await world.Do(db => new FindPeople(db, new NamedPeople(db, KeyRing.ForTests), KeyRing.ForTests).HandleAsync(text, actor, Cancel))).Value?.Count ?? -1;
        foreach (var text in new[] { People.LedgerWorld.Id(1).ToString(), "19900001234", "张三", "张" })
        {
            Assert.Equal((1, 0), (await Found(text, Who(Qingxu)), await Found(text, Who(Yangqu))));
        }

        Assert.Equal(0, await Found("张三", Who(Qingxu, Rights.EventsWrite))); // without the right to see people
        Assert.Equal(-1, await Found("", Who(Qingxu)));
        Assert.Equal("worker-not-found", (await world.StaffAsync(next, worker, Who(Yangqu))).Refusal!.Code);
        Assert.Equal("not-organiser", (await world.StaffAsync(fair, worker, Who(Qingyuan))).Refusal!.Code);
        Assert.False((await world.StaffAsync(fair, worker, Who(Qingxu))).Value!.Already);
        Assert.True((await world.StaffAsync(fair, worker, Who(Qingxu))).Value!.Already);
    }

    [Theory(DisplayName = "没发布的只有主办地区和上级看得到；发布了，面向本地的上级活动下面也看得到；列表、月历、查找、打开一个口径"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.4")]
    [Trait("Clause", "13.1")]
    public async Task Scope(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var planned = await world.PlanAsync(Qingxu);
        var fromCity = await world.ReleasedAsync(Taiyuan, draft: Draft(Taiyuan, title: "市里的招聘会"));
        var forCounty = await world.ReleasedAsync(Datong, draft: Draft(Datong, title: "大同到清徐对接") with { Target = new RegionCode(Qingxu) });
        await SeesAsync(Who(Qingxu), planned, fromCity, forCounty);
        await SeesAsync(Who(Taiyuan), planned, fromCity, forCounty);
        await SeesAsync(Who(140000000000), planned, fromCity, forCounty);
        await SeesAsync(Who(Yangqu), fromCity);
        await SeesAsync(Who(Qingyuan), fromCity, forCounty);
        await SeesAsync(Who(Datong), forCounty);
        await SeesAsync(Who(140221000000), forCounty); // the city above it organises it
        await SeesAsync(Who(140321000000));
        await SeesAsync(Who(Qingxu, Rights.PeopleRead));
        // what one sees one need not be allowed to do
        Assert.Equal("not-organiser", (await world.MoveAsync(fromCity, FairAct.Cancel, Who(Qingxu), "x"))!.Code);
        Assert.Equal("fair-not-found", (await world.MoveAsync(planned, FairAct.Cancel, Who(Yangqu), "x"))!.Code);
        Assert.Equal("fair-not-found", (await world.AnswerAsync(planned, Who(Datong)))!.Code);
        Assert.Equal("not-organiser", (await world.MoveAsync(planned, FairAct.Cancel, Who(Qingxu, Rights.EventsRead), "x"))!.Code);

        async Task SeesAsync(Actor actor, params Guid[] expected)
        {
            var list = await world.Do(db => new FairList(db).HandleAsync(new FairFilter(), null, null, actor, Cancel));
            var month = await world.Do(db => new FairList(db).CalendarAsync(new FairFilter { From = new(2022, 3, 1), To = new(2022, 3, 31) }, actor, Cancel));
            var found = await world.Do(async db => (await new FairSearch(db, Reference.Regions).FindAsync("招聘", actor, Cancel))?.Hits.Count ?? 0);
            Assert.Equal(expected.Order(), list.Rows.Select(r => r.FairId).Order());
            Assert.Equal(expected.Order(), month.Select(r => r.FairId).Order());
            Assert.Equal(expected.Count(e => e != forCounty), found);
            foreach (var id in new[] { planned, fromCity, forCounty })
            {
                Assert.Equal(expected.Contains(id), await world.ReadAsync(id, actor) is not null);
            }
        }
    }

    [Theory(DisplayName = "列表翻页不漏不重，前后都翻得动；按级别、类型、日期筛得对"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.4")]
    public async Task Pages_and_filters(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        foreach (var i in Enumerable.Range(0, 7))
        {
            await world.PlanAsync(i % 2 == 0 ? Qingxu : Taiyuan, new DateOnly(2022, 3, 10).AddDays(i / 2));
        }

        var city = Who(Taiyuan);
        Task<FoundFairs> Page(string? after, string? before, FairFilter? filter = null) => world.Do(db => new FairList(db).HandleAsync(filter ?? new(), after, before, city, Cancel, 3));
        var first = await Page(null, null);
        var second = await Page(first.Next, null);
        var third = await Page(second.Next, null);
        Assert.Equal(7, first.Rows.Concat(second.Rows).Concat(third.Rows).DistinctBy(r => r.FairId).Count());
        Assert.Null(third.Next);
        Assert.Null(first.Previous);
        Assert.Equal(first.Rows.Select(r => r.FairId), (await Page(null, second.Previous)).Rows.Select(r => r.FairId));
        Assert.Equal(3, (await Page(null, null, new() { Level = RegionLevel.City })).Rows.Count);
        Assert.Equal(4, (await world.Do(db => new FairList(db).CalendarAsync(new FairFilter { Level = RegionLevel.County }, city, Cancel))).Count);
        Assert.Empty((await Page(null, null, new() { Level = RegionLevel.Township })).Rows);
        Assert.Equal(2, (await Page(null, null, new() { From = new(2022, 3, 10), To = new(2022, 3, 10) })).Rows.Count);
        Assert.Equal(3, (await Page("nonsense", null)).Rows.Count);
    }

    [Theory(DisplayName = "两个人同时办：后一个被告知刚刚有改动，步骤不重；旧页面上的提交也一样"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.4")]
    public async Task Two_hands_at_once(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var fair = await world.ReleasedAsync(Qingxu);
        var before = (await world.ReadAsync(fair, Who(Qingxu)))!.Fair.Version;
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            world.MoveAsync(fair, i % 2 == 0 ? FairAct.Cancel : FairAct.Recall, Who(Qingxu) with { Login = $"hand{i}" }, "改期", seen: before)));
        Assert.Single(answers, a => a is null);
        Assert.All(answers.OfType<Chunfeng.Platform.Results.Refusal>(), a => Assert.Contains(a.Code, new[] { "just-changed", "fair-state" }));
        var view = (await world.ReadAsync(fair, Who(Qingxu)))!;
        Assert.Equal((before + 1, (int)before + 1), (view.Fair.Version, view.Steps.Count));
        Assert.Equal("just-changed", (await world.MoveAsync(fair, FairAct.Close, Who(Qingxu), seen: before))!.Code);
    }

    [Theory(DisplayName = "5511：报了结果那一格才达标；县里只见自己，市里见全市；收回重发按新的发布日算"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.3")]
    public async Task The_slot_turns_green(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var fair = await world.ReleasedAsync(Qingxu); // 22 March: the second half
        world.GoTo(3, 22);
        async Task<JudgedSlot> Slot() => (await world.ComplianceAsync(Who(Qingxu)))!.Slots.Single(s => s.Slot.Key == "2022-03-b");
        Assert.Equal((SlotState.Running, FairFault.NoResult), ((await Slot()).State, (await Slot()).Fairs.Single().Faults));
        Assert.Null(await world.MoveAsync(fair, FairAct.Hold, Who(Qingxu)));
        Assert.Null(await world.MoveAsync(fair, FairAct.File, Who(Qingxu), "", Result));
        Assert.Equal(SlotState.Met, (await Slot()).State);

        world.GoTo(4, 1);
        var county = (await world.ComplianceAsync(Who(Qingxu)))!;
        Assert.Equal((6, 6, 1, 5), (county.Slots.Count, county.Of(SlotRule.CountyHalfMonth).Due, county.Of(SlotRule.CountyHalfMonth).Met, county.Of(SlotRule.CountyHalfMonth).Missed));
        var city = (await world.ComplianceAsync(Who(Taiyuan)))!;
        Assert.Equal((13, 60), (city.Of(SlotRule.CityWeek).Slots, city.Of(SlotRule.CountyHalfMonth).Slots));
        var province = (await world.ComplianceAsync(Who(140000000000)))!;
        Assert.Equal((143, 702, 1), (province.Of(SlotRule.CityWeek).Slots, province.Of(SlotRule.CountyHalfMonth).Slots, province.Of(SlotRule.CountyHalfMonth).Met));
        Assert.Equal(10, province.Of(SlotRule.ProvinceCloud, SlotRule.KeyCounty).Slots);
        Assert.Empty((await world.ComplianceAsync(Who(Qingyuan)))!.Slots);
        Assert.Null(await world.ComplianceAsync(Who(Qingxu, Rights.PeopleRead)));
        Assert.Null(await world.ComplianceAsync(Who(Qingxu), "2022-Q2"));
    }

    [Theory(DisplayName = "逾期的场次：县里待办有，市里能催，当天不重复催，催过的写在待办里；补上了就没有"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.3")]
    public async Task Overdue_slots_are_chased(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        Task<Chunfeng.Platform.Results.Result<ChaseSlot.Count>> Chase(Actor actor, long area, string? key = null) => world.ChaseAsync(actor, area, key);
        Task<string[]> Waiting(Actor actor) => world.Do(async db =>
            (await new FairTodo(Reference.Regions, Rule, world.Clock).WaitingAsync(db, actor, Cancel)).Select(i => $"{i.Title}|{i.Detail}|{i.Late}").ToArray());
        Assert.Equal(["5511：4 个场次逾期|1月上、1月下、2月上等|True"], await Waiting(Who(Qingxu)));
        Assert.Equal(4, (await Chase(Who(Taiyuan), Qingxu)).Value!.Slots);
        Assert.Equal("chased-today", (await Chase(Who(Taiyuan), Qingxu, "2022-02-b")).Refusal!.Code);
        Assert.Equal(["5511：4 个场次逾期|1月上、1月下、2月上等；上级已催办 4 个|True"], await Waiting(Who(Qingxu)));
        Assert.Equal("no-right", (await Chase(Who(Yangqu), Qingxu)).Refusal!.Code);
        Assert.Equal("nothing-missed", (await Chase(Who(Datong), Qingxu)).Refusal!.Code);
        Assert.Equal("nothing-missed", (await Chase(Who(Taiyuan), Taiyuan, "2022-W01")).Refusal!.Code); // one's own
        world.GoTo(3, 2);
        Assert.Equal(1, (await Chase(Who(Taiyuan), Qingxu, "2022-02-b")).Value!.Slots);
        Assert.Equal(2, (await world.ComplianceAsync(Who(Taiyuan)))!.Chases[(Qingxu, "2022-02-b")]);
        Assert.Empty((await world.ComplianceAsync(Who(Yangqu)))!.Chases);
    }

    [Theory(DisplayName = "催办同时下达调度令：一份令发到每个缺场次的县，写明缺哪几场；第二天没答复的在原令上催，答复了的再下一份；没有下达权的只进待办"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.3")]
    public async Task A_chase_is_an_order(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var city = Who(Taiyuan, Rights.EventsRead, Rights.EventsWrite, Rights.OrdersIssue);
        Task<List<(Guid Order, long Region)>> Sent() => world.Do(async db => (await db.OrderRecipients().AsNoTracking().OrderBy(r => r.OrderId).ThenBy(r => r.Region).ToListAsync(Cancel)).Select(r => (r.OrderId, r.Region)).ToList());
        Assert.Null((await world.ChaseAsync(Who(Taiyuan), Yangqu)).Value!.Order);
        Assert.Empty(await Sent());

        var chased = (await world.ChaseAsync(city, Qingxu)).Value!;
        Assert.Equal((4, 0, new DateOnly(2022, 3, 4)), (chased.Slots, chased.Again, chased.Order!.DueOn));
        Assert.Equal([(chased.Order.OrderId, Qingxu)], await Sent());
        var order = await world.Do(db => db.Orders().AsNoTracking().SingleAsync(Cancel));
        Assert.Contains("清徐县：1月上半月、1月下半月、2月上半月、2月下半月", order.Text, StringComparison.Ordinal);
        Assert.EndsWith("请尽快补办", order.Text, StringComparison.Ordinal);
        Assert.True(order.ReplyRequired);
        Assert.Equal([chased.Order.OrderId], await world.Do(db => db.Chases().Where(c => c.OrderId != null).Select(c => c.OrderId!.Value).Distinct().ToListAsync(Cancel)));

        world.GoTo(3, 2);
        var again = (await world.ChaseAsync(city, Taiyuan)).Value!;
        Assert.Equal((1, 9), (again.Again, (await Sent()).Count(s => s.Order == again.Order!.OrderId))); // ten counties, one owes already
        Assert.Equal(1, await world.Do(db => db.OrderRecipients().Where(r => r.OrderId == chased.Order.OrderId).Select(r => r.Chases).SingleAsync(Cancel)));
        Assert.Equal("1月上半月、1月下半月、2月上半月、2月下半月。请尽快补办", await world.Do(db => db.OrderSteps().Where(s => s.OrderId == chased.Order.OrderId && s.Act == (short)OrderAct.Chase).Select(s => s.Text).SingleAsync(Cancel)));

        Assert.Null(await world.Do(db => new TakeStep(db, OrdersTests.Calendar, world.Clock).HandleAsync(chased.Order.OrderId, Qingxu, new StepInput(OrderAct.Reply, "因疫情停办，3月20日补办"), Who(Qingxu, Rights.OrdersReply), Cancel)));
        world.GoTo(3, 3);
        var third = (await world.ChaseAsync(city, Qingxu)).Value!;
        Assert.Equal((0, true), (third.Again, third.Order is not null && third.Order.OrderId != chased.Order.OrderId));
    }

    [Theory(DisplayName = "参会单位从名册里选：名称代码以名册为准，同一家不重复；名册里没有的不收"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.4")]
    public async Task An_employer_is_picked_from_the_register(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        var fair = await world.PlanAsync(Qingxu);
        var registered = await world.Do(async db => (await world.Employers(db).RegisterAsync(new(EmployersWorld.Credit(1), "清徐县宏达建筑有限公司", "清徐县"), true, EmployersWorld.Clerk(), Cancel)).Value!);
        Assert.Equal("not-in-register", (await world.Parts(p => p.AddEmployerAsync(fair, new(null, null, "5", "A1", Guid.NewGuid()), Who(Qingxu), Cancel)))!.Code);
        Assert.Null(await world.Parts(p => p.AddEmployerAsync(fair, new("别的名字", "x", "5", "A1", registered.EmployerId), Who(Qingxu), Cancel)));
        Assert.Equal("employer-there", (await world.Parts(p => p.AddEmployerAsync(fair, new(null, null, "5", "A1", registered.EmployerId), Who(Qingxu), Cancel)))!.Code);
        Assert.Equal("employer-there", (await world.Parts(p => p.AddEmployerAsync(fair, new("另一写法", EmployersWorld.Credit(1), "", ""), Who(Qingxu), Cancel)))!.Code);
        var line = Assert.Single((await world.ReadAsync(fair, Who(Qingxu)))!.Employers);
        Assert.Equal((registered.EmployerId, "清徐县宏达建筑有限公司", EmployersWorld.Credit(1), 5, "A1"), (line.EmployerId, line.Name, line.Credit, line.Posts, line.Booth));
        Assert.Equal("fair-not-found", (await world.Parts(p => p.AddEmployerAsync(fair, new(null, null, "", "", registered.EmployerId), Who(Datong), Cancel)))!.Code);
    }

    [Theory(DisplayName = "待办：快到日子没发布的、开完没报结果的，各说各的；别的县看不到"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.4")]
    public async Task What_waits(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        Task<string[]> Waiting(Actor actor) => world.Do(async db => (await new FairTodo(Reference.Regions, Rule, world.Clock).WaitingAsync(db, actor, Cancel))
            .Where(i => !i.Title.StartsWith("5511", StringComparison.Ordinal)).Select(i => $"{i.Title} {i.Late}").ToArray());
        await world.PlanAsync(Qingxu, new(2022, 3, 16));
        var open = await world.ReleasedAsync(Qingxu, new(2022, 3, 10));
        Assert.Empty(await Waiting(Who(Qingxu)));
        world.GoTo(3, 2);
        Assert.Equal(["完成安全检查并发布活动 False"], await Waiting(Who(Qingxu)));
        world.GoTo(3, 10);
        Assert.Null(await world.MoveAsync(open, FairAct.Hold, Who(Qingxu)));
        Assert.Single(await Waiting(Who(Qingxu)));
        world.GoTo(3, 11, 1);
        Assert.Equal(["完成安全检查并发布活动 False", "报送活动结果 True"], await Waiting(Who(Qingxu)));
        Assert.Empty(await Waiting(Who(Yangqu)));
        Assert.Empty(await Waiting(Who(Qingxu, Rights.EventsRead)));
    }

    [Theory(DisplayName = "专项行动：归入的活动合计，目标和完成率写进报告；只算读者辖区的；同样的数字同样的字节"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "0.4")]
    public async Task A_campaign_sums_its_events(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        Task<Chunfeng.Platform.Results.Result<WriteCampaign.Kept>> Write(CampaignDraft draft, Actor actor, Guid? id = null) => world.Do(db => new WriteCampaign(db, world.Clock).HandleAsync(draft, id, actor, Cancel));
        var draft = new CampaignDraft("2022年春风行动", "2022-01-01", "2022-03-31", "", "10", "1000", "", "", "");
        Assert.Equal("bad-days", (await Write(draft with { To = "2021-12-31" }, Who(Taiyuan))).Refusal!.Code);
        Assert.Equal("bad-number", (await Write(draft with { Posts = "一千" }, Who(Taiyuan))).Refusal!.Code);
        Assert.Equal("no-right", (await Write(draft, Who(Qingyuan))).Refusal!.Code);
        var campaign = (await Write(draft, Who(Taiyuan))).Value!.CampaignId;
        Assert.Equal("campaign-not-found", (await Write(draft, Who(Datong), campaign)).Refusal!.Code);
        var fairs = new List<(long County, Guid Fair)>();
        foreach (var county in new[] { Qingxu, Yangqu })
        {
            fairs.Add((county, await world.ReleasedAsync(county, draft: Draft(county) with { CampaignId = campaign })));
        }

        world.GoTo(3, 22);
        foreach (var (county, fair) in fairs)
        {
            Assert.Null(await world.MoveAsync(fair, FairAct.Hold, Who(county)));
            Assert.Null(await world.MoveAsync(fair, FairAct.File, Who(county), "", Result));
        }

        await world.PlanAsync(Qingxu, draft: Draft(Qingxu) with { CampaignId = campaign });
        var stranger = await world.Do(db => new PlanFair(db, Reference.Regions, world.Clock).HandleAsync(Draft(Datong) with { CampaignId = campaign }, null, null, Who(Datong), Cancel));
        Assert.Equal(["campaign"], stranger.Wrong.Keys); // another city's campaign

        var city = (await world.Do(db => new ReadCampaign(db, Reference.Regions).HandleAsync(campaign, Who(Taiyuan), Cancel)))!;
        Assert.Equal((2, 1, 2, 400L, 240L, 60L, 16L), (city.Whole.Fairs, city.Whole.Planned, city.Whole.Filed, city.Whole.Posts, city.Whole.Attendance, city.Whole.Intents, city.Whole.Hires));
        Assert.Equal(["清徐县", "阳曲县"], city.ByArea.Select(a => a.Area.Name));
        Assert.Equal(1, (await world.Do(db => new ReadCampaign(db, Reference.Regions).HandleAsync(campaign, Who(Yangqu), Cancel)))!.Whole.Fairs);
        Assert.Null(await world.Do(db => new ReadCampaign(db, Reference.Regions).HandleAsync(campaign, Who(Datong), Cancel)));

        var text = CampaignReport.Write(city, Reference.Regions[new RegionCode(Taiyuan)], new(2022, 3, 31));
        var words = string.Join('\n', text.Parts.SelectMany(p => p.Paragraphs));
        Assert.Contains("已举办招聘活动2场", words, StringComparison.Ordinal);
        Assert.Contains("本行动目标10场，完成20.0%", words, StringComparison.Ordinal);
        Assert.Contains("提供岗位400个。本行动目标1000个，完成40.0%", words, StringComparison.Ordinal);
        Assert.Equal(OfficialDocx.Write(text), OfficialDocx.Write(text));
        var made = await world.Do(db => new MakeCampaignReport(db, new ReadCampaign(db, Reference.Regions), Reference.Regions, world.Clock).HandleAsync(campaign, Who(Taiyuan), Cancel));
        Assert.StartsWith("专项行动报告-太原市", made.Value!.FileName, StringComparison.Ordinal);
        Assert.Equal((byte)'P', made.Value.Docx[0]);
    }

    [Theory(DisplayName = "演示的一季度：两次生成一样；143 个市级和 702 个县级场次都在，有达标的也有空缺，空缺逐一点名；导出每格一行"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "8.3")]
    public async Task The_demonstration_quarter(string engine)
    {
        await using var world = await EventsWorld.CreateAsync(engine);
        await using var again = await EventsWorld.CreateAsync(engine);
        var places = new Places(Reference.Data, "");
        Task<int> Make(EventsWorld w, ulong seed) => w.Do(db => new DemoFairs(db, Reference.Regions, places, new FindPeople(db, new NamedPeople(db, KeyRing.ForTests), KeyRing.ForTests), w.Clock).MakeAsync(seed, new(2022, 2, 27), Actor.Operator, Cancel));
        var made = await Make(world, 7);
        Assert.Equal(0, await Make(world, 7)); // once
        Assert.Equal(made, await Make(again, 7));
        Task<string[]> All(EventsWorld w) => w.Do(async db => (await db.Fairs().AsNoTracking().Select(f => new { f.Region, f.StartsOn, f.Title, f.State, f.StatedPosts }).ToListAsync(Cancel))
            .Select(f => f.ToString()!).Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(await All(world), await All(again));

        world.GoTo(4, 10);
        var view = (await world.ComplianceAsync(Who(140000000000)))!;
        var (cities, counties) = (view.Of(SlotRule.CityWeek), view.Of(SlotRule.CountyHalfMonth));
        Assert.Equal((143, 143, 702, 702), (cities.Slots, cities.Due, counties.Slots, counties.Due));
        Assert.InRange(cities.Met, 60, 130);
        Assert.InRange(counties.Met, 300, 650);
        Assert.Equal((cities.Missed + counties.Missed, true), (view.Slots.Count(s => s.State == SlotState.Missed && s.Slot.Rule >= SlotRule.CityWeek), cities.Missed > 0 && counties.Missed > 0));
        var faults = view.Slots.SelectMany(s => s.Fairs).Select(f => f.Faults).ToHashSet();
        Assert.Superset(new HashSet<FairFault> { FairFault.None, FairFault.Late, FairFault.NoEmployer, FairFault.NoResult, FairFault.Cancelled }, faults);
        var file = (await world.Do(db => new Export5511(db, new ReadCompliance(db, Reference.Regions, Rule, world.Clock), Reference.Regions, world.Clock)
            .HandleAsync(new Quarter(2022, 1), Who(140000000000), Cancel))).Value!;
        Assert.Equal(856, Rows(file));
        var own = (await world.Do(db => new Export5511(db, new ReadCompliance(db, Reference.Regions, Rule, world.Clock), Reference.Regions, world.Clock)
            .HandleAsync(new Quarter(2022, 1), Who(Qingxu), Cancel))).Value!;
        Assert.Equal(7, Rows(own));
    }

    private static int Rows(byte[] xlsx)
    {
        var path = Path.Combine(Path.GetTempPath(), $"chunfeng-{Guid.NewGuid():N}.xlsx");
        File.WriteAllBytes(path, xlsx);
        try
        {
            using var zip = System.IO.Compression.ZipFile.OpenRead(path);
            using var sheet = new StreamReader(zip.Entries.Single(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open());
            return System.Text.RegularExpressions.Regex.Count(sheet.ReadToEnd(), "<row[ >]");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
