using System.Security.Claims;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Host;

/// <summary>Signing in, step by step: the password or an outside identity, then the second factor where the account has one.</summary>
internal sealed class Accounts(
    ChunfengDb db, UserManager<Account> users, AdministerAccounts administer, RegionTree regions, KeyRing keys, Sessions sessions, SignInTurns turns, TimeProvider clock, Actor here)
{
    /// <summary>Claims of ours in the cookie.</summary>
    public const string RegionClaim = "region", RightsClaim = "rights", AccountClaim = "account", StampClaim = "stamp", UnitClaim = "unit", MustClaim = "must", HowClaim = "how";

    /// <summary>What <see cref="HowClaim"/> says of a sign-in that was both factors in one.</summary>
    public const string ByPasskey = "passkey";

    /// <summary>What must happen before anything else.</summary>
    public const string MustPassword = "password", MustSecondFactor = "second-factor";

    private const int MostTurns = 20;

    private static readonly Refusal Wrong = new("wrong-sign-in", "账号或密码不对");
    private static readonly Refusal Locked = new("locked", "账号已锁定");
    private static readonly Refusal Disabled = new("disabled", "账号已停用");
    private static readonly Refusal WrongCode = new("wrong-code", "验证码不对");
    private static readonly Refusal Expired = new("code-expired", "请重新登录");

    // verified when the login is unknown, so that the answer takes as long as for a known one
    private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<Account>().HashPassword(null!, Passwords.New()));

    /// <returns>The account whose password was right; it is not signed in yet (<see cref="EnterAsync"/>).</returns>
    public async Task<Result<Account>> CheckPasswordAsync(string login, string password, CancellationToken cancel)
    {
        using var turn = await turns.TakeAsync(login, cancel);
        if (await users.FindByNameAsync(login) is not { Kind: AccountKind.Person } account)
        {
            new PasswordHasher<Account>().VerifyHashedPassword(null!, Nobody.Value, password);
            return Wrong;
        }

        if (await users.IsLockedOutAsync(account))
        {
            return Locked;
        }

        if (!await users.CheckPasswordAsync(account, password))
        {
            await RefusedAsync(account, "password");
            return Wrong;
        }

        return account.DisabledAt is null ? account : Disabled;
    }

    /// <summary>The client whose secret was right, the one in force or the one before it while that lives; null for every other reason. No lock: whoever
    /// knows a client's id could keep it out, and a secret of 256 bits is not guessed.</summary>
    public async Task<Account?> CheckClientAsync(string id, string secret, CancellationToken cancel)
    {
        using var turn = await turns.TakeAsync(id, cancel);
        if (await users.FindByNameAsync(id.Trim().ToLowerInvariant()) is not { Kind: AccountKind.Client } client)
        {
            new PasswordHasher<Account>().VerifyHashedPassword(null!, Nobody.Value, secret);
            return null;
        }

        var known = Holds(client.PasswordHash) || (client.FormerSecretHash is { } former && client.FormerSecretUntil > clock.UtcStamp && Holds(former));
        if (known && client.DisabledAt is null)
        {
            return client;
        }

        db.Audit(clock, ActorOf(client), "sign-in.refused", known ? "client disabled" : "client secret");
        await db.SaveChangesAsync(cancel);
        return null;

        bool Holds(string hash) => users.PasswordHasher.VerifyHashedPassword(client, hash, secret) != PasswordVerificationResult.Failed;
    }

    /// <summary>The account an outside subject was linked to by its owner.</summary>
    public async Task<Result<Account>> CheckOutsideAsync(string provider, string subject)
    {
        if (await users.FindByLoginAsync(provider, subject) is not { } account)
        {
            return new Refusal("not-linked", "这个外部身份还没有关联本平台的账号");
        }

        return account.DisabledAt is not null ? Disabled : await users.IsLockedOutAsync(account) ? Locked : account;
    }

    /// <summary>The second step: six digits from the app, or one of the recovery codes.</summary>
    public async Task<Result<Account>> CheckCodeAsync(Guid id, string stamp, string code, CancellationToken cancel)
    {
        using var turn = await turns.TakeAsync(id.ToString(), cancel);
        if (await users.FindByIdAsync(id.ToString()) is not { HasSecondFactor: true, DisabledAt: null } account || account.SecurityStamp != stamp)
        {
            return Expired;
        }

        if (await users.IsLockedOutAsync(account))
        {
            return Locked;
        }

        if (OwnAccount.Digits(code) is { Length: 6 } digits && digits == code.Replace(" ", "", StringComparison.Ordinal)
            && await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, digits))
        {
            // written down in this turn: two requests with one code let one person in
            return (await users.UpdateAsync(account)).Succeeded ? account : WrongCode;
        }

        if (code.Length >= 10 && (await users.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded)
        {
            db.Audit(clock, ActorOf(account), "sign-in.recovery-code", "");
            await db.SaveChangesAsync(cancel);
            return account;
        }

        await RefusedAsync(account, "code");
        return WrongCode;
    }

    /// <summary>The account a passkey belongs to, checked like every other way in.</summary>
    public async Task<Result<Account>> CheckPasskeyAsync(PasskeyAssertionResult<Account> shown)
    {
        if (!shown.Succeeded || shown.User is not { Kind: AccountKind.Person } account)
        {
            return new Refusal("passkey-failed", "通行密钥没有通过");
        }

        if (account.DisabledAt is not null || await users.IsLockedOutAsync(account))
        {
            return account.DisabledAt is not null ? Disabled : Locked;
        }

        return (await users.AddOrUpdatePasskeyAsync(account, shown.Passkey)).Succeeded ? account : new Refusal("passkey-failed", "通行密钥没有通过");
    }

    /// <summary>The last step: counted failures are forgotten, the sign-in is recorded.</summary>
    /// <exception cref="InvalidOperationException">The account is changed by others again and again.</exception>
    public async Task<ClaimsPrincipal> EnterAsync(Account account, string how)
    {
        for (var attempt = 1; ; attempt++)
        {
            (account.FailedSignIns, account.LastSignInAt) = (0, clock.UtcStamp);
            if (account.TotpSecret is { } stored && stored[0] != keys.Active)
            {
                // after a rotation of keys each secret moves to the new one with its next use
                var crypto = new PersonCrypto(keys);
                account.TotpSecret = crypto.Encrypt(crypto.Decrypt(stored));
            }

            db.Audit(clock, ActorOf(account), "sign-in", how);
            if ((await users.UpdateAsync(account)).Succeeded)
            {
                return sessions.PrincipalOf(account, passkey: how == ByPasskey);
            }

            // the same person signs in twice at once: nobody comes in unrecorded
            account = attempt < MostTurns && await users.FindByIdAsync(account.AccountId.ToString()) is { DisabledAt: null } again && again.SecurityStamp == account.SecurityStamp
                ? again
                : throw new InvalidOperationException("The account changed while it was signed in.");
        }
    }

    /// <summary>Makes an account of a region's office with single rights and a settled password; returns null when the login is taken.</summary>
    /// <exception cref="InvalidOperationException">The rights do not go together, the password is too weak, or there is no such region.</exception>
    public async Task<Account?> CreateAsync(string login, string displayName, long region, IEnumerable<string> rights, string password, CancellationToken cancel) =>
        await CreateAsync(login, displayName, region, null, string.Join(' ', rights), password, cancel);

    /// <summary>Makes an account of a region's office with a role and a settled password; returns null when the login is taken.</summary>
    /// <exception cref="InvalidOperationException">The password is too weak, or there is no such region.</exception>
    public Task<Account?> CreateAsync(string login, string displayName, long region, Role role, string password, CancellationToken cancel, bool mustChange = false) =>
        CreateAsync(login, displayName, region, role, "", password, cancel, mustChange);

    private async Task<Account?> CreateAsync(
        string login, string displayName, long region, Role? role, string extraRights, string password, CancellationToken cancel, bool mustChange = false)
    {
        var unit = await UnitTree.OfficeAsync(db, regions, new RegionCode(region), clock.UtcStamp, cancel)
            ?? throw new InvalidOperationException($"没有这个地区：{region}");
        var made = await administer.MakeAsync(
            new NewAccount(login, displayName, unit.UnitId, role?.Code ?? ""), unit, role, Actor.Operator, password, cancel, extraRights, mustChange);
        return !made.IsRefused ? await db.Set<Account>().SingleAsync(a => a.AccountId == made.Value.AccountId, cancel)
            : made.Refusal.Code == "login-taken" ? null
            : throw new InvalidOperationException(made.Refusal.Message);
    }

    /// <summary>Who a request acts as; nobody may do anything, nor may who has a password to change or a second factor to set first.</summary>
    public static Actor ActorOf(ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true
        ? new Actor(
            user.FindFirstValue(ClaimTypes.NameIdentifier)!, user.FindFirstValue(ClaimTypes.Name)!,
            RegionCode.TryParse(user.FindFirstValue(RegionClaim), out var region) ? region : RegionCode.China,
            user.HasClaim(c => c.Type == MustClaim)
                ? new HashSet<string>()
                : (user.FindFirstValue(RightsClaim) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))
        {
            Unit = Guid.TryParse(user.FindFirstValue(UnitClaim), out var unit) ? unit : null,
        }
        : new Actor("", "", RegionCode.China, new HashSet<string>());

    private async Task RefusedAsync(Account account, string what)
    {
        db.Audit(clock, ActorOf(account), "sign-in.refused", what);
        await users.AccessFailedAsync(account);
    }

    private Actor ActorOf(Account account) =>
        new(account.Login, account.DisplayName, new RegionCode(account.Region), new HashSet<string>()) { Source = here.Source };
}

/// <summary>What a cookie says of an account, and whether it still holds. Knows no actor: it is asked before there is one.</summary>
internal sealed class Sessions(ChunfengDb db, SignInSettings settings)
{
    /// <summary>What the cookie of this account says now.</summary>
    /// <param name="passkey">It was opened with a passkey, which is a second factor too.</param>
    public ClaimsPrincipal PrincipalOf(Account account, string scheme = CookieAuthenticationDefaults.AuthenticationScheme, bool passkey = false)
    {
        var rights = account.AllRights();
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, account.Login), new(ClaimTypes.Name, account.DisplayName), new(Accounts.AccountClaim, account.AccountId.ToString()),
            new(Accounts.UnitClaim, account.UnitId.ToString()), new(Accounts.RegionClaim, account.Region.ToString("D12")), new(Accounts.RightsClaim, string.Join(' ', rights)),
            new(Accounts.StampClaim, account.SecurityStamp),
        };
        if (passkey)
        {
            claims.Add(new Claim(Accounts.HowClaim, Accounts.ByPasskey));
        }

        if (account.MustChangePassword)
        {
            claims.Add(new Claim(Accounts.MustClaim, Accounts.MustPassword));
        }
        else if (settings.SecondFactor && !passkey && !account.HasSecondFactor && AccessRules.NeedsSecondFactor(rights))
        {
            claims.Add(new Claim(Accounts.MustClaim, Accounts.MustSecondFactor));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>The account a running session belongs to, or null when the session has ended: disabled, or its stamp has changed.</summary>
    public async Task<Account?> RecheckAsync(ClaimsPrincipal user, CancellationToken cancel)
    {
        var stamp = user.FindFirstValue(Accounts.StampClaim);
        return Guid.TryParse(user.FindFirstValue(Accounts.AccountClaim), out var id)
            && await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == id, cancel) is { DisabledAt: null } account && account.SecurityStamp == stamp
            ? account
            : null;
    }
}

/// <summary>Sign-ins of one account take turns in this host, so that many at once cannot guess more often than the lock allows.</summary>
internal sealed class SignInTurns : IDisposable
{
    private readonly SemaphoreSlim[] lanes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> TakeAsync(string who, CancellationToken cancel)
    {
        var lane = lanes[(uint)StringComparer.OrdinalIgnoreCase.GetHashCode(who) % lanes.Length];
        await lane.WaitAsync(cancel);
        return new Turn(lane);
    }

    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
