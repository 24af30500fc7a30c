using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.People;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Network.Agreements;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.Network;

/// <summary>Cooperation agreements: recorded, counted from the register, reviewed, renewed.</summary>
[Trait("Clause", "1.2")]
public sealed class AgreementTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Reference.Data, "codes"));
    private static readonly Groupings Areas = Groupings.Load(Path.Combine(Reference.Data, "network"));
    private static readonly RegionCode Qingxu = new(140121000000), Chaoyang = new(110105000000);
    private static readonly AgreementDraft Valid = new("清徐与朝阳劳务协作", Qingxu, Chaoyang, "清徐县人社局", "朝阳区人社局", new(2021, 3, 1), new(2021, 4, 1), new(2022, 3, 31), "");

    private static Actor Who(long region, params string[] rights) => new("clerk", "办事员", new RegionCode(region), (rights.Length > 0 ? rights : [Rights.PeopleRead, Rights.NetworkRead, Rights.NetworkWrite]).ToHashSet());

    [Theory(DisplayName = "输送人数从登记库算：协议期内、户籍在本地、在对方地区有在岗记录，每人计一次，撤销的不算"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Sent_is_counted_not_typed(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        for (var i = 1; i <= 5; i++)
        {
            await world.Register(i);
        }

        var county = Who(Qingxu.Value);
        var id = (await Must(world, db => Keep(world, db).HandleAsync(null, null, null, Valid, county, Cancel))).AgreementId;
        await world.Work(1, LedgerWorld.Job(new(2022, 1, 10)));
        await world.Work(1, LedgerWorld.Job(new(2021, 5, 1)) with { EndsOn = new(2021, 6, 1) }); // the same person twice
        await world.Work(2, LedgerWorld.Job(new(2021, 1, 1)) with { EndsOn = new(2021, 3, 31) }); // the day before it began
        await world.Work(3, LedgerWorld.Job(new(2021, 1, 1)) with { EndsOn = new(2021, 4, 1) }); // its first day
        await world.Work(4, LedgerWorld.Job(new(2022, 1, 1), LedgerWorld.Tianzhen)); // elsewhere
        var mistaken = await world.Work(5, LedgerWorld.Job(new(2022, 1, 1)));
        Assert.Equal(3, await Sent(world, id, county));
        await world.Must(l => l.WithdrawAsync(LedgerWorld.Worker(5), mistaken.SpellId!.Value, mistaken.Revision, "登记错了", LedgerWorld.Village, Actor.Operator, Cancel));
        Assert.Equal(2, await Sent(world, id, county));
        Assert.Equal(2, await Sent(world, id, Who(140000000000)));
        Assert.Equal(2, await Sent(world, id, Who(140121100000))); // a township sees its own people in its county's agreement
        Assert.Null(await Sent(world, id, Who(Qingxu.Value, Rights.NetworkRead)));
    }

    [Theory(DisplayName = "输送人数一小时统计一次：其间同样的问题答同样的数，一小时以后答新数"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Sent_is_counted_once_an_hour(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        using var placed = new CountPlaced(world.Test.Factory, world.Clock);
        Task<PlacedCount> Ask() => placed.HandleAsync(Qingxu, [Chaoyang, new(310101000000)], new(2021, 4, 1), new(2022, 2, 28), Who(Qingxu.Value), Cancel);
        for (var i = 1; i <= 2; i++)
        {
            await world.Register(i);
            await world.Work(i, LedgerWorld.Job(new(2022, 1, 10)));
        }

        await world.Work(2, LedgerWorld.Job(new(2021, 5, 1), 310101000000) with { EndsOn = new(2021, 6, 1) }); // at both places, one person
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask()));
        Assert.All(counts, c => Assert.Same(counts[0], c));
        Assert.Equal(2, counts[0].People);
        await world.Register(3);
        await world.Work(3, LedgerWorld.Job(new(2022, 1, 10)));
        world.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Same(counts[0], await Ask());
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new PlacedCount(3, world.Now), await Ask());
    }

    [Fact(DisplayName = "输送人数要数很久时先说正在统计，数好了再看就有；没数成的下次重数")]
    public async Task Who_asks_does_not_wait_for_a_long_count()
    {
        await using var world = await LedgerWorld.CreateAsync(TestDb.Sqlite);
        await world.Register(1);
        await world.Work(1, LedgerWorld.Job(new(2022, 1, 10)));
        using var slow = new SlowDatabases(world.Test.Factory);
        using var placed = new CountPlaced(slow, world.Clock);
        Task<PlacedCount> Ask() => placed.HandleAsync(Qingxu, [Chaoyang], new(2021, 4, 1), new(2022, 2, 28), Who(Qingxu.Value), Cancel);
        var first = Ask();
        await slow.Asked;
        Assert.False(first.IsCompleted);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null((await first).People);
        var second = Ask(); // waits for the same count
        slow.Failed.Set();
        await Assert.ThrowsAsync<IOException>(() => second);
        Assert.Equal(1, (await Ask()).People);
    }

    /// <summary>Opens nothing until it is told to fail; after that as any other.</summary>
    private sealed class SlowDatabases(IDbFactory databases) : IDbFactory, IDisposable
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => asked.Task;

        public ManualResetEventSlim Failed { get; } = new();

        public ChunfengDb Create(bool plannedOnce = false)
        {
            if (asked.TrySetResult())
            {
                Failed.Wait();
                throw new IOException("gone");
            }

            return databases.Create(plannedOnce);
        }

        public Task<System.Data.Common.DbConnection> OpenAsync(CancellationToken cancel) => databases.OpenAsync(cancel);

        public void Dispose() => Failed.Dispose();
    }

    [Theory(DisplayName = "续签接在到期之后、双方不变、只续一次；快到期的进待办，续了就没有"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Renewals_and_expiry(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine); // 28 February 2022; the agreement ends on 31 March
        var county = Who(Qingxu.Value);
        var first = await Must(world, db => Keep(world, db).HandleAsync(null, null, null, Valid, county, Cancel));
        var todo = new AgreementTodo(world.Clock);
        Assert.Single(await world.OnDb(db => todo.WaitingAsync(db, county, Cancel)));
        Assert.Empty(await world.OnDb(db => todo.WaitingAsync(db, Who(140122000000), Cancel)));
        var next = Valid with { StartsOn = new(2022, 4, 1), EndsOn = new(2023, 3, 31), SignedOn = new(2022, 2, 28) };
        Assert.Equal("overlaps", (await world.OnDb(db => Keep(world, db).HandleAsync(null, null, first.AgreementId, next with { StartsOn = new(2022, 3, 31) }, county, Cancel))).Refusal!.Code);
        Assert.Equal("other-parties", (await world.OnDb(db => Keep(world, db).HandleAsync(null, null, first.AgreementId, next with { Partner = new RegionCode(120000000000) }, county, Cancel))).Refusal!.Code);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.OnDb(db => Keep(world, db).HandleAsync(null, null, first.AgreementId, next, county, Cancel))));
        Assert.Single(both, r => !r.IsRefused);
        Assert.Equal("already-renewed", both.Single(r => r.IsRefused).Refusal!.Code);
        Assert.Empty(await world.OnDb(db => todo.WaitingAsync(db, county, Cancel)));
        var view = (await world.OnDb(db => List(world, db).FindAsync(first.AgreementId, county, Cancel)))!;
        Assert.Equal((2, AgreementState.InForce), (view.Chain.Count, view.State));
        Assert.Equal("京津冀", view.Grouping!.Name);
    }

    [Theory(DisplayName = "承诺在协议期内、提供要有出处、评估要有结论；邻县看不到也写不了，上级协议下级看得到写不了"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_is_recorded_and_by_whom(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        var (county, neighbour, city) = (Who(Qingxu.Value), Who(140122000000), Who(140100000000));
        var id = (await Must(world, db => Keep(world, db).HandleAsync(null, null, null, Valid, county, Cancel))).AgreementId;
        Assert.Equal("bad-days", (await world.OnDb(db => Keep(world, db).PromiseAsync(id, "装配", "C", new(2021, 3, 31), new(2022, 3, 31), 100, county, Cancel)))!.Code);
        Assert.Null(await world.OnDb(db => Keep(world, db).PromiseAsync(id, "装配", "C", new(2021, 4, 1), new(2022, 3, 31), 100, county, Cancel)));
        Assert.Equal("bad-industry", (await world.OnDb(db => Keep(world, db).PromiseAsync(id, "装配", "??", new(2021, 4, 1), new(2022, 3, 31), 100, county, Cancel)))!.Code);
        Assert.Equal("evidence-missing", (await world.OnDb(db => Keep(world, db).OfferAsync(id, new(2022, 1, 5), "装配", 30, " ", county, Cancel)))!.Code);
        Assert.Null(await world.OnDb(db => Keep(world, db).OfferAsync(id, new(2022, 1, 5), "装配", 30, "来函1号", county, Cancel)));
        Assert.Equal("bad-days", (await world.OnDb(db => Keep(world, db).OfferAsync(id, new(2022, 3, 1), "装配", 30, "来函2号", county, Cancel)))!.Code); // tomorrow
        Assert.Equal("review-incomplete", (await world.OnDb(db => Keep(world, db).ReviewAsync(id, new(2022, 2, 1), "县人社局", null, "好", county, Cancel)))!.Code);
        Assert.Null(await world.OnDb(db => Keep(world, db).ReviewAsync(id, new(2022, 2, 1), "县人社局", Verdict.Good, "岗位兑现", county, Cancel)));
        Assert.Equal("agreement-not-found", (await world.OnDb(db => Keep(world, db).ReviewAsync(id, new(2022, 2, 1), "邻县", Verdict.Poor, "不好", neighbour, Cancel)))!.Code);
        Assert.Null(await world.OnDb(db => List(world, db).FindAsync(id, neighbour, Cancel)));
        var line = Assert.Single(await world.OnDb(db => List(world, db).HandleAsync(new AgreementFilter(Grouping: "jjj"), city, Cancel)));
        Assert.Equal((100, 30, (DateOnly?)new DateOnly(2022, 2, 1)), (line.Promised, line.Offered, line.ReviewedOn));
        Assert.Empty(await world.OnDb(db => List(world, db).HandleAsync(new AgreementFilter(Grouping: "csj"), city, Cancel)));

        var ofCity = (await Must(world, db => Keep(world, db).HandleAsync(null, null, null, Valid with { Home = new RegionCode(140100000000) }, city, Cancel))).AgreementId;
        Assert.False((await world.OnDb(db => List(world, db).FindAsync(ofCity, county, Cancel)))!.MayWrite);
        Assert.Equal("agreement-not-found", (await world.OnDb(db => Keep(world, db).EndAsync(ofCity, new(2022, 1, 1), "不办了", county, Cancel)))!.Code);
        Assert.Null(await world.OnDb(db => Keep(world, db).EndAsync(ofCity, new(2022, 1, 1), "不办了", city, Cancel)));
        Assert.Equal(AgreementState.Ended, (await world.OnDb(db => List(world, db).FindAsync(ofCity, city, Cancel)))!.State);
    }

    [Fact(DisplayName = "只登记省、市、县三级与省外地区签的；到期前60天起提醒；三大区域的地区认得对")]
    public void Rules()
    {
        Platform.Results.Refusal? Check(AgreementDraft draft) => AgreementRules.Check(draft, RegionCode.Shanxi, Reference.Regions, new(2022, 2, 28));
        Assert.Null(Check(Valid));
        Assert.Equal("bad-partner", Check(Valid with { Partner = new RegionCode(140200000000) })!.Code);
        Assert.Equal("bad-home", Check(Valid with { Home = new RegionCode(140121100000) })!.Code);
        Assert.Equal("bad-signed", Check(Valid with { SignedOn = new(2022, 3, 1) })!.Code);
        Assert.Equal("bad-days", Check(Valid with { EndsOn = new(2021, 3, 31) })!.Code);
        var agreement = new Agreement
        {
            Title = "", Home = Qingxu.Value, Partner = Chaoyang.Value, OurParty = "", TheirParty = "", SignedOn = Valid.SignedOn, StartsOn = Valid.StartsOn, EndsOn = Valid.EndsOn, RecordedBy = "", RecordedAt = default,
        };
        Assert.Equal(AgreementState.Coming, AgreementRules.StateOn(agreement, new(2021, 3, 31), false));
        Assert.Equal(AgreementState.InForce, AgreementRules.StateOn(agreement, new(2022, 1, 29), false));
        Assert.Equal(AgreementState.Expiring, AgreementRules.StateOn(agreement, new(2022, 1, 30), false));
        Assert.Equal(AgreementState.InForce, AgreementRules.StateOn(agreement, new(2022, 1, 30), true));
        Assert.Equal(AgreementState.Expiring, AgreementRules.StateOn(agreement, new(2022, 3, 31), false));
        Assert.Equal(AgreementState.Ended, AgreementRules.StateOn(agreement, new(2022, 4, 1), false));
        Assert.Equal(["京津冀", "长三角", "粤港澳大湾区", null, null], new[] { 130100000000, 320500000000, 440300000000, 440500000000, 410100000000 }.Select(c => Areas.Of(new RegionCode(c))?.Name));
    }

    private static KeepAgreement Keep(LedgerWorld world, ChunfengDb db) => new(db, Reference.Regions, Codes, world.Clock);

    private static AgreementList List(LedgerWorld world, ChunfengDb db) => new(db, new CountPlaced(world.Test.Factory, world.Clock), Areas, Reference.Regions, world.Clock);

    private static async Task<long?> Sent(LedgerWorld world, Guid id, Actor actor) => (await world.OnDb(db => List(world, db).FindAsync(id, actor, Cancel)))!.Sent?.People;

    private static async Task<T> Must<T>(LedgerWorld world, Func<ChunfengDb, Task<Result<T>>> act)
    {
        var result = await world.OnDb(act);
        Assert.True(!result.IsRefused, result.Refusal?.Message);
        return result.Value!;
    }
}
