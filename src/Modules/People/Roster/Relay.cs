using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Chunfeng.People.Roster;

/// <summary>Hands parts from the thread that fills them to the task that takes them and back: few parts go round, so memory stays the same
/// however long the file is.</summary>
internal sealed class Relay<T> : IDisposable where T : class
{
    private readonly CancellationTokenSource stop = new();
    private readonly BlockingCollection<T> ready = [];
    private readonly Channel<T> filled = Channel.CreateUnbounded<T>(new() { SingleReader = true });

    /// <summary>Set off when any part of the work fails.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Filled parts in order; ends after the last.</summary>
    public IAsyncEnumerable<T> Filled => filled.Reader.ReadAllAsync(stop.Token);

    public void Ready(T part) => ready.Add(part, stop.Token);

    /// <summary>Runs the works side by side; when one fails the others are stopped and its failure is told.</summary>
    public async Task RunAsync(CancellationToken cancel, params Func<Task>[] works)
    {
        await using var linked = cancel.Register(stop.Cancel);
        var running = works.Select(GuardAsync).ToArray();
        try
        {
            await Task.WhenAll(running);
        }
        catch (Exception) when (running.FirstOrDefault(w => w.IsFaulted) is { } failed)
        {
            await failed; // the cause, not the cancelling it led to
        }
    }

    /// <param name="fill">Asks for the first part, and for the next whenever it has put enough into one; it waits there for the taker.</param>
    public async Task FillAsync(Func<Func<T>, Task> fill)
    {
        T? current = null;
        await Task.Run(() => fill(() =>
        {
            if (current is not null)
            {
                filled.Writer.TryWrite(current);
            }

            return current = ready.Take(stop.Token);
        }), stop.Token);
        if (current is not null)
        {
            filled.Writer.TryWrite(current);
        }

        filled.Writer.Complete();
    }

    public void Dispose()
    {
        ready.Dispose();
        stop.Dispose();
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
}
