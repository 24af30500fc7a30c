using System.Data.Common;
using Chunfeng.Platform.Data;
using Microsoft.Data.Sqlite;

namespace Chunfeng.Data.Sqlite;

/// <summary>SQLite: staging in the temp schema of one connection, prepared statements, one transaction.</summary>
internal sealed class SqliteDialect : IDbDialect
{
    public static readonly SqliteDialect Instance = new();

    public string Name => "sqlite";

    public bool StagesBeside => false;

    public Task CreateStageAsync(DbConnection connection, string table, IReadOnlyList<StageColumn> columns, CancellationToken cancel) =>
        connection.ExecuteAsync(
            $"CREATE TEMP TABLE {table} ({string.Join(", ", columns.Select(c => $"{c.Name} {Type(c.Type)}{(c.Nullable ? "" : " NOT NULL")}"))})", cancel);

    public Task<IStageWriter> OpenStageAsync(DbConnection connection, string table, IReadOnlyList<StageColumn> columns, CancellationToken cancel) =>
        Task.FromResult<IStageWriter>(new Writer((SqliteConnection)connection, table, columns));

    public IGatheredRows? Gather(string table, IReadOnlyList<string> columns) => null;

    public Task DropStageAsync(DbConnection connection, string table, CancellationToken cancel) =>
        connection.ExecuteAsync($"DROP TABLE IF EXISTS temp.{table}", cancel);

    public async Task PrepareBulkAsync(DbConnection connection, CancellationToken cancel)
    {
        await connection.ExecuteAsync("PRAGMA cache_size = -262144", cancel);
        await connection.ExecuteAsync("PRAGMA temp_store = FILE", cancel);
        await connection.ExecuteAsync("PRAGMA temp.cache_size = -65536", cancel);
    }

    public async Task<IReadOnlyList<string>> SuspendIndexesAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<string> tables, CancellationToken cancel)
    {
        var again = new List<string>();
        foreach (var table in tables)
        {
            var found = await connection.QueryAsync(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = @table AND sql IS NOT NULL",
                r => (Name: r.GetString(0), Sql: r.GetString(1)), transaction, cancel, ("@table", table));
            foreach (var (name, sql) in found)
            {
                await connection.ExecuteAsync($"DROP INDEX \"{name}\"", cancel, transaction);
                again.Add(sql);
            }
        }

        return again;
    }

    public Task<bool> TryTruncateAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> tables, CancellationToken cancel) =>
        Task.FromResult(false);

    public async Task<IReadOnlyList<string>> StretchesAsync(DbConnection connection, string table, string key, CancellationToken cancel)
    {
        const long together = 20_000;
        var last = await connection.ScalarAsync($"SELECT max(rowid) FROM {table}", null, cancel);
        var starts = Enumerable.Range(0, (int)(last / together) + 1).Select(i => i * together).ToList();
        return [.. starts.Select(from => $"rowid >= {from}{(from == starts[^1] ? "" : $" AND rowid < {from + together}")}")];
    }

    public Task PrepareRewriteAsync(DbConnection connection, CancellationToken cancel) => Task.CompletedTask; // a write-ahead log is not waited for

    public int RewriteSessions => 1;

    public async Task<long> RewriteAsync(IReadOnlyList<DbConnection> sessions, IReadOnlyList<RowRewrite> stretches, CancellationToken cancel)
    {
        var changed = 0L;
        foreach (var stretch in stretches)
        {
            var table = stretch.Table;
            await using var transaction = await sessions[0].BeginTransactionAsync(cancel);
            await using var update = sessions[0].Command(
                $"""
                UPDATE {table.Table} SET {string.Join(", ", table.Columns.Select((c, i) => $"{c} = @new_{i}"))}
                WHERE {table.Key} = @key AND {(table.Version is { } version ? $"{version} = @version" : string.Join(" AND ", table.Columns.Select((c, i) => $"{c} IS @old_{i}")))}
                """, transaction);
            foreach (var row in stretch.Chosen)
            {
                update.Parameters.Clear();
                Set(update, "key", stretch.Key(row));
                Set(update, "version", stretch.Version(row));
                for (var i = 0; i < table.Columns.Count; i++)
                {
                    Set(update, $"new_{i}", stretch.New(row, i)?.ToArray());
                    Set(update, $"old_{i}", table.Version is null ? stretch.Old(row, i)?.ToArray() : null);
                }

                changed += await update.ExecuteNonQueryAsync(cancel);
            }

            await transaction.CommitAsync(cancel);
        }

        return changed;

        static void Set(DbCommand command, string name, object? value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@{name}", value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
    }

    public bool AnalyzesItself => false;

    public Task AnalyzeAsync(DbConnection connection, DbTransaction? transaction, string table, CancellationToken cancel) =>
        Task.CompletedTask; // SQLite plans these few queries well without statistics

    public Task LockRegisterAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel) =>
        Task.CompletedTask; // one writer at a time is SQLite's own rule

    private static string Type(StageType type) => type switch
    {
        StageType.Long or StageType.Int or StageType.Short or StageType.Bool => "INTEGER",
        StageType.Bytes => "BLOB",
        _ => "TEXT",
    };

    private sealed class Writer : IStageWriter
    {
        private const int RowsACommit = 50_000;
        private readonly SqliteConnection connection;
        private readonly SqliteCommand insert;
        private readonly bool ownTransaction;
        private SqliteTransaction? transaction;
        private int at, rows;

        public Writer(SqliteConnection connection, string table, IReadOnlyList<StageColumn> columns)
        {
            this.connection = connection;
            insert = connection.CreateCommand();
            insert.CommandText = $"INSERT INTO temp.{table} VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
            for (var i = 0; i < columns.Count; i++)
            {
                insert.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            }

            ownTransaction = true;
            Begin();
            insert.Prepare();
        }

        public void BeginRow() => at = 0;
        public void Write(Guid value) => insert.Parameters[at++].Value = value;
        public void Write(long value) => insert.Parameters[at++].Value = value;
        public void Write(int value) => insert.Parameters[at++].Value = value;
        public void Write(short value) => insert.Parameters[at++].Value = value;
        public void Write(bool value) => insert.Parameters[at++].Value = value;
        public void Write(string value) => insert.Parameters[at++].Value = value;
        public void Write(ReadOnlyMemory<byte> value) => insert.Parameters[at++].Value = value.ToArray();
        public void Write(DateOnly value) => insert.Parameters[at++].Value = value;
        public void Write(DateTime value) => insert.Parameters[at++].Value = value;
        public void WriteNull() => insert.Parameters[at++].Value = DBNull.Value;

        public void EndRow()
        {
            insert.ExecuteNonQuery();
            if (++rows % RowsACommit == 0)
            {
                transaction!.Commit();
                transaction.Dispose();
                Begin();
            }
        }

        public Task CompleteAsync(CancellationToken cancel)
        {
            transaction?.Commit();
            transaction?.Dispose();
            transaction = null;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            transaction?.Dispose();
            insert.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Begin()
        {
            if (ownTransaction)
            {
                // deferred: staging lives in the temp schema and must not hold the register's write lock
                transaction = connection.BeginTransaction(deferred: true);
                insert.Transaction = transaction;
            }
        }
    }
}
