using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.People.Roster;

/// <summary>One roster file taken in, or refused; its counts are written with the register in one transaction.</summary>
internal sealed class RosterImport
{
    public Guid ImportId { get; init; } = Guid.CreateVersion7();
    public required string FileName { get; init; }
    public required long Region { get; init; }
    /// <summary>reading, merging, done, failed.</summary>
    public required string State { get; set; }
    public required bool DryRun { get; init; }
    public required string StartedBy { get; init; }
    public required DateTime StartedAt { get; init; }
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
    /// <summary>Where the uploaded file and its rejects lie under the data directory; null for a command-line import.</summary>
    public string? FilePath { get; set; }
    public string? RejectsPath { get; set; }
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
        import.Property(i => i.FileName).HasMaxLength(200);
    }
}

internal sealed class RosterIssueTable : IEntityTypeConfiguration<RosterIssue>
{
    public void Configure(EntityTypeBuilder<RosterIssue> issue)
    {
        issue.ToTable("people_import_issue");
        issue.HasKey(i => new { i.ImportId, i.RowNo, i.Seq });
        issue.HasIndex(i => new { i.ImportId, i.Kind, i.RowNo });
    }
}
