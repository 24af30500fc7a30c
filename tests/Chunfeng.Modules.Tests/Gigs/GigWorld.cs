using Chunfeng.Employers.Register;
using Chunfeng.Gigs;
using Chunfeng.Gigs.Counts;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Employers;
using Chunfeng.Modules.Tests.People;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using EmployerDraft = Chunfeng.Gigs.Posts.EmployerDraft;

namespace Chunfeng.Modules.Tests.Gigs;

/// <summary>A market of 清徐县 at 06:00 on 28 February 2022 with one employer and registered people; each act on a context of its own, as requests have.</summary>
internal sealed class GigWorld : IAsyncDisposable
{
    public const long Qingxu = 140121000000;
    public static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly LedgerWorld people;

    private GigWorld(LedgerWorld people, GigTerms terms) => (this.people, Terms) = (people, terms);

    public GigTerms Terms { get; }
    public LedgerWorld People => people;
    public Guid Market { get; private set; }
    public Guid Employer { get; private set; }
    public DateOnly Today => new(2022, 2, 28);

    public static Actor Staff { get; } = new("hall", "市场工作人员", new RegionCode(Qingxu), new HashSet<string> { Rights.PeopleRead, Rights.GigsRead, Rights.GigsRun });
    public static Actor Neighbour { get; } = new("next", "邻县", new RegionCode(140122000000), new HashSet<string> { Rights.PeopleRead, Rights.GigsRead, Rights.GigsRun });

    public static Actor Self(Guid worker) => new($"worker:{worker:N}", "张*", new RegionCode(LedgerWorld.Home), new HashSet<string>());

    /// <param name="workers">People registered, serials 1 to n.</param>
    public static async Task<GigWorld> CreateAsync(string engine, int workers, bool recordWork = false)
    {
        var loaded = GigTerms.Load(new Places(Reference.Data, ""), null);
        var terms = new GigTerms { Trades = loaded.Trades, Services = loaded.Services, Dangers = loaded.Dangers, RecordWork = recordWork };
        var world = new GigWorld(await LedgerWorld.CreateAsync(engine, new DateTimeOffset(2022, 2, 27, 22, 0, 0, TimeSpan.Zero)), terms);
        for (var i = 1; i <= workers; i++)
        {
            await world.people.Register(i);
        }

        world.Market = (await world.Must(db => world.Keep(db).HandleAsync(null, null, new MarketDraft("清徐县零工市场", MarketKind.Gig, new RegionCode(Qingxu), "演示路1号", "", "06:00—18:00", 100, "seek policy", "", true), Staff, Cancel))).MarketId;
        world.Employer = (await world.Must(db => world.Employers(db).HandleAsync(new EmployerDraft(EmployerKind.Household, "李四", "", "19900001111", true), world.Market, Staff, Cancel))).EmployerId;
        return world;
    }

    public void At(int hour, int minute = 0) => people.Clock.SetUtcNow(new DateTimeOffset(Platform.Time.ChinaTime.StartOf(Today).AddMinutes((hour * 60) + minute), TimeSpan.Zero));

    public static Guid Worker(int serial) => LedgerWorld.Worker(serial);

    public PostDraft Draft(int places, int start = 8, int end = 17, FillWays ways = FillWays.All) => new("mason", "砌墙", "", "开发区", Today, start * 60, end * 60, PayUnit.Day, 200_00, "", places, [], ways);

    public async Task<Guid> PostAsync(PostDraft draft)
    {
        var post = await Must(db => new SubmitPost(db, Terms, people.Clock).HandleAsync(Market, Employer, draft, null, Staff, Cancel));
        Assert.Null(await Do(db => new JudgePost(db, Terms, people.Clock).HandleAsync(post.PostId, PostAct.Approve, "", Staff, Cancel)));
        return post.PostId;
    }

    public Task<Presence> SignInAsync(int serial, params string[] trades) => Must(db => Entry(db).ByStaffAsync(Market, Worker(serial), trades.Length == 0 ? ["mason"] : trades, Staff, Cancel));

    public Task<Result<FillPlaces.Called>> DispatchAsync(Guid post, int count = 1) => Do(db => Fill(db).DispatchAsync(post, count, Staff, Cancel));

    public Task<Result<GigPlace>> GrabAsync(Guid post, int serial) => Do(db => Fill(db).GrabAsync(post, Worker(serial), false, Self(Worker(serial)), Cancel));

    public Task<Refusal?> MineAsync(GigPlace place, PlaceAct act, long? quantity = null) => Do(db => new TakePlaceStep(db, people.Clock).ByWorkerAsync(place.WorkerId, place.PlaceId, new PlaceInput(act, "", quantity), Self(place.WorkerId), Cancel));

    public Task<Refusal?> StaffAsync(GigPlace place, PlaceAct act, string text = "", long? quantity = null) => Do(db => new TakePlaceStep(db, people.Clock).ByStaffAsync(place.WorkerId, place.PlaceId, new PlaceInput(act, text, quantity), Staff, Cancel));

    public Task<Refusal?> TradesAsync(int serial, params string[] trades) => Do(db => Entry(db).TradesAsync(Worker(serial), trades, Self(Worker(serial)), Cancel));

    public Task<Refusal?> PayAsync(GigPlace place, long fen, Guid? key = null) => Do(db => Slips(db).PayAsync(place.WorkerId, place.PlaceId, new PaymentInput(key ?? Guid.NewGuid(), fen, "cash", "窗口当面点清"), false, Staff, Cancel));

    /// <summary>Worked to the end: arrived, settled by staff on evidence.</summary>
    public async Task DoneAsync(GigPlace place, long quantity = 1_00)
    {
        Assert.Null(await StaffAsync(place, PlaceAct.Arrive));
        Assert.Null(await StaffAsync(place, PlaceAct.Settle, "双方签字的工单", quantity));
    }

    public SignIn Entry(ChunfengDb db) => new(db, new FindPeople(db, new NamedPeople(db, KeyRing.ForTests), KeyRing.ForTests), new NamedPeople(db, KeyRing.ForTests), Terms, KeyRing.ForTests, people.Clock);

    /// <summary>The employers' register itself, over the same database.</summary>
    public EmployerDesk Register(ChunfengDb db) => new(db, new WriteEmployer(db, Reference.Regions, EmployersWorld.Codes, KeyRing.ForTests, people.Clock), Reference.Regions);

    public EmployerTies Ties(ChunfengDb db) => new(db, Register(db));

    public KeepEmployer Employers(ChunfengDb db) => new(db, Register(db), KeyRing.ForTests, people.Clock);

    public HallBoard Hall(ChunfengDb db) => new(db, Ties(db), people.Clock);

    public ReadWork Work(ChunfengDb db) => new(db, Ties(db), people.Clock);

    public ReadPost Read(ChunfengDb db) => new(db, new JudgePost(db, Terms, people.Clock), Ties(db));

    public KeepMarket Keep(ChunfengDb db) => new(db, Reference.Regions, people.Clock);

    public FillPlaces Fill(ChunfengDb db) => new(db, Terms, people.Clock);

    public SettleSlip Slips(ChunfengDb db) => new(db, people.On(db), Terms, people.Clock, NullLogger<SettleSlip>.Instance);

    public CountGigs Count(ChunfengDb db) => new(db, Terms, people.Clock);

    public async Task<T> Do<T>(Func<ChunfengDb, Task<T>> act)
    {
        await using var db = people.Test.Open();
        return await act(db);
    }

    public async Task<T> Must<T>(Func<ChunfengDb, Task<Result<T>>> act)
    {
        var result = await Do(act);
        Assert.True(!result.IsRefused, result.Refusal?.Message);
        return result.Value!;
    }

    public Task<List<GigPlace>> PlacesAsync() => Do(db => db.GigPlaces().AsNoTracking().OrderBy(p => p.OfferedAt).ThenBy(p => p.PlaceId).ToListAsync(Cancel));

    public ValueTask DisposeAsync() => people.DisposeAsync();
}
