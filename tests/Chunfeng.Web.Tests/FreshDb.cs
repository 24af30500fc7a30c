using Microsoft.Data.Sqlite;
using Npgsql;

namespace Chunfeng.Web.Tests;

/// <summary>An empty database of one engine, for a program that runs beside the test; gone when the test ends. Without PostgreSQL the test says so and is skipped.</summary>
internal sealed class FreshDb : IAsyncDisposable
{
    public const string Sqlite = "SQLite", Postgres = "PostgreSQL";

    private readonly string? folder, server, name;

    private FreshDb(string setting, string? folder, string? server, string? name) => (Setting, this.folder, this.server, this.name) = (setting, folder, server, name);

    /// <summary>As the program is told of it.</summary>
    public string Setting { get; }

    public static async Task<FreshDb> CreateAsync(string engine)
    {
        if (engine == Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("chunfeng-fresh-").FullName;
            return new FreshDb($"sqlite:{Path.Combine(folder, "fresh.db")}", folder, null, null);
        }

        var server = Environment.GetEnvironmentVariable("CHUNFENG_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "PostgreSQL 未提供：请设置 CHUNFENG_TEST_POSTGRES，或运行 .ci/run");
        var name = $"chunfeng_{Guid.NewGuid():N}";
        await OnServerAsync(server!, $"CREATE DATABASE {name}");
        return new FreshDb(new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ToString(), null, server, name);
    }

    public async ValueTask DisposeAsync()
    {
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

    private static async Task OnServerAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
