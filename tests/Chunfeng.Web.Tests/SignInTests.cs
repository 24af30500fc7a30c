using System.Net;
using Chunfeng.Web.Host;
using Chunfeng.Web.Tests.House;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>A host of its own on a free port, with an empty SQLite register.</summary>
public sealed class TestHost : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-web-").FullName;
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;
    public string Password { get; private set; } = "";
    public IServiceProvider Services => app.Services;
    public string Folder => folder;

    public async ValueTask InitializeAsync()
    {
        app = Server.Build([], builder =>
        {
            builder.Services.AddSingleton<IInterceptor, WaitingReads>();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Environment.EnvironmentName = "Development";
            builder.Configuration["Chunfeng:Var"] = folder;
            builder.Configuration["Chunfeng:Demo:Workers"] = "0";
        });
        await StartUp.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Password = (await File.ReadAllTextAsync(Path.Combine(folder, "first-sign-in.txt"))).Split('/')[1].Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    public HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>The antiforgery token of a page's form.</summary>
    public static async Task<string> TokenAsync(HttpClient client, string page) => System.Text.RegularExpressions.Regex.Match(
        await client.GetStringAsync(page), "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;

    /// <summary>A client signed in as an account made for the occasion.</summary>
    public async Task<HttpClient> SignedInAsync(long region, params string[] rights)
    {
        var login = $"t{Guid.NewGuid():N}";
        await using var scope = app.Services.CreateAsyncScope();
        Assert.NotNull(await scope.ServiceProvider.GetRequiredService<Accounts>().CreateAsync(login, "测试", region, rights, "a-long-password", CancellationToken.None));
        var client = Client();
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(client, login, "a-long-password")).StatusCode);
        return client;
    }

    /// <summary>Posts the sign-in form with its antiforgery token.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string login, string password, string back = "/")
    {
        var token = await TokenAsync(client, "/sign-in");
        return await client.PostAsync("/sign-in/submit", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), new("login", login), new("password", password), new("back", back)]));
    }
}

public class SignInTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact(DisplayName = "未登录者被带到登录页")]
    public async Task Strangers_are_sent_to_sign_in()
    {
        using var client = host.Client();
        var response = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/sign-in", response.Headers.Location!.PathAndQuery);
    }

    [Fact(DisplayName = "首个账号可以登录")]
    public async Task First_account_signs_in()
    {
        using var client = host.Client();
        var response = await TestHost.SignInAsync(client, "admin", host.Password);
        Assert.Equal("/", response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    [Theory(DisplayName = "密码不对、账号不存在：同一句话，不透露哪个不对")]
    [InlineData("admin")]
    [InlineData("nobody")]
    public async Task Wrong_sign_in_is_refused(string login)
    {
        using var client = host.Client();
        var response = await TestHost.SignInAsync(client, login, "wrong");
        Assert.StartsWith("/sign-in?refused=wrong-sign-in&", response.Headers.Location!.OriginalString);
        Assert.Contains("账号或密码不对", await client.GetStringAsync(response.Headers.Location));
    }

    [Fact(DisplayName = "没有防伪令牌的登录被拒绝")]
    public async Task Forged_form_is_refused()
    {
        using var client = host.Client();
        var response = await client.PostAsync("/sign-in/submit", new FormUrlEncodedContent([new("login", "admin"), new("password", host.Password)]));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory(DisplayName = "登录后的去处只能是本站")]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Back_stays_here(string back)
    {
        using var client = host.Client();
        var response = await TestHost.SignInAsync(client, "admin", host.Password, back);
        Assert.Equal("/", response.Headers.Location!.OriginalString);
    }
}
