using System.Data.Common;
using Chunfeng.Data.Postgres;
using Chunfeng.Data.Sqlite;
using Chunfeng.Platform.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Chunfeng.Data;

/// <summary>Makes contexts for the configured engine: "sqlite:PATH" or a PostgreSQL connection string.</summary>
public sealed class DbFactory : IDbFactory, IDisposable
{
    private readonly PooledDbContextFactory<SqliteDb>? sqlite;
    private readonly PooledDbContextFactory<PostgresDb>? postgres;
    private readonly NpgsqlDataSource? source;
    private readonly PlannedOnceReads? plannedOnce;

    /// <param name="setting">The engine.</param>
    /// <param name="interceptors">Hear every statement.</param>
    public DbFactory(string setting, params IEnumerable<IInterceptor> interceptors)
    {
        if (setting.StartsWith("sqlite:", StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(setting["sqlite:".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 60, ForeignKeys = true }.ToString();
            sqlite = new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(ConnectionString).AddInterceptors(interceptors).Options);
        }
        else
        {
            ConnectionString = setting;
            source = new NpgsqlDataSourceBuilder(setting).Build();
            plannedOnce = new PlannedOnceReads(setting);
            postgres = new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(source).AddInterceptors([plannedOnce, .. interceptors]).Options);
        }
    }

    public string ConnectionString { get; }

    /// <summary>The pool of PostgreSQL connections; null on SQLite.</summary>
    internal NpgsqlDataSource? Source => source;

    /// <summary>The connections that marked statements run on (<see cref="PlannedOnce"/>); null on SQLite.</summary>
    internal NpgsqlDataSource? PlannedOnceSource => plannedOnce?.Source;

    public ChunfengDb Create(bool plannedOnce = false)
    {
        ChunfengDb db = sqlite is not null ? sqlite.CreateDbContext() : postgres!.CreateDbContext();
        db.PlannedOnce = plannedOnce; // contexts are used again: always said
        return db;
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        if (source is not null)
        {
            return await source.OpenConnectionAsync(cancel);
        }

        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }

    /// <summary>Brings the schema up to date; SQLite is put into write-ahead mode so that readers never wait for the writer.</summary>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var db = Create();
        await db.Database.MigrateAsync(cancel);
        if (sqlite is not null)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);
        }
    }

    public void Dispose()
    {
        plannedOnce?.Dispose();
        source?.Dispose();
    }
}
