using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Microsoft.Data.Sqlite;
using Quartz;

namespace Chunfeng.Data;

/// <summary>Quartz's tables: on PostgreSQL in the same database, on SQLite in a file beside it, because a bulk load holds the one writer for minutes.</summary>
public sealed class QuartzStore(DbFactory databases) : IJobStore
{
    /// <summary>Of SQLite only: jobs.db of chunfeng.db is chunfeng.jobs.db.</summary>
    private string? File => databases.Reads is null
        ? Path.ChangeExtension(new SqliteConnectionStringBuilder(databases.ConnectionString).DataSource, ".jobs.db") : null;

    private string Connection => new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = 30, ForeignKeys = true }.ToString();

    public async Task PrepareAsync(CancellationToken cancel)
    {
        if (File is null)
        {
            return;
        }

        await using var connection = new SqliteConnection(Connection);
        await connection.OpenAsync(cancel);
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL", cancel);
    }

    public void Use(IPersistentStoreBuilder store)
    {
        if (databases.Reads is { Plain: var source })
        {
            store.UsePostgres((DataSourceOptions from) => from.DataSourceFactory = _ => source);
            store.UseClustering(); // several hosts may share the database; a dead one's jobs are taken over
        }
        else
        {
            store.UseSqlite(Connection);
        }
    }
}
