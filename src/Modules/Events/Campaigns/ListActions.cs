using Chunfeng.Events.Fairs;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>What is looked for; empty members do not filter.</summary>
internal sealed record ActionFilter
{
    public ActionKind? Kind { get; init; }
    public ActionState? State { get; init; }
    public RegionCode? Area { get; init; }
}

/// <summary>One line of the list.</summary>
/// <param name="People">Named for it.</param>
internal sealed record ActionRow(CampaignAction Action, int People);

/// <summary>One person of an action's list; the name and number are null where the reader may not see the person (any more).</summary>
internal sealed record NamedRow(Guid WorkerId, int Seq, string? Name, string? IdNumber, short? Sex, DateOnly? BirthDate, long Home);

/// <summary>An action with a page of its people.</summary>
/// <param name="People">How many are named for it; two registrations of one person are one.</param>
/// <param name="Steps">What became of it, the latest first.</param>
internal sealed record ActionView(CampaignAction Action, Campaign Campaign, int People, KeyPage<NamedRow> Page, IReadOnlyList<CampaignActionStep> Steps);

/// <summary>Lists a campaign's actions in the account's area, and opens one with its people.</summary>
internal sealed class ListActions(ChunfengDb db, NamedPeople named)
{
    /// <summary>People one page of a list shows.</summary>
    public const int PageOfPeople = 100;

    private static readonly KeyOrder<CampaignPerson> InList = KeyOrder.By((CampaignPerson p) => p.Seq);
    private static readonly KeyOrder<CampaignAction> Order = KeyOrder.ByDescending((CampaignAction a) => a.HeldOn).ThenByDescending(a => a.ActionId);

    public async Task<KeyPage<ActionRow>> HandleAsync(Guid campaignId, ActionFilter filter, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        var page = await Order.PageAsync(Narrow(campaignId, filter, actor), ask, cancel);
        var people = await CountAsync(db, [.. page.Rows.Select(a => a.ActionId)], cancel);
        return page.Select(a => new ActionRow(a, people.GetValueOrDefault(a.ActionId)));
    }

    /// <summary>All of them, the latest first.</summary>
    /// <returns>Null when there are more.</returns>
    public async Task<IReadOnlyList<ActionRow>?> AllAsync(Guid campaignId, ActionFilter filter, int most, Actor actor, CancellationToken cancel)
    {
        var rows = await Narrow(campaignId, filter, actor).OrderByDescending(a => a.HeldOn).ThenByDescending(a => a.ActionId).Take(most + 1).ToListAsync(cancel);
        if (rows.Count > most)
        {
            return null;
        }

        var people = new Dictionary<Guid, int>();
        foreach (var turn in rows.Select(a => a.ActionId).Chunk(500))
        {
            foreach (var (id, count) in await CountAsync(db, turn, cancel))
            {
                people[id] = count;
            }
        }

        return [.. rows.Select(a => new ActionRow(a, people.GetValueOrDefault(a.ActionId)))];
    }

    /// <returns>Null when there is no such action in scope.</returns>
    public async Task<ActionView?> OneAsync(Guid actionId, PageAsk ask, Actor actor, CancellationToken cancel)
    {
        var action = await FairScope.Actions(db, actor).AsNoTracking().SingleOrDefaultAsync(a => a.ActionId == actionId, cancel);
        if (action is null)
        {
            return null;
        }

        var campaign = await db.Campaigns().AsNoTracking().SingleAsync(c => c.CampaignId == action.CampaignId, cancel);
        var people = db.CampaignPeople().AsNoTracking().Where(p => p.ActionId == actionId);
        var page = await InList.PageAsync(people, ask, cancel);
        var names = new Dictionary<Guid, NamedPerson>();
        foreach (var turn in page.Rows.Select(p => p.WorkerId).Chunk(NamedPeople.Most))
        {
            foreach (var person in (await named.HandleAsync(turn, actor, cancel)).OfType<NamedPerson>())
            {
                names[person.WorkerId] = person;
            }
        }

        var steps = await db.CampaignActionSteps().AsNoTracking().Where(s => s.ActionId == actionId).OrderByDescending(s => s.Seq).ToListAsync(cancel);
        return new ActionView(action, campaign, (await CountAsync(db, [actionId], cancel)).GetValueOrDefault(actionId), page.Select(row => names.TryGetValue(row.WorkerId, out var who)
            ? new NamedRow(row.WorkerId, row.Seq, who.Name, who.IdNumber, who.Sex, who.BirthDate, who.Home) : new NamedRow(row.WorkerId, row.Seq, null, null, null, null, row.Home)), steps);
    }

    private IQueryable<CampaignAction> Narrow(Guid campaignId, ActionFilter filter, Actor actor)
    {
        var actions = FairScope.Actions(db, actor).AsNoTracking().Where(a => a.CampaignId == campaignId);
        if (filter.Kind is { } kind)
        {
            actions = actions.Where(a => a.Kind == (short)kind);
        }

        if (filter.State is { } state)
        {
            actions = actions.Where(a => a.State == (short)state);
        }

        if (filter.Area is { } area)
        {
            long from = area.Value, end = area.End;
            actions = actions.Where(a => a.Region >= from && a.Region < end);
        }

        return actions;
    }

    /// <summary>People named for each of some actions.</summary>
    public static async Task<Dictionary<Guid, int>> CountAsync(ChunfengDb db, Guid[] actions, CancellationToken cancel) => actions.Length == 0 ? []
        : await CountAsync(db, db.CampaignPeople().Where(p => EF.Parameter(actions).Contains(p.ActionId)), cancel);

    /// <summary>The same of whoever is given; registrations that were merged count as the person they were merged into, once an action.</summary>
    public static Task<Dictionary<Guid, int>> CountAsync(ChunfengDb db, IQueryable<CampaignPerson> named, CancellationToken cancel) =>
        named.Join(db.Persons(), p => p.WorkerId, w => w.WorkerId, (p, w) => new { p.ActionId, w.PersonId }).GroupBy(p => p.ActionId)
            .Select(g => new { g.Key, N = g.Select(p => p.PersonId).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.N, cancel);
}
