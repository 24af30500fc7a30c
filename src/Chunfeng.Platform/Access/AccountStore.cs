using System.Globalization;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Access;

/// <summary>ASP.NET Core Identity over our table. Whatever else waits in the unit of work, such as the audit entry, is saved with the account.</summary>
internal sealed class AccountStore(ChunfengDb db, KeyRing keys, TimeProvider clock) :
    IUserPasswordStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>, IUserTwoFactorStore<Account>,
    IUserAuthenticatorKeyStore<Account>, IUserTwoFactorRecoveryCodeStore<Account>, IUserLoginStore<Account>,
    IUserPasskeyStore<Account>
{
    private readonly PersonCrypto crypto = new(keys);

    public void Dispose()
    {
        // the context belongs to the scope
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.AccountId.ToString());

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A login is never renamed: the audit names people by it.");

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask; // a login is stored normalised

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        db.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        if (db.Entry(user).State == EntityState.Modified)
        {
            user.Version++;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return IdentityResult.Success;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear(); // nothing of this attempt may be saved with the next
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }
    }

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An account is disabled, never deleted: the audit names it.");

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? await db.Set<Account>().SingleOrDefaultAsync(a => a.AccountId == id, cancellationToken) : null;

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.Set<Account>().SingleOrDefaultAsync(a => a.Login == normalizedUserName, cancellationToken);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash.Length == 0 ? null : user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash.Length > 0);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.LockedUntil is { } until ? new DateTimeOffset(until, TimeSpan.Zero) : (DateTimeOffset?)null);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockedUntil = lockoutEnd?.UtcDateTime is { } until ? new DateTime(until.Ticks - (until.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc) : null;
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(++user.FailedSignIns);

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        user.FailedSignIns = 0;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.FailedSignIns);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask; // every account can be locked

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken)
    {
        // the secret that was shown becomes the one in force
        user.TotpSecret = enabled ? user.TotpPending ?? user.TotpSecret : null;
        user.TotpPending = null;
        if (!enabled)
        {
            (user.RecoveryCodes, user.TotpLastStep) = ("", 0);
        }

        return Task.CompletedTask;
    }

    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.HasSecondFactor);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken)
    {
        user.TotpPending = crypto.Encrypt(key);
        return Task.CompletedTask;
    }

    /// <summary>The secret in force; before there is one, the one waiting to be confirmed.</summary>
    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult((user.TotpSecret ?? user.TotpPending) is { } stored ? crypto.Decrypt(stored) : null);

    public Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        user.RecoveryCodes = string.Join(' ', recoveryCodes.Select(c => Hash(user, c)));
        return Task.CompletedTask;
    }

    public Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var left = user.RecoveryCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var known = left.Remove(Hash(user, code.Trim().ToUpperInvariant()));
        user.RecoveryCodes = string.Join(' ', left);
        return Task.FromResult(known);
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.RecoveryCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);

    public Task AddLoginAsync(Account user, UserLoginInfo login, CancellationToken cancellationToken)
    {
        db.Add(new OutsideLogin { Provider = login.LoginProvider, Subject = login.ProviderKey, AccountId = user.AccountId, LinkedAt = clock.UtcStamp });
        return Task.CompletedTask;
    }

    public async Task RemoveLoginAsync(Account user, string loginProvider, string providerKey, CancellationToken cancellationToken)
    {
        if (await db.Set<OutsideLogin>().FindAsync([loginProvider, providerKey], cancellationToken) is { } link && link.AccountId == user.AccountId)
        {
            db.Remove(link);
        }
    }

    public async Task<IList<UserLoginInfo>> GetLoginsAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await db.Set<OutsideLogin>().AsNoTracking().Where(l => l.AccountId == user.AccountId).OrderBy(l => l.Provider).ToListAsync(cancellationToken))
            .Select(l => new UserLoginInfo(l.Provider, l.Subject, null))];

    public async Task<Account?> FindByLoginAsync(string loginProvider, string providerKey, CancellationToken cancellationToken) =>
        await db.Set<OutsideLogin>().FindAsync([loginProvider, providerKey], cancellationToken) is { } link
            ? await db.Set<Account>().SingleOrDefaultAsync(a => a.AccountId == link.AccountId, cancellationToken)
            : null;

    public async Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await db.Set<Passkey>().FindAsync([passkey.CredentialId], cancellationToken) is { } known)
        {
            (known.SignCount, known.BackedUp, known.LastUsedAt) = (passkey.SignCount, passkey.IsBackedUp, clock.UtcStamp);
            return;
        }

        db.Add(new Passkey
        {
            CredentialId = passkey.CredentialId, AccountId = user.AccountId, PublicKey = passkey.PublicKey, Name = passkey.Name ?? "", CreatedAt = clock.UtcStamp,
            SignCount = passkey.SignCount, Transports = string.Join(' ', passkey.Transports ?? []), BackupEligible = passkey.IsBackupEligible, BackedUp = passkey.IsBackedUp,
        });
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await db.Set<Passkey>().AsNoTracking().Where(p => p.AccountId == user.AccountId).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken)).Select(Info)];

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(p => p.CredentialId == credentialId, cancellationToken) is { } passkey
            ? await db.Set<Account>().SingleOrDefaultAsync(a => a.AccountId == passkey.AccountId, cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.AccountId == user.AccountId, cancellationToken) is { } passkey
            ? Info(passkey)
            : null;

    public async Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await db.Set<Passkey>().SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.AccountId == user.AccountId, cancellationToken) is { } passkey)
        {
            db.Remove(passkey);
        }
    }

    // what the authenticator said of itself when it was added is not kept: nobody asks for it again
    private static UserPasskeyInfo Info(Passkey p) => new(
        p.CredentialId, p.PublicKey, new DateTimeOffset(p.CreatedAt, TimeSpan.Zero), (uint)p.SignCount, p.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true, p.BackupEligible, p.BackedUp, [], []) { Name = p.Name };

    // keyed, and bound to the account: a copy of the table alone opens nothing
    private string Hash(Account user, string code) => crypto.Blind('r', code + user.AccountId.ToString("N")).ToString("x16", CultureInfo.InvariantCulture);
}

/// <summary>Checks the six digits against the secret; each code counts once.</summary>
internal sealed class TotpProvider(TimeProvider clock) : IUserTwoFactorTokenProvider<Account>
{
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => await manager.GetAuthenticatorKeyAsync(user) is not null;

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => Task.FromResult(""); // the app makes it

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } key || Totp.Match(Totp.FromBase32(key), token, clock.GetUtcNow(), user.TotpLastStep) is not { } step)
        {
            return false;
        }

        user.TotpLastStep = step; // saved by whoever lets the person in
        return true;
    }
}

/// <summary>Logins are written small: "Zhang" and "zhang" are one account.</summary>
internal sealed class SmallLetters : ILookupNormalizer
{
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(name))]
    public string? NormalizeName(string? name) => name?.Trim().ToLowerInvariant();

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(email))]
    public string? NormalizeEmail(string? email) => email?.Trim().ToLowerInvariant();
}
