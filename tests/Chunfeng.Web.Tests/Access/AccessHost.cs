using System.Net;
using System.Text.RegularExpressions;
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

namespace Chunfeng.Web.Tests.Access;

/// <summary>A host that wants the second factor as production does, and looks at a running session with every request.</summary>
public class AccessHost : IAsyncLifetime
{
    public const string Password = "correct horse 7";
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-access-").FullName;
    private WebApplication app = null!;

    public Uri Address { get; private set; } = null!;
    public IServiceProvider Services => app.Services;

    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [new("Chunfeng:SignIn:SecondFactor", "true"), new("Chunfeng:SignIn:RecheckSeconds", "0")];

    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        app = Server.Build([], builder =>
        {
            builder.Services.AddSingleton<IInterceptor, WaitingReads>();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Environment.EnvironmentName = "Development";
            builder.Configuration["Chunfeng:Var"] = folder;
            builder.Configuration["Chunfeng:Demo:Workers"] = "0";
            builder.Configuration["Chunfeng:SignIn:TriesPerMinute"] = "1000";
            foreach (var (key, value) in Settings)
            {
                builder.Configuration[key] = value;
            }

            Configure(builder);
        });
        await StartUp.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public virtual async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    public HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>An account with a role at a region's office.</summary>
    public async Task<Account> MakeAsync(string login, string role, long region, bool mustChange = false)
    {
        await using var scope = Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<Accounts>().CreateAsync(login, "测试", region, Roles.Find(role)!, Password, default, mustChange);
        Assert.NotNull(made);
        return made;
    }

    /// <summary>An account of a body that is no office: an employer, an agency, a station …</summary>
    public async Task<Account> MakeOfBodyAsync(string login, string role, string kind, long region)
    {
        await using var scope = Services.CreateAsyncScope();
        var administer = scope.ServiceProvider.GetRequiredService<AdministerAccounts>();
        var unit = await administer.AddUnitAsync($"{login} 的单位", kind, new Chunfeng.Standards.Regions.RegionCode(region), Actor.Operator, default);
        var made = await administer.MakeAsync(new NewAccount(login, "测试", unit.Value!.UnitId, role), unit.Value, Roles.Find(role)!, Actor.Operator, Password, default, mustChange: false);
        Assert.Null(made.Refusal);
        return await AccountAsync(login);
    }

    public async Task<Account> AccountAsync(string login)
    {
        await using var db = Services.GetRequiredService<IDbFactory>().Create();
        return await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Login == login);
    }

    public async Task<List<string>> ActsAsync(string login)
    {
        await using var db = Services.GetRequiredService<IDbFactory>().Create();
        return await db.Set<Chunfeng.Platform.Audit.AuditEntry>().AsNoTracking().Where(e => e.Login == login).OrderBy(e => e.Seq).Select(e => e.Act).ToListAsync();
    }

    /// <summary>Signs in with the password alone.</summary>
    public async Task<(HttpClient Client, string Location)> EnterAsync(string login, string password = Password)
    {
        var client = Client();
        using var response = await TestHost.SignInAsync(client, login, password);
        return (client, response.Headers.Location!.OriginalString);
    }

    /// <summary>Enrols the second factor as its owner does on the page; returns the secret and the recovery codes.</summary>
    public static async Task<(byte[] Secret, List<string> Codes)> EnrolAsync(HttpClient client)
    {
        var shown = await PostAsync(client, "/account/second-factor", "begin");
        var secret = Totp.FromBase32(Regex.Match(shown, "id=\"secret\">([A-Z2-7 ]+)<").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("<svg class=\"qr\"", shown);
        var done = await PostAsync(client, "/account/second-factor", "confirm", ("code", CodeOf(secret)));
        return (secret, [.. Regex.Matches(done, "<li><code>([^<]+)</code>").Select(m => m.Groups[1].Value)]);
    }

    public static string CodeOf(byte[] secret, int away = 0) => Totp.Code(secret, Totp.StepOf(TimeProvider.System.GetUtcNow()) + away);

    /// <summary>Posts a form of a page by its handler's name; returns the page that answers.</summary>
    public static async Task<string> PostAsync(HttpClient client, string page, string handler, params (string Name, string Value)[] fields)
    {
        using var response = await RawPostAsync(client, page, handler, fields);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    public static async Task<HttpResponseMessage> RawPostAsync(HttpClient client, string page, string handler, params (string Name, string Value)[] fields)
    {
        var token = await TestHost.TokenAsync(client, page);
        return await client.PostAsync(page, new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), new("_handler", handler), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]));
    }
}
