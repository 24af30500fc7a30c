using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Dispatch.Targets;

/// <summary>任务 — what one region is to reach in a year on one indicator.</summary>
internal sealed class DispatchTarget
{
    public required int Year { get; init; }
    public required string Indicator { get; init; }
    public required long Region { get; init; }
    public required long Value { get; init; }
    public required string Source { get; init; }
    public required bool IsDemo { get; init; }
}

internal sealed class DispatchTargetTable : IEntityTypeConfiguration<DispatchTarget>
{
    public void Configure(EntityTypeBuilder<DispatchTarget> target)
    {
        target.ToTable("dispatch_target");
        target.HasKey(t => new { t.Year, t.Indicator, t.Region });
        target.Property(t => t.Indicator).HasMaxLength(50);
        target.Property(t => t.Source).HasMaxLength(500);
        target.HasAnnotation("Cf:Dist", "reference");
    }
}
