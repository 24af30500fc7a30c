using System.Data.Common;
using System.Threading.Channels;
using Chunfeng.Platform.Data;

namespace Chunfeng.People.Roster;

/// <summary>Adds a file to a register that holds people, one part while the next is read. As long as nobody of the file is known, parts go
/// straight into the tables; from the first part on that holds somebody known, each is staged on a second connection and merged.</summary>
internal sealed class NextLoad(
    IDbFactory databases, IDbDialect dialect, DbConnection connection, DbTransaction transaction, RosterMerge merge, string name, int filterBlocks) : IAsyncDisposable
{
    private const string UniqueViolation = "23505";

    private readonly Relay<SplitPart> relay = new();
    private readonly Channel<string> staged = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private DbConnection? beside;
    private int made;
    private volatile bool direct = true;

    /// <param name="produce">Writes every row, turning to the next part as it goes.</param>
    public async Task RunAsync(Func<RowSplitter, Task> produce, CancellationToken cancel)
    {
        beside = await databases.OpenAsync(cancel);
        var seen = TableName(made++);
        await dialect.CreateStageAsync(beside, seen, [new("worker_id", StageType.Uuid, false), new("row_no", StageType.Int, false)], cancel);
        merge.SeenIn(seen);
        for (var i = 0; i < 2; i++)
        {
            var part = new SplitPart(dialect, seen, name, whole: true);
            (part.Work.InKeyOrder, part.Status.InKeyOrder) = (true, true);
            relay.Ready(part);
        }

        await relay.RunAsync(
            cancel, () => relay.FillAsync(next => produce(new RowSplitter(next, new SeenFilter(filterBlocks), merge.Stamp, () => direct))),
            SendAsync, MergeAsync);
    }

    /// <summary>Drops the staging tables. Whoever read them must have ended its transaction.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var again = beside?.State == System.Data.ConnectionState.Open ? null : await databases.OpenAsync(CancellationToken.None);
            for (var i = 0; i < made; i++)
            {
                await dialect.DropStageAsync(again ?? beside!, TableName(i), CancellationToken.None);
            }
        }
        catch (DbException)
        {
            // a table that cannot be dropped now is swept by the next load
        }

        if (beside is not null)
        {
            await beside.DisposeAsync();
        }

        relay.Dispose();
    }

    private async Task SendAsync()
    {
        await foreach (var part in relay.Filled)
        {
            if (!direct || !await TryDirectAsync(part))
            {
                direct = false; // before a table is handed over: from then on this connection is the merge's alone
                part.Discard();
                staged.Writer.TryWrite(await StageAsync(part.Whole!));
            }

            relay.Ready(part);
        }

        staged.Writer.Complete();
    }

    private async Task MergeAsync()
    {
        await foreach (var table in staged.Reader.ReadAllAsync(relay.Stop))
        {
            await merge.TakeAsync(table, last: false, relay.Stop);
        }
    }

    /// <summary>Takes a whole part for new people, without looking any of them up; false, and nothing done, when one is known after all.</summary>
    private async Task<bool> TryDirectAsync(SplitPart part)
    {
        // on the other connection, at the same time; kept when the part is
        await using var remembered = await beside!.BeginTransactionAsync(relay.Stop);
        await transaction.SaveAsync("all_new", relay.Stop);
        var remembering = part.Seen.SendAsync(beside, null, relay.Stop);
        try
        {
            await part.Workers.SendAsync(connection, null, relay.Stop);
            await part.Work.SendAsync(connection, null, relay.Stop);
            await part.Status.SendAsync(connection, null, relay.Stop);
            await transaction.ReleaseAsync("all_new", relay.Stop);
        }
        catch (DbException known) when (known.SqlState == UniqueViolation)
        {
            await transaction.RollbackAsync("all_new", relay.Stop);
            return false;
        }
        finally
        {
            await remembering; // its transaction ends after it
        }

        await remembered.CommitAsync(relay.Stop);
        merge.CountAdded(part.People);
        if (part.Suspects > 0)
        {
            await merge.TakeAsync(await StageAsync(part.Aside), last: false, relay.Stop);
        }

        part.Discard();
        part.Whole!.Clear();
        return true;
    }

    private async Task<string> StageAsync(IGatheredRows rows)
    {
        var table = TableName(made++);
        await dialect.CreateStageAsync(beside!, table, RosterStage.Columns, relay.Stop);
        await rows.SendAsync(beside!, table, relay.Stop);
        await dialect.AnalyzeAsync(beside!, null, RosterStage.Statistics(table), relay.Stop);
        return table;
    }

    private string TableName(int number) => $"{name}_{number}";
}
