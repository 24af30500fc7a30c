using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>筹备活动 — writes an event down, or changes one that is not public yet; says by field what is wrong.</summary>
internal sealed class PlanFair(ChunfengDb db, RegionTree regions, TimeProvider clock)
{
    public static readonly Refusal NoRight = new("no-right", "您没有办理活动的权限，请联系本级专班的系统管理员开通");

    /// <summary>What became of a draft: the event, or what is wrong by field, or one refusal.</summary>
    internal sealed record Outcome(Guid? FairId, IReadOnlyDictionary<string, string> Wrong, Refusal? Refusal)
    {
        public static Outcome No(Refusal refusal) => new(null, new Dictionary<string, string>(), refusal);
    }

    /// <param name="fairId">Null writes a new one.</param>
    /// <param name="seen">The version the change was decided on.</param>
    public async Task<Outcome> HandleAsync(FairDraft written, Guid? fairId, long? seen, Actor actor, CancellationToken cancel)
    {
        var draft = written with
        {
            Title = CleanText.Line(written.Title), Place = CleanText.Line(written.Place), Contact = CleanText.Line(written.Contact), Intro = CleanText.Lines(written.Intro),
        };
        if (!actor.May(Rights.EventsWrite))
        {
            return Outcome.No(NoRight);
        }

        var wrong = new Dictionary<string, string>(FairRules.Check(draft, actor.Region, regions), StringComparer.Ordinal);
        var unit = draft.UnitId is { } id ? await db.Units().AsNoTracking().SingleOrDefaultAsync(u => u.UnitId == id, cancel) : null;
        if (draft.Region is { } region && draft.UnitId is not null && (unit is null || !region.Contains(new RegionCode(unit.Region))))
        {
            wrong.TryAdd("unit", "请选择主办地区内的单位");
        }

        if (draft.CampaignId is { } campaign && draft.Region is { } organiser)
        {
            var above = organiser.Above().Append(organiser.Value).ToArray();
            if (!await db.Campaigns().AnyAsync(c => c.CampaignId == campaign && above.Contains(c.Region), cancel))
            {
                wrong.TryAdd("campaign", "请从列表中选择专项行动");
            }
        }

        if (wrong.Count > 0)
        {
            return new Outcome(null, wrong, null);
        }

        var fair = fairId is { } known ? await FairScope.FindAsync(db, known, actor, cancel) : null;
        if (fairId is not null && fair is null)
        {
            return Outcome.No(MoveFair.NotFound);
        }

        if (fair is not null)
        {
            if (!FairScope.MayWrite(actor, new RegionCode(fair.Region)))
            {
                return Outcome.No(MoveFair.NotOurs);
            }

            if (seen is { } version && version != fair.Version)
            {
                return Outcome.No(MoveFair.JustChanged);
            }

            var next = FairMachine.Next(FairAct.Change, new FairFacts((FairState)fair.State, fair.StartsOn, fair.EndsOn, ChecklistVerdict.Complete, 0, clock.Today));
            if (next.IsRefused)
            {
                return Outcome.No(next.Refusal);
            }

            var before = Told(fair);
            Fill(fair, draft, unit!);
            MoveFair.Add(db, fair, FairAct.Change, actor, clock, "");
            db.Audit(clock, actor, "events.change", $"{fair.FairId}", before: before, after: Told(fair));
        }
        else
        {
            fair = new Fair
            {
                Title = draft.Title, Kind = 0, Mode = 0, Region = 0, UnitId = default, UnitName = "", Target = 0, StartsOn = default, EndsOn = default, OpensAt = 0, ClosesAt = 0,
                State = (short)FairState.Planned, CreatedAt = clock.UtcStamp,
            };
            Fill(fair, draft, unit!);
            db.Fairs().Add(fair);
            MoveFair.Add(db, fair, FairAct.Plan, actor, clock, "");
            db.Audit(clock, actor, "events.plan", $"{fair.FairId} {Told(fair)}");
        }

        return await MoveFair.SaveAsync(db, cancel) is { } failed ? Outcome.No(failed) : new Outcome(fair.FairId, wrong, null);
    }

    private static string Told(Fair f) => $"region={f.Region:D12} target={f.Target:D12} kind={f.Kind} mode={f.Mode} days={f.StartsOn:yyyy-MM-dd}..{f.EndsOn:yyyy-MM-dd} unit={f.UnitId} campaign={f.CampaignId}";

    private static void Fill(Fair fair, FairDraft draft, Unit unit)
    {
        (fair.Title, fair.Kind, fair.Mode) = (draft.Title, (short)draft.Kind!.Value, (short)draft.Mode!.Value);
        (fair.Region, fair.Target, fair.Place) = (draft.Region!.Value.Value, draft.Target!.Value.Value, draft.Place);
        (fair.UnitId, fair.UnitName) = (unit.UnitId, unit.Name);
        (fair.StartsOn, fair.EndsOn, fair.OpensAt, fair.ClosesAt) = (draft.StartsOn!.Value, draft.EndsOn!.Value, draft.OpensAt!.Value, draft.ClosesAt!.Value);
        (fair.Booths, fair.Contact, fair.Intro, fair.CampaignId) = (draft.Booths!.Value, draft.Contact, draft.Intro, draft.CampaignId);
    }
}
