using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Jobs;

/// <summary>One piece of work that goes on after the request which asked for it, and after a restart.</summary>
public sealed class Job
{
    public Guid JobId { get; init; } = Guid.CreateVersion7();
    /// <summary>Which work: <see cref="JobKind.Code"/>.</summary>
    public required string Kind { get; init; }
    /// <summary>What it is about, for people: a file's name, a week. Never a person.</summary>
    public required string Title { get; init; }
    /// <summary>What the work needs to know, as JSON; ids and choices only.</summary>
    public required string Input { get; init; }
    public required string AskedBy { get; init; }
    /// <summary>True when the timetable asked and not a person: it runs as the operator.</summary>
    public required bool Scheduled { get; init; }
    /// <summary>12-digit code of the area it is about.</summary>
    public required long Region { get; init; }
    /// <summary>One of <see cref="JobStates"/>.</summary>
    public string State { get; set; } = JobStates.Waiting;
    /// <summary>Thousandths, 0 to 1000.</summary>
    public int Progress { get; set; }
    public string ProgressText { get; set; } = "";
    /// <summary>How often it was begun; a run stopped in good order by the host does not count.</summary>
    public int Attempts { get; set; }
    public bool CancelAsked { get; set; }
    /// <summary>What came out, or why nothing did, in one sentence.</summary>
    public string? Result { get; set; }
    /// <summary>A page of this site that shows what came out.</summary>
    public string? ResultLink { get; set; }
    /// <summary>The name under which the sealed result is downloaded; null when there is none, or it expired.</summary>
    public string? ResultFile { get; set; }
    public DateTime? ResultExpiresAt { get; set; }
    public required DateTime AskedAt { get; init; }
    public DateTime? StartedAt { get; set; }
    public DateTime? EndedAt { get; set; }
}

/// <summary>The states of a job, as stored.</summary>
public static class JobStates
{
    public const string Waiting = "waiting", Running = "running", Done = "done", Failed = "failed", Cancelled = "cancelled";

    public static bool IsOver(string state) => state is Done or Failed or Cancelled;
}

/// <summary>The table of jobs, as others query it.</summary>
public static class JobTables
{
    extension(ChunfengDb db)
    {
        public DbSet<Job> Jobs() => db.Set<Job>();
    }
}

internal sealed class JobTable : IEntityTypeConfiguration<Job>
{
    public const int MostText = 500;

    public void Configure(EntityTypeBuilder<Job> job)
    {
        job.ToTable("platform_job");
        job.HasKey(j => j.JobId);
        job.HasIndex(j => j.State);
        job.HasIndex(j => new { j.AskedAt, j.JobId });
        job.HasIndex(j => new { j.AskedBy, j.AskedAt });
        job.Property(j => j.Kind).HasMaxLength(50);
        job.Property(j => j.Title).HasMaxLength(200);
        job.Property(j => j.Input).HasMaxLength(4000);
        job.Property(j => j.AskedBy).HasMaxLength(50);
        job.Property(j => j.State).HasMaxLength(20);
        job.Property(j => j.ProgressText).HasMaxLength(200);
        job.Property(j => j.Result).HasMaxLength(MostText);
        job.Property(j => j.ResultLink).HasMaxLength(200);
        job.Property(j => j.ResultFile).HasMaxLength(200);
    }
}
