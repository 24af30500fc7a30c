using Chunfeng.Data;
using Chunfeng.People.Contracts;
using Chunfeng.People;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Online rotation of the encryption key over a register, against opening and closing the same values in memory.</summary>
internal sealed class RotateJob : Job
{
    private const double Target = 0.5;

    public override string Name => "rotate";
    public override string What => "keys rotate over a register (reading, re-encrypting, writing, online) against plain decrypt-and-encrypt of the same values in memory";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 500_000;
        var template = await Register.PostgresAsync(bench, residents);
        List<byte[]> values;
        using (var databases = new DbFactory(bench.Server!.ConnectionString(template)))
        {
            await using var db = databases.Create();
            var stored = await db.Workers().AsNoTracking().Select(w => new { w.IdCipher, w.PhoneCipher, w.BankCipher }).ToListAsync();
            values = [.. stored.SelectMany(s => new[] { s.IdCipher, s.PhoneCipher, s.BankCipher }).OfType<byte[]>()];
        }

        var turn = 0;
        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions, "decrypt and encrypt, a value", async _ => await Measure.TimeAsync(() =>
            {
                var crypto = new PersonCrypto(KeyRing.ForTests);
                foreach (var value in values)
                {
                    GC.KeepAlive(crypto.Encrypt(crypto.Decrypt(value)));
                }

                return Task.CompletedTask;
            }) / values.Count,
            "keys rotate, a value", async _ =>
            {
                var name = $"cfbench_rotate_{turn++}";
                await bench.Server!.CreateAsync(name, template);
                try
                {
                    using var databases = new DbFactory(bench.Server.ConnectionString(name));
                    await using var db = databases.Create();
                    // a server at work has its register's pages in memory; this copy was made a moment ago
                    await using (var connection = await databases.OpenAsync(default))
                    {
                        await connection.ScalarAsync("SELECT count(*) FROM people_worker WHERE length(remark) > 0", null, default);
                    }

                    // a ring of its own with a file: rotation adds a version
                    var file = bench.PathOf($"{name}.keys.json");
                    await File.WriteAllTextAsync(file, System.Text.Json.JsonSerializer.Serialize(new
                    {
                        Identity = Convert.ToBase64String(KeyRing.ForTests.Identity),
                        Encryption = new Dictionary<string, string> { ["1"] = Convert.ToBase64String(KeyRing.ForTests.Encryption(1)) },
                        Development = true,
                    }));
                    var keys = KeyRing.Load(file, mayCreate: true);
                    RotationReport? report = null;
                    var took = await Measure.TimeAsync(async () => report = (await new RotateKeys(db, databases, keys, [], TimeProvider.System).HandleAsync(Actor.Operator, default)).Value);
                    return report!.Values == values.Count ? took / values.Count : throw new InvalidOperationException($"{report.Values} values instead of {values.Count}");
                }
                finally
                {
                    Npgsql.NpgsqlConnection.ClearAllPools();
                    await bench.Server.DropAsync(name);
                }
            });
        var ratio = baseline.Median / ours.Median;
        return new JobResult(Name, What, baseline, ours, ratio, $"≥ {Target} of the speed", ratio >= Target, new Dictionary<string, object>
        {
            ["rows"] = residents, ["values"] = values.Count, ["valuesASecond"] = Math.Round(1000 / ours.Median), ["plainValuesASecond"] = Math.Round(1000 / baseline.Median),
        });
    }
}
