using Chunfeng.Data;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Chunfeng.Modules.Tests.Common;

/// <summary>Marked statements answer as others do; on PostgreSQL they are planned once, without looking at values.</summary>
public class PlannedTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory(DisplayName = "只计划一次的查询：结果与不标记的相同；在事务中看得到本事务写下的"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Answers_as_any_other(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        db.Add(new Setting { Key = "a", Value = "1" });
        await db.SaveChangesAsync(Cancel);
        Assert.Equal("1", await Marked(db, "a").SingleAsync(Cancel));
        Assert.Equal("1", Marked(db, "a").Single()); // the way without waiting too
        Assert.Empty(await Marked(db, "b").ToListAsync(Cancel));

        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        db.Add(new Setting { Key = "b", Value = "2" });
        await db.SaveChangesAsync(Cancel);
        Assert.Equal("2", await Marked(db, "b").SingleAsync(Cancel));
        await transaction.RollbackAsync(Cancel);
        Assert.Empty(await Marked(db, "b").ToListAsync(Cancel));
    }

    [Fact(DisplayName = "查询怎样计划：标记只计划一次的不看取值，反复出现的留着，标记每次计划的不留；后两种各用各的连接")]
    public async Task Is_planned_as_it_says()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Postgres);
        for (var i = 0; i < 7; i++)
        {
            await using var db = test.Open();
            await Marked(db, $"key {i}").ToListAsync(Cancel);
            await db.Set<Setting>().Where(s => s.Key == $"other {i}").ToListAsync(Cancel);
            await db.Set<Setting>().TagWith(Planned.Anew).Where(s => s.Key == $"anew {i}").ToListAsync(Cancel);
        }

        var reads = test.Factory.Reads!;
        Assert.Equal([(7, 0)], await PlansAsync(reads.Once));
        Assert.Equal(3, Assert.Single(await PlansAsync(reads.Contexts)) is var (generic, custom) ? generic + custom : 0); // kept at the fifth
        Assert.Empty(await PlansAsync(reads.Anew));
        Assert.Empty(await PlansAsync(reads.Plain));

        // whatever the server or the configuration says
        using var compiling = new DbFactory(new NpgsqlConnectionStringBuilder(test.Factory.ConnectionString) { Options = "-c jit=on" }.ToString());
        reads = compiling.Reads!;
        Assert.Equal("off off on on", $"{await JitAsync(reads.Once)} {await JitAsync(reads.Contexts)} {await JitAsync(reads.Anew)} {await JitAsync(reads.Plain)}");
    }

    [Fact(DisplayName = "查询怎样计划：在事务中，标记每次计划的也看得到本事务写下的")]
    public async Task Anew_sees_its_transaction()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Postgres);
        await using var db = test.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        db.Add(new Setting { Key = "a", Value = "1" });
        await db.SaveChangesAsync(Cancel);
        Assert.Single(await db.Set<Setting>().TagWith(Planned.Anew).Where(s => s.Key == "a").ToListAsync(Cancel));
    }

    [Fact(DisplayName = "只计划一次的查询：中途放弃、取消、出错以后，连接都还回去；这些连接写不了")]
    public async Task Connections_come_back()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Postgres);
        var setting = new NpgsqlConnectionStringBuilder(test.Factory.ConnectionString) { MaxPoolSize = 2, Timeout = 3 }.ToString(); // one connection for marked statements
        using var factory = new DbFactory(setting);
        await using (var db = factory.Create())
        {
            db.AddRange(Enumerable.Range(0, 300).Select(i => new Setting { Key = $"k{i}", Value = new string('值', 400) }));
            await db.SaveChangesAsync(Cancel);
        }

        for (var turn = 0; turn < 3; turn++)
        {
            await using var db = factory.Create();
            await foreach (var _ in db.Set<Setting>().TagWith(Planned.Once).AsAsyncEnumerable())
            {
                break;
            }

            using var cancelled = new CancellationTokenSource();
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Marked(db, "k1").ToListAsync(cancelled.Token));
            await Assert.ThrowsAsync<PostgresException>(() => db.Database.SqlQueryRaw<int>("SELECT 1 / 0 AS \"Value\"").TagWith(Planned.Once).ToListAsync(Cancel));
            Assert.Single(await Marked(db, "k1").ToListAsync(Cancel));
        }

        await using var connection = await factory.Reads!.Once.OpenConnectionAsync(Cancel);
        await using var write = new NpgsqlCommand("DELETE FROM platform_setting", connection);
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, (await Assert.ThrowsAsync<PostgresException>(() => write.ExecuteNonQueryAsync(Cancel))).SqlState);
    }

    private static IQueryable<string> Marked(ChunfengDb db, string key) => db.Set<Setting>().TagWith(Planned.Once).Where(s => s.Key == key).Select(s => s.Value);

    /// <summary>Of each statement a connection keeps: plans made without and with the values.</summary>
    private static async Task<List<(int Generic, int Custom)>> PlansAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT generic_plans::int, custom_plans::int FROM pg_prepared_statements WHERE statement LIKE '%platform_setting%'", connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        List<(int, int)> plans = [];
        while (await reader.ReadAsync(Cancel))
        {
            plans.Add((reader.GetInt32(0), reader.GetInt32(1)));
        }

        return plans;
    }

    private static async Task<string?> JitAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SHOW jit");
        return (string?)await command.ExecuteScalarAsync(Cancel);
    }
}
