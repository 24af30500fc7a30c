using System.Globalization;
using System.Net;
using Chunfeng.Data;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Pages of the register a second, against the same SQL through bare Npgsql: the query itself, then the page over HTTP.</summary>
internal sealed class PagesJob : Job
{
    private const double Target = 0.75;
    private static readonly TimeSpan For = TimeSpan.FromSeconds(3);

    public override string Name => "pages";
    public override string What => "pages of the register a second (counties, with and without conditions, first pages and pages behind, names) against the same SQL through bare Npgsql";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var (residents, setting) = await Register.ProvinceAsync(bench);
        using var databases = new DbFactory(setting);
        var asked = await AskAsync(bench, databases);
        await using var source = NpgsqlDataSource.Create(setting);

        async Task OursAsync(int at)
        {
            await using var db = databases.Create();
            var page = await new RegisterQuery(db, KeyRing.ForTests).HandleAsync(asked[at % asked.Count].Filter, Actor.Operator, default);
            GC.KeepAlive(page);
        }

        async Task BareAsync(int at) => GC.KeepAlive(await asked[at % asked.Count].Sql.ReadAsync(source, prepare: false));

        await Load.RunAsync(OursAsync, TimeSpan.FromSeconds(2));
        await Load.RunAsync(BareAsync, TimeSpan.FromSeconds(2));
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions,
            "bare Npgsql, a page", async _ => 1000 / await Load.RunAsync(BareAsync, For),
            "RegisterQuery, a page", async _ => 1000 / await Load.RunAsync(OursAsync, For));
        var ratio = baseline.Median / ours.Median;
        var details = new Dictionary<string, object>
        {
            ["rows"] = residents,
            ["connections"] = Load.Connections,
            ["pagesASecond"] = Math.Round(1000 / ours.Median),
            ["barePagesASecond"] = Math.Round(1000 / baseline.Median),
            ["requests"] = $"{asked.Count} different pages of up to {RegisterQuery.PageSize} people; each run lasts {For.TotalSeconds} s; milliseconds are the run's time over its pages",
        };
        var http = await HttpAsync(bench, setting, asked, source);
        foreach (var (name, value) in http.Details)
        {
            details[name] = value;
        }

        return new JobResult(
            Name, What, baseline, ours, ratio, $"≥ {Target} of the speed{(http.Ratio is null ? "" : ", over HTTP too")}", ratio >= Target && http.Ratio is null or >= Target, details);
    }

    /// <summary>The page as a browser gets it (signed in, HTML) against an endpoint that runs the same SQL and writes its rows as JSON: planned at each call as
    /// Npgsql does by itself, and planned once a connection as <see cref="Platform.Data.Planned.Once"/> does.</summary>
    private static async Task<(double? Ratio, Dictionary<string, object> Details)> HttpAsync(
        Bench bench, string setting, List<(RegisterFilter Filter, Captured Sql)> asked, NpgsqlDataSource source)
    {
        await using var app = await BenchHost.StartAsync(bench, "web", setting);
        await using var kept = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(setting)
        {
            NoResetOnClose = true, MaxPoolSize = Load.Connections, Options = "-c plan_cache_mode=force_generic_plan",
        });
        await using var bare = BenchHost.Bare();
        bare.MapGet("/planned/{at:int}", async (int at) => Microsoft.AspNetCore.Http.Results.Json(await asked[at % asked.Count].Sql.ReadAsync(source, prepare: false)));
        bare.MapGet("/prepared/{at:int}", async (int at) =>
        {
            var (filter, sql) = asked[at % asked.Count]; // a search by name must be planned with the name
            return Microsoft.AspNetCore.Http.Results.Json(await sql.ReadAsync(filter.IsPlain ? kept : source, filter.IsPlain));
        });
        await bare.StartAsync();
        try
        {
            using var browser = BenchHost.ClientOf(app, Load.Connections);
            using var plain = BenchHost.ClientOf(bare, Load.Connections);
            await BenchHost.SignInAsync(browser, bench, "web");
            using var first = await browser.GetAsync("/people");
            if (first.StatusCode != HttpStatusCode.OK)
            {
                return (null, new() { ["http"] = $"not measured: /people answered {(int)first.StatusCode}" });
            }

            var addresses = asked.ConvertAll(a => AddressOf(a.Filter));
            var (planned, prepared) = (Numbered("/planned/"), Numbered("/prepared/"));
            List<string> Numbered(string path) => [.. Enumerable.Range(0, asked.Count).Select(i => $"{path}{i}")];

            await Load.WarmAsync(browser, addresses, turns: 6);
            await Load.WarmAsync(plain, planned, turns: 3);
            await Load.WarmAsync(plain, prepared, turns: 3);
            List<double> pages = [], json = [], once = [];
            var kinds = asked.Select((a, i) => (Kind: KindOf(a.Filter), At: i)).GroupBy(a => a.Kind, a => a.At).ToDictionary(g => g.Key, g => (At: g.ToArray(), Pages: new List<double>(), Json: new List<double>()));
            for (var i = 0; i < bench.Options.Repetitions; i++)
            {
                json.Add(await Load.RunAsync(plain, planned, For));
                pages.Add(await Load.RunAsync(browser, addresses, For));
                once.Add(await Load.RunAsync(plain, prepared, For));
                foreach (var (_, (at, ours, theirs)) in kinds)
                {
                    theirs.Add(await Load.RunAsync(plain, [.. at.Select(a => planned[a])], For));
                    ours.Add(await Load.RunAsync(browser, [.. at.Select(a => addresses[a])], For));
                }
            }

            var ratio = Measure.Median(pages) / Measure.Median(json);
            return (ratio, new()
            {
                ["httpPagesASecond"] = Math.Round(Measure.Median(pages)),
                ["httpBareJsonASecond"] = Math.Round(Measure.Median(json)),
                ["httpRatio"] = Math.Round(ratio, 3),
                ["httpBarePreparedJsonASecond"] = Math.Round(Measure.Median(once)),
                ["httpRatioPrepared"] = Math.Round(Measure.Median(pages) / Measure.Median(once), 3),
                ["httpNote"] = "GET /people?… as HTML, signed in, both servers and the load generator in one process on loopback; the bare endpoint writes the same rows as JSON, "
                    + "its statement planned at each call as Npgsql does unasked, or (prepared) once a connection with the generic plan, as the page itself does for lists without a name",
                ["httpRatioByKind"] = string.Join(", ", kinds.Select(k => string.Create(CultureInfo.InvariantCulture,
                    $"{k.Key}: {Measure.Median(k.Value.Pages) / Measure.Median(k.Value.Json):N2} ({Measure.Median(k.Value.Pages):N0} against {Measure.Median(k.Value.Json):N0})"))),
                ["httpBytesAPage"] = (await browser.GetByteArrayAsync(addresses[0])).Length,
            });
        }
        finally
        {
            await bare.StopAsync();
            await app.StopAsync();
        }
    }

    private static string KindOf(RegisterFilter filter) => filter.IsPlain ? "an area" : filter.Text is not null ? "a name" : "an area with conditions";

    private static string AddressOf(RegisterFilter filter)
    {
        var query = new List<string>();
        if (filter.Region is { } region)
        {
            query.Add($"region={region}");
        }

        if (filter.Text is { Length: > 0 } text)
        {
            query.Add($"q={Uri.EscapeDataString(text)}");
        }

        if (filter.Working is { } working)
        {
            query.Add($"working={(working ? "yes" : "no")}");
        }

        if (filter.Sex is { } sex)
        {
            query.Add($"sex={sex}");
        }

        if (filter.MinAge is { } age)
        {
            query.Add($"min-age={age}");
        }

        if (filter.After is { } after)
        {
            query.Add($"after={Uri.EscapeDataString(after)}");
        }

        return $"/people?{string.Join('&', query)}";
    }

    /// <summary>Pages people look at, and the SQL the register asked for each.</summary>
    private static async Task<List<(RegisterFilter Filter, Captured Sql)>> AskAsync(Bench bench, DbFactory databases)
    {
        var filters = new List<RegisterFilter>();
        var counties = bench.Regions.Within(RegionCode.Shanxi, RegionLevel.County).Select(r => r.Code).ToArray();
        for (var i = 0; i < counties.Length; i++)
        {
            filters.Add(new RegisterFilter { On = bench.AsOf, Region = counties[i] });
        }

        for (var i = 0; i < counties.Length; i += 4)
        {
            filters.Add(new RegisterFilter { On = bench.AsOf, Region = counties[i], Working = i % 8 == 0 });
            filters.Add(new RegisterFilter { On = bench.AsOf, Region = counties[i], Sex = 2, MinAge = 45 });
        }

        foreach (var name in (string[])["王建", "李秀", "张国强", "申屠", "刘"])
        {
            filters.Add(new RegisterFilter { On = bench.AsOf, Text = name });
        }

        var asked = new List<(RegisterFilter Filter, Captured Sql)>();
        using var listener = new SqlListener();
        foreach (var filter in filters)
        {
            var now = filter;
            for (var page = 0; page < 3; page++)
            {
                listener.Take();
                await using var db = databases.Create();
                var answer = await new RegisterQuery(db, KeyRing.ForTests).HandleAsync(now, Actor.Operator, default);
                if (answer.Rows.Count == 0)
                {
                    break;
                }

                asked.Add((now, listener.Take() is [.., var sql] ? sql : throw new InvalidOperationException("No SQL was seen.")));
                if (answer.Next is null)
                {
                    break;
                }

                now = now with { After = answer.Next };
            }
        }

        return asked;
    }
}
