using System.Data.Common;

namespace Chunfeng.Platform.Data;

/// <summary>Column types a staging table may have; both engines store them so that INSERT … SELECT needs no cast.</summary>
public enum StageType { Uuid, Long, Int, Short, Bool, Text, Bytes, Date, Moment }

/// <summary>One column of a staging table.</summary>
public sealed record StageColumn(string Name, StageType Type, bool Nullable = true);

/// <summary>Writes rows, value by value in column order. Not thread-safe.</summary>
public interface IRowWriter
{
    void BeginRow();
    void Write(Guid value);
    void Write(long value);
    void Write(int value);
    void Write(short value);
    void Write(bool value);
    void Write(string value);
    void Write(ReadOnlyMemory<byte> value);
    void Write(DateOnly value);
    void Write(DateTime value);
    void WriteNull();
    void EndRow();
}

/// <summary>Rows on their way into a staging table.</summary>
public interface IStageWriter : IRowWriter, IAsyncDisposable
{
    /// <summary>Ends the load; without it nothing is kept.</summary>
    Task CompleteAsync(CancellationToken cancel);
}

/// <summary>Rows gathered in memory for one table, sent when it suits the caller.</summary>
public interface IGatheredRows : IRowWriter
{
    /// <summary>Sends all rows into the table, or into another of the same columns, inside the connection's transaction; none are left,
    /// also when they were refused.</summary>
    Task SendAsync(DbConnection connection, string? other, CancellationToken cancel);

    /// <summary>Rows go out in the order of their first column, a UUID: an index that begins with it is then filled from left to right.</summary>
    bool InKeyOrder { get; set; }

    /// <summary>The table was emptied by <see cref="IDbDialect.TryTruncateAsync"/> in the same transaction: its rows need no second look.</summary>
    bool IntoTruncated { get; set; }

    /// <summary>Forgets the rows.</summary>
    void Clear();
}

/// <summary>What differs between SQLite and PostgreSQL, behind one interface (storage-rules §9).</summary>
public interface IDbDialect
{
    string Name { get; }

    /// <summary>True where a staging table filled on one connection can be read on another while the next is filled.</summary>
    bool StagesBeside { get; }

    /// <summary>Creates an empty staging table private to one import; dropped by <see cref="DropStageAsync"/> and never backed up.</summary>
    Task CreateStageAsync(DbConnection connection, string table, IReadOnlyList<StageColumn> columns, CancellationToken cancel);

    Task<IStageWriter> OpenStageAsync(DbConnection connection, string table, IReadOnlyList<StageColumn> columns, CancellationToken cancel);

    /// <summary>Gathers rows for a table whose columns have exactly the types that are written; null on an engine where that is no faster
    /// than staging.</summary>
    IGatheredRows? Gather(string table, IReadOnlyList<string> columns);

    Task DropStageAsync(DbConnection connection, string table, CancellationToken cancel);

    /// <summary>Tunes one session for a bulk merge (sort memory, no synchronous wait per statement); undone with the session.</summary>
    Task PrepareBulkAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>Drops the named indexes inside the caller's transaction and returns the statements that make them again;
    /// used when a register is empty: load, then index.</summary>
    Task<IReadOnlyList<string>> SuspendIndexesAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> tables, CancellationToken cancel);

    /// <summary>Gives empty tables new files, where the engine then takes rows in more cheaply; false, and nothing done, where it does not.</summary>
    Task<bool> TryTruncateAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> tables, CancellationToken cancel);

    /// <summary>Conditions that together hold for every row of a table, each for some ten thousands of them: those that lie together on disk where the
    /// engine tells, else a range of the key.</summary>
    /// <param name="key">The first column of its key, a UUID.</param>
    Task<IReadOnlyList<string>> StretchesAsync(DbConnection connection, string table, string key, CancellationToken cancel);

    /// <summary>Tunes one session for small rewrites that may be done again after a crash: it does not wait for each to reach the disk. What another
    /// session commits afterwards stands behind them all; undone with the session.</summary>
    Task PrepareRewriteAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>How many sessions beside one another rewrite a table fastest.</summary>
    int RewriteSessions { get; }

    /// <summary>Gives rows of some stretches other values, each stretch in a session of its own and in as many transactions as the engine likes best; a row that is no
    /// longer as it was read keeps what it has. Returns how many rows were changed.</summary>
    /// <param name="sessions">At least as many as stretches; nothing else is asked of them meanwhile.</param>
    Task<long> RewriteAsync(IReadOnlyList<DbConnection> sessions, IReadOnlyList<RowRewrite> stretches, CancellationToken cancel);

    /// <summary>Whether the engine keeps a table's statistics up to date by itself as the table grows.</summary>
    bool AnalyzesItself { get; }

    /// <summary>Refreshes the planner's statistics of a table after a bulk load.</summary>
    Task AnalyzeAsync(DbConnection connection, DbTransaction? transaction, string table, CancellationToken cancel);

    /// <summary>Serialises bulk writers of the register: two imports wait for each other.</summary>
    Task LockRegisterAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel);
}
