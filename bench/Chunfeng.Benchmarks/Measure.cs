using System.Diagnostics;
using Chunfeng.Benchmarks.Jobs;

namespace Chunfeng.Benchmarks;

/// <summary>One side of a comparison: a name and what it took each time, in milliseconds.</summary>
internal sealed record Side(string Name, IReadOnlyList<double> Milliseconds)
{
    public double Median => Measure.Median(Milliseconds);
}

/// <summary>Clocks and medians.</summary>
internal static class Measure
{
    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Lets the two sides take turns, so that whatever else the machine does meets both.</summary>
    public static async Task<(Side Baseline, Side Ours)> AlternateAsync(
        int repetitions, string baselineName, Func<int, Task<double>> baseline, string oursName, Func<int, Task<double>> ours)
    {
        List<double> a = [], b = [];
        for (var i = 0; i < repetitions; i++)
        {
            // the side that goes first changes too
            if (i % 2 == 0)
            {
                a.Add(await baseline(i));
                b.Add(await ours(i));
            }
            else
            {
                b.Add(await ours(i));
                a.Add(await baseline(i));
            }

            Console.WriteLine($"   {i + 1}/{repetitions}: {baselineName} {a[^1]:N1} ms, {oursName} {b[^1]:N1} ms, ratio {b[^1] / a[^1]:N3}");
        }

        return (new Side(baselineName, a), new Side(oursName, b));
    }

    /// <summary>Milliseconds an act takes, after the heap was swept.</summary>
    public static async Task<double> TimeAsync(Func<Task> act)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var from = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    /// <summary>Milliseconds of processor and wall time each of many short acts takes, both sorted.</summary>
    public static (double[] Processor, double[] Wall) Each(int count, Action<int> act)
    {
        // a first round warms both sides alike
        for (var i = 0; i < Math.Min(count, 1000); i++)
        {
            act(i);
        }

        double[] processor = new double[count], wall = new double[count];
        for (var i = 0; i < count; i++)
        {
            var from = Stopwatch.GetTimestamp();
            var began = MachineLoad.ThreadMilliseconds();
            act(i);
            processor[i] = MachineLoad.ThreadMilliseconds() - began;
            wall[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        }

        Array.Sort(processor);
        Array.Sort(wall);
        return (processor, wall);
    }

    public static double Quantile(double[] sorted, double q) => sorted[(int)Math.Min(sorted.Length - 1, q * sorted.Length)];
}
