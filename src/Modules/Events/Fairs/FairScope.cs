using Chunfeng.Events.Campaigns;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>Which events exist for an account: all that regions inside its own organise; and, once public, those of the regions above it and those held in
/// its area or for it. Anything else is not there. The same predicate narrows list, calendar, search, export and to-do.</summary>
internal static class FairScope
{
    public static bool MayOpen(Actor actor) => actor.May(Rights.EventsRead) || actor.May(Rights.EventsWrite);

    /// <summary>May plan events of a region and act on them.</summary>
    public static bool MayWrite(Actor actor, RegionCode region) => actor.May(Rights.EventsWrite) && actor.Region.Contains(region);

    public static IQueryable<Fair> Seen(ChunfengDb db, Actor actor)
    {
        if (!MayOpen(actor))
        {
            return db.Fairs().Where(f => false);
        }

        long from = actor.Region.Value, end = actor.Region.End;
        var above = actor.Region.Above();
        const short Released = (short)FairState.Released, Closed = (short)FairState.Closed;
        return db.Fairs().Where(f => (f.Region >= from && f.Region < end)
            || (f.State >= Released && f.State <= Closed && (above.Contains(f.Region) || above.Contains(f.Target) || (f.Target >= from && f.Target < end))));
    }

    /// <summary>What an account's own area organised: what figures and compliance count.</summary>
    public static IQueryable<Fair> Own(ChunfengDb db, Actor actor)
    {
        long from = actor.Region.Value, end = actor.Region.End;
        return MayOpen(actor) ? db.Fairs().Where(f => f.Region >= from && f.Region < end) : db.Fairs().Where(f => false);
    }

    /// <summary>Actions of campaigns that exist for an account: those that offices of its own area wrote down. There is nothing public about them: they name people.</summary>
    public static IQueryable<CampaignAction> Actions(ChunfengDb db, Actor actor)
    {
        long from = actor.Region.Value, end = actor.Region.End;
        return MayOpen(actor) ? db.CampaignActions().Where(a => a.Region >= from && a.Region < end) : db.CampaignActions().Where(a => false);
    }

    /// <summary>Null when there is no such event in the account's scope.</summary>
    public static Task<Fair?> FindAsync(ChunfengDb db, Guid id, Actor actor, CancellationToken cancel) =>
        Seen(db, actor).SingleOrDefaultAsync(f => f.FairId == id, cancel);
}
