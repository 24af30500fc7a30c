using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Events.Fairs;

/// <summary>What kind of event it is; the numbers are stored.</summary>
internal enum FairKind : short { General = 1, Special = 2, Cloud = 3, Market = 4, Docking = 5 }

/// <summary>Where people meet; the numbers are stored.</summary>
internal enum FairMode : short { OnSite = 1, Online = 2, Both = 3 }

/// <summary>招聘活动: one event, from plan to result.</summary>
internal sealed class Fair
{
    public Guid FairId { get; init; } = Guid.CreateVersion7();
    public required string Title { get; set; }
    /// <summary><see cref="FairKind"/>.</summary>
    public required short Kind { get; set; }
    /// <summary><see cref="FairMode"/>.</summary>
    public required short Mode { get; set; }
    /// <summary>12-digit code of the organising region; its level is the event's level.</summary>
    public required long Region { get; set; }
    /// <summary>The organising unit.</summary>
    public required Guid UnitId { get; set; }
    public required string UnitName { get; set; }
    /// <summary>12-digit code of where it takes place, or of whom an online event is for; may lie outside the province.</summary>
    public required long Target { get; set; }
    /// <summary>The hall or the platform, in words.</summary>
    public string Place { get; set; } = "";
    public required DateOnly StartsOn { get; set; }
    /// <summary>Last day, inclusive.</summary>
    public required DateOnly EndsOn { get; set; }
    /// <summary>Minutes of the day in China at which it opens and closes.</summary>
    public required short OpensAt { get; set; }
    public required short ClosesAt { get; set; }
    public int Booths { get; set; }
    public string Contact { get; set; } = "";
    public string Intro { get; set; } = "";
    public Guid? CampaignId { get; set; }
    /// <summary><see cref="FairState"/>.</summary>
    public required short State { get; set; }
    /// <summary>When it was made public; null before, and again when it is taken back to be changed.</summary>
    public DateTime? ReleasedAt { get; set; }
    public DateTime? FiledAt { get; set; }
    /// <summary>Of a cloned demonstration.</summary>
    public bool Demo { get; init; }

    // what the organiser stated with the result; null while not stated
    public int? StatedAttendance { get; set; }
    public int? StatedPosts { get; set; }
    public int? StatedIntents { get; set; }
    public int? StatedHires { get; set; }
    public string ResultNote { get; set; } = "";
    /// <summary>Referrals of this event that had come to a hire when they were last counted, and when.</summary>
    public int? CountedHires { get; set; }
    public DateTime? CountedAt { get; set; }

    public required DateTime CreatedAt { get; init; }
    /// <summary>Counts up with every change; also how many steps there are.</summary>
    public long Version { get; set; }
}

/// <summary>One thing done about an event: planned, changed, released, held, filed … Never changed.</summary>
internal sealed class FairStep
{
    public required Guid FairId { get; init; }
    /// <summary>From 1.</summary>
    public required long Seq { get; init; }
    /// <summary><see cref="FairAct"/>.</summary>
    public required short Act { get; init; }
    public required DateTime At { get; init; }
    public required string Login { get; init; }
    public required string Name { get; init; }
    public string Text { get; init; } = "";
}

/// <summary>A participating employer: one known to the platform by its vacancies, or one written down by the organiser.</summary>
internal sealed class FairEmployer
{
    public required Guid FairId { get; init; }
    public Guid LineId { get; init; } = Guid.CreateVersion7();
    /// <summary>The Employers room's id; null for one written down by hand.</summary>
    public Guid? EmployerId { get; init; }
    public required string Name { get; init; }
    public string Credit { get; init; } = "";
    /// <summary>Posts the organiser states for it; those of vacancies are counted from the vacancies.</summary>
    public int Posts { get; init; }
    public string Booth { get; init; } = "";
}

/// <summary>A published vacancy shown at an event.</summary>
internal sealed class FairVacancy
{
    public required Guid FairId { get; init; }
    public required Guid VacancyId { get; init; }
    public required Guid EmployerId { get; init; }
    /// <summary>Posts open when it was added.</summary>
    public required int Posts { get; init; }
}

/// <summary>One answer of the safety checklist.</summary>
internal sealed class FairCheck
{
    public required Guid FairId { get; init; }
    /// <summary>Code of an item of the checklist in force.</summary>
    public required string Item { get; init; }
    /// <summary><see cref="CheckAnswer"/>.</summary>
    public required short Answer { get; set; }
    public string Note { get; set; } = "";
    public required DateTime At { get; set; }
    public required string Login { get; set; }
    public required string Name { get; set; }
}

/// <summary>One piece of promotion: where an event was made known.</summary>
internal sealed class FairPromotion
{
    public required Guid FairId { get; init; }
    public Guid LineId { get; init; } = Guid.CreateVersion7();
    /// <summary>Code of a channel (<see cref="FairWords.Channels"/>).</summary>
    public required string Channel { get; init; }
    public required DateOnly On { get; init; }
    public required string Text { get; init; }
    public string Link { get; init; } = "";
}

internal sealed class FairTable : IEntityTypeConfiguration<Fair>
{
    public void Configure(EntityTypeBuilder<Fair> fair)
    {
        fair.ToTable("events_fair");
        fair.HasKey(f => f.FairId);
        fair.HasIndex(f => new { f.Region, f.StartsOn, f.FairId });
        fair.HasIndex(f => new { f.StartsOn, f.FairId });
        fair.HasIndex(f => new { f.Target, f.StartsOn });
        fair.HasIndex(f => f.CampaignId);
        fair.Property(f => f.Title).HasMaxLength(FairRules.MostTitle);
        fair.Property(f => f.UnitName).HasMaxLength(100);
        fair.Property(f => f.Place).HasMaxLength(FairRules.MostPlace);
        fair.Property(f => f.Contact).HasMaxLength(FairRules.MostPlace);
        fair.Property(f => f.Intro).HasMaxLength(FairRules.MostText);
        fair.Property(f => f.ResultNote).HasMaxLength(FairRules.MostText);
        fair.Property(f => f.Version).IsConcurrencyToken();
    }
}

internal sealed class FairStepTable : IEntityTypeConfiguration<FairStep>
{
    public void Configure(EntityTypeBuilder<FairStep> step)
    {
        step.ToTable("events_fair_step");
        step.HasKey(s => new { s.FairId, s.Seq });
        step.Property(s => s.Login).HasMaxLength(50);
        step.Property(s => s.Name).HasMaxLength(50);
        step.Property(s => s.Text).HasMaxLength(FairRules.MostReason);
    }
}

internal sealed class FairEmployerTable : IEntityTypeConfiguration<FairEmployer>
{
    public void Configure(EntityTypeBuilder<FairEmployer> employer)
    {
        employer.ToTable("events_fair_employer");
        employer.HasKey(e => new { e.FairId, e.LineId });
        employer.Property(e => e.Name).HasMaxLength(100);
        employer.Property(e => e.Credit).HasMaxLength(18);
        employer.Property(e => e.Booth).HasMaxLength(20);
    }
}

internal sealed class FairVacancyTable : IEntityTypeConfiguration<FairVacancy>
{
    public void Configure(EntityTypeBuilder<FairVacancy> vacancy)
    {
        vacancy.ToTable("events_fair_vacancy");
        vacancy.HasKey(v => new { v.FairId, v.VacancyId });
    }
}

internal sealed class FairCheckTable : IEntityTypeConfiguration<FairCheck>
{
    public void Configure(EntityTypeBuilder<FairCheck> check)
    {
        check.ToTable("events_fair_check");
        check.HasKey(c => new { c.FairId, c.Item });
        check.Property(c => c.Item).HasMaxLength(40);
        check.Property(c => c.Note).HasMaxLength(FairRules.MostReason);
        check.Property(c => c.Login).HasMaxLength(50);
        check.Property(c => c.Name).HasMaxLength(50);
    }
}

internal sealed class FairPromotionTable : IEntityTypeConfiguration<FairPromotion>
{
    public void Configure(EntityTypeBuilder<FairPromotion> promotion)
    {
        promotion.ToTable("events_fair_promotion");
        promotion.HasKey(p => new { p.FairId, p.LineId });
        promotion.Property(p => p.Channel).HasMaxLength(20);
        promotion.Property(p => p.Text).HasMaxLength(FairRules.MostReason);
        promotion.Property(p => p.Link).HasMaxLength(300);
    }
}
