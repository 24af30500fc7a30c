using Chunfeng.Benchmarks.Jobs;
using Chunfeng.Data;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Npgsql;

namespace Chunfeng.Benchmarks;

/// <summary>Registers to measure on: made by the program's own demonstration verb, filled by its own import path.</summary>
internal static class Register
{
    private static readonly KeyRing Keys = KeyRing.ForTests;

    /// <summary>A migrated PostgreSQL database holding so many residents; made once, then used as a template.</summary>
    public static Task<string> PostgresAsync(Bench bench, int residents) => bench.OnceAsync($"cfbench_register_{residents}", async () =>
    {
        var name = $"cfbench_register_{residents}";
        await bench.Server!.CreateAsync(name);
        using (var databases = new DbFactory(bench.Server.ConnectionString(name)))
        {
            await databases.MigrateAsync(default);
            await FillAsync(bench, databases, residents);
        }

        await SettleAsync(bench, name);
        return name;
    });

    /// <summary>A register of a province, or of as many as were asked for, and the setting with which pages of it are asked for all at once.</summary>
    public static async Task<(int Residents, string Setting)> ProvinceAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 6_000_000;
        var register = await PostgresAsync(bench, residents);
        return (residents, new NpgsqlConnectionStringBuilder(bench.Server!.ConnectionString(register)) { MaxPoolSize = Load.Connections * 2, CommandTimeout = 60 }.ToString());
    }

    public static async Task FillAsync(Bench bench, DbFactory databases, int residents)
    {
        if (residents == 0)
        {
            return;
        }

        await using var db = databases.Create();
        var made = await new CreateDemo(db, databases, Keys, bench.Regions, TimeProvider.System)
            .HandleAsync(residents, 7, bench.AsOf, Actor.Operator, default);
        if (made.IsRefused)
        {
            throw new InvalidOperationException(made.Refusal.Message);
        }
    }

    /// <summary>Imports a roster file as the service does. Returns the milliseconds from opening the file to the commit.</summary>
    public static async Task<double> ImportAsync(Bench bench, DbFactory databases, string file, int expected)
    {
        await using var db = databases.Create();
        var import = new ImportRoster(
            db, databases, Keys, bench.Regions, bench.Codes, new Places(bench.Data, bench.PathOf("var")), new ImportProgress(), TimeProvider.System);
        ImportReport? report = null;
        var took = await Measure.TimeAsync(async () =>
        {
            var ran = await import.HandleAsync(file, null, bench.AsOf, dryRun: false, rejects: null, Actor.Operator, default);
            report = ran.IsRefused ? throw new InvalidOperationException(ran.Refusal.Message) : ran.Value;
        });
        return report!.Added == expected
            ? took
            : throw new InvalidOperationException($"Expected {expected} people added: {report}");
    }

    /// <summary>Statistics and visibility as autovacuum would leave them.</summary>
    public static async Task SettleAsync(Bench bench, string database)
    {
        NpgsqlConnection.ClearAllPools();
        await using var session = await bench.Server!.OpenAsync(database);
        await session.ExecuteAsync("VACUUM (ANALYZE)", default);
        await session.ExecuteAsync("CHECKPOINT", default);
    }
}
