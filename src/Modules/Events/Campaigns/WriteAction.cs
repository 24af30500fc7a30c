using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Campaigns;

/// <summary>What became of an action that was written: its id, or what is wrong by field, or a refusal of the whole.</summary>
internal sealed record ActionOutcome(Guid? ActionId, IReadOnlyDictionary<string, string> Wrong, Refusal? Refusal)
{
    private static readonly Dictionary<string, string> Nothing = [];

    public static ActionOutcome Kept(Guid id) => new(id, Nothing, null);

    public static ActionOutcome No(Refusal refusal) => new(null, Nothing, refusal);
}

/// <summary>登记、修改行动活动，登记办完，取消，改回筹备 — of the account's own office; those above it may correct what offices inside their region wrote.</summary>
internal sealed class WriteAction(ChunfengDb db, RegionTree regions, OccupationWords trades, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("action-not-found", "没有找到这项活动，或不在您的管辖范围内");
    public static readonly Refusal JustChanged = new("just-changed", "这项活动刚刚有了改动；请看过最新内容后再办一次");

    /// <summary>Whether an account may add actions to a campaign: one of its own region, or of a region above.</summary>
    public static bool MayAdd(Actor actor, Campaign campaign) => FairScope.MayWrite(actor, actor.Region) && actor.Region.Level is >= RegionLevel.Province and <= RegionLevel.Township
        && new RegionCode(campaign.Region).Contains(actor.Region);

    public async Task<ActionOutcome> AddAsync(Guid campaignId, ActionKind kind, ActionDraft draft, Actor actor, CancellationToken cancel)
    {
        var campaign = await ReadCampaign.Seen(db, actor).AsNoTracking().SingleOrDefaultAsync(c => c.CampaignId == campaignId, cancel);
        if (campaign is null)
        {
            return ActionOutcome.No(ReadCampaign.NotFound);
        }

        if (!MayAdd(actor, campaign))
        {
            return ActionOutcome.No(actor.May(Rights.EventsWrite) ? new Refusal("not-in-campaign", $"这个行动由{regions[new RegionCode(campaign.Region)].Name}开展，请由当地登记") : PlanFair.NoRight);
        }

        var (read, wrong) = ActionRules.Check(draft, kind, campaign, regions, trades);
        if (read is null)
        {
            return new ActionOutcome(null, wrong, null);
        }

        var action = new CampaignAction
        {
            CampaignId = campaignId, Kind = (short)kind, Title = read.Title, HeldOn = read.HeldOn, Region = actor.Region.Value, State = (short)ActionState.Planned,
            CreatedAt = clock.UtcStamp, CreatedBy = actor.DisplayName, Version = 1,
        };
        Fill(action, read);
        db.CampaignActions().Add(action);
        db.Audit(clock, actor, "events.action", $"{action.ActionId} {Told(action)}");
        return await SaveAsync(db, cancel) is { } late ? ActionOutcome.No(late) : ActionOutcome.Kept(action.ActionId);
    }

    /// <param name="seen">The version on the page; null does not mind.</param>
    public async Task<ActionOutcome> ChangeAsync(Guid actionId, ActionDraft draft, long? seen, Actor actor, CancellationToken cancel)
    {
        var (action, no) = await OpenAsync(db, actionId, seen, actor, cancel);
        if (no is not null)
        {
            return ActionOutcome.No(no);
        }

        if (ActionMachine.Next(ActionAct.Change, Facts(action!, clock.Today)) is { IsRefused: true, Refusal: { } closed })
        {
            return ActionOutcome.No(closed);
        }

        var campaign = await db.Campaigns().AsNoTracking().SingleAsync(c => c.CampaignId == action!.CampaignId, cancel);
        var (read, wrong) = ActionRules.Check(draft, (ActionKind)action!.Kind, campaign, regions, trades);
        if (read is null)
        {
            return new ActionOutcome(null, wrong, null);
        }

        var before = Told(action);
        Fill(action, read);
        action.Version++;
        db.Audit(clock, actor, "events.action-change", $"{actionId}", before: before, after: Told(action));
        return await SaveAsync(db, cancel) is { } late ? ActionOutcome.No(late) : ActionOutcome.Kept(actionId);
    }

    /// <summary>Done, cancelled, or taken up again.</summary>
    /// <param name="copies">As typed; looked at only with publicity that is done, as are <paramref name="households"/>.</param>
    public async Task<Refusal?> MoveAsync(Guid actionId, ActionAct act, string? reason, string? copies, string? households, long? seen, Actor actor, CancellationToken cancel)
    {
        var (action, no) = await OpenAsync(db, actionId, seen, actor, cancel);
        if (no is not null)
        {
            return no;
        }

        var why = CleanText.Lines(reason);
        if (why.Length > FairRules.MostReason)
        {
            return new Refusal("text-too-long", $"原因最多 {FairRules.MostReason} 字；请精简后再提交");
        }

        var stated = act == ActionAct.Finish && action!.Kind == (short)ActionKind.Publicity;
        var (sent, reached) = (FairRules.Number(stated ? copies : "", "发放份数"), FairRules.Number(stated ? households : "", "覆盖户数"));
        if ((sent.Refusal ?? reached.Refusal) is { } bad)
        {
            return bad;
        }

        var people = (await ListActions.CountAsync(db, [actionId], cancel)).GetValueOrDefault(actionId);
        var lastDay = await db.Campaigns().Where(c => c.CampaignId == action!.CampaignId).Select(c => c.ToDay).SingleAsync(cancel);
        var next = ActionMachine.Next(act, Facts(action!, clock.Today) with { People = people, LastDay = lastDay, Copies = sent.Value!.Value, Households = reached.Value!.Value, Reason = why });
        if (next.IsRefused)
        {
            return next.Refusal;
        }

        var before = $"state={ActionWords.Code((ActionState)action!.State)} copies={action.StatedCopies} households={action.StatedHouseholds}";
        if (act == ActionAct.Reopen && !await db.CampaignActionSteps().AnyAsync(s => s.ActionId == actionId, cancel))
        {
            Step(ActionAct.Finish, action.MovedAt ?? action.CreatedAt, "", action.MovedBy, Figures(action, people)); // done before steps were kept
        }

        (action.State, action.MovedAt, action.MovedBy) = ((short)next.Value.State, clock.UtcStamp, actor.DisplayName);
        action.Reason = act == ActionAct.Cancel ? why : "";
        (action.StatedCopies, action.StatedHouseholds) = stated ? (sent.Value!.Value, reached.Value!.Value) : (null, null); // of what is not done nothing is stated
        action.Version++;
        Step(act, action.MovedAt.Value, actor.Login, actor.DisplayName, act == ActionAct.Finish ? Figures(action, people) : why);
        db.Audit(clock, actor, "events." + ActionWords.Code(act), $"{actionId} people={people}", before: before,
            after: $"state={ActionWords.Code(next.Value.State)} copies={action.StatedCopies} households={action.StatedHouseholds}{(why.Length > 0 ? $" reason={why}" : "")}");
        return await SaveAsync(db, cancel);

        void Step(ActionAct what, DateTime at, string login, string name, string text) =>
            db.CampaignActionSteps().Add(new CampaignActionStep { ActionId = actionId, Seq = action.Version, Act = (short)what, At = at, Login = login, Name = name, Text = text });
    }

    private static string Figures(CampaignAction action, int people) => action.Kind == (short)ActionKind.Publicity
        ? $"填报 {Numbers.Plain(action.StatedCopies ?? 0)} 份、{Numbers.Plain(action.StatedHouseholds ?? 0)} 户" : $"名单 {Numbers.Plain(people)} 人";

    /// <summary>Two hands at once: the second is told to look again.</summary>
    /// <param name="taken">Whether somebody else wrote the same rows, where rows are written before the version is compared.</param>
    internal static async Task<Refusal?> SaveAsync(ChunfengDb db, CancellationToken cancel, Func<bool>? taken = null)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        catch (DbUpdateException) when (taken?.Invoke() == true)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>What its own row says, nobody named.</summary>
    internal static ActionFacts Facts(CampaignAction action, DateOnly today) => new((ActionKind)action.Kind, (ActionState)action.State, action.HeldOn, 0, today);

    /// <summary>The action, tracked, of an account that may write it.</summary>
    /// <param name="seen">The version on the page; null does not mind.</param>
    internal static async Task<(CampaignAction? Action, Refusal? No)> OpenAsync(ChunfengDb db, Guid actionId, long? seen, Actor actor, CancellationToken cancel)
    {
        var action = await FairScope.Actions(db, actor).SingleOrDefaultAsync(a => a.ActionId == actionId, cancel);
        return action is null ? (null, NotFound)
            : !FairScope.MayWrite(actor, new RegionCode(action.Region)) ? (null, PlanFair.NoRight)
            : seen is { } version && version != action.Version ? (null, JustChanged)
            : (action, null);
    }

    private static void Fill(CampaignAction action, ActionContent read)
    {
        (action.Title, action.HeldOn, action.Note) = (read.Title, read.HeldOn, read.Note);
        (action.FromPlace, action.Destination, action.ToPlace, action.Vehicle, action.Vehicles) = (read.FromPlace, read.Destination, read.ToPlace, read.Vehicle, read.Vehicles);
        (action.Subject, action.Occupation, action.Body, action.Channel) = (read.Subject, read.Occupation, read.Body, read.Channel);
    }

    private static string Told(CampaignAction a) =>
        $"campaign={a.CampaignId} kind={ActionWords.Code((ActionKind)a.Kind)} day={a.HeldOn:yyyy-MM-dd} region={a.Region:D12} to={a.Destination:D12} vehicles={a.Vehicles} occupation={a.Occupation} channel={a.Channel}";
}
