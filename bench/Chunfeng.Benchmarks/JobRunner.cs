using Chunfeng.Benchmarks.Jobs;

namespace Chunfeng.Benchmarks;

/// <summary>Runs the named jobs one after another; a job that fails does not stop the others.</summary>
internal static class JobRunner
{
    public const string Usage = """
        usage: Chunfeng.Benchmarks import|import-6m|import-empty|row-cost|xlsx|sqlite|facts|crosstab|pages|match-topk|match-all|match-flow|vacancy-search|
                                   scope|audit-write|rotate|staff-200|live-chat|all [--rows N] [--others N]
                                   [--repetitions 3] [--postgres "Host=…"] [--work FOLDER] [--keep]
               Chunfeng.Benchmarks micro            BenchmarkDotNet, short runs
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Parse(args);
        var jobs = args[0] == "all" ? Job.All : [.. Job.All.Where(j => args[0].Split(',').Contains(j.Name))];
        await using var bench = new Bench(options);
        var failed = 0;
        foreach (var job in jobs)
        {
            try
            {
                if (job.NeedsPostgres && await bench.PostgresAsync() is null)
                {
                    Console.WriteLine($"{job.Name}: skipped, there is no PostgreSQL: give --postgres \"Host=…\" or install its server (initdb)");
                    continue;
                }

                Console.WriteLine($"== {job.Name}: {job.What}");
                var result = await job.RunAsync(bench);
                await Results.SaveAsync(result, bench);
            }
            catch (Exception failure) when (jobs.Count > 1)
            {
                failed++;
                Console.WriteLine($"{job.Name}: failed: {failure}");
            }
        }

        return failed == 0 ? 0 : 1;
    }
}
