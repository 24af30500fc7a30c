using System.Globalization;
using Chunfeng.Platform.Data;

namespace Chunfeng.Platform.Ui;

/// <summary>Figures as people in Chinese offices read them.</summary>
public static class Numbers
{
    /// <summary>"9,876" below ten thousand, "123.4万" from there, "1.2亿" from a hundred million; one decimal, rounded half away from zero.</summary>
    public static string Wan(long value)
    {
        var size = Math.Abs((decimal)value);
        if (size < 10_000m)
        {
            return Plain(value);
        }

        var wan = Math.Round(size / 10_000m, 1, MidpointRounding.AwayFromZero);
        var text = wan < 10_000m
            ? wan.ToString("#,0.#", CultureInfo.InvariantCulture) + "万"
            : Math.Round(size / 100_000_000m, 1, MidpointRounding.AwayFromZero).ToString("#,0.#", CultureInfo.InvariantCulture) + "亿";
        return value < 0 ? "-" + text : text;
    }

    /// <summary>"9,876".</summary>
    public static string Plain(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number that was counted only so far (<see cref="Bounded"/>): "12", "999+".</summary>
    public static string UpTo(int value) => value > Bounded.Most ? Plain(Bounded.Most) + "+" : Plain(value);

    /// <summary>Share done as text, cut, not rounded: 99.97% must not read as 100.0%. "—" without a target.</summary>
    public static string Completion(long done, long target) =>
        target <= 0 ? "—" : (Math.Floor(done * 1000m / target) / 10m).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>Share done as a fraction for bars; null without a target.</summary>
    public static double? Ratio(long done, long target) => target <= 0 ? null : (double)done / target;

    /// <summary>"+1,234", "-12", "0".</summary>
    public static string Signed(long value) => value > 0 ? "+" + Plain(value) : Plain(value);

    /// <summary>A number as SVG and HTML attributes want it: a dot, at most one decimal.</summary>
    internal static string Svg(double value) => (Math.Round(value, 1, MidpointRounding.AwayFromZero) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A percentage for an SVG attribute, kept within 0 to 100.</summary>
    internal static string Percent(double fraction) => Svg(Math.Clamp(double.IsNaN(fraction) ? 0 : fraction, 0, 1) * 100) + "%";
}
