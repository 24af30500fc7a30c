using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Network.Agreements;

/// <summary>劳务协作协议: what an area of the province and a place elsewhere agreed on. A renewal is a new agreement that names the one before.</summary>
internal sealed class Agreement
{
    public Guid AgreementId { get; init; } = Guid.CreateVersion7();
    public required string Title { get; set; }
    /// <summary>12-digit code of the province, city or county that signed.</summary>
    public required long Home { get; init; }
    /// <summary>12-digit code of the place outside the province: province, city or county.</summary>
    public required long Partner { get; init; }
    public required string OurParty { get; set; }
    public required string TheirParty { get; set; }
    public required DateOnly SignedOn { get; set; }
    public required DateOnly StartsOn { get; set; }
    /// <summary>Last day, inclusive.</summary>
    public required DateOnly EndsOn { get; set; }
    public string Note { get; set; } = "";
    /// <summary>The agreement this one renews; null for a first one.</summary>
    public Guid? Renews { get; init; }
    /// <summary>Last day when it was ended before its time, and why.</summary>
    public DateOnly? EndedOn { get; set; }
    public string EndReason { get; set; } = "";
    public required string RecordedBy { get; init; }
    public required DateTime RecordedAt { get; init; }
    public long Version { get; set; }

    /// <summary>The last day it is in force.</summary>
    public DateOnly LastDay => EndedOn is { } ended && ended < EndsOn ? ended : EndsOn;
}

/// <summary>Posts promised for an occupation in a period.</summary>
internal sealed class AgreementPromise
{
    public required Guid AgreementId { get; init; }
    public Guid PromiseId { get; init; } = Guid.CreateVersion7();
    public required string Occupation { get; init; }
    /// <summary>Code of data/codes/industry_gbt4754_2017.csv; "" when not stated.</summary>
    public string Industry { get; init; } = "";
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required int Posts { get; init; }
    public required string RecordedBy { get; init; }
}

/// <summary>Posts the partner actually offered on a day, and where that is written.</summary>
internal sealed class AgreementOffer
{
    public required Guid AgreementId { get; init; }
    public Guid OfferId { get; init; } = Guid.CreateVersion7();
    public required DateOnly OfferedOn { get; init; }
    public required string Occupation { get; init; }
    public required int Posts { get; init; }
    public required string Evidence { get; init; }
    public required string RecordedBy { get; init; }
}

/// <summary>How a review judged the agreement; the numbers are stored.</summary>
internal enum Verdict : short { Good = 1, Fair = 2, Poor = 3 }

/// <summary>评估: who looked at the agreement, when, and what they found.</summary>
internal sealed class AgreementReview
{
    public required Guid AgreementId { get; init; }
    public Guid ReviewId { get; init; } = Guid.CreateVersion7();
    public required DateOnly ReviewedOn { get; init; }
    public required string Reviewer { get; init; }
    /// <summary><see cref="Agreements.Verdict"/>.</summary>
    public required short Verdict { get; init; }
    public required string Finding { get; init; }
    public required string RecordedBy { get; init; }
}

/// <summary>Which agreements exist for an account: those of its area, and those of an area above it, which are its people's too.</summary>
internal static class AgreementScope
{
    public static bool MayOpen(Actor actor) => actor.May(Rights.NetworkRead);

    /// <summary>Writes what its own area or one inside it signed.</summary>
    public static bool MayWrite(Actor actor, long home) => actor.May(Rights.NetworkWrite) && actor.Region.Contains(new Standards.Regions.RegionCode(home));

    public static IQueryable<Agreement> Within(ChunfengDb db, Actor actor)
    {
        if (!MayOpen(actor))
        {
            return db.Agreements().Where(_ => false);
        }

        long from = actor.Region.Value, end = actor.Region.End;
        var above = actor.Region.Above();
        return db.Agreements().Where(a => (a.Home >= from && a.Home < end) || above.Contains(a.Home));
    }
}

internal sealed class AgreementTable : IEntityTypeConfiguration<Agreement>
{
    public void Configure(EntityTypeBuilder<Agreement> agreement)
    {
        agreement.ToTable("network_agreement");
        agreement.HasKey(a => a.AgreementId);
        agreement.HasIndex(a => new { a.Home, a.EndsOn });
        agreement.HasIndex(a => a.Renews).IsUnique(); // renewed once, also when two requests race
        agreement.Property(a => a.Title).HasMaxLength(AgreementRules.MostTitle);
        agreement.Property(a => a.OurParty).HasMaxLength(AgreementRules.MostParty);
        agreement.Property(a => a.TheirParty).HasMaxLength(AgreementRules.MostParty);
        agreement.Property(a => a.Note).HasMaxLength(AgreementRules.MostText);
        agreement.Property(a => a.EndReason).HasMaxLength(AgreementRules.MostText);
        agreement.Property(a => a.RecordedBy).HasMaxLength(50);
        agreement.Property(a => a.Version).IsConcurrencyToken();
    }
}

internal sealed class AgreementPromiseTable : IEntityTypeConfiguration<AgreementPromise>
{
    public void Configure(EntityTypeBuilder<AgreementPromise> promise)
    {
        promise.ToTable("network_promise");
        promise.HasKey(p => new { p.AgreementId, p.PromiseId });
        promise.Property(p => p.Occupation).HasMaxLength(AgreementRules.MostOccupation);
        promise.Property(p => p.Industry).HasMaxLength(10);
        promise.Property(p => p.RecordedBy).HasMaxLength(50);
    }
}

internal sealed class AgreementOfferTable : IEntityTypeConfiguration<AgreementOffer>
{
    public void Configure(EntityTypeBuilder<AgreementOffer> offer)
    {
        offer.ToTable("network_offer");
        offer.HasKey(o => new { o.AgreementId, o.OfferId });
        offer.Property(o => o.Occupation).HasMaxLength(AgreementRules.MostOccupation);
        offer.Property(o => o.Evidence).HasMaxLength(AgreementRules.MostText);
        offer.Property(o => o.RecordedBy).HasMaxLength(50);
    }
}

internal sealed class AgreementReviewTable : IEntityTypeConfiguration<AgreementReview>
{
    public void Configure(EntityTypeBuilder<AgreementReview> review)
    {
        review.ToTable("network_review");
        review.HasKey(r => new { r.AgreementId, r.ReviewId });
        review.Property(r => r.Reviewer).HasMaxLength(AgreementRules.MostParty);
        review.Property(r => r.Finding).HasMaxLength(AgreementRules.MostText);
        review.Property(r => r.RecordedBy).HasMaxLength(50);
    }
}
