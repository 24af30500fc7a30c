using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Hall;

/// <summary>One person of the day's line as the hall shows them.</summary>
/// <param name="Place">What they are asked for, on the way to or at; null while they wait.</param>
internal sealed record LineRow(Presence Person, GigPlace? Place);

/// <summary>A gig market's day in figures. Lists are read a page at a time.</summary>
/// <param name="Until">The last day whose posts are shown.</param>
/// <param name="WaitingByTrade">Who can do several things waits for each.</param>
internal sealed record Board(GigMarket Market, DateOnly Day, DateOnly Until, int Present, int Waiting, IReadOnlyDictionary<string, int> WaitingByTrade)
{
    public int Wanted { get; init; }
    public int Matched { get; init; }
    public int Done { get; init; }
    public long AmountFen { get; init; }
    public long PaidFen { get; init; }
}

/// <summary>What the hall's screen shows: the first of each list and how many there are.</summary>
internal sealed record Screen(IReadOnlyList<LineRow> Called, IReadOnlyList<Presence> Waiting, IReadOnlyList<GigPost> Posts, int PostCount, int PlacesLeft)
{
    /// <summary>Posts whose employer has serious open conduct.</summary>
    public required IReadOnlySet<Guid> Warned { get; init; }
}

/// <summary>Reads a gig market's day inside the account's area.</summary>
internal sealed class HallBoard(ChunfengDb db, EmployerTies ties, TimeProvider clock)
{
    private const short Offered = (short)PlaceState.Offered, Taken = (short)PlaceState.Taken, Arrived = (short)PlaceState.Arrived, Done = (short)PlaceState.Done;

    // who went home stands behind who is there
    private static readonly KeyOrder<Presence> LineOrder = KeyOrder.By((Presence p) => p.LeftAt == null ? 0 : 1).ThenBy(p => p.Turn).ThenBy(p => p.WorkerId);
    private static readonly KeyOrder<GigPost> PostOrder = KeyOrder.By((GigPost p) => p.StartsAt).ThenBy(p => p.PostId);

    public async Task<Board?> HandleAsync(Guid marketId, DateOnly? asked, Actor actor, CancellationToken cancel)
    {
        var market = await GigScope.Markets(db, actor).AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId, cancel);
        if (market is null)
        {
            return null;
        }

        var day = asked ?? clock.Today;
        var until = day.AddDays(day == clock.Today ? PostRules.DaysAhead : 0);
        var labels = await Waiting(marketId, day).GroupBy(p => p.Trades).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var places = await db.GigPlaces().Where(p => p.MarketId == marketId && p.Day == day).GroupBy(p => p.State)
            .Select(g => new { State = g.Key, Count = g.Count(), Amount = g.Sum(p => p.AmountFen), Paid = g.Sum(p => p.PaidFen) }).ToListAsync(cancel);
        return new Board(market, day, until, await db.Presences().CountAsync(p => p.MarketId == marketId && p.Day == day, cancel), labels.Sum(l => l.Count),
            labels.SelectMany(l => GigTerms.Split(l.Key).Select(t => (Trade: t, l.Count))).GroupBy(t => t.Trade).ToDictionary(g => g.Key, g => g.Sum(t => t.Count)))
        {
            Wanted = await db.GigPosts().Where(p => p.MarketId == marketId && p.Day >= day && p.Day <= until && (p.State == (short)PostState.Open || p.State == (short)PostState.Closed)).SumAsync(p => p.Places, cancel),
            Matched = places.Where(p => p.State is Taken or Arrived or Done).Sum(p => p.Count), Done = places.Where(p => p.State == Done).Sum(p => p.Count),
            AmountFen = places.Sum(p => p.Amount), PaidFen = places.Sum(p => p.Paid),
        };
    }

    /// <summary>The day's line, the first in turn first.</summary>
    public async Task<KeyPage<LineRow>> LineAsync(Board board, PageAsk ask, CancellationToken cancel)
    {
        var (market, day) = (board.Market.MarketId, board.Day);
        var page = await LineOrder.PageAsync(db.Presences().AsNoTracking().Where(p => p.MarketId == market && p.Day == day), ask, cancel);
        var ids = page.Rows.Select(p => p.WorkerId).ToList();
        var active = (await db.GigPlaces().AsNoTracking().Where(p => ids.Contains(p.WorkerId) && p.MarketId == market && p.Day == day && (p.State == Offered || p.State == Taken || p.State == Arrived))
            .OrderBy(p => p.OfferedAt).ThenBy(p => p.PlaceId).ToListAsync(cancel)).ToLookup(p => p.WorkerId);
        return page.Select(p => new LineRow(p, active[p.WorkerId].FirstOrDefault()));
    }

    /// <summary>The posts of the days shown, the first to begin first.</summary>
    public Task<KeyPage<GigPost>> PostsAsync(Board board, PageAsk ask, CancellationToken cancel)
    {
        var (market, day, until) = (board.Market.MarketId, board.Day, board.Until);
        return PostOrder.PageAsync(db.GigPosts().AsNoTracking().Where(p => p.MarketId == market && p.Day >= day && p.Day <= until), ask, cancel);
    }

    public async Task<Screen> ScreenAsync(Board board, int mostCalled, int mostWaiting, int mostPosts, CancellationToken cancel)
    {
        var (market, day, until, now) = (board.Market.MarketId, board.Day, board.Until, clock.UtcStamp);
        var offers = await db.GigPlaces().AsNoTracking().Where(p => p.MarketId == market && p.Day == day && p.State == Offered).OrderBy(p => p.OfferedAt).ThenBy(p => p.PlaceId).Take(mostCalled).ToListAsync(cancel);
        var ids = offers.Select(o => o.WorkerId).ToList();
        var people = await db.Presences().AsNoTracking().Where(p => ids.Contains(p.WorkerId) && p.MarketId == market && p.Day == day).ToDictionaryAsync(p => p.WorkerId, cancel);
        var open = db.GigPosts().AsNoTracking().Where(p => p.MarketId == market && p.Day >= day && p.Day <= until && p.State == (short)PostState.Open && p.Held < p.Places && p.EndsAt > now);
        var posts = await open.OrderBy(p => p.StartsAt).ThenBy(p => p.PostId).Take(mostPosts).ToListAsync(cancel);
        var cards = await ties.CardsAsync([.. posts.Select(p => p.EmployerId)], cancel);
        return new Screen(
            [.. offers.Where(o => people.ContainsKey(o.WorkerId)).DistinctBy(o => o.WorkerId).Select(o => new LineRow(people[o.WorkerId], o)).OrderBy(l => l.Person.Turn)],
            await Waiting(market, day).AsNoTracking().OrderBy(p => p.Turn).ThenBy(p => p.WorkerId).Take(mostWaiting).ToListAsync(cancel),
            posts, await open.CountAsync(cancel), await open.SumAsync(p => p.Places - p.Held, cancel))
        {
            Warned = posts.Where(p => cards.GetValueOrDefault(p.EmployerId)?.ConductWarning is not null).Select(p => p.PostId).ToHashSet(),
        };
    }

    /// <summary>In line and neither asked for nor on the way to anything.</summary>
    private IQueryable<Presence> Waiting(Guid market, DateOnly day)
    {
        var places = db.GigPlaces();
        return db.Presences().Where(p => p.MarketId == market && p.Day == day && p.LeftAt == null
            && !places.Any(g => g.WorkerId == p.WorkerId && g.MarketId == market && g.Day == day && (g.State == Offered || g.State == Taken || g.State == Arrived)));
    }
}
