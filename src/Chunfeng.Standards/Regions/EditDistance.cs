namespace Chunfeng.Standards.Regions;

/// <summary>How many characters two short names differ by.</summary>
internal static class EditDistance
{
    /// <summary>Insertions, deletions and substitutions between the two, or <paramref name="most"/> + 1 when there are more.</summary>
    public static int Within(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return most + 1;
        }

        Span<int> row = b.Length < 64 ? stackalloc int[b.Length + 1] : new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            var best = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
                best = Math.Min(best, row[j]);
            }

            if (best > most)
            {
                return most + 1;
            }
        }

        return Math.Min(row[b.Length], most + 1);
    }
}
