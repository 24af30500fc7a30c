using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Web.Pages;

/// <summary>A place behind the pace of the year.</summary>
/// <param name="Missing">People it lacks to where the year's even pace would stand.</param>
internal sealed record Behind(string Name, string Completion, long Missing);

/// <summary>A line of the wall's ranking.</summary>
/// <param name="Moved">Places won since last week, negative when lost; null when it had no place.</param>
internal sealed record WallRank(int? Rank, string Name, double Share, string Text, int? Moved, RegionCode Code, bool Slow);

/// <summary>What the wall reads out of a frozen week; no database, no clock.</summary>
internal static class WallFigures
{
    /// <summary>Those short of the pace, least complete first; whoever has no target is not late.</summary>
    /// <param name="pace">Share of the year gone, 0 to 1.</param>
    public static IReadOnlyList<Behind> Late(IEnumerable<WeekRow> rows, double pace) =>
        [.. rows.Where(r => r.Target > 0).Select(r => (Row: r, Missing: (long)Math.Ceiling(((decimal)pace * r.Target) - r.Cumulative)))
            .Where(r => r.Missing > 0)
            .OrderBy(r => (decimal)r.Row.Cumulative / r.Row.Target).ThenBy(r => r.Row.Region, StringComparer.Ordinal)
            .Select(r => new Behind(r.Row.Name, Numbers.Completion(r.Row.Cumulative, r.Row.Target), r.Missing))];

    public static IReadOnlyList<WallRank> Ranks(IEnumerable<WeekRow> rows, IEnumerable<WeekRow> before, double pace)
    {
        var past = before.ToDictionary(r => r.Region, r => r.Rank, StringComparer.Ordinal);
        return [.. CockpitFigures.Ranked(rows).Select(r => new WallRank(
            r.Rank == 0 ? null : r.Rank, r.Name, Numbers.Ratio(r.Cumulative, r.Target) ?? 0, r.Target > 0 ? Numbers.Completion(r.Cumulative, r.Target) : "无任务",
            r.Rank > 0 && past.GetValueOrDefault(r.Region) is > 0 and var from ? from - r.Rank : null, CockpitFigures.Code(r),
            r.Target > 0 && r.Cumulative < (decimal)pace * r.Target))];
    }

    /// <summary>The screens in turn: the whole, then each place below that has a map of its own.</summary>
    /// <param name="start">Where the account's view begins.</param>
    public static RegionCode Next(RegionCode start, RegionCode shown, IReadOnlyList<RegionCode> below)
    {
        if (start.Level != RegionLevel.Province || below.Count == 0)
        {
            return start;
        }

        var at = shown == start ? -1 : below.ToList().IndexOf(shown.At(RegionLevel.City));
        return shown != start && at < 0 ? start : at + 1 < below.Count ? below[at + 1] : start;
    }
}
