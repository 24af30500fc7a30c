using Chunfeng.Gigs;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.Gigs;

/// <summary>Every list of the room is read by key: whatever stands equal at the end of a page is neither lost nor shown twice.</summary>
[Trait("Clause", "7.1")]
[Trait("Clause", "7.2")]
public sealed class GigListTests
{
    private const int Many = 7;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Guid Unit = Guid.Parse("0197aaaa-0000-7000-8000-000000000001");
    private static readonly Actor Boss = new("boss", "用工单位", new RegionCode(GigWorld.Qingxu), new HashSet<string> { Rights.EmployersOwn }) { Unit = Unit };

    [Theory(DisplayName = "市场、待审核、用工方、没付清、争议、本单位发布的、排队、用工、人员、一个人的零工、可抢的活、各天服务：一页一页翻，同序的也不丢不重，翻回来一样"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Equal_rows_at_the_end_of_a_page(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        var post = await SeedAsync(world);
        await WalkAsync(world, (db, ask) => Desk(db, world).MarketsAsync(null, null, ask, GigWorld.Staff, Cancel), m => m.Market.MarketId, Many + 1);
        await WalkAsync(world, (db, ask) => Desk(db, world).MarketsAsync(MarketKind.Labour, null, ask, GigWorld.Staff, Cancel), m => m.Market.MarketId, 2);
        await WalkAsync(world, (db, ask) => Desk(db, world).ToCheckAsync(ask, GigWorld.Staff, Cancel), p => p.PostId, Many);
        await WalkAsync(world, (db, ask) => Desk(db, world).OwnAsync(ask, Boss, Cancel), p => p.PostId, Many);
        await WalkAsync(world, (db, ask) => Desk(db, world).PostsOfAsync(world.Employer, ask, GigWorld.Staff, Cancel), p => p.PostId, (2 * Many) + 1);
        await WalkAsync(world, (db, ask) => Desk(db, world).EmployersAsync(null, true, ask, GigWorld.Staff, Cancel), e => e.EmployerId, Many);
        await WalkAsync(world, (db, ask) => Desk(db, world).UnpaidAsync(ask, GigWorld.Staff, Cancel), p => p.PlaceId, Many);
        await WalkAsync(world, (db, ask) => Desk(db, world).DisputesAsync(ask, GigWorld.Staff, Cancel), d => d.DisputeId, Many);
        await WalkAsync(world, (db, ask) => Desk(db, world).ServiceDaysAsync(world.Market, ask, GigWorld.Staff, Cancel), s => s.Day, Many);
        await WalkAsync(world, (db, ask) => Read(db, world, post, ask), p => p.PlaceId, Many);
        await WalkAsync(world, async (db, ask) => await world.Hall(db).LineAsync(await BoardAsync(db, world), ask, Cancel), l => l.Person.WorkerId, Many);
        await WalkAsync(world, async (db, ask) => await world.Hall(db).PostsAsync(await BoardAsync(db, world), ask, Cancel), p => p.PostId, (2 * Many) + 1);
        await WalkAsync(world, async (db, ask) => (await Workers(db).HandleAsync(GigWorld.Worker(1), ask, GigWorld.Staff, Cancel))!.Places, g => g.Place.PlaceId, Many);
        await WalkAsync(world, (db, ask) => world.Work(db).PastAsync(GigWorld.Worker(1), ask, Cancel), g => g.Place.PlaceId, Many);
        await WalkAsync(world, async (db, ask) => (await MineAsync(db, world, ask)).Open, p => p.PostId, Many);
        var stats = await world.Must(db => world.Count(db).HandleAsync(world.Today, world.Today, null, GigWorld.Staff, Cancel));
        await WalkAsync(world, (_, ask) => Task.FromResult((stats with { Days = [.. Enumerable.Range(0, Many).Select(i => stats.All with { Day = world.Today, MarketId = new Guid(i, 0, 0, new byte[8]) })] }).DaysOn(ask)), c => c.MarketId!, Many);
    }

    [Theory(DisplayName = "本人会干的排前面，还没办结的争议排前面，离场的排到最后"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_comes_first(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        await SeedAsync(world);
        Assert.Null(await world.TradesAsync(1, "pipe"));
        await world.Do(async db =>
        {
            await db.GigPosts().Where(p => p.State == (short)PostState.Open).OrderByDescending(p => p.PostId).Take(2).ExecuteUpdateAsync(s => s.SetProperty(p => p.Trade, "pipe"), Cancel);
            await db.GigDisputes().OrderBy(d => d.DisputeId).Take(5).ExecuteUpdateAsync(s => s.SetProperty(d => d.SettledAt, world.People.Clock.GetUtcNow().UtcDateTime), Cancel);
            return await db.Presences().OrderBy(p => p.WorkerId).Take(1).ExecuteUpdateAsync(s => s.SetProperty(p => p.LeftAt, world.People.Clock.GetUtcNow().UtcDateTime), Cancel);
        });
        Assert.Equal(["pipe", "pipe", "mason"], (await world.Do(db => MineAsync(db, world, new PageAsk(Size: 3)))).Open.Rows.Select(p => p.Trade));
        Assert.Equal([false, false, true], (await world.Do(db => Desk(db, world).DisputesAsync(new PageAsk(Size: 3), GigWorld.Staff, Cancel))).Rows.Select(d => d.SettledAt is not null));
        var line = await world.Do(async db => await world.Hall(db).LineAsync(await BoardAsync(db, world), new PageAsk(), Cancel));
        Assert.Equal(Many - 1, line.Rows.ToList().FindIndex(l => l.Person.LeftAt is not null));
    }

    [Theory(DisplayName = "邻县翻不到别县的，用工方账号翻不到别家的；乱写的页码当作第一页"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Scope_and_odd_keys(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        await SeedAsync(world);
        var first = await world.Do(db => Desk(db, world).MarketsAsync(null, null, new PageAsk(Size: 2), GigWorld.Staff, Cancel));
        foreach (var odd in new[] { "", "x", "1_2_3", first.Next + "_1", "3_999999999999999999999_" + Guid.Empty.ToString("N"), $"99999999999_140121000000_{Guid.Empty:N}", "-1_-1_" + Guid.Empty.ToString("N") })
        {
            Assert.Equal(first.Rows.Select(m => m.Market.MarketId), (await world.Do(db => Desk(db, world).MarketsAsync(null, null, new PageAsk(odd, Size: 2), GigWorld.Staff, Cancel))).Rows.Select(m => m.Market.MarketId));
        }

        Assert.Empty((await world.Do(db => Desk(db, world).MarketsAsync(null, null, new PageAsk(first.Next), GigWorld.Neighbour, Cancel))).Rows);
        Assert.Empty((await world.Do(db => Desk(db, world).UnpaidAsync(new PageAsk(), GigWorld.Neighbour, Cancel))).Rows);
        Assert.Empty((await world.Do(db => Desk(db, world).DisputesAsync(new PageAsk(), GigWorld.Neighbour, Cancel))).Rows);
        Assert.Empty((await world.Do(db => Desk(db, world).ServiceDaysAsync(world.Market, new PageAsk(), GigWorld.Neighbour, Cancel))).Rows);
        Assert.Empty((await world.Do(db => Desk(db, world).OwnAsync(new PageAsk(), Boss with { Unit = Guid.NewGuid() }, Cancel))).Rows);
    }

    private static Task WalkAsync<T>(GigWorld world, Func<ChunfengDb, PageAsk, Task<KeyPage<T>>> read, Func<T, object> id, int expected) =>
        Pages.WalkAsync(ask => world.Do(db => read(db, ask)), id, expected);

    /// <summary>Many of everything, all at the same moment.</summary>
    /// <returns>A post with many people.</returns>
    private static async Task<Guid> SeedAsync(GigWorld world)
    {
        await world.SignInAsync(1);
        var crowded = await world.PostAsync(world.Draft(Many, 18, 19, FillWays.Spot));
        return await world.Do(async db =>
        {
            var now = world.People.Clock.GetUtcNow().UtcDateTime;
            for (var i = 0; i < Many; i++)
            {
                db.Markets().Add(new GigMarket { Name = $"市场{i}", Kind = (short)(i < 2 ? MarketKind.Labour : MarketKind.Gig), Region = GigWorld.Qingxu, Address = "路", Hours = "全天", Capacity = 1, IsOpen = true, CreatedAt = now, Version = 1 });
                db.ServiceDays().AddRange(from service in (string[])["seek", "policy"] select new ServiceDay { MarketId = world.Market, Day = world.Today.AddDays(-i), Service = service, Region = GigWorld.Qingxu, Times = 2, Version = 1 });
                db.GigEmployers().Add(new GigEmployer
                {
                    Kind = (short)EmployerKind.Unit, ShownName = $"单位{i}", Credit = $"9114012100000000{i:D2}", PhoneCipher = [1], PhoneBlind = i, Region = GigWorld.Qingxu, CheckedBy = "hall", CheckedAt = now, Version = 1,
                });
                db.GigPosts().AddRange(Post(world, PostState.Open, now, null), Post(world, PostState.Submitted, now, Unit));
                var place = new GigPlace
                {
                    WorkerId = GigWorld.Worker(1), PostId = crowded, MarketId = world.Market, Region = GigWorld.Qingxu, Day = world.Today, StartsAt = now, EndsAt = now.AddHours(1), MaskedName = "张*", Way = (short)FillWay.Spot,
                    State = (short)PlaceState.Done, OfferedAt = now, Slip = i + 1, AmountFen = 100, Version = 1,
                };
                db.GigPlaces().Add(place);
                db.GigDisputes().Add(new GigDispute
                {
                    WorkerId = place.WorkerId, PlaceId = place.PlaceId, PostId = crowded, Region = GigWorld.Qingxu, Kind = "unpaid", OwedFen = 100, Text = "没给", Side = (short)GigSide.Worker, Login = "x", At = now, Version = 1,
                });
                if (i > 0)
                {
                    db.Presences().Add(new Presence
                    {
                        WorkerId = Guid.NewGuid(), Day = world.Today, MarketId = world.Market, Region = GigWorld.Qingxu, Number = i + 1, Turn = 1, Trades = "mason", MaskedName = "李*", Way = (short)SignInWay.Staff, SignedInAt = now, Version = 1,
                    });
                }
            }

            await db.SaveChangesAsync(Cancel);
            return crowded;
        });
    }

    private static GigPost Post(GigWorld world, PostState state, DateTime now, Guid? unit) => new()
    {
        MarketId = world.Market, Region = GigWorld.Qingxu, Day = world.Today, EmployerId = world.Employer, EmployerName = "李*（个人）", EmployerUnit = unit, Trade = "mason", Title = "砌墙", Place = "开发区",
        StartsAt = now.AddHours(2), EndsAt = now.AddHours(10), PayUnit = (short)PayUnit.Day, PayFen = 200_00, Places = 3, Ways = (short)FillWays.All, State = (short)state, SubmittedBy = "hall", SubmittedAt = now, Version = 1,
    };

    private static GigDesk Desk(ChunfengDb db, GigWorld world) => new(db, world.People.Clock);

    private static ReadWorker Workers(ChunfengDb db) => new(db, new NamedPeople(db, KeyRing.ForTests));

    private static Task<MyDay> MineAsync(ChunfengDb db, GigWorld world, PageAsk ask) => world.Work(db).MineAsync(GigWorld.Worker(1), new RegionCode(GigWorld.Qingxu), null, ask, Cancel);

    private static async Task<Board> BoardAsync(ChunfengDb db, GigWorld world) => (await world.Hall(db).HandleAsync(world.Market, null, GigWorld.Staff, Cancel))!;

    private static async Task<KeyPage<GigPlace>> Read(ChunfengDb db, GigWorld world, Guid post, PageAsk ask) =>
        (await world.Read(db).HandleAsync(post, ask, GigWorld.Staff, Cancel))!.Places;
}
