using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;
using Chunfeng.Platform.Data;

namespace Chunfeng.People.Roster;

/// <summary>Staging in parts: while one is filled on one of two connections, the part before is made ready on the other and those before
/// that are merged. A part is a table of its own; all are dropped at the end.</summary>
internal sealed class StageChunks(IDbFactory databases, IDbDialect dialect, string name) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly BlockingCollection<Chunk> ready = [];
    private readonly Channel<Chunk> filled = Channel.CreateUnbounded<Chunk>(new() { SingleReader = true });
    private readonly Channel<string> staged = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private readonly List<DbConnection> connections = [];
    private readonly List<Chunk> open = [];
    private int made;

    /// <summary>Set off when any part of the work fails.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>What the planner must know of a staging table.</summary>
    public static string Statistics(string table) => $"{table} (worker_id, part, w_spell_id, s_spell_id)";

    /// <param name="fill">Asks for the first writer, and for the next whenever it has put enough into one; it waits there for the server.</param>
    /// <param name="merge">Called with each table in order, and whether it is the last.</param>
    public async Task RunAsync(Func<Func<IStageWriter>, Task> fill, Func<string, bool, Task> merge, CancellationToken cancel)
    {
        await using var linked = cancel.Register(stop.Cancel);
        for (var i = 0; i < 2; i++)
        {
            var connection = await databases.OpenAsync(cancel);
            connections.Add(connection);
            ready.Add(await OpenAsync(connection), cancel);
        }

        Task[] work = [GuardAsync(() => FillAsync(fill)), GuardAsync(CompleteAsync), GuardAsync(() => MergeAsync(merge))];
        try
        {
            await Task.WhenAll(work);
        }
        catch (Exception) when (work.FirstOrDefault(w => w.IsFaulted) is { } failed)
        {
            await failed; // the cause, not the cancelling it led to
        }
    }

    /// <summary>Ends half-filled parts and drops the tables. Whoever read them must have ended its transaction.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var chunk in open)
            {
                if (!stop.IsCancellationRequested)
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

        ready.Dispose();
        stop.Dispose();
    }

    private async Task FillAsync(Func<Func<IStageWriter>, Task> fill)
    {
        Chunk? current = null;
        await Task.Run(() => fill(() =>
        {
            if (current is not null)
            {
                filled.Writer.TryWrite(current);
            }

            current = ready.Take(stop.Token);
            return current.Writer;
        }), stop.Token);
        if (current is not null)
        {
            filled.Writer.TryWrite(current);
        }

        filled.Writer.Complete();
    }

    private async Task CompleteAsync()
    {
        await foreach (var chunk in filled.Reader.ReadAllAsync(stop.Token))
        {
            await chunk.Writer.CompleteAsync(stop.Token);
            await chunk.Writer.DisposeAsync();
            open.Remove(chunk);
            await dialect.AnalyzeAsync(chunk.Connection, null, Statistics(chunk.Table), stop.Token);
            staged.Writer.TryWrite(chunk.Table);
            ready.Add(await OpenAsync(chunk.Connection), stop.Token);
        }

        staged.Writer.Complete();
    }

    private async Task MergeAsync(Func<string, bool, Task> merge)
    {
        string? held = null;
        await foreach (var table in staged.Reader.ReadAllAsync(stop.Token))
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
        await dialect.CreateStageAsync(connection, table, RosterStage.Columns, stop.Token);
        var chunk = new Chunk(connection, table, await dialect.OpenStageAsync(connection, table, RosterStage.Columns, stop.Token));
        open.Add(chunk);
        return chunk;
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private string TableName(int number) => $"{name}_{number}";

    private sealed record Chunk(DbConnection Connection, string Table, IStageWriter Writer);
}
