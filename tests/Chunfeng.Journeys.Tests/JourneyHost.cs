using Chunfeng.Web.Host;
using Chunfeng.Web.Tests.House;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A host with a province of its own and the browser that visits it. Where there is no browser nothing is started, and tests that open a page are skipped.</summary>
/// <param name="people">People of the demonstration; 0 for an empty register.</param>
public abstract class JourneyHost(int people, bool camera = false) : IAsyncLifetime
{
    /// <summary>Of the accounts a journey makes itself.</summary>
    protected const string Password = "correct horse 7";

    private WebApplication? app;
    private IPlaywright? playwright;

    public IBrowser? Browser { get; private set; }
    public string Address { get; private set; } = "";
    public string Folder { get; } = Directory.CreateTempSubdirectory("chunfeng-journey-").FullName;
    public IServiceProvider Services => app!.Services;

    public async ValueTask InitializeAsync()
    {
        if (JourneyBrowser.Path is null)
        {
            return;
        }

        app = Server.Build([], builder =>
        {
            builder.Services.AddSingleton<IInterceptor, WaitingReads>();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Environment.EnvironmentName = "Development";
            builder.Configuration["Chunfeng:Var"] = Folder;
            builder.Configuration["Chunfeng:SignIn:TriesPerMinute"] = "1000"; // everybody here comes from one address
            builder.Configuration["Chunfeng:Demo:Workers"] = $"{people}";
            builder.Configuration["Chunfeng:Demo:Seed"] = "7";
            builder.Configuration["Chunfeng:Demo:AsOf"] = "2022-02-27";
            if (Clock is { } clock)
            {
                builder.Services.AddSingleton(clock);
            }

            Configure(builder);
        });
        await StartUp.PrepareAsync(app, CancellationToken.None);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await PrepareAsync(scope.ServiceProvider);
        }

        await app.StartAsync();
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        playwright = await Playwright.CreateAsync();
        Browser = await JourneyBrowser.LaunchAsync(playwright, camera);
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
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A page of a context of its own, its errors collected; the test is skipped where there is no browser.</summary>
    public async Task<IPage> OpenAsync(int width, List<string> errors)
    {
        Assert.SkipWhen(Browser is null, "没有 Chromium：请安装 chromium，或运行 .ci/run");
        var page = await Browser!.OpenAsync(width, camera);
        page.Console += (_, said) =>
        {
            if (said.Type == "error" && !IsExpected(said))
            {
                errors.Add($"{said.Text} {said.Location}");
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        return page;
    }

    /// <summary>The same, signed in.</summary>
    public async Task<IPage> SignedInAsync(string login, int width, List<string> errors)
    {
        var page = await OpenAsync(width, errors);
        await page.SignInAsync(Address, login, PasswordOf(login));
        return page;
    }

    /// <summary>Does something in the host, as a request would.</summary>
    public async Task<T> DoAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    /// <summary>Null for the machine's.</summary>
    protected virtual TimeProvider? Clock => null;

    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    /// <summary>What a journey needs there, made before anybody can ask.</summary>
    protected virtual Task PrepareAsync(IServiceProvider services) => Task.CompletedTask;

    protected virtual string PasswordOf(string login) => Password;

    /// <summary>An error a browser notes though nothing is wrong.</summary>
    protected virtual bool IsExpected(IConsoleMessage said) => false;

    /// <summary>The password of the demonstration's accounts.</summary>
    protected string DemoPasswordNow() => File.ReadAllText(DemoSignIns.File(Services)).Split('/')[^1].Trim();
}

/// <summary>A clock that stands where a test puts it.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>Monday 28 February 2022, nine in the morning in China.</summary>
    public SetClock()
        : this(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero)) { }

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
