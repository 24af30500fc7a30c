using Chunfeng.Events.Fairs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Events.Campaigns;

/// <summary>专项行动 (春风行动 …): a named stretch of time with targets of its own, to which events and actions of its region belong.</summary>
internal sealed class Campaign
{
    public Guid CampaignId { get; init; } = Guid.CreateVersion7();
    public required string Title { get; set; }
    /// <summary>12-digit code of the region that runs it; events of this region and those inside it may belong to it.</summary>
    public required long Region { get; init; }
    public required DateOnly FromDay { get; set; }
    /// <summary>Last day, inclusive.</summary>
    public required DateOnly ToDay { get; set; }
    public string Intro { get; set; } = "";

    // targets as the owner sets them; null is none
    public int? TargetFairs { get; set; }
    public int? TargetPosts { get; set; }
    public int? TargetAttendance { get; set; }
    public int? TargetIntents { get; set; }
    public int? TargetHires { get; set; }
    public int? TargetTrips { get; set; }
    public int? TargetCarried { get; set; }
    public int? TargetTrained { get; set; }
    public int? TargetPublicity { get; set; }
    public bool Demo { get; init; }
    public required DateTime CreatedAt { get; init; }
    public long Version { get; set; }
}

internal sealed class CampaignTable : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable("events_campaign");
        campaign.HasKey(c => c.CampaignId);
        campaign.HasIndex(c => new { c.Region, c.FromDay });
        campaign.Property(c => c.Title).HasMaxLength(FairRules.MostTitle);
        campaign.Property(c => c.Intro).HasMaxLength(FairRules.MostText);
        campaign.Property(c => c.Version).IsConcurrencyToken();
    }
}
