using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Chunfeng.Web.Tests.Access;

/// <summary>An identity provider as a province might run one: whoever comes is the person set here.</summary>
public sealed class OutsideIdp : IAsyncDisposable
{
    public const string ClientId = "chunfeng", Secret = "a secret of the tests";
    private readonly SqliteConnection connection = new("Data Source=:memory:");
    private WebApplication app = null!;

    public string Address { get; private set; } = "";

    /// <summary>Who is signed in over there.</summary>
    public string Subject { get; set; } = "";

    /// <summary>What the last authorization request said.</summary>
    public OpenIddictRequest? Asked { get; private set; }

    public async Task StartAsync()
    {
        await connection.OpenAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDbContext<DbContext>(o => o.UseSqlite(connection).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/connect/authorize", (HttpContext context) =>
        {
            Asked = context.GetOpenIddictServerRequest();
            var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
            identity.SetClaim(Claims.Subject, Subject);
            identity.SetScopes(Asked!.GetScopes());
            identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
            return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        });
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DbContext>().Database.EnsureCreatedAsync();
        }

        await app.StartAsync();
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public async Task RegisterAsync(Uri chunfeng)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = ClientId, ClientSecret = Secret, ClientType = ClientTypes.Confidential, ConsentType = ConsentTypes.Implicit,
            RedirectUris = { new Uri(chunfeng, "/sign-in/outside/province/callback") },
            Permissions = { Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>A host that knows the provider.</summary>
public sealed class OutsideHost : AccessHost
{
    public OutsideIdp Idp { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Chunfeng:SignIn:Providers:0:Id", "province"), new("Chunfeng:SignIn:Providers:0:Name", "省统一身份"), new("Chunfeng:SignIn:Providers:0:Authority", Idp.Address),
        new("Chunfeng:SignIn:Providers:0:ClientId", OutsideIdp.ClientId), new("Chunfeng:SignIn:Providers:0:ClientSecret", OutsideIdp.Secret),
        new("Chunfeng:SignIn:Providers:0:RequireHttps", "false"),
    ];

    public override async ValueTask InitializeAsync()
    {
        await Idp.StartAsync();
        await base.InitializeAsync();
        await Idp.RegisterAsync(Address);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Idp.DisposeAsync();
    }
}

/// <summary>Through an outside identity provider and back, the whole way over HTTP.</summary>
public class OutsideSignInTests(OutsideHost host) : IClassFixture<OutsideHost>
{
    [Fact(DisplayName = "未关联的外部身份不能登录；本人关联后可以直接登录；解除后又不能")]
    public async Task Link_enter_unlink()
    {
        await host.MakeAsync("linker", "county-clerk", 140121000000);
        host.Idp.Subject = "person-42";
        using var stranger = host.Client();
        Assert.Contains("用省统一身份登录", await stranger.GetStringAsync("/sign-in"));
        Assert.StartsWith("/sign-in?refused=not-linked", await WalkAsync(stranger, "/sign-in/outside/province"));
        Assert.Contains("还没有关联账号", await stranger.GetStringAsync("/sign-in?refused=not-linked"));
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync("/")).StatusCode);

        var (owner, _) = await host.EnterAsync("linker");
        var page = await owner.GetAsync("/account");
        Assert.Contains($"form-action 'self' {host.Idp.Address}", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("/account?done=linked", await LinkAsync(owner, "link"));
        Assert.Contains("已关联", await owner.GetStringAsync("/account"));

        using var again = host.Client();
        Assert.Equal("/people", await WalkAsync(again, "/sign-in/outside/province?back=/people"));
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/people")).StatusCode);
        Assert.Equal("S256", host.Idp.Asked!.CodeChallengeMethod);
        Assert.Equal("code", host.Idp.Asked.ResponseType);
        Assert.Contains("account.outside.link", await host.ActsAsync("linker"));

        await LinkAsync(owner, "unlink");
        using var late = host.Client();
        Assert.StartsWith("/sign-in?refused=not-linked", await WalkAsync(late, "/sign-in/outside/province"));
    }

    [Fact(DisplayName = "一个外部身份只能关联一个账号")]
    public async Task One_subject_one_account()
    {
        await host.MakeAsync("one-a", "county-clerk", 140121000000);
        await host.MakeAsync("one-b", "county-clerk", 140121000000);
        host.Idp.Subject = "person-77";
        var (a, _) = await host.EnterAsync("one-a");
        Assert.Equal("/account?done=linked", await LinkAsync(a, "link"));
        var (b, _) = await host.EnterAsync("one-b");
        Assert.Equal("/account?refused=already-linked", await LinkAsync(b, "link"));
    }

    [Fact(DisplayName = "外部登录也要过第二因素；停用的账号进不来")]
    public async Task The_second_factor_stays()
    {
        await host.MakeAsync("outside-2fa", "county-clerk", 140121000000);
        host.Idp.Subject = "person-99";
        var (owner, _) = await host.EnterAsync("outside-2fa");
        Assert.Equal("/account?done=linked", await LinkAsync(owner, "link"));
        await AccessHost.EnrolAsync(owner);
        using var client = host.Client();
        Assert.Equal("/sign-in/code", await WalkAsync(client, "/sign-in/outside/province"));

        var admin = Chunfeng.Platform.Access.Actor.Operator;
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var id = (await host.AccountAsync("outside-2fa")).AccountId;
            Assert.Null(await scope.ServiceProvider.GetRequiredService<Chunfeng.Platform.Access.AdministerAccounts>().DisableAsync(id, admin, default));
        }

        using var late = host.Client();
        Assert.StartsWith("/sign-in?refused=disabled", await WalkAsync(late, "/sign-in/outside/province"));
    }

    [Fact(DisplayName = "没有这个外部登录：404；别人的回程地址用不了")]
    public async Task What_is_not_there()
    {
        using var client = host.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/sign-in/outside/other")).StatusCode);
        Assert.StartsWith("/sign-in?refused=outside-failed", (await client.GetAsync("/sign-in/outside/province/done")).Headers.Location!.OriginalString);
        Assert.StartsWith("/sign-in?refused=outside-failed", (await client.GetAsync("/sign-in/outside/province/callback?code=x&state=y")).Headers.Location!.OriginalString);
    }

    private static async Task<string> LinkAsync(HttpClient client, string what)
    {
        var token = await TestHost.TokenAsync(client, "/account");
        using var response = await client.PostAsync($"/account/outside/province/{what}", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        return await FollowAsync(client, response.Headers.Location!, "/account?", "/account");
    }

    private static async Task<string> WalkAsync(HttpClient client, string from)
    {
        using var response = await client.GetAsync(from);
        return await FollowAsync(client, response.Headers.Location!, "/sign-in?", "/sign-in/code", "/people", "/");
    }

    /// <summary>Follows redirects between the two servers until one of these addresses comes.</summary>
    private static async Task<string> FollowAsync(HttpClient client, Uri next, params string[] ends)
    {
        for (var steps = 0; steps < 8; steps++)
        {
            if (!next.IsAbsoluteUri && ends.Any(e => next.OriginalString == e || (e.EndsWith('?') && next.OriginalString.StartsWith(e, StringComparison.Ordinal))))
            {
                return next.OriginalString;
            }

            using var response = await client.GetAsync(next);
            Assert.True(response.Headers.Location is not null, $"{next} answers {response.StatusCode}: {Regex.Replace(await response.Content.ReadAsStringAsync(), "\\s+", " ")}");
            next = response.Headers.Location;
        }

        return next.OriginalString;
    }
}
