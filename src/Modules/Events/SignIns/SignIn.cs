using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Events.SignIns;

/// <summary>How somebody was signed in; the numbers are stored.</summary>
internal enum SignInWay : short { Phone = 1, Staff = 2 }

/// <summary>One worker who came to one event: a person is there once, however often the code is scanned.</summary>
internal sealed class SignIn
{
    public required Guid WorkerId { get; init; }
    public required Guid FairId { get; init; }
    /// <summary>Home at that moment: attendance is told by area without asking the register again.</summary>
    public required long Home { get; init; }
    /// <summary><see cref="SignInWay"/>.</summary>
    public required short Way { get; init; }
    public required DateTime At { get; init; }
    /// <summary>The worker's own pass, or the account that signed them in.</summary>
    public required string Login { get; init; }
}

/// <summary>A worker's intent for a vacancy shown at an event; the referral behind it belongs to Matching.</summary>
internal sealed class Intent
{
    public required Guid WorkerId { get; init; }
    public required Guid FairId { get; init; }
    public required Guid VacancyId { get; init; }
    public required Guid ReferralId { get; init; }
    public required DateTime At { get; init; }
}

internal sealed class SignInTable : IEntityTypeConfiguration<SignIn>
{
    public void Configure(EntityTypeBuilder<SignIn> sign)
    {
        sign.ToTable("events_sign_in");
        sign.HasKey(s => new { s.WorkerId, s.FairId });
        sign.HasIndex(s => new { s.FairId, s.At });
        sign.HasAnnotation("Cf:Dist", "worker_id");
        sign.Property(s => s.Login).HasMaxLength(50);
    }
}

internal sealed class IntentTable : IEntityTypeConfiguration<Intent>
{
    public void Configure(EntityTypeBuilder<Intent> intent)
    {
        intent.ToTable("events_intent");
        intent.HasKey(i => new { i.WorkerId, i.FairId, i.VacancyId });
        intent.HasIndex(i => i.FairId);
        intent.HasAnnotation("Cf:Dist", "worker_id");
    }
}
