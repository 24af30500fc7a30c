using Chunfeng.Events.Fairs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Events.Rule5511;

/// <summary>催办: somebody above asks an area about an overdue slot. Never changed; it rests when the slot is met.</summary>
internal sealed class Chase
{
    public Guid ChaseId { get; init; } = Guid.CreateVersion7();
    /// <summary>The region asked.</summary>
    public required long Region { get; init; }
    /// <summary><see cref="SlotRule"/>.</summary>
    public required short Rule { get; init; }
    /// <summary><see cref="Slot.Key"/>.</summary>
    public required string SlotKey { get; init; }
    /// <summary>"2022-Q1".</summary>
    public required string Quarter { get; init; }
    /// <summary>The region that asks.</summary>
    public required long Issuer { get; init; }
    public required DateTime At { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    public string Text { get; init; } = "";
    /// <summary>The order (调度令) it was put into; null where the one who asked may issue none.</summary>
    public Guid? OrderId { get; init; }
}

internal sealed class ChaseTable : IEntityTypeConfiguration<Chase>
{
    public void Configure(EntityTypeBuilder<Chase> chase)
    {
        chase.ToTable("events_chase");
        chase.HasKey(c => c.ChaseId);
        chase.HasIndex(c => new { c.Quarter, c.Region, c.SlotKey });
        chase.Property(c => c.SlotKey).HasMaxLength(16);
        chase.Property(c => c.Quarter).HasMaxLength(7);
        chase.Property(c => c.Login).HasMaxLength(50);
        chase.Property(c => c.Name).HasMaxLength(50);
        chase.Property(c => c.Text).HasMaxLength(FairRules.MostReason);
    }
}
