using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Chunfeng.Web.Host;
using Chunfeng.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Scope;

/// <summary>A person known by a name nobody else has, at a place of their own.</summary>
public sealed record Planted(string Name, long Home, Guid Worker, string Id, string Phone);

/// <summary>A province with one planted person in a village, its neighbour village, township, county and city, a frozen week that counts them,
/// and staff of every level and office.</summary>
public class ScopeHost : AccessHost
{
    public const string Week = "2022-W09";

    /// <summary>Login, role, region.</summary>
    public static readonly (string Login, string Role, long Region)[] Staff =
    [
        ("walk-province", "province-force", 140000000000),
        ("walk-province-admin", "province-admin", 140000000000),
        ("walk-city", "city-force", 140100000000),
        ("walk-county", "county-clerk", 140121000000),
        ("walk-county-admin", "county-admin", 140121000000),
        ("walk-township", "township-clerk", 140121100000),
        ("walk-village", "village-cadre", 140121100205),
        ("walk-system", "office-system", 140000000000),
        ("walk-security", "office-security", 140000000000),
        ("walk-audit", "office-audit", 140000000000),
        ("walk-help", "help-staff", 140121000000),
        ("walk-station", "station-staff", 140121100000),
        ("walk-agency", "agency-staff", 140121000000),
        ("walk-training", "training-staff", 140121000000),
        ("walk-employer", "employer", 140121000000),
    ];

    private readonly Dictionary<string, HttpClient> clients = [];

    public IReadOnlyList<Planted> People { get; private set; } = [];

    /// <summary>Files uploaded by the clerk of the county and of the next county.</summary>
    public Guid OwnImport { get; private set; }
    public Guid NeighbourImport { get; private set; }
    public Guid NeighbourAccount { get; private set; }

    /// <summary>Imports, accounts, orders and jobs of the next county, of a county of another city, and of the city above.</summary>
    public IReadOnlyList<Guid> ForeignImports { get; private set; } = [];
    public IReadOnlyList<Guid> ForeignAccounts { get; private set; } = [];
    public IReadOnlyList<Guid> ForeignOrders { get; private set; } = [];
    public IReadOnlyList<Guid> ForeignJobs { get; private set; } = [];

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Chunfeng:SignIn:SecondFactor", "false"), new("Chunfeng:Demo:Workers", "3000"), new("Chunfeng:Demo:Seed", "7"), new("Chunfeng:Demo:AsOf", "2022-02-27"),
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var scope = Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var regions = services.GetRequiredService<RegionTree>();
        var crypto = new PersonCrypto(services.GetRequiredService<KeyRing>());
        long Village(long within, long not = 0) =>
            regions.Within(new RegionCode(within), RegionLevel.Village).Select(r => r.Code.Value).First(v => not == 0 || !new RegionCode(not).Contains(new RegionCode(v)));
        (string Name, long Home)[] wanted =
        [
            ("赵探本村", 140121100205), ("钱探邻村", Village(140121100000, not: 140121100205)), ("孙探邻乡", Village(140121000000, not: 140121100000)),
            ("李探邻县", Village(140100000000, not: 140121000000)), ("周探邻市", Village(140200000000)),
        ];
        var rows = wanted.Select((w, i) => new RosterRow
        {
            RowNo = i + 2, Id = IdNumber.Create(140121, new(1970, 1, 5), 500 + i), Name = w.Name, Home = w.Home, Phone = $"1376543210{i}",
            HasWork = true, Form = 1, Workplace = 110105000000, WorkFrom = new(2022, 2, 1), Category = 10, Risk = 1, StatusFrom = new(2021, 1, 1),
        }).ToArray();
        await new RegisterLoad(services.GetRequiredService<IDbFactory>(), services.GetRequiredService<KeyRing>(), TimeProvider.System).RunAsync(
            Guid.CreateVersion7(), "planter", 2, stage =>
            {
                foreach (var row in rows)
                {
                    stage.Add(row);
                }

                return Task.CompletedTask;
            }, (_, _, _) => Task.CompletedTask, keep: true, default);
        People = [.. rows.Select(r => new Planted(r.Name, r.Home, crypto.WorkerId(r.Id), r.Id.ToString(), r.Phone))];
        Assert.False((await RunWeek.HandleAsync(services, Week, Chunfeng.Engine.Facts.InnerLine.Township, default)).IsRefused);
        foreach (var (login, role, region) in Staff)
        {
            var kinds = Roles.Find(role)!.Kinds;
            await (UnitKinds.Addable.Any(k => k.Code == kinds[0]) ? MakeOfBodyAsync(login, role, kinds[0], region) : MakeAsync(login, role, region));
        }

        var next = wanted[3].Home / 1_000_000 * 1_000_000;
        NeighbourAccount = (await MakeAsync("walk-neighbour", "county-clerk", next)).AccountId;
        OwnImport = await UploadAsync("walk-county", 140121000000);
        NeighbourImport = await UploadAsync("walk-neighbour", next);
        var far = wanted[4].Home / 1_000_000 * 1_000_000;
        var farAccount = await MakeAsync("walk-far", "county-clerk", far);
        ForeignImports = [NeighbourImport, await UploadAsync("walk-far", far), await UploadAsync("walk-city", 140100000000)];
        ForeignAccounts = [NeighbourAccount, farAccount.AccountId, (await AccountAsync("walk-city")).AccountId, (await AccountAsync("walk-province")).AccountId];
        var issue = services.GetRequiredService<Chunfeng.Dispatch.Orders.IssueOrder>();
        var due = Chunfeng.Dispatch.Orders.OrderRules.Due(
            services.GetRequiredService<Chunfeng.Standards.Calendar.WorkCalendar>(), TimeProvider.System.Today, Chunfeng.Dispatch.Orders.OrderRules.DaysToAnswer);
        var orders = new List<Guid>();
        foreach (var to in new[] { next, far, 140200000000 })
        {
            var issued = await issue.HandleAsync(
                new(Chunfeng.Dispatch.Orders.OrderKind.Progress, "外地的调度令", "请报进展。", [new RegionCode(to)], null, null, due, true), Actor.Operator, default);
            Assert.True(!issued.IsRefused, issued.Refusal?.Message);
            orders.Add(issued.Value!.OrderId);
        }

        ForeignOrders = orders;
        await using var db = services.GetRequiredService<IDbFactory>().Create();
        ForeignJobs = [.. db.Set<Chunfeng.Platform.Jobs.Job>().Where(j => j.AskedBy == "walk-neighbour" || j.AskedBy == "walk-far" || j.AskedBy == "walk-city").Select(j => j.JobId)];
        Assert.NotEmpty(ForeignJobs);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Each account signs in once.</summary>
    public async Task<HttpClient> AsAsync(string login)
    {
        if (!clients.TryGetValue(login, out var client))
        {
            (clients[login], var location) = await EnterAsync(login);
            client = clients[login];
            Assert.Equal("/", location);
        }

        return client;
    }

    /// <summary>The secret of a service pass a member of staff gives out to a worker, as the page shows it, once.</summary>
    public async Task<string> PassAsync(string login, Guid worker)
    {
        var (staff, page) = (await AsAsync(login), $"/people/{worker}/pass");
        using var answer = await staff.PostAsync(page + "/issue", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", await TestHost.TokenAsync(staff, page)), new("days", "30")]));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var shown = answer.Headers.Location!.OriginalString;
        Assert.DoesNotContain("/p/", shown); // the address itself stands in no history
        var html = WebUtility.HtmlDecode(await staff.GetStringAsync(shown));
        Assert.DoesNotContain("pass-address", await staff.GetStringAsync(shown)); // once
        return Regex.Match(html, "/p/([A-Za-z0-9_-]{64})").Groups[1].Value;
    }

    /// <summary>A telephone with a pass that tries to come in to /my/me.</summary>
    /// <param name="goes">The path it is sent to.</param>
    public async Task<HttpClient> EnterPortalAsync(string token, string digits, string goes)
    {
        var phone = Client();
        using var answer = await phone.PostAsync("/my/enter/submit", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", await TestHost.TokenAsync(phone, "/p/" + token)), new("token", token), new("digits", digits), new("back", "/my/me")]));
        Assert.Equal(goes, answer.Headers.Location!.OriginalString.Split('?')[0]);
        return phone;
    }

    private async Task<Guid> UploadAsync(string login, long region)
    {
        var client = await AsAsync(login);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TestHost.TokenAsync(client, "/people/import")), "__RequestVerificationToken" },
            { new StringContent($"{region}"), "region" },
            { new StringContent("2022-02-27"), "as-of" },
            { new ByteArrayContent("市,县,乡镇,行政村,姓名,身份证号,联系电话,银行账号\n太原市,清徐县,清源镇,大北村,吴探名册,110101199003070011,,\n"u8.ToArray()), "file", $"{login}.csv" },
        };
        using var answer = await client.PostAsync("/people/import/upload", form);
        var there = answer.Headers.Location!.OriginalString;
        Assert.True(Guid.TryParse(there["/people/import/".Length..], out _), Uri.UnescapeDataString(there));
        return Guid.Parse(there["/people/import/".Length..]);
    }
}
