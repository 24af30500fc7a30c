using System.Diagnostics;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>Many loops at once.</summary>
internal static class Load
{
    public const int Connections = 16;

    private const int MostWarm = 30;
    private static readonly TimeSpan WarmTurn = TimeSpan.FromSeconds(1);

    /// <summary>Acts a second that so many loops get through; an act is told which turn it is.</summary>
    public static async Task<double> RunAsync(Func<int, Task> act, TimeSpan time)
    {
        var done = 0;
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(loop => Task.Run(async () =>
        {
            // loops start at different pages and step by a prime, so that all meet all
            for (var at = loop * 37; Stopwatch.GetElapsedTime(from) < time; at += 7)
            {
                await act(at);
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    /// <summary>Asks until it gets no faster: the compiler has done with what an answer goes through, as on a server that runs for weeks.</summary>
    /// <param name="turns">Of so many in a row none may be faster than the best before: a page is compiled in waves, with quiet between them.</param>
    public static async Task WarmAsync(HttpClient client, IReadOnlyList<string> addresses, int turns)
    {
        var (best, still) = (0.0, 0);
        for (var i = 0; i < MostWarm && still < turns; i++)
        {
            var speed = await RunAsync(client, addresses, WarmTurn);
            still = speed > best * 1.03 ? 0 : still + 1;
            best = Math.Max(best, speed);
        }
    }

    /// <summary>The same over HTTP: an answer is read to its end and must be a success.</summary>
    public static Task<double> RunAsync(HttpClient client, IReadOnlyList<string> addresses, TimeSpan time) => RunAsync(
        async at =>
        {
            using var answer = await client.GetAsync(addresses[at % addresses.Count]);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        },
        time);
}
