using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>One action as the campaign sums it.</summary>
/// <param name="People">Named for it.</param>
internal sealed record ActionSum(ActionKind Kind, ActionState State, long Region, int People, long? Destination, int? Copies, int? Households);

/// <summary>Sums of a campaign's actions that are done; those planned stand beside. Passengers and learners are people named, each once an action, also with two registrations since merged;
/// copies and households are what offices stated.</summary>
/// <param name="Carried">Passengers of trips that are done.</param>
/// <param name="Outside">Of these, to places outside the province.</param>
internal sealed record ActionTally(
    int Trips, long Carried, long Outside, int Trainings, long Trained, int Publicity, long StatedCopies, long StatedHouseholds, int Planned, int Cancelled)
{
    public static ActionTally Of(IEnumerable<ActionSum> actions)
    {
        var all = actions.ToList();
        var done = all.Where(a => a.State == ActionState.Done).ToList();
        var (trips, trainings, publicity) = (Of(ActionKind.Trip), Of(ActionKind.Training), Of(ActionKind.Publicity));
        return new ActionTally(
            trips.Count, trips.Sum(a => (long)a.People), trips.Where(a => a.Destination is { } to && !RegionCode.Shanxi.Contains(new RegionCode(to))).Sum(a => (long)a.People),
            trainings.Count, trainings.Sum(a => (long)a.People), publicity.Count, publicity.Sum(a => (long)(a.Copies ?? 0)), publicity.Sum(a => (long)(a.Households ?? 0)),
            all.Count(a => a.State == ActionState.Planned), all.Count(a => a.State == ActionState.Cancelled));

        List<ActionSum> Of(ActionKind kind) => [.. done.Where(a => a.Kind == kind)];
    }

    /// <summary>What the database has of a campaign in the account's area.</summary>
    public static async Task<IReadOnlyList<ActionSum>> ReadAsync(ChunfengDb db, Guid campaign, Actor actor, CancellationToken cancel)
    {
        var actions = FairScope.Actions(db, actor).AsNoTracking().Where(a => a.CampaignId == campaign);
        var rows = await actions.Select(a => new { a.ActionId, a.Kind, a.State, a.Region, a.Destination, a.StatedCopies, a.StatedHouseholds }).ToListAsync(cancel);
        var people = await ListActions.CountAsync(db, db.CampaignPeople().Join(actions, p => p.ActionId, a => a.ActionId, (p, a) => p), cancel);
        return [.. rows.Select(r => new ActionSum((ActionKind)r.Kind, (ActionState)r.State, r.Region, people.GetValueOrDefault(r.ActionId), r.Destination, r.StatedCopies, r.StatedHouseholds))];
    }
}
