using Chunfeng.Events.Fairs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Events.Campaigns;

/// <summary>What a campaign does beside fairs; the numbers are stored.</summary>
internal enum ActionKind : short { Trip = 1, Training = 2, Publicity = 3 }

/// <summary>How people travel; the numbers are stored.</summary>
internal enum TripVehicle : short { Coach = 1, Train = 2, Plane = 3, Other = 4 }

/// <summary>行动活动: one trip, one training or one piece of publicity of a campaign, written down by one office. Whoever travelled or learnt is named
/// (<see cref="CampaignPerson"/>), so those figures are counted; what publicity reached is stated by the office.</summary>
internal sealed class CampaignAction
{
    public Guid ActionId { get; init; } = Guid.CreateVersion7();
    public required Guid CampaignId { get; init; }
    /// <summary><see cref="ActionKind"/>.</summary>
    public required short Kind { get; init; }
    public required string Title { get; set; }
    public required DateOnly HeldOn { get; set; }
    /// <summary>12-digit code of the office that writes it down; the campaign's region or inside it.</summary>
    public required long Region { get; init; }
    /// <summary><see cref="ActionState"/>.</summary>
    public required short State { get; set; }
    public string Note { get; set; } = "";
    /// <summary>Why it was cancelled.</summary>
    public string Reason { get; set; } = "";

    // a trip
    public string FromPlace { get; set; } = "";
    public string ToPlace { get; set; } = "";
    /// <summary>12-digit code of where people are taken; null for anything but a trip.</summary>
    public long? Destination { get; set; }
    /// <summary><see cref="TripVehicle"/>; null for anything but a trip.</summary>
    public short? Vehicle { get; set; }
    public int? Vehicles { get; set; }

    // a training
    public string Subject { get; set; } = "";
    /// <summary>Code of the occupation it is for; "" for none.</summary>
    public string Occupation { get; set; } = "";
    /// <summary>Who teaches.</summary>
    public string Body { get; set; } = "";

    // publicity: how, and what the office states it reached
    public string Channel { get; set; } = "";
    public int? StatedCopies { get; set; }
    public int? StatedHouseholds { get; set; }

    public bool Demo { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    /// <summary>When it was done, cancelled or taken up again, and by whom.</summary>
    public DateTime? MovedAt { get; set; }
    public string MovedBy { get; set; } = "";
    public long Version { get; set; }
}

/// <summary>One move of an action: done, cancelled, taken up again. Never changed.</summary>
internal sealed class CampaignActionStep
{
    public required Guid ActionId { get; init; }
    /// <summary>The action's version it made.</summary>
    public required long Seq { get; init; }
    /// <summary><see cref="ActionAct"/>.</summary>
    public required short Act { get; init; }
    public required DateTime At { get; init; }
    /// <summary>"" for what was done before steps were kept.</summary>
    public required string Login { get; init; }
    public required string Name { get; init; }
    /// <summary>The reason given; the figures of what was marked as done.</summary>
    public required string Text { get; init; }
}

/// <summary>One worker named for one trip or training, once.</summary>
internal sealed class CampaignPerson
{
    public required Guid WorkerId { get; init; }
    public required Guid ActionId { get; init; }
    /// <summary>Place in the action's list, from 1; what is taken off leaves a gap.</summary>
    public required int Seq { get; init; }
    /// <summary>Home at that moment.</summary>
    public required long Home { get; init; }
    public required DateTime At { get; init; }
    public required string Login { get; init; }
}

internal sealed class CampaignActionTable : IEntityTypeConfiguration<CampaignAction>
{
    public void Configure(EntityTypeBuilder<CampaignAction> action)
    {
        action.ToTable("events_campaign_action");
        action.HasKey(a => a.ActionId);
        action.HasIndex(a => new { a.CampaignId, a.HeldOn });
        action.HasIndex(a => new { a.Region, a.State, a.HeldOn });
        action.Property(a => a.Title).HasMaxLength(FairRules.MostTitle);
        action.Property(a => a.Note).HasMaxLength(FairRules.MostText);
        action.Property(a => a.Reason).HasMaxLength(FairRules.MostReason);
        action.Property(a => a.FromPlace).HasMaxLength(FairRules.MostPlace);
        action.Property(a => a.ToPlace).HasMaxLength(FairRules.MostPlace);
        action.Property(a => a.Subject).HasMaxLength(FairRules.MostPlace);
        action.Property(a => a.Occupation).HasMaxLength(20);
        action.Property(a => a.Body).HasMaxLength(FairRules.MostPlace);
        action.Property(a => a.Channel).HasMaxLength(20);
        action.Property(a => a.CreatedBy).HasMaxLength(50);
        action.Property(a => a.MovedBy).HasMaxLength(50);
        action.Property(a => a.Version).IsConcurrencyToken();
    }
}

internal sealed class CampaignActionStepTable : IEntityTypeConfiguration<CampaignActionStep>
{
    public void Configure(EntityTypeBuilder<CampaignActionStep> step)
    {
        step.ToTable("events_campaign_action_step");
        step.HasKey(s => new { s.ActionId, s.Seq });
        step.Property(s => s.Login).HasMaxLength(50);
        step.Property(s => s.Name).HasMaxLength(50);
        step.Property(s => s.Text).HasMaxLength(FairRules.MostReason);
    }
}

internal sealed class CampaignPersonTable : IEntityTypeConfiguration<CampaignPerson>
{
    public void Configure(EntityTypeBuilder<CampaignPerson> person)
    {
        person.ToTable("events_campaign_person");
        person.HasKey(p => new { p.WorkerId, p.ActionId });
        person.HasIndex(p => new { p.ActionId, p.Seq });
        person.HasAnnotation("Cf:Dist", "worker_id");
        person.Property(p => p.Login).HasMaxLength(50);
    }
}
