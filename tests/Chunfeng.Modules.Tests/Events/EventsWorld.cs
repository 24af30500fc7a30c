using Chunfeng.Dispatch.Orders;
using Chunfeng.Employers.Register;
using Chunfeng.Events.Fairs;
using Chunfeng.Events.Rule5511;
using Chunfeng.Events.SignIns;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Employers;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>A database with the offices, a clock at 09:00 on 1 March 2022 in China, and the acts on events with rooms beside them that are made up.</summary>
internal sealed class EventsWorld(TestDb test) : IAsyncDisposable
{
    public const long Taiyuan = 140100000000, Qingxu = 140121000000, Yangqu = 140122000000, Datong = 140200000000, Qingyuan = 140121100000;
    public static readonly CancellationToken Cancel = CancellationToken.None;
    public static readonly Guid Welder = Guid.Parse("00000000-0000-7000-8000-00000000a001"), Cook = Guid.Parse("00000000-0000-7000-8000-00000000a002");
    private static readonly Checklists Lists = Checklists.Load(Path.Combine(Reference.Data, "events", "safety-2022.json"));

    public FakeTimeProvider Clock { get; } = new(new(2022, 3, 1, 1, 0, 0, TimeSpan.Zero));
    public TestDb Test => test;
    public FakeVacancies Vacancies { get; } = new(FakeVacancies.Card(Welder), FakeVacancies.Card(Cook, 5, "厨师"));
    public FakeReferrals Referrals { get; } = new();
    public SignInCode Codes => new(KeyRing.ForTests, Clock);
    public static Data5511 Rule { get; } = Data5511.Load(Path.Combine(Reference.Data, "events"));

    public static async Task<EventsWorld> CreateAsync(string engine)
    {
        var world = new EventsWorld(await TestDb.CreateAsync(engine));
        await using var db = world.Test.Open();
        await UnitTree.SeedAsync(db, Reference.Regions, world.Clock.UtcStamp, Cancel);
        return world;
    }

    /// <summary>The employers' register itself, over the same database.</summary>
    public EmployerDesk Employers(ChunfengDb db) => new(db, new WriteEmployer(db, Reference.Regions, EmployersWorld.Codes, KeyRing.ForTests, Clock), Reference.Regions);

    /// <summary>The orders of Dispatch themselves, over the same database.</summary>
    public OrderDesk Orders(ChunfengDb db) => new(new IssueOrder(db, Reference.Regions, OrdersTests.Calendar, Clock), new TakeStep(db, OrdersTests.Calendar, Clock), OrdersTests.Calendar, Clock);

    public Task<Result<ChaseSlot.Count>> ChaseAsync(Actor actor, long area, string? key = null, string text = "请尽快补办") => Do(db =>
        new ChaseSlot(db, new ReadCompliance(db, Reference.Regions, Rule, Clock), Orders(db), Reference.Regions, Clock).HandleAsync(Quarter.Of(new(2022, 2, 1)), new RegionCode(area), key, text, actor, Cancel));

    public static Actor Who(long region, params string[] rights) => new($"u{region}", Reference.Regions[new RegionCode(region)].Name + "经办", new RegionCode(region),
        (rights.Length > 0 ? rights : [Rights.EventsRead, Rights.EventsWrite, Rights.PeopleRead]).ToHashSet(StringComparer.Ordinal));

    public static FairDraft Draft(long region, DateOnly? on = null, string title = "春风送岗招聘会") => new(
        title, FairKind.General, FairMode.OnSite, new RegionCode(region), UnitTree.OfficeId(new RegionCode(region)), new RegionCode(region), "人力资源市场", on ?? new(2022, 3, 22), on ?? new(2022, 3, 22),
        540, 720, 20, "", "", null);

    /// <summary>Each act on a context of its own, as a request has.</summary>
    public async Task<T> Do<T>(Func<ChunfengDb, Task<T>> act)
    {
        await using var db = test.Open();
        return await act(db);
    }

    public async Task<Guid> PlanAsync(long region, DateOnly? on = null, FairDraft? draft = null)
    {
        var kept = await Do(db => new PlanFair(db, Reference.Regions, Clock).HandleAsync(draft ?? Draft(region, on), null, null, Who(region), Cancel));
        Assert.Empty(kept.Wrong);
        Assert.Null(kept.Refusal);
        return kept.FairId!.Value;
    }

    public Task<Refusal?> MoveAsync(Guid fair, FairAct act, Actor actor, string text = "", StatedResult? result = null, long? seen = null) =>
        Do(db => new MoveFair(db, Lists, new CountHires(db, Referrals, Clock), Clock).HandleAsync(fair, act, text, result, seen, actor, Cancel));

    public Task<Refusal?> AnswerAsync(Guid fair, Actor actor, string answer = "1", string? but = null) => Parts(p => p.AnswerAsync(
        fair, [.. Lists.On(new(2022, 3, 1)).Select(i => (i.Code, i.Code == but ? "2" : answer, answer == "3" ? "线上举办" : ""))], actor, Cancel));

    public Task<Refusal?> Parts(Func<ChangeParts, Task<Refusal?>> act) => Do(db => act(new ChangeParts(db, Vacancies, Employers(db), Lists, Clock)));

    public async Task<FairView?> ReadAsync(Guid fair, Actor actor) => await Do(db => new ReadFair(db, Vacancies, Lists, Clock).HandleAsync(fair, actor, Cancel));

    public Task<Result<SignInToFair.Done>> PhoneAsync(Guid fair, string? code, Guid worker) =>
        Do(db => new SignInToFair(db, Codes, new NamedPeople(db, KeyRing.ForTests), Clock).ByPhoneAsync(fair, code, worker, new RegionCode(140121100204), Worker(worker), Cancel));

    public Task<Result<SignInToFair.Done>> StaffAsync(Guid fair, Guid worker, Actor actor) =>
        Do(db => new SignInToFair(db, Codes, new NamedPeople(db, KeyRing.ForTests), Clock).ByStaffAsync(fair, worker, actor, Cancel));

    public Task<Refusal?> IntentAsync(Guid fair, Guid vacancy, Guid worker) => Do(db => new StateIntent(db, Referrals, Clock).HandleAsync(fair, vacancy, worker, Worker(worker), Cancel));

    public Task<ComplianceView?> ComplianceAsync(Actor actor, string quarter = "2022-Q1") => Do(db =>
        new ReadCompliance(db, Reference.Regions, Rule, Clock).HandleAsync(Quarter.TryParse(quarter, out var q) ? q : default, actor, Cancel));

    /// <summary>Planned, with an employer, checked and public.</summary>
    public async Task<Guid> ReleasedAsync(long region, DateOnly? on = null, FairDraft? draft = null)
    {
        var fair = await PlanAsync(region, on, draft);
        Assert.Null(await AnswerAsync(fair, Who(region)));
        Assert.Null(await Parts(p => p.AddVacancyAsync(fair, Welder.ToString(), Who(region), Cancel)));
        Assert.Null(await MoveAsync(fair, FairAct.Release, Who(region)));
        return fair;
    }

    public void GoTo(int month, int day, int hour = 10) => Clock.SetUtcNow(new DateTimeOffset(2022, month, day, hour, 0, 0, TimeSpan.FromHours(8)));

    public ValueTask DisposeAsync() => test.DisposeAsync();

    private static Actor Worker(Guid worker) => new($"worker:{worker:N}", "张*", new RegionCode(140121100204), new HashSet<string>());
}
