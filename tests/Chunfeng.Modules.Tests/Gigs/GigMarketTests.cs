using Chunfeng.Gigs;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.Gigs;

/// <summary>A gig market's day in a database.</summary>
[Trait("Clause", "7.2")]
public sealed class GigMarketTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory(DisplayName = "签到取号、按顺序派单、婉拒一次不动位置、两次到队尾、过号到队尾"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_line_moves(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 3);
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(i, (await world.SignInAsync(i)).Number);
        }

        Assert.Equal(1, (await world.SignInAsync(1)).Number); // twice is once
        var (first, second, third) = (await world.PostAsync(world.Draft(1)), await world.PostAsync(world.Draft(1)), await world.PostAsync(world.Draft(1)));
        var called = (await world.DispatchAsync(first)).Value!.Places.Single();
        Assert.Equal(GigWorld.Worker(1), called.WorkerId);
        Assert.Equal("just-filled", (await world.DispatchAsync(first)).Refusal!.Code);
        Assert.Null(await world.MineAsync(called, PlaceAct.Decline));
        Assert.Equal(GigWorld.Worker(2), (await world.DispatchAsync(first)).Value!.Places.Single().WorkerId); // the same job is not offered twice
        called = (await world.DispatchAsync(second)).Value!.Places.Single();
        Assert.Equal(GigWorld.Worker(1), called.WorkerId); // one decline keeps the place in line
        Assert.Null(await world.MineAsync(called, PlaceAct.Decline));
        called = (await world.DispatchAsync(second)).Value!.Places.Single();
        Assert.Equal(GigWorld.Worker(3), called.WorkerId); // 2 has hours taken, 1 went to the end
        world.At(6, 6);
        Assert.Null(await world.StaffAsync(called, PlaceAct.Lapse));
        Assert.Equal(GigWorld.Worker(1), (await world.DispatchAsync(third)).Value!.Places.Single().WorkerId);
        Assert.Equal([(2, 0), (0, 0), (0, 1)], await world.Do(async db => (await db.GigWorkers().ToListAsync(Cancel)).OrderBy(w => Array.IndexOf([GigWorld.Worker(1), GigWorld.Worker(2), GigWorld.Worker(3)], w.WorkerId)).Select(w => (w.Declines, w.Absences)).ToList()));
    }

    [Theory(DisplayName = "最后一个名额两个人同时抢：一个抢到，另一个被告知刚满"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Two_grab_the_last_place(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 4);
        for (var i = 1; i <= 4; i++)
        {
            Assert.Null(await world.TradesAsync(i, "mason"));
        }

        for (var round = 0; round < 4; round++)
        {
            var post = await world.PostAsync(world.Draft(1, 7 + round, 8 + round));
            var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => world.GrabAsync(post, i)));
            Assert.Single(answers, a => !a.IsRefused);
            Assert.All(answers.Where(a => a.IsRefused), a => Assert.Equal("just-filled", a.Refusal!.Code));
        }

        Assert.Equal(4, (await world.PlacesAsync()).Count);
    }

    [Theory(DisplayName = "一个人同时抢两单时间冲突的：只成一单；前后相接的可以"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task One_person_at_two_jobs(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        Assert.Null(await world.TradesAsync(1, "mason"));
        var posts = new[] { await world.PostAsync(world.Draft(3, 8, 12)), await world.PostAsync(world.Draft(3, 9, 13)), await world.PostAsync(world.Draft(3, 11, 14)) };
        var answers = await Task.WhenAll(posts.Select(p => world.GrabAsync(p, 1)));
        Assert.InRange(answers.Count(a => !a.IsRefused), 1, 2);
        var held = (await world.PlacesAsync()).Select(p => new Chunfeng.Gigs.Hall.Span(p.StartsAt, p.EndsAt)).ToList();
        Assert.All(held, a => Assert.Single(held, b => a.Overlaps(b)));
        var taken = answers.First(a => !a.IsRefused).Value!;
        Assert.Equal(taken.PlaceId, (await world.GrabAsync(taken.PostId, 1)).Value!.PlaceId); // tapped twice
        Assert.False((await world.GrabAsync(await world.PostAsync(world.Draft(1, 14, 15)), 1)).IsRefused);
    }

    [Theory(DisplayName = "没有技能标签不能抢；危险作业要先确认；没审核的看不到"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_a_grab_needs(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        var post = await world.PostAsync(world.Draft(1));
        Assert.Equal("no-trades", (await world.GrabAsync(post, 1)).Refusal!.Code);
        Assert.Null(await world.TradesAsync(1, "pipe"));
        Assert.Equal("trade-missing", (await world.GrabAsync(post, 1)).Refusal!.Code);
        Assert.Null(await world.TradesAsync(1, "mason"));
        Assert.False((await world.GrabAsync(post, 1)).IsRefused);
        var high = await world.PostAsync(world.Draft(1, 18, 20) with { Dangers = ["height"] });
        Assert.Equal("dangers-unseen", (await world.GrabAsync(high, 1)).Refusal!.Code);
        Assert.False((await world.Do(db => world.Fill(db).GrabAsync(high, GigWorld.Worker(1), true, GigWorld.Self(GigWorld.Worker(1)), Cancel))).IsRefused);
        var unchecked_ = await world.Must(db => new SubmitPost(db, world.Terms, world.People.Clock).HandleAsync(world.Market, world.Employer, world.Draft(1, 21, 22), null, GigWorld.Staff, Cancel));
        Assert.Equal("post-not-found", (await world.GrabAsync(unchecked_.PostId, 1)).Refusal!.Code);
        Assert.Equal("way-closed", (await world.GrabAsync(await world.PostAsync(world.Draft(1, 22, 23, FillWays.Dispatch)), 1)).Refusal!.Code);
    }

    [Theory(DisplayName = "现场快招、到岗、用工方报数量本人确认、出凭证、分两次付清、付款表单重复提交只记一次、多付不收"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task From_the_hall_to_the_slip(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 2);
        await world.SignInAsync(1);
        await world.SignInAsync(2);
        var post = await world.PostAsync(world.Draft(2));
        Assert.Equal("not-in-line", (await world.Do(db => world.Fill(db).SpotAsync(post, 9, GigWorld.Staff, Cancel))).Refusal!.Code);
        var place = await world.Must(db => world.Fill(db).SpotAsync(post, 2, GigWorld.Staff, Cancel)); // out of turn, face to face
        Assert.Equal(GigWorld.Worker(2), place.WorkerId);
        Assert.Equal("not-done", (await world.PayAsync(place, 1))!.Code);
        world.At(8);
        Assert.Null(await world.MineAsync(place, PlaceAct.Arrive));
        Assert.Null(await world.MineAsync(place, PlaceAct.State, 1_50));
        Assert.Equal("other-side", (await world.MineAsync(place, PlaceAct.Confirm))!.Code);
        Assert.Equal("evidence-missing", (await world.StaffAsync(place, PlaceAct.Settle))!.Code);
        Assert.Null(await world.StaffAsync(place, PlaceAct.Settle, "双方签字的工单"));
        var done = (await world.PlacesAsync()).Single();
        Assert.Equal((1, 300_00L, 0L, (long?)150), (done.Slip, done.AmountFen, done.PaidFen, done.Quantity));
        var key = Guid.NewGuid();
        Assert.Null(await world.PayAsync(place, 100_00, key));
        Assert.Null(await world.PayAsync(place, 100_00, key));
        Assert.Equal("overpaid", (await world.PayAsync(place, 200_01))!.Code);
        Assert.Null(await world.PayAsync(place, 200_00));
        Assert.Equal(300_00, (await world.PlacesAsync()).Single().PaidFen);
        Assert.Equal("place-done", (await world.StaffAsync(place, PlaceAct.Absent))!.Code);
        Assert.Equal(1, await world.Do(db => db.GigWorkers().Where(w => w.WorkerId == place.WorkerId).Select(w => w.Done).SingleAsync(Cancel)));
        Assert.Contains("gigs.spot", await world.Do(db => db.AuditEntries().Select(e => e.Act).ToListAsync(Cancel)));
    }

    [Theory(DisplayName = "互评：完工后各评一次，低分要写原因；争议：没付清可以提，付清了不能再说没付，转维权只转一次"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Ratings_and_disputes(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        await world.SignInAsync(1);
        var place = await world.Must(async db => await world.Fill(db).SpotAsync(await world.PostAsync(world.Draft(1)), 1, GigWorld.Staff, Cancel));
        Task<Platform.Results.Refusal?> Rate(int stars, string text, bool self) => world.Do(db => world.Slips(db).RateAsync(place.WorkerId, place.PlaceId, stars, text, self, self ? GigWorld.Self(place.WorkerId) : GigWorld.Staff, Cancel));
        Task<Platform.Results.Refusal?> Dispute(string kind) => world.Do(db => world.Slips(db).DisputeAsync(place.WorkerId, place.PlaceId, kind, "说好当天给", true, GigWorld.Self(place.WorkerId), Cancel));
        Assert.Equal("not-done", (await Rate(5, "", true))!.Code);
        Assert.Equal("not-arrived", (await Dispute("unpaid"))!.Code);
        world.At(8);
        await world.DoneAsync(place);
        Assert.Equal("text-missing", (await Rate(2, "", true))!.Code);
        Assert.Null(await Rate(3, "", true));
        Assert.Equal("already-rated", (await Rate(5, "", true))!.Code);
        Assert.Null(await Rate(2, "走得早", false));
        Assert.Equal((2, 1), await world.Do(async db => (await db.GigWorkers().SingleAsync(Cancel)) is var w ? (w.Stars, w.Ratings) : default));
        Assert.Equal((3, 1), await world.Do(async db => (await db.GigEmployers().SingleAsync(Cancel)) is var e ? (e.Stars, e.Ratings) : default));

        Assert.Null(await Dispute("unpaid"));
        Assert.Equal("already-raised", (await Dispute("unpaid"))!.Code);
        var waiting = Assert.Single(await world.Do(db => world.Slips(db).WaitingAsync(10, GigWorld.Staff, Cancel)));
        Assert.Equal((200_00L, 200_00L, "worker"), (waiting.OwedThenFen, waiting.OwedFen, waiting.RaisedBy));
        Assert.Empty(await world.Do(db => world.Slips(db).WaitingAsync(10, GigWorld.Neighbour, Cancel)));
        var rights = Guid.NewGuid();
        Assert.Equal("dispute-not-found", (await world.Do(db => world.Slips(db).TakeOverAsync(waiting.WorkerId, waiting.DisputeId, rights, GigWorld.Neighbour, Cancel)))!.Code);
        Assert.Null(await world.Do(db => world.Slips(db).TakeOverAsync(waiting.WorkerId, waiting.DisputeId, rights, GigWorld.Staff, Cancel)));
        Assert.Null(await world.Do(db => world.Slips(db).TakeOverAsync(waiting.WorkerId, waiting.DisputeId, rights, GigWorld.Staff, Cancel)));
        Assert.Equal("already-taken", (await world.Do(db => world.Slips(db).TakeOverAsync(waiting.WorkerId, waiting.DisputeId, Guid.NewGuid(), GigWorld.Staff, Cancel)))!.Code);
        Assert.Null(await world.PayAsync(place, 200_00));
        Assert.Null(await world.Do(db => world.Slips(db).SettleAsync(waiting.WorkerId, waiting.DisputeId, "已补付", GigWorld.Staff, Cancel)));
        Assert.Equal("nothing-owed", (await Dispute("unpaid"))!.Code);
    }

    [Theory(DisplayName = "邻县的人看不到、也办不了；统计里应付等于已付加未付；待办见得到要审的、没付清的、有争议的"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "7.1")]
    public async Task Scope_counts_and_todo(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 3);
        for (var i = 1; i <= 3; i++)
        {
            await world.SignInAsync(i);
        }

        var post = await world.PostAsync(world.Draft(3));
        await world.Must(db => new SubmitPost(db, world.Terms, world.People.Clock).HandleAsync(world.Market, world.Employer, world.Draft(1), null, GigWorld.Staff, Cancel));
        var places = (await world.DispatchAsync(post, 3)).Value!.Places;
        Assert.Equal("place-not-found", (await world.Do(db => new TakePlaceStep(db, world.People.Clock).ByStaffAsync(places[0].WorkerId, places[0].PlaceId, new PlaceInput(PlaceAct.Accept), GigWorld.Neighbour, Cancel)))!.Code);
        Assert.Equal("post-not-found", (await world.Do(db => world.Fill(db).DispatchAsync(post, 1, GigWorld.Neighbour, Cancel))).Refusal!.Code);
        Assert.Null(await world.Do(db => world.Hall(db).HandleAsync(world.Market, null, GigWorld.Neighbour, Cancel)));
        Assert.Equal("place-not-found", (await world.Do(db => new TakePlaceStep(db, world.People.Clock).ByWorkerAsync(places[1].WorkerId, places[0].PlaceId, new PlaceInput(PlaceAct.Accept), GigWorld.Self(places[1].WorkerId), Cancel)))!.Code);
        Assert.Null(await world.MineAsync(places[0], PlaceAct.Accept));
        Assert.Null(await world.MineAsync(places[1], PlaceAct.Accept));
        Assert.Null(await world.MineAsync(places[2], PlaceAct.Decline));
        world.At(9);
        await world.DoneAsync(places[0]);
        await world.DoneAsync(places[1], 50);
        Assert.Null(await world.PayAsync(places[0], 150_00));

        var stats = (await world.Do(db => world.Count(db).HandleAsync(world.Today, world.Today, null, GigWorld.Staff, Cancel))).Value!;
        Assert.Equal((3, 1, 3, 2, 2, 300_00L, 150_00L, 150_00L, 1, 0), (stats.All.People, stats.All.Posts, stats.All.Places, stats.All.Matched, stats.All.Done, stats.All.AmountFen, stats.All.PaidFen, stats.All.OwedFen, stats.All.Declined, stats.All.Absent));
        Assert.Equal(stats.All.AmountFen, stats.Days.Sum(d => d.AmountFen));
        Assert.Equal(stats.All.Matched, stats.Trades.Sum(d => d.Matched));
        Assert.Equal(0, (await world.Do(db => world.Count(db).HandleAsync(world.Today, world.Today, null, GigWorld.Neighbour, Cancel))).Value!.All.People);
        Assert.Equal("bad-days", (await world.Do(db => world.Count(db).HandleAsync(world.Today.AddDays(-93), world.Today, null, GigWorld.Staff, Cancel))).Refusal!.Code);

        var todo = new GigTodo(world.People.Clock);
        Assert.Equal(["审核 1 条零工用工信息"], (await world.Do(db => todo.WaitingAsync(db, GigWorld.Staff, Cancel))).Select(t => t.Title));
        world.People.Clock.Advance(TimeSpan.FromDays(1)); // the post of yesterday is past; what is owed since yesterday is not
        Assert.Equal(["催付 2 张没付清的日结凭证"], (await world.Do(db => todo.WaitingAsync(db, GigWorld.Staff, Cancel))).Select(t => t.Title));
        Assert.Empty(await world.Do(db => todo.WaitingAsync(db, GigWorld.Neighbour, Cancel)));
    }

    [Theory(DisplayName = "市场名录：三类市场、每天的服务次数；辖区外的登记不了，没开的服务记不了"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "7.1")]
    public async Task The_market_register(string engine)
    {
        await using var world = await GigWorld.CreateAsync(engine, 1);
        var draft = new MarketDraft("清徐县人才市场", MarketKind.Talent, new RegionCode(GigWorld.Qingxu), "演示路2号", "", "08:00—17:00", 50, "seek", "", true);
        var talent = await world.Must(db => world.Keep(db).HandleAsync(null, null, draft, GigWorld.Staff, Cancel));
        Assert.Equal("bad-region", (await world.Do(db => world.Keep(db).HandleAsync(null, null, draft with { Region = new RegionCode(140122000000) }, GigWorld.Staff, Cancel))).Refusal!.Code);
        Assert.Equal("market-not-found", (await world.Do(db => world.Keep(db).HandleAsync(talent.MarketId, null, draft with { Region = new RegionCode(140122000000) }, GigWorld.Neighbour, Cancel))).Refusal!.Code);
        Assert.Equal("just-changed", (await world.Do(db => world.Keep(db).HandleAsync(talent.MarketId, 0, draft, GigWorld.Staff, Cancel))).Refusal!.Code);
        Assert.Null(await world.Do(db => world.Keep(db).ServiceAsync(talent.MarketId, world.Today, "seek", 12, GigWorld.Staff, Cancel)));
        Assert.Null(await world.Do(db => world.Keep(db).ServiceAsync(talent.MarketId, world.Today, "seek", 15, GigWorld.Staff, Cancel)));
        Assert.Equal("bad-service", (await world.Do(db => world.Keep(db).ServiceAsync(talent.MarketId, world.Today, "policy", 1, GigWorld.Staff, Cancel)))!.Code);
        Assert.Equal("bad-times", (await world.Do(db => world.Keep(db).ServiceAsync(talent.MarketId, world.Today.AddDays(1), "seek", 1, GigWorld.Staff, Cancel)))!.Code);
        var lines = await world.Do(db => new GigDesk(db, world.People.Clock).MarketsAsync(null, null, new PageAsk(), GigWorld.Staff, Cancel));
        Assert.Equal([("清徐县零工市场", 0), ("清徐县人才市场", 15)], lines.Rows.Select(l => (l.Market.Name, l.Services)));
        Assert.Empty((await world.Do(db => new GigDesk(db, world.People.Clock).MarketsAsync(null, null, new PageAsk(), GigWorld.Neighbour, Cancel))).Rows);
        Assert.Equal("market-closed", (await world.Do(db => world.Entry(db).ByStaffAsync(talent.MarketId, GigWorld.Worker(1), ["mason"], GigWorld.Staff, Cancel))).Refusal!.Code);
    }

    [Theory(DisplayName = "付清的零工按设置记为一天的务工记录；默认不记；没付清的不记"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_paid_day_becomes_work_only_by_setting(string engine)
    {
        foreach (var record in new[] { false, true })
        {
            await using var world = await GigWorld.CreateAsync(engine, 1, record);
            await world.SignInAsync(1);
            var place = await world.Must(async db => await world.Fill(db).SpotAsync(await world.PostAsync(world.Draft(1)), 1, GigWorld.Staff, Cancel));
            world.At(8);
            await world.DoneAsync(place);
            Assert.Null(await world.PayAsync(place, 199_99));
            Assert.Empty((await world.People.Read(1, world.Today)).AllWork);
            Assert.Null(await world.PayAsync(place, 1));
            var work = (await world.People.Read(1, world.Today)).AllWork;
            Assert.Equal(record ? 1 : 0, work.Count);
            if (record)
            {
                Assert.Equal((world.Today, (DateOnly?)world.Today, GigWorld.Qingxu, (short)3), (work[0].Stated.StartsOn, work[0].Stated.EndsOn, work[0].Stated.Workplace, work[0].Stated.Form));
            }
        }
    }

    [Theory(DisplayName = "任意操作之后：没人同一时间占两个名额，名额不超，凭证之和等于已付加未付"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task What_always_holds(string engine)
    {
        var seeds = engine == TestDb.Sqlite ? 6 : 3;
        for (var seed = 0; seed < seeds; seed++)
        {
            await using var world = await GigWorld.CreateAsync(engine, 4);
            var random = new Random(seed);
            var posts = new List<Guid>();
            foreach (var (start, end, places) in new[] { (7, 9, 1), (8, 12, 2), (9, 11, 1), (12, 15, 2) })
            {
                posts.Add(await world.PostAsync(world.Draft(places, start, end)));
            }

            for (var i = 1; i <= 4; i++)
            {
                await world.SignInAsync(i);
            }

            for (var step = 0; step < 40; step++)
            {
                var places = await world.PlacesAsync();
                var (post, who) = (posts[random.Next(posts.Count)], 1 + random.Next(4));
                var place = places.Count == 0 ? null : places[random.Next(places.Count)];
                switch (random.Next(12))
                {
                    case 0 or 1: await Task.WhenAll(world.GrabAsync(post, who), world.GrabAsync(posts[random.Next(posts.Count)], who), world.GrabAsync(post, 1 + random.Next(4))); break;
                    case 2 or 3: await world.DispatchAsync(post, 1 + random.Next(2)); break;
                    case 4: await world.Do(db => world.Fill(db).SpotAsync(post, who, GigWorld.Staff, Cancel)); break;
                    case 5 when place is not null: await world.MineAsync(place, PlaceAct.Accept); break;
                    case 6 when place is not null: await world.MineAsync(place, random.Next(2) == 0 ? PlaceAct.Decline : PlaceAct.Cancel); break;
                    case 7 or 8 when place is not null: await world.StaffAsync(place, PlaceAct.Arrive); break;
                    case 9 when place is not null: await world.StaffAsync(place, PlaceAct.Settle, "工单", 50 * (1 + random.Next(3))); break;
                    case 10 when place is not null: await world.PayAsync(place, 1 + random.Next(300_00)); break;
                    case 11: world.People.Clock.Advance(TimeSpan.FromMinutes(random.Next(20))); break;
                    default: break;
                }
            }

            await world.Do(async db =>
            {
                var all = await db.GigPlaces().AsNoTracking().ToListAsync(Cancel);
                var held = all.Where(p => PlaceMachine.Holds((PlaceState)p.State)).ToList();
                Assert.All(held.GroupBy(p => p.WorkerId), g => Assert.All(g, a => Assert.Single(g, b => new Chunfeng.Gigs.Hall.Span(a.StartsAt, a.EndsAt).Overlaps(new(b.StartsAt, b.EndsAt)))));
                foreach (var post in await db.GigPosts().AsNoTracking().ToListAsync(Cancel))
                {
                    Assert.Equal(held.Count(p => p.PostId == post.PostId), post.Held);
                    Assert.InRange(post.Held, 0, post.Places);
                }

                var payments = await db.GigPayments().AsNoTracking().ToListAsync(Cancel);
                Assert.All(all, p => Assert.Equal(payments.Where(x => x.PlaceId == p.PlaceId).Sum(x => x.Fen), p.PaidFen));
                Assert.All(all, p => Assert.True(p.PaidFen <= p.AmountFen));
                Assert.Equal(all.Sum(p => p.AmountFen), payments.Sum(p => p.Fen) + all.Sum(p => p.OwedFen));
                var slips = all.Where(p => p.Slip > 0).Select(p => p.Slip).Order().ToList();
                Assert.Equal(Enumerable.Range(1, slips.Count), slips);
                return 0;
            });
        }
    }
}
