using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chunfeng.Standards.Calendar;
using Chunfeng.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Every page of the console that can be reached by links, one of each kind, over a province: requests a second against the statements it asks, sent
/// through bare Npgsql by an endpoint that writes their rows as JSON.</summary>
/// <remarks>Pages are found as a person finds them, from the first page on, by the demonstration's accounts; each is asked for as the account that sees most of it.
/// Writes a page does (an audit line) stay on our side alone. A page that asks nothing has nothing to be compared with.</remarks>
internal sealed partial class ConsoleJob : Job
{
    private const double Target = 0.75;
    private const int MostPages = 200;
    private static readonly string[] Logins = ["admin", "demo-province", "demo-county", "demo-security", "demo-audit", "demo-system"];
    private static readonly TimeSpan For = TimeSpan.FromSeconds(1.5);

    // besides the pages themselves: the register as it is narrowed all day
    private static readonly string[] Asked =
        ["/people?region=140105000000", "/people?region=140105000000&working=yes", "/people?region=140121000000&category=P10", "/people?region=140121100000&sex=2&min-age=45", "/people?q=王建", "/people?q=申屠"];

    public override string Name => "console";
    public override string What => "requests a second of every console page over a province, against the statements each asks through bare Npgsql, their rows written as JSON";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var (residents, setting) = await Register.ProvinceAsync(bench);
        await using var app = await BenchHost.StartAsync(bench, "web", setting, builder => builder.Configuration["Chunfeng:SignIn:TriesPerMinute"] = "10000");
        await using (var scope = app.Services.CreateAsyncScope())
        {
            // a frozen week, so that the cockpit, the table and the people behind a figure have something to show
            var week = await RunWeek.HandleAsync(scope.ServiceProvider, IsoWeek.Of(bench.AsOf).ToString(), RunWeek.InnerLineOf(scope.ServiceProvider), default);
            Console.WriteLine(week.IsRefused ? $"   no week: {week.Refusal.Message}" : $"   week {IsoWeek.Of(bench.AsOf)} frozen");
        }

        await using var source = NpgsqlDataSource.Create(setting);
        var asked = new List<List<Captured>>();
        await using var bare = BenchHost.Bare();
        bare.MapGet("/{at:int}", (int at) => new HeardPage(source, asked[at]));
        await bare.StartAsync();
        using var plain = BenchHost.ClientOf(bare, Load.Connections);
        var browsers = await BrowsersAsync(bench, app);
        try
        {
            var found = await FindAsync(browsers);
            foreach (var address in Asked)
            {
                found[address] = (browsers["admin"], address);
            }

            // what all pages share is compiled before the first of them is measured, on a server that runs for weeks
            foreach (var (browser, addresses) in found.Values.GroupBy(p => p.Browser, p => p.Address).Select(g => (g.Key, g.ToList())))
            {
                await Load.RunAsync(browser, addresses, addresses.Count * For);
            }

            var (rows, silent, failed) = (new List<Row>(), new List<string>(), new List<string>());
            foreach (var (browser, address) in found.Values.Where(p => bench.Options.Pages is [] || bench.Options.Pages.Any(part => p.Address.Contains(part, StringComparison.Ordinal))).OrderBy(p => p.Address, StringComparer.Ordinal))
            {
                var sql = await HearAsync(browser, address);
                if (sql is null)
                {
                    failed.Add(address);
                    continue;
                }

                if (sql.Count == 0)
                {
                    silent.Add(address);
                    continue;
                }

                var register = sql.Exists(s => People().IsMatch(s.Text));
                if (bench.Options.Register && !register)
                {
                    continue;
                }

                var at = asked.Count;
                asked.Add(sql);
                await Load.WarmAsync(plain, [$"/{at}"], turns: at == 0 ? 10 : 2);
                await Load.WarmAsync(browser, [address], turns: 6);
                var (ours, theirs) = (new List<double>(), new List<double>());
                for (var i = 0; i < bench.Options.Repetitions; i++)
                {
                    theirs.Add(await Load.RunAsync(plain, [$"/{at}"], For));
                    ours.Add(await Load.RunAsync(browser, [address], For));
                }

                rows.Add(new Row(address, Measure.Median(ours), Measure.Median(theirs), sql.Count, register));
                Console.WriteLine($"   {rows[^1].Ratio:N2}{(rows[^1].Register ? " *" : "  ")} {rows[^1].Ours:N0}/s against {rows[^1].Bare:N0}/s, {sql.Count} statements  {address}");
            }

            var ratios = rows.ConvertAll(r => r.Ratio);
            var people = rows.Where(r => r.Register).Select(r => r.Ratio).ToList();
            return new JobResult(
                bench.Options.Register ? Name + "-register" : Name, What, new Side("bare Npgsql, a page", rows.ConvertAll(r => 1000 / r.Bare)), new Side("the page", rows.ConvertAll(r => 1000 / r.Ours)),
                Measure.Median(ratios), $"≥ {Target} of the speed, each page", ratios.All(r => r >= Target), new Dictionary<string, object>
                {
                    ["rows"] = residents,
                    ["pages"] = rows.Count,
                    ["reached"] = ratios.Count(r => r >= Target),
                    ["least"] = Math.Round(ratios.Min(), 3),
                    ["ofTheRegister"] = people.Count,
                    ["ofTheRegisterReached"] = people.Count(r => r >= Target),
                    ["ofTheRegisterMedian"] = people.Count == 0 ? 0 : Math.Round(Measure.Median(people), 3),
                    ["ofTheRegisterLeast"] = people.Count == 0 ? 0 : Math.Round(people.Min(), 3),
                    ["asksNothing"] = string.Join(' ', silent),
                    ["notMeasured"] = string.Join(' ', failed),
                    ["each"] = new JsonArray([.. rows.OrderBy(r => r.Ratio).Select(r => (JsonNode)new JsonObject
                    {
                        ["page"] = Kind(r.Address), ["ratio"] = Math.Round(r.Ratio, 2), ["ofTheRegister"] = r.Register, ["aSecond"] = Math.Round(r.Ours), ["bareASecond"] = Math.Round(r.Bare), ["statements"] = r.Statements,
                    })]),
                    ["note"] = $"{Load.Connections} connections; both servers and the load generator in one process on loopback; turns of {For.TotalSeconds} s after all pages were asked for once through, {For.TotalSeconds} s each, and then each side of a page until it got no faster (bare 3 s at least and the first 11, the page 7 to 30 s)",
                });
        }
        finally
        {
            foreach (var browser in browsers.Values)
            {
                browser.Dispose();
            }

            await bare.StopAsync();
            await app.StopAsync();
        }
    }

    /// <param name="Register">It asks for people or their spells.</param>
    private sealed record Row(string Address, double Ours, double Bare, int Statements, bool Register)
    {
        public double Ratio => Ours / Bare;
    }

    private static async Task<Dictionary<string, HttpClient>> BrowsersAsync(Bench bench, WebApplication app)
    {
        var demo = (await File.ReadAllTextAsync(DemoSignIns.File(app.Services))).Split('/')[^1].Trim();
        var browsers = new Dictionary<string, HttpClient>(StringComparer.Ordinal);
        foreach (var login in Logins)
        {
            var client = BenchHost.ClientOf(app, Load.Connections);
            await (login == "admin" ? BenchHost.SignInAsync(client, bench, "web") : BenchHost.SignInAsync(client, login, demo));
            browsers[login] = client;
        }

        return browsers;
    }

    /// <summary>One address of each kind, and who sees most there.</summary>
    private static async Task<Dictionary<string, (HttpClient Browser, string Address)>> FindAsync(Dictionary<string, HttpClient> browsers)
    {
        var found = new Dictionary<string, (HttpClient Browser, string Address, int Length)>(StringComparer.Ordinal);
        foreach (var browser in browsers.Values)
        {
            var (queue, seen, opened) = (new Queue<string>(["/", "/desk", "/account"]), new HashSet<string>(StringComparer.Ordinal), 0);
            while (queue.TryDequeue(out var address) && opened < MostPages)
            {
                using var answer = await browser.GetAsync(address);
                if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
                {
                    continue;
                }

                opened++;
                var html = await answer.Content.ReadAsStringAsync();
                if (!found.TryGetValue(Kind(address), out var best) || best.Length < html.Length)
                {
                    found[Kind(address)] = (browser, address, html.Length);
                }

                foreach (Match link in Links().Matches(html))
                {
                    var href = WebUtility.HtmlDecode(link.Groups[1].Value);
                    if (seen.Add(Kind(href)) && !Files().IsMatch(href))
                    {
                        queue.Enqueue(href);
                    }
                }
            }
        }

        return found.ToDictionary(f => f.Key, f => (f.Value.Browser, f.Value.Address), StringComparer.Ordinal);
    }

    /// <summary>What the page reads when it is asked for again and again; null when it does not answer.</summary>
    private static async Task<List<Captured>?> HearAsync(HttpClient browser, string address)
    {
        using var listener = new SqlListener();
        for (var i = 0; i < 3; i++)
        {
            listener.Take();
            using var answer = await browser.GetAsync(address);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            await answer.Content.ReadAsByteArrayAsync();
        }

        return [.. listener.Take().Where(s => s.Reads)];
    }

    /// <summary>An address without what names one thing, and without its query but for the tab.</summary>
    private static string Kind(string address) => Asked.Contains(address) ? address : Ids().Replace(address.Split('?')[0], "{id}") + Tab().Match(address).Value;

    /// <summary>The tables that hold a province.</summary>
    [GeneratedRegex("people_(worker|work_spell|status_spell)")]
    private static partial Regex People();

    [GeneratedRegex("<a[^>]*? href=\"(/[^\"#]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|(?<=/)[0-9]{6,12}(?=/|$)|[0-9]{4}-W[0-9]{2}")]
    private static partial Regex Ids();

    [GeneratedRegex("(tab|view|kind)=[a-z]+")]
    private static partial Regex Tab();

    [GeneratedRegex(@"\.(docx|xlsx|csv|json|pdf|ics)|/(export|template|rejects|sheet)|as=xlsx|/sign-out|/files/")]
    private static partial Regex Files();
}
