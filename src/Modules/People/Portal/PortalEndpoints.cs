using Chunfeng.People.Contracts;
using Chunfeng.People.Pages.Portal;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Time;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.People.Portal;

/// <summary>Coming into the portal and leaving it; giving and ending passes.</summary>
internal static class PortalEndpoints
{
    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/my/enter/submit", EnterAsync).AllowAnonymous().RequireRateLimiting("sign-in");
        routes.MapPost("/my/type", (HttpContext context, [FromForm] string? large, [FromForm] string? back) =>
        {
            context.Response.Cookies.Append(PortalDoor.LargeCookie, large == "1" ? "1" : "0", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
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
        routes.MapMethods(PassPageText.Path, ["GET", "HEAD"], PassPageText.HandleAsync);
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
        await context.SignInAsync(PortalPolicy.Scheme, PortalDoor.PrincipalOf(worker), new AuthenticationProperties
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

    /// <summary>An address of the portal, or its first page.</summary>
    private static string Local(string? back) =>
        back is { Length: > 1 and < 500 } && back[0] == '/' && back[1] is not ('/' or '\\') && (back.StartsWith("/my", StringComparison.Ordinal) || back.StartsWith("/live/", StringComparison.Ordinal)) ? back : "/my";
}
