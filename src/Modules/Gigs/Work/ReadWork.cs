using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Work;

/// <summary>One place with everything about it: the gig of a worker, and its slip once it is done.</summary>
internal sealed record PlaceView(
    GigPlace Place, GigPost Post, GigMarket Market, GigEmployer Employer, IReadOnlyList<GigPayment> Payments, IReadOnlyList<GigRating> Ratings, IReadOnlyList<GigDispute> Disputes)
{
    /// <summary>Whose hand the reader's acts are.</summary>
    public required GigSide Side { get; init; }
}

/// <summary>A worker's own gigs and the open ones near them.</summary>
/// <param name="Today">Their ticket, when they signed in somewhere today.</param>
/// <param name="Ahead">How many wait before them.</param>
/// <param name="Mine">Offered, taken, arrived first, then the newest.</param>
internal sealed record MyDay(GigWorker? Me, Presence? Today, GigMarket? Hall, int Ahead, IReadOnlyList<(GigPlace Place, GigPost Post)> Mine, IReadOnlyList<GigPost> Open, RegionCode Area);

/// <summary>Reads places: one for its page and slip, or a worker's own day.</summary>
internal sealed class ReadWork(ChunfengDb db, TimeProvider clock)
{
    private const int MostMine = 30, MostOpen = 50;

    public async Task<PlaceView?> ForStaffAsync(Guid workerId, Guid placeId, Actor actor, CancellationToken cancel)
    {
        var place = await GigScope.Places(db, actor).AsNoTracking().SingleOrDefaultAsync(p => p.WorkerId == workerId && p.PlaceId == placeId, cancel);
        return place is null ? null : await ViewAsync(place, TakePlaceStep.SideOf(actor, place), cancel);
    }

    public async Task<PlaceView?> ForWorkerAsync(Guid workerId, Guid placeId, CancellationToken cancel)
    {
        var place = await db.GigPlaces().AsNoTracking().SingleOrDefaultAsync(p => p.WorkerId == workerId && p.PlaceId == placeId, cancel);
        return place is null ? null : await ViewAsync(place, GigSide.Worker, cancel);
    }

    /// <param name="area">A city whose open gigs are shown; null is where the worker signed in today, or lives.</param>
    public async Task<MyDay> MineAsync(Guid workerId, RegionCode home, RegionCode? area, CancellationToken cancel)
    {
        var (today, now) = (clock.Today, clock.UtcStamp);
        var me = await db.GigWorkers().AsNoTracking().SingleOrDefaultAsync(w => w.WorkerId == workerId, cancel);
        var present = await db.Presences().AsNoTracking().SingleOrDefaultAsync(p => p.WorkerId == workerId && p.Day == today && p.LeftAt == null, cancel);
        var hall = present is null ? null : await db.Markets().AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == present.MarketId, cancel);
        var ahead = present is null ? 0 : await db.Presences().CountAsync(p => p.MarketId == present.MarketId && p.Day == today && p.LeftAt == null && p.Turn < present.Turn, cancel);
        var mine = await db.GigPlaces().AsNoTracking().Where(p => p.WorkerId == workerId).OrderByDescending(p => p.Day).ThenByDescending(p => p.PlaceId).Take(MostMine).ToListAsync(cancel);
        var ids = mine.Select(p => p.PostId).Distinct().ToList();
        var posts = await db.GigPosts().AsNoTracking().Where(p => ids.Contains(p.PostId)).ToDictionaryAsync(p => p.PostId, cancel);
        var near = area ?? (present is null ? home : new RegionCode(present.Region)).At(RegionLevel.City);
        long from = near.Value, end = near.End;
        var open = await db.GigPosts().AsNoTracking().Where(p => p.Region >= from && p.Region < end && p.Day >= today && p.EndsAt > now && p.State == (short)PostState.Open && p.Held < p.Places
            && (p.Ways & (short)FillWays.Grab) != 0).OrderBy(p => p.StartsAt).ThenBy(p => p.PostId).Take(MostOpen).ToListAsync(cancel);
        var trades = me?.TradeSet;
        return new MyDay(me, present, hall, ahead,
            [.. mine.OrderByDescending(p => p.State is (short)PlaceState.Offered or (short)PlaceState.Taken or (short)PlaceState.Arrived).Select(p => (p, posts[p.PostId]))],
            [.. open.Where(p => !ids.Contains(p.PostId) || mine.All(m => m.PostId != p.PostId || !PlaceMachine.Holds((PlaceState)m.State)))
                .OrderByDescending(p => trades?.Contains(p.Trade) == true).ThenByDescending(p => present is not null && p.MarketId == present.MarketId)],
            near);
    }

    private async Task<PlaceView> ViewAsync(GigPlace place, GigSide side, CancellationToken cancel)
    {
        var post = await db.GigPosts().AsNoTracking().SingleAsync(p => p.PostId == place.PostId, cancel);
        return new PlaceView(place, post, await db.Markets().AsNoTracking().SingleAsync(m => m.MarketId == place.MarketId, cancel),
            await db.GigEmployers().AsNoTracking().SingleAsync(e => e.EmployerId == post.EmployerId, cancel),
            await db.GigPayments().AsNoTracking().Where(p => p.WorkerId == place.WorkerId && p.PlaceId == place.PlaceId).OrderBy(p => p.At).ThenBy(p => p.PaymentId).ToListAsync(cancel),
            await db.GigRatings().AsNoTracking().Where(r => r.WorkerId == place.WorkerId && r.PlaceId == place.PlaceId).OrderBy(r => r.Side).ToListAsync(cancel),
            await db.GigDisputes().AsNoTracking().Where(d => d.WorkerId == place.WorkerId && d.PlaceId == place.PlaceId).OrderBy(d => d.At).ToListAsync(cancel))
        {
            Side = side,
        };
    }
}
