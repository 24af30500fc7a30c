using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chunfeng.Platform.Access;

/// <summary>What an account is for, as stored.</summary>
public static class AccountKind
{
    /// <summary>A person of staff, who signs in on a page.</summary>
    public const short Person = 0;

    /// <summary>A program of a unit, which asks for tokens and works through the API; it cannot sign in on a page.</summary>
    public const short Client = 1;
}

/// <summary>Who signs in: one person of staff of a unit, or one of its programs, tied to the region whose people they may see.</summary>
public sealed class Account
{
    public Guid AccountId { get; init; } = Guid.CreateVersion7();
    /// <summary>Small letters, digits, ".", "-", "_".</summary>
    public required string Login { get; init; }
    public required string DisplayName { get; set; }
    /// <summary>One of <see cref="AccountKind"/>.</summary>
    public short Kind { get; init; }
    /// <summary>Of the password; of a client's secret.</summary>
    public string PasswordHash { get; set; } = "";
    /// <summary>A client's secret before the last rotation, good until <see cref="FormerSecretUntil"/> so that programs can be changed over.</summary>
    public string? FormerSecretHash { get; set; }
    public DateTime? FormerSecretUntil { get; set; }
    public required Guid UnitId { get; set; }
    /// <summary>12-digit code, the unit's; everything inside it is in scope.</summary>
    public required long Region { get; set; }
    /// <summary>Code of a <see cref="Access.Role"/>; "" for none.</summary>
    public string Role { get; set; } = "";
    /// <summary>Rights beyond the role, separated by blanks (<see cref="Rights"/>).</summary>
    public string ExtraRights { get; set; } = "";
    /// <summary>Changes with the password, the role, the second factor and when the account is disabled: running sessions end.</summary>
    public string SecurityStamp { get; set; } = "";
    /// <summary>Set while the password is one that somebody else knows.</summary>
    public bool MustChangePassword { get; set; }
    public DateTime? DisabledAt { get; set; }
    public int FailedSignIns { get; set; }
    public DateTime? LockedUntil { get; set; }
    public DateTime? LastSignInAt { get; set; }
    /// <summary>The authenticator's secret, encrypted; null without a second factor.</summary>
    public byte[]? TotpSecret { get; set; }
    /// <summary>A secret shown but not yet confirmed with a code, encrypted.</summary>
    public byte[]? TotpPending { get; set; }
    /// <summary>The thirty seconds of the last code taken: a code counts once.</summary>
    public long TotpLastStep { get; set; }
    /// <summary>Keyed hashes of unused recovery codes, separated by blanks.</summary>
    public string RecoveryCodes { get; set; } = "";
    public required DateTime CreatedAt { get; init; }
    public long Version { get; set; }

    public bool HasSecondFactor => TotpSecret is not null;

    /// <summary>The rights of the role and those beyond it.</summary>
    public IReadOnlySet<string> AllRights() => Roles.Find(Role) is { } role
        ? role.Rights.Concat(Split()).ToHashSet(StringComparer.Ordinal)
        : Split().ToHashSet(StringComparer.Ordinal);

    /// <summary>Who acts when something runs for this account without a request.</summary>
    public Actor ToActor() => new(Login, DisplayName, new RegionCode(Region), AllRights()) { Unit = UnitId };

    private string[] Split() => ExtraRights.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What an account may do; the words roles are made of.</summary>
public static class Rights
{
    public const string PeopleRead = "people.read";
    public const string PeopleImport = "people.import";
    public const string PeopleExport = "people.export";
    public const string PeopleUnmask = "people.unmask";
    public const string PeopleMerge = "people.merge";
    /// <summary>Gives a worker the link that lets them into the portal.</summary>
    public const string PeoplePass = "people.pass";
    public const string DispatchRead = "dispatch.read";
    public const string DispatchRun = "dispatch.run";
    public const string OrdersIssue = "orders.issue";
    public const string OrdersReply = "orders.reply";
    public const string EmployersRead = "employers.read";
    public const string EmployersWrite = "employers.write";
    /// <summary>Speaks for the one employer that is the account's unit: its record, its vacancies, its applicants.</summary>
    public const string EmployersOwn = "employers.own";
    /// <summary>Sends vacancies of any employer to review; who keeps no employers sees of them only what its unit sent.</summary>
    public const string VacanciesSend = "vacancies.send";
    /// <summary>Publishes vacancies or sends them back.</summary>
    public const string VacanciesReview = "vacancies.review";
    public const string MatchingRead = "matching.read";
    /// <summary>Refers people to vacancies and moves their referrals on.</summary>
    public const string MatchingRefer = "matching.refer";
    public const string EventsRead = "events.read";
    public const string EventsWrite = "events.write";
    /// <summary>Streams, mutes and removes in live rooms.</summary>
    public const string LiveHost = "live.host";
    public const string GigsRead = "gigs.read";
    public const string GigsRun = "gigs.run";
    public const string NetworkRead = "network.read";
    /// <summary>Records agreements and what comes of them.</summary>
    public const string NetworkWrite = "network.write";
    /// <summary>Everybody's background jobs of its area.</summary>
    public const string JobsAll = "jobs.all";
    /// <summary>Makes, disables and resets accounts of its own area.</summary>
    public const string AccessAdmin = "access.admin";

    /// <summary>Every right of the rooms. Those of the three offices are apart.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        PeopleRead, PeopleImport, PeopleExport, PeopleUnmask, PeopleMerge, PeoplePass, DispatchRead, DispatchRun, OrdersIssue, OrdersReply,
        EmployersRead, EmployersWrite, EmployersOwn, VacanciesSend, VacanciesReview, MatchingRead, MatchingRefer, EventsRead, EventsWrite, LiveHost, GigsRead, GigsRun,
        NetworkRead, NetworkWrite, JobsAll, AccessAdmin,
    ];

    /// <summary>System office: the installation and the tree of units.</summary>
    public const string SystemManage = "system.manage";
    /// <summary>Security office: who holds an office.</summary>
    public const string SecurityOffices = "security.offices";
    /// <summary>Audit office: what everybody did.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>The rights of the three offices; no account has two of them (<see cref="Offices"/>).</summary>
    public static readonly IReadOnlyList<string> OfOffices = [SystemManage, SecurityOffices, AuditRead];
}

/// <summary>Who is asking: the signed-in account, or the operator on the command line.</summary>
public sealed record Actor(string Login, string DisplayName, RegionCode Region, IReadOnlySet<string> Rights)
{
    /// <summary>Network address of the request; "" for the command line and jobs.</summary>
    public string Source { get; init; } = "";

    /// <summary>The unit the account belongs to; null for the operator.</summary>
    public Guid? Unit { get; init; }

    public bool May(string right) => Rights.Contains(right);

    /// <summary>The operator of this machine: every right over the whole province, audited like anyone. It is no account and cannot sign in.</summary>
    public static Actor Operator { get; } =
        new("operator", "系统操作员", RegionCode.Shanxi, Access.Rights.All.Concat(Access.Rights.OfOffices).ToHashSet(StringComparer.Ordinal));
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("platform_account");
        account.HasKey(a => a.AccountId);
        account.HasIndex(a => a.Login).IsUnique();
        account.HasIndex(a => new { a.Region, a.Login });
        account.HasIndex(a => a.UnitId);
        account.Property(a => a.Login).HasMaxLength(50).HasAnnotation(ChunfengDb.Bytewise, true);
        account.Property(a => a.DisplayName).HasMaxLength(50);
        account.Property(a => a.Role).HasMaxLength(50);
        account.Property(a => a.Version).IsConcurrencyToken();
    }
}

/// <summary>A subject of an outside identity provider whose sign-in counts as this account's; linked by the account's owner.</summary>
public sealed class OutsideLogin
{
    public required string Provider { get; init; }
    public required string Subject { get; init; }
    public required Guid AccountId { get; init; }
    public required DateTime LinkedAt { get; init; }
}

internal sealed class OutsideLoginTable : IEntityTypeConfiguration<OutsideLogin>
{
    public void Configure(EntityTypeBuilder<OutsideLogin> link)
    {
        link.ToTable("platform_outside_login");
        link.HasKey(l => new { l.Provider, l.Subject });
        link.HasIndex(l => l.AccountId);
        link.Property(l => l.Provider).HasMaxLength(50);
        link.Property(l => l.Subject).HasMaxLength(200);
    }
}

/// <summary>A passkey of an account: the public half of a key that a device or a security key holds.</summary>
public sealed class Passkey
{
    /// <summary>As the authenticator named it.</summary>
    public required byte[] CredentialId { get; init; }
    public required Guid AccountId { get; init; }
    public required byte[] PublicKey { get; init; }
    /// <summary>What its owner calls it.</summary>
    public string Name { get; set; } = "";
    public required DateTime CreatedAt { get; init; }
    public DateTime? LastUsedAt { get; set; }
    /// <summary>Counts up with every use where the authenticator counts.</summary>
    public long SignCount { get; set; }
    /// <summary>How it is reached (usb, internal, …), separated by blanks.</summary>
    public string Transports { get; init; } = "";
    public bool BackupEligible { get; init; }
    public bool BackedUp { get; set; }
}

internal sealed class PasskeyTable : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> passkey)
    {
        passkey.ToTable("platform_passkey");
        passkey.HasKey(p => p.CredentialId);
        passkey.HasIndex(p => p.AccountId);
        passkey.Property(p => p.CredentialId).HasMaxLength(1023); // the longest WebAuthn allows
        passkey.Property(p => p.Name).HasMaxLength(50);
        passkey.Property(p => p.Transports).HasMaxLength(100);
    }
}
