namespace Chunfeng.Platform.Ui;

/// <summary>Classes of a map: about equally many regions in each, equal figures always in the same.</summary>
public sealed class Quantiles
{
    private readonly double _lowest;
    private readonly double _highest;

    private Quantiles(double lowest, double highest, IReadOnlyList<double> breaks)
    {
        _lowest = lowest;
        _highest = highest;
        Breaks = breaks;
    }

    /// <summary>First value of each class after the lowest, ascending, all different.</summary>
    public IReadOnlyList<double> Breaks { get; }

    /// <summary>Number of classes in use; fewer than asked for when figures repeat; 0 without figures.</summary>
    public int Classes => double.IsNaN(_lowest) ? 0 : Breaks.Count + 1;

    /// <summary>Classes of these figures; NaN and infinity are left out.</summary>
    /// <param name="classes">1 to 5.</param>
    public static Quantiles Of(IEnumerable<double> values, int classes = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 5);
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
        {
            return new Quantiles(double.NaN, double.NaN, []);
        }

        var breaks = Enumerable.Range(1, classes - 1)
            .Select(i => sorted[(int)Math.Min((long)sorted.Length * i / classes, sorted.Length - 1)])
            .Where(b => b > sorted[0])
            .Distinct()
            .ToArray();
        return new Quantiles(sorted[0], sorted[^1], breaks);
    }

    /// <summary>0 without a figure, else 1 (lowest) to <see cref="Classes"/>.</summary>
    public int LevelOf(double? value)
    {
        if (value is not { } v || !double.IsFinite(v) || Classes == 0)
        {
            return 0;
        }

        var level = 1;
        foreach (var edge in Breaks)
        {
            level += v >= edge ? 1 : 0;
        }

        return level;
    }

    /// <summary>Words for each class, lowest first, such as "55.0%–62.1%"; the upper figure belongs to the next class except in the last.</summary>
    public IReadOnlyList<string> Legend(Func<double, string> format)
    {
        if (Classes == 0)
        {
            return [];
        }

        double[] edges = [_lowest, .. Breaks, _highest];
        return [.. Enumerable.Range(0, Classes).Select(i => format(edges[i]) == format(edges[i + 1]) ? format(edges[i]) : format(edges[i]) + "–" + format(edges[i + 1]))];
    }
}
