using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Platform.Access;

/// <summary>How staff sign in here; the section Chunfeng:SignIn.</summary>
public sealed class SignInSettings
{
    /// <summary>Administrators and the three offices need a second factor. Production's default is true.</summary>
    public bool SecondFactor { get; set; }

    /// <summary>A running session looks at its account again after so many seconds; at least 0.</summary>
    public int RecheckSeconds { get; set; } = 60;

    /// <summary>Sign-in attempts of one network address a minute; at least 1. An office behind one address may need more.</summary>
    public int TriesPerMinute { get; set; } = 20;

    /// <summary>Outside identity providers (OpenID Connect); none by default.</summary>
    public IList<OutsideProvider> Providers { get; } = [];
}

/// <summary>An identity provider outside, such as the province's own.</summary>
public sealed class OutsideProvider
{
    /// <summary>Small letters and digits; part of addresses and of stored links: do not change it.</summary>
    public string Id { get; set; } = "";
    public string Name { get; set; } = "";
    /// <summary>The issuer's address; its origin may also receive forms.</summary>
    public string Authority { get; set; } = "";
    public string ClientId { get; set; } = "";
    public string ClientSecret { get; set; } = "";
    /// <summary>False only for tests: metadata without TLS can be forged.</summary>
    public bool RequireHttps { get; set; } = true;
}

/// <summary>Registers Access: Identity over our table, and what administers accounts.</summary>
public static class AccessServices
{
    public const int TriesBeforeLock = 5;
    public static readonly TimeSpan LockFor = TimeSpan.FromMinutes(15);

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        // before Identity's own, which step aside
        services.AddScoped<ILookupNormalizer, SmallLetters>();
        services.AddScoped<IPasswordValidator<Account>, PasswordRule>();
        services.AddIdentityCore<Account>(identity =>
        {
            identity.Lockout.MaxFailedAccessAttempts = TriesBeforeLock;
            identity.Lockout.DefaultLockoutTimeSpan = LockFor;
            identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
        }).AddUserStore<AccountStore>().AddTokenProvider<TotpProvider>(TokenOptions.DefaultAuthenticatorProvider);
        // possession of the device and its owner's finger, face or PIN: both factors in one step
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required");
            passkeys.AuthenticatorTimeout = TimeSpan.FromMinutes(3);
        });
        services.AddScoped<AdministerAccounts>();
        services.AddScoped<AccountQuery>();
        services.AddScoped<OwnAccount>();
        return services;
    }
}
