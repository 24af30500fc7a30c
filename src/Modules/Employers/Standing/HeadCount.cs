using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Standing;

/// <summary>月度用工: how many people an employer says it had at a month's end, and how many of them were new in the month (2.3).</summary>
internal sealed class HeadCount
{
    public required Guid EmployerId { get; init; }
    /// <summary>202202 is February 2022.</summary>
    public required int Month { get; init; }
    public required int Heads { get; set; }
    public required int Joined { get; set; }
    public required string StatedBy { get; set; }
    public required DateTime StatedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>吸纳登记: one person an employer took on; what the absorption of 2.5 is counted from.</summary>
internal sealed class Hire
{
    public required Guid WorkerId { get; init; }
    /// <summary>The hire in the room that made it; a register entry made by hand has an id of its own.</summary>
    public required Guid HireId { get; init; }
    public required Guid EmployerId { get; init; }
    public Guid? VacancyId { get; init; }
    /// <summary>The help unit that brought the person; null for none.</summary>
    public Guid? HelpUnit { get; init; }
    /// <summary>12-digit code of the person's register home on the day.</summary>
    public required long Home { get; init; }
    /// <summary>On the first day the person was 脱贫 or 监测对象 (risk or not), as the register knew then.</summary>
    public required bool Protected { get; init; }
    public required DateOnly HiredOn { get; init; }
    /// <summary>The last day; null while the person stays.</summary>
    public DateOnly? LeftOn { get; set; }
    public required DateTime RecordedAt { get; init; }
    public required string RecordedBy { get; init; }
    public long Version { get; set; } = 1;
}

internal sealed class HeadCountTable : IEntityTypeConfiguration<HeadCount>
{
    public void Configure(EntityTypeBuilder<HeadCount> count)
    {
        count.ToTable("employers_heads");
        count.HasKey(c => new { c.EmployerId, c.Month });
        count.Property(c => c.StatedBy).HasMaxLength(50);
        count.Property(c => c.Version).IsConcurrencyToken();
    }
}

internal sealed class HireTable : IEntityTypeConfiguration<Hire>
{
    public void Configure(EntityTypeBuilder<Hire> hire)
    {
        hire.ToTable("employers_hire");
        hire.HasAnnotation("Cf:Dist", "worker_id");
        hire.HasKey(h => new { h.WorkerId, h.HireId });
        hire.HasIndex(h => new { h.EmployerId, h.HiredOn });
        hire.Property(h => h.RecordedBy).HasMaxLength(50);
        hire.Property(h => h.Version).IsConcurrencyToken();
    }
}
