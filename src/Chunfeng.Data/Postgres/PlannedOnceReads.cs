using System.Data;
using System.Data.Common;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Chunfeng.Data.Postgres;

/// <summary>Runs the statements that carry the mark of <see cref="PlannedOnce"/> on connections kept for them: prepared, with the plan that looks at no value.</summary>
/// <remarks>A few connections beside the pool, because the setting would hold for every statement sent on them, and because nothing run there leaves anything
/// behind that had to be reset between two uses. A marked statement inside a transaction stays on its connection, where it sees what the transaction wrote.
/// PostgreSQL 15, "plan_cache_mode" (documentation, 20.7.4): left to itself the server weighs the estimates, and with dates unknown rates the same plan dearer.</remarks>
internal sealed class PlannedOnceReads : DbCommandInterceptor, IDisposable
{
    private const string Mark = $"-- {PlannedOnce.Tag}";
    private const int MostConnections = 16;

    /// <param name="setting">The connection string of the pool these stand beside.</param>
    public PlannedOnceReads(string setting)
    {
        var own = new NpgsqlConnectionStringBuilder(setting) { NoResetOnClose = true };
        (own.MinPoolSize, own.MaxPoolSize) = (0, Math.Clamp(own.MaxPoolSize / 2, 1, MostConnections));
        var builder = new NpgsqlDataSourceBuilder(own.ToString());
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = Configure(connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = Configure(connection);
                await command.ExecuteNonQueryAsync();
            });
        Source = builder.Build();
    }

    /// <summary>The connections marked statements run on.</summary>
    internal NpgsqlDataSource Source { get; }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        if (!IsMarked(command, eventData))
        {
            return result;
        }

        var connection = Source.OpenConnection();
        try
        {
            var own = CopyOf(command, connection);
            own.Prepare();
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
        if (!IsMarked(command, eventData))
        {
            return result;
        }

        var connection = await Source.OpenConnectionAsync(cancellationToken);
        try
        {
            var own = CopyOf(command, connection);
            await own.PrepareAsync(cancellationToken); // kept with the connection: the second time it costs nothing
            return InterceptionResult<DbDataReader>.SuppressWithResult(await own.ExecuteReaderAsync(CommandBehavior.CloseConnection, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Dispose() => Source.Dispose();

    private static bool IsMarked(DbCommand command, CommandEventData of) =>
        command.Transaction is null && of.CommandSource is CommandSource.LinqQuery or CommandSource.FromSqlQuery && (of.Context is ChunfengDb { PlannedOnce: true } || command.CommandText.StartsWith(Mark, StringComparison.Ordinal));

    private static NpgsqlCommand CopyOf(DbCommand command, NpgsqlConnection connection)
    {
        var copy = ((NpgsqlCommand)command).Clone();
        copy.Connection = connection;
        return copy;
    }

    private static NpgsqlCommand Configure(NpgsqlConnection connection) => new("SET plan_cache_mode = force_generic_plan; SET default_transaction_read_only = on", connection);
}
