using System.Text;
using Chunfeng.Engine.Counting;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>What a revision of a frozen week changed, in words.</summary>
internal static class RevisionNote
{
    private const int Shown = 20;

    /// <summary>Null when the figures are equal. The widest regions come first; at most twenty figures are named, the rest counted.</summary>
    public static string? Describe(IReadOnlyList<WeekRow> before, IReadOnlyList<WeekRow> now, RegionTree regions)
    {
        var old = before.ToDictionary(r => (r.Region, r.Indicator));
        var changes = new List<string>();
        foreach (var row in now)
        {
            var was = old.GetValueOrDefault((row.Region, row.Indicator));
            old.Remove((row.Region, row.Indicator));
            if (was == row)
            {
                continue;
            }

            changes.Add(Name(regions, row) + (was is null ? $"新增，累计{row.Cumulative}" : string.Join("、", Parts(was, row))));
        }

        changes.AddRange(old.Values.Select(gone => Name(regions, gone) + "不再列出"));
        if (changes.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder().AppendJoin("；", changes.Take(Shown));
        return changes.Count > Shown ? text.Append($"；另有{changes.Count - Shown}项变化").ToString() : text.ToString();
    }

    private static string Name(RegionTree regions, WeekRow row) =>
        $"{WeekTable.NameOf(regions, row.Region)}“{Indicators.Find(row.Indicator)?.Name ?? row.Indicator}”";

    private static IEnumerable<string> Parts(WeekRow was, WeekRow row)
    {
        if (was.Cumulative != row.Cumulative)
        {
            yield return $"累计{was.Cumulative}→{row.Cumulative}";
        }

        if (was.Stock != row.Stock)
        {
            yield return $"在岗{was.Stock}→{row.Stock}";
        }

        if (was.Target != row.Target)
        {
            yield return $"任务{Show(was.Target)}→{Show(row.Target)}";
        }

        if (was.Rank != row.Rank)
        {
            yield return $"排名{Show(was.Rank)}→{Show(row.Rank)}";
        }

        if (was.Change != row.Change)
        {
            yield return $"比上周{Show(was.Change)}→{Show(row.Change)}";
        }
    }

    private static string Show(long? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "无";
}
