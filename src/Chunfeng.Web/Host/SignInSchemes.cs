using System.Security.Claims;
using Chunfeng.Platform.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Chunfeng.Web.Host;

/// <summary>The cookies of signing in, and the outside providers of the settings.</summary>
internal static class SignInSchemes
{
    /// <summary>Between the password and the code.</summary>
    public const string Second = "second";

    /// <summary>Between the outside provider and us.</summary>
    public const string Outside = "outside";

    /// <summary>Between asking a device for its passkey and its answer: the question, sealed.</summary>
    public const string Passkey = "passkey";

    private static readonly TimeSpan HalfWay = TimeSpan.FromMinutes(5);

    public static string Of(string provider) => "outside-" + provider;

    public static void AddSignIn(this IServiceCollection services, SignInSettings settings)
    {
        var schemes = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/denied";
            Harden(cookie, "chunfeng");
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
            cookie.SlidingExpiration = true;
            cookie.ReturnUrlParameter = "back";
            cookie.Events.OnValidatePrincipal = RecheckAsync;
        });
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .PostConfigure<TimeProvider>((cookie, clock) => cookie.TicketDataFormat = new TicketShelf(cookie.TicketDataFormat, clock));
        foreach (var (scheme, name) in new[] { (Second, "chunfeng-second"), (Outside, "chunfeng-outside"), (Passkey, "chunfeng-passkey") })
        {
            schemes.AddCookie(scheme, cookie =>
            {
                Harden(cookie, name);
                cookie.ExpireTimeSpan = HalfWay;
                cookie.SlidingExpiration = false;
            });
        }

        foreach (var provider in settings.Providers)
        {
            AddOutside(schemes, provider);
        }

        services.AddSingleton<SignInTurns>();
        services.AddScoped<Sessions>();
        services.AddScoped<Accounts>();
    }

    /// <summary>Where forms may lead besides here: linking an account posts here and goes on to the provider.</summary>
    public static string FormTargets(SignInSettings settings) =>
        string.Concat(settings.Providers.Select(p => " " + new Uri(p.Authority).GetLeftPart(UriPartial.Authority)));

    /// <summary>Whoever has a password to change or a second factor to set does that before anything else.</summary>
    public static Task FirstThingsFirst(HttpContext context, RequestDelegate next)
    {
        if (context.User.FindFirstValue(Accounts.MustClaim) is not { } must || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || context.Request.Path.Value is "/account" or "/account/second-factor" or "/sign-out")
        {
            return next(context);
        }

        context.Response.Redirect(must == Accounts.MustPassword ? "/account" : "/account/second-factor");
        return Task.CompletedTask;
    }

    /// <summary>A running session looks at its account again: rights that changed take effect, a session that was ended ends.</summary>
    private static async Task RecheckAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var every = TimeSpan.FromSeconds(services.GetRequiredService<SignInSettings>().RecheckSeconds);
        if (services.GetRequiredService<TimeProvider>().GetUtcNow() - context.Properties.IssuedUtc < every)
        {
            return;
        }

        var sessions = services.GetRequiredService<Sessions>();
        if (await sessions.RecheckAsync(context.Principal!, context.HttpContext.RequestAborted) is { } account)
        {
            context.ReplacePrincipal(sessions.PrincipalOf(account, passkey: context.Principal!.HasClaim(Accounts.HowClaim, Accounts.ByPasskey)));
            context.ShouldRenew = true;
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync();
    }

    private static void Harden(CookieAuthenticationOptions cookie, string name)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
    }

    private static void AddOutside(AuthenticationBuilder schemes, OutsideProvider provider)
    {
        if (provider.Id.Length == 0 || !provider.Id.All(char.IsAsciiLetterOrDigit) || !Uri.TryCreate(provider.Authority, UriKind.Absolute, out _))
        {
            throw new InvalidOperationException("Chunfeng:SignIn:Providers：每个外部登录都要有 Id（小写字母和数字）和 Authority（完整地址）");
        }

        schemes.AddOpenIdConnect(Of(provider.Id), provider.Name, openId =>
        {
            openId.Authority = provider.Authority;
            openId.ClientId = provider.ClientId;
            openId.ClientSecret = provider.ClientSecret;
            openId.RequireHttpsMetadata = provider.RequireHttps;
            openId.ResponseType = OpenIdConnectResponseType.Code;
            openId.ResponseMode = OpenIdConnectResponseMode.Query; // the answer comes as a plain visit: its cookies need not cross sites
            openId.UsePkce = true;
            openId.MapInboundClaims = false;
            openId.DisableTelemetry = true;
            openId.Scope.Clear();
            openId.Scope.Add("openid");
            openId.SignInScheme = Outside;
            openId.CallbackPath = $"/sign-in/outside/{provider.Id}/callback";
            openId.CorrelationCookie.SameSite = openId.NonceCookie.SameSite = SameSiteMode.Lax;
            openId.CorrelationCookie.SecurePolicy = openId.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            openId.Events.OnRemoteFailure = context =>
            {
                context.Response.Redirect("/sign-in?refused=outside-failed");
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }
}
