using System.Diagnostics;
using System.Net;
using System.Security.Claims;
using Chunfeng.People;
using Chunfeng.Platform.Access;
using Chunfeng.Standards.Regions;
using Chunfeng.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Two hundred staff at once: each signed in, each in its own area, against the same pages of a host that asks nobody who they are.</summary>
/// <remarks>The bare host is the same program with a door in front: every request is the operator's, no cookie is opened, no session looked at, no area narrows
/// what is asked (the address names the region), and nobody reads audited pages. Numbers are opened and masked on both: what masking alone costs is measured apart
/// and taken off the bare side's time.</remarks>
internal sealed class StaffJob : Job
{
    private const double Target = 0.7;
    private const int Staff = 200;
    private const string Password = "correct horse 7";
    private static readonly TimeSpan For = TimeSpan.FromSeconds(12);

    public override string Name => "staff-200";
    public override string What => "requests a second of 200 staff at once, signed in, scoped, masked, against the same pages without sign-in, scope, audit and masking";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 100_000;
        var register = await Register.PostgresAsync(bench, residents);
        var setting = bench.Server!.ConnectionString(register) + ";Maximum Pool Size=40";
        var counties = bench.Regions.Within(RegionCode.Shanxi, RegionLevel.County).Select(r => r.Code).ToArray();
        await using var app = await StartAsync(bench, setting, "web", bare: false);
        await using var bare = await StartAsync(bench, setting, "bare", bare: true);
        var people = new Dictionary<RegionCode, List<Guid>>();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Platform.Data.ChunfengDb>();
            foreach (var county in counties)
            {
                var (from, to) = (county.Value, county.End);
                people[county] = await db.Workers().Where(w => w.Home >= from && w.Home < to && w.MergedInto == null).OrderBy(w => w.WorkerId).Take(20).Select(w => w.WorkerId).ToListAsync();
            }
        }

        counties = [.. counties.Where(c => people[c].Count > 0)];
        var clients = new List<(HttpClient Ours, HttpClient Bare, RegionCode County)>();
        for (var i = 0; i < Staff; i++)
        {
            var county = counties[i % counties.Length];
            await using (var scope = app.Services.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<Accounts>().CreateAsync($"bench-{i}", "测试", county.Value, Roles.Find("county-clerk")!, Password, default);
            }

            var client = BenchHost.ClientOf(app, 1);
            await BenchHost.SignInAsync(client, $"bench-{i}", Password);
            clients.Add((client, BenchHost.ClientOf(bare, 1), county));
        }

        var failures = 0;
        async Task<double> LoadAsync(bool ours)
        {
            var done = 0;
            var from = Stopwatch.GetTimestamp();
            await Task.WhenAll(clients.Select((c, i) => Task.Run(async () =>
            {
                for (var at = i; Stopwatch.GetElapsedTime(from) < For; at++)
                {
                    var address = (at % 4) switch
                    {
                        0 => $"/people?region={c.County}", 1 => $"/people/{people[c.County][at % people[c.County].Count]}", 2 => "/desk", _ => $"/people?region={c.County}&working=yes",
                    };
                    using var answer = await (ours ? c.Ours : c.Bare).GetAsync(address);
                    await answer.Content.ReadAsByteArrayAsync();
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        Interlocked.Increment(ref done);
                    }
                    else
                    {
                        Interlocked.Increment(ref failures);
                    }
                }
            })));
            return 1000 * Stopwatch.GetElapsedTime(from).TotalSeconds / done;
        }

        await LoadAsync(false);
        await LoadAsync(true);
        var (baseline, measured) = await Measure.AlternateAsync(
            bench.Options.Repetitions, "without, a request", _ => LoadAsync(false), "200 staff, a request", _ => LoadAsync(true));
        foreach (var (ours, other, _) in clients)
        {
            ours.Dispose();
            other.Dispose();
        }

        var masking = MaskingMilliseconds();
        var ratio = (baseline.Median - masking) / measured.Median;
        return new JobResult(Name, What, baseline, measured, ratio, $"≥ {Target} of the speed", ratio >= Target && failures == 0, new Dictionary<string, object>
        {
            ["rows"] = residents, ["requestsASecond"] = Math.Round(1000 / measured.Median), ["bareRequestsASecond"] = Math.Round(1000 / (baseline.Median - masking)),
            ["maskingMillisecondsARequest"] = Math.Round(masking, 4), ["refused"] = failures,
            ["requests"] = $"{Staff} loops at once, each its own session: list of the county, a person, the desk, a filtered list; {For.TotalSeconds} s a round; servers and load generator in one process on loopback",
        });
    }

    /// <summary>Masking of a list's hundred numbers, half of the requests being lists.</summary>
    private static double MaskingMilliseconds()
    {
        const int rounds = 20_000;
        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++)
        {
            GC.KeepAlive(Standards.Masking.Mask.IdNumber("140121197001055006"));
            GC.KeepAlive(Standards.Masking.Mask.Phone("13765432100"));
        }

        return Stopwatch.GetElapsedTime(from).TotalMilliseconds / rounds * 50 / 2;
    }

    private static Task<WebApplication> StartAsync(Bench bench, string setting, string name, bool bare) => BenchHost.StartAsync(bench, name, setting, builder =>
    {
        builder.Configuration["Chunfeng:SignIn:TriesPerMinute"] = "10000";
        if (bare)
        {
            builder.Services.AddSingleton<IStartupFilter>(new OpenDoor());
        }
    });

    /// <summary>Everybody is the operator.</summary>
    private sealed class OpenDoor : IStartupFilter
    {
        private static readonly ClaimsPrincipal Anybody = new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, "operator"), new(ClaimTypes.Name, "operator"), new(Accounts.RegionClaim, "140000000000"),
            new(Accounts.RightsClaim, string.Join(' ', Roles.Find("county-clerk")!.Rights)),
        ], Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationDefaults.AuthenticationScheme));

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.User = Anybody;
                return go(context);
            });
            next(app);
        };
    }
}
