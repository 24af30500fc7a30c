using System.Security.Claims;
using Chunfeng.People.Portal;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.People.Contracts;

/// <summary>The portal's door: a cookie of its own, apart from that of staff.</summary>
public static class PortalDoor
{
    private const string WorkerClaim = "worker", PassClaim = "pass", HomeClaim = "region", CookieName = "chunfeng-worker";
    internal const string LargeCookie = "chunfeng-large";
    private static readonly TimeSpan RecheckEvery = TimeSpan.FromMinutes(5);

    /// <summary>The cookie scheme and the policy of workers' pages.</summary>
    public static void AddPortalDoor(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(PortalPolicy.Scheme, cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/my/enter";
            cookie.AccessDeniedPath = "/my/enter";
            cookie.ReturnUrlParameter = "back";
            cookie.Cookie.MaxAge = TimeSpan.FromDays(30); // a span, not a moment: the phone's clock may be wrong
            cookie.ExpireTimeSpan = TimeSpan.FromDays(30);
            cookie.SlidingExpiration = true;
            cookie.Events.OnValidatePrincipal = RecheckAsync;
        });
        services.AddAuthorizationBuilder().AddPolicy(PortalPolicy.Name, new AuthorizationPolicyBuilder(PortalPolicy.Scheme).RequireAuthenticatedUser().Build());
    }

    /// <summary>Says who the visiting worker is, on every page that may want to know. Workers' pages (/my, /p) know no staff: whoever is both in one browser
    /// acts as the worker there. In live rooms staff stay staff, and who is not signed in as staff is the worker.</summary>
    public static void UsePortalVisitor(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var path = context.Request.Path;
        var (own, shared) = (path.StartsWithSegments("/my") || path.StartsWithSegments("/p"), path.StartsWithSegments("/live"));
        var came = context.Request.Cookies.ContainsKey(CookieName) && await context.AuthenticateAsync(PortalPolicy.Scheme) is { Succeeded: true } ticket ? ticket.Principal : null;
        if (came is not null)
        {
            context.RequestServices.GetRequiredService<PortalVisitor>().Worker = WorkerOf(came);
        }

        if (own || (shared && context.User.Identity?.IsAuthenticated != true))
        {
            context.User = came ?? new ClaimsPrincipal(new ClaimsIdentity()); // forms carry tokens of whom the page was made for
        }

        await next(context);
    });

    /// <summary>True when the visitor asked for large type.</summary>
    public static bool LargeType(HttpContext? context) => context?.Request.Cookies[LargeCookie] == "1";

    internal static ClaimsPrincipal PrincipalOf(PortalWorker worker) => new(new ClaimsIdentity(
    [
        // the same words as in a staff cookie: the actor of a worker's page is the worker, and a form's token is bound to them
        new(ClaimTypes.NameIdentifier, worker.ToActor().Login), new(ClaimTypes.Name, worker.Name), new(WorkerClaim, worker.WorkerId.ToString()), new(PassClaim, worker.PassId.ToString()), new(HomeClaim, worker.Home.Value.ToString("D12")),
    ], PortalPolicy.Scheme));

    private static PortalWorker? WorkerOf(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(WorkerClaim), out var worker) && Guid.TryParse(user.FindFirstValue(PassClaim), out var pass) && RegionCode.TryParse(user.FindFirstValue(HomeClaim), out var home)
            ? new PortalWorker(worker, pass, user.FindFirstValue(ClaimTypes.Name) ?? "", home)
            : null;

    /// <summary>A visit looks at its pass again now and then: one that was ended ends the visit.</summary>
    private static async Task RecheckAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (services.GetRequiredService<TimeProvider>().GetUtcNow() - context.Properties.IssuedUtc < RecheckEvery)
        {
            return;
        }

        if (WorkerOf(context.Principal!) is { } said
            && await services.GetRequiredService<WorkerPasses>().RecheckAsync(said.WorkerId, said.PassId, context.HttpContext.RequestAborted) is { } worker)
        {
            context.ReplacePrincipal(PrincipalOf(worker));
            context.ShouldRenew = true;
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(PortalPolicy.Scheme);
    }
}
