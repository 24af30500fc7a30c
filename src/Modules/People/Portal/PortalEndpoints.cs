using System.Security.Claims;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.People.Portal;

/// <summary>The portal's door: a cookie of its own, apart from that of staff.</summary>
public static class PortalDoor
{
    private const string WorkerClaim = "worker", PassClaim = "pass", HomeClaim = "home", CookieName = "chunfeng-worker", LargeCookie = "chunfeng-large";
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

    internal static void MapPortal(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/p/enter", EnterAsync).AllowAnonymous().RequireRateLimiting("sign-in");
        routes.MapPost("/my/type", (HttpContext context, [FromForm] string? large, [FromForm] string? back) =>
        {
            context.Response.Cookies.Append(LargeCookie, large == "1" ? "1" : "0", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
            return Results.LocalRedirect(Local(back));
        }).AllowAnonymous();
        routes.MapPost("/my/leave", async (HttpContext context, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest();
            }

            await context.SignOutAsync(PortalPolicy.Scheme);
            return Results.LocalRedirect("/my/enter?left=1");
        }).AllowAnonymous();
        routes.MapPost("/people/{id:guid}/pass/issue", IssueAsync);
        routes.MapPost("/people/{id:guid}/pass/end", async (Guid id, [FromForm] string? _, Actor actor, IWorkerPasses passes, CancellationToken cancel) =>
            Results.LocalRedirect($"/people/{id}/pass?{(await passes.EndAsync(id, actor, cancel) is { } refusal ? "refused=" + refusal.Code : "done=end")}"));
    }

    private static async Task<IResult> EnterAsync(HttpContext context, WorkerPasses passes, [FromForm] string? token, [FromForm] string? digits, [FromForm] string? back, CancellationToken cancel)
    {
        var entered = await passes.EnterAsync(token, digits, context.Connection.RemoteIpAddress?.ToString() ?? "", cancel);
        if (entered.IsRefused)
        {
            return Results.LocalRedirect(entered.Refusal.Code == WorkerPasses.WrongDigits.Code && token is { Length: 64 }
                ? $"/p/{Uri.EscapeDataString(token)}?refused={entered.Refusal.Code}" : $"/my/enter?refused={entered.Refusal.Code}");
        }

        var (worker, lastDay) = entered.Value;
        await context.SignInAsync(PortalPolicy.Scheme, PrincipalOf(worker), new AuthenticationProperties
        {
            IsPersistent = true, ExpiresUtc = new DateTimeOffset(ChinaTime.StartOf(lastDay.AddDays(1))),
        });
        return Results.LocalRedirect(Local(back));
    }

    private static async Task<IResult> IssueAsync(Guid id, [FromForm] int days, HttpContext context, Actor actor, IWorkerPasses passes, PassShelf shelf, CancellationToken cancel)
    {
        var issued = await passes.IssueAsync(id, days, actor, cancel);
        return Results.LocalRedirect(issued.IsRefused ? $"/people/{id}/pass?refused={issued.Refusal.Code}" : $"/people/{id}/pass?shown={shelf.Put(issued.Value, actor.Login, id)}");
    }

    private static ClaimsPrincipal PrincipalOf(PortalWorker worker) => new(new ClaimsIdentity(
    [
        new(ClaimTypes.Name, worker.Name), new(WorkerClaim, worker.WorkerId.ToString()), new(PassClaim, worker.PassId.ToString()), new(HomeClaim, worker.Home.Value.ToString("D12")),
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

    /// <summary>An address of the portal, or its first page.</summary>
    private static string Local(string? back) =>
        back is { Length: > 1 and < 500 } && back[0] == '/' && back[1] is not ('/' or '\\') && (back.StartsWith("/my", StringComparison.Ordinal) || back.StartsWith("/live/", StringComparison.Ordinal)) ? back : "/my";
}
