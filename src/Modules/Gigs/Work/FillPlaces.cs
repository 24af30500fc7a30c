using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Work;

/// <summary>派单、抢单、现场快招 — gives places of an open post: to the first in line, to who taps first, to who was agreed with face to face.
/// Two at once for the last place: one gets it, the other is told.</summary>
internal sealed class FillPlaces(ChunfengDb db, GigTerms terms, TimeProvider clock)
{
    private const short Offered = (short)PlaceState.Offered, Taken = (short)PlaceState.Taken, Arrived = (short)PlaceState.Arrived, Done = (short)PlaceState.Done;

    /// <summary>Who was asked.</summary>
    public sealed record Called(IReadOnlyList<GigPlace> Places);

    /// <summary>Offers so many places to the first in line who can take them.</summary>
    public Task<Result<Called>> DispatchAsync(Guid postId, int count, Actor actor, CancellationToken cancel) => Turns.TakeAsync<Result<Called>>(db, async () =>
    {
        var post = await GigScope.Posts(db, actor).SingleOrDefaultAsync(p => p.PostId == postId, cancel);
        if (post is null || !GigScope.Runs(actor, post.Region))
        {
            return JudgePost.NotFound;
        }

        var now = clock.UtcStamp;
        if ((Open(post, FillWays.Dispatch, now) ?? (count is < 1 or > PostRules.MostPlaces ? new Refusal("bad-count", "请填写派几个人") : null)) is { } refusal)
        {
            return refusal;
        }

        // versions first, hours after: whoever takes hours in between is noticed when this is saved
        var today = clock.Today;
        var present = await db.Presences().Where(p => p.MarketId == post.MarketId && p.Day == today && p.LeftAt == null).Select(p => p.WorkerId).ToListAsync(cancel);
        var workers = await db.GigWorkers().Where(w => present.Contains(w.WorkerId)).ToDictionaryAsync(w => w.WorkerId, cancel);
        var line = (await LineAsync(post.MarketId, today, cancel)).Where(l => workers.ContainsKey(l.WorkerId));
        var first = HallQueue.Order(line, postId, post.Trade, terms.Trade(post.Trade)?.AnySkill == true, new Span(post.StartsAt, post.EndsAt)).ToList();
        var called = new List<GigPlace>();
        foreach (var next in first.Where(n => PostRules.CheckAge(workers[n.WorkerId].BornOn, post.Day, post.Dangers) is null).Take(Math.Min(count, post.Left)))
        {
            called.Add(Give(post, workers[next.WorkerId], FillWay.Dispatch, now, actor));
        }

        if (called.Count == 0)
        {
            return new Refusal("nobody-in-line", "排队的人里没有合适的：工种、时间或年龄不符，或已问过；可以改用抢单，或请用工方现场挑人");
        }

        await SignIn.DayAsync(db, post.MarketId, clock.Today, cancel); // two windows do not call the same person
        await db.SaveChangesAsync(cancel);
        return new Called(called);
    });

    /// <summary>The worker takes a place on the phone.</summary>
    public Task<Result<GigPlace>> GrabAsync(Guid postId, Guid workerId, bool sawDangers, Actor actor, CancellationToken cancel) => Turns.TakeAsync<Result<GigPlace>>(db, async () =>
    {
        var now = clock.UtcStamp;
        var post = await db.GigPosts().SingleOrDefaultAsync(p => p.PostId == postId && p.State != (short)PostState.Submitted && p.State != (short)PostState.Returned, cancel);
        if (post is null)
        {
            return JudgePost.NotFound;
        }

        if (await db.GigPlaces().AsNoTracking().FirstOrDefaultAsync(p => p.WorkerId == workerId && p.PostId == postId && (p.State == Offered || p.State == Taken || p.State == Arrived || p.State == Done), cancel) is { } mine)
        {
            return mine; // tapped twice
        }

        if (Open(post, FillWays.Grab, now) is { } refusal)
        {
            return refusal;
        }

        var worker = await db.GigWorkers().SingleOrDefaultAsync(w => w.WorkerId == workerId, cancel);
        if (worker is null)
        {
            return new Refusal("no-trades", "请先填写您会干的工种，再来抢单");
        }

        if (terms.Trade(post.Trade)?.AnySkill != true && !worker.TradeSet.Contains(post.Trade))
        {
            return new Refusal("trade-missing", $"这单要会“{terms.TradeName(post.Trade)}”；会的话请先在“我会干的”里勾上");
        }

        if (post.Dangers.Length > 0 && !sawDangers)
        {
            return new Refusal("dangers-unseen", $"这是危险作业（{terms.DangerNames(post.Dangers)}），请先勾选“我知道危险，会做好防护”");
        }

        return await TakeAsync(post, worker, FillWay.Grab, now, actor, cancel);
    });

    /// <summary>Employer and worker agreed at the hall; staff write it down.</summary>
    public Task<Result<GigPlace>> SpotAsync(Guid postId, int number, Actor actor, CancellationToken cancel) => Turns.TakeAsync<Result<GigPlace>>(db, async () =>
    {
        var now = clock.UtcStamp;
        var post = await GigScope.Posts(db, actor).SingleOrDefaultAsync(p => p.PostId == postId, cancel);
        if (post is null || !GigScope.Runs(actor, post.Region))
        {
            return JudgePost.NotFound;
        }

        if (Open(post, FillWays.Spot, now) is { } refusal)
        {
            return refusal;
        }

        var today = clock.Today;
        var present = await db.Presences().AsNoTracking().SingleOrDefaultAsync(p => p.MarketId == post.MarketId && p.Day == today && p.Number == number && p.LeftAt == null, cancel);
        if (present is null)
        {
            return new Refusal("not-in-line", $"今天没有 {number} 号在排队；请先给本人签到，再现场快招");
        }

        return await TakeAsync(post, await db.GigWorkers().SingleAsync(w => w.WorkerId == present.WorkerId, cancel), FillWay.Spot, now, actor, cancel);
    });

    /// <summary>Who waits at a market today, with the hours they are bound and the posts they did not take.</summary>
    public async Task<IReadOnlyList<InLine>> LineAsync(Guid marketId, DateOnly today, CancellationToken cancel)
    {
        var present = await db.Presences().AsNoTracking().Where(p => p.MarketId == marketId && p.Day == today && p.LeftAt == null).ToListAsync(cancel);
        var ids = present.Select(p => p.WorkerId).ToList();
        var (before, after) = (today.AddDays(-1), today.AddDays(PostRules.DaysAhead));
        var places = (await db.GigPlaces().AsNoTracking().Where(p => ids.Contains(p.WorkerId) && p.Day >= before && p.Day <= after)
            .Select(p => new { p.WorkerId, p.PostId, p.State, p.StartsAt, p.EndsAt }).ToListAsync(cancel)).ToLookup(p => p.WorkerId);
        return
        [
            .. present.Select(p => new InLine(p.WorkerId, p.Number, p.Turn, p.TradeSet,
                [.. places[p.WorkerId].Where(x => PlaceMachine.Holds((PlaceState)x.State)).Select(x => new Span(x.StartsAt, x.EndsAt))],
                places[p.WorkerId].Where(x => !PlaceMachine.Holds((PlaceState)x.State)).Select(x => x.PostId).ToHashSet())),
        ];
    }

    private async Task<Result<GigPlace>> TakeAsync(GigPost post, GigWorker worker, FillWay way, DateTime now, Actor actor, CancellationToken cancel)
    {
        if (PostRules.CheckAge(worker.BornOn, post.Day, post.Dangers) is { } young)
        {
            return young;
        }

        var (starts, ends) = (post.StartsAt, post.EndsAt);
        if (await db.GigPlaces().AnyAsync(p => p.WorkerId == worker.WorkerId && p.StartsAt < ends && starts < p.EndsAt
            && (p.State == Offered || p.State == Taken || p.State == Arrived || p.State == Done), cancel))
        {
            return new Refusal("hours-taken", "这个时间已经有一单零工了，同一时间只能干一单");
        }

        var place = Give(post, worker, way, now, actor);
        var today = clock.Today;
        if (await db.Presences().SingleOrDefaultAsync(p => p.WorkerId == worker.WorkerId && p.Day == today && p.LeftAt == null, cancel) is { } present)
        {
            var day = await SignIn.DayAsync(db, present.MarketId, today, cancel);
            present.Turn = ++day.LastTurn; // who has work goes behind who has none
            present.Version++;
        }

        await db.SaveChangesAsync(cancel);
        return place;
    }

    private GigPlace Give(GigPost post, GigWorker worker, FillWay way, DateTime now, Actor actor)
    {
        var place = new GigPlace
        {
            WorkerId = worker.WorkerId, PostId = post.PostId, MarketId = post.MarketId, Region = post.Region, EmployerUnit = post.EmployerUnit, Day = post.Day, StartsAt = post.StartsAt,
            EndsAt = post.EndsAt, MaskedName = worker.MaskedName, Way = (short)way, State = way == FillWay.Dispatch ? Offered : Taken, OfferedAt = now,
            AnswerBy = way == FillWay.Dispatch ? now + PlaceMachine.AnswerTime : null, TakenAt = way == FillWay.Dispatch ? null : now, Version = 1,
        };
        db.GigPlaces().Add(place);
        post.Held++;
        post.Version++;
        worker.Version++;
        db.Audit(clock, actor, way switch { FillWay.Dispatch => "gigs.dispatch", FillWay.Grab => "gigs.grab", _ => "gigs.spot" }, $"{place.PlaceId} post={post.PostId} held={post.Held}/{post.Places}", worker.WorkerId);
        return place;
    }

    private static Refusal? Open(GigPost post, FillWays way, DateTime now) => (PostState)post.State switch
    {
        PostState.Open when post.EndsAt <= now => new Refusal("past", "这单的收工时间已过"),
        PostState.Open when ((FillWays)post.Ways & way) == 0 => new Refusal("way-closed", "用工方没有选这种用人方式"),
        PostState.Open when post.Left <= 0 => new Refusal("just-filled", "名额刚刚满了，请看看别的"),
        PostState.Open => null,
        PostState.Submitted or PostState.Returned => new Refusal("not-checked", "这条用工信息还没有审核通过"),
        PostState.Closed => new Refusal("post-closed", "这单已经截止招人"),
        _ => new Refusal("post-cancelled", "这单已经取消"),
    };
}
