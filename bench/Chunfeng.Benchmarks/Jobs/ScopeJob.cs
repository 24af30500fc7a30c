using System.Diagnostics;
using Chunfeng.Data;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>A page of the register as staff of a county see it, against the same page asked by who sees everybody.</summary>
internal sealed class ScopeJob : Job
{
    private const double Target = 1.2;
    private const int PagesARound = 1_500;

    public override string Name => "scope";
    public override string What => "pages of a list narrowed to the reader's county against the same pages of somebody who sees the whole province";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 1_000_000;
        var register = await Register.PostgresAsync(bench, residents);
        using var databases = new DbFactory(bench.Server!.ConnectionString(register));
        var counties = bench.Regions.Within(RegionCode.Shanxi, RegionLevel.County).Select(r => r.Code).ToArray();
        var rights = Actor.Operator.Rights;

        // the page begins before the county's first person: both sides read the same people, one of them bounded by its area
        async Task<double> RoundAsync(bool scoped) => await Measure.TimeAsync(async () =>
        {
            for (var i = 0; i < PagesARound; i++)
            {
                var county = counties[i * 7 % counties.Length];
                var actor = scoped ? new Actor("bench", "bench", county, rights) : Actor.Operator;
                await using var db = databases.Create();
                var page = await new RegisterQuery(db, KeyRing.ForTests).HandleAsync(
                    new RegisterFilter { On = bench.AsOf, After = $"h{Guid.Empty:N}{county.Value:D12}" }, actor, default);
                Debug.Assert(page.Rows.Count > 0);
            }
        }) / PagesARound;

        await RoundAsync(true);
        await RoundAsync(false);
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions, "unscoped, a page", _ => RoundAsync(false), "scoped, a page", _ => RoundAsync(true));
        var ratio = ours.Median / baseline.Median;
        return new JobResult(Name, What, baseline, ours, ratio, $"≤ {Target}", ratio <= Target, new Dictionary<string, object>
        {
            ["rows"] = residents, ["requests"] = $"{PagesARound} pages of up to {RegisterQuery.PageSize} people a round, one after another, over all counties",
        });
    }
}
