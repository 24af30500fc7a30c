using Chunfeng.Data;
using Microsoft.Data.Sqlite;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>The roster into a register kept in SQLite, against \copy of the same file into PostgreSQL.</summary>
internal sealed class SqliteJob : Job
{
    private const double Target = 3;

    public override string Name => "sqlite";
    public override string What => "a roster into a SQLite register that holds others against the same \\copy into PostgreSQL as import";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var count = bench.Options.Rows ?? 1_000_000;
        var residents = bench.Options.Others ?? 1_000_000;
        var file = await Corpus.RosterAsync(bench, count, ".csv");
        var plain = await Plain.PostgresAsync(bench, residents);
        var prepared = await bench.OnceAsync($"register-{residents}.db", async () =>
        {
            var path = bench.PathOf($"register-{residents}.db");
            using var databases = new DbFactory($"sqlite:{path}");
            await databases.MigrateAsync(default);
            await Register.FillAsync(bench, databases, residents);
            await using (var connection = await databases.OpenAsync(default))
            {
                await Chunfeng.Platform.Data.Sql.ExecuteAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", default);
            }

            SqliteConnection.ClearAllPools();
            return path;
        });
        const string run = "cfbench_run";
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions,
            "\\copy", async _ =>
            {
                await bench.Server!.CreateAsync(run, plain);
                var took = await Plain.CopyAsync(bench, run, file);
                await bench.Server.DropAsync(run);
                return took;
            },
            "SQLite import", async _ =>
            {
                var path = bench.PathOf("run.db");
                File.Copy(prepared, path, overwrite: true);
                using var databases = new DbFactory($"sqlite:{path}");
                var took = await Register.ImportAsync(bench, databases, file, count);
                SqliteConnection.ClearAllPools();
                foreach (var left in Directory.EnumerateFiles(bench.Folder, "run.db*"))
                {
                    File.Delete(left);
                }

                return took;
            });
        var ratio = ours.Median / baseline.Median;
        return new JobResult(Name, What, baseline, ours, ratio, $"≤ {Target}", ratio <= Target, new Dictionary<string, object>
        {
            ["rows"] = count,
            ["residents"] = residents,
            ["rowsASecond"] = Math.Round(count / ours.Median * 1000),
            ["baseline"] = Plain.Description,
            ["ours"] = "the same path as import, on SQLite in write-ahead mode with its default synchronous = FULL; temporary files on the same disk",
        });
    }
}
