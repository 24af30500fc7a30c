using Chunfeng.Data;
using Chunfeng.Platform.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

[assembly: AssemblyFixture(typeof(Chunfeng.Modules.Tests.Support.MigratedDb))]

namespace Chunfeng.Modules.Tests.Support;

/// <summary>A fresh, migrated database of one engine, a copy of <see cref="MigratedDb"/>, gone when the test ends. Without PostgreSQL the test says so and is skipped.</summary>
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
            File.Copy(await MigratedDb.Sqlite, Path.Combine(folder, "test.db"));
            return new TestDb(new DbFactory($"sqlite:{Path.Combine(folder, "test.db")}"), folder, null, null);
        }

        var server = Environment.GetEnvironmentVariable("CHUNFENG_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "PostgreSQL 未提供：请设置 CHUNFENG_TEST_POSTGRES，或运行 .ci/run");
        var name = NewName();
        await OnServerAsync(server!, $"CREATE DATABASE {name} TEMPLATE {await MigratedDb.Postgres}");
        return new TestDb(FactoryOf(server!, name), null, server, name);
    }

    public async ValueTask DisposeAsync()
    {
        Factory.Dispose();
        if (folder is not null)
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            await OnServerAsync(server!, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    internal static string NewName() => $"chunfeng_{Guid.NewGuid():N}";

    internal static DbFactory FactoryOf(string server, string name) => new(new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString());

    internal static async Task OnServerAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>An empty database of each engine with every migration applied, made when the first test asks and copied by all: a migration takes far longer than a copy.</summary>
public sealed class MigratedDb : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SqliteFile = new(MakeSqliteAsync), PostgresName = new(MakePostgresAsync);

    /// <summary>Path of the file.</summary>
    public static Task<string> Sqlite => SqliteFile.Value;

    /// <summary>Name on the server of CHUNFENG_TEST_POSTGRES; nobody is connected to it.</summary>
    public static Task<string> Postgres => PostgresName.Value;

    public async ValueTask DisposeAsync()
    {
        if (SqliteFile.IsValueCreated)
        {
            Directory.Delete(Path.GetDirectoryName(await Sqlite)!, recursive: true);
        }

        if (PostgresName.IsValueCreated)
        {
            await TestDb.OnServerAsync(Environment.GetEnvironmentVariable("CHUNFENG_TEST_POSTGRES")!, $"DROP DATABASE {await Postgres} WITH (FORCE)");
        }
    }

    private static async Task<string> MakeSqliteAsync()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("chunfeng-test-").FullName, "migrated.db");
        using (var factory = new DbFactory($"sqlite:{path}"))
        {
            await factory.MigrateAsync(CancellationToken.None);
            await using var connection = await factory.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", CancellationToken.None); // all of it in the one file
        }

        SqliteConnection.ClearAllPools();
        return path;
    }

    private static async Task<string> MakePostgresAsync()
    {
        var (server, name) = (Environment.GetEnvironmentVariable("CHUNFENG_TEST_POSTGRES")!, TestDb.NewName());
        await TestDb.OnServerAsync(server, $"CREATE DATABASE {name}");
        using var database = TestDb.FactoryOf(server, name);
        await database.MigrateAsync(CancellationToken.None);
        return name;
    }
}
