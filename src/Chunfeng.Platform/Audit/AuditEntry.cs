using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Audit;

/// <summary>One thing somebody did or saw that must be answerable for. Ids only, never a number or a name of a person.
/// Entries of one account form a chain: each holds the hash of the one before (<see cref="AuditChain"/>).</summary>
public sealed class AuditEntry
{
    public Guid AuditId { get; init; } = Guid.CreateVersion7();
    public required DateTime At { get; init; }
    /// <summary>Who; also the name of the chain.</summary>
    public required string Login { get; init; }
    /// <summary>Place in the chain, from 1; given when the entry is saved.</summary>
    public long Seq { get; internal set; }
    public required string Act { get; init; }
    public Guid? WorkerId { get; init; }
    public string Detail { get; init; } = "";
    /// <summary>Network address the request came from; "" for the command line and jobs.</summary>
    public string Source { get; init; } = "";
    /// <summary>What was there before and after, as "field=value" pairs, masked; "" where nothing changed.</summary>
    public string Before { get; init; } = "";
    public string After { get; init; } = "";
    public byte[] Hash { get; internal set; } = [];
}

/// <summary>The last link of an account's chain.</summary>
public sealed class AuditHead
{
    public required string Login { get; init; }
    /// <summary>How many entries the chain has: the place of the last; also the concurrency token.</summary>
    public long Version { get; internal set; }
    public byte[] Hash { get; internal set; } = [];
    public DateTime At { get; internal set; }
}

/// <summary>Writes audit entries into the caller's unit of work.</summary>
public static class AuditLog
{
    private const int MostDetail = 1000, MostChange = 2000;

    extension(ChunfengDb db)
    {
        public DbSet<AuditEntry> AuditEntries() => db.Set<AuditEntry>();

        /// <summary>Saved, and linked into its chain, with the caller's other changes: both or neither.</summary>
        public void Audit(TimeProvider clock, Actor actor, string act, string detail, Guid? workerId = null, string before = "", string after = "") =>
            db.Set<AuditEntry>().Add(new AuditEntry
            {
                At = clock.UtcStamp, Login = actor.Login, Act = act, Detail = Cut(detail, MostDetail), WorkerId = workerId, Source = actor.Source,
                Before = Cut(before, MostChange), After = Cut(after, MostChange),
            });
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public const string Name = "platform_audit";

    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable(Name);
        entry.HasKey(e => e.AuditId);
        entry.HasIndex(e => new { e.Login, e.Seq }).IsUnique();
        entry.HasIndex(e => new { e.At, e.AuditId });
        entry.HasIndex(e => new { e.WorkerId, e.At });
        entry.Property(e => e.Login).HasMaxLength(50);
        entry.Property(e => e.Act).HasMaxLength(50);
        entry.Property(e => e.Detail).HasMaxLength(1000);
        entry.Property(e => e.Source).HasMaxLength(64);
        entry.Property(e => e.Before).HasMaxLength(2000);
        entry.Property(e => e.After).HasMaxLength(2000);
    }
}

internal sealed class AuditHeadTable : IEntityTypeConfiguration<AuditHead>
{
    public const string Name = "platform_audit_head";

    public void Configure(EntityTypeBuilder<AuditHead> head)
    {
        head.ToTable(Name);
        head.HasKey(h => h.Login);
        head.HasIndex(h => h.At);
        head.Property(h => h.Login).HasMaxLength(50);
        head.Property(h => h.Version).IsConcurrencyToken();
    }
}
