using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Audit;

/// <summary>One thing somebody did or saw that must be answerable for. Ids only, never a number or a name of a person.</summary>
public sealed class AuditEntry
{
    public Guid AuditId { get; init; } = Guid.CreateVersion7();
    public required DateTime At { get; init; }
    public required string Login { get; init; }
    public required string Act { get; init; }
    public Guid? WorkerId { get; init; }
    public string Detail { get; init; } = "";
}

/// <summary>Writes audit entries into the caller's unit of work.</summary>
public static class AuditLog
{
    extension(ChunfengDb db)
    {
        public DbSet<AuditEntry> AuditEntries() => db.Set<AuditEntry>();

        public void Audit(TimeProvider clock, Actor actor, string act, string detail, Guid? workerId = null) =>
            db.Set<AuditEntry>().Add(new AuditEntry
            {
                At = clock.UtcStamp, Login = actor.Login, Act = act, Detail = detail, WorkerId = workerId,
            });
    }
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("platform_audit");
        entry.HasKey(e => e.AuditId);
        entry.HasIndex(e => e.At);
        entry.Property(e => e.Login).HasMaxLength(50);
        entry.Property(e => e.Act).HasMaxLength(50);
        entry.Property(e => e.Detail).HasMaxLength(1000);
    }
}
