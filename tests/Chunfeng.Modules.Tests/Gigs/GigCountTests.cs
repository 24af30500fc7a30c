using Chunfeng.Gigs;
using Chunfeng.Gigs.Counts;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.Gigs;

/// <summary>The statistics the database counts beside the same counted row by row.</summary>
[Trait("Clause", "7.2")]
public sealed class GigCountTests
{
    private const int Posts = 120, Places = 600, Present = 200;
    private const long Yangqu = 140122000000;
    private static readonly Guid Unit = Guid.Parse("0197aaaa-0000-7000-8000-000000000002");
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly string[] Trades = ["mason", "pipe", "没有这个工种"];

    [Theory(DisplayName = "零工统计由数据库加总，与逐行数出来的一模一样：各市场各天、各工种、合计，选一个市场、几天、邻县、全省都一样，行的次序也一样"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_database_counts_as_one_would_by_hand(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        var markets = await SeedAsync(world);
        Actor province = GigWorld.Staff with { Region = new RegionCode(140000000000) }, own = GigWorld.Staff with { Rights = new HashSet<string> { Rights.GigsRead, Rights.EmployersOwn }, Unit = Guid.NewGuid() };
        var seen = 0;
        foreach (var actor in new[] { GigWorld.Staff, GigWorld.Neighbour, province, GigWorld.Staff with { Region = new RegionCode(140200000000) } })
        {
            foreach (var (from, to) in new[] { (0, 0), (-3, 0), (-9, 9), (5, 9) })
            {
                foreach (var market in markets.Select(m => (Guid?)m).Append(null).Append(Guid.NewGuid()))
                {
                    var (first, last) = (world.Today.AddDays(from), world.Today.AddDays(to));
                    var counted = await world.Must(db => world.Count(db).HandleAsync(first, last, market, actor, Cancel));
                    var plain = await world.Do(db => PlainAsync(db, world.Terms, first, last, market, actor));
                    Assert.Equal(plain.All, counted.All);
                    Assert.Equal(plain.Days, counted.Days);
                    Assert.Equal(plain.Trades, counted.Trades);
                    Assert.Equal(plain.Markets, counted.Markets);
                    seen += counted.All.Disputes;
                }
            }
        }

        Assert.True(seen > 100); // the worlds compared are not empty ones
        Assert.Equal("no-right", (await world.Do(db => world.Count(db).HandleAsync(world.Today, world.Today, null, own, Cancel))).Refusal!.Code);
    }

    [Theory(DisplayName = "一条用工信息打得开与列得出是一回事：辖区的、本单位发布的，邻县的没有，没有权限的没有"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task What_is_seen_is_what_is_listed(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        await SeedAsync(world);
        Actor boss = GigWorld.Staff with { Rights = new HashSet<string> { Rights.EmployersOwn }, Unit = Unit };
        foreach (var actor in new[] { GigWorld.Staff, GigWorld.Neighbour, boss, boss with { Unit = Guid.NewGuid() }, boss with { Rights = new HashSet<string> { Rights.EmployersOwn, Rights.GigsRead } }, GigWorld.Staff with { Rights = new HashSet<string>() } })
        {
            var listed = await world.Do(db => GigScope.Posts(db, actor).Select(p => p.PostId).Order().ToListAsync(Cancel));
            var seen = (await world.Do(db => db.GigPosts().AsNoTracking().OrderBy(p => p.PostId).ToListAsync(Cancel))).Where(p => GigScope.Sees(actor, p)).Select(p => p.PostId).Order();
            Assert.Equal(listed.Order(), seen);
            Assert.Equal(actor == GigWorld.Staff || actor == GigWorld.Neighbour || actor.Unit == Unit, listed.Count > 0);
        }
    }

    /// <summary>Markets of two counties, posts of a week with trades known and unknown and in every state, places in every state, disputes upon some.</summary>
    private static async Task<Guid[]> SeedAsync(GigWorld world)
    {
        var draw = new Random(7);
        var now = world.People.Clock.GetUtcNow().UtcDateTime;
        GigMarket[] markets = [.. new[] { ("乙市场", GigWorld.Qingxu), ("甲市场", GigWorld.Qingxu), ("甲市场", Yangqu) }.Select(m => new GigMarket
        {
            Name = m.Item1, Kind = (short)MarketKind.Gig, Region = m.Item2, Address = "演示路2号", Hours = "06:00—18:00", Capacity = 10, IsOpen = true, CreatedAt = now,
        })];
        await world.Do(async db =>
        {
            db.Markets().AddRange(markets);
            var posts = Enumerable.Range(0, Posts).Select(i =>
            {
                var (market, day) = (markets[draw.Next(markets.Length)], world.Today.AddDays(draw.Next(-6, 2)));
                return new GigPost
                {
                    MarketId = market.MarketId, Region = market.Region, Day = day, EmployerId = world.Employer, EmployerName = "李*", EmployerUnit = i % 5 == 0 ? Unit : null, Trade = Trades[draw.Next(Trades.Length)], Title = $"活{i}", Place = "开发区",
                    StartsAt = now, EndsAt = now.AddHours(1), PayUnit = 1, PayFen = 100_00, Places = draw.Next(1, 9), Ways = 7, State = (short)draw.Next(1, 6), SubmittedBy = "x", SubmittedAt = now,
                };
            }).ToList();
            db.GigPosts().AddRange(posts);
            var places = Enumerable.Range(0, Places).Select(i =>
            {
                var post = posts[draw.Next(posts.Count)];
                var fen = draw.Next(0, 3) * 100_00L;
                return new GigPlace
                {
                    WorkerId = new Guid(i % 90, 1, 0, new byte[8]), PostId = i % 17 == 0 ? Guid.NewGuid() : post.PostId, MarketId = post.MarketId, Region = post.Region, Day = i % 13 == 0 ? post.Day.AddDays(1) : post.Day,
                    StartsAt = now, EndsAt = now.AddHours(1), MaskedName = "张*", Way = 1, State = (short)draw.Next(1, 8), OfferedAt = now, AmountFen = fen, PaidFen = fen == 0 ? 0 : draw.Next(0, 100_00),
                };
            }).ToList();
            db.GigPlaces().AddRange(places);
            db.GigDisputes().AddRange(places.SelectMany(p => Enumerable.Range(0, draw.Next(0, 3)).Select(_ => new GigDispute
            {
                WorkerId = p.WorkerId, PlaceId = p.PlaceId, PostId = p.PostId, Region = p.Region, Kind = "unpaid", OwedFen = 1, Text = "没有付清", Side = 1, Login = "x", At = now,
            })));
            db.Presences().AddRange(Enumerable.Range(0, Present).Select(i => (Serial: i, Market: markets[draw.Next(markets.Length)])).Select(p => new Presence
            {
                WorkerId = new Guid(p.Serial % 70, 1, 0, new byte[8]), Day = world.Today.AddDays(-(p.Serial / 70)), MarketId = p.Market.MarketId, Region = p.Market.Region, Number = p.Serial + 1, Turn = p.Serial,
                Trades = "mason", MaskedName = "张*", Way = 1, SignedInAt = now,
            }));
            return await db.SaveChangesAsync(Cancel);
        });
        return [.. markets.Select(m => m.MarketId)];
    }

    /// <summary>The oracle: every row is read and counted here.</summary>
    private static async Task<GigStatistics> PlainAsync(ChunfengDb db, GigTerms terms, DateOnly from, DateOnly to, Guid? market, Actor actor)
    {
        var names = await GigScope.Markets(db, actor).Where(m => m.Kind == (short)MarketKind.Gig).ToDictionaryAsync(m => m.MarketId, m => m.Name, Cancel);
        var presences = (await GigScope.Presences(db, actor).AsNoTracking().ToListAsync(Cancel)).Where(p => p.Day >= from && p.Day <= to && (market is null || p.MarketId == market)).ToList();
        var all = (await GigScope.Posts(db, actor).AsNoTracking().ToListAsync(Cancel)).Where(p => p.Day >= from && p.Day <= to).ToList();
        var posts = all.Where(p => (market is null || p.MarketId == market) && (PostState)p.State is PostState.Open or PostState.Closed).ToList();
        var trades = all.ToDictionary(p => p.PostId, p => p.Trade);
        var places = (await GigScope.Places(db, actor).AsNoTracking().ToListAsync(Cancel)).Where(p => p.Day >= from && p.Day <= to && (market is null || p.MarketId == market)).ToList();
        var disputes = (await db.GigDisputes().AsNoTracking().ToListAsync(Cancel)).ToLookup(d => d.PlaceId);

        GigCount Sum(DateOnly? day, Guid? at, string? trade, int people, IReadOnlyCollection<GigPost> wanted, IReadOnlyCollection<GigPlace> rows) => new(
            day, at, trade, people, wanted.Count, wanted.Sum(p => p.Places), rows.Count(r => (PlaceState)r.State is PlaceState.Taken or PlaceState.Arrived or PlaceState.Done),
            rows.Count(r => (PlaceState)r.State == PlaceState.Done), rows.Sum(r => r.AmountFen), rows.Sum(r => r.PaidFen), rows.Count(r => (PlaceState)r.State == PlaceState.Declined),
            rows.Count(r => (PlaceState)r.State == PlaceState.Absent), rows.Sum(r => disputes[r.PlaceId].Count()));

        var keys = presences.Select(p => (p.Day, p.MarketId)).Concat(posts.Select(p => (p.Day, p.MarketId))).Concat(places.Select(p => (p.Day, p.MarketId))).Distinct()
            .OrderByDescending(k => k.Day).ThenBy(k => names.GetValueOrDefault(k.MarketId, ""), StringComparer.Ordinal).ThenBy(k => k.MarketId);
        return new GigStatistics(from, to, Sum(null, null, null, presences.Select(p => (p.WorkerId, p.Day)).Distinct().Count(), posts, places),
            [.. keys.Select(k => Sum(k.Day, k.MarketId, null, presences.Count(p => (p.Day, p.MarketId) == k), [.. posts.Where(p => (p.Day, p.MarketId) == k)], [.. places.Where(p => (p.Day, p.MarketId) == k)]))],
            [
                .. terms.Trades.Select(t => Sum(null, null, t.Code, 0, [.. posts.Where(p => p.Trade == t.Code)], [.. places.Where(p => trades.GetValueOrDefault(p.PostId) == t.Code)]))
                    .Where(c => c.Posts > 0 || c.Matched > 0),
            ],
            names);
    }
}
