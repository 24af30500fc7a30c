using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chunfeng.Platform.Ui;

/// <summary>The outline of a region in a map's view box.</summary>
/// <param name="Code">Six-digit division code, as in the file.</param>
/// <param name="Parent">Six-digit code of the region above.</param>
/// <param name="Path">SVG path data in whole units, about a pixel.</param>
public sealed record GeoShape(string Code, string Name, string Parent, string Path, double LabelX, double LabelY)
{
    /// <summary>The twelve-digit code the registers use.</summary>
    public string RegionCode => Code.PadRight(12, '0');
}

/// <summary>The piece of the projected world a map shows; give one map's frame to another to lay them over each other.</summary>
/// <param name="Left">Mercator x of the left edge, radians.</param>
/// <param name="Top">Mercator y of the upper edge, radians, growing northwards.</param>
/// <param name="Scale">View box units per radian.</param>
public sealed record GeoFrame(double Left, double Top, double Scale, int Width, int Height)
{
    public string ViewBox => $"0 0 {Width} {Height}";

    /// <summary>Web Mercator of a point in degrees, in view box units.</summary>
    public (double X, double Y) Project(double longitude, double latitude)
    {
        var (x, y) = GeoShapes.Mercator(longitude, latitude);
        return ((x - Left) * Scale, (Top - y) * Scale);
    }
}

/// <summary>Outlines of one file, ready to draw.</summary>
public sealed record GeoMap(GeoFrame Frame, IReadOnlyList<GeoShape> Shapes);

/// <summary>Reads GeoJSON outlines and projects them once.</summary>
public static class GeoShapes
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written, GeoFrame? Frame, string? Parent), GeoMap> Cache = new();

    /// <summary>The outlines of a GeoJSON file in its order; cached until the file changes.</summary>
    /// <param name="geojsonPath">A FeatureCollection of Polygon and MultiPolygon with properties adcode (or code), name, parent, centroid.</param>
    /// <param name="frame">Frame of another map to lay this one over; null: the outlines' own bounds, 640 units wide or 800 high.</param>
    /// <param name="parent">Six-digit code: only the outlines inside this region; null is all.</param>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file has no outlines, or none inside <paramref name="parent"/>.</exception>
    public static GeoMap Load(string geojsonPath, GeoFrame? frame = null, string? parent = null)
    {
        var full = Path.GetFullPath(geojsonPath);
        if (!File.Exists(full))
        {
            throw new FileNotFoundException("Map outlines are missing.", full);
        }

        return Cache.GetOrAdd((full, File.GetLastWriteTimeUtc(full), frame, parent), static key => Parse(File.ReadAllBytes(key.Path), key.Frame, key.Parent));
    }

    /// <summary>Looks for data/geo/<paramref name="name"/> beside the program and above it; null when there is none.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "data", "geo", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Mercator of a point in degrees; radians, y grows northwards.</summary>
    internal static (double X, double Y) Mercator(double longitude, double latitude)
    {
        var phi = latitude * Math.PI / 180;
        return (longitude * Math.PI / 180, Math.Log(Math.Tan((Math.PI / 4) + (phi / 2))));
    }

    internal static GeoMap Parse(ReadOnlyMemory<byte> json, GeoFrame? frame = null, string? parent = null)
    {
        using var document = JsonDocument.Parse(json);
        var features = document.RootElement.GetProperty("features").EnumerateArray().Select(Read).Where(f => parent is null || f.Parent == parent).ToList();
        var points = features.SelectMany(f => f.Rings).SelectMany(r => r);
        frame ??= Bounds(points.Select(p => Mercator(p.Longitude, p.Latitude)));
        return new GeoMap(frame, [.. features.Select(f => Draw(f, frame))]);
    }

    private static GeoFrame Bounds(IEnumerable<(double X, double Y)> points)
    {
        double left = double.MaxValue, right = double.MinValue, top = double.MinValue, bottom = double.MaxValue;
        foreach (var (x, y) in points)
        {
            left = Math.Min(left, x);
            right = Math.Max(right, x);
            top = Math.Max(top, y);
            bottom = Math.Min(bottom, y);
        }

        if (left > right)
        {
            throw new InvalidDataException("The map file has no outlines.");
        }

        // a margin keeps thick borders inside the view box
        const double margin = 4;
        var scale = Math.Min((640 - (2 * margin)) / Math.Max(right - left, 1e-9), (800 - (2 * margin)) / Math.Max(top - bottom, 1e-9));
        return new GeoFrame(
            left - (margin / scale),
            top + (margin / scale),
            scale,
            (int)Math.Ceiling(((right - left) * scale) + (2 * margin)),
            (int)Math.Ceiling(((top - bottom) * scale) + (2 * margin)));
    }

    private static Feature Read(JsonElement feature)
    {
        var properties = feature.GetProperty("properties");
        var geometry = feature.GetProperty("geometry");
        var coordinates = geometry.GetProperty("coordinates");
        var polygons = geometry.GetProperty("type").GetString() switch
        {
            "Polygon" => [coordinates],
            "MultiPolygon" => coordinates.EnumerateArray().ToArray(),
            var other => throw new InvalidDataException($"Geometry {other} cannot be drawn."),
        };
        var rings = polygons.SelectMany(p => p.EnumerateArray()).Select(r => r.EnumerateArray().Select(Point).ToArray()).ToArray();
        return new Feature(Text(properties, "adcode") ?? Text(properties, "code") ?? "", Text(properties, "name") ?? "", Text(properties, "parent") ?? "", rings,
            properties.TryGetProperty("centroid", out var centre) ? Point(centre) : Middle(rings));
    }

    private static (double Longitude, double Latitude) Point(JsonElement pair) => (pair[0].GetDouble(), pair[1].GetDouble());

    private static (double Longitude, double Latitude) Middle((double Longitude, double Latitude)[][] rings)
    {
        var all = rings.SelectMany(r => r).ToList();
        return ((all.Min(p => p.Longitude) + all.Max(p => p.Longitude)) / 2, (all.Min(p => p.Latitude) + all.Max(p => p.Latitude)) / 2);
    }

    private static string? Text(JsonElement properties, string name) => !properties.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static GeoShape Draw(Feature feature, GeoFrame frame)
    {
        var path = new StringBuilder();
        foreach (var ring in feature.Rings)
        {
            // rounded where they lie, then told as steps: neighbours still share their border, and small numbers make small pages
            (int X, int Y)? last = null;
            var count = 0;
            foreach (var (longitude, latitude) in ring)
            {
                var (x, y) = frame.Project(longitude, latitude);
                (int X, int Y) point = ((int)Math.Round(x, MidpointRounding.AwayFromZero), (int)Math.Round(y, MidpointRounding.AwayFromZero));
                if (point == last)
                {
                    continue; // neighbours that fall together add bytes, not shape
                }

                var (dx, dy) = last is { } from ? (point.X - from.X, point.Y - from.Y) : (point.X, point.Y);
                path.Append(count switch { 0 => "M", 1 => "l", _ => dx < 0 ? "" : " " }).Append(CultureInfo.InvariantCulture, $"{dx}{(dy < 0 ? "" : " ")}{dy}");
                last = point;
                count++;
            }

            path.Append('Z');
        }

        var label = frame.Project(feature.Centre.Longitude, feature.Centre.Latitude);
        return new GeoShape(feature.Code, feature.Name, feature.Parent, path.ToString(), Math.Round(label.X, 1), Math.Round(label.Y, 1));
    }

    /// <summary>A region as read, in degrees.</summary>
    private sealed record Feature(string Code, string Name, string Parent, (double Longitude, double Latitude)[][] Rings, (double Longitude, double Latitude) Centre);
}
