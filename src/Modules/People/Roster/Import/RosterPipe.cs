using System.Threading.Channels;
using Chunfeng.People.Roster.Reading;

namespace Chunfeng.People.Roster.Import;

/// <summary>Reads on one thread while the caller's thread encrypts and stages: a fixed number of batches goes round between them.</summary>
internal static class RosterPipe
{
    private const int RowsInBatch = 512;
    private const int Batches = 6;

    /// <param name="found">Called on the reading thread, in the order of the file.</param>
    /// <param name="progress">Rows read so far; called on the reading thread once a batch.</param>
    public static async Task RunAsync(RosterReader reader, Action<RosterRow> take, Action<CellIssue> found, Action<long> progress, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var full = Channel.CreateBounded<Batch>(Batches);
        var free = Channel.CreateBounded<Batch>(Batches);
        for (var i = 0; i < Batches; i++)
        {
            free.Writer.TryWrite(new Batch());
        }

        var producer = Task.Run(() => ReadAsync(reader, full.Writer, free.Reader, found, progress, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in full.Reader.ReadAllAsync(stop.Token))
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    take(batch.Rows[i]);
                }

                free.Writer.TryWrite(batch);
            }
        }
        catch
        {
            await stop.CancelAsync();
            await producer.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default); // the first failure is the one to tell
            throw;
        }

        await producer;
    }

    private static async Task ReadAsync(
        RosterReader reader, ChannelWriter<Batch> full, ChannelReader<Batch> free, Action<CellIssue> found, Action<long> progress, CancellationToken stop)
    {
        try
        {
            for (var more = true; more;)
            {
                var batch = await free.ReadAsync(stop);
                batch.Count = 0;
                while (batch.Count < RowsInBatch && (more = reader.Read(batch.Rows[batch.Count], out var verdict)))
                {
                    foreach (var issue in reader.Issues)
                    {
                        found(issue);
                    }

                    batch.Count += verdict == ReadVerdict.Accepted ? 1 : 0;
                }

                progress(reader.Counts.Rows);
                await full.WriteAsync(batch, stop);
            }

            full.Complete();
        }
        catch (Exception failure)
        {
            full.Complete(failure);
            throw;
        }
    }

    private sealed class Batch
    {
        public readonly RosterRow[] Rows = [.. Enumerable.Range(0, RowsInBatch).Select(_ => new RosterRow())];
        public int Count;
    }
}
