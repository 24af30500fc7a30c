using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Matching.Referrals;

/// <summary>推荐: one person and one vacancy, from the recommendation to the sixth month on the job. The sum of its steps, kept for lists.</summary>
internal sealed class Referral
{
    public required Guid WorkerId { get; init; }
    public Guid ReferralId { get; init; } = Guid.CreateVersion7();
    public required Guid VacancyId { get; init; }
    public required Guid EmployerId { get; init; }
    /// <summary>12-digit code of the person's register village when it was opened: whose staff see it.</summary>
    public required long Home { get; init; }
    /// <summary>What the vacancy said when it was opened: a vacancy that is withdrawn later leaves the history readable.</summary>
    public required string Title { get; init; }
    public required string Employer { get; init; }
    public required string EmployerCredit { get; init; }
    public required string Industry { get; init; }
    /// <summary>12-digit code of the workplace.</summary>
    public required long Workplace { get; init; }
    /// <summary>Pay a month as the vacancy states it; 0 when it does not.</summary>
    public required long MonthFen { get; init; }
    /// <summary><see cref="Contracts.ReferralChannel"/>.</summary>
    public required short Channel { get; init; }
    /// <summary>Who referred; null when the person applied alone.</summary>
    public Guid? UnitId { get; init; }
    public Guid? Occasion { get; init; }
    public required DateTime OpenedAt { get; init; }
    /// <summary>When the person turned to the employer; until then the employer knows nothing of them.</summary>
    public DateTime? AppliedAt { get; set; }

    /// <summary><see cref="Contracts.ReferralState"/>.</summary>
    public required short State { get; set; }
    /// <summary>The last day by which whoever has the ball answers; null while nobody owes anything.</summary>
    public DateOnly? DueOn { get; set; }
    public Guid? InterviewId { get; set; }
    public DateTime? InterviewAt { get; set; }
    /// <summary>First day at work; null until hired.</summary>
    public DateOnly? StartsOn { get; set; }
    public DateTime? HiredAt { get; set; }
    /// <summary>The work spell the hire recorded.</summary>
    public Guid? SpellId { get; set; }
    /// <summary>False where the register knew the spell already: then undoing the hire leaves it.</summary>
    public bool SpellIsNew { get; set; }
    /// <summary>Last day at work, once known.</summary>
    public DateOnly? LeftOn { get; set; }
    /// <summary><see cref="ReferralAct"/> that closed it; 0 while it is open.</summary>
    public short ClosedBy { get; set; }
    /// <summary>Code of a <see cref="ReferralReason"/>; 0 without.</summary>
    public short Reason { get; set; }
    /// <summary>The hire that closed it; undoing that one opens this again.</summary>
    public Guid? SupersededBy { get; set; }
    /// <summary>Where it stood when it was superseded.</summary>
    public short StateBefore { get; set; }
    /// <summary>When it closed or the person left: from then on the two may meet again.</summary>
    public DateTime? EndedAt { get; set; }
    /// <summary>How many steps there are; also the concurrency token.</summary>
    public long Version { get; set; }
}

/// <summary>One thing that happened to a referral. Never changed.</summary>
internal sealed class ReferralStep
{
    public required Guid WorkerId { get; init; }
    public required Guid ReferralId { get; init; }
    /// <summary>From 1.</summary>
    public required long Seq { get; init; }
    /// <summary><see cref="ReferralAct"/>.</summary>
    public required short Act { get; init; }
    /// <summary><see cref="ReferralRole"/>.</summary>
    public required short Role { get; init; }
    public required DateTime At { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    /// <summary>Code of a <see cref="ReferralReason"/>; 0 without.</summary>
    public required short Reason { get; init; }
    public required string Text { get; init; }
    /// <summary>Where it stood afterwards.</summary>
    public required short State { get; init; }
}

/// <summary>回访: the question, one, three and six months after the first day, whether the person is still there.</summary>
internal sealed class RetentionCheck
{
    public required Guid WorkerId { get; init; }
    public required Guid ReferralId { get; init; }
    /// <summary>1, 3 or 6.</summary>
    public required short Months { get; init; }
    public required DateOnly DueOn { get; init; }
    public required long Home { get; init; }
    public required Guid EmployerId { get; init; }
    /// <summary><see cref="RetentionAnswer"/>.</summary>
    public short Answer { get; set; }
    /// <summary><see cref="ReferralRole"/> of who answered; 0 until then.</summary>
    public short AnsweredBy { get; set; }
    public DateTime? AnsweredAt { get; set; }
    public long Version { get; set; }
}

/// <summary>What is known about the question; the numbers are stored.</summary>
internal enum RetentionAnswer : short { Open = 0, StillThere = 1, Left = 2, HireUndone = 3 }

internal sealed class ReferralTable : IEntityTypeConfiguration<Referral>
{
    public const string Name = "matching_referral";

    public void Configure(EntityTypeBuilder<Referral> referral)
    {
        referral.ToTable(Name);
        referral.HasKey(r => new { r.WorkerId, r.ReferralId });
        referral.HasAnnotation("Cf:Dist", "worker_id");
        // one open referral of the two, also when two hands open it at once
        referral.HasIndex(r => new { r.WorkerId, r.VacancyId }).IsUnique().HasFilter("ended_at IS NULL");
        referral.HasIndex(r => new { r.Home, r.State, r.ReferralId });
        referral.HasIndex(r => new { r.EmployerId, r.State, r.ReferralId });
        referral.HasIndex(r => new { r.VacancyId, r.State });
        referral.HasIndex(r => new { r.State, r.DueOn });
        referral.HasIndex(r => new { r.UnitId, r.OpenedAt });
        referral.Property(r => r.Title).HasMaxLength(200);
        referral.Property(r => r.Employer).HasMaxLength(200);
        referral.Property(r => r.EmployerCredit).HasMaxLength(18);
        referral.Property(r => r.Industry).HasMaxLength(50);
        referral.Property(r => r.Version).IsConcurrencyToken();
    }
}

internal sealed class ReferralStepTable : IEntityTypeConfiguration<ReferralStep>
{
    public void Configure(EntityTypeBuilder<ReferralStep> step)
    {
        step.ToTable("matching_step");
        step.HasKey(s => new { s.WorkerId, s.ReferralId, s.Seq });
        step.HasAnnotation("Cf:Dist", "worker_id");
        step.Property(s => s.Login).HasMaxLength(50);
        step.Property(s => s.Name).HasMaxLength(50);
        step.Property(s => s.Text).HasMaxLength(ReferralRules.MostText);
    }
}

internal sealed class RetentionCheckTable : IEntityTypeConfiguration<RetentionCheck>
{
    public void Configure(EntityTypeBuilder<RetentionCheck> check)
    {
        check.ToTable("matching_check");
        check.HasKey(c => new { c.WorkerId, c.ReferralId, c.Months });
        check.HasAnnotation("Cf:Dist", "worker_id");
        check.HasIndex(c => new { c.Home, c.Answer, c.DueOn });
        check.HasIndex(c => new { c.EmployerId, c.Answer, c.DueOn });
        check.Property(c => c.Version).IsConcurrencyToken();
    }
}
