using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Access;

/// <summary>A host whose sessions and tokens are looked at with every request.</summary>
public sealed class ApiHost : AccessHost
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Chunfeng:SignIn:SecondFactor", "false"), new("Chunfeng:SignIn:RecheckSeconds", "0")];

    /// <summary>A client of a region's office as the page makes one; returns its id and secret.</summary>
    public async Task<(string Id, string Secret, Guid Account)> ClientAsync(string login, string role, long region)
    {
        await using var scope = Services.CreateAsyncScope();
        var administer = scope.ServiceProvider.GetRequiredService<AdministerAccounts>();
        var unit = await administer.OfficeOfAsync(new RegionCode(region), Actor.Operator, default);
        var made = await administer.CreateAsync(new NewAccount(login, "对方系统", unit.Value!.UnitId, role, AccountKind.Client), Actor.Operator, default);
        return (login, made.Value!.Password, made.Value.AccountId);
    }

    public async Task<HttpResponseMessage> AskAsync(string id, string secret, bool basic = false)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/token");
        var fields = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (basic)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
        }
        else
        {
            (fields["client_id"], fields["client_secret"]) = (id, secret);
        }

        request.Content = new FormUrlEncodedContent(fields);
        return await client.SendAsync(request);
    }

    public async Task<HttpClient> WithTokenAsync(string id, string secret)
    {
        using var answer = await AskAsync(id, secret);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

public class ApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const long Qingxu = 140121000000;

    [Theory(DisplayName = "接口：凭标识和密钥取令牌，带令牌取数；范围和权限就是单位和角色的")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_for_credentials(bool basic)
    {
        var login = $"api-{basic}".ToLowerInvariant();
        var (id, secret, _) = await host.ClientAsync(login, "county-clerk", Qingxu);
        using (var answer = await host.AskAsync(id, secret, basic))
        {
            var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("Bearer", said.GetProperty("token_type").GetString());
            Assert.Equal(3600, said.GetProperty("expires_in").GetInt32());
            Assert.Contains("no-store", answer.Headers.CacheControl!.ToString());
        }

        using var client = await host.WithTokenAsync(id, secret);
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal(login, me.GetProperty("client").GetString());
        Assert.Equal("140121000000", me.GetProperty("region").GetProperty("code").GetString());
        Assert.Equal(Roles.Find("county-clerk")!.Rights.Order(StringComparer.Ordinal), me.GetProperty("rights").EnumerateArray().Select(r => r.GetString()!));
        var regions = await client.GetStringAsync("/api/v1/regions?within=140121");
        Assert.Contains("清源镇", regions); // readable, not \uXXXX
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/regions?within=999999")).StatusCode);
        Assert.Contains("sign-in", await host.ActsAsync(login));
    }

    [Fact(DisplayName = "接口：密钥不对、没有这个标识、人的账号密码：一样的答复")]
    public async Task Wrong_credentials()
    {
        await host.ClientAsync("api-wrong", "county-clerk", Qingxu);
        await host.MakeAsync("api-person", "county-clerk", Qingxu);
        foreach (var (id, secret) in new[] { ("api-wrong", "guess"), ("api-nobody", "guess"), ("api-person", AccessHost.Password), ("", ""), ("api-wrong", new string('x', 5000)) })
        {
            using var answer = await host.AskAsync(id, secret);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("{\"error\":\"invalid_client\"}", await answer.Content.ReadAsStringAsync());
        }

        using var client = host.Client();
        using var other = await client.PostAsync("/api/token", new FormUrlEncodedContent([new("grant_type", "password"), new("username", "api-person")]));
        Assert.Equal("{\"error\":\"unsupported_grant_type\"}", await other.Content.ReadAsStringAsync());
        using var none = await client.PostAsync("/api/token", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal("{\"error\":\"invalid_request\"}", await none.Content.ReadAsStringAsync());
    }

    [Fact(DisplayName = "接口：没有令牌、伪造的令牌、浏览器里的登录，都打不开；答复是说明而不是网页")]
    public async Task Only_a_token_opens()
    {
        await host.MakeAsync("api-cookie", "county-clerk", Qingxu);
        var (cookie, _) = await host.EnterAsync("api-cookie");
        Assert.Equal(HttpStatusCode.OK, (await cookie.GetAsync("/people")).StatusCode);
        using var forged = host.Client();
        forged.DefaultRequestHeaders.Authorization = new("Bearer", "CfDJ8forged");
        foreach (var client in new[] { host.Client(), forged, cookie })
        {
            using var answer = await client.GetAsync("/api/v1/me");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString());
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }

        using var absent = await forged.GetAsync("/api/v1/nothing");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (absent.StatusCode, absent.Content.Headers.ContentType!.MediaType));
    }

    [Fact(DisplayName = "接口：客户端不能在网页上登录，令牌也打不开网页")]
    public async Task A_client_is_no_person()
    {
        var (id, secret, _) = await host.ClientAsync("api-page", "county-clerk", Qingxu);
        Assert.StartsWith("/sign-in?refused=wrong-sign-in", (await host.EnterAsync(id, secret)).Location);
        using var client = await host.WithTokenAsync(id, secret);
        Assert.StartsWith("/sign-in", (await client.GetAsync("/people")).Headers.Location!.PathAndQuery);
    }

    [Fact(DisplayName = "接口：停用后令牌立即失效；更换密钥后原密钥还能用一天，旧令牌立即失效；停用后两个都不行")]
    public async Task Rotation_and_the_end()
    {
        await host.MakeAsync("api-admin", "county-admin", Qingxu);
        var (admin, _) = await host.EnterAsync("api-admin");
        var made = await AccessHost.PostAsync(admin, "/access/new", "new",
            ("unit", UnitTree.OfficeId(new RegionCode(Qingxu)).ToString()), ("kind", "client"), ("role", "county-clerk"), ("name", "县大数据平台"), ("login", "api-turn"));
        var secret = Regex.Match(made, "id=\"issued\">([^<]+)<").Groups[1].Value;
        var id = (await host.AccountAsync("api-turn")).AccountId;
        using var old = await host.WithTokenAsync("api-turn", secret);
        Assert.Equal(HttpStatusCode.OK, (await old.GetAsync("/api/v1/me")).StatusCode);
        Assert.DoesNotContain(secret, await admin.GetStringAsync($"/access/{id}")); // shown once

        var turned = await AccessHost.PostAsync(admin, $"/access/{id}", "password");
        var next = Regex.Match(turned, "id=\"issued\">([^<]+)<").Groups[1].Value;
        Assert.NotEqual(secret, next);
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync("/api/v1/me")).StatusCode);
        using var former = await host.WithTokenAsync("api-turn", secret);
        using var fresh = await host.WithTokenAsync("api-turn", next);
        Assert.Equal(HttpStatusCode.OK, (await former.GetAsync("/api/v1/me")).StatusCode);

        await using (var db = host.Services.GetRequiredService<IDbFactory>().Create())
        {
            // the day has passed
            var past = DateTime.UnixEpoch;
            await db.Set<Account>().Where(a => a.AccountId == id).ExecuteUpdateAsync(a => a.SetProperty(x => x.FormerSecretUntil, past));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.AskAsync("api-turn", secret)).StatusCode);
        Assert.Contains("账号已停用", await AccessHost.PostAsync(admin, $"/access/{id}", "disable"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await fresh.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.AskAsync("api-turn", next)).StatusCode);
        Assert.Equal(["client.create", "client.secret", "account.disable"], (await host.ActsAsync("api-admin")).Skip(1));
        Assert.Contains("sign-in.refused", await host.ActsAsync("api-turn"));
    }

    [Fact(DisplayName = "接口：密钥在库里没有明文")]
    public async Task The_secret_is_not_stored()
    {
        var (id, secret, _) = await host.ClientAsync("api-hash", "county-clerk", Qingxu);
        Assert.DoesNotContain(secret, (await host.AccountAsync(id)).PasswordHash);
    }

    [Fact(DisplayName = "接口：客户端不能带管理员或三员的角色，改了表单也不行")]
    public async Task No_guarded_role_for_a_client()
    {
        await host.MakeAsync("api-admin2", "city-admin", 140100000000);
        var (admin, _) = await host.EnterAsync("api-admin2");
        var page = await admin.GetStringAsync("/access/new?kind=client");
        Assert.Contains("value=\"city-force\"", page);
        Assert.DoesNotContain("value=\"city-admin\"", page);
        using var refused = await AccessHost.RawPostAsync(admin, "/access/new?kind=client", "new",
            ("unit", UnitTree.OfficeId(new RegionCode(140100000000)).ToString()), ("kind", "client"), ("role", "city-admin"), ("name", "系统"), ("login", "api-wide"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact(DisplayName = "接口文档列出每个接口和取令牌的方法，不列网页")]
    public async Task The_document()
    {
        using var client = host.Client();
        var document = await client.GetFromJsonAsync<JsonElement>("/api/v1/openapi.json");
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Contains("/api/v1/me", paths);
        Assert.Contains("/api/v1/regions", paths);
        Assert.All(paths, p => Assert.StartsWith("/api/v1/", p));
        Assert.EndsWith("/api/token", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("client").GetProperty("flows")
            .GetProperty("clientCredentials").GetProperty("tokenUrl").GetString());
    }
}
