using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Chunfeng.Web.Host;

/// <summary>Signing in and out: plain form posts, antiforgery checked.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost("/sign-in/submit", async (
            HttpContext context, Accounts accounts, [FromForm] string? login, [FromForm] string? password, [FromForm] string? back, CancellationToken cancel) =>
        {
            var local = back is { Length: > 1 } && back[0] == '/' && back[1] is not ('/' or '\\') ? back : "/";
            var result = await accounts.SignInAsync((login ?? "").Trim(), password ?? "", cancel);
            if (result.IsRefused)
            {
                return Results.LocalRedirect($"/sign-in?refused={Uri.EscapeDataString(result.Refusal.Message)}&back={Uri.EscapeDataString(local)}");
            }

            await context.SignInAsync(result.Value!);
            return Results.LocalRedirect(local);
        }).AllowAnonymous().RequireRateLimiting("sign-in");

        app.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery) =>
        {
            // no form value is read here, so nobody else would look at the token
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest();
            }

            await context.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        });
    }
}
