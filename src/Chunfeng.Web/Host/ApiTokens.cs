using System.Buffers.Binary;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Chunfeng.Platform.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Chunfeng.Web.Host;

/// <summary>Access tokens of API clients: sealed by this installation, good for an hour and only while the account's stamp is the same.</summary>
internal sealed class ApiTokens(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private const int Header = 16 + sizeof(long);
    private readonly IDataProtector seal = protection.CreateProtector("Chunfeng.ApiToken");

    public string Issue(Account client)
    {
        var bytes = new byte[Header + Encoding.UTF8.GetByteCount(client.SecurityStamp)];
        client.AccountId.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), (clock.GetUtcNow() + Life).UtcTicks);
        Encoding.UTF8.GetBytes(client.SecurityStamp, bytes.AsSpan(Header));
        return WebEncoders.Base64UrlEncode(seal.Protect(bytes));
    }

    /// <summary>Whose token it is; null when it is none of ours, or too old.</summary>
    public ClaimsPrincipal? Read(string token)
    {
        try
        {
            var bytes = seal.Unprotect(WebEncoders.Base64UrlDecode(token));
            return bytes.Length >= Header && BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(16)) > clock.GetUtcNow().UtcTicks
                ? new ClaimsPrincipal(new ClaimsIdentity(
                    [new(Accounts.AccountClaim, new Guid(bytes.AsSpan(0, 16)).ToString()), new(Accounts.StampClaim, Encoding.UTF8.GetString(bytes.AsSpan(Header)))], ApiPolicy.Name))
                : null;
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>Reads the bearer token of a request. The account is looked at every time: a client that is disabled, moved or given another secret stops at once.</summary>
internal sealed class ApiAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";
    private const int LongestToken = 4096;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.ToString() is not { Length: > 0 and < LongestToken } header || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        return tokens.Read(header[Bearer.Length..].Trim()) is { } named && await sessions.RecheckAsync(named, Context.RequestAborted) is { Kind: AccountKind.Client } client
            ? AuthenticateResult.Success(new AuthenticationTicket(sessions.PrincipalOf(client, ApiPolicy.Name), Scheme.Name))
            : AuthenticateResult.Fail("The token is not good.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
        return TypedResults.Problem("请先到 /api/token 取令牌，放在请求头 Authorization: Bearer 里", statusCode: StatusCodes.Status401Unauthorized, title: "no-token").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ApiPolicy.NoRight().ExecuteAsync(Context);
}
