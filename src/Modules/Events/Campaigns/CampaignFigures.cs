using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>Sums of a campaign's events. Of each event a figure is the one stated with its result; what was counted stands beside it.</summary>
/// <param name="Fairs">Held, that is with a result or waiting for one.</param>
/// <param name="Planned">Planned or public and not held yet.</param>
/// <param name="Filed">With a result.</param>
internal sealed record CampaignTally(
    int Fairs, int Planned, int Filed, int Cancelled, int Employers, long Posts, long Attendance, long Intents, long Hires, long CountedAttendance, long CountedIntents, long CountedHires)
{
    public static CampaignTally Of(IEnumerable<FairSum> fairs)
    {
        var all = fairs.ToList();
        var held = all.Where(f => f.State is FairState.Held or FairState.Filed or FairState.Closed).ToList();
        return new CampaignTally(
            held.Count, all.Count(f => f.State is FairState.Planned or FairState.Released), held.Count(f => f.State != FairState.Held), all.Count(f => f.State == FairState.Cancelled),
            held.Sum(f => f.Employers), held.Sum(f => (long)(f.StatedPosts ?? 0)), held.Sum(f => (long)(f.StatedAttendance ?? 0)), held.Sum(f => (long)(f.StatedIntents ?? 0)),
            held.Sum(f => (long)(f.StatedHires ?? 0)), held.Sum(f => (long)f.SignIns), held.Sum(f => (long)f.Intents), held.Sum(f => (long)(f.CountedHires ?? 0)));
    }
}

/// <summary>One event as the campaign sums it.</summary>
internal sealed record FairSum(
    Guid FairId, long Region, FairKind Kind, FairMode Mode, FairState State, int Employers, int? StatedPosts, int? StatedAttendance, int? StatedIntents, int? StatedHires, int SignIns, int Intents, int? CountedHires);

/// <summary>A campaign as an account sees it.</summary>
/// <param name="Whole">The sum of all its events; only for accounts whose area holds the whole campaign, else of those in the area.</param>
/// <param name="ByArea">The regions one level below the reader's, or the reader's own.</param>
/// <param name="Actions">The same of trips, training and publicity.</param>
internal sealed record CampaignView(Campaign Campaign, CampaignTally Whole, IReadOnlyList<(Region Area, CampaignTally Tally)> ByArea, IReadOnlyList<(FairKind Kind, CampaignTally Tally)> ByKind,
    ActionTally Actions, IReadOnlyList<(Region Area, ActionTally Tally)> ActionsByArea);

/// <summary>Reads campaigns: those of the account's region, of regions above it and of those inside it.</summary>
internal sealed class ReadCampaign(ChunfengDb db, RegionTree regions)
{
    public static readonly Refusal NotFound = new("campaign-not-found", "没有找到这个专项行动，或不在您的管辖范围内");

    public static IQueryable<Campaign> Seen(ChunfengDb db, Actor actor)
    {
        long from = actor.Region.Value, end = actor.Region.End;
        var above = actor.Region.Above();
        return FairScope.MayOpen(actor) ? db.Campaigns().Where(c => (c.Region >= from && c.Region < end) || above.Contains(c.Region)) : db.Campaigns().Where(c => false);
    }

    /// <summary>Campaigns an event of a region may belong to.</summary>
    public async Task<IReadOnlyList<Campaign>> ListAsync(Actor actor, CancellationToken cancel) =>
        await Seen(db, actor).AsNoTracking().OrderByDescending(c => c.FromDay).ThenBy(c => c.Region).ThenBy(c => c.CampaignId).Take(100).ToListAsync(cancel);

    /// <returns>Null when there is none in scope.</returns>
    public async Task<CampaignView?> HandleAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var campaign = await Seen(db, actor).AsNoTracking().SingleOrDefaultAsync(c => c.CampaignId == id, cancel);
        if (campaign is null)
        {
            return null;
        }

        var fairs = FairScope.Own(db, actor).AsNoTracking().Where(f => f.CampaignId == id);
        var rows = await fairs.Select(f => new { f.FairId, f.Region, f.Kind, f.Mode, f.State, f.StatedPosts, f.StatedAttendance, f.StatedIntents, f.StatedHires, f.CountedHires }).ToListAsync(cancel);
        var employers = await fairs.Join(db.FairEmployers(), f => f.FairId, e => e.FairId, (f, e) => f.FairId).GroupBy(i => i).Select(g => new { g.Key, N = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.N, cancel);
        var signed = await CountAsync(db.SignIns().Select(s => s.FairId), fairs, cancel);
        var intents = await CountAsync(db.Intents().Select(s => s.FairId), fairs, cancel);
        var sums = rows.Select(r => new FairSum(
            r.FairId, r.Region, (FairKind)r.Kind, (FairMode)r.Mode, (FairState)r.State, employers.GetValueOrDefault(r.FairId), r.StatedPosts, r.StatedAttendance, r.StatedIntents, r.StatedHires,
            signed.GetValueOrDefault(r.FairId), intents.GetValueOrDefault(r.FairId), r.CountedHires)).ToList();
        var actions = await ActionTally.ReadAsync(db, id, actor, cancel);
        return new CampaignView(campaign, CampaignTally.Of(sums), [.. ByArea(sums, s => s.Region).Select(g => (g.Area, CampaignTally.Of(g.Rows)))],
            [.. sums.GroupBy(s => s.Kind).OrderBy(g => g.Key).Select(g => (g.Key, CampaignTally.Of(g)))],
            ActionTally.Of(actions), [.. ByArea(actions, a => a.Region).Select(g => (g.Area, ActionTally.Of(g.Rows)))]);

        // of the regions one level below the reader's; what an office above that level did itself stands under its own name
        IEnumerable<(Region Area, IEnumerable<T> Rows)> ByArea<T>(IEnumerable<T> rows, Func<T, long> region)
        {
            var below = actor.Region.Level + 1;
            return rows.GroupBy(r => new RegionCode(region(r))).GroupBy(g => g.Key.At(g.Key.Level < below ? g.Key.Level : below), g => g.AsEnumerable()).OrderBy(g => g.Key)
                .Where(g => regions.TryGet(g.Key, out _)).Select(g => (regions[g.Key], g.SelectMany(r => r)));
        }
    }

    private static async Task<Dictionary<Guid, int>> CountAsync(IQueryable<Guid> rows, IQueryable<Fair> fairs, CancellationToken cancel) =>
        await rows.Join(fairs, id => id, f => f.FairId, (id, f) => id).GroupBy(id => id).Select(g => new { g.Key, N = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.N, cancel);
}
