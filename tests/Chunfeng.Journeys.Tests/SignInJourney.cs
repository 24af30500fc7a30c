using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A real browser on a real host with a small demonstration province. Skipped, with the reason, where Chromium is missing.</summary>
public sealed class ConsoleHost : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-journey-").FullName;
    private WebApplication? app;
    private IPlaywright? playwright;

    public IBrowser? Browser { get; private set; }
    public string Address { get; private set; } = "";
    public string Password { get; private set; } = "";
    public string DemoPassword { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (JourneyBrowser.Path is null)
        {
            return;
        }

        app = Chunfeng.Web.Host.Server.Build([], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Environment.EnvironmentName = "Development";
            builder.Configuration["Chunfeng:Var"] = folder;
            builder.Configuration["Chunfeng:SignIn:TriesPerMinute"] = "1000"; // everybody here comes from one address
            builder.Configuration["Chunfeng:Demo:Workers"] = "6000";
            builder.Configuration["Chunfeng:Demo:Seed"] = "7";
            builder.Configuration["Chunfeng:Demo:AsOf"] = "2022-02-27";
        });
        await Chunfeng.Web.Host.StartUp.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Password = (await File.ReadAllTextAsync(Path.Combine(folder, "first-sign-in.txt"))).Split('/')[1].Trim();
        DemoPassword = (await File.ReadAllTextAsync(Path.Combine(folder, "demo-sign-ins.txt"))).Split('/')[1].Trim();
        playwright = await Playwright.CreateAsync();
        Browser = await JourneyBrowser.LaunchAsync(playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A signed-in page of a width; the test is skipped where there is no browser.</summary>
    public async Task<IPage> SignedInAsync(int width, string login = "admin")
    {
        Assert.SkipWhen(Browser is null, "没有 Chromium：请安装 chromium，或运行 .ci/run");
        var page = await Browser!.OpenAsync(width);
        await page.GotoAsync(Address + "/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", login == "admin" ? Password : DemoPassword);
        await page.ClickAsync("button[type=submit]");
        await page.ArriveAsync(Address + "/");
        return page;
    }
}

public class SignInJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "登录后看到总览，页面不横向溢出")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Overview_after_sign_in(int width)
    {
        var page = await host.SignedInAsync(width);
        Assert.Contains("总览", await page.Locator("h1").First.InnerTextAsync());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await page.CloseAsync();
    }
}
