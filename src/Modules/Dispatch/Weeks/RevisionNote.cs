using System.Globalization;
using Chunfeng.Engine.Counting;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>What a revision of a frozen week changed, in words.</summary>
internal static class RevisionNote
{
    private const int Shown = 20;

    /// <summary>Null when counts and targets are equal. The widest regions come first; at most twenty figures are named, the rest counted.</summary>
    public static string? Describe(IEnumerable<FrozenFigure> before, IEnumerable<FrozenFigure> now, RegionTree regions)
    {
        var old = before.ToDictionary(f => (f.Region, f.Indicator));
        var order = Indicators.All.Select((x, i) => (x.Code, i)).ToDictionary(x => x.Code, x => x.i);
        var changes = new List<(FrozenFigure Figure, string Words)>();
        foreach (var figure in now)
        {
            if (!old.Remove((figure.Region, figure.Indicator), out var was))
            {
                changes.Add((figure, $"新增，累计{figure.Cumulative}"));
            }
            else if (Words(was, figure) is { Length: > 0 } words)
            {
                changes.Add((figure, words));
            }
        }

        changes.AddRange(old.Values.Select(gone => (gone, "不再列出")));
        if (changes.Count == 0)
        {
            return null;
        }

        var shown = changes
            .OrderBy(c => new RegionCode(c.Figure.Region).Level).ThenBy(c => c.Figure.Region).ThenBy(c => order.GetValueOrDefault(c.Figure.Indicator, int.MaxValue))
            .Take(Shown)
            .Select(c => $"{NameOf(regions, c.Figure.Region)}“{Indicators.Find(c.Figure.Indicator)?.Name ?? c.Figure.Indicator}”{c.Words}");
        return $"{changes.Select(c => c.Figure.Region).Distinct().Count()}个地区的{changes.Count}项数据有变化：{string.Join("；", shown)}"
            + (changes.Count > Shown ? $"；其余{changes.Count - Shown}项略" : "");
    }

    private static string Words(FrozenFigure was, FrozenFigure now) => string.Join("、", new[]
    {
        was.Cumulative == now.Cumulative ? "" : $"累计由{was.Cumulative}改为{now.Cumulative}",
        was.Stock == now.Stock ? "" : $"在岗由{was.Stock}改为{now.Stock}",
        was.Target == now.Target ? "" : $"任务由{Show(was.Target)}改为{Show(now.Target)}",
    }.Where(w => w.Length > 0));

    private static string Show(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "无";

    private static string NameOf(RegionTree regions, long region) =>
        regions.TryGet(new RegionCode(region), out var found) ? found.Name : new RegionCode(region).ToString();
}
