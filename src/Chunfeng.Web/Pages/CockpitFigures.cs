using System.Globalization;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Web.Pages;

/// <summary>What the cockpit reads out of a frozen week; no database, no clock.</summary>
internal static class CockpitFigures
{
    private const int MostShown = 8, MostGrown = 5;

    /// <summary>The share of the year gone by the end of a day, 0 to 1: where a target spread evenly over the year would stand.</summary>
    public static double Expected(DateOnly asOf) => (double)asOf.DayOfYear / (DateTime.IsLeapYear(asOf.Year) ? 366 : 365);

    /// <summary>An indicator's name without what it says in brackets: a card is narrow.</summary>
    public static string Short(string name) => name.IndexOf('（') is > 0 and var open && name.IndexOf('）') is var close && close > open
        ? name[..open] + name[(close + 1)..] : name;

    /// <summary>Every person below a million, 万 above: a card's figure is compared with the table's.</summary>
    public static string Text(long people) => Math.Abs(people) < 1_000_000 ? Numbers.Plain(people) : Numbers.Wan(people);

    /// <summary>Best first by completion; those without a target last, in the order of their codes.</summary>
    public static IReadOnlyList<WeekRow> Ranked(IEnumerable<WeekRow> rows) =>
        [.. rows.OrderBy(r => r.Rank == 0 ? int.MaxValue : r.Rank).ThenBy(r => r.Region, StringComparer.Ordinal)];

    /// <summary>The bars of the ranking. Whoever has no target has no bar, and says so.</summary>
    public static IReadOnlyList<BarItem> Bars(IEnumerable<WeekRow> rows, Func<WeekRow, string?> href) =>
        [.. Ranked(rows).Select(r => new BarItem(r.Name, 100 * (Numbers.Ratio(r.Cumulative, r.Target) ?? 0), r.Target > 0 ? Numbers.Completion(r.Cumulative, r.Target) : "无任务")
        {
            Rank = r.Rank == 0 ? null : r.Rank, Href = href(r),
        })];

    /// <summary>Change on the week, greatest growth first; of many places the five that grew most and the three at the end.</summary>
    public static IReadOnlyList<BarItem> Movers(IReadOnlyCollection<WeekRow> rows, Func<WeekRow, string?> href)
    {
        var sorted = rows.OrderByDescending(r => r.Change).ThenBy(r => r.Region, StringComparer.Ordinal).ToList();
        var shown = sorted.Count <= MostShown ? sorted : [.. sorted.Take(MostGrown), .. sorted.TakeLast(MostShown - MostGrown)];
        return [.. shown.Select(r => new BarItem(r.Name, Math.Abs(r.Change), Numbers.Signed(r.Change)) { Href = href(r), Tone = r.Change < 0 ? Tone.Danger : Tone.Success })];
    }

    /// <summary>One sentence on the week: who grew, who fell, whose place changed most.</summary>
    public static string Sentence(IReadOnlyCollection<WeekRow> rows, IReadOnlyCollection<WeekRow> before)
    {
        int up = rows.Count(r => r.Change > 0), down = rows.Count(r => r.Change < 0), same = rows.Count - up - down;
        var parts = new List<string> { string.Join('、', new[] { (up, "增加"), (down, "减少"), (same, "持平") }.Where(p => p.Item1 > 0).Select(p => $"{p.Item1}个地区{p.Item2}")) };
        var past = before.ToDictionary(r => r.Region, r => r.Rank, StringComparer.Ordinal);
        var moves = rows.Where(r => r.Rank > 0 && past.GetValueOrDefault(r.Region) > 0).Select(r => (r.Name, r.Rank, From: past[r.Region]))
            .OrderBy(m => m.Rank).ToList();
        parts.AddRange(moves.Where(m => m.Rank < m.From).OrderByDescending(m => m.From - m.Rank).Take(1).Select(m => $"{m.Name}由第{m.From}升至第{m.Rank}"));
        parts.AddRange(moves.Where(m => m.Rank > m.From).OrderByDescending(m => m.Rank - m.From).Take(1).Select(m => $"{m.Name}由第{m.From}降至第{m.Rank}"));
        return string.Join('；', parts);
    }

    public static RegionCode Code(WeekRow row) => new(long.Parse(row.Region, CultureInfo.InvariantCulture));
}
