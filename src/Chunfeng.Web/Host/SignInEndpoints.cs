using System.Security.Claims;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Chunfeng.Web.Host;

/// <summary>Signing in and out: plain form posts, antiforgery checked; and the way out to an identity provider and back.</summary>
internal static class SignInEndpoints
{
    private const string Purpose = "purpose", Linking = "link", Entering = "sign-in", Who = "who", ProviderItem = "provider";

    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost("/sign-in/submit", async (
            HttpContext context, Accounts accounts, [FromForm] string? login, [FromForm] string? password, [FromForm] string? back, CancellationToken cancel) =>
            await NextAsync(context, accounts, await accounts.CheckPasswordAsync(Short(login).Trim().ToLowerInvariant(), Short(password), cancel), "", Local(back)))
            .AllowAnonymous().RequireRateLimiting("sign-in");

        app.MapPost("/sign-in/code/submit", CodeAsync).AllowAnonymous().RequireRateLimiting("sign-in");
        app.MapGet("/sign-in/outside/{id}", (string id, string? back, SignInSettings settings) => Provider(settings, id) is null
            ? Results.NotFound()
            : Outside(id, $"/sign-in/outside/{id}/done?back={Uri.EscapeDataString(Local(back))}", Entering, "")).AllowAnonymous().RequireRateLimiting("sign-in");
        app.MapGet("/sign-in/outside/{id}/done", OutsideDoneAsync).AllowAnonymous().RequireRateLimiting("sign-in");
        app.MapPost("/account/outside/{id}/link", (string id, [FromForm] string? _, Actor actor, SignInSettings settings) => Provider(settings, id) is null
            ? Results.NotFound()
            : Outside(id, $"/account/outside/{id}/linked", Linking, actor.Login));
        app.MapGet("/account/outside/{id}/linked", LinkedAsync);
        app.MapPost("/account/outside/{id}/unlink", async (string id, [FromForm] string? _, Actor actor, OwnAccount own, CancellationToken cancel) =>
        {
            await own.UnlinkAsync(id, actor, cancel);
            return Results.LocalRedirect("/account");
        });

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

    /// <summary>An address of this site, or the overview.</summary>
    public static string Local(string? back) => back is { Length: > 1 } && back[0] == '/' && back[1] is not ('/' or '\\') ? back : "/";

    private static async Task<IResult> CodeAsync(HttpContext context, Accounts accounts, [FromForm] string? code, CancellationToken cancel)
    {
        var ticket = await context.AuthenticateAsync(SignInSchemes.Second);
        if (!ticket.Succeeded || !Guid.TryParse(ticket.Principal.FindFirstValue(Accounts.AccountClaim), out var id))
        {
            return Refused("code-expired", "/");
        }

        var back = Local(ticket.Properties.Items.TryGetValue("back", out var kept) ? kept : null);
        var result = await accounts.CheckCodeAsync(id, ticket.Principal.FindFirstValue(Accounts.StampClaim) ?? "", Short(code).Trim(), cancel);
        if (result.IsRefused && result.Refusal.Code == "wrong-code")
        {
            return Results.LocalRedirect("/sign-in/code?refused=wrong-code");
        }

        await context.SignOutAsync(SignInSchemes.Second);
        if (result.IsRefused)
        {
            return Refused(result.Refusal.Code, back);
        }

        await context.SignInAsync(await accounts.EnterAsync(result.Value, "second-factor"));
        return Results.LocalRedirect(back);
    }

    private static async Task<IResult> OutsideDoneAsync(HttpContext context, Accounts accounts, string id, string? back)
    {
        var subject = await SubjectAsync(context, id, Entering, "");
        return subject is null
            ? Refused("outside-failed", Local(back))
            : await NextAsync(context, accounts, await accounts.CheckOutsideAsync(id, subject), $"outside={id}", Local(back));
    }

    private static async Task<IResult> LinkedAsync(HttpContext context, string id, Actor actor, OwnAccount own, CancellationToken cancel)
    {
        var subject = await SubjectAsync(context, id, Linking, actor.Login);
        var refusal = subject is null ? new Refusal("outside-failed", "") : await own.LinkAsync(id, subject, actor, cancel);
        return Results.LocalRedirect(refusal is null ? "/account?done=linked" : $"/account?refused={refusal.Code}");
    }

    /// <summary>After the first proof: in, or on to the second factor.</summary>
    private static async Task<IResult> NextAsync(HttpContext context, Accounts accounts, Result<Account> checkedAccount, string how, string back)
    {
        if (checkedAccount.IsRefused)
        {
            return Refused(checkedAccount.Refusal.Code, back);
        }

        var account = checkedAccount.Value;
        if (!account.HasSecondFactor)
        {
            await context.SignInAsync(await accounts.EnterAsync(account, how));
            return Results.LocalRedirect(back);
        }

        var half = new ClaimsIdentity(
            [new(Accounts.AccountClaim, account.AccountId.ToString()), new(Accounts.StampClaim, account.SecurityStamp)], SignInSchemes.Second);
        await context.SignInAsync(SignInSchemes.Second, new ClaimsPrincipal(half), new AuthenticationProperties { Items = { ["back"] = back } });
        return Results.LocalRedirect("/sign-in/code");
    }

    private static IResult Outside(string id, string done, string purpose, string who) => Results.Challenge(
        new AuthenticationProperties { RedirectUri = done, Items = { [Purpose] = purpose, [Who] = who, [ProviderItem] = id } }, [SignInSchemes.Of(id)]);

    /// <summary>Whom the provider named, for this purpose and this person; what it said is used once.</summary>
    private static async Task<string?> SubjectAsync(HttpContext context, string id, string purpose, string who)
    {
        var ticket = await context.AuthenticateAsync(SignInSchemes.Outside);
        await context.SignOutAsync(SignInSchemes.Outside);
        return ticket.Succeeded && Is(Purpose, purpose) && Is(Who, who) && Is(ProviderItem, id) ? ticket.Principal.FindFirstValue("sub") : null;

        bool Is(string item, string value) => ticket.Properties!.Items.TryGetValue(item, out var held) && held == value;
    }

    private static OutsideProvider? Provider(SignInSettings settings, string id) => settings.Providers.FirstOrDefault(p => p.Id == id);

    /// <summary>Back to the sign-in page, which says why.</summary>
    public static IResult Refused(string code, string back) => Results.LocalRedirect($"/sign-in?refused={code}&back={Uri.EscapeDataString(back)}");

    // nothing anybody types here is longer; hashing a megabyte is work for an attacker's pleasure
    private static string Short(string? text) => text is null ? "" : text.Length > 200 ? text[..200] : text;
}
