using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Access;

/// <summary>Who signs in: one person of staff, tied to the region whose people they may see.</summary>
public sealed class Account
{
    public Guid AccountId { get; init; } = Guid.CreateVersion7();
    public required string Login { get; init; }
    public required string DisplayName { get; set; }
    public required string PasswordHash { get; set; }
    /// <summary>12-digit code; everything inside it is in scope.</summary>
    public required long Region { get; set; }
    /// <summary>Rights separated by blanks (<see cref="Rights"/>).</summary>
    public required string Rights { get; set; }
    public int FailedSignIns { get; set; }
    public DateTime? LockedUntil { get; set; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Who acts when something runs for this account without a request.</summary>
    public Actor ToActor() => new(
        Login, DisplayName, new RegionCode(Region), Rights.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal));
}

/// <summary>What an account may do; the words stored in <see cref="Account.Rights"/>.</summary>
public static class Rights
{
    public const string PeopleRead = "people.read";
    public const string PeopleImport = "people.import";
    public const string PeopleExport = "people.export";
    public const string PeopleUnmask = "people.unmask";
    public const string PeopleMerge = "people.merge";
    public const string DispatchRead = "dispatch.read";
    public const string DispatchRun = "dispatch.run";
    public const string AuditRead = "audit.read";
    public const string OrdersIssue = "orders.issue";
    public const string OrdersReply = "orders.reply";

    public static readonly IReadOnlyList<string> All =
        [PeopleRead, PeopleImport, PeopleExport, PeopleUnmask, PeopleMerge, DispatchRead, DispatchRun, AuditRead,
            OrdersIssue, OrdersReply];
}

/// <summary>Who is asking: the signed-in account, or the operator on the command line.</summary>
public sealed record Actor(string Login, string DisplayName, RegionCode Region, IReadOnlySet<string> Rights)
{
    /// <summary>Network address of the request; "" for the command line and jobs.</summary>
    public string Source { get; init; } = "";

    public bool May(string right) => Rights.Contains(right);

    /// <summary>The operator of this machine: every right over the whole province, audited like anyone.</summary>
    public static Actor Operator { get; } =
        new("operator", "系统操作员", RegionCode.Shanxi, Access.Rights.All.ToHashSet(StringComparer.Ordinal));
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("platform_account");
        account.HasKey(a => a.AccountId);
        account.HasIndex(a => a.Login).IsUnique();
        account.Property(a => a.Login).HasMaxLength(50);
        account.Property(a => a.DisplayName).HasMaxLength(50);
    }
}
