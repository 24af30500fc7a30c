namespace Chunfeng.Dispatch.Targets;

/// <summary>Splits a target so that the parts sum to it exactly (largest remainder).</summary>
internal static class TargetSplit
{
    /// <summary>Each part is its exact share rounded down or up; ties of remainders go to the earlier part.</summary>
    /// <param name="total">People, 0 or more.</param>
    /// <param name="weights">0 or more each; all zero means equal shares.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative total or weight, or no part to give a positive total to.</exception>
    public static long[] Split(long total, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        if (weights.Count == 0)
        {
            return total == 0 ? [] : throw new ArgumentOutOfRangeException(nameof(weights), "Nobody to give the total to.");
        }

        var sum = Int128.Zero;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            sum += weight;
        }

        if (sum == 0)
        {
            return Split(total, Enumerable.Repeat(1L, weights.Count).ToArray());
        }

        var parts = new long[weights.Count];
        var remainders = new (Int128 Remainder, int Index)[weights.Count];
        var left = total;
        for (var i = 0; i < parts.Length; i++)
        {
            var (share, remainder) = Int128.DivRem((Int128)total * weights[i], sum);
            parts[i] = (long)share;
            remainders[i] = (remainder, i);
            left -= parts[i];
        }

        // a zero weight has remainder zero, so it is never rounded up: fewer units are left than parts have a remainder
        foreach (var (_, index) in remainders.OrderByDescending(r => r.Remainder).ThenBy(r => r.Index).Take((int)left))
        {
            parts[index]++;
        }

        return parts;
    }

    /// <summary>A target for the root and everything below it, each family summing to its parent.</summary>
    /// <param name="children">The regions a region's target is passed on to; none ends the branch.</param>
    public static Dictionary<long, long> Down(long total, long root, Func<long, IReadOnlyList<long>> children, Func<long, long> weight)
    {
        var values = new Dictionary<long, long> { [root] = total };
        var open = new Queue<long>([root]);
        while (open.TryDequeue(out var parent))
        {
            var family = children(parent);
            if (family.Count == 0)
            {
                continue;
            }

            var parts = Split(values[parent], [.. family.Select(weight)]);
            for (var i = 0; i < parts.Length; i++)
            {
                values[family[i]] = parts[i];
                open.Enqueue(family[i]);
            }
        }

        return values;
    }
}
