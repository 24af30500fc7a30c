using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.People;

[Trait("Clause", "12.3")]
public class LedgerTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly DateOnly Today = new(2022, 2, 28), From = new(2022, 2, 10);
    private static readonly WorkStatement Job = LedgerWorld.Job(From);

    private static RosterRow Row(int serial) => new()
    {
        RowNo = 2, Id = LedgerWorld.Id(serial), Name = "张三", Home = LedgerWorld.Home, HouseholdNo = "H1", Education = "71", Phone = "19900001234",
        Nation = "01", JobWish = "厨师", Category = 21, Risk = 1, StatusFrom = new(2021, 6, 1), HasWork = true, Form = 1, Workplace = LedgerWorld.Beijing,
        Employer = "北京某餐饮公司", WorkFrom = From, WageFen = 520000,
    };

    [Theory(DisplayName = "先单人登记再导入同样内容的名册：未变"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Single_then_roster_is_unchanged(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        await world.Work(1, Job);
        await world.Must(l => l.RecordStatusAsync(LedgerWorld.Worker(1), new(21, 1, new(2021, 6, 1)), LedgerWorld.Village, Actor.Operator, Cancel));
        var before = await world.Trace();
        Assert.Equal(new MergeCounts(0, 0, 1, 0, 0), await world.Import(Row(1)));
        Assert.Equal(before, await world.Trace());
    }

    [Theory(DisplayName = "先导入名册再单人填报同样内容：未变，编号与指纹相同"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Roster_then_single_is_unchanged(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Import(Row(1));
        var before = await world.Trace();
        Assert.Equal(LedgerOutcome.Unchanged, (await world.Register(1)).Outcome);
        Assert.Equal(LedgerOutcome.Unchanged, (await world.Work(1, Job)).Outcome);
        var status = await world.Must(l => l.RecordStatusAsync(LedgerWorld.Worker(1), new(21, 1, new(2021, 6, 1)), LedgerWorld.Village, Actor.Operator, Cancel));
        Assert.Equal(LedgerOutcome.Unchanged, status.Outcome);
        Assert.Equal(before, await world.Trace());

        await using var other = await LedgerWorld.CreateAsync(TestDb.Sqlite);
        await other.Register(1);
        await other.Work(1, Job);
        await using var a = world.Test.Open();
        await using var b = other.Test.Open();
        Assert.Equal(await a.Workers().Select(w => w.ContentHash).SingleAsync(Cancel), await b.Workers().Select(w => w.ContentHash).SingleAsync(Cancel));
        var bulk = await a.WorkSpells().SingleAsync(Cancel);
        var single = await b.WorkSpells().SingleAsync(Cancel);
        Assert.Equal((bulk.SpellId, bulk.ContentHash), (single.SpellId, single.ContentHash));
    }

    [Theory(DisplayName = "更正开始日期：记录移到新编号，旧编号撤下；再导入更正后的名册不变"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_moved_spell_has_the_id_the_roster_gives(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Import(Row(1));
        var known = Assert.Single((await world.Read(1, Today)).Work);
        world.Clock.Advance(TimeSpan.FromHours(1));
        var earlier = Job with { StartsOn = From.AddDays(-1) };
        var moved = await world.Must(l => l.CorrectWorkAsync(LedgerWorld.Worker(1), known.SpellId, known.Revision, earlier, LedgerWorld.Village, Actor.Operator, Cancel));
        Assert.NotEqual(known.SpellId, moved.SpellId);
        var again = await world.Must(l => l.CorrectWorkAsync(LedgerWorld.Worker(1), known.SpellId, known.Revision, earlier, LedgerWorld.Village, Actor.Operator, Cancel));
        Assert.Equal((LedgerOutcome.Unchanged, moved.SpellId), (again.Outcome, again.SpellId));

        Assert.Equal(earlier, Assert.Single((await world.Read(1, Today)).Work).Stated);
        Assert.Equal(Job, Assert.Single((await world.Read(1, Today, world.Now.AddMinutes(-1))).Work).Stated);
        var row = Row(1);
        row.WorkFrom = From.AddDays(-1);
        Assert.Equal(new MergeCounts(0, 0, 1, 0, 0), await world.Import(row));
        var history = (await world.Do(l => l.HistoryAsync(LedgerWorld.Worker(1), Actor.Operator, Cancel))).Value!.Entries;
        var correction = Assert.Single(history, h => h.What == "更正务工记录");
        Assert.Equal([new FieldChange("开始日期", "2022-02-10", "2022-02-09")], correction.Changes);
        Assert.DoesNotContain(history, h => h.What == "撤销务工记录");
    }

    [Theory(DisplayName = "结束、重复结束、过期修订、弱依据改结束日期"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Ending_work(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        var insured = new LedgerSource(Evidence.SocialInsurance, "比对批次 2022-02");
        var work = await world.Work(1, Job, insured);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Task<Result<LedgerReceipt>> End(IPersonLedger l, long revision, DateOnly day, LedgerSource source) =>
            l.EndWorkAsync(LedgerWorld.Worker(1), work.SpellId!.Value, revision, day, source, Actor.Operator, Cancel);

        Assert.Equal("stale", await world.Refused(l => End(l, 9, Today, LedgerWorld.Village)));
        Assert.Equal("end-in-future", await world.Refused(l => End(l, 1, Today.AddDays(1), LedgerWorld.Village)));
        var ended = await world.Must(l => End(l, 1, Today, LedgerWorld.Village));
        Assert.Equal((2L, LedgerOutcome.Revised), (ended.Revision, ended.Outcome));
        var trace = await world.Trace();
        Assert.Equal(LedgerOutcome.Unchanged, (await world.Must(l => End(l, 1, Today, LedgerWorld.Village))).Outcome);
        Assert.Equal("evidence-weaker", await world.Refused(l => End(l, 2, Today.AddDays(-1), LedgerWorld.Village)));
        Assert.Equal("evidence-weaker", await world.Refused(l => l.RecordWorkAsync(
            LedgerWorld.Worker(1), Job with { WageFen = 1 }, LedgerWorld.Village, Actor.Operator, Cancel)));
        Assert.Equal(trace, await world.Trace());
        Assert.Single((await world.Read(1, Today)).Work);
        Assert.Empty((await world.Read(1, Today.AddDays(1))).Work);
    }

    [Theory(DisplayName = "同一提交编号：再次提交不变；换了内容被拒"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_key_is_used_once(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        var source = LedgerWorld.Village with { Key = new Guid(7, 0, 0, new byte[8]) };
        var first = await world.Work(1, Job, source);
        await world.Must(l => l.WithdrawAsync(LedgerWorld.Worker(1), first.SpellId!.Value, 1, "填错人", LedgerWorld.Village, Actor.Operator, Cancel));
        var trace = await world.Trace();
        var again = await world.Work(1, Job, source); // arrives late: it must not bring back what was taken back since
        Assert.Equal((first.SpellId, first.Revision, LedgerOutcome.Unchanged), (again.SpellId, again.Revision, again.Outcome));
        Assert.Equal("key-reused", await world.Refused(l => l.RecordWorkAsync(LedgerWorld.Worker(1), Job with { WageFen = 1 }, source, Actor.Operator, Cancel)));
        Assert.Equal(trace, await world.Trace());
        Assert.Empty((await world.Read(1, Today)).AllWork);
        Assert.Equal(2L, (await world.Work(1, Job)).Revision);
    }

    [Theory(DisplayName = "类别：结束后再次发生另起一段，每天的风险状态各是各的"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_category_can_come_again(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        var worker = LedgerWorld.Worker(1);
        var first = await world.Must(l => l.RecordStatusAsync(worker, new(21, 1, new(2021, 6, 1)), LedgerWorld.Village, Actor.Operator, Cancel));
        await world.Must(l => l.EndStatusAsync(worker, first.SpellId!.Value, 1, new(2021, 12, 31), LedgerWorld.Village, Actor.Operator, Cancel));
        var second = await world.Must(l => l.RecordStatusAsync(worker, new(21, 2, new(2022, 1, 1)), LedgerWorld.Village, Actor.Operator, Cancel));
        Assert.NotEqual(first.SpellId, second.SpellId);
        Assert.Equal(LedgerOutcome.Unchanged, (await world.Must(l => l.RecordStatusAsync(
            worker, new(21, 2, new(2022, 1, 1)), LedgerWorld.Village, Actor.Operator, Cancel))).Outcome);
        Assert.Equal(1, Assert.Single((await world.Read(1, new(2021, 12, 31))).Statuses).Stated.Risk);
        Assert.Equal(2, Assert.Single((await world.Read(1, new(2022, 1, 1))).Statuses).Stated.Risk);
        Assert.Equal("status-overlap", await world.Refused(l => l.RecordStatusAsync(worker, new(22, 1, new(2022, 1, 1)), LedgerWorld.Village, Actor.Operator, Cancel)));
    }

    [Theory(DisplayName = "改联系方式和意愿：新版本，旧版本留存；历史中号码遮盖；过期页面被拒"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Changing_contact_and_wishes(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var worker = LedgerWorld.Worker(1);
        var change = new PersonChange { Phone = "19900005678", WantsTraining = true, TrainingTrade = "电工", JobWish = "" };
        var changed = await world.Must(l => l.ChangePersonAsync(worker, 1, change, LedgerWorld.Village, Actor.Operator, Cancel));
        Assert.Equal((2L, LedgerOutcome.Revised), (changed.Revision, changed.Outcome));
        Assert.Equal(LedgerOutcome.Unchanged, (await world.Must(l => l.ChangePersonAsync(worker, 1, change, LedgerWorld.Village, Actor.Operator, Cancel))).Outcome);
        Assert.Equal("stale", await world.Refused(l => l.ChangePersonAsync(worker, 1, new() { JobWish = "保安" }, LedgerWorld.Village, Actor.Operator, Cancel)));
        Assert.Equal("code-unknown", await world.Refused(l => l.ChangePersonAsync(worker, 2, new() { Education = "xx" }, LedgerWorld.Village, Actor.Operator, Cancel)));

        var facts = await world.Read(1, Today);
        Assert.Equal((true, "电工", null), (facts.WantsTraining, facts.TrainingTrade, facts.JobWish));
        Assert.Equal("厨师", (await world.Read(1, Today, world.Now.AddSeconds(-30))).JobWish);
        var entry = (await world.Do(l => l.HistoryAsync(worker, Actor.Operator, Cancel))).Value!.Entries[0];
        Assert.Equal(("更正登记", "走访记录", Evidence.Village), (entry.What, entry.Source, entry.Evidence));
        Assert.Equal(
            [new("联系电话", "199****1234", "199****5678"), new("培训意愿", "", "是"), new("培训工种", "", "电工"), new FieldChange("就业意愿", "厨师", "")],
            entry.Changes);
        var row = Row(1);
        (row.Phone, row.JobWish, row.HasWork, row.Category) = ("19900005678", "", false, 0);
        Assert.Equal(new MergeCounts(0, 0, 1, 0, 0), await world.Import(row));
        var original = Row(1); // as first registered: its fingerprint must not pass for what is registered now
        (original.HasWork, original.Category) = (false, 0);
        Assert.Equal(new MergeCounts(0, 1, 0, 0, 0), await world.Import(original));
    }

    [Theory(DisplayName = "登记：身份证号错误、重复、外地、无权限各有说明；15位与18位是同一人"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Registering(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        Task<string?> Try(PersonStatement person, Actor actor) => world.Refused(l => l.RegisterAsync(person, LedgerWorld.Village, actor, Cancel));
        var person = LedgerWorld.Person(1);
        var id = person.IdNumber;
        Assert.Equal("id-checkdigit", await Try(person with { IdNumber = id[..17] + (id[17] == '1' ? '2' : '1') }, Actor.Operator));
        Assert.Equal("home-unknown", await Try(person with { Home = 140121100000 }, Actor.Operator));
        Assert.Equal("out-of-scope", await Try(person, LedgerWorld.At(140200000000)));
        Assert.Equal("no-right", await Try(person, LedgerWorld.At(140121000000, Rights.PeopleRead)));
        Assert.Null(await Try(person, LedgerWorld.At(140121000000)));
        var old = person with { IdNumber = id[..6] + id[8..17] };
        Assert.Equal(LedgerOutcome.Unchanged, (await world.Must(l => l.RegisterAsync(old, LedgerWorld.Village, Actor.Operator, Cancel))).Outcome);
        Assert.Equal("already-registered", await Try(person with { Name = "李四" }, Actor.Operator));
        Assert.Equal("registered-elsewhere", await Try(person with { Home = 140221100201 }, LedgerWorld.At(140221000000)));
        await using var db = world.Test.Open();
        Assert.Equal(1, await db.AuditEntries().CountAsync(a => a.Act == "people.register" && a.WorkerId == LedgerWorld.Worker(1), Cancel));
    }

    [Theory(DisplayName = "管辖范围以外的人，读写都答“没有找到”"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Scope(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        var stranger = LedgerWorld.At(140221000000);
        var worker = LedgerWorld.Worker(1);
        var trace = await world.Trace();
        Assert.Equal("worker-not-found", await world.Refused(l => l.RecordWorkAsync(worker, Job, LedgerWorld.Village, stranger, Cancel)));
        Assert.Equal("worker-not-found", (await world.Do(l => l.ReadAsync(worker, Today, null, stranger, Cancel))).Refusal!.Code);
        Assert.Equal("worker-not-found", (await world.Do(l => l.HistoryAsync(worker, stranger, Cancel))).Refusal!.Code);
        Assert.Equal("no-right", await world.Refused(l => l.RecordWorkAsync(worker, Job, LedgerWorld.Village, LedgerWorld.At(140000000000, Rights.PeopleRead), Cancel)));
        Assert.Equal("source-missing", await world.Refused(l => l.RecordWorkAsync(worker, Job, new(Evidence.Village, " "), Actor.Operator, Cancel)));
        Assert.Equal("out-of-scope", await world.Refused(l => l.ChangePersonAsync(
            worker, 1, new() { Home = 140221100201 }, LedgerWorld.Village, LedgerWorld.At(140121000000), Cancel)));
        Assert.Equal(trace, await world.Trace());
    }

    [Theory(DisplayName = "调用方的事务回滚，台账与审计一起回滚；提交则一起留下"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task It_joins_the_callers_transaction(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        var trace = await world.Trace();
        foreach (var keep in new[] { false, true })
        {
            await using var db = world.Test.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            var ledger = world.On(db);
            Assert.Equal(LedgerOutcome.New, (await ledger.RecordWorkAsync(LedgerWorld.Worker(1), Job, LedgerWorld.Village, Actor.Operator, Cancel)).Value!.Outcome);
            Assert.Equal("spell-not-found", (await ledger.EndWorkAsync(LedgerWorld.Worker(1), Guid.Empty, 1, Today, LedgerWorld.Village, Actor.Operator, Cancel)).Refusal!.Code);
            if (keep)
            {
                await transaction.CommitAsync(Cancel);
            }
            else
            {
                await transaction.RollbackAsync(Cancel);
            }

            Assert.Equal(!keep, trace == await world.Trace());
        }
    }

    [Theory(DisplayName = "两人同时填报同一份工作：只有一条记录，一个新增一个未变"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Two_at_once(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Work(1, Job), Cancel)));
        Assert.Single(answers, a => a.Outcome == LedgerOutcome.New);
        Assert.Equal(3, answers.Count(a => a.Outcome == LedgerOutcome.Unchanged));
        await using var db = world.Test.Open();
        Assert.Equal(1, await db.WorkSpells().CountAsync(Cancel));
    }

    [Fact(DisplayName = "正在导入名册时，单人填报等10秒后答“请稍后再试”，没有保存；导入完成即可填报")]
    public async Task An_import_in_the_way()
    {
        await using var world = await LedgerWorld.CreateAsync(TestDb.Postgres);
        await world.Register(1);
        var trace = await world.Trace();
        await using (var import = await world.Test.Factory.OpenAsync(Cancel))
        {
            await using var held = await import.BeginTransactionAsync(Cancel);
            await using var db = world.Test.Open();
            await db.Dialect.LockRegisterAsync(import, held, Cancel);
            var waiting = world.Refused(l => l.RecordWorkAsync(LedgerWorld.Worker(1), Job, LedgerWorld.Village, Actor.Operator, Cancel));
            while (!waiting.IsCompleted)
            {
                world.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(20, Cancel);
            }

            Assert.Equal("register-busy", await waiting);
            await held.RollbackAsync(Cancel);
        }

        Assert.Equal(trace, await world.Trace());
        Assert.Equal(LedgerOutcome.New, (await world.Work(1, Job)).Outcome);
    }

    [Theory(DisplayName = "一户人：只见管辖范围内的，注明今天是否在岗"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_household(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        await world.Register(2);
        await world.Work(2, Job with { EndsOn = Today });
        await world.Must(l => l.RecordStatusAsync(LedgerWorld.Worker(1), new(10, 0, new(2020, 12, 31)), LedgerWorld.Village, Actor.Operator, Cancel));
        var house = (await world.Read(1, Today)).HouseholdId!.Value;
        var view = (await world.Do(l => l.HouseholdAsync(house, Actor.Operator, Cancel))).Value!;
        Assert.Equal((2, "H1", 0), (view.Members.Count, view.Number, view.HiddenMembers));
        Assert.Equal([false, true], new[] { 1, 2 }.Select(i => view.Members.Single(m => m.WorkerId == LedgerWorld.Worker(i)).AtWork));
        Assert.Equal([(short)10], view.Members.Single(m => m.WorkerId == LedgerWorld.Worker(1)).Categories);
        Assert.Equal("household-not-found", (await world.Do(l => l.HouseholdAsync(house, LedgerWorld.At(140221000000), Cancel))).Refusal!.Code);
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.All((await world.Do(l => l.HouseholdAsync(house, Actor.Operator, Cancel))).Value!.Members, m => Assert.False(m.AtWork));
    }
}
