using System.Data.Common;
using System.Threading.Channels;
using Chunfeng.Platform.Data;

namespace Chunfeng.People.Roster;

/// <summary>Staging in parts: while one is filled on one of two connections, the part before is made ready on the other and those before
/// that are merged. A part is a table of its own; all are dropped at the end.</summary>
internal sealed class StageChunks(IDbFactory databases, IDbDialect dialect, string name) : IAsyncDisposable
{
    private readonly Relay<Chunk> relay = new();
    private readonly Channel<string> staged = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private readonly List<DbConnection> connections = [];
    private readonly List<Chunk> open = [];
    private int made;

    /// <summary>Set off when any part of the work fails.</summary>
    public CancellationToken Stop => relay.Stop;

    /// <summary>What the planner must know of a staging table.</summary>
    public static string Statistics(string table) => $"{table} (worker_id, part, w_spell_id, s_spell_id)";

    /// <param name="fill">Asks for the first writer, and for the next whenever it has put enough into one; it waits there for the server.</param>
    /// <param name="merge">Called with each table in order, and whether it is the last.</param>
    public async Task RunAsync(Func<Func<IStageWriter>, Task> fill, Func<string, bool, Task> merge, CancellationToken cancel)
    {
        for (var i = 0; i < 2; i++)
        {
            var connection = await databases.OpenAsync(cancel);
            connections.Add(connection);
            relay.Ready(await OpenAsync(connection));
        }

        await relay.RunAsync(
            cancel, () => relay.FillAsync(next => fill(() => next().Writer)), CompleteAsync, () => MergeAsync(merge));
    }

    /// <summary>Ends half-filled parts and drops the tables. Whoever read them must have ended its transaction.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var chunk in open)
            {
                if (!Stop.IsCancellationRequested)
                {
                    await chunk.Writer.CompleteAsync(CancellationToken.None); // nothing in it: an end the server does not log as an error
                }

                await chunk.Writer.DisposeAsync();
            }

            await using var again = connections.Count > 0 && connections[0].State == System.Data.ConnectionState.Open ? null : await databases.OpenAsync(CancellationToken.None);
            for (var i = 0; i < made; i++)
            {
                await dialect.DropStageAsync(again ?? connections[0], TableName(i), CancellationToken.None);
            }
        }
        catch (DbException)
        {
            // a table that cannot be dropped now is swept by the next load
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        relay.Dispose();
    }

    private async Task CompleteAsync()
    {
        await foreach (var chunk in relay.Filled)
        {
            await chunk.Writer.CompleteAsync(Stop);
            await chunk.Writer.DisposeAsync();
            open.Remove(chunk);
            await dialect.AnalyzeAsync(chunk.Connection, null, Statistics(chunk.Table), Stop);
            staged.Writer.TryWrite(chunk.Table);
            relay.Ready(await OpenAsync(chunk.Connection));
        }

        staged.Writer.Complete();
    }

    private async Task MergeAsync(Func<string, bool, Task> merge)
    {
        string? held = null;
        await foreach (var table in staged.Reader.ReadAllAsync(Stop))
        {
            if (held is not null)
            {
                await merge(held, false);
            }

            held = table;
        }

        if (held is not null)
        {
            await merge(held, true);
        }
    }

    private async Task<Chunk> OpenAsync(DbConnection connection)
    {
        var table = TableName(made++);
        await dialect.CreateStageAsync(connection, table, RosterStage.Columns, Stop);
        var chunk = new Chunk(connection, table, await dialect.OpenStageAsync(connection, table, RosterStage.Columns, Stop));
        open.Add(chunk);
        return chunk;
    }

    private string TableName(int number) => $"{name}_{number}";

    private sealed record Chunk(DbConnection Connection, string Table, IStageWriter Writer);
}
