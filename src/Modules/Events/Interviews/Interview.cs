using Chunfeng.Employers.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Events.Interviews;

/// <summary>Where an interview stands; the numbers are stored.</summary>
internal enum InterviewState : short
{
    Booked = 1,
    /// <summary>Over, with a result.</summary>
    Held = 2,
    Cancelled = 3,
    /// <summary>Its time passed and neither side came, or nobody wrote down what it came to.</summary>
    Expired = 4,
}

/// <summary>远程面试: one worker and one vacancy, at a time both know; everything else about the referral is the matching room's.</summary>
internal sealed class Interview
{
    public required Guid WorkerId { get; init; }
    public Guid InterviewId { get; init; } = Guid.CreateVersion7();
    public required Guid ReferralId { get; init; }
    public required Guid VacancyId { get; init; }
    public required Guid EmployerId { get; init; }
    /// <summary>The referral's office: whose staff see it.</summary>
    public required long Region { get; init; }
    /// <summary>As they were when it was booked; the name is masked.</summary>
    public required string Title { get; init; }
    public required string Employer { get; init; }
    public required string WorkerName { get; init; }
    public required DateTime At { get; set; }
    public required int Minutes { get; set; }
    /// <summary><see cref="InterviewState"/>.</summary>
    public required short State { get; set; }
    /// <summary><see cref="Matching.Contracts.InterviewOutcome"/>; null before it is known.</summary>
    public short? Outcome { get; set; }
    /// <summary>Of the employer's or the office's side; the worker never reads it.</summary>
    public string Note { get; set; } = "";
    /// <summary>How often it was put to another time.</summary>
    public int Moves { get; set; }
    public DateTime? WorkerSeenAt { get; set; }
    public DateTime? OfficeSeenAt { get; set; }
    public required string BookedBy { get; init; }
    public required DateTime BookedAt { get; init; }
    public long Version { get; set; }
}

/// <summary>Which interviews exist for an account of staff: those of referrals in its area, or those of its own employer. Anything else is not there.</summary>
internal sealed class InterviewScope(ChunfengDb db, IEmployers employers)
{
    public static bool MayOpen(Actor actor) => actor.May(Rights.MatchingRefer) || actor.May(Rights.EmployersOwn);

    public async Task<IQueryable<Interview>> MineAsync(Actor actor, CancellationToken cancel)
    {
        // an employer's account never sees an area, whatever else it may do
        if (actor is { Unit: { } unit } && actor.May(Rights.EmployersOwn) && await employers.OfUnitAsync(unit, cancel) is { } own)
        {
            return db.Interviews().Where(i => i.EmployerId == own.EmployerId);
        }

        long from = actor.Region.Value, end = actor.Region.End;
        return actor.May(Rights.MatchingRefer) ? db.Interviews().Where(i => i.Region >= from && i.Region < end) : db.Interviews().Where(i => false);
    }
}

internal static class InterviewTables
{
    extension(ChunfengDb db)
    {
        public DbSet<Interview> Interviews() => db.Set<Interview>();
    }
}

internal sealed class InterviewTable : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> interview)
    {
        interview.ToTable("events_interview");
        interview.HasAnnotation("Cf:Dist", "worker_id");
        interview.HasKey(i => new { i.WorkerId, i.InterviewId });
        interview.HasIndex(i => i.InterviewId);
        interview.HasIndex(i => new { i.Region, i.At });
        interview.HasIndex(i => new { i.EmployerId, i.At });
        interview.HasIndex(i => new { i.State, i.At });
        interview.Property(i => i.Title).HasMaxLength(200);
        interview.Property(i => i.Employer).HasMaxLength(200);
        interview.Property(i => i.WorkerName).HasMaxLength(50);
        interview.Property(i => i.Note).HasMaxLength(InterviewMachine.MostNote);
        interview.Property(i => i.BookedBy).HasMaxLength(50);
        interview.Property(i => i.Version).IsConcurrencyToken();
    }
}
