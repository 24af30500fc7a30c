using Chunfeng.People.Demo;
using Chunfeng.People.Register;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>What a demonstration province holds.</summary>
public sealed record DemoReport(long Workers, long Spells, ulong Seed, DateOnly AsOf, bool AlreadyThere);

/// <summary>Fills an empty register with a demonstration province; never beside real people.</summary>
public sealed class CreateDemo(
    ChunfengDb db, IDbFactory databases, KeyRing keys, RegionTree regions, TimeProvider clock)
{
    internal const int MaxWorkers = 6_000_000;
    private const short VillageChecked = 2;

    public async Task<bool> IsEmptyAsync(CancellationToken cancel) => !await db.Workers().AnyAsync(cancel);

    public async Task<Result<DemoReport>> HandleAsync(int workers, ulong seed, DateOnly asOf, Actor actor, CancellationToken cancel)
    {
        if (workers is < 1 or > MaxWorkers)
        {
            return OutOfRange(workers);
        }

        var kind = $"demo workers={workers} seed={seed} as-of={asOf:yyyy-MM-dd}";
        var there = await db.SettingAsync(Setting.RegisterKind, cancel);
        if (there == kind)
        {
            return new DemoReport(workers, await db.WorkSpells().LongCountAsync(cancel), seed, asOf, AlreadyThere: true);
        }

        if (!await IsEmptyAsync(cancel))
        {
            return there is null
                ? new Refusal("register-holds-people", "登记库中已有真实人员，不能生成演示数据；请换一个空的数据库")
                : new Refusal("another-demo", $"登记库中已有另一份演示数据（{there}）；请换一个空的数据库");
        }

        long spells = 0;
        var batch = Guid.CreateVersion7();
        var counts = await new RegisterLoad(databases, keys, clock).RunAsync(batch, actor.Login, VillageChecked, stage =>
        {
            foreach (var person in new DemoProvince(regions, new DemoSettings(workers, seed, asOf)).People())
            {
                cancel.ThrowIfCancellationRequested();
                stage.Add(person.Row);
                spells += person.Row.HasWork ? 1 : 0;
                foreach (var extra in person.Extra)
                {
                    stage.AddWork(person.Row, extra);
                    spells++;
                }
            }

            return Task.CompletedTask;
        }, async (connection, transaction, merged) =>
        {
            // someone may have been registered since the register was found empty: then nothing of the demonstration stays
            var all = await connection.ScalarAsync($"SELECT COUNT(*) FROM {WorkerTable.Name}", transaction, cancel);
            if (all != merged.Added || merged.Added != workers)
            {
                throw new InvalidOperationException("生成期间登记库中有了其他人员，演示数据没有写入；请换一个空的数据库");
            }

            await connection.ExecuteAsync(
                "INSERT INTO platform_setting (key, value) VALUES (@key, @value)", cancel, transaction, ("@key", Setting.RegisterKind), ("@value", kind));
        }, keep: true, cancel);
        db.Audit(clock, actor, "demo.create", kind);
        await db.SaveChangesAsync(cancel);
        return new DemoReport(counts.Added, spells, seed, asOf, AlreadyThere: false);
    }

    internal static Refusal OutOfRange(int workers) =>
        new("workers-out-of-range", $"演示人数 {workers} 不在 1 至 {MaxWorkers} 之间，请改一下 --workers");
}
