using System.Security.Claims;
using System.Security.Cryptography;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Host;

/// <summary>A first, simple sign-in: password and lock-out. Units, roles and a second factor come with Access.</summary>
internal sealed class Accounts(ChunfengDb db, TimeProvider clock, Actor here)
{
    private const int TriesBeforeLock = 5;
    private static readonly TimeSpan LockFor = TimeSpan.FromMinutes(15);
    private static readonly PasswordHasher<Account> Hasher = new();

    public async Task<Result<ClaimsPrincipal>> SignInAsync(string login, string password, CancellationToken cancel)
    {
        var wrong = new Refusal("wrong-sign-in", "账号或密码不对。请再试一次；连续五次不对会锁定十五分钟");
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Login == login, cancel);
        if (account is null)
        {
            return wrong;
        }

        var now = clock.UtcStamp;
        if (account.LockedUntil > now)
        {
            return new Refusal("locked", $"账号已锁定，请在 {ChinaTime.Show(account.LockedUntil.Value)} 之后再试，或联系系统管理员");
        }

        if (Hasher.VerifyHashedPassword(account, account.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            account.FailedSignIns++;
            if (account.FailedSignIns >= TriesBeforeLock)
            {
                account.LockedUntil = now + LockFor;
                account.FailedSignIns = 0;
            }

            db.Audit(clock, ActorOf(account) with { Source = here.Source }, "sign-in.refused", "");
            await db.SaveChangesAsync(cancel);
            return wrong;
        }

        account.FailedSignIns = 0;
        db.Audit(clock, ActorOf(account) with { Source = here.Source }, "sign-in", "");
        await db.SaveChangesAsync(cancel);
        return new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account.Login), new(ClaimTypes.Name, account.DisplayName),
            new("region", account.Region.ToString("D12")), new("rights", account.Rights),
        ], CookieAuthenticationDefaults.AuthenticationScheme));
    }

    /// <summary>Makes an account when the login is free; returns null when it is taken.</summary>
    public async Task<Account?> CreateAsync(string login, string displayName, long region, IEnumerable<string> rights, string password, CancellationToken cancel)
    {
        if (await db.Set<Account>().AnyAsync(a => a.Login == login, cancel))
        {
            return null;
        }

        var account = new Account
        {
            Login = login, DisplayName = displayName, Region = region, Rights = string.Join(' ', rights), PasswordHash = "", CreatedAt = clock.UtcStamp,
        };
        account.PasswordHash = Hasher.HashPassword(account, password);
        db.Add(account);
        await db.SaveChangesAsync(cancel);
        return account;
    }

    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Who a request acts as; nobody may do anything.</summary>
    public static Actor ActorOf(ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true
        ? new Actor(
            user.FindFirstValue(ClaimTypes.NameIdentifier)!, user.FindFirstValue(ClaimTypes.Name)!,
            RegionCode.TryParse(user.FindFirstValue("region"), out var region) ? region : RegionCode.China,
            (user.FindFirstValue("rights") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))
        : new Actor("", "", RegionCode.China, new HashSet<string>());

    private static Actor ActorOf(Account account) => new(account.Login, account.DisplayName, new RegionCode(account.Region), new HashSet<string>());
}
