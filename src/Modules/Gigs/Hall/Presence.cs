using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Gigs.Hall;

/// <summary>零工劳动者: a registered person who takes gigs, by the id the register gives. Every place taken or left changes this row's version,
/// so that one person's acts take turns.</summary>
internal sealed class GigWorker
{
    public required Guid WorkerId { get; init; }
    /// <summary>What halls and lists show: 张*.</summary>
    public required string MaskedName { get; set; }
    /// <summary>From the register, for the age the law asks.</summary>
    public required DateOnly BornOn { get; init; }
    public required long Home { get; set; }
    /// <summary>技能标签: codes of data/gigs/trades.csv, separated by blanks.</summary>
    public string Trades { get; set; } = "";
    public required DateTime JoinedAt { get; init; }
    public int Declines { get; set; }
    public int Absences { get; set; }
    public int Done { get; set; }
    /// <summary>Sum and number of the stars employers gave.</summary>
    public int Stars { get; set; }
    public int Ratings { get; set; }
    public long Version { get; set; }

    public IReadOnlySet<string> TradeSet => Trades.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}

/// <summary>How somebody signed in at the hall; the numbers are stored.</summary>
internal enum SignInWay : short { Staff = 1, Phone = 2 }

/// <summary>到场签到: one worker's day at one market: ticket, place in line, what the day counted.</summary>
internal sealed class Presence
{
    public required Guid WorkerId { get; init; }
    public required DateOnly Day { get; init; }
    public required Guid MarketId { get; set; }
    public required long Region { get; set; }
    /// <summary>The ticket, from 1 in each market and day.</summary>
    public required int Number { get; set; }
    /// <summary>Place in line: the smaller comes first. A new one is drawn to go to the end.</summary>
    public required int Turn { get; set; }
    public required string Trades { get; set; }
    public required string MaskedName { get; set; }
    /// <summary><see cref="SignInWay"/>.</summary>
    public required short Way { get; set; }
    public required DateTime SignedInAt { get; set; }
    public DateTime? LeftAt { get; set; }
    public int Declines { get; set; }
    public int Absences { get; set; }
    public long Version { get; set; }

    public IReadOnlySet<string> TradeSet => Trades.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}

internal sealed class GigWorkerTable : IEntityTypeConfiguration<GigWorker>
{
    public void Configure(EntityTypeBuilder<GigWorker> worker)
    {
        worker.ToTable("gigs_worker");
        worker.HasKey(w => w.WorkerId);
        worker.HasAnnotation("Cf:Dist", "worker_id");
        worker.Property(w => w.WorkerId).ValueGeneratedNever();
        worker.Property(w => w.MaskedName).HasMaxLength(50);
        worker.Property(w => w.Trades).HasMaxLength(200);
        worker.Property(w => w.Version).IsConcurrencyToken();
    }
}

internal sealed class PresenceTable : IEntityTypeConfiguration<Presence>
{
    public void Configure(EntityTypeBuilder<Presence> presence)
    {
        presence.ToTable("gigs_presence");
        presence.HasKey(p => new { p.WorkerId, p.Day });
        presence.HasAnnotation("Cf:Dist", "worker_id");
        presence.HasIndex(p => new { p.MarketId, p.Day });
        presence.HasIndex(p => new { p.Region, p.Day });
        presence.Property(p => p.Trades).HasMaxLength(200);
        presence.Property(p => p.MaskedName).HasMaxLength(50);
        presence.Property(p => p.Version).IsConcurrencyToken();
    }
}
