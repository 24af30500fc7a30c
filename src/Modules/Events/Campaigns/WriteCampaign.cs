using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>A campaign as it is typed.</summary>
internal sealed record CampaignDraft(string? Title, string? From, string? To, string? Intro, string? Fairs, string? Posts, string? Attendance, string? Intents, string? Hires,
    string? Trips = null, string? Carried = null, string? Trained = null, string? Publicity = null);

/// <summary>建立、修改专项行动 — of the account's own region.</summary>
internal sealed class WriteCampaign(ChunfengDb db, TimeProvider clock)
{
    public const int MostDays = 400;

    /// <summary>The campaign kept.</summary>
    internal sealed record Kept(Guid CampaignId);

    public static bool MayWrite(Actor actor) => actor.May(Rights.EventsWrite) && actor.Region.Level is >= RegionLevel.Province and <= RegionLevel.County;

    /// <param name="id">Null makes a new one.</param>
    public async Task<Result<Kept>> HandleAsync(CampaignDraft draft, Guid? id, Actor actor, CancellationToken cancel)
    {
        if (!MayWrite(actor))
        {
            return PlanFair.NoRight;
        }

        var (title, intro) = (CleanText.Line(draft.Title), CleanText.Lines(draft.Intro));
        if (title.Length is 0 or > FairRules.MostTitle || intro.Length > FairRules.MostText)
        {
            return new Refusal("bad-title", $"请写名称，不超过 {FairRules.MostTitle} 字；说明不超过 {FairRules.MostText} 字");
        }

        if (FairRules.Day(draft.From) is not { } from || FairRules.Day(draft.To) is not { } to || to < from || to.DayNumber - from.DayNumber >= MostDays)
        {
            return new Refusal("bad-days", $"请填起止日期：结束不早于开始，最长 {MostDays} 天");
        }

        Result<FairRules.Figure>[] targets =
        [
            FairRules.Number(draft.Fairs, "活动场次"), FairRules.Number(draft.Posts, "提供岗位"), FairRules.Number(draft.Attendance, "到场人数"),
            FairRules.Number(draft.Intents, "达成意向"), FairRules.Number(draft.Hires, "录用"),
            FairRules.Number(draft.Trips, "输送批次"), FairRules.Number(draft.Carried, "输送人次"), FairRules.Number(draft.Trained, "培训人次"), FairRules.Number(draft.Publicity, "宣传次数"),
        ];
        if (targets.FirstOrDefault(t => t.IsRefused) is { } bad)
        {
            return bad.Refusal!;
        }

        var campaign = id is { } known ? await db.Campaigns().SingleOrDefaultAsync(c => c.CampaignId == known && c.Region == actor.Region.Value, cancel) : null;
        if (id is not null && campaign is null)
        {
            return new Refusal("campaign-not-found", "没有找到这个专项行动，或不是您所在地区的");
        }

        if (campaign is null)
        {
            campaign = new Campaign { Title = title, Region = actor.Region.Value, FromDay = from, ToDay = to, CreatedAt = clock.UtcStamp };
            db.Campaigns().Add(campaign);
        }

        (campaign.Title, campaign.FromDay, campaign.ToDay, campaign.Intro) = (title, from, to, intro);
        var t = targets.Select(r => r.Value!.Value).ToArray();
        (campaign.TargetFairs, campaign.TargetPosts, campaign.TargetAttendance, campaign.TargetIntents, campaign.TargetHires) = (t[0], t[1], t[2], t[3], t[4]);
        (campaign.TargetTrips, campaign.TargetCarried, campaign.TargetTrained, campaign.TargetPublicity) = (t[5], t[6], t[7], t[8]);
        campaign.Version++;
        db.Audit(clock, actor, id is null ? "events.campaign" : "events.campaign-change", $"{campaign.CampaignId} days={from:yyyy-MM-dd}..{to:yyyy-MM-dd}");
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("just-changed", "这个专项行动刚刚有了改动；请看过最新内容后再改");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        return new Kept(campaign.CampaignId);
    }
}
