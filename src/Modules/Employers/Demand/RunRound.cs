using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Demand;

/// <summary>A reminder as it is written down.</summary>
/// <param name="On">The day in China; null when it could not be read. A reminder on the desk is today's.</param>
internal sealed record ReminderDraft(ReminderWay? Way, DateOnly? On = null, string? Note = null)
{
    public static readonly ReminderDraft Desk = new(ReminderWay.Desk);
}

/// <summary>开展一轮用工需求调查、催报、结束 — the office's side of a round.</summary>
internal sealed class RunRound(ChunfengDb db, RegionTree regions, TimeProvider clock)
{
    /// <summary>Our own limits: rounds of one office that take answers at a time, employers reminded at once.</summary>
    public const int MostOpen = 10, MostReminded = 5000;

    public static readonly Refusal NotFound = new("round-not-found", "没有找到这一轮调查，或不在您的管辖范围内");
    private static readonly Refusal JustChanged = new("just-changed", "这一轮调查刚刚有了变化；请看过最新内容后再办一次");

    public async Task<Result<DemandRound>> OpenAsync(RoundDraft written, Actor actor, CancellationToken cancel)
    {
        var draft = written with { Title = VacancyRules.Clean(written.Title), Note = VacancyRules.Clean(written.Note) };
        if (VacancyRules.Refuse(DemandRules.Check(draft, regions, clock.Today)) is { } refusal)
        {
            return refusal;
        }

        if (!DemandScope.MayRun(actor, draft.Region))
        {
            return actor.May(Rights.EmployersWrite)
                ? new Refusal("outside-area", $"{regions.Path(new RegionCode(draft.Region))}不在您的管辖范围内，请由当地或上级专班开展")
                : new Refusal("no-right", "您没有开展调查的权限，请联系本级专班的系统管理员开通");
        }

        if (await db.DemandRounds().CountAsync(r => r.Region == draft.Region && r.ClosedAt == null, cancel) >= MostOpen)
        {
            return new Refusal("too-many-open", $"{regions[new RegionCode(draft.Region)].Name}已有 {MostOpen} 轮调查没有结束，请先结束用不着的");
        }

        var round = new DemandRound
        {
            Title = draft.Title, Region = draft.Region, Flags = (int)draft.Flags, PeriodFrom = draft.PeriodFrom, PeriodTo = draft.PeriodTo, DueOn = draft.DueOn, Note = draft.Note,
            OpenedAt = clock.UtcStamp, OpenedBy = actor.Login, OpenedByName = actor.DisplayName,
        };
        db.DemandRounds().Add(round);
        db.Audit(clock, actor, "demand.open", $"{round.RoundId} region={round.Region:D12} flags={round.Flags} due={round.DueOn:yyyy-MM-dd}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return round;
    }

    /// <summary>No more answers are taken; what was answered stays.</summary>
    public async Task<Refusal?> CloseAsync(Guid roundId, Actor actor, CancellationToken cancel)
    {
        var round = DemandScope.MayOpen(actor) ? await DemandScope.Rounds(db, actor).SingleOrDefaultAsync(r => r.RoundId == roundId, cancel) : null;
        if (round is null)
        {
            return NotFound;
        }

        try
        {
            if (!DemandScope.MayRun(actor, round.Region))
            {
                return new Refusal("no-right", $"这一轮是{regions[new RegionCode(round.Region)].Name}开展的，请由那里的经办人结束");
            }

            if (round.ClosedAt is not null)
            {
                return new Refusal("round-closed", "这一轮调查已经结束，不用再结束");
            }

            (round.ClosedAt, round.ClosedBy, round.Version) = (clock.UtcStamp, actor.Login, round.Version + 1);
            db.Audit(clock, actor, "demand.close", $"{roundId}", before: "open", after: "closed");
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Writes down a reminder of those that have not answered, in the office's own area; who was reminded that day in that way is left out.</summary>
    /// <param name="only">The employers; null for all of them, which only a reminder on the desk may be for.</param>
    /// <returns>How many it was written down for.</returns>
    public async Task<Result<int>> RemindAsync(Guid roundId, IReadOnlyCollection<Guid>? only, ReminderDraft said, Actor actor, CancellationToken cancel)
    {
        var round = DemandScope.MayOpen(actor) ? await DemandScope.Rounds(db, actor).AsNoTracking().SingleOrDefaultAsync(r => r.RoundId == roundId, cancel) : null;
        if (round is null)
        {
            return NotFound;
        }

        if (!DemandScope.IsOffice(actor) || !actor.May(Rights.EmployersWrite))
        {
            return new Refusal("no-right", "您没有催报的权限，请由单位所在地的经办人催报");
        }

        if (round.ClosedAt is not null)
        {
            return new Refusal("round-closed", "这一轮调查已经结束，不用再催报");
        }

        if (Check(said, only, ChinaTime.DayOf(round.OpenedAt)) is { } wrong)
        {
            return wrong;
        }

        var (way, note) = ((short)said.Way!.Value, CleanText.Line(said.Note));
        var day = said.Way == ReminderWay.Desk ? clock.Today : said.On!.Value;
        var waiting = await EmployerScope.Employers(db, actor).Asked(db, round).Outstanding(db, roundId)
            .Where(e => (only == null || only.Contains(e.EmployerId)) && !db.DemandReminders().Any(m => m.RoundId == roundId && m.EmployerId == e.EmployerId && m.On == day && m.Way == way))
            .OrderBy(e => e.EmployerId).Select(e => e.EmployerId).Take(MostReminded).ToListAsync(cancel);
        if (waiting.Count == 0)
        {
            return new Refusal("nobody-to-remind", "没有要登记的单位：都已经答复，或者这一天已经这样催过");
        }

        try
        {
            db.DemandReminders().AddRange(waiting.Select(e => new DemandReminder { RoundId = roundId, EmployerId = e, On = day, Way = way, Login = actor.Login, Name = actor.DisplayName, Note = note }));
            db.Audit(clock, actor, "demand.remind", $"{roundId} employers={waiting.Count} way={way} on={day:yyyy-MM-dd}");
            await db.SaveChangesAsync(cancel);
            return waiting.Count;
        }
        catch (DbUpdateException)
        {
            return JustChanged; // somebody else reminds them at the same moment
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private Refusal? Check(ReminderDraft said, IReadOnlyCollection<Guid>? only, DateOnly opened) =>
        said.Way is not { } way ? new Refusal("bad-way", "请选择是怎么催的：电话、上门或短信告知")
        : way == ReminderWay.Desk ? null
        : only is null or { Count: 0 } ? new Refusal("nobody-chosen", "请先勾选催过的单位")
        : said.On is not { } day || day < opened || day > clock.Today ? new Refusal("bad-day", $"日期请写 {DemandWords.Day(opened)} 到今天之间的一天")
        : CleanText.Line(said.Note).Length > DemandRules.MostNote ? new Refusal("text-too-long", $"备注最多 {DemandRules.MostNote} 字，请精简") : null;
}
