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

/// <summary>A gig market's day: line, posts, sums.</summary>
internal sealed record Board(GigMarket Market, DateOnly Day, IReadOnlyList<LineRow> Line, IReadOnlyList<GigPost> Posts, IReadOnlyList<GigPlace> Places)
{
    public int Present => Line.Count;
    public int Waiting => Line.Count(l => l.Person.LeftAt is null && l.Place is null);
    public int Wanted => Posts.Where(p => p.State is (short)PostState.Open or (short)PostState.Closed).Sum(p => p.Places);
    public int Matched => Places.Count(p => p.State is (short)PlaceState.Taken or (short)PlaceState.Arrived or (short)PlaceState.Done);
    public int Done => Places.Count(p => p.State == (short)PlaceState.Done);
    public long AmountFen => Places.Sum(p => p.AmountFen);
    public long PaidFen => Places.Sum(p => p.PaidFen);
}

/// <summary>Reads a gig market's day inside the account's area.</summary>
internal sealed class HallBoard(ChunfengDb db, TimeProvider clock)
{
    public async Task<Board?> HandleAsync(Guid marketId, DateOnly? asked, Actor actor, CancellationToken cancel)
    {
        var market = await GigScope.Markets(db, actor).AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == marketId, cancel);
        if (market is null)
        {
            return null;
        }

        var day = asked ?? clock.Today;
        var line = await db.Presences().AsNoTracking().Where(p => p.MarketId == marketId && p.Day == day).OrderBy(p => p.Turn).ToListAsync(cancel);
        var ahead = day.AddDays(day == clock.Today ? PostRules.DaysAhead : 0);
        var posts = await db.GigPosts().AsNoTracking().Where(p => p.MarketId == marketId && p.Day >= day && p.Day <= ahead).OrderBy(p => p.StartsAt).ThenBy(p => p.PostId).ToListAsync(cancel);
        var places = await db.GigPlaces().AsNoTracking().Where(p => p.MarketId == marketId && p.Day == day).OrderBy(p => p.OfferedAt).ThenBy(p => p.PlaceId).ToListAsync(cancel);
        var active = places.Where(p => p.State is (short)PlaceState.Offered or (short)PlaceState.Taken or (short)PlaceState.Arrived).GroupBy(p => p.WorkerId).ToDictionary(g => g.Key, g => g.First());
        return new Board(market, day, [.. line.Select(p => new LineRow(p, active.GetValueOrDefault(p.WorkerId)))], posts, places);
    }
}
