using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Network.Agreements;

/// <summary>What is looked for; empty members do not filter.</summary>
/// <param name="Grouping">Code of a grouping, or "other" for places in none.</param>
internal sealed record AgreementFilter(string? Text = null, string? Grouping = null, string? State = null, RegionLevel? Level = null);

/// <summary>One agreement in the list.</summary>
/// <param name="Promised">Posts promised in all; <paramref name="Offered"/>: recorded as offered.</param>
internal sealed record AgreementLine(Agreement Agreement, AgreementState State, Grouping? Grouping, int Promised, int Offered, DateOnly? ReviewedOn);

/// <summary>One agreement with all that is recorded of it.</summary>
/// <param name="Sent">People of the home area who, by the register, worked at the partner's place in the agreement's time; null for who may not see people.</param>
/// <param name="Chain">The agreements it continues and that continue it, the oldest first.</param>
internal sealed record AgreementView(
    Agreement Agreement, AgreementState State, Grouping? Grouping, IReadOnlyList<AgreementPromise> Promises, IReadOnlyList<AgreementOffer> Offers, IReadOnlyList<AgreementReview> Reviews,
    IReadOnlyList<Agreement> Chain, PlacedCount? Sent, bool MayWrite);

/// <summary>Lists and reads agreements inside the account's scope.</summary>
internal sealed class AgreementList(ChunfengDb db, CountPlaced placed, Groupings groupings, RegionTree regions, TimeProvider clock)
{
    public const int Most = 500;

    public async Task<IReadOnlyList<AgreementLine>> HandleAsync(AgreementFilter filter, Actor actor, CancellationToken cancel)
    {
        var text = AgreementRules.Clean(filter.Text);
        var found = AgreementScope.Within(db, actor).AsNoTracking();
        if (text.Length > 0)
        {
            found = found.Where(a => a.Title.Contains(text) || a.TheirParty.Contains(text) || a.OurParty.Contains(text));
        }

        var agreements = await found.OrderByDescending(a => a.EndsOn).ThenBy(a => a.AgreementId).Take(Most).ToListAsync(cancel);
        var ids = agreements.Select(a => a.AgreementId).ToList();
        var renewed = (await db.Agreements().Where(a => a.Renews != null && ids.Contains(a.Renews.Value)).Select(a => a.Renews!.Value).ToListAsync(cancel)).ToHashSet();
        var promised = await db.AgreementPromises().Where(p => ids.Contains(p.AgreementId)).GroupBy(p => p.AgreementId).Select(g => new { g.Key, Posts = g.Sum(p => p.Posts) }).ToDictionaryAsync(g => g.Key, g => g.Posts, cancel);
        var offered = await db.AgreementOffers().Where(p => ids.Contains(p.AgreementId)).GroupBy(p => p.AgreementId).Select(g => new { g.Key, Posts = g.Sum(p => p.Posts) }).ToDictionaryAsync(g => g.Key, g => g.Posts, cancel);
        var reviewed = await db.AgreementReviews().Where(p => ids.Contains(p.AgreementId)).GroupBy(p => p.AgreementId).Select(g => new { g.Key, On = g.Max(p => p.ReviewedOn) }).ToDictionaryAsync(g => g.Key, g => g.On, cancel);
        return
        [
            .. agreements.Select(a => new AgreementLine(a, AgreementRules.StateOn(a, clock.Today, renewed.Contains(a.AgreementId)), groupings.Of(new RegionCode(a.Partner)),
                promised.GetValueOrDefault(a.AgreementId), offered.GetValueOrDefault(a.AgreementId), reviewed.TryGetValue(a.AgreementId, out var on) ? on : null))
                .Where(l => string.IsNullOrEmpty(filter.Grouping) || (filter.Grouping == "other" ? l.Grouping is null : l.Grouping?.Code == filter.Grouping))
                .Where(l => string.IsNullOrEmpty(filter.State) || l.State.ToString().Equals(filter.State, StringComparison.OrdinalIgnoreCase))
                .Where(l => filter.Level is not { } level || new RegionCode(l.Agreement.Home).Level == level),
        ];
    }

    /// <summary>What is written in an agreement the account may see, else null.</summary>
    public Task<Agreement?> WrittenAsync(Guid id, Actor actor, CancellationToken cancel) =>
        AgreementScope.Within(db, actor).AsNoTracking().SingleOrDefaultAsync(a => a.AgreementId == id, cancel);

    public async Task<AgreementView?> FindAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var agreement = await WrittenAsync(id, actor, cancel);
        if (agreement is null)
        {
            return null;
        }

        var family = await AgreementScope.Within(db, actor).AsNoTracking().Where(a => a.Home == agreement.Home && a.Partner == agreement.Partner).ToListAsync(cancel);
        var chain = Chain(agreement, family);
        var (home, today) = (new RegionCode(agreement.Home), clock.Today);
        var to = agreement.LastDay < today ? agreement.LastDay : today;
        var sent = !actor.May(Rights.PeopleRead) ? null : to < agreement.StartsOn ? new PlacedCount(0, clock.UtcStamp)
            : await placed.HandleAsync(home.Contains(actor.Region) ? actor.Region : home, [new RegionCode(agreement.Partner)], agreement.StartsOn, to, actor, cancel);
        return new AgreementView(
            agreement, AgreementRules.StateOn(agreement, today, family.Any(a => a.Renews == id)), groupings.Of(new RegionCode(agreement.Partner)),
            await db.AgreementPromises().AsNoTracking().Where(p => p.AgreementId == id).OrderBy(p => p.From).ThenBy(p => p.PromiseId).ToListAsync(cancel),
            await db.AgreementOffers().AsNoTracking().Where(p => p.AgreementId == id).OrderBy(p => p.OfferedOn).ThenBy(p => p.OfferId).ToListAsync(cancel),
            await db.AgreementReviews().AsNoTracking().Where(p => p.AgreementId == id).OrderBy(p => p.ReviewedOn).ThenBy(p => p.ReviewId).ToListAsync(cancel),
            chain, sent, AgreementScope.MayWrite(actor, agreement.Home));
    }

    /// <summary>The list as a table file; logged.</summary>
    public async Task<Result<byte[]>> ExportAsync(AgreementFilter filter, Actor actor, CancellationToken cancel)
    {
        if (!AgreementScope.MayOpen(actor))
        {
            return new Refusal("no-right", "您没有查看协作协议的权限，请联系本级管理员开通");
        }

        using var stream = new MemoryStream();
        using (var table = TableWriter.Create(stream, "agreements.xlsx", "协作协议"))
        {
            table.WriteRow("协议", "签约地区", "对方地区", "区域", "我方", "对方", "签订日期", "起始", "到期", "状态", "承诺岗位", "提供岗位", "最近评估");
            foreach (var line in await HandleAsync(filter, actor, cancel))
            {
                var a = line.Agreement;
                table.WriteRow(a.Title, Name(a.Home), Name(a.Partner), line.Grouping?.Name ?? "其他", a.OurParty, a.TheirParty, $"{a.SignedOn:yyyy-MM-dd}", $"{a.StartsOn:yyyy-MM-dd}", $"{a.LastDay:yyyy-MM-dd}",
                    AgreementRules.Name(line.State), $"{line.Promised}", $"{line.Offered}", line.ReviewedOn?.ToString("yyyy-MM-dd") ?? "");
            }
        }

        db.Audit(clock, actor, "network.export", $"grouping={filter.Grouping} state={filter.State}");
        await db.SaveChangesAsync(cancel);
        return stream.ToArray();
    }

    private string Name(long code) => regions.Path(new RegionCode(code)) is { Length: > 0 } path ? path : code.ToString("D12");

    private static List<Agreement> Chain(Agreement of, List<Agreement> family)
    {
        var chain = new List<Agreement> { of };
        while (chain[0].Renews is { } before && family.FirstOrDefault(a => a.AgreementId == before) is { } older && !chain.Contains(older))
        {
            chain.Insert(0, older);
        }

        while (family.FirstOrDefault(a => a.Renews == chain[^1].AgreementId) is { } newer && !chain.Contains(newer))
        {
            chain.Add(newer);
        }

        return chain;
    }
}

/// <summary>Agreements of the account's own area that run out without a successor, or that nobody has reviewed for a year.</summary>
internal sealed class AgreementTodo(TimeProvider clock) : ITodoSource
{
    public string Room => "劳务协作";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.NetworkWrite))
        {
            return [];
        }

        var (own, today) = (actor.Region.Value, clock.Today);
        var soon = today.AddDays(AgreementRules.ExpiryDays);
        var running = db.Agreements().Where(a => a.Home == own && a.StartsOn <= today && a.EndsOn >= today && a.EndedOn == null);
        var items = new List<TodoItem>();
        foreach (var agreement in await running.Where(a => a.EndsOn <= soon && !db.Agreements().Any(n => n.Renews == a.AgreementId)).OrderBy(a => a.EndsOn).ThenBy(a => a.AgreementId).Take(5)
            .Select(a => new { a.AgreementId, a.Title, a.EndsOn }).ToListAsync(cancel))
        {
            items.Add(new TodoItem("续签或了结一份快到期的协作协议", $"/network/agreements/{agreement.AgreementId}") { Detail = $"{agreement.Title}，{agreement.EndsOn:yyyy-MM-dd} 到期", Late = agreement.EndsOn.DayNumber - today.DayNumber <= 7 });
        }

        var since = today.AddDays(-AgreementRules.ReviewDays);
        var stale = await running.CountAsync(a => a.StartsOn <= since && !db.AgreementReviews().Any(r => r.AgreementId == a.AgreementId && r.ReviewedOn > since), cancel);
        if (stale > 0)
        {
            items.Add(new TodoItem($"评估 {stale} 份一年没有评估的协作协议", "/network/agreements?state=inforce") { Count = stale });
        }

        return items;
    }
}

/// <summary>Agreements by their title or parties.</summary>
internal sealed class AgreementSearch(AgreementList list) : ISearchSource
{
    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel) => !AgreementScope.MayOpen(actor) ? null
        : AgreementRules.Clean(text).Length < 2 ? new SearchGroup("协作协议", [])
        : new SearchGroup("协作协议", [.. (await list.HandleAsync(new AgreementFilter(text), actor, cancel)).Take(ISearchSource.Most).Select(l =>
            new SearchHit(l.Agreement.Title, $"/network/agreements/{l.Agreement.AgreementId}", [l.Agreement.TheirParty, AgreementRules.Name(l.State), $"{l.Agreement.LastDay:yyyy-MM-dd} 到期"]))]);
}
