using Chunfeng.Data;
using Chunfeng.Platform.Data;
using Npgsql;

namespace Chunfeng.Modules.Tests.Support;

/// <summary>A fresh, migrated database of one engine, gone when the test ends. Without PostgreSQL the test says so and is skipped.</summary>
public sealed class TestDb : IAsyncDisposable
{
    public const string Sqlite = "SQLite", Postgres = "PostgreSQL";

    /// <summary>Both engines, for [Theory].</summary>
    public static TheoryData<string> Engines => [Sqlite, Postgres];

    private readonly string? folder, server, name;

    private TestDb(DbFactory factory, string? folder, string? server, string? name) =>
        (Factory, this.folder, this.server, this.name) = (factory, folder, server, name);

    public DbFactory Factory { get; }

    public ChunfengDb Open() => Factory.Create();

    public static async Task<TestDb> CreateAsync(string engine)
    {
        if (engine == Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("chunfeng-test-").FullName;
            var factory = new DbFactory($"sqlite:{Path.Combine(folder, "test.db")}");
            await factory.MigrateAsync(TestContext.Current.CancellationToken);
            return new TestDb(factory, folder, null, null);
        }

        var server = Environment.GetEnvironmentVariable("CHUNFENG_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "PostgreSQL 未提供：请设置 CHUNFENG_TEST_POSTGRES，或运行 .ci/run");
        var name = $"chunfeng_{Guid.NewGuid():N}";
        await OnServerAsync(server!, $"CREATE DATABASE {name}");
        var database = new DbFactory(new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString());
        await database.MigrateAsync(TestContext.Current.CancellationToken);
        return new TestDb(database, null, server, name);
    }

    public async ValueTask DisposeAsync()
    {
        Factory.Dispose();
        if (folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            await OnServerAsync(server!, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    private static async Task OnServerAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
