using System.Data;
using System.Data.Common;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Chunfeng.Data.Postgres;

/// <summary>The connections statements run on: those of every context, which keep what comes again and again prepared; those of reads marked <see cref="Planned.Once"/>, with the plan that looks at
/// no value; those of reads marked <see cref="Planned.Anew"/>, where nothing is prepared; and plain ones for sessions.</summary>
/// <remarks>Apart, because a setting holds for everything sent on a connection. Contexts and reads leave nothing behind on theirs that had to be reset between two uses (sessions with settings, locks or
/// temporary tables are opened by <see cref="IDbFactory.OpenAsync"/>, on plain ones). A marked statement inside a transaction stays on its connection, where it sees what the transaction wrote.
/// PostgreSQL 15, "plan_cache_mode" (documentation, 20.7.4): left to itself the server weighs the estimates, and with dates unknown rates the same plan dearer.</remarks>
internal sealed class MarkedReads : DbCommandInterceptor, IDisposable
{
    private const string OnceMark = $"-- {Planned.Once}", AnewMark = $"-- {Planned.Anew}";
    private const int MostOnce = 16;

    // of each connection: a plan takes some ten kilobytes of the server's memory
    private const int MostPrepared = 128;

    /// <param name="setting">The connection string of the configuration.</param>
    public MarkedReads(string setting)
    {
        Plain = Build(setting);
        // compiling to machine code pays for a statement of seconds; a plan made without values is often rated that dear, and would be compiled at each call
        Contexts = Build(setting, own => (own.NoResetOnClose, own.MaxAutoPrepare, own.Options) = (true, MostPrepared, $"{own.Options} -c jit=off"));
        Once = Build(setting, own => (own.NoResetOnClose, own.MinPoolSize, own.MaxPoolSize, own.Options) = (
            true, 0, Math.Clamp(own.MaxPoolSize / 2, 1, MostOnce), $"{own.Options} -c jit=off -c plan_cache_mode=force_generic_plan -c default_transaction_read_only=on"));
        Anew = Build(setting, own => (own.NoResetOnClose, own.MinPoolSize, own.Options) = (true, 0, $"{own.Options} -c default_transaction_read_only=on"));
    }

    /// <summary>Of sessions: as configured, reset between two uses.</summary>
    internal NpgsqlDataSource Plain { get; }

    /// <summary>Of contexts.</summary>
    internal NpgsqlDataSource Contexts { get; }

    /// <summary>Of reads that are planned once.</summary>
    internal NpgsqlDataSource Once { get; }

    /// <summary>Of reads that are planned each time.</summary>
    internal NpgsqlDataSource Anew { get; }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        if (SourceOf(command, eventData) is not { } source)
        {
            return result;
        }

        var connection = source.OpenConnection();
        try
        {
            var own = CopyOf(command, connection);
            if (source == Once)
            {
                own.Prepare();
            }

            return InterceptionResult<DbDataReader>.SuppressWithResult(own.ExecuteReader(CommandBehavior.CloseConnection));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (SourceOf(command, eventData) is not { } source)
        {
            return result;
        }

        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var own = CopyOf(command, connection);
            if (source == Once)
            {
                await own.PrepareAsync(cancellationToken); // kept with the connection: the second time it costs nothing
            }

            return InterceptionResult<DbDataReader>.SuppressWithResult(await own.ExecuteReaderAsync(CommandBehavior.CloseConnection, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        Anew.Dispose();
        Once.Dispose();
        Contexts.Dispose();
        Plain.Dispose();
    }

    /// <summary>The connections a marked statement runs on; null: it stays where it is.</summary>
    private NpgsqlDataSource? SourceOf(DbCommand command, CommandEventData of)
    {
        if (command.Transaction is not null || of.CommandSource is not (CommandSource.LinqQuery or CommandSource.FromSqlQuery))
        {
            return null;
        }

        return command.CommandText.StartsWith(AnewMark, StringComparison.Ordinal) ? Anew
            : command.CommandText.StartsWith(OnceMark, StringComparison.Ordinal) || of.Context is ChunfengDb { PlannedOnce: true } ? Once
            : null;
    }

    private static NpgsqlCommand CopyOf(DbCommand command, NpgsqlConnection connection)
    {
        var copy = ((NpgsqlCommand)command).Clone();
        copy.Connection = connection;
        return copy;
    }

    private static NpgsqlDataSource Build(string setting, Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        var own = new NpgsqlConnectionStringBuilder(setting);
        change?.Invoke(own);
        return new NpgsqlDataSourceBuilder(own.ToString()).Build();
    }
}
