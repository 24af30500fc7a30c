using System.Text.RegularExpressions;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Access;

/// <summary>What an administrator says about a new account.</summary>
public sealed record NewAccount(string Login, string DisplayName, Guid UnitId, string Role, short Kind = AccountKind.Person);

/// <summary>A password or a client's secret made by the program, to be handed over once; a person must change it at the first sign-in.</summary>
public sealed record IssuedPassword(Guid AccountId, string Login, string Password);

/// <summary>Makes, changes, disables and resets accounts of an administrator's area. Every act is audited and ends the account's sessions.</summary>
public sealed partial class AdministerAccounts(ChunfengDb db, UserManager<Account> users, RegionTree regions, TimeProvider clock)
{
    private static readonly Refusal NoAccount = new("no-account", "没有这个账号，或者它不在您的管辖范围内");
    private static readonly Refusal NoUnitOrRole = new("no-unit-or-role", "请从列表中选择单位和角色");
    private static readonly Refusal Meanwhile = new("changed-meanwhile", "这个账号刚被别人改过，请刷新后再试");

    /// <summary>How long a client's secret stays good after it was changed for another.</summary>
    public static readonly TimeSpan FormerSecretLives = TimeSpan.FromHours(24);

    public async Task<Result<IssuedPassword>> CreateAsync(NewAccount wanted, Actor actor, CancellationToken cancel)
    {
        var unit = await db.Units().SingleOrDefaultAsync(u => u.UnitId == wanted.UnitId, cancel);
        if (unit is null || Roles.Find(wanted.Role) is not { } role)
        {
            return AccessRules.MayList(actor) ? NoUnitOrRole : AccessRules.NoRight;
        }

        return MayGive(actor, unit, role, wanted.Kind) is { } refusal ? refusal
            : await MakeAsync(wanted, unit, role, actor, wanted.Kind == AccountKind.Client ? Passwords.NewSecret() : Passwords.New(), cancel, mustChange: wanted.Kind == AccountKind.Person);
    }

    /// <summary>Moves an account to another unit, with a role that fits there; what it had beyond its role stays behind. Both places lie in the actor's area.</summary>
    public async Task<Refusal?> MoveAsync(Guid id, Guid unitId, string code, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(id, actor, cancel);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        var account = found.Value;
        if (await db.Units().SingleOrDefaultAsync(u => u.UnitId == unitId, cancel) is not { } unit || Roles.Find(code) is not { } role
            || !actor.Region.Contains(new RegionCode(unit.Region)))
        {
            return NoUnitOrRole; // a unit elsewhere answers like none
        }

        if (account.UnitId == unitId)
        {
            return new Refusal("same-unit", "账号已经在这个单位；只换角色请用“换角色”");
        }

        if (MayGive(actor, unit, role, account.Kind) is { } refusal)
        {
            return refusal;
        }

        var before = $"unit={account.UnitId} region={account.Region:D12} role={account.Role} extra={account.ExtraRights}".TrimEnd();
        (account.UnitId, account.Region, account.Role, account.ExtraRights) = (unit.UnitId, unit.Region, role.Code, "");
        return await SaveAsync(account, actor, "account.move", before, $"unit={unit.UnitId} region={unit.Region:D12} role={role.Code}");
    }

    /// <summary>The roles the actor may give to somebody, or to a program, of this unit.</summary>
    public static IReadOnlyList<Role> RolesFor(Unit unit, short kind, Actor actor) => [.. Roles.All.Where(r => MayGive(actor, unit, r, kind) is null)];

    /// <summary>The unit of a region's office, made where it is missing: villages get theirs with their first account.</summary>
    public async Task<Result<Unit>> OfficeOfAsync(RegionCode region, Actor actor, CancellationToken cancel)
    {
        if (!AccessRules.MayList(actor) || !actor.Region.Contains(region))
        {
            return AccessRules.NoRight;
        }

        var unit = await UnitTree.OfficeAsync(db, regions, region, clock.UtcStamp, cancel);
        if (unit is null)
        {
            return new Refusal("no-region", "没有这个地区，请从列表中选择");
        }

        await db.SaveChangesAsync(cancel);
        return unit;
    }

    /// <summary>Adds a unit that is no office of the administration, under the office of its region.</summary>
    public async Task<Result<Unit>> AddUnitAsync(string name, string kind, RegionCode region, Actor actor, CancellationToken cancel)
    {
        if (AccessRules.MayAddUnit(actor, region) is { } refusal)
        {
            return refusal;
        }

        name = name.Trim();
        if (name.Length is < 2 or > 100 || UnitKinds.Addable.All(k => k.Code != kind))
        {
            return new Refusal("unit-incomplete", "请写明单位名称（2到100个字）并选择类型");
        }

        var value = region.Value;
        if (await db.Units().AnyAsync(u => u.Region == value && u.Name == name, cancel))
        {
            return new Refusal("unit-known", "这里已经有同名的单位");
        }

        if (await UnitTree.OfficeAsync(db, regions, region, clock.UtcStamp, cancel) is not { } parent)
        {
            return new Refusal("no-region", "没有这个地区，请从列表中选择");
        }

        var unit = new Unit { UnitId = Guid.CreateVersion7(), Name = name, Kind = kind, Region = value, ParentId = parent.UnitId, CreatedAt = clock.UtcStamp };
        db.Units().Add(unit);
        db.Audit(clock, actor, "unit.create", $"unit={unit.UnitId} kind={kind} region={region}");
        await db.SaveChangesAsync(cancel);
        return unit;
    }

    /// <summary>Gives another role; what the account had beyond its role is taken away with the old one.</summary>
    public async Task<Refusal?> ChangeRoleAsync(Guid id, string code, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(id, actor, cancel);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        var account = found.Value;
        var unit = await db.Units().SingleAsync(u => u.UnitId == account.UnitId, cancel);
        if (Roles.Find(code) is not { } role)
        {
            return NoUnitOrRole;
        }

        if (MayGive(actor, unit, role, account.Kind) is { } refusal)
        {
            return refusal;
        }

        var before = $"role={account.Role} extra={account.ExtraRights}".Trim();
        (account.Role, account.ExtraRights) = (role.Code, "");
        return await SaveAsync(account, actor, "account.role", before, $"role={role.Code}");
    }

    public async Task<Refusal?> DisableAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(id, actor, cancel);
        if (found.IsRefused || found.Value.DisabledAt is not null)
        {
            return found.Refusal;
        }

        found.Value.DisabledAt = clock.UtcStamp;
        return await SaveAsync(found.Value, actor, "account.disable", "enabled", "disabled");
    }

    public async Task<Refusal?> EnableAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(id, actor, cancel);
        if (found.IsRefused || found.Value.DisabledAt is null)
        {
            return found.Refusal;
        }

        found.Value.DisabledAt = null;
        return await SaveAsync(found.Value, actor, "account.enable", "disabled", "enabled");
    }

    /// <summary>A new password; a lock is taken off with it. A client gets a new secret, and the one before it stays good for a day unless it is disabled.</summary>
    public async Task<Result<IssuedPassword>> ResetPasswordAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(id, actor, cancel);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        var account = found.Value;
        if (account.Kind == AccountKind.Client)
        {
            var secret = Passwords.NewSecret();
            (account.FormerSecretHash, account.FormerSecretUntil) = (account.PasswordHash, clock.UtcStamp + FormerSecretLives);
            account.PasswordHash = users.PasswordHasher.HashPassword(account, secret);
            return await SaveAsync(account, actor, "client.secret") is { } not ? not : new IssuedPassword(account.AccountId, account.Login, secret);
        }

        var password = Passwords.New();
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        (account.MustChangePassword, account.FailedSignIns, account.LockedUntil) = (true, 0, null);
        return await SaveAsync(account, actor, "account.password.reset") is { } refusal ? refusal : new IssuedPassword(account.AccountId, account.Login, password);
    }

    /// <summary>Takes the second factor and every passkey away, for who lost the phone and the recovery codes.</summary>
    public async Task<Refusal?> ResetSecondFactorAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(id, actor, cancel);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        var account = found.Value;
        var passkeys = await db.Set<Passkey>().Where(p => p.AccountId == id).ToListAsync(cancel);
        if (!account.HasSecondFactor && passkeys.Count == 0)
        {
            return null;
        }

        db.RemoveRange(passkeys);
        (account.TotpSecret, account.TotpPending, account.RecoveryCodes, account.TotpLastStep) = (null, null, "", 0);
        return await SaveAsync(account, actor, "account.second-factor.reset");
    }

    /// <summary>Why the actor may not change this account, or null.</summary>
    public async Task<Refusal?> MayManageAsync(Guid id, Actor actor, CancellationToken cancel) => (await FindAsync(id, actor, cancel)).Refusal;

    /// <summary>The roles the actor may give to this account.</summary>
    public async Task<IReadOnlyList<Role>> RolesForAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(id, actor, cancel);
        if (found.IsRefused)
        {
            return [];
        }

        var unit = await db.Units().SingleAsync(u => u.UnitId == found.Value.UnitId, cancel);
        return RolesFor(unit, found.Value.Kind, actor);
    }

    /// <summary>Makes an account whose unit, role and password are settled: first accounts, a demonstration's, the command line's. Nobody's rights
    /// are asked here; what never goes together is refused here too.</summary>
    /// <param name="role">Null for an account with single rights.</param>
    /// <param name="extraRights">Rights beyond the role, separated by blanks.</param>
    public async Task<Result<IssuedPassword>> MakeAsync(
        NewAccount wanted, Unit unit, Role? role, Actor actor, string password, CancellationToken cancel, string extraRights = "", bool mustChange = true)
    {
        var login = wanted.Login.Trim().ToLowerInvariant();
        var name = wanted.DisplayName.Trim();
        if (!LoginForm().IsMatch(login))
        {
            return new Refusal("login-form", "账号用3到50个小写字母、数字、点、横线或下划线，以字母开头");
        }

        if (name.Length is < 1 or > 50)
        {
            return new Refusal("name-form", "请填写姓名，最多50个字");
        }

        var account = new Account
        {
            Login = login, DisplayName = name, Kind = wanted.Kind, UnitId = unit.UnitId, Region = unit.Region, Role = role?.Code ?? "", ExtraRights = extraRights,
            MustChangePassword = mustChange, CreatedAt = clock.UtcStamp,
        };
        if (Offices.Check(account.AllRights()) is { } apart)
        {
            return apart;
        }

        if (login == Actor.Operator.Login || await db.Set<Account>().AnyAsync(a => a.Login == login, cancel))
        {
            return new Refusal("login-taken", $"账号 {login} 已有人使用，请换一个");
        }

        db.Audit(clock, actor, wanted.Kind == AccountKind.Client ? "client.create" : "account.create", $"login={login} unit={unit.UnitId} region={unit.Region:D12} role={account.Role}{(extraRights.Length > 0 ? " extra=" + extraRights : "")}");
        var made = await users.CreateAsync(account, password);
        return made.Succeeded ? new IssuedPassword(account.AccountId, login, password) : new Refusal(made.Errors.First().Code, made.Errors.First().Description);
    }

    private static Refusal? MayGive(Actor actor, Unit unit, Role role, short kind) =>
        kind == AccountKind.Client ? AccessRules.MayGiveClient(actor, unit, role) : AccessRules.MayAdminister(actor, unit, role);

    private async Task<Result<Account>> FindAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        if (!AccessRules.MayList(actor))
        {
            return AccessRules.NoRight;
        }

        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.AccountId == id, cancel);
        if (account is null || !actor.Region.Contains(new RegionCode(account.Region)))
        {
            return NoAccount;
        }

        return AccessRules.MayManage(actor, account) is { } refusal ? refusal : account;
    }

    private async Task<Refusal?> SaveAsync(Account account, Actor actor, string act, string before = "", string after = "")
    {
        db.Audit(clock, actor, act, $"login={account.Login}", before: before, after: after);
        return (await users.UpdateSecurityStampAsync(account)).Succeeded ? null : Meanwhile;
    }

    [GeneratedRegex("^[a-z][a-z0-9._-]{2,49}$")]
    private static partial Regex LoginForm();
}
