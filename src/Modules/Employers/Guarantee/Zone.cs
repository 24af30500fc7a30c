using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Employers.Guarantee;

/// <summary>A named area whose key employers are served as one, such as 太忻经济区 (2.4). Its members are data that staff keep.</summary>
internal sealed class Zone
{
    public Guid ZoneId { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }
    /// <summary>Where the list of members comes from; "" when nobody said.</summary>
    public string Basis { get; set; } = "";
    public DateTime ChangedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>A county, or a wider or narrower region, of a zone.</summary>
internal sealed class ZoneMember
{
    public required Guid ZoneId { get; init; }
    /// <summary>12-digit code; everything inside it belongs to the zone.</summary>
    public required long Region { get; init; }
}

/// <summary>走访服务: one visit to an employer and what came of it (2.2). Never changed; a result that comes later is another visit.</summary>
internal sealed class ServiceVisit
{
    public Guid VisitId { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public required DateOnly VisitedOn { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    /// <summary>Posts the employer says it will need; null when not asked.</summary>
    public int? PostsNeeded { get; init; }
    public required string Need { get; init; }
    public required string Outcome { get; init; }
    /// <summary>Something is still owed to the employer.</summary>
    public required bool Open { get; init; }
    public required DateTime RecordedAt { get; init; }
}

internal sealed class ZoneTable : IEntityTypeConfiguration<Zone>
{
    public void Configure(EntityTypeBuilder<Zone> zone)
    {
        zone.ToTable("employers_zone");
        zone.HasKey(z => z.ZoneId);
        zone.HasIndex(z => z.Name).IsUnique();
        zone.Property(z => z.Name).HasMaxLength(50);
        zone.Property(z => z.Basis).HasMaxLength(200);
        zone.Property(z => z.Version).IsConcurrencyToken();
    }
}

internal sealed class ZoneMemberTable : IEntityTypeConfiguration<ZoneMember>
{
    public void Configure(EntityTypeBuilder<ZoneMember> member)
    {
        member.ToTable("employers_zone_member");
        member.HasKey(m => new { m.ZoneId, m.Region });
    }
}

internal sealed class ServiceVisitTable : IEntityTypeConfiguration<ServiceVisit>
{
    public void Configure(EntityTypeBuilder<ServiceVisit> visit)
    {
        visit.ToTable("employers_visit");
        visit.HasKey(v => v.VisitId);
        visit.HasIndex(v => new { v.EmployerId, v.VisitedOn });
        visit.Property(v => v.Login).HasMaxLength(50);
        visit.Property(v => v.Name).HasMaxLength(50);
        visit.Property(v => v.Need).HasMaxLength(1000);
        visit.Property(v => v.Outcome).HasMaxLength(1000);
    }
}
