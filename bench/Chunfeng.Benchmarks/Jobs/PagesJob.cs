using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Net;
using Chunfeng.Data;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Pages of the register a second, against the same SQL through bare Npgsql: the query itself, then the page over HTTP.</summary>
internal sealed class PagesJob : Job
{
    private const double Target = 0.75;
    private const int Connections = 16;
    private static readonly TimeSpan For = TimeSpan.FromSeconds(4), Warm = TimeSpan.FromSeconds(30);

    public override string Name => "pages";
    public override string What => "pages of the register a second (first pages of counties, pages in the middle, names) against the same SQL through bare Npgsql";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 6_000_000;
        var register = await Register.PostgresAsync(bench, residents);
        var setting = new NpgsqlConnectionStringBuilder(bench.Server!.ConnectionString(register)) { MaxPoolSize = Connections * 2, CommandTimeout = 60 }.ToString();
        using var databases = new DbFactory(setting);
        var asked = await AskAsync(bench, databases);
        await using var source = NpgsqlDataSource.Create(setting);

        async Task OursAsync(int at)
        {
            await using var db = databases.Create();
            var page = await new RegisterQuery(db, KeyRing.ForTests).HandleAsync(asked[at % asked.Count].Filter, Actor.Operator, default);
            GC.KeepAlive(page);
        }

        async Task BareAsync(int at) => GC.KeepAlive(await asked[at % asked.Count].Sql.ReadAsync(source));

        await LoadAsync(OursAsync, TimeSpan.FromSeconds(2));
        await LoadAsync(BareAsync, TimeSpan.FromSeconds(2));
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions,
            "bare Npgsql, a page", async _ => 1000 / await LoadAsync(BareAsync, For),
            "RegisterQuery, a page", async _ => 1000 / await LoadAsync(OursAsync, For));
        var ratio = baseline.Median / ours.Median;
        var details = new Dictionary<string, object>
        {
            ["rows"] = residents,
            ["connections"] = Connections,
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

    /// <summary>The page as a browser gets it (signed in, HTML) against an endpoint that runs the same SQL and writes its rows as JSON.</summary>
    private static async Task<(double? Ratio, Dictionary<string, object> Details)> HttpAsync(
        Bench bench, string setting, List<(RegisterFilter Filter, Captured Sql)> asked, NpgsqlDataSource source)
    {
        await using var app = await BenchHost.StartAsync(bench, "web", setting);
        var bareBuilder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        bareBuilder.Logging.ClearProviders();
        await using var bare = bareBuilder.Build();
        bare.MapGet("/{at:int}", async (int at) => Microsoft.AspNetCore.Http.Results.Json(await asked[at % asked.Count].Sql.ReadAsync(source)));
        await bare.StartAsync();
        try
        {
            using var browser = BenchHost.ClientOf(app, Connections);
            using var plain = BenchHost.ClientOf(bare, Connections);
            await BenchHost.SignInAsync(browser, "admin", (await File.ReadAllTextAsync(Path.Combine(bench.PathOf("web"), "first-sign-in.txt"))).Split('/')[1].Trim());
            using var first = await browser.GetAsync("/people");
            if (first.StatusCode != HttpStatusCode.OK)
            {
                return (null, new() { ["http"] = $"not measured: /people answered {(int)first.StatusCode}" });
            }

            var addresses = asked.ConvertAll(a => AddressOf(a.Filter));
            async Task PageAsync(int at)
            {
                using var answer = await browser.GetAsync(addresses[at % addresses.Count]);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
            }

            async Task JsonAsync(int at)
            {
                using var answer = await plain.GetAsync($"/{at % asked.Count}");
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
            }

            await LoadAsync(PageAsync, Warm); // until the compiler has done with what a page goes through: a server runs for weeks
            await LoadAsync(JsonAsync, Warm);
            List<double> pages = [], json = [];
            for (var i = 0; i < bench.Options.Repetitions; i++)
            {
                json.Add(await LoadAsync(JsonAsync, For));
                pages.Add(await LoadAsync(PageAsync, For));
            }

            var ratio = Measure.Median(pages) / Measure.Median(json);
            return (ratio, new()
            {
                ["httpPagesASecond"] = Math.Round(Measure.Median(pages)),
                ["httpBareJsonASecond"] = Math.Round(Measure.Median(json)),
                ["httpRatio"] = Math.Round(ratio, 3),
                ["httpNote"] = "GET /people?… as HTML, signed in, both servers and the load generator in one process on loopback; the bare endpoint writes the same rows as JSON",
                ["httpBytesAPage"] = (await browser.GetByteArrayAsync(addresses[0])).Length,
            });
        }
        finally
        {
            await bare.StopAsync();
            await app.StopAsync();
        }
    }

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
                listener.Last = null;
                await using var db = databases.Create();
                var answer = await new RegisterQuery(db, KeyRing.ForTests).HandleAsync(now, Actor.Operator, default);
                if (answer.Rows.Count == 0)
                {
                    break;
                }

                asked.Add((now, listener.Last ?? throw new InvalidOperationException("No SQL was seen.")));
                if (answer.Next is null)
                {
                    break;
                }

                now = now with { After = answer.Next };
            }
        }

        return asked;
    }

    /// <summary>Pages a second that so many loops at once get through.</summary>
    private static async Task<double> LoadAsync(Func<int, Task> act, TimeSpan time)
    {
        var done = 0;
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(loop => Task.Run(async () =>
        {
            // loops start at different pages and step by a prime, so that all meet all
            for (var at = loop * 37; Stopwatch.GetElapsedTime(from) < time; at += 7)
            {
                await act(at);
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    /// <summary>A statement as the register sent it, to be sent again without EF.</summary>
    private sealed record Captured(string Text, IReadOnlyList<NpgsqlParameter> Parameters)
    {
        public async Task<List<RegisterRow>> ReadAsync(NpgsqlDataSource source)
        {
            await using var command = source.CreateCommand(Text);
            foreach (var parameter in Parameters)
            {
                command.Parameters.Add(parameter.Clone());
            }

            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<RegisterRow>(RegisterQuery.PageSize + 1);
            while (await reader.ReadAsync())
            {
                rows.Add(new RegisterRow(
                    reader.GetGuid(0), reader.GetString(1), reader.GetInt16(2), reader.GetFieldValue<DateOnly>(3), reader.GetInt64(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetFieldValue<byte[]>(7),
                    reader.IsDBNull(8) ? null : reader.GetFieldValue<byte[]>(8), reader.GetBoolean(9), reader.GetDateTime(10)));
            }

            return rows;
        }
    }

    /// <summary>Hears the SQL that EF sends.</summary>
    private sealed class SqlListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly ConcurrentBag<IDisposable> subscriptions = [];

        public SqlListener() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public Captured? Last { get; set; }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData { Command: DbCommand command })
            {
                Last = new Captured(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in subscriptions)
            {
                subscription.Dispose();
            }
        }
    }
}
