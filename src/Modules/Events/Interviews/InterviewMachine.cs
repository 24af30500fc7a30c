using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Results;

namespace Chunfeng.Events.Interviews;

/// <summary>What the rules need of an interview, and nothing else.</summary>
internal sealed record InterviewFacts(InterviewState State, DateTime At, int Minutes, bool WorkerSeen, bool OfficeSeen);

/// <summary>When an interview may be entered and what it may come to. Pure; the lengths of time are our own proposals.</summary>
internal static class InterviewMachine
{
    public const int MostNote = 1000, MostMoves = 5;
    public static readonly IReadOnlyList<int> Lengths = [15, 30, 45, 60];

    /// <summary>The waiting room opens before the time and closes after the end; who is late by the grace is absent.</summary>
    public static readonly TimeSpan OpensBefore = TimeSpan.FromMinutes(15), ClosesAfter = TimeSpan.FromMinutes(30), Grace = TimeSpan.FromMinutes(10), Ahead = TimeSpan.FromDays(60);

    public static DateTime Closes(DateTime at, int minutes) => at.AddMinutes(minutes) + ClosesAfter;

    public static Refusal? CheckTime(DateTime? at, int minutes, DateTime now) =>
        at is not { } time ? new Refusal("no-time", "请选择面试的日期和时间")
        : !Lengths.Contains(minutes) ? new Refusal("bad-length", "请从列表中选择面试时长")
        : time <= now ? new Refusal("time-past", "面试时间已经过去，请选以后的时间")
        : time > now + Ahead ? new Refusal("time-far", $"面试请约在 {Ahead.Days} 天以内")
        : null;

    /// <summary>Why a side may not come in now; null when it may.</summary>
    public static Refusal? CheckJoin(InterviewFacts facts, DateTime now) => facts.State switch
    {
        InterviewState.Held => new Refusal("is-over", "面试已经结束"),
        InterviewState.Cancelled => new Refusal("is-cancelled", "面试已取消"),
        _ when now < facts.At - OpensBefore => new Refusal("too-early", $"还没到时间：面试前 {OpensBefore.TotalMinutes:0} 分钟可以进入"),
        _ when facts.State == InterviewState.Expired || now > Closes(facts.At, facts.Minutes) => new Refusal("too-late", "面试时间已过，请联系对方改约"),
        _ => null,
    };

    /// <summary>Why it cannot be put to another time; null when it can.</summary>
    public static Refusal? CheckMove(InterviewFacts facts, int moves) => facts.State switch
    {
        InterviewState.Held => new Refusal("is-over", "面试已有结果，不能改约"),
        InterviewState.Cancelled => new Refusal("is-cancelled", "面试已取消，请重新预约"),
        _ => moves >= MostMoves ? new Refusal("moved-often", $"已经改约 {MostMoves} 次；请取消后电话联系双方") : null,
    };

    /// <summary>Why an outcome cannot be written down; null when it can.</summary>
    public static Refusal? CheckOutcome(InterviewFacts facts, InterviewOutcome outcome, string note, DateTime now)
    {
        if (facts.State is InterviewState.Held or InterviewState.Cancelled)
        {
            return new Refusal("is-over", facts.State == InterviewState.Held ? "面试结果已经登记过了" : "面试已取消");
        }

        if (now < facts.At - OpensBefore)
        {
            return new Refusal("too-early", "面试还没有开始，不能登记结果");
        }

        if (note.Length > MostNote)
        {
            return new Refusal("note-long", $"记录最多 {MostNote} 字，请精简");
        }

        return outcome switch
        {
            InterviewOutcome.WorkerAbsent when facts.WorkerSeen => new Refusal("was-here", "系统记录本人进入过面试，不能登记为未到"),
            InterviewOutcome.EmployerAbsent when facts.OfficeSeen => new Refusal("was-here", "系统记录招聘方进入过面试，不能登记为未到"),
            InterviewOutcome.WorkerAbsent or InterviewOutcome.EmployerAbsent when now < facts.At + Grace =>
                new Refusal("wait-more", $"请再等等：过了约定时间 {Grace.TotalMinutes:0} 分钟才能登记未到"),
            InterviewOutcome.Passed or InterviewOutcome.Failed when !(facts.WorkerSeen && facts.OfficeSeen) && note.Length == 0 =>
                new Refusal("note-missing", "双方没有在视频里见过面，请在记录里写明是怎么面试的"),
            _ => null,
        };
    }

    /// <summary>What is plain once the time has passed and nobody wrote anything: one side came, the other did not.</summary>
    /// <returns>Null while it is not over, and where it is not plain.</returns>
    public static InterviewOutcome? PlainAfterwards(InterviewFacts facts) => (facts.WorkerSeen, facts.OfficeSeen) switch
    {
        (true, false) => InterviewOutcome.EmployerAbsent,
        (false, true) => InterviewOutcome.WorkerAbsent,
        _ => null,
    };
}
