using Chunfeng.Employers.Contracts;
using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>What somebody wants to do about a referral.</summary>
/// <param name="Reason">Code of a <see cref="ReferralReason"/>.</param>
/// <param name="Day">First day at work of a hire, last one of a leave.</param>
/// <param name="At">UTC moment of an interview.</param>
/// <param name="Form">Of a hire: number of a code in data/codes/employment_form.csv.</param>
/// <param name="WageFen">Of a hire: agreed pay a month; null takes the vacancy's.</param>
/// <param name="Seen">How many steps there were on the page the act was decided on; null does not mind.</param>
internal sealed record ReferralInput(
    ReferralAct Act, short Reason = 0, string? Text = null, DateOnly? Day = null, DateTime? At = null, Guid? Interview = null, short Form = 1, long? WageFen = null, long? Seen = null);

/// <summary>Moves a referral on, or says why not. What a hire does (post filled, work spell recorded, the person's other applications closed, retention
/// checks set) stands or falls in one transaction, and so does its undoing.</summary>
internal sealed class TakeReferralStep(
    ChunfengDb db, IVacancies vacancies, IHires hires, IPersonLedger ledger, CodeSets codes, WorkCalendar calendar, ReferralClocks clocks, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("referral-not-found", "没有找到这次推荐，或不在您的管辖范围内");
    private static readonly Refusal JustChanged = new("just-changed", "这次推荐刚刚有了新的情况；请看过最新内容后再办一次");
    private static readonly Actor Clockwork = new("system", "系统", RegionCode.China, new HashSet<string>());

    /// <summary>In the caller's transaction where there is one: a refusal then leaves it to the caller to roll back.</summary>
    public async Task<Refusal?> HandleAsync(Guid workerId, Guid referralId, ReferralInput input, Viewer viewer, CancellationToken cancel)
    {
        if (!viewer.MayAct && viewer.Role != ReferralRole.System)
        {
            return viewer.Role == ReferralRole.None ? NotFound : new Refusal("no-right", "您没有办理推荐的权限，请联系管理员开通");
        }

        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        try
        {
            // read inside the transaction: what is decided here is what is written
            Forget();
            var referral = await ReferralScope.Referrals(db, viewer).SingleOrDefaultAsync(r => r.WorkerId == workerId && r.ReferralId == referralId, cancel);
            if (referral is null)
            {
                return NotFound;
            }

            if (input.Seen is { } seen && seen != referral.Version)
            {
                return JustChanged;
            }

            if (await ActAsync(referral, input, viewer, cancel) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(cancel);
            if (own is not null)
            {
                await own.CommitAsync(cancel);
            }

            return null;
        }
        catch (DbUpdateConcurrencyException) when (own is not null)
        {
            return JustChanged; // two hands at once: the second looks again
        }
        catch (DbUpdateException) when (own is not null && IsTaken())
        {
            return JustChanged; // the same, where the step is written before the version is compared
        }
        finally
        {
            if (own is not null)
            {
                db.ChangeTracker.Clear();
                await own.DisposeAsync();
            }
            else
            {
                Forget();
            }
        }
    }

    internal static Standing StandingOf(Referral referral) => new((ReferralState)referral.State, referral.LeftOn is not null);

    private async Task<Refusal?> ActAsync(Referral referral, ReferralInput input, Viewer viewer, CancellationToken cancel)
    {
        var text = ReferralRules.Clean(input.Text);
        if (text.Length > ReferralRules.MostText)
        {
            return new Refusal("text-too-long", $"文字太长：最多 {ReferralRules.MostText} 字，现在 {text.Length} 字；请精简后再提交");
        }

        if (Repeats(referral, input))
        {
            return null; // the same interview told twice
        }

        if (input.Act != ReferralAct.Book && input.Interview is { } told && referral.InterviewId is { } booked && told != booked)
        {
            return new Refusal("interview-replaced", "这次面试已经改约，请登记新约的那一次的结果");
        }

        var reason = ReferralReason.Find(input.Reason);
        var now = StandingOf(referral);
        var next = ReferralMachine.Take(now, input.Act, viewer.Role, reason, text, (ReferralState)referral.StateBefore);
        if (next.IsRefused)
        {
            return next.Refusal;
        }

        var refusal = input.Act switch
        {
            ReferralAct.Confirm => Applied(referral),
            ReferralAct.Book => Book(referral, input),
            ReferralAct.Hire => await HireAsync(referral, input, viewer, cancel),
            ReferralAct.Undo => await UndoAsync(referral, text, viewer, cancel),
            ReferralAct.Leave => await LeaveAsync(referral, input, viewer, cancel),
            ReferralAct.StillThere => await StillThereAsync(referral, viewer, cancel),
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        Move(referral, next.Value.Standing, input.Act, reason?.Code ?? 0);
        Note(referral, input.Act, viewer.Role, viewer.Actor, reason?.Code ?? 0, text);
        db.Audit(clock, viewer.Actor, $"matching.{ReferralWords.Code(input.Act)}", $"{referral.ReferralId} vacancy={referral.VacancyId} step={referral.Version} reason={input.Reason}",
            referral.WorkerId, before: $"state={ReferralWords.Code(now.State)}", after: $"state={ReferralWords.Code(next.Value.Standing.State)}");
        return null;
    }

    /// <summary>An interview's booking or result that was told before and has been worked in.</summary>
    private static bool Repeats(Referral referral, ReferralInput input) => input.Interview is { } interview && referral.InterviewId == interview && (input.Act switch
    {
        ReferralAct.Book => referral.InterviewAt == input.At,
        ReferralAct.Pass => (ReferralState)referral.State is ReferralState.Passed or ReferralState.Hired,
        ReferralAct.Fail => (ReferralState)referral.State is ReferralState.Closed,
        ReferralAct.WorkerAbsent or ReferralAct.EmployerAbsent => (ReferralState)referral.State is ReferralState.Applied,
        _ => false,
    });

    private Refusal? Applied(Referral referral)
    {
        referral.AppliedAt = clock.UtcStamp;
        return null;
    }

    private Refusal? Book(Referral referral, ReferralInput input)
    {
        if (input.At is not { } at)
        {
            return new Refusal("time-missing", "请填写面试的日期和时间");
        }

        if (ChinaTime.DayOf(at) < clock.Today)
        {
            return new Refusal("time-past", "面试时间已经过了，请另选时间");
        }

        (referral.InterviewId, referral.InterviewAt) = (input.Interview ?? Guid.CreateVersion7(clock.GetUtcNow()), at);
        return null;
    }

    private async Task<Refusal?> HireAsync(Referral referral, ReferralInput input, Viewer viewer, CancellationToken cancel)
    {
        if (ReferralRules.CheckStart(input.Day, clock.Today) is { } wrong)
        {
            return wrong;
        }

        // always the vacancy before the register: two hires that wait for each other would never end
        var filled = await vacancies.FillAsync(referral.VacancyId, referral.ReferralId, viewer.Actor, cancel);
        if (filled.IsRefused)
        {
            return filled.Refusal;
        }

        var start = input.Day!.Value; // CheckStart refuses none
        var place = new RegionCode(referral.Workplace);
        var work = new WorkStatement(start, null, (place.Level > RegionLevel.Township ? place.At(RegionLevel.Township) : place).Value, input.Form)
        {
            Employer = Cut(referral.Employer), EmployerCredit = referral.EmployerCredit.Length > 0 ? referral.EmployerCredit : null, Job = Cut(referral.Title),
            Industry = codes.Industry.TryGet(referral.Industry, out _) ? referral.Industry : null, Channel = ReferralRules.OrgChannel((ReferralChannel)referral.Channel),
            WageFen = input.WageFen ?? (referral.MonthFen > 0 ? referral.MonthFen : null), HasContract = input.Form == 1 ? true : null,
        };
        var recorded = await ledger.RecordWorkAsync(
            referral.WorkerId, work, new LedgerSource(Evidence.Employer, $"录用 {referral.ReferralId}", referral.ReferralId), ReferralScope.HandOf(viewer.Actor, referral.Home), cancel);
        if (recorded.IsRefused)
        {
            return recorded.Refusal;
        }

        if (start <= clock.Today && await CountAsync(referral, start, viewer, cancel) is { } uncounted)
        {
            return uncounted; // one that begins later is counted with the first answer about it
        }

        var now = clock.UtcStamp;
        (referral.StartsOn, referral.HiredAt, referral.SpellId, referral.SpellIsNew) = (start, now, recorded.Value.SpellId, recorded.Value.Outcome == LedgerOutcome.New);
        foreach (var (months, days) in ReferralRules.Checks)
        {
            db.RetentionChecks().Add(new RetentionCheck
            {
                WorkerId = referral.WorkerId, ReferralId = referral.ReferralId, Months = months, DueOn = start.AddDays(days), Home = referral.Home, EmployerId = referral.EmployerId, Version = 1,
            });
        }

        var others = await db.Referrals().Where(r => r.WorkerId == referral.WorkerId && r.ReferralId != referral.ReferralId && r.State < (short)ReferralState.Hired)
            .OrderBy(r => r.ReferralId).ToListAsync(cancel);
        foreach (var other in others)
        {
            (other.SupersededBy, other.StateBefore) = (referral.ReferralId, other.State);
            Move(other, new Standing(ReferralState.Closed), ReferralAct.Supersede, 0);
            Note(other, ReferralAct.Supersede, ReferralRole.System, Clockwork, 0, $"已被{referral.Employer}录用");
        }

        return null;
    }

    /// <summary>Enters the hire where employers' and help units' absorption is counted.</summary>
    private async Task<Refusal?> CountAsync(Referral referral, DateOnly start, Viewer viewer, CancellationToken cancel)
    {
        var helper = (ReferralChannel)referral.Channel == ReferralChannel.HelpUnit ? referral.UnitId : null;
        return (await hires.RecordAsync(new HireStatement(referral.WorkerId, referral.ReferralId, referral.EmployerId, start, referral.VacancyId, helper), viewer.Actor, cancel)).Refusal;
    }

    private async Task<Refusal?> UndoAsync(Referral referral, string text, Viewer viewer, CancellationToken cancel)
    {
        var reopened = await vacancies.ReopenAsync(referral.VacancyId, referral.ReferralId, viewer.Actor, cancel);
        if (reopened.IsRefused)
        {
            return reopened.Refusal;
        }

        if (referral.SpellIsNew && await SpellAsync(referral, viewer, cancel) is { } spell)
        {
            var undone = await ledger.WithdrawAsync(
                referral.WorkerId, spell.SpellId, spell.Revision, Cut(text), new LedgerSource(Evidence.Employer, $"撤销录用 {referral.ReferralId}"), ReferralScope.HandOf(viewer.Actor, referral.Home), cancel);
            if (undone.IsRefused)
            {
                return undone.Refusal;
            }
        }

        await hires.UndoAsync(referral.WorkerId, referral.ReferralId, viewer.Actor, cancel);
        foreach (var check in await ChecksAsync(referral, cancel))
        {
            (check.Answer, check.AnsweredBy, check.AnsweredAt) = ((short)RetentionAnswer.HireUndone, (short)viewer.Role, clock.UtcStamp);
            check.Version++;
        }

        // what the hire closed is open again, unless the two met anew since
        var closed = await db.Referrals().Where(r => r.WorkerId == referral.WorkerId && r.SupersededBy == referral.ReferralId).OrderBy(r => r.ReferralId).ToListAsync(cancel);
        var open = await db.Referrals().Where(r => r.WorkerId == referral.WorkerId && r.EndedAt == null).Select(r => r.VacancyId).ToListAsync(cancel);
        foreach (var other in closed.Where(o => !open.Contains(o.VacancyId)))
        {
            Move(other, new Standing((ReferralState)other.StateBefore), ReferralAct.Reinstate, 0);
            Note(other, ReferralAct.Reinstate, ReferralRole.System, Clockwork, 0, "");
            (other.SupersededBy, other.StateBefore) = (null, 0);
        }

        return null;
    }

    private async Task<Refusal?> LeaveAsync(Referral referral, ReferralInput input, Viewer viewer, CancellationToken cancel)
    {
        if (ReferralRules.CheckLeft(input.Day, referral.StartsOn!.Value, clock.Today) is { } wrong)
        {
            return wrong;
        }

        var last = input.Day!.Value; // CheckLeft refuses none
        if (await SpellAsync(referral, viewer, cancel) is { } spell && spell.Stated.EndsOn is null)
        {
            var evidence = viewer.Role switch { ReferralRole.Employer => Evidence.Employer, ReferralRole.Worker => Evidence.SelfReported, _ => Evidence.Phone };
            var ended = await ledger.EndWorkAsync(
                referral.WorkerId, spell.SpellId, spell.Revision, last, new LedgerSource(evidence, $"离职 {referral.ReferralId}"), ReferralScope.HandOf(viewer.Actor, referral.Home), cancel);
            if (ended.IsRefused)
            {
                return ended.Refusal;
            }
        }

        if (await CountAsync(referral, referral.StartsOn.Value, viewer, cancel) is { } uncounted)
        {
            return uncounted;
        }

        if (await hires.EndAsync(referral.WorkerId, referral.ReferralId, last, viewer.Actor, cancel) is { } unended)
        {
            return unended;
        }

        referral.LeftOn = last;
        foreach (var check in (await ChecksAsync(referral, cancel)).Where(c => c.Answer == (short)RetentionAnswer.Open))
        {
            // whoever stayed to the day of a check that nobody asked was still there on it
            var answer = check.DueOn <= last ? RetentionAnswer.StillThere : RetentionAnswer.Left;
            (check.Answer, check.AnsweredBy, check.AnsweredAt) = ((short)answer, (short)viewer.Role, clock.UtcStamp);
            check.Version++;
        }

        return null;
    }

    private async Task<Refusal?> StillThereAsync(Referral referral, Viewer viewer, CancellationToken cancel)
    {
        var today = clock.Today;
        var open = (await ChecksAsync(referral, cancel)).Where(c => c.Answer == (short)RetentionAnswer.Open).ToList();
        var due = open.Where(c => c.DueOn <= today).ToList();
        if (due.Count == 0)
        {
            return open.Count == 0
                ? new Refusal("checks-done", "三次回访都已完成")
                : new Refusal("not-due", $"还没有到回访的日子，下一次是 {open[0].DueOn:yyyy-MM-dd}");
        }

        if (await CountAsync(referral, referral.StartsOn!.Value, viewer, cancel) is { } uncounted)
        {
            return uncounted;
        }

        foreach (var check in due)
        {
            (check.Answer, check.AnsweredBy, check.AnsweredAt) = ((short)RetentionAnswer.StillThere, (short)viewer.Role, clock.UtcStamp);
            check.Version++;
        }

        return null;
    }

    private Task<List<RetentionCheck>> ChecksAsync(Referral referral, CancellationToken cancel) =>
        db.RetentionChecks().Where(c => c.WorkerId == referral.WorkerId && c.ReferralId == referral.ReferralId).OrderBy(c => c.Months).ToListAsync(cancel);

    /// <summary>The hire's spell as the register has it now; null when somebody withdrew it.</summary>
    private async Task<WorkFact?> SpellAsync(Referral referral, Viewer viewer, CancellationToken cancel)
    {
        var on = referral.StartsOn > clock.Today ? referral.StartsOn.Value : clock.Today;
        var facts = await ledger.ReadAsync(referral.WorkerId, on, null, ReferralScope.HandOf(viewer.Actor, referral.Home), cancel);
        return facts.Value?.AllWork.FirstOrDefault(w => w.SpellId == referral.SpellId);
    }

    private void Move(Referral referral, Standing to, ReferralAct act, short reason)
    {
        referral.State = (short)to.State;
        var interview = to.State == ReferralState.Interviewing && referral.InterviewAt is { } at ? ChinaTime.DayOf(at) : (DateOnly?)null;
        referral.DueOn = act is ReferralAct.StillThere or ReferralAct.Leave ? null : clocks.Due(to.State, clock.Today, interview, calendar);
        (referral.ClosedBy, referral.Reason) = to.State == ReferralState.Closed ? ((short)act, reason) : ((short)0, (short)0);
        referral.EndedAt = to.State == ReferralState.Closed || to.HasLeft ? clock.UtcStamp : null;
    }

    private void Note(Referral referral, ReferralAct act, ReferralRole role, Actor actor, short reason, string text) => db.ReferralSteps().Add(new ReferralStep
    {
        WorkerId = referral.WorkerId, ReferralId = referral.ReferralId, Seq = ++referral.Version, Act = (short)act, Role = (short)role, At = clock.UtcStamp,
        Login = actor.Login, Name = actor.DisplayName, Reason = reason, Text = text, State = referral.State,
    });

    private void Forget()
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is Referral or ReferralStep or RetentionCheck).ToList())
        {
            entry.State = EntityState.Detached;
        }
    }

    private bool IsTaken() => db.ChangeTracker.Entries<ReferralStep>().Select(e => e.Entity).Any();

    private static string Cut(string text) => text.Length > 100 ? text[..100] : text;
}
