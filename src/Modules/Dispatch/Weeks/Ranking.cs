namespace Chunfeng.Dispatch.Weeks;

/// <summary>Ranks by completion, compared as exact fractions; equal completion shares a rank (1, 1, 3).</summary>
internal static class Ranking
{
    /// <summary>Below this many people a target is too small for its percentage to say much; our own proposal, no source sets one.</summary>
    public const long SmallTarget = 100;

    /// <summary>Whether a percentage rests on few people and is shown with a word of warning.</summary>
    public static bool IsSmall(long? target) => target is > 0 and < SmallTarget;

    /// <param name="figures">Done and target; a target of null or zero is not ranked.</param>
    public static IReadOnlyList<int?> Rank(IReadOnlyList<(long Done, long? Target)> figures)
    {
        var ranked = Enumerable.Range(0, figures.Count).Where(i => figures[i].Target > 0)
            .OrderByDescending(i => i, Comparer<int>.Create((a, b) => Compare(figures[a], figures[b]))).ToList();
        var ranks = new int?[figures.Count];
        for (var i = 0; i < ranked.Count; i++)
        {
            ranks[ranked[i]] = i > 0 && Compare(figures[ranked[i]], figures[ranked[i - 1]]) == 0 ? ranks[ranked[i - 1]] : i + 1;
        }

        return ranks;
    }

    private static int Compare((long Done, long? Target) a, (long Done, long? Target) b) =>
        ((Int128)a.Done * b.Target!.Value).CompareTo((Int128)b.Done * a.Target!.Value);
}
