using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.People.Roster;

/// <summary>One roster file taken in, or refused; its counts are written with the register in one transaction.</summary>
internal sealed class RosterImport
{
    public Guid ImportId { get; init; } = Guid.CreateVersion7();
    public required string FileName { get; init; }
    public required long Region { get; init; }
    /// <summary>The day the roster speaks of: ages and future dates are judged on it.</summary>
    public required DateOnly AsOf { get; init; }
    /// <summary>One of <see cref="ImportStates"/>.</summary>
    public required string State { get; set; }
    /// <summary>True while the file is only checked; false once it is to be kept.</summary>
    public required bool DryRun { get; set; }
    public required string StartedBy { get; init; }
    public required DateTime StartedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public long RowsRead { get; set; }
    public long Added { get; set; }
    public long Updated { get; set; }
    public long Unchanged { get; set; }
    public long Rejected { get; set; }
    public long Duplicates { get; set; }
    public long Conflicts { get; set; }
    public long Warnings { get; set; }
    public string? Error { get; set; }
    /// <summary>True for a file uploaded to the console: it lies sealed under the data directory by this import's id.</summary>
    public required bool Uploaded { get; init; }
    public long FileBytes { get; init; }
    /// <summary>Columns of the file that nobody knew, separated by 、.</summary>
    public string? UnknownColumns { get; set; }
}

/// <summary>The states of an import, as stored.</summary>
internal static class ImportStates
{
    public const string Queued = "queued", Running = "running", Checked = "checked", Done = "done", Failed = "failed", Dropped = "dropped";
}

/// <summary>Why one row was not taken in, or what was left out of it. Personal numbers are masked here.</summary>
internal sealed class RosterIssue
{
    public required Guid ImportId { get; init; }
    public required int RowNo { get; init; }
    public required int Seq { get; init; }
    /// <summary>rejected, duplicate, conflict, warning.</summary>
    public required string Kind { get; init; }
    public required string ColumnName { get; init; }
    public required string Found { get; init; }
    public required string Expected { get; init; }
}

internal sealed class RosterImportTable : IEntityTypeConfiguration<RosterImport>
{
    public void Configure(EntityTypeBuilder<RosterImport> import)
    {
        import.ToTable("people_import");
        import.HasKey(i => i.ImportId);
        import.HasIndex(i => i.StartedAt);
        import.Property(i => i.FileName).HasMaxLength(200);
        import.Property(i => i.State).HasMaxLength(20);
        import.Property(i => i.StartedBy).HasMaxLength(50);
        import.Property(i => i.Error).HasMaxLength(1000);
        import.Property(i => i.UnknownColumns).HasMaxLength(1000);
    }
}

internal sealed class RosterIssueTable : IEntityTypeConfiguration<RosterIssue>
{
    public void Configure(EntityTypeBuilder<RosterIssue> issue)
    {
        issue.ToTable("people_import_issue");
        issue.HasKey(i => new { i.ImportId, i.RowNo, i.Seq });
        issue.HasIndex(i => new { i.ImportId, i.Kind, i.RowNo });
        issue.Property(i => i.Kind).HasMaxLength(20);
        issue.Property(i => i.ColumnName).HasMaxLength(50);
        issue.Property(i => i.Found).HasMaxLength(200);
        issue.Property(i => i.Expected).HasMaxLength(500);
    }
}
