using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Standing;

/// <summary>What a conduct entry is about (11.2); the numbers are stored.</summary>
internal enum ConductKind : short
{
    /// <summary>拖欠工资。</summary>
    WagesOwed = 1,
    /// <summary>未签劳动合同。</summary>
    NoContract = 2,
    /// <summary>未参加社会保险。</summary>
    NoInsurance = 3,
    /// <summary>休息休假、超时加班。</summary>
    Rest = 4,
    /// <summary>招聘歧视。</summary>
    Discrimination = 5,
    /// <summary>虚假招聘、收取财物、扣押证件。</summary>
    Recruiting = 6,
    /// <summary>平台用工不规范 (2.6)。</summary>
    Platform = 7,
    /// <summary>安全生产、职业病防护。</summary>
    Safety = 8,
    /// <summary>其他。</summary>
    Other = 9,
}

/// <summary>Where a conduct entry stands; the numbers are stored.</summary>
internal enum ConductState : short
{
    /// <summary>未整改。</summary>
    Open = 1,
    /// <summary>已整改。</summary>
    Mended = 2,
    /// <summary>已撤销: it was never so, or not this employer.</summary>
    Withdrawn = 3,
}

/// <summary>用工行为记录: one thing an authority found about an employer, with the paper that says so. It is never deleted.</summary>
internal sealed class ConductEntry
{
    public Guid EntryId { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    /// <summary><see cref="ConductKind"/>.</summary>
    public required short Kind { get; init; }
    /// <summary>Shown on every vacancy of the employer while it is open.</summary>
    public required bool Serious { get; init; }
    public required DateOnly FoundOn { get; init; }
    /// <summary>The paper it rests on: number and issuer.</summary>
    public required string Document { get; init; }
    public string Text { get; init; } = "";
    /// <summary><see cref="ConductState"/>.</summary>
    public required short State { get; set; }
    /// <summary>How it was mended or why it was withdrawn.</summary>
    public string Closing { get; set; } = "";
    public DateTime? ClosedAt { get; set; }
    public string ClosedBy { get; set; } = "";
    public required DateTime RecordedAt { get; init; }
    public required string RecordedBy { get; init; }
    public long Version { get; set; } = 1;
}

internal sealed class ConductEntryTable : IEntityTypeConfiguration<ConductEntry>
{
    public void Configure(EntityTypeBuilder<ConductEntry> entry)
    {
        entry.ToTable("employers_conduct");
        entry.HasKey(e => e.EntryId);
        entry.HasIndex(e => new { e.EmployerId, e.State });
        entry.Property(e => e.Document).HasMaxLength(200);
        entry.Property(e => e.Text).HasMaxLength(1000);
        entry.Property(e => e.Closing).HasMaxLength(500);
        entry.Property(e => e.ClosedBy).HasMaxLength(50);
        entry.Property(e => e.RecordedBy).HasMaxLength(50);
        entry.Property(e => e.Version).IsConcurrencyToken();
    }
}
