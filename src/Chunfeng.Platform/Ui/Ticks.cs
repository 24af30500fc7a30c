namespace Chunfeng.Platform.Ui;

/// <summary>Round figures along an axis.</summary>
internal static class Ticks
{
    /// <summary>Steps of 1, 2 or 5 times a power of ten that hold both ends, about <paramref name="wanted"/> of them.</summary>
    public static IReadOnlyList<double> Between(double low, double high, int wanted = 4)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
        {
            (low, high) = (0, 1);
        }

        // A span below what a double still tells apart at this height has no steps of its own.
        if (high - low < 1e-8 * Math.Max(1, Math.Max(Math.Abs(low), Math.Abs(high))))
        {
            high = low + Math.Max(1, Math.Abs(low));
        }

        var raw = (high - low) / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        var first = (long)Math.Floor((low / step) + 1e-12);
        var last = (long)Math.Ceiling((high / step) - 1e-12);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 10))];
    }
}
