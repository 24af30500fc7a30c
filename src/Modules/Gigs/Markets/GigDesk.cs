using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Markets;

/// <summary>A market in the register with its day so far.</summary>
internal sealed record MarketLine(GigMarket Market, int Present, int Matched, int Services);

/// <summary>How often a market gave all its services on a day.</summary>
internal sealed class ServiceSum
{
    public required DateOnly Day { get; init; }
    public required int Times { get; init; }
}

/// <summary>The lists of the room's first page, each inside the account's area.</summary>
internal sealed class GigDesk(ChunfengDb db, TimeProvider clock)
{
    private const int Most = 200;

    private static readonly KeyOrder<GigMarket> MarketOrder = KeyOrder.ByDescending((GigMarket m) => m.Kind).ThenBy(m => m.Region).ThenBy(m => m.MarketId);
    private static readonly KeyOrder<GigPost> CheckOrder = KeyOrder.By((GigPost p) => p.SubmittedAt).ThenBy(p => p.PostId);
    private static readonly KeyOrder<GigPost> OwnOrder = KeyOrder.ByDescending((GigPost p) => p.Day).ThenByDescending(p => p.PostId);
    private static readonly KeyOrder<GigPlace> UnpaidOrder = KeyOrder.By((GigPlace p) => p.Day).ThenBy(p => p.PlaceId);
    private static readonly KeyOrder<GigDispute> DisputeOrder = KeyOrder.By((GigDispute d) => d.SettledAt == null ? 0 : 1).ThenByDescending(d => d.At).ThenByDescending(d => d.DisputeId);
    private static readonly KeyOrder<GigEmployer> EmployerOrder = KeyOrder.ByDescending((GigEmployer e) => e.CheckedAt).ThenByDescending(e => e.EmployerId);
    private static readonly KeyOrder<ServiceSum> DayOrder = KeyOrder.ByDescending((ServiceSum s) => s.Day);

    /// <summary>Gig markets first; the day's counts are those of the markets on the page.</summary>
    public async Task<KeyPage<MarketLine>> MarketsAsync(MarketKind? kind, string? name, PageAsk ask, Actor actor, CancellationToken cancel)
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

        var page = await MarketOrder.PageAsync(markets, ask, cancel);
        var ids = page.Rows.Select(m => m.MarketId).ToList();
        var present = await db.Presences().Where(p => ids.Contains(p.MarketId) && p.Day == today).GroupBy(p => p.MarketId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var matched = await db.GigPlaces().Where(p => ids.Contains(p.MarketId) && p.Day == today && p.State >= (short)PlaceState.Taken && p.State <= (short)PlaceState.Done)
            .GroupBy(p => p.MarketId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var services = await db.ServiceDays().Where(s => ids.Contains(s.MarketId) && s.Day == today).GroupBy(s => s.MarketId).Select(g => new { g.Key, Count = g.Sum(s => s.Times) }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return page.Select(m => new MarketLine(m, present.GetValueOrDefault(m.MarketId), matched.GetValueOrDefault(m.MarketId), services.GetValueOrDefault(m.MarketId)));
    }

    /// <summary>Gig markets a post can be handed in at: those an account runs; all that are open for an employer's own account.</summary>
    public async Task<IReadOnlyList<GigMarket>> OpenMarketsAsync(Actor actor, CancellationToken cancel)
    {
        var open = (GigScope.MayRun(actor) ? GigScope.Markets(db, actor) : GigScope.OwnUnit(actor) is null ? db.Markets().Where(_ => false) : db.Markets()).AsNoTracking();
        return await open.Where(m => m.Kind == (short)MarketKind.Gig && m.IsOpen).OrderBy(m => m.Region).ThenBy(m => m.MarketId).Take(Most).ToListAsync(cancel);
    }

    /// <summary>Who gives gigs here, the latest first: by part of the name or the whole credit code.</summary>
    /// <param name="untold">Only units the employers' register does not have.</param>
    public Task<KeyPage<GigEmployer>> EmployersAsync(string? text, bool untold, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        var sought = MarketRules.Clean(text, 50);
        var employers = GigScope.Employers(db, actor).AsNoTracking();
        if (sought.Length > 0)
        {
            employers = employers.Where(e => e.ShownName.Contains(sought) || e.Credit == sought);
        }

        return EmployerOrder.PageAsync(untold ? employers.Where(e => e.RegisterId == null && e.Credit != "") : employers, ask, cancel);
    }

    /// <summary>Null when there is none in the account's scope.</summary>
    public Task<GigEmployer?> EmployerAsync(Guid employer, Actor actor, CancellationToken cancel) => GigScope.Employers(db, actor).AsNoTracking().SingleOrDefaultAsync(e => e.EmployerId == employer, cancel);

    /// <summary>What one employer had done, the latest first.</summary>
    public Task<KeyPage<GigPost>> PostsOfAsync(Guid employer, PageAsk ask, Actor actor, CancellationToken cancel) =>
        OwnOrder.PageAsync(GigScope.Posts(db, actor).AsNoTracking().Where(p => p.EmployerId == employer), ask, cancel);

    /// <summary>Null when there is none in the account's area.</summary>
    public Task<GigMarket?> MarketAsync(Guid market, Actor actor, CancellationToken cancel) => GigScope.Markets(db, actor).AsNoTracking().SingleOrDefaultAsync(m => m.MarketId == market, cancel);

    public async Task<IReadOnlyDictionary<string, int>> ServicesAsync(Guid market, DateOnly day, Actor actor, CancellationToken cancel) =>
        await GigScope.Services(db, actor).Where(s => s.MarketId == market && s.Day == day).ToDictionaryAsync(s => s.Service, s => s.Times, cancel);

    /// <summary>The days a market wrote its services down, the latest first; empty where the market is outside the account's area.</summary>
    public Task<KeyPage<ServiceSum>> ServiceDaysAsync(Guid market, PageAsk ask, Actor actor, CancellationToken cancel) => DayOrder.PageAsync(
        GigScope.Services(db, actor).Where(s => s.MarketId == market).GroupBy(s => s.Day).Select(g => new ServiceSum { Day = g.Key, Times = g.Sum(s => s.Times) }), ask, cancel);

    public Task<KeyPage<GigPost>> ToCheckAsync(PageAsk ask, Actor actor, CancellationToken cancel)
    {
        var today = clock.Today;
        return CheckOrder.PageAsync(GigScope.Posts(db, actor).AsNoTracking().Where(p => p.State == (short)PostState.Submitted && p.Day >= today), ask, cancel);
    }

    public async Task<KeyPage<GigPost>> OwnAsync(PageAsk ask, Actor actor, CancellationToken cancel) => GigScope.OwnUnit(actor) is not { } unit ? KeyPage<GigPost>.None
        : await OwnOrder.PageAsync(db.GigPosts().AsNoTracking().Where(p => p.EmployerUnit == unit), ask, cancel);

    public Task<KeyPage<GigPlace>> UnpaidAsync(PageAsk ask, Actor actor, CancellationToken cancel) =>
        UnpaidOrder.PageAsync(GigScope.Places(db, actor).AsNoTracking().Where(p => p.State == (short)PlaceState.Done && p.PaidFen < p.AmountFen), ask, cancel);

    /// <summary>Those nobody settled first.</summary>
    public Task<KeyPage<GigDispute>> DisputesAsync(PageAsk ask, Actor actor, CancellationToken cancel) => DisputeOrder.PageAsync(GigScope.Disputes(db, actor).AsNoTracking(), ask, cancel);
}
