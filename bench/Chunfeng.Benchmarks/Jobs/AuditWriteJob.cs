using Chunfeng.Data;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>A change to a person with its audit entry, chained, against the same change whose entry is taken out of the unit of work before it is saved.</summary>
internal sealed class AuditWriteJob : Job
{
    private const double Target = 1.10;
    private const int WritesARound = 1_000;

    public override string Name => "audit-write";
    public override string What => "a change to a person's registration with its audit entry against the same change without";

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var residents = bench.Options.Others ?? 60_000;
        var register = await Register.PostgresAsync(bench, residents);
        using var databases = new DbFactory(bench.Server!.ConnectionString(register));
        List<Guid> people;
        await using (var db = databases.Create())
        {
            people = await db.Workers().OrderBy(w => w.WorkerId).Take(WritesARound).Select(w => w.WorkerId).ToListAsync();
        }

        var round = 0;
        async Task<double> RoundAsync(bool audited)
        {
            round++;
            return await Measure.TimeAsync(async () =>
            {
                foreach (var worker in people)
                {
                    await using var db = databases.Create();
                    if (!audited)
                    {
                        db.ChangeTracker.Tracked += (_, e) =>
                        {
                            if (e.Entry.Entity is AuditEntry)
                            {
                                e.Entry.State = EntityState.Detached;
                            }
                        };
                    }

                    var version = await db.Workers().Where(w => w.WorkerId == worker).Select(w => w.Version).SingleAsync();
                    var changed = await new PersonLedger(db, KeyRing.ForTests, bench.Regions, bench.Codes, TimeProvider.System).ChangePersonAsync(
                        worker, version, new PersonChange { Hamlet = $"第{round}组" }, new LedgerSource(Evidence.Village, "bench"), Actor.Operator, default);
                    if (changed.IsRefused)
                    {
                        throw new InvalidOperationException(changed.Refusal.Message);
                    }
                }
            }) / people.Count;
        }

        await RoundAsync(true);
        await RoundAsync(false);
        var before = await EntriesAsync(databases);
        await RoundAsync(false);
        if (await EntriesAsync(databases) != before)
        {
            throw new InvalidOperationException("The side without audit wrote some.");
        }

        var (baseline, ours) = await Measure.AlternateAsync(
            bench.Options.Repetitions, "without audit, a write", _ => RoundAsync(false), "with audit, a write", _ => RoundAsync(true));
        var ratio = ours.Median / baseline.Median;
        return new JobResult(Name, What, baseline, ours, ratio, $"≤ {Target}", ratio <= Target, new Dictionary<string, object>
        {
            ["rows"] = residents, ["requests"] = $"{WritesARound} changes a round through the ledger, one transaction each, one after another, all by one account: its chain is the longest",
        });
    }

    private static async Task<int> EntriesAsync(DbFactory databases)
    {
        await using var db = databases.Create();
        return await db.AuditEntries().CountAsync();
    }
}
