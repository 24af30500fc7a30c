using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>One freeze of one week; never changed, a correction is the next revision.</summary>
internal sealed class DispatchWeek
{
    /// <summary>"2022-W08".</summary>
    public required string Week { get; init; }
    public required int Revision { get; init; }
    public required DateOnly AsOf { get; init; }
    public required string CutHash { get; init; }
    public required string FactsPath { get; init; }
    public required DateTime FrozenAt { get; init; }
    public required string FrozenBy { get; init; }
    /// <summary>What a revision changed; empty for the first freeze.</summary>
    public required string Note { get; init; }
    /// <summary>Kept with the freeze, so that an issued bulletin says the same for ever.</summary>
    public required bool TargetsAreDemo { get; init; }
    public required bool PeopleAreDemo { get; init; }
}

/// <summary>One figure as it was frozen.</summary>
internal sealed class DispatchFigure
{
    public required string Week { get; init; }
    public required int Revision { get; init; }
    public required long Region { get; init; }
    public required string Indicator { get; init; }
    public required long Stock { get; init; }
    public required long Cumulative { get; init; }
    public long? Target { get; init; }
    public int? Rank { get; init; }
    public long? Change { get; init; }
}

internal sealed class DispatchWeekTable : IEntityTypeConfiguration<DispatchWeek>
{
    public void Configure(EntityTypeBuilder<DispatchWeek> week)
    {
        week.ToTable("dispatch_week");
        week.HasKey(w => new { w.Week, w.Revision }); // two freezes at once: the second fails instead of overwriting
        week.Property(w => w.Week).HasMaxLength(8);
        week.Property(w => w.CutHash).HasMaxLength(64);
        week.HasAnnotation("Cf:Dist", "reference");
    }
}

internal sealed class DispatchFigureTable : IEntityTypeConfiguration<DispatchFigure>
{
    public void Configure(EntityTypeBuilder<DispatchFigure> figure)
    {
        figure.ToTable("dispatch_figure");
        figure.HasKey(f => new { f.Week, f.Revision, f.Region, f.Indicator });
        figure.Property(f => f.Week).HasMaxLength(8);
        figure.Property(f => f.Indicator).HasMaxLength(50);
        figure.HasAnnotation("Cf:Dist", "reference");
    }
}
