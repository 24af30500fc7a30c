using System.Net;
using Chunfeng.Events.Live;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Web.Host;
using Chunfeng.Web.Tests.House;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>A host with a small demonstration province, four frozen weeks, and accounts of a city, a county and a village.</summary>
public sealed class CockpitHost : IAsyncLifetime
{
    public const string Province = "province", City = "taiyuan", County = "qingxu", Village = "village", NoDispatch = "import-only", NoNames = "figures-only", Auditor = "auditor", Station = "station";
    private const string Password = "correct horse 7";
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-cockpit-").FullName;
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;
    public IServiceProvider Services => app.Services;
    public string Facts => Path.Combine(folder, "facts");

    public async ValueTask InitializeAsync()
    {
        app = Server.Build([], builder =>
        {
            builder.Services.AddSingleton<IInterceptor, WaitingReads>();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Environment.EnvironmentName = "Development";
            builder.Configuration["Chunfeng:Var"] = folder;
            builder.Configuration["Chunfeng:Demo:Workers"] = "6000";
            builder.Configuration["Chunfeng:Demo:Seed"] = "7";
            builder.Configuration["Chunfeng:Demo:AsOf"] = "2022-02-27";
        });
        await StartUp.PrepareAsync(app, CancellationToken.None);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
            await accounts.CreateAsync(Province, "省级专班", 140000000000, Rights.All, Password, default);
            await accounts.CreateAsync(City, "太原市专班", 140100000000, [Rights.PeopleRead, Rights.DispatchRead], Password, default);
            await accounts.CreateAsync(County, "清徐县专班", 140121000000, [Rights.PeopleRead, Rights.DispatchRead], Password, default);
            await accounts.CreateAsync(Village, "大北村", 140121100205, [Rights.PeopleRead, Rights.DispatchRead], Password, default);
            await accounts.CreateAsync(NoDispatch, "录入员", 140121000000, [Rights.PeopleImport], Password, default);
            await accounts.CreateAsync(Station, "劳务工作站", 140121101000, [Rights.EmployersRead, Rights.VacanciesSend], Password, default);
            await accounts.CreateAsync(Auditor, "审计员", 140000000000, [Rights.AuditRead], Password, default);
            await accounts.CreateAsync(NoNames, "统计员", 140000000000, [Rights.DispatchRead], Password, default);
        }

        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>A live room that has not begun, like the demonstration's.</summary>
    public async Task<Guid> PlannedRoomAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChunfengDb>();
        var room = await db.Set<LiveRoom>().FirstAsync();
        room.State = (short)LiveState.Planned;
        await db.SaveChangesAsync();
        return room.RoomId;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    public Task<HttpClient> SignedInAsync(string login) => SignedInAsync(login, new CookieContainer());

    /// <summary>What a signed-in browser sends along.</summary>
    public async Task<CookieCollection> CookiesAsync(string login)
    {
        var cookies = new CookieContainer();
        using var client = await SignedInAsync(login, cookies);
        return cookies.GetCookies(Address);
    }

    private async Task<HttpClient> SignedInAsync(string login, CookieContainer cookies)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = Address };
        using var response = await TestHost.SignInAsync(client, login, Password);
        Assert.Equal("/", response.Headers.Location!.OriginalString);
        return client;
    }
}
