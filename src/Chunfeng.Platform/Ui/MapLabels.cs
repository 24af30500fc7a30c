namespace Chunfeng.Platform.Ui;

/// <summary>A name on the map, and the figure under it where there is room.</summary>
internal sealed record MapLabel(string Name, double X, double Y, string? Value);

/// <summary>Which names find room on a map; the tooltip and the list beside it have them all.</summary>
internal static class MapLabels
{
    /// <summary>Height of a line in view box units: the type on phones, where it is largest.</summary>
    internal const double Line = 23;

    /// <summary>Drops figures, then names, that would lie over another label; those with the most room around them are placed first.</summary>
    public static IReadOnlyList<MapLabel> Fit(IReadOnlyList<MapLabel> wanted)
    {
        var boxes = new List<(double Left, double Top, double Right, double Bottom)>();
        var fit = new MapLabel?[wanted.Count];
        foreach (var i in Enumerable.Range(0, wanted.Count).OrderByDescending(i => Room(wanted, i)))
        {
            var label = wanted[i];
            foreach (var choice in label.Value is null ? [label] : (MapLabel[])[label, label with { Value = null }])
            {
                var box = Box(choice);
                if (!boxes.Exists(b => b.Left < box.Right && box.Left < b.Right && b.Top < box.Bottom && box.Top < b.Bottom))
                {
                    boxes.Add(box);
                    fit[i] = choice;
                    break;
                }
            }
        }

        return [.. fit.OfType<MapLabel>()];
    }

    /// <summary>Squared distance to the nearest neighbour.</summary>
    private static double Room(IReadOnlyList<MapLabel> labels, int i) => labels.Where((_, j) => j != i)
        .Select(o => ((o.X - labels[i].X) * (o.X - labels[i].X)) + ((o.Y - labels[i].Y) * (o.Y - labels[i].Y))).DefaultIfEmpty(double.MaxValue).Min();

    // a Chinese character is as wide as it is high, a figure about half
    private static (double Left, double Top, double Right, double Bottom) Box(MapLabel label)
    {
        var half = Line * Math.Max(label.Name.Length, (label.Value?.Length ?? 0) * 0.6) / 2;
        return (label.X - half, label.Y - (Line * 0.85), label.X + half, label.Y + (label.Value is null ? Line * 0.2 : Line * 1.2));
    }
}
