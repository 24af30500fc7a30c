using System.Diagnostics;
using Chunfeng.Data;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Data;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Sealing a cut of the whole register, against COPY of the columns it needs to nowhere.</summary>
internal sealed class FactsJob : Job
{
    private const double Target = 1.5;
    private const long MostBytes = 700_000_000;

    private static readonly string[] Needed =
    [
        $"COPY {WorkerTable.Name} (worker_id, home, birth_date, sex, education, recorded_at, merged_into) TO STDOUT",
        $"COPY {WorkSpellTable.Name} (worker_id, spell_id, starts_on, ends_on, workplace, form, wage_fen, evidence) TO STDOUT",
        $"COPY {StatusSpellTable.Name} (worker_id, starts_on, ends_on, category, risk) TO STDOUT",
    ];

    public override string Name => "facts";
    public override string What => "building and sealing the facts of everybody from PostgreSQL against COPY … TO STDOUT of the columns it needs";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 6_000_000;
        var register = await Register.PostgresAsync(bench, residents);
        using var databases = new DbFactory(bench.Server!.ConnectionString(register));
        SealedFacts? made = null;
        var folder = bench.PathOf("var");
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions,
            "COPY TO", _ => Measure.TimeAsync(() => bench.Server!.DiscardAsync(register, Needed)),
            "facts", async _ =>
            {
                if (made is not null)
                {
                    File.Delete(made.Path);
                }

                return await Measure.TimeAsync(async () => made = await BuildAsync(bench, databases, folder));
            });

        var opened = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var from = Stopwatch.GetTimestamp();
            using var facts = FactsFile.Open(made!.Path);
            opened.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        var bytes = new FileInfo(made!.Path).Length;
        var ratio = ours.Median / baseline.Median;
        return new JobResult(Name, What, baseline, ours, ratio, $"≤ {Target}", ratio <= Target && bytes <= MostBytes, new Dictionary<string, object>
        {
            ["rows"] = made.People,
            ["spells"] = made.Spells,
            ["fileBytes"] = bytes,
            ["fileTarget"] = $"≤ {MostBytes}",
            ["openMilliseconds"] = Math.Round(Measure.Median(opened), 3),
            ["sound"] = FactsFile.Verify(made.Path) is null,
            ["baseline"] = string.Join("; ", Needed) + " — by psql, one after another, output to /dev/null; no order, text format",
            ["ours"] = "BuildFacts: read in worker order, classify, sort by village, write, hash, flush to disk",
        });
    }

    internal static async Task<SealedFacts> BuildAsync(Bench bench, DbFactory databases, string folder)
    {
        var built = await new BuildFacts(databases, new Places(bench.Data, folder), TimeProvider.System).HandleAsync(bench.AsOf, InnerLine.Township, default);
        return built.IsRefused ? throw new InvalidOperationException(built.Refusal.Message) : built.Value!;
    }
}
