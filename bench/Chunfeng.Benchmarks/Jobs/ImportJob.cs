using Chunfeng.Data;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>A roster into the register in PostgreSQL, against \copy of the same file into a plain table.</summary>
internal sealed class ImportJob(string name, int rows, int others, double target) : Job
{
    public override string Name => name;

    public override string What => others == 0
        ? "a roster into an empty register (load, then index) against \\copy into an empty table that has its indexes"
        : "a roster into a register that holds others against \\copy into a table that holds others";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var count = bench.Options.Rows ?? rows;
        var residents = others == 0 ? 0 : bench.Options.Others ?? others;
        var file = await Corpus.RosterAsync(bench, count, ".csv");
        var register = await Register.PostgresAsync(bench, residents);
        var plain = await Plain.PostgresAsync(bench, residents);
        const string copy = "cfbench_run";

        List<double> plainCpu = [], oursCpu = [];
        async Task<double> OnCopyAsync(string template, List<double> cpu, Func<Task<double>> run)
        {
            await bench.Server!.CreateAsync(copy, template);
            try
            {
                var before = await Cpu.SecondsAsync(bench);
                var took = await run();
                cpu.Add(await Cpu.SecondsAsync(bench) - before);
                return took;
            }
            finally
            {
                await bench.Server.DropAsync(copy);
            }
        }

        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions,
            "\\copy", _ => OnCopyAsync(plain, plainCpu, () => Plain.CopyAsync(bench, copy, file)),
            "import", _ => OnCopyAsync(register, oursCpu, async () =>
            {
                using var databases = new DbFactory(bench.Server!.ConnectionString(copy));
                return await Register.ImportAsync(bench, databases, file, count);
            }));
        var ratio = ours.Median / baseline.Median;
        return new JobResult(name, What, baseline, ours, ratio, $"≤ {target}", ratio <= target, new Dictionary<string, object>
        {
            ["rows"] = count,
            ["residents"] = residents,
            ["fileBytes"] = new FileInfo(file).Length,
            ["rowsASecond"] = Math.Round(count / ours.Median * 1000),
            ["copyRowsASecond"] = Math.Round(count / baseline.Median * 1000),
            ["cpuSeconds"] = Math.Round(Measure.Median(oursCpu), 1),
            ["copyCpuSeconds"] = Math.Round(Measure.Median(plainCpu), 1),
            ["cpuNote"] = "processor time of program and server together; a busy machine blurs it less than the clock",
            ["baseline"] = Plain.Description,
            ["ours"] = others == 0
                ? "RosterReader (parse, validate) on one thread; worker ids, blind indexes (HMAC-SM3), SM4-GCM and fingerprints on another; binary COPY "
                    + "straight into the three tables, which have no indexes yet; a filter sets possible repeats aside; then the indexes"
                : "RosterReader (parse, validate) on one thread; worker ids, blind indexes (HMAC-SM3), SM4-GCM and fingerprints on another; one transaction: binary "
                    + "COPY of each part straight into the three tables with their indexes while nobody of it is known, else staging and merge (conflicts, corrections with history)",
            ["before each run"] = "a fresh file copy of the prepared database, then CHECKPOINT",
        });
    }
}
