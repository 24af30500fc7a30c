using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Gigs.Work;

/// <summary>Where one worker's place of a post stands; the numbers are stored. Up to Done it holds the place and the hours.</summary>
internal enum PlaceState : short { Offered = 1, Taken = 2, Arrived = 3, Done = 4, Declined = 5, Absent = 6, Cancelled = 7 }

/// <summary>How a place was filled; the numbers are stored.</summary>
internal enum FillWay : short { Dispatch = 1, Grab = 2, Spot = 3 }

/// <summary>Who acts about a place; the numbers are stored.</summary>
internal enum GigSide : short { None = 0, Worker = 1, Employer = 2, Staff = 3 }

/// <summary>上工: one worker's place of a post, from the offer to the slip.</summary>
internal sealed class GigPlace
{
    public required Guid WorkerId { get; init; }
    public Guid PlaceId { get; init; } = Guid.CreateVersion7();
    public required Guid PostId { get; init; }
    public required Guid MarketId { get; init; }
    public required long Region { get; init; }
    public Guid? EmployerUnit { get; init; }
    public required DateOnly Day { get; init; }
    public required DateTime StartsAt { get; init; }
    public required DateTime EndsAt { get; init; }
    public required string MaskedName { get; init; }
    /// <summary><see cref="FillWay"/>.</summary>
    public required short Way { get; init; }
    /// <summary><see cref="PlaceState"/>.</summary>
    public required short State { get; set; }
    public required DateTime OfferedAt { get; init; }
    /// <summary>Of an offer: until when it stands.</summary>
    public DateTime? AnswerBy { get; set; }
    public DateTime? TakenAt { get; set; }
    public DateTime? ArrivedAt { get; set; }
    /// <summary><see cref="GigSide"/> of who signed the arrival in.</summary>
    public short ArrivedSide { get; set; }
    /// <summary>Hundredths of days, hours or pieces, as last stated; null before.</summary>
    public long? Quantity { get; set; }
    /// <summary><see cref="GigSide"/> of who stated the quantity; the other side confirms it.</summary>
    public short StatedSide { get; set; }
    /// <summary>What staff settled it on; "" when both sides agreed.</summary>
    public string Evidence { get; set; } = "";
    public DateTime? DoneAt { get; set; }
    /// <summary>日结凭证 number of the market and day; 0 before.</summary>
    public int Slip { get; set; }
    public long AmountFen { get; set; }
    /// <summary>The sum of the payments.</summary>
    public long PaidFen { get; set; }
    /// <summary>Why it was declined, missed or called off; "" otherwise.</summary>
    public string Reason { get; set; } = "";
    /// <summary>Set when the day was recorded as a work spell.</summary>
    public DateTime? SpellAt { get; set; }
    public long Version { get; set; }

    public long OwedFen => AmountFen - PaidFen;
}

/// <summary>One payment of a slip. The key comes with the form: sent twice, it counts once.</summary>
internal sealed class GigPayment
{
    public required Guid WorkerId { get; init; }
    public required Guid PaymentId { get; init; }
    public required Guid PlaceId { get; init; }
    public required long Fen { get; init; }
    /// <summary>"cash", "transfer", "phone".</summary>
    public required string Method { get; init; }
    public required string Evidence { get; init; }
    public required short Side { get; init; }
    public required string Login { get; init; }
    public required DateTime At { get; init; }
}

/// <summary>评价: one side's word on the other after the work; once each.</summary>
internal sealed class GigRating
{
    public required Guid WorkerId { get; init; }
    public required Guid PlaceId { get; init; }
    /// <summary><see cref="GigSide"/> of who rates.</summary>
    public required short Side { get; init; }
    /// <summary>1 to 5.</summary>
    public required short Stars { get; init; }
    public required string Text { get; init; }
    public required string Login { get; init; }
    public required DateTime At { get; init; }
}

/// <summary>争议: what one side says is wrong with a slip or the work. Kept here until the room of rights takes it over.</summary>
internal sealed class GigDispute
{
    public required Guid WorkerId { get; init; }
    public Guid DisputeId { get; init; } = Guid.CreateVersion7();
    public required Guid PlaceId { get; init; }
    public required Guid PostId { get; init; }
    public required long Region { get; init; }
    /// <summary>"unpaid", "quantity", "injury", "other".</summary>
    public required string Kind { get; init; }
    /// <summary>What was owed by the slip when it was raised.</summary>
    public required long OwedFen { get; init; }
    public required string Text { get; init; }
    public required short Side { get; init; }
    public required string Login { get; init; }
    public required DateTime At { get; init; }
    /// <summary>The case of the room of rights; null until it took the dispute over.</summary>
    public Guid? CaseId { get; set; }
    public DateTime? SettledAt { get; set; }
    public string Outcome { get; set; } = "";
    public long Version { get; set; }
}

internal sealed class GigPlaceTable : IEntityTypeConfiguration<GigPlace>
{
    public void Configure(EntityTypeBuilder<GigPlace> place)
    {
        place.ToTable("gigs_place");
        place.HasKey(p => new { p.WorkerId, p.PlaceId });
        place.HasAnnotation("Cf:Dist", "worker_id");
        place.HasIndex(p => p.PostId);
        place.HasIndex(p => new { p.MarketId, p.Day });
        place.HasIndex(p => new { p.Region, p.Day });
        place.Property(p => p.MaskedName).HasMaxLength(50);
        place.Property(p => p.Evidence).HasMaxLength(PlaceMachine.MostText);
        place.Property(p => p.Reason).HasMaxLength(PlaceMachine.MostText);
        place.Property(p => p.Version).IsConcurrencyToken();
    }
}

internal sealed class GigPaymentTable : IEntityTypeConfiguration<GigPayment>
{
    public void Configure(EntityTypeBuilder<GigPayment> payment)
    {
        payment.ToTable("gigs_payment");
        payment.HasKey(p => new { p.WorkerId, p.PaymentId });
        payment.HasAnnotation("Cf:Dist", "worker_id");
        payment.Property(p => p.Method).HasMaxLength(20);
        payment.Property(p => p.Evidence).HasMaxLength(PlaceMachine.MostText);
        payment.Property(p => p.Login).HasMaxLength(50);
    }
}

internal sealed class GigRatingTable : IEntityTypeConfiguration<GigRating>
{
    public void Configure(EntityTypeBuilder<GigRating> rating)
    {
        rating.ToTable("gigs_rating");
        rating.HasKey(r => new { r.WorkerId, r.PlaceId, r.Side }); // once a side, also when two requests race
        rating.HasAnnotation("Cf:Dist", "worker_id");
        rating.Property(r => r.Text).HasMaxLength(PlaceMachine.MostText);
        rating.Property(r => r.Login).HasMaxLength(50);
    }
}

internal sealed class GigDisputeTable : IEntityTypeConfiguration<GigDispute>
{
    public void Configure(EntityTypeBuilder<GigDispute> dispute)
    {
        dispute.ToTable("gigs_dispute");
        dispute.HasKey(d => new { d.WorkerId, d.DisputeId });
        dispute.HasAnnotation("Cf:Dist", "worker_id");
        dispute.HasIndex(d => new { d.Region, d.At });
        dispute.Property(d => d.Kind).HasMaxLength(20);
        dispute.Property(d => d.Text).HasMaxLength(PlaceMachine.MostText);
        dispute.Property(d => d.Outcome).HasMaxLength(PlaceMachine.MostText);
        dispute.Property(d => d.Login).HasMaxLength(50);
        dispute.Property(d => d.Version).IsConcurrencyToken();
    }
}
