namespace Chunfeng.Employers.Vacancies;

/// <summary>How alike two texts are: shared pairs of neighbouring characters (Dice). Exact and symmetric; order and repetition count.</summary>
internal static class TextSimilarity
{
    /// <summary>Twice the pairs both have, and the pairs of both together: alike as Shared ÷ All. Two texts without letters are alike when both are empty.</summary>
    internal readonly record struct Likeness(int Shared, int All)
    {
        /// <summary>At least so many hundredths, compared exactly.</summary>
        public bool AtLeast(int hundredths) => (long)Shared * 100 >= (long)hundredths * All;
    }

    public static Likeness Compare(string a, string b)
    {
        var (left, right) = (Pairs(a), Pairs(b));
        int shared = 0, i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            var order = left[i].CompareTo(right[j]);
            (shared, i, j) = order == 0 ? (shared + 2, i + 1, j + 1) : order < 0 ? (shared, i + 1, j) : (shared, i, j + 1);
        }

        return left.Length + right.Length == 0 ? new Likeness(1, 1) : new Likeness(shared, left.Length + right.Length);
    }

    /// <summary>Letters and digits only, lower case: marks and blanks make no difference.</summary>
    internal static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>Neighbouring characters as numbers, sorted; a single character pairs with nothing before it.</summary>
    private static uint[] Pairs(string text)
    {
        var letters = Letters(text);
        if (letters.Length == 1)
        {
            return [letters[0]];
        }

        var pairs = new uint[Math.Max(0, letters.Length - 1)];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = ((uint)letters[i] << 16) | letters[i + 1];
        }

        Array.Sort(pairs);
        return pairs;
    }
}
