using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Access;

/// <summary>What everybody does with their own account: password, second factor, outside sign-ins. Other sessions of the account end.</summary>
public sealed class OwnAccount(ChunfengDb db, UserManager<Account> users, KeyRing keys, TimeProvider clock)
{
    public const string Issuer = "春风";

    /// <summary>More devices than anybody signs in with.</summary>
    public const int MostPasskeys = 10;

    private const int RecoveryCodes = 10;
    private static readonly Refusal Gone = new("signed-out", "登录已失效，请重新登录");
    private static readonly Refusal WrongPassword = new("wrong-password", "现在的密码不对，请再输入一次");

    public Task<Account?> FindAsync(Actor actor, CancellationToken cancel) =>
        db.Set<Account>().SingleOrDefaultAsync(a => a.Login == actor.Login && a.DisabledAt == null, cancel);

    /// <returns>The account with its new stamp, for a new cookie.</returns>
    public async Task<Result<Account>> ChangePasswordAsync(string old, string wanted, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        if (await ConfirmAsync(account, old, actor) is { } refused)
        {
            return refused;
        }

        if (wanted == old)
        {
            return new Refusal("password-same", "新密码不能和现在的一样");
        }

        if (Passwords.Check(wanted, account.Login) is { } weak)
        {
            return weak;
        }

        account.MustChangePassword = false;
        account.PasswordHash = users.PasswordHasher.HashPassword(account, wanted);
        return await SaveAsync(account, actor, "account.password");
    }

    /// <summary>Makes a secret that is not in force until a code of it was given. Whoever has one already gives the password first.</summary>
    /// <returns>The secret in base 32.</returns>
    public async Task<Result<string>> BeginSecondFactorAsync(string? password, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        if (account.HasSecondFactor && await ConfirmAsync(account, password ?? "", actor) is { } refused)
        {
            return refused;
        }

        var secret = users.GenerateNewAuthenticatorKey();
        account.TotpPending = new PersonCrypto(keys).Encrypt(secret);
        return (await users.UpdateAsync(account)).Succeeded ? secret : Gone;
    }

    /// <summary>The secret waiting for its first code, or null.</summary>
    public async Task<string?> PendingAsync(Actor actor, CancellationToken cancel) =>
        await FindAsync(actor, cancel) is { TotpPending: { } stored } ? new PersonCrypto(keys).Decrypt(stored) : null;

    /// <returns>Recovery codes, shown once; and the account for a new cookie.</returns>
    public async Task<Result<(Account Account, IReadOnlyList<string> Codes)>> ConfirmSecondFactorAsync(string code, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        if (account.TotpPending is not { } stored)
        {
            return new Refusal("no-secret", "请先生成二维码");
        }

        if (Totp.Match(Totp.FromBase32(new PersonCrypto(keys).Decrypt(stored)), Digits(code), clock.GetUtcNow(), 0) is not { } step)
        {
            if (account.HasSecondFactor)
            {
                // whoever finds the session open must not go on guessing where the owner began with the password
                account.TotpPending = null;
                await users.UpdateAsync(account);
            }

            return new Refusal("wrong-code", "验证码不对。请确认手机时间准确，再输入应用里最新的六位数字");
        }

        (account.TotpSecret, account.TotpPending, account.TotpLastStep) = (stored, null, step);
        db.Audit(clock, actor, "account.second-factor", ""); // saved with the codes
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? [];
        return (await users.UpdateSecurityStampAsync(account)).Succeeded ? (account, [.. codes]) : Gone;
    }

    /// <summary>Whether a passkey may be added now: the present password first, like any change of how one signs in.</summary>
    public async Task<Result<Account>> BeginPasskeyAsync(string password, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        return await ConfirmAsync(account, password, actor) is { } refused ? refused
            : await db.Set<Passkey>().CountAsync(p => p.AccountId == account.AccountId, cancel) >= MostPasskeys
                ? new Refusal("passkeys-many", $"最多登记{MostPasskeys}个通行密钥，请先删去不用的")
            : account;
    }

    /// <summary>Keeps a passkey that the browser made and the platform has checked.</summary>
    public async Task<Result<Account>> AddPasskeyAsync(UserPasskeyInfo passkey, string name, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        var id = passkey.CredentialId;
        if (await db.Set<Passkey>().AnyAsync(p => p.CredentialId == id, cancel))
        {
            return new Refusal("passkey-known", "这个通行密钥已经登记过");
        }

        name = name.Trim();
        passkey.Name = name.Length is > 0 and <= 50 ? name : "通行密钥";
        db.Audit(clock, actor, "account.passkey.add", ""); // saved with it
        return (await users.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded && (await users.UpdateSecurityStampAsync(account)).Succeeded ? account : Gone;
    }

    /// <summary>Takes a passkey away; whoever signed in with it is out.</summary>
    public async Task<Result<Account>> DropPasskeyAsync(byte[] credential, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        if (await users.GetPasskeyAsync(account, credential) is null)
        {
            return new Refusal("no-passkey", "没有这个通行密钥，可能已经删去");
        }

        db.Audit(clock, actor, "account.passkey.drop", "");
        return (await users.RemovePasskeyAsync(account, credential)).Succeeded && (await users.UpdateSecurityStampAsync(account)).Succeeded ? account : Gone;
    }

    public async Task<IReadOnlyList<Passkey>> PasskeysAsync(Actor actor, CancellationToken cancel) => await db.Set<Passkey>().AsNoTracking()
        .Where(p => db.Set<Account>().Any(a => a.AccountId == p.AccountId && a.Login == actor.Login)).OrderBy(p => p.CreatedAt).ToListAsync(cancel);

    /// <summary>Links an outside subject; one subject belongs to one account, an account has one subject a provider.</summary>
    public async Task<Refusal?> LinkAsync(string provider, string subject, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        if (subject.Length is 0 or > 200 || await db.Set<OutsideLogin>().AnyAsync(
            l => l.Provider == provider && (l.Subject == subject || l.AccountId == account.AccountId), cancel))
        {
            return new Refusal("already-linked", "这个外部身份已关联别的账号，或者您已关联过；请先解除原来的关联");
        }

        db.Audit(clock, actor, "account.outside.link", $"provider={provider}");
        return (await users.AddLoginAsync(account, new UserLoginInfo(provider, subject, null))).Succeeded ? null : Gone;
    }

    public async Task<Refusal?> UnlinkAsync(string provider, Actor actor, CancellationToken cancel)
    {
        if (await FindAsync(actor, cancel) is not { } account)
        {
            return Gone;
        }

        var links = await db.Set<OutsideLogin>().Where(l => l.Provider == provider && l.AccountId == account.AccountId).ToListAsync(cancel);
        db.RemoveRange(links);
        db.Audit(clock, actor, "account.outside.unlink", $"provider={provider}");
        await db.SaveChangesAsync(cancel);
        return null;
    }

    public async Task<IReadOnlyList<string>> LinkedAsync(Actor actor, CancellationToken cancel) => await db.Set<OutsideLogin>().AsNoTracking()
        .Where(l => db.Set<Account>().Any(a => a.AccountId == l.AccountId && a.Login == actor.Login)).Select(l => l.Provider).ToListAsync(cancel);

    /// <summary>Only the six digits, whatever blanks a person typed between them.</summary>
    public static string Digits(string? code) => string.Concat((code ?? "").Where(char.IsAsciiDigit));

    /// <summary>A wrong present password counts like a wrong sign-in: a session left open is no place to guess it.</summary>
    private async Task<Refusal?> ConfirmAsync(Account account, string password, Actor actor)
    {
        if (await users.IsLockedOutAsync(account))
        {
            return new Refusal("locked", "密码连续输错，账号已锁定十五分钟");
        }

        if (await users.CheckPasswordAsync(account, password))
        {
            return null;
        }

        db.Audit(clock, actor, "account.password.refused", "");
        await users.AccessFailedAsync(account);
        return WrongPassword;
    }

    private async Task<Result<Account>> SaveAsync(Account account, Actor actor, string act)
    {
        db.Audit(clock, actor, act, "");
        return (await users.UpdateSecurityStampAsync(account)).Succeeded ? account : Gone;
    }
}
