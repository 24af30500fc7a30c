using System.Data.Common;
using Chunfeng.Platform.Data;
using Npgsql;
using NpgsqlTypes;

namespace Chunfeng.Data.Postgres;

/// <summary>PostgreSQL: unlogged staging filled by binary COPY.</summary>
internal sealed class PostgresDialect : IDbDialect
{
    // "stage_" and the load's id: the tables of one load begin alike
    private const int NamedLoad = 6 + 32;

    public static readonly PostgresDialect Instance = new();

    public string Name => "postgres";

    public bool StagesBeside => true;

    /// <summary>A live import holds a session lock on its staging table's name; a table without one was left by a killed process.</summary>
    public async Task CreateStageAsync(DbConnection connection, string table, IReadOnlyList<StageColumn> columns, CancellationToken cancel)
    {
        await connection.ExecuteAsync("SELECT pg_advisory_lock(hashtextextended(@t, 0))", cancel, null, ("@t", table));
        var left = await connection.QueryAsync(
            @"SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'stage\_%'", r => r.GetString(0), null, cancel);
        foreach (var name in left.Where(n => !n.StartsWith(table[..Math.Min(NamedLoad, table.Length)], StringComparison.Ordinal)))
        {
            if (await connection.ScalarAsync("SELECT CASE WHEN pg_try_advisory_lock(hashtextextended(@t, 0)) THEN 1 ELSE 0 END", null, cancel, ("@t", name)) == 1)
            {
                await connection.ExecuteAsync($"DROP TABLE IF EXISTS \"{name}\"", cancel);
                await connection.ExecuteAsync("SELECT pg_advisory_unlock(hashtextextended(@t, 0))", cancel, null, ("@t", name));
            }
        }

        await connection.ExecuteAsync(
            $"CREATE UNLOGGED TABLE {table} ({string.Join(", ", columns.Select(c => $"{c.Name} {Type(c.Type)}{(c.Nullable ? "" : " NOT NULL")}"))}) WITH (autovacuum_enabled = off)", cancel);
    }

    public async Task<IStageWriter> OpenStageAsync(DbConnection connection, string table, IReadOnlyList<StageColumn> columns, CancellationToken cancel) =>
        new PostgresStageWriter(
            await ((NpgsqlConnection)connection).BeginRawBinaryCopyAsync(Copy(table, columns.Select(c => c.Name)), cancel), columns.Count);

    internal static string Copy(string table, IEnumerable<string> columns, bool frozen = false) =>
        $"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY{(frozen ? ", FREEZE" : "")})";

    public IGatheredRows? Gather(string table, IReadOnlyList<string> columns) => new PostgresGatheredRows(table, columns);

    public Task DropStageAsync(DbConnection connection, string table, CancellationToken cancel) =>
        connection.ExecuteAsync($"DROP TABLE IF EXISTS {table}", cancel);

    public async Task PrepareBulkAsync(DbConnection connection, CancellationToken cancel)
    {
        await connection.ExecuteAsync("SET work_mem = '512MB'", cancel);
        await connection.ExecuteAsync("SET maintenance_work_mem = '512MB'", cancel);
        await connection.ExecuteAsync("SET jit = off", cancel);
    }

    public async Task<IReadOnlyList<string>> SuspendIndexesAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<string> tables, CancellationToken cancel)
    {
        var again = new List<string>();
        foreach (var table in tables)
        {
            var keys = await connection.QueryAsync(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = @table::regclass AND contype = 'p'",
                r => (Name: r.GetString(0), Definition: r.GetString(1)), transaction, cancel, ("@table", table));
            // an index of few rows stays: keeping it costs less than reading everything to make it again
            var indexes = await connection.QueryAsync(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = @table AND indexdef NOT LIKE '% WHERE %' AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = @table::regclass)",
                r => (Name: r.GetString(0), Definition: r.GetString(1)), transaction, cancel, ("@table", table));
            foreach (var (name, definition) in indexes)
            {
                await connection.ExecuteAsync($"DROP INDEX \"{name}\"", cancel, transaction);
                again.Add(definition);
            }

            foreach (var (name, definition) in keys)
            {
                await connection.ExecuteAsync($"ALTER TABLE {table} DROP CONSTRAINT \"{name}\"", cancel, transaction);
                again.Insert(0, $"ALTER TABLE {table} ADD CONSTRAINT \"{name}\" {definition}");
            }
        }

        return again;
    }

    /// <summary>COPY can freeze rows of a table truncated in its own transaction: no later reader has to look up who wrote them, and no vacuum
    /// has to come by. Neither a partitioned nor a distributed table can, nor one that others refer to.</summary>
    public async Task<bool> TryTruncateAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> tables, CancellationToken cancel)
    {
        var unfit = await UnfitAsync(connection, transaction, tables, cancel);
        if (unfit > 0)
        {
            return false;
        }

        await connection.ExecuteAsync($"TRUNCATE {string.Join(", ", tables)}", cancel, transaction);
        return true;
    }

    // of the register, some nine thousand people
    private const long PagesTogether = 500;
    private const int RewriteTurns = 7; // people_worker keeps 15 % of a page free, room for a seventh of its rows
    private const int KeyRanges = 256;

    /// <summary>Ranges of pages; a partitioned or distributed table has no pages of its own.</summary>
    public async Task<IReadOnlyList<string>> StretchesAsync(DbConnection connection, string table, string key, CancellationToken cancel)
    {
        if (await UnfitAsync(connection, null, [table], cancel) > 0)
        {
            return [.. Enumerable.Range(0, KeyRanges).Select(i => $"{key} >= '{i:x2}000000-0000-0000-0000-000000000000' AND {key} <= '{i:x2}ffffff-ffff-ffff-ffff-ffffffffffff'")];
        }

        var pages = await connection.ScalarAsync("SELECT pg_relation_size(@t::regclass) / current_setting('block_size')::bigint", null, cancel, ("@t", table));
        var starts = Enumerable.Range(0, (int)(pages / PagesTogether) + 1).Select(i => i * PagesTogether).ToList();
        return [.. starts.Select(from => $"ctid >= '({from},0)'{(from == starts[^1] ? "" : $" AND ctid < '({from + PagesTogether},0)'")}")];
    }

    public Task PrepareRewriteAsync(DbConnection connection, CancellationToken cancel) => connection.ExecuteAsync("SET synchronous_commit = off", cancel);

    public int RewriteSessions => Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>A turn of rows a transaction. A table's pages keep room for a turn (<see cref="ChunfengDb.Spare"/>); when it is over, what it left is room for the next, and
    /// rows that stay on their page leave the indexes alone. The sessions go in step: one that was still in the turn before would keep alive what that turn left.
    /// A stretch is read as pages, not row by row: that is what clears a page of what is left.</summary>
    public async Task<long> RewriteAsync(IReadOnlyList<DbConnection> sessions, IReadOnlyList<RowRewrite> stretches, CancellationToken cancel)
    {
        var changed = 0L;
        for (var turn = 0; turn < RewriteTurns; turn++)
        {
            changed += (await Task.WhenAll(stretches.Select((s, i) => RewriteAsync(sessions[i], s, [.. s.Chosen.Where((_, at) => at % RewriteTurns == turn)], cancel)))).Sum();
        }

        return changed;
    }

    private static async Task<long> RewriteAsync(DbConnection connection, RowRewrite stretch, IReadOnlyList<int> rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var table = stretch.Table;
        var columns = Enumerable.Range(0, table.Columns.Count).ToList();
        var given = columns.Select(i => (Name: $"new_{i}", Values: rows.Select(r => stretch.New(r, i)).ToArray())).ToList();
        if (table.Version is null)
        {
            given.AddRange(columns.Select(i => ($"old_{i}", rows.Select(r => stretch.Old(r, i)).ToArray())));
        }

        await using var update = (NpgsqlCommand)connection.Command(
            $"""
            UPDATE {table.Table} AS w SET {string.Join(", ", columns.Select(i => $"{table.Columns[i]} = s.new_{i}"))}
            FROM unnest(@row_key, @row_version{string.Concat(given.Select(g => $", @{g.Name}"))}) AS s (row_key, row_version{string.Concat(given.Select(g => $", {g.Name}"))})
            WHERE {stretch.Stretch} AND w.{table.Key} = s.row_key
                AND {(table.Version is { } version ? $"w.{version} = s.row_version" : string.Join(" AND ", columns.Select(i => $"w.{table.Columns[i]} IS NOT DISTINCT FROM s.old_{i}")))}
            """, null);
        update.Parameters.Add(new NpgsqlParameter<Guid[]>("row_key", [.. rows.Select(stretch.Key)]));
        update.Parameters.Add(new NpgsqlParameter<long[]>("row_version", [.. rows.Select(stretch.Version)]));
        foreach (var (name, values) in given)
        {
            update.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>?[]>(name, NpgsqlDbType.Array | NpgsqlDbType.Bytea) { TypedValue = values });
        }

        return await update.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>How many reasons there are why tables cannot be treated as plain files of rows.</summary>
    private static Task<long> UnfitAsync(DbConnection connection, DbTransaction? transaction, IReadOnlyList<string> tables, CancellationToken cancel) =>
        connection.ScalarAsync(
            """
            SELECT (SELECT count(*) FROM pg_extension WHERE extname = 'citus')
                + (SELECT count(*) FROM pg_class WHERE oid IN (SELECT t::regclass FROM unnest(@tables) t) AND (relkind <> 'r' OR relispartition))
                + (SELECT count(*) FROM pg_constraint WHERE confrelid IN (SELECT t::regclass FROM unnest(@tables) t))
            """, transaction, cancel, ("@tables", tables.ToArray()));

    public bool AnalyzesItself => true; // autovacuum, past a tenth of the table

    public Task AnalyzeAsync(DbConnection connection, DbTransaction? transaction, string table, CancellationToken cancel) =>
        connection.ExecuteAsync($"ANALYZE {table}", cancel, transaction);

    public Task LockRegisterAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel) =>
        connection.ExecuteAsync("SELECT pg_advisory_xact_lock(20220227)", cancel, transaction);

    private static string Type(StageType type) => type switch
    {
        StageType.Uuid => "uuid",
        StageType.Long => "bigint",
        StageType.Int => "integer",
        StageType.Short => "smallint",
        StageType.Bool => "boolean",
        StageType.Bytes => "bytea",
        StageType.Date => "date",
        StageType.Moment => "timestamptz",
        _ => "text",
    };
}
