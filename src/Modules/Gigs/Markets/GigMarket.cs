using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Gigs.Markets;

/// <summary>The three kinds of market the plan names (7.1); the numbers are stored.</summary>
internal enum MarketKind : short { Labour = 1, Talent = 2, Gig = 3 }

/// <summary>市场: a hall with an address and daily services. Only gig markets have a queue and same-day posts.</summary>
internal sealed class GigMarket
{
    public Guid MarketId { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }
    /// <summary><see cref="MarketKind"/>.</summary>
    public required short Kind { get; init; }
    /// <summary>12-digit code of the county or township it stands in: whose staff run it.</summary>
    public required long Region { get; init; }
    /// <summary>The unit that staffs it; null when none is named.</summary>
    public Guid? UnitId { get; set; }
    public required string Address { get; set; }
    /// <summary>The hall's own line, public; "" for none.</summary>
    public string Phone { get; set; } = "";
    /// <summary>"06:00—18:00".</summary>
    public required string Hours { get; set; }
    /// <summary>People the hall holds.</summary>
    public required int Capacity { get; set; }
    /// <summary>Codes of data/gigs/services.csv, separated by blanks.</summary>
    public string Services { get; set; } = "";
    /// <summary>Where each trade waits (<see cref="MarketAreas"/>).</summary>
    public string Areas { get; set; } = "";
    public required bool IsOpen { get; set; }
    public required DateTime CreatedAt { get; init; }
    public long Version { get; set; }
}

/// <summary>One day of a gig market: the counters of its queue and slips. Whoever changes the queue changes this row, so two hands take turns.</summary>
internal sealed class MarketDay
{
    public required Guid MarketId { get; init; }
    public required DateOnly Day { get; init; }
    public int LastNumber { get; set; }
    public int LastTurn { get; set; }
    public int LastSlip { get; set; }
    public long Version { get; set; }
}

/// <summary>How often a market gave one of its services on a day.</summary>
internal sealed class ServiceDay
{
    public required Guid MarketId { get; init; }
    public required DateOnly Day { get; init; }
    /// <summary>A code of data/gigs/services.csv.</summary>
    public required string Service { get; init; }
    public required long Region { get; init; }
    public int Times { get; set; }
    public string RecordedBy { get; set; } = "";
    public long Version { get; set; }
}

/// <summary>What exists for an account: what belongs to markets inside its region. Anything else is not there.</summary>
internal static class GigScope
{
    /// <summary>Staff of an area; an employer's own account never sees one, whatever else it may do.</summary>
    public static bool MayOpen(Actor actor) => actor.May(Rights.GigsRead) && OwnUnit(actor) is null;

    public static bool MayRun(Actor actor) => actor.May(Rights.GigsRun);

    public static IQueryable<GigMarket> Markets(ChunfengDb db, Actor actor)
    {
        var (from, end) = Range(actor);
        return db.Markets().Where(m => m.Region >= from && m.Region < end);
    }

    public static IQueryable<Posts.GigPost> Posts(ChunfengDb db, Actor actor)
    {
        var (from, end) = Range(actor);
        var unit = OwnUnit(actor);
        return db.GigPosts().Where(p => (p.Region >= from && p.Region < end) || (p.EmployerUnit != null && p.EmployerUnit == unit));
    }

    public static IQueryable<Work.GigPlace> Places(ChunfengDb db, Actor actor)
    {
        var (from, end) = Range(actor);
        var unit = OwnUnit(actor);
        return db.GigPlaces().Where(p => (p.Region >= from && p.Region < end) || (p.EmployerUnit != null && p.EmployerUnit == unit));
    }

    public static IQueryable<Hall.Presence> Presences(ChunfengDb db, Actor actor)
    {
        var (from, end) = Range(actor);
        return db.Presences().Where(p => p.Region >= from && p.Region < end);
    }

    public static IQueryable<Posts.GigEmployer> Employers(ChunfengDb db, Actor actor)
    {
        var (from, end) = Range(actor);
        var unit = OwnUnit(actor);
        return db.GigEmployers().Where(e => (e.Region >= from && e.Region < end) || (e.UnitId != null && e.UnitId == unit));
    }

    public static IQueryable<Work.GigDispute> Disputes(ChunfengDb db, Actor actor)
    {
        var (from, end) = Range(actor);
        return db.GigDisputes().Where(d => d.Region >= from && d.Region < end);
    }

    public static IQueryable<ServiceDay> Services(ChunfengDb db, Actor actor)
    {
        var (from, end) = Range(actor);
        return db.ServiceDays().Where(s => s.Region >= from && s.Region < end);
    }

    /// <summary>True for a post the account may open: what <see cref="Posts"/> would give.</summary>
    public static bool Sees(Actor actor, Posts.GigPost post) => Range(actor) is var (from, end) && ((post.Region >= from && post.Region < end) || IsOwn(actor, post.EmployerUnit));

    /// <summary>True for the account that speaks for the employer of a post or a place.</summary>
    public static bool IsOwn(Actor actor, Guid? employerUnit) => employerUnit is { } unit && OwnUnit(actor) == unit;

    /// <summary>True for staff of the market's area who run it; an employer's own account is no staff.</summary>
    public static bool Runs(Actor actor, long region) => MayRun(actor) && actor.Region.Value <= region && region < actor.Region.End;

    /// <summary>The unit an employer's own account speaks for; null for everybody else, offices that may speak for employers included.</summary>
    public static Guid? OwnUnit(Actor actor) => actor.May(Rights.EmployersOwn) && !actor.May(Rights.GigsRun) ? actor.Unit : null;

    private static (long From, long End) Range(Actor actor) => MayOpen(actor) ? (actor.Region.Value, actor.Region.End) : (0, 0);
}

internal sealed class GigMarketTable : IEntityTypeConfiguration<GigMarket>
{
    public void Configure(EntityTypeBuilder<GigMarket> market)
    {
        market.ToTable("gigs_market");
        market.HasKey(m => m.MarketId);
        market.HasIndex(m => new { m.Region, m.MarketId });
        market.Property(m => m.Name).HasMaxLength(MarketRules.MostName);
        market.Property(m => m.Address).HasMaxLength(MarketRules.MostText);
        market.Property(m => m.Phone).HasMaxLength(30);
        market.Property(m => m.Hours).HasMaxLength(50);
        market.Property(m => m.Services).HasMaxLength(200);
        market.Property(m => m.Areas).HasMaxLength(2000);
        market.Property(m => m.Version).IsConcurrencyToken();
    }
}

internal sealed class MarketDayTable : IEntityTypeConfiguration<MarketDay>
{
    public void Configure(EntityTypeBuilder<MarketDay> day)
    {
        day.ToTable("gigs_market_day");
        day.HasKey(d => new { d.MarketId, d.Day });
        day.Property(d => d.Version).IsConcurrencyToken();
    }
}

internal sealed class ServiceDayTable : IEntityTypeConfiguration<ServiceDay>
{
    public void Configure(EntityTypeBuilder<ServiceDay> service)
    {
        service.ToTable("gigs_service_day");
        service.HasKey(s => new { s.MarketId, s.Day, s.Service });
        service.HasIndex(s => new { s.Region, s.Day });
        service.Property(s => s.Service).HasMaxLength(20);
        service.Property(s => s.RecordedBy).HasMaxLength(50);
        service.Property(s => s.Version).IsConcurrencyToken();
    }
}
