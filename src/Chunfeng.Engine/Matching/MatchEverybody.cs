namespace Chunfeng.Engine.Matching;

/// <summary>What was found for a run of people, handed over in the order of their rows.</summary>
/// <param name="firstRow">The row of the first person.</param>
/// <param name="counts">How many were found for each.</param>
/// <param name="best">A slot of k for each person, filled from its start; the rest of a slot means nothing. Valid during the call only.</param>
public delegate void MatchedChunk(int firstRow, ReadOnlySpan<byte> counts, ReadOnlySpan<Match> best);

/// <summary>The best vacancies for everybody: streamed, so memory does not grow with the number of people.</summary>
public static class MatchEverybody
{
    private const int Chunk = 16_384;

    /// <param name="k">How many for each, 1 to 255.</param>
    /// <param name="threads">At least 1. The result does not depend on it.</param>
    /// <param name="sink">Called for one chunk at a time, in order, from any of the threads.</param>
    /// <exception cref="ArgumentOutOfRangeException">k or threads out of bounds.</exception>
    public static void Run(VacancyIndex index, SeekerTable seekers, int k, int threads, MatchedChunk sink, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, byte.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int next = -1, delivered = 0;
        object turn = new();
        bool failed = false;

        void Work()
        {
            Match[] best = new Match[Chunk * k];
            byte[] counts = new byte[Chunk];
            long[] wishes = new long[Chunk];
            int[] order = new int[Chunk];
            try
            {
                while (Interlocked.Increment(ref next) is int chunk && (long)chunk * Chunk < seekers.Count)
                {
                    cancel.ThrowIfCancellationRequested();
                    int first = chunk * Chunk, people = Math.Min(Chunk, seekers.Count - first);
                    for (int i = 0; i < people; i++)
                    {
                        order[i] = i;
                        wishes[i] = seekers.WishKey(first + i);
                    }

                    // people with the same wish one after another: what the last one read is still near
                    Array.Sort(wishes, order, 0, people);
                    foreach (int i in order.AsSpan(0, people))
                    {
                        counts[i] = (byte)index.Top(seekers, first + i, best.AsSpan(i * k, k));
                    }

                    lock (turn)
                    {
                        // chunks are taken in order, so the one waited for is always in somebody's hands
                        while (delivered != chunk && !failed)
                        {
                            Monitor.Wait(turn);
                        }

                        if (failed)
                        {
                            return;
                        }

                        sink(first, counts.AsSpan(0, people), best.AsSpan(0, people * k));
                        delivered++;
                        Monitor.PulseAll(turn);
                    }
                }
            }
            catch
            {
                lock (turn)
                {
                    failed = true;
                    Monitor.PulseAll(turn);
                }

                throw;
            }
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work());
    }
}
