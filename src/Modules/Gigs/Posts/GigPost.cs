using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Gigs.Posts;

/// <summary>Who gives gigs; the numbers are stored.</summary>
internal enum EmployerKind : short { Unit = 1, Household = 2 }

/// <summary>零工用工方: a unit by its credit code, or a checked person or household; a person's name and phone lie encrypted.</summary>
internal sealed class GigEmployer
{
    public Guid EmployerId { get; init; } = Guid.CreateVersion7();
    /// <summary><see cref="EmployerKind"/>.</summary>
    public required short Kind { get; init; }
    /// <summary>A unit's name in full; a person's masked: 李*（个人）.</summary>
    public required string ShownName { get; set; }
    /// <summary>A unit's 18 characters; "" for a person.</summary>
    public string Credit { get; init; } = "";
    /// <summary>The employer of this credit code in the employers' register; null for a person, and for a unit the register does not have yet.</summary>
    public Guid? RegisterId { get; set; }
    /// <summary>A person's full name, encrypted; null for a unit.</summary>
    public byte[]? NameCipher { get; init; }
    public required byte[] PhoneCipher { get; set; }
    public required long PhoneBlind { get; set; }
    /// <summary>The unit whose accounts speak for it; null while it has none.</summary>
    public Guid? UnitId { get; set; }
    /// <summary>12-digit code of the market's area that checked it.</summary>
    public required long Region { get; init; }
    public required string CheckedBy { get; init; }
    public required DateTime CheckedAt { get; init; }
    public int Stars { get; set; }
    public int Ratings { get; set; }
    public long Version { get; set; }
}

/// <summary>Where a post stands; the numbers are stored.</summary>
internal enum PostState : short { Submitted = 1, Returned = 2, Open = 3, Closed = 4, Cancelled = 5 }

/// <summary>What pay is counted by; the numbers are stored.</summary>
internal enum PayUnit : short { Day = 1, Hour = 2, Piece = 3 }

/// <summary>How places may be filled; stored as a sum.</summary>
[Flags]
internal enum FillWays : short { None = 0, Dispatch = 1, Grab = 2, Spot = 4, All = 7 }

/// <summary>零工用工信息: work of one day at one place for so many people. Once checked its terms do not change.</summary>
internal sealed class GigPost
{
    public Guid PostId { get; init; } = Guid.CreateVersion7();
    public required Guid MarketId { get; init; }
    /// <summary>The market's, for the scope of staff.</summary>
    public required long Region { get; init; }
    public required DateOnly Day { get; set; }
    public required Guid EmployerId { get; init; }
    public required string EmployerName { get; init; }
    public Guid? EmployerUnit { get; init; }
    public required string Trade { get; set; }
    public required string Title { get; set; }
    public string Detail { get; set; } = "";
    public required string Place { get; set; }
    public required DateTime StartsAt { get; set; }
    public required DateTime EndsAt { get; set; }
    /// <summary><see cref="Posts.PayUnit"/>.</summary>
    public required short PayUnit { get; set; }
    /// <summary>Fen a day, an hour or a piece.</summary>
    public required long PayFen { get; set; }
    /// <summary>What a piece is: "块砖"; "" otherwise.</summary>
    public string PieceName { get; set; } = "";
    public required int Places { get; set; }
    /// <summary>Places offered, taken, worked at or done: never more than <see cref="Places"/>.</summary>
    public int Held { get; set; }
    /// <summary>Codes of data/gigs/dangers.csv, separated by blanks.</summary>
    public string Dangers { get; set; } = "";
    /// <summary><see cref="FillWays"/>.</summary>
    public required short Ways { get; set; }
    /// <summary><see cref="PostState"/>.</summary>
    public required short State { get; set; }
    /// <summary>Why it was returned or cancelled; what was noted when it was checked.</summary>
    public string Note { get; set; } = "";
    public required string SubmittedBy { get; init; }
    public required DateTime SubmittedAt { get; set; }
    public string CheckedBy { get; set; } = "";
    public DateTime? CheckedAt { get; set; }
    public long Version { get; set; }

    public int Left => Places - Held;
}

internal sealed class GigEmployerTable : IEntityTypeConfiguration<GigEmployer>
{
    public void Configure(EntityTypeBuilder<GigEmployer> employer)
    {
        employer.ToTable("gigs_employer");
        employer.HasKey(e => e.EmployerId);
        employer.HasIndex(e => new { e.Region, e.EmployerId });
        employer.HasIndex(e => e.PhoneBlind);
        employer.HasIndex(e => e.UnitId);
        employer.HasIndex(e => new { e.Region, e.CheckedAt });
        employer.Property(e => e.ShownName).HasMaxLength(PostRules.MostEmployer);
        employer.Property(e => e.Credit).HasMaxLength(18);
        employer.Property(e => e.CheckedBy).HasMaxLength(50);
        employer.Property(e => e.Version).IsConcurrencyToken();
    }
}

internal sealed class GigPostTable : IEntityTypeConfiguration<GigPost>
{
    public void Configure(EntityTypeBuilder<GigPost> post)
    {
        post.ToTable("gigs_post");
        post.HasKey(p => p.PostId);
        post.HasIndex(p => new { p.MarketId, p.Day });
        post.HasIndex(p => new { p.Region, p.Day });
        post.HasIndex(p => p.EmployerUnit);
        post.Property(p => p.EmployerName).HasMaxLength(PostRules.MostEmployer);
        post.Property(p => p.Trade).HasMaxLength(20);
        post.Property(p => p.Title).HasMaxLength(PostRules.MostTitle);
        post.Property(p => p.Detail).HasMaxLength(PostRules.MostDetail);
        post.Property(p => p.Place).HasMaxLength(PostRules.MostPlace);
        post.Property(p => p.PieceName).HasMaxLength(20);
        post.Property(p => p.Dangers).HasMaxLength(200);
        post.Property(p => p.Note).HasMaxLength(PostRules.MostNote);
        post.Property(p => p.SubmittedBy).HasMaxLength(50);
        post.Property(p => p.CheckedBy).HasMaxLength(50);
        post.Property(p => p.Version).IsConcurrencyToken();
    }
}
