using System.Net.Http.Headers;
using System.Text;
using System.Threading.RateLimiting;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;

namespace Chunfeng.Web.Host;

/// <summary>The front door of other systems: tokens for client credentials (RFC 6749, section 4.4), who a client is, and the regions. Rooms add their own.</summary>
internal static class ApiEndpoints
{
    /// <summary>Rate limit of the token address, by network address like sign-ins.</summary>
    private const string TokenLimit = "api-token";

    private const int RequestsPerMinute = 600;

    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiTokens>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiAuthentication>(ApiPolicy.Name, null);
        services.AddAuthorizationBuilder().AddPolicy(ApiPolicy.Name, policy => policy.AddAuthenticationSchemes(ApiPolicy.Name).RequireAuthenticatedUser());
        services.AddExceptionHandler<ApiFailure>();
        services.AddProblemDetails();
        services.AddOpenApi("v1", document =>
        {
            document.ShouldInclude = described => described.RelativePath?.StartsWith(ApiPolicy.Prefix[1..] + "/", StringComparison.Ordinal) == true;
            document.AddDocumentTransformer((api, _, _) =>
            {
                api.Info = new OpenApiInfo { Title = "春风接口", Version = "v1", Description = "先用客户端标识和密钥到 /api/token 取令牌（OAuth 2.0 客户端凭据），再带令牌访问。范围和权限随客户端所在的单位和角色。" };
                api.Components ??= new OpenApiComponents();
                api.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    ["client"] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.OAuth2,
                        Flows = new OpenApiOAuthFlows { ClientCredentials = new OpenApiOAuthFlow { TokenUrl = new Uri("/api/token", UriKind.Relative), Scopes = new Dictionary<string, string>() } },
                    },
                };
                api.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("client", api)] = [] }];
                return Task.CompletedTask;
            });
        });
    }

    public static void AddApiLimits(this RateLimiterOptions limits, SignInSettings signIn)
    {
        limits.AddPolicy(TokenLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = signIn.TriesPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.AddPolicy(ApiPolicy.Name, context => RateLimitPartition.GetFixedWindowLimiter(
            context.User.FindFirst(Accounts.AccountClaim)?.Value ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    }

    /// <summary>Programs are answered in JSON: no page stands in for a status.</summary>
    public static Task NoPages(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }

    public static void MapApiDoor(this WebApplication app)
    {
        app.MapPost("/api/token", TokenAsync).AllowAnonymous().RequireRateLimiting(TokenLimit).ExcludeFromDescription();
        app.MapOpenApi("/api/{documentName}/openapi.json").AllowAnonymous();
        app.Map("/api/{**rest}", () => ApiPolicy.NotThere()).AllowAnonymous().ExcludeFromDescription();

        var api = app.MapApi().WithTags("基础");
        api.MapGet("/me", async (Actor actor, ChunfengDb db, RegionTree regions, CancellationToken cancel) =>
        {
            var unit = await db.Units().AsNoTracking().SingleAsync(u => u.UnitId == actor.Unit, cancel);
            return TypedResults.Ok(new ApiClient(
                actor.Login, actor.DisplayName, new ApiUnit(unit.UnitId, unit.Name, unit.Kind), Of(regions[actor.Region]), [.. actor.Rights.Order(StringComparer.Ordinal)]));
        }).WithSummary("这个令牌是谁：单位、范围和权限");
        api.MapGet("/regions", (string? within, Actor actor, RegionTree regions) =>
        {
            RegionCode code = actor.Region;
            if (within is not null && (!RegionCode.TryParse(within, out code) || !regions.TryGet(code, out _)))
            {
                return ApiPolicy.NotThere();
            }

            return TypedResults.Ok(new ApiRegions(Of(regions[code]), [.. regions.Children(code).Select(Of)]));
        }).WithSummary("一个地区和它直接的下级；不写 within 就是客户端自己的地区").Produces<ApiRegions>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static ApiRegion Of(Region region) => new(region.Code.ToString(), region.Name, region.Level.ToString().ToLowerInvariant());

    private static async Task<IResult> TokenAsync(HttpContext context, Accounts accounts, ApiTokens tokens, CancellationToken cancel)
    {
        if (!context.Request.HasFormContentType)
        {
            return Wrong("invalid_request");
        }

        var form = await context.Request.ReadFormAsync(cancel);
        if (form["grant_type"] != "client_credentials")
        {
            return Wrong(form.ContainsKey("grant_type") ? "unsupported_grant_type" : "invalid_request");
        }

        var basic = Basic(context.Request.Headers.Authorization.ToString());
        var (id, secret) = basic ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        var client = id.Length is > 0 and <= 50 && secret.Length is > 0 and <= 200 ? await accounts.CheckClientAsync(id, secret, cancel) : null;
        if (client is null)
        {
            if (basic is not null)
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"chunfeng\"";
            }

            return Results.Json(new OAuthError("invalid_client"), statusCode: StatusCodes.Status401Unauthorized);
        }

        await accounts.EnterAsync(client, "client-credentials");
        return Results.Json(new OAuthToken(tokens.Issue(client), "Bearer", (int)ApiTokens.Life.TotalSeconds));
    }

    private static IResult Wrong(string error) => Results.Json(new OAuthError(error), statusCode: StatusCodes.Status400BadRequest);

    /// <summary>Id and secret of a Basic header, each form-encoded inside it (RFC 6749, section 2.3.1).</summary>
    private static (string Id, string Secret)? Basic(string header)
    {
        if (header.Length > 1000 || !AuthenticationHeaderValue.TryParse(header, out var said) || said is not { Scheme: "Basic", Parameter: { } text })
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[1000];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return ("", "");
        }

        var pair = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
        return pair.Length == 2 ? (System.Net.WebUtility.UrlDecode(pair[0]), System.Net.WebUtility.UrlDecode(pair[1])) : ("", "");
    }

    private sealed record OAuthToken(
        [property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string AccessToken,
        [property: System.Text.Json.Serialization.JsonPropertyName("token_type")] string TokenType,
        [property: System.Text.Json.Serialization.JsonPropertyName("expires_in")] int ExpiresIn);

    private sealed record OAuthError(string Error);
}

/// <summary>Who a token stands for.</summary>
internal sealed record ApiClient(string Client, string Name, ApiUnit Unit, ApiRegion Region, IReadOnlyList<string> Rights);

internal sealed record ApiUnit(Guid Id, string Name, string Kind);

/// <param name="Code">Twelve digits.</param>
/// <param name="Level">country, province, city, county, township or village.</param>
internal sealed record ApiRegion(string Code, string Name, string Level);

internal sealed record ApiRegions(ApiRegion Region, IReadOnlyList<ApiRegion> Children);

/// <summary>A failure under /api is a problem document without details; everywhere else the error page answers.</summary>
internal sealed class ApiFailure : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            return false;
        }

        var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        await TypedResults.Problem(status < 500 ? "请求的格式不对" : "没有办成，请稍后再试", statusCode: status, title: status < 500 ? "bad-request" : "failed").ExecuteAsync(httpContext);
        return true;
    }
}
