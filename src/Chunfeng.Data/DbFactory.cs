using System.Data.Common;
using Chunfeng.Data.Postgres;
using Chunfeng.Data.Sqlite;
using Chunfeng.Platform.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Chunfeng.Data;

/// <summary>Makes contexts for the configured engine: "sqlite:PATH" or a PostgreSQL connection string.</summary>
public sealed class DbFactory : IDbFactory, IDisposable
{
    private readonly PooledDbContextFactory<SqliteDb>? sqlite;
    private readonly PooledDbContextFactory<PostgresDb>? postgres;
    private readonly MarkedReads? reads;

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
            reads = new MarkedReads(setting);
            postgres = new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(reads.Contexts).AddInterceptors([reads, .. interceptors]).Options);
        }
    }

    public string ConnectionString { get; }

    /// <summary>The PostgreSQL connections; null on SQLite.</summary>
    internal MarkedReads? Reads => reads;

    public ChunfengDb Create(bool plannedOnce = false)
    {
        ChunfengDb db = sqlite is not null ? sqlite.CreateDbContext() : postgres!.CreateDbContext();
        db.PlannedOnce = plannedOnce; // contexts are used again: always said
        return db;
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        if (reads is not null)
        {
            return await reads.Plain.OpenConnectionAsync(cancel);
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

    public void Dispose() => reads?.Dispose();
}
