using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.Matching.Contracts;

/// <summary>Who brought a person to a vacancy: what assessments of offices, stations, help units and agencies count (13.5).</summary>
public enum ReferralChannel : short
{
    /// <summary>本人自荐。</summary>
    Self = 1,
    /// <summary>就业部门。</summary>
    Office = 2,
    /// <summary>劳务工作站。</summary>
    Station = 3,
    /// <summary>帮扶单位。</summary>
    HelpUnit = 4,
    /// <summary>人力资源机构。</summary>
    Agency = 5,
}

/// <summary>How a person came to a vacancy.</summary>
/// <param name="Unit">The unit that referred; null when the person applied alone.</param>
/// <param name="Occasion">The event, live room or gig market it happened at; null for none.</param>
public sealed record ReferralSource(ReferralChannel Channel, Guid? Unit = null, Guid? Occasion = null);

/// <summary>Where a referral stands.</summary>
public enum ReferralState : short
{
    /// <summary>已推荐，等本人确认。</summary>
    Referred = 1,
    /// <summary>已报名。</summary>
    Applied = 2,
    /// <summary>待面试。</summary>
    Interviewing = 3,
    /// <summary>面试通过，待录用。</summary>
    Passed = 4,
    /// <summary>已录用上岗。</summary>
    Hired = 5,
    /// <summary>已结束（未成）。</summary>
    Closed = 6,
}

/// <summary>What an interview came to.</summary>
public enum InterviewOutcome : short
{
    Passed = 1,
    Failed = 2,
    /// <summary>本人未到。</summary>
    WorkerAbsent = 3,
    /// <summary>用人单位未到。</summary>
    EmployerAbsent = 4,
}

/// <summary>One person and one vacancy, as other rooms show it; the name is masked.</summary>
public sealed record ReferralCard(Guid WorkerId, Guid ReferralId, Guid VacancyId, Guid EmployerId, string WorkerName, ReferralState State, long Region, long Version);

/// <summary>What other rooms may ask and tell about referrals.</summary>
public interface IReferrals
{
    /// <summary>A person applies for a published vacancy: refused when it is closed or full, or an open referral of the two exists.
    /// In the caller's transaction where there is one.</summary>
    /// <returns>The referral's id.</returns>
    Task<Result<ReferralCard>> ApplyAsync(Guid workerId, Guid vacancyId, ReferralSource source, Actor actor, CancellationToken cancel);

    /// <summary>Null when there is none, or the actor may not see it (its area, its own employer, or the worker itself).</summary>
    Task<ReferralCard?> FindAsync(Guid workerId, Guid referralId, Actor actor, CancellationToken cancel);

    /// <summary>An interview was agreed; moves an applied referral on.</summary>
    Task<Refusal?> InterviewBookedAsync(Guid workerId, Guid referralId, Guid interviewId, DateTime at, Actor actor, CancellationToken cancel);

    /// <summary>What the interview came to. The same interview again changes nothing.</summary>
    Task<Refusal?> InterviewedAsync(Guid workerId, Guid referralId, Guid interviewId, InterviewOutcome outcome, string note, Actor actor, CancellationToken cancel);
}
