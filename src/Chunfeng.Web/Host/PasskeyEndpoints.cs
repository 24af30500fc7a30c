using System.Security.Claims;
using Chunfeng.Platform.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Chunfeng.Web.Host;

/// <summary>Passkeys (WebAuthn): a device asks its owner and answers a question of ours. Registered by the account's owner, good as the whole sign-in.</summary>
/// <remarks>The question travels in a sealed cookie of five minutes that its answer uses up. What the browser says comes as a form field, antiforgery checked.</remarks>
internal static class PasskeyEndpoints
{
    private const string State = "state", Who = "who";
    private const int LongestAnswer = 20_000;

    public static void MapPasskeys(this WebApplication app)
    {
        app.MapPost("/sign-in/passkey/options", async (HttpContext context, [FromForm] string? _, IPasskeyHandler<Account> passkeys) =>
        {
            var asked = await passkeys.MakeRequestOptionsAsync(null, context); // nobody is named: the device knows whom it holds keys of
            await KeepAsync(context, asked.AssertionState, "");
            return Results.Text(asked.RequestOptionsJson, "application/json");
        }).AllowAnonymous().RequireRateLimiting("sign-in");

        app.MapPost("/sign-in/passkey/submit", async (
            HttpContext context, IPasskeyHandler<Account> passkeys, Accounts accounts, [FromForm] string? credential, [FromForm] string? back, CancellationToken cancel) =>
        {
            var state = await TakeAsync(context, "");
            if (state is null || credential is not { Length: > 0 and <= LongestAnswer })
            {
                return SignInEndpoints.Refused("passkey-failed", SignInEndpoints.Local(back));
            }

            var shown = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state });
            var account = await accounts.CheckPasskeyAsync(shown);
            if (account.IsRefused)
            {
                return SignInEndpoints.Refused(account.Refusal.Code, SignInEndpoints.Local(back));
            }

            await context.SignInAsync(await accounts.EnterAsync(account.Value, Accounts.ByPasskey));
            return Results.LocalRedirect(SignInEndpoints.Local(back));
        }).AllowAnonymous().RequireRateLimiting("sign-in");

        app.MapPost("/account/passkeys/options", async (
            HttpContext context, IPasskeyHandler<Account> passkeys, OwnAccount own, Actor actor, [FromForm] string? password, CancellationToken cancel) =>
        {
            var begun = await own.BeginPasskeyAsync(password is { Length: <= 200 } ? password : "", actor, cancel);
            if (begun.IsRefused)
            {
                return Results.Json(new { refused = begun.Refusal.Message }, statusCode: StatusCodes.Status422UnprocessableEntity);
            }

            var account = begun.Value;
            var asked = await passkeys.MakeCreationOptionsAsync(
                new PasskeyUserEntity { Id = account.AccountId.ToString(), Name = account.Login, DisplayName = account.DisplayName }, context);
            await KeepAsync(context, asked.AttestationState, account.Login);
            return Results.Text(asked.CreationOptionsJson, "application/json");
        });

        app.MapPost("/account/passkeys/add", async (
            HttpContext context, IPasskeyHandler<Account> passkeys, OwnAccount own, Sessions sessions, Actor actor, [FromForm] string? credential, [FromForm] string? name,
            CancellationToken cancel) =>
        {
            var state = await TakeAsync(context, actor.Login);
            if (state is null || credential is not { Length: > 0 and <= LongestAnswer })
            {
                return Results.LocalRedirect("/account?refused=passkey-failed");
            }

            var made = await passkeys.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state });
            if (!made.Succeeded || made.UserEntity.Name != actor.Login)
            {
                return Results.LocalRedirect("/account?refused=passkey-failed");
            }

            var added = await own.AddPasskeyAsync(made.Passkey, name ?? "", actor, cancel);
            return await BackAsync(context, sessions, added, "passkey-added");
        });

        app.MapPost("/account/passkeys/drop", async (HttpContext context, OwnAccount own, Sessions sessions, Actor actor, [FromForm] string? id, CancellationToken cancel) =>
            await BackAsync(context, sessions, await own.DropPasskeyAsync(Bytes(id), actor, cancel), "passkey-dropped"));
    }

    /// <summary>The session goes on with the account's new stamp; every other one ends.</summary>
    private static async Task<IResult> BackAsync(HttpContext context, Sessions sessions, Platform.Results.Result<Account> changed, string done)
    {
        if (changed.IsRefused)
        {
            return Results.LocalRedirect($"/account?refused={changed.Refusal.Code}");
        }

        await context.SignInAsync(sessions.PrincipalOf(changed.Value, passkey: context.User.HasClaim(Accounts.HowClaim, Accounts.ByPasskey)));
        return Results.LocalRedirect($"/account?done={done}");
    }

    private static Task KeepAsync(HttpContext context, string? state, string who) => context.SignInAsync(
        SignInSchemes.Passkey, new ClaimsPrincipal(new ClaimsIdentity([new(State, state ?? ""), new(Who, who)], SignInSchemes.Passkey)));

    /// <summary>The question that was asked of this person, once.</summary>
    private static async Task<string?> TakeAsync(HttpContext context, string who)
    {
        var ticket = await context.AuthenticateAsync(SignInSchemes.Passkey);
        await context.SignOutAsync(SignInSchemes.Passkey);
        return ticket.Succeeded && ticket.Principal.FindFirstValue(Who) == who ? ticket.Principal.FindFirstValue(State) : null;
    }

    private static byte[] Bytes(string? text)
    {
        try
        {
            return text is { Length: > 0 and < 1500 } ? WebEncoders.Base64UrlDecode(text) : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
