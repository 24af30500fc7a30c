using System.Data.Common;
using Chunfeng.Platform.Data;
using Npgsql;

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

    // a thousand pages are some twenty thousand people
    private const long PagesTogether = 1_000;
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

    // people_worker keeps 15 % of a page free: an eighth of the rows at a time find room beside their old selves
    public int RewriteTurns => 8;

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
