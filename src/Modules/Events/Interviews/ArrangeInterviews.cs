using Chunfeng.Employers.Contracts;
using Chunfeng.Events.Live;
using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Interviews;

/// <summary>Books, moves, cancels interviews and writes down what they came to; the referral follows in the same transaction.</summary>
internal sealed class ArrangeInterviews(ChunfengDb db, IReferrals referrals, IVacancies vacancies, InterviewScope scope, MeetingRooms meetings, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("interview-not-found", "没有找到这场面试，或不归您办理");
    private static readonly Refusal JustChanged = new("just-changed", "这场面试刚刚有了变化，请看过最新情况再办");

    public async Task<Result<Interview>> BookAsync(Guid workerId, Guid referralId, DateTime? at, int minutes, Actor actor, CancellationToken cancel)
    {
        if (!InterviewScope.MayOpen(actor) || await referrals.FindAsync(workerId, referralId, actor, cancel) is not { } referral)
        {
            return new Refusal("referral-not-found", "没有找到这份求职登记，或不归您办理");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (InterviewMachine.CheckTime(at, minutes, now) is { } refusal)
        {
            return refusal;
        }

        if (await BusyAsync(workerId, null, at!.Value, minutes, cancel)) // CheckTime refuses none
        {
            return new Refusal("worker-busy", "本人这个时间已有别的面试，请换个时间");
        }

        if (await db.Interviews().AnyAsync(i => i.WorkerId == workerId && i.ReferralId == referralId && i.State == (short)InterviewState.Booked, cancel))
        {
            return new Refusal("already-booked", "这份求职已约好面试，请改约，不用再约一场");
        }

        var vacancy = await vacancies.FindAsync(referral.VacancyId, cancel);
        var interview = new Interview
        {
            WorkerId = workerId, ReferralId = referralId, VacancyId = referral.VacancyId, EmployerId = referral.EmployerId, Region = referral.Region,
            Title = Short(vacancy?.Title ?? "岗位"), Employer = Short(vacancy?.Employer ?? ""),
            WorkerName = referral.WorkerName, At = at.Value, Minutes = minutes, State = (short)InterviewState.Booked, BookedBy = actor.Login, BookedAt = clock.UtcStamp, Version = 1,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await referrals.InterviewBookedAsync(workerId, referralId, interview.InterviewId, interview.At, actor, cancel) is { } no)
        {
            return no;
        }

        db.Interviews().Add(interview);
        db.Audit(clock, actor, "interview.book", $"{interview.InterviewId} referral={referralId} at={interview.At:O}", workerId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return interview;
    }

    public async Task<Refusal?> MoveAsync(Guid interviewId, DateTime? at, int minutes, Actor actor, CancellationToken cancel)
    {
        if (await MineAsync(interviewId, actor, cancel) is not { } interview)
        {
            return NotFound;
        }

        if ((InterviewMachine.CheckMove(FactsOf(interview), interview.Moves) ?? InterviewMachine.CheckTime(at, minutes, clock.GetUtcNow().UtcDateTime)) is { } refusal)
        {
            return refusal;
        }

        if (await BusyAsync(interview.WorkerId, interviewId, at!.Value, minutes, cancel))
        {
            return new Refusal("worker-busy", "本人这个时间已有别的面试，请换个时间");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await referrals.InterviewBookedAsync(interview.WorkerId, interview.ReferralId, interviewId, at.Value, actor, cancel) is { } no)
        {
            return no;
        }

        var before = interview.At;
        (interview.At, interview.Minutes, interview.State) = (at.Value, minutes, (short)InterviewState.Booked);
        (interview.WorkerSeenAt, interview.OfficeSeenAt) = (null, null);
        interview.Moves++;
        db.Audit(clock, actor, "interview.move", $"{interviewId}", interview.WorkerId, $"at={before:O}", $"at={interview.At:O}");
        if (await SaveAsync(interview, cancel) is { } late)
        {
            return late;
        }

        await transaction.CommitAsync(cancel);
        return Over(interviewId);
    }

    public async Task<Refusal?> CancelAsync(Guid interviewId, Actor actor, CancellationToken cancel)
    {
        if (await MineAsync(interviewId, actor, cancel) is not { } interview)
        {
            return NotFound;
        }

        if (interview.State != (short)InterviewState.Booked)
        {
            return new Refusal("is-over", "面试已经结束或取消");
        }

        interview.State = (short)InterviewState.Cancelled;
        db.Audit(clock, actor, "interview.cancel", $"{interviewId}", interview.WorkerId);
        return await SaveAsync(interview, cancel) ?? Over(interviewId);
    }

    /// <summary>What the office's or the employer's side says it came to.</summary>
    public async Task<Refusal?> ConcludeAsync(Guid interviewId, InterviewOutcome outcome, string? written, Actor actor, CancellationToken cancel) =>
        await MineAsync(interviewId, actor, cancel) is { } interview
            ? await ConcludeAsync(interview, outcome, LiveRules.Clean(written), actor, cancel) : NotFound;

    /// <summary>The worker waited and nobody came.</summary>
    public async Task<Refusal?> NobodyCameAsync(Guid interviewId, PortalWorker worker, CancellationToken cancel) =>
        await db.Interviews().SingleOrDefaultAsync(i => i.WorkerId == worker.WorkerId && i.InterviewId == interviewId, cancel) is not { } interview ? NotFound
            : interview.WorkerSeenAt is null ? new Refusal("not-joined", "请先进入面试等一等；对方过了时间还没来，再点这里")
            // the house answers for it: it saw the worker come and nobody else
            : await ConcludeAsync(interview, InterviewOutcome.EmployerAbsent, "", Actor.Operator, cancel, worker.ToActor());

    /// <summary>Notes while it goes on.</summary>
    public async Task<Refusal?> NoteAsync(Guid interviewId, string? written, Actor actor, CancellationToken cancel)
    {
        var note = LiveRules.Clean(written);
        if (await MineAsync(interviewId, actor, cancel) is not { } interview)
        {
            return NotFound;
        }

        if (note.Length > InterviewMachine.MostNote)
        {
            return new Refusal("note-long", $"记录最多 {InterviewMachine.MostNote} 字，请精简");
        }

        interview.Note = note;
        db.Audit(clock, actor, "interview.note", $"{interviewId}", interview.WorkerId);
        return await SaveAsync(interview, cancel);
    }

    /// <summary>An interview in the account's scope, tracked.</summary>
    public async Task<Interview?> MineAsync(Guid interviewId, Actor actor, CancellationToken cancel) =>
        await (await scope.MineAsync(actor, cancel)).SingleOrDefaultAsync(i => i.InterviewId == interviewId, cancel);

    internal static InterviewFacts FactsOf(Interview i) => new((InterviewState)i.State, i.At, i.Minutes, i.WorkerSeenAt is not null, i.OfficeSeenAt is not null);

    internal async Task<Refusal?> ConcludeAsync(Interview interview, InterviewOutcome outcome, string note, Actor actor, CancellationToken cancel, Actor? said = null)
    {
        var text = note.Length > 0 ? note : interview.Note;
        if (InterviewMachine.CheckOutcome(FactsOf(interview), outcome, text, clock.GetUtcNow().UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await referrals.InterviewedAsync(interview.WorkerId, interview.ReferralId, interview.InterviewId, outcome, text, actor, cancel) is { } no)
        {
            return no;
        }

        (interview.State, interview.Outcome, interview.Note) = ((short)InterviewState.Held, (short)outcome, text);
        db.Audit(clock, said ?? actor, "interview.result", $"{interview.InterviewId}", interview.WorkerId, after: $"outcome={outcome}");
        if (await SaveAsync(interview, cancel) is { } late)
        {
            return late;
        }

        await transaction.CommitAsync(cancel);
        return Over(interview.InterviewId);
    }

    private Refusal? Over(Guid interviewId)
    {
        meetings.Close(interviewId);
        return null;
    }

    private Task<bool> BusyAsync(Guid workerId, Guid? but, DateTime at, int minutes, CancellationToken cancel)
    {
        var (from, to) = (at.AddMinutes(-InterviewMachine.Lengths[^1]), at.AddMinutes(minutes));
        return db.Interviews().Where(i => i.WorkerId == workerId && i.InterviewId != but && i.State == (short)InterviewState.Booked && i.At > from && i.At < to)
            .Select(i => new { i.At, i.Minutes }).AsAsyncEnumerable().AnyAsync(i => i.At.AddMinutes(i.Minutes) > at, cancel).AsTask();
    }

    private async Task<Refusal?> SaveAsync(Interview interview, CancellationToken cancel)
    {
        interview.Version++;
        try
        {
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

    private static string Short(string text) => text.Length > 200 ? text[..200] : text;
}

/// <summary>Closes interviews whose time has passed: who alone came is told the other was absent; the rest waits for somebody to write the result.</summary>
internal sealed class ExpireInterviews(ChunfengDb db, ArrangeInterviews arrange, TimeProvider clock) : IJob<NoInput>
{
    public const string Quarterly = "0 7/15 * * * ?";

    public static JobKind Kind { get; } = new("interviews.expire", "过期面试处理", Rights.MatchingRefer);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel) => new JobOutcome($"处理了 {await SweepAsync(cancel)} 场过期的面试");

    internal async Task<int> SweepAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var latest = now - InterviewMachine.ClosesAfter;
        var ids = await db.Interviews().AsNoTracking().Where(i => i.State == (short)InterviewState.Booked && i.At < latest).OrderBy(i => i.At).Take(1000)
            .Select(i => new { i.WorkerId, i.InterviewId, i.At, i.Minutes }).ToListAsync(cancel);
        var done = 0;
        foreach (var id in ids.Where(i => InterviewMachine.Closes(i.At, i.Minutes) < now))
        {
            var interview = await db.Interviews().SingleAsync(i => i.WorkerId == id.WorkerId && i.InterviewId == id.InterviewId, cancel);
            if (InterviewMachine.PlainAfterwards(ArrangeInterviews.FactsOf(interview)) is not { } outcome
                || await arrange.ConcludeAsync(interview, outcome, "", Actor.Operator, cancel) is not null)
            {
                db.ChangeTracker.Clear();
                await db.Interviews().Where(i => i.WorkerId == id.WorkerId && i.InterviewId == id.InterviewId && i.State == (short)InterviewState.Booked)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, (short)InterviewState.Expired).SetProperty(i => i.Version, i => i.Version + 1), cancel);
            }

            done++;
        }

        return done;
    }
}
