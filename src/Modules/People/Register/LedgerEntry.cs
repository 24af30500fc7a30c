using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.People.Register;

/// <summary>One act of the ledger on one person: why the rows with its id as their batch were written. Makes a repeated request known.</summary>
internal sealed class LedgerEntry
{
    public required Guid WorkerId { get; init; }
    /// <summary>The caller's key, or made here; the batch id of every row the act wrote.</summary>
    public required Guid EntryId { get; init; }
    public required string Act { get; init; }
    public Guid? SpellId { get; init; }
    /// <summary>The spell this one took the place of when a correction moved its first day or place.</summary>
    public Guid? Replaces { get; init; }
    /// <summary>The other registration of a merge.</summary>
    public Guid? Other { get; init; }
    public required long Revision { get; init; }
    /// <summary>0 when the act rests on none.</summary>
    public required short Evidence { get; init; }
    public required string Source { get; init; }
    /// <summary>Keyed fingerprint of the request: the same key with another request is refused.</summary>
    public required long RequestHash { get; init; }
    public required string RecordedBy { get; init; }
    public required DateTime RecordedAt { get; init; }
}

internal sealed class LedgerEntryTable : IEntityTypeConfiguration<LedgerEntry>
{
    public const int MaxSource = 200;

    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        entry.ToTable("people_ledger_entry");
        entry.HasKey(e => new { e.WorkerId, e.EntryId });
        entry.HasAnnotation("Cf:Dist", "worker_id");
        entry.Property(e => e.Act).HasMaxLength(30);
        entry.Property(e => e.Source).HasMaxLength(MaxSource);
        entry.Property(e => e.RecordedBy).HasMaxLength(50);
    }
}
