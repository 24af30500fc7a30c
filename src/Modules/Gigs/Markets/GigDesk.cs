using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Markets;

/// <summary>A market in the register with its day so far.</summary>
internal sealed record MarketLine(GigMarket Market, int Present, int Matched, int Services);

/// <summary>The lists of the room's first page, each inside the account's area.</summary>
internal sealed class GigDesk(ChunfengDb db, TimeProvider clock)
{
    private const int Most = 200;

    public async Task<IReadOnlyList<MarketLine>> MarketsAsync(MarketKind? kind, string? name, Actor actor, CancellationToken cancel)
    {
        var (today, sought) = (clock.Today, MarketRules.Clean(name, 50));
        var markets = GigScope.Markets(db, actor).AsNoTracking();
        if (kind is { } k)
        {
            var asked = (short)k;
            markets = markets.Where(m => m.Kind == asked);
        }

        if (sought.Length > 0)
        {
            markets = markets.Where(m => m.Name.Contains(sought));
        }

        var found = await markets.OrderByDescending(m => m.Kind).ThenBy(m => m.Region).ThenBy(m => m.MarketId).Take(Most).ToListAsync(cancel);
        var present = await GigScope.Presences(db, actor).Where(p => p.Day == today).GroupBy(p => p.MarketId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var matched = await GigScope.Places(db, actor).Where(p => p.Day == today && p.State >= (short)PlaceState.Taken && p.State <= (short)PlaceState.Done)
            .GroupBy(p => p.MarketId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var services = await GigScope.Services(db, actor).Where(s => s.Day == today).GroupBy(s => s.MarketId).Select(g => new { g.Key, Count = g.Sum(s => s.Times) }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. found.Select(m => new MarketLine(m, present.GetValueOrDefault(m.MarketId), matched.GetValueOrDefault(m.MarketId), services.GetValueOrDefault(m.MarketId)))];
    }

    /// <summary>Gig markets a post can be handed in at: those an account runs; all that are open for an employer's own account.</summary>
    public async Task<IReadOnlyList<GigMarket>> OpenMarketsAsync(Actor actor, CancellationToken cancel)
    {
        var open = (GigScope.MayRun(actor) ? GigScope.Markets(db, actor) : GigScope.OwnUnit(actor) is null ? db.Markets().Where(_ => false) : db.Markets()).AsNoTracking();
        return await open.Where(m => m.Kind == (short)MarketKind.Gig && m.IsOpen).OrderBy(m => m.Region).ThenBy(m => m.MarketId).Take(Most).ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<GigEmployer>> EmployersAsync(Guid? market, Actor actor, CancellationToken cancel) =>
        await GigScope.Employers(db, actor).AsNoTracking().Where(e => market == null || db.Markets().Any(m => m.MarketId == market && m.Region == e.Region) || e.UnitId != null)
            .OrderBy(e => e.ShownName).ThenBy(e => e.EmployerId).Take(Most).ToListAsync(cancel);

    public async Task<IReadOnlyDictionary<string, int>> ServicesAsync(Guid market, DateOnly day, Actor actor, CancellationToken cancel) =>
        await GigScope.Services(db, actor).Where(s => s.MarketId == market && s.Day == day).ToDictionaryAsync(s => s.Service, s => s.Times, cancel);

    public async Task<IReadOnlyList<GigPost>> ToCheckAsync(Actor actor, CancellationToken cancel)
    {
        var today = clock.Today;
        return await GigScope.Posts(db, actor).AsNoTracking().Where(p => p.State == (short)PostState.Submitted && p.Day >= today).OrderBy(p => p.SubmittedAt).ThenBy(p => p.PostId).Take(Most).ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<GigPost>> OwnAsync(Actor actor, CancellationToken cancel) => GigScope.OwnUnit(actor) is not { } unit ? []
        : await db.GigPosts().AsNoTracking().Where(p => p.EmployerUnit == unit).OrderByDescending(p => p.Day).ThenBy(p => p.PostId).Take(Most).ToListAsync(cancel);

    public async Task<IReadOnlyList<GigPlace>> UnpaidAsync(Actor actor, CancellationToken cancel) =>
        await GigScope.Places(db, actor).AsNoTracking().Where(p => p.State == (short)PlaceState.Done && p.PaidFen < p.AmountFen).OrderBy(p => p.Day).ThenBy(p => p.PlaceId).Take(Most).ToListAsync(cancel);

    public async Task<IReadOnlyList<GigDispute>> DisputesAsync(Actor actor, CancellationToken cancel)
    {
        var (from, end) = GigScope.MayOpen(actor) ? (actor.Region.Value, actor.Region.End) : (0, 0);
        return await db.GigDisputes().AsNoTracking().Where(d => d.Region >= from && d.Region < end).OrderBy(d => d.SettledAt != null).ThenByDescending(d => d.At).Take(Most).ToListAsync(cancel);
    }
}
