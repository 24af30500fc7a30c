using Chunfeng.Events.Fairs;
using Chunfeng.Events.Pages;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>The trips and courses a person was named for, on their page and in their own record; what was cancelled is not shown.</summary>
internal sealed class PersonActions(ChunfengDb db, RegionTree regions, CodeSets codes, TimeProvider clock) : IPersonParts
{
    public async Task<IReadOnlyList<PersonPart>> ForAsync(IReadOnlyList<Guid> registrations, Actor actor, CancellationToken cancel) =>
        [.. (await ReadAsync(FairScope.Actions(db, actor), registrations, cancel)).Select(a => new PersonPart(
            a.HeldOn, a.Title, $"{ActionWords.Name((ActionKind)a.Kind)}：{ActionPage.Brief(a, regions, codes)}", a.State == (short)ActionState.Planned ? "在筹备，还没有登记办完" : null,
            $"/events/campaigns/actions/{a.ActionId}"))];

    public async Task<IReadOnlyList<PersonPart>> OwnAsync(IReadOnlyList<Guid> registrations, CancellationToken cancel) =>
        [.. (await ReadAsync(db.CampaignActions(), registrations, cancel)).Select(Own)];

    private PersonPart Own(CampaignAction a)
    {
        var coming = a.State == (short)ActionState.Planned ? a.HeldOn >= clock.Today ? "名单里有您，时间以村里的通知为准" : "还没有登记办完" : null;
        if (a.Kind == (short)ActionKind.Training)
        {
            return new PersonPart(a.HeldOn, $"参加培训：{a.Subject}", a.Body, coming);
        }

        var ride = a.Vehicle is { } v && (TripVehicle)v != TripVehicle.Other ? ActionWords.Name((TripVehicle)v) : "车";
        return new PersonPart(a.HeldOn, $"乘{ride}去{(a.Destination is { } to ? regions.Path(new RegionCode(to)) : "外地")}", $"在{a.FromPlace}上车{(a.ToPlace.Length > 0 ? $"，送到{a.ToPlace}" : "")}", coming);
    }

    private Task<List<CampaignAction>> ReadAsync(IQueryable<CampaignAction> actions, IReadOnlyList<Guid> registrations, CancellationToken cancel) =>
        actions.AsNoTracking().Where(a => a.State != (short)ActionState.Cancelled && db.CampaignPeople().Where(p => registrations.Contains(p.WorkerId)).Select(p => p.ActionId).Contains(a.ActionId))
            .OrderByDescending(a => a.HeldOn).ThenBy(a => a.ActionId).Take(IPersonParts.Most).ToListAsync(cancel);
}
