namespace Chunfeng.Dispatch.Weeks;

/// <summary>What a region has done of its target.</summary>
internal readonly record struct Standing(long Region, long Done, long? Target);

/// <summary>周评比 — ranks by completion of target (clause 13.2).</summary>
internal static class Ranking
{
    /// <summary>Below this many people a target is too small for its percentage to say much; our own proposal, no source sets one.</summary>
    public const long SmallTarget = 100;

    /// <summary>Whether the percentage rests on few people and is shown with a word of warning.</summary>
    public static bool IsSmall(long? target) => target is > 0 and < SmallTarget;

    /// <summary>Rank by exact fraction, the greater first; equal fractions share a rank and the next is skipped (1, 1, 3).
    /// A region without a target above zero is not in the answer.</summary>
    public static IReadOnlyDictionary<long, int> ByCompletion(IEnumerable<Standing> standings)
    {
        var ranked = standings.Where(s => s.Target > 0).ToList();
        ranked.Sort((a, b) => Compare(b, a));
        var ranks = new Dictionary<long, int>(ranked.Count);
        for (int i = 0, rank = 1; i < ranked.Count; i++)
        {
            rank = i > 0 && Compare(ranked[i], ranked[i - 1]) == 0 ? rank : i + 1;
            ranks[ranked[i].Region] = rank;
        }

        return ranks;
    }

    /// <summary>Compares two completions without rounding; both targets are above zero.</summary>
    public static int Compare(Standing a, Standing b) => ((Int128)a.Done * b.Target!.Value).CompareTo((Int128)b.Done * a.Target!.Value);
}
