using System.Globalization;

namespace Chunfeng.Employers.Guarantee;

/// <summary>How long posts wait for somebody: days from publication to each fill (2.4). Pure.</summary>
internal static class TimeToFill
{
    /// <summary>Twice the median, a whole number; null when nothing was filled.</summary>
    public static int? TwiceMedian(IEnumerable<int> days)
    {
        var sorted = days.Order().ToList();
        return sorted.Count == 0 ? null : sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2];
    }

    /// <summary>"12 天", "12.5 天", "—".</summary>
    public static string Text(int? twice) => twice is not { } two ? "—" : (two / 2m).ToString("0.#", CultureInfo.InvariantCulture) + " 天";
}
