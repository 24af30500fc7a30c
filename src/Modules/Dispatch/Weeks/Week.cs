using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>A frozen week. Revision 0 is the first freeze; a later correction is a new revision, never a silent change.</summary>
internal sealed class FrozenWeek
{
    /// <summary>ISO week, "2022-W08".</summary>
    public required string Week { get; init; }
    public required int Revision { get; init; }
    /// <summary>Sunday of the week; the cut-off is its 24:00 in China.</summary>
    public required DateOnly AsOf { get; init; }
    public required string CutHash { get; init; }
    public required DateTime FrozenAt { get; init; }
    public required string FrozenBy { get; init; }
    public required string Note { get; init; }
}

/// <summary>One figure of a frozen week.</summary>
internal sealed class FrozenFigure
{
    public required string Week { get; init; }
    public required int Revision { get; init; }
    public required long Region { get; init; }
    public required string Indicator { get; init; }
    public required long Stock { get; init; }
    public required long Cumulative { get; init; }
    public long? Target { get; init; }
    public int? Rank { get; init; }
    /// <summary>Against the week before.</summary>
    public required long Change { get; init; }
}

/// <summary>A yearly target of one region.</summary>
internal sealed class Target
{
    public required int Year { get; init; }
    public required string Indicator { get; init; }
    public required long Region { get; init; }
    public required long Value { get; init; }
    public required string Source { get; init; }
    /// <summary>Made for the demonstration: published splits by city do not exist.</summary>
    public required bool IsDemo { get; init; }
}

internal sealed class FrozenWeekTable : IEntityTypeConfiguration<FrozenWeek>
{
    public void Configure(EntityTypeBuilder<FrozenWeek> week)
    {
        week.ToTable("dispatch_week");
        week.HasKey(w => new { w.Week, w.Revision });
        week.Property(w => w.Week).HasMaxLength(8);
    }
}

internal sealed class FrozenFigureTable : IEntityTypeConfiguration<FrozenFigure>
{
    public void Configure(EntityTypeBuilder<FrozenFigure> figure)
    {
        figure.ToTable("dispatch_figure");
        figure.HasKey(f => new { f.Week, f.Revision, f.Region, f.Indicator });
        figure.Property(f => f.Week).HasMaxLength(8);
        figure.Property(f => f.Indicator).HasMaxLength(40);
    }
}

internal sealed class TargetTable : IEntityTypeConfiguration<Target>
{
    public void Configure(EntityTypeBuilder<Target> target)
    {
        target.ToTable("dispatch_target");
        target.HasKey(t => new { t.Year, t.Indicator, t.Region });
        target.Property(t => t.Indicator).HasMaxLength(40);
    }
}
