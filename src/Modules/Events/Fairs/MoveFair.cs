using Chunfeng.Events.SignIns;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>What the organiser states with a result, as typed.</summary>
internal sealed record StatedResult(string? Attendance, string? Posts, string? Intents, string? Hires, string? Note);

/// <summary>发布、登记举办、报送结果、办结、取消、收回 — moves an event on and writes down who did it, or says why not.</summary>
internal sealed class MoveFair(ChunfengDb db, Checklists checklists, CountHires hires, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("fair-not-found", "没有找到这场活动，或不在您的管辖范围内");
    public static readonly Refusal NotOurs = new("not-organiser", "这场活动由别的地区主办，请由主办地区办理");
    public static readonly Refusal JustChanged = new("just-changed", "这场活动刚刚有了改动；请看过最新内容后再办一次");

    /// <param name="seen">The version on the page; null does not mind.</param>
    public async Task<Refusal?> HandleAsync(Guid fairId, FairAct act, string? text, StatedResult? result, long? seen, Actor actor, CancellationToken cancel)
    {
        var fair = await FairScope.FindAsync(db, fairId, actor, cancel);
        if (fair is null)
        {
            return NotFound;
        }

        if (!FairScope.MayWrite(actor, new RegionCode(fair.Region)))
        {
            return NotOurs;
        }

        if (seen is { } version && version != fair.Version)
        {
            return JustChanged;
        }

        var reason = CleanText.Lines(text);
        var note = CleanText.Lines(result?.Note);
        if (reason.Length > FairRules.MostReason || note.Length > FairRules.MostText)
        {
            return new Refusal("text-too-long", $"文字太长：原因最多 {FairRules.MostReason} 字，结果说明最多 {FairRules.MostText} 字；请精简后再提交");
        }

        int?[] stated = [fair.StatedAttendance, fair.StatedPosts, fair.StatedIntents, fair.StatedHires];
        if (act == FairAct.File && result is not null)
        {
            var read = new[]
            {
                FairRules.Number(result.Attendance, "到场人数"), FairRules.Number(result.Posts, "提供岗位"),
                FairRules.Number(result.Intents, "达成意向"), FairRules.Number(result.Hires, "录用"),
            };
            if (read.FirstOrDefault(r => r.IsRefused) is { } bad)
            {
                return bad.Refusal;
            }

            stated = [.. read.Select(r => r.Value!.Value)];
        }

        var facts = await FactsAsync(fair, cancel) with { Reason = reason, StatedAttendance = stated[0], StatedPosts = stated[1] };
        var next = FairMachine.Next(act, facts);
        if (next.IsRefused)
        {
            return next.Refusal;
        }

        var before = $"state={FairWords.Code((FairState)fair.State)}";
        fair.State = (short)next.Value.State;
        switch (act)
        {
            case FairAct.Release:
                fair.ReleasedAt = clock.UtcStamp;
                break;
            case FairAct.Recall:
                fair.ReleasedAt = null; // public anew from the next release: the days in advance begin again
                break;
            case FairAct.File:
                (fair.StatedAttendance, fair.StatedPosts, fair.StatedIntents, fair.StatedHires, fair.ResultNote) = (stated[0], stated[1], stated[2], stated[3], note);
                fair.FiledAt ??= clock.UtcStamp;
                await hires.IntoAsync(fair, cancel);
                break;
            default:
                break;
        }

        Add(db, fair, act, actor, clock, reason);
        db.Audit(clock, actor, $"events.{FairWords.Code(act)}", $"{fair.FairId} step={fair.Version}", before: before, after: $"state={FairWords.Code((FairState)fair.State)}");
        return await SaveAsync(db, cancel);
    }

    /// <summary>What the machine decides on, as it is now.</summary>
    public async Task<FairFacts> FactsAsync(Fair fair, CancellationToken cancel)
    {
        var checks = await db.FairChecks().AsNoTracking().Where(c => c.FairId == fair.FairId).Select(c => new { c.Item, c.Answer, c.Note }).ToListAsync(cancel);
        var employers = await db.FairEmployers().CountAsync(e => e.FairId == fair.FairId, cancel);
        return new FairFacts((FairState)fair.State, fair.StartsOn, fair.EndsOn,
            Checklists.Judge(checklists.On(fair.StartsOn), checks.Select(c => (c.Item, (CheckAnswer)c.Answer, c.Note))), employers, clock.Today);
    }

    internal static void Add(ChunfengDb db, Fair fair, FairAct act, Actor actor, TimeProvider clock, string text) => db.FairSteps().Add(new FairStep
    {
        FairId = fair.FairId, Seq = ++fair.Version, Act = (short)act, At = clock.UtcStamp, Login = actor.Login, Name = actor.DisplayName, Text = text,
    });

    /// <summary>Two hands at once: the second is told to look again.</summary>
    internal static async Task<Refusal?> SaveAsync(ChunfengDb db, CancellationToken cancel)
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
        catch (DbUpdateException) when (IsTaken(db))
        {
            return JustChanged; // the same, where the step is written before the version is compared
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private static bool IsTaken(ChunfengDb db) => db.ChangeTracker.Entries<FairStep>().Select(e => e.Entity).ToList()
        .Any(mine => db.FairSteps().AsNoTracking().Any(s => s.FairId == mine.FairId && s.Seq == mine.Seq));
}
