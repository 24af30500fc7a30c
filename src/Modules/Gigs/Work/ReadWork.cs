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

    /// <summary>What the register tells people about the employer; null when nothing serious is open.</summary>
    public string? ConductWarning { get; init; }
}

/// <summary>One of a worker's own gigs.</summary>
internal sealed record MyGigLine(GigPlace Place, GigPost Post);

/// <summary>A worker's own gigs and the open ones near them.</summary>
/// <param name="Today">Their ticket, when they signed in somewhere today.</param>
/// <param name="Ahead">How many wait before them.</param>
/// <param name="Mine">Offered, taken, arrived first, then the latest few.</param>
/// <param name="HasMore">There are earlier ones.</param>
/// <param name="Open">Those they can do first, those of the hall they are at before others, then the first to begin.</param>
internal sealed record MyDay(GigWorker? Me, Presence? Today, GigMarket? Hall, int Ahead, IReadOnlyList<MyGigLine> Mine, bool HasMore, KeyPage<GigPost> Open, RegionCode Area)
{
    /// <summary>Gig employer → what people are told about it, for those with serious open conduct.</summary>
    public required IReadOnlyDictionary<Guid, string> Warnings { get; init; }
}

/// <summary>Reads places: one for its page and slip, or a worker's own day.</summary>
internal sealed class ReadWork(ChunfengDb db, EmployerTies ties, TimeProvider clock)
{
    /// <summary>Gigs on one page of a phone.</summary>
    public const int PageSize = 20;

    private const int Recent = 5;
    private const short Offered = (short)PlaceState.Offered, Taken = (short)PlaceState.Taken, Arrived = (short)PlaceState.Arrived;
    private static readonly KeyOrder<GigPlace> MineOrder = KeyOrder.ByDescending((GigPlace p) => p.Day).ThenByDescending(p => p.PlaceId);

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
    /// <param name="ask">Which of the open gigs.</param>
    public async Task<MyDay> MineAsync(Guid workerId, RegionCode home, RegionCode? area, PageAsk ask, CancellationToken cancel)
    {
        var (today, now) = (clock.Today, clock.UtcStamp);
        var me = await db.GigWorkers().AsNoTracking().SingleOrDefaultAsync(w => w.WorkerId == workerId, cancel);
        var present = await db.Presences().AsNoTracking().SingleOrDefaultAsync(p => p.WorkerId == workerId && p.Day == today && p.LeftAt == null, cancel);
        var hall = present is null ? null : await db.Markets().AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == present.MarketId, cancel);
        var ahead = present is null ? 0 : await db.Presences().CountAsync(p => p.MarketId == present.MarketId && p.Day == today && p.LeftAt == null && p.Turn < present.Turn, cancel);
        var own = db.GigPlaces().AsNoTracking().Where(p => p.WorkerId == workerId);
        var active = await own.Where(p => p.State == Offered || p.State == Taken || p.State == Arrived).OrderByDescending(p => p.Day).ThenByDescending(p => p.PlaceId).ToListAsync(cancel);
        var past = await own.Where(p => p.State != Offered && p.State != Taken && p.State != Arrived).OrderByDescending(p => p.Day).ThenByDescending(p => p.PlaceId).Take(Recent + 1).ToListAsync(cancel);
        var (near, here) = (area ?? (present is null ? home : new RegionCode(present.Region)).At(RegionLevel.City), present?.MarketId);
        long from = near.Value, end = near.End;
        var held = await own.Where(p => p.Day >= today && p.State <= (short)PlaceState.Done).Select(p => p.PostId).ToListAsync(cancel);
        var trades = me?.TradeSet.ToList() ?? [];
        var open = db.GigPosts().AsNoTracking().Where(p => p.Region >= from && p.Region < end && p.Day >= today && p.EndsAt > now && p.State == (short)PostState.Open && p.Held < p.Places
            && (p.Ways & (short)FillWays.Grab) != 0 && !held.Contains(p.PostId));
        var order = KeyOrder.By((GigPost p) => (trades.Contains(p.Trade) ? 0 : 2) + (p.MarketId == here ? 0 : 1)).ThenBy(p => p.StartsAt).ThenBy(p => p.PostId);
        var page = await order.PageAsync(open, ask, cancel);
        return new MyDay(me, present, hall, ahead, await LinesAsync([.. active, .. past.Take(Recent)], cancel), past.Count > Recent, page, near)
        {
            Warnings = (await ties.CardsAsync([.. page.Rows.Select(p => p.EmployerId)], cancel)).Where(c => c.Value.ConductWarning is not null).ToDictionary(c => c.Key, c => c.Value.ConductWarning!),
        };
    }

    /// <summary>All of a worker's own gigs, the latest first.</summary>
    public async Task<KeyPage<MyGigLine>> PastAsync(Guid workerId, PageAsk ask, CancellationToken cancel)
    {
        var page = await MineOrder.PageAsync(db.GigPlaces().AsNoTracking().Where(p => p.WorkerId == workerId), ask, cancel);
        return new KeyPage<MyGigLine>(await LinesAsync(page.Rows, cancel), page.Next, page.Previous);
    }

    /// <summary>The skill labels somebody has set; null for none yet.</summary>
    public async Task<IReadOnlySet<string>?> TradesAsync(Guid workerId, CancellationToken cancel) =>
        (await db.GigWorkers().AsNoTracking().SingleOrDefaultAsync(w => w.WorkerId == workerId, cancel))?.TradeSet;

    private async Task<IReadOnlyList<MyGigLine>> LinesAsync(IReadOnlyList<GigPlace> places, CancellationToken cancel)
    {
        var ids = places.Select(p => p.PostId).Distinct().ToList();
        var posts = await db.GigPosts().AsNoTracking().Where(p => ids.Contains(p.PostId)).ToDictionaryAsync(p => p.PostId, cancel);
        return [.. places.Select(p => new MyGigLine(p, posts[p.PostId]))];
    }

    private async Task<PlaceView> ViewAsync(GigPlace place, GigSide side, CancellationToken cancel)
    {
        var post = await db.GigPosts().AsNoTracking().SingleAsync(p => p.PostId == place.PostId, cancel);
        var employer = await db.GigEmployers().AsNoTracking().SingleAsync(e => e.EmployerId == post.EmployerId, cancel);
        return new PlaceView(place, post, await db.Markets().AsNoTracking().SingleAsync(m => m.MarketId == place.MarketId, cancel), employer,
            await db.GigPayments().AsNoTracking().Where(p => p.WorkerId == place.WorkerId && p.PlaceId == place.PlaceId).OrderBy(p => p.At).ThenBy(p => p.PaymentId).ToListAsync(cancel),
            await db.GigRatings().AsNoTracking().Where(r => r.WorkerId == place.WorkerId && r.PlaceId == place.PlaceId).OrderBy(r => r.Side).ToListAsync(cancel),
            await db.GigDisputes().AsNoTracking().Where(d => d.WorkerId == place.WorkerId && d.PlaceId == place.PlaceId).OrderBy(d => d.At).ToListAsync(cancel))
        {
            Side = side, ConductWarning = (await ties.CardAsync(employer, cancel))?.ConductWarning,
        };
    }
}
