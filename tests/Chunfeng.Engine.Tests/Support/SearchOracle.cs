using Chunfeng.Engine.Search;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>Searching once more, the plain way: every vacancy read from its text, one after another, no index.</summary>
internal static class SearchOracle
{
    public static (int Total, VacancyHit[] Page) Find(IEnumerable<VacancyText> vacancies, VacancyQuery q, SearchBook book)
    {
        IReadOnlyList<SearchPiece> pieces = book.Read(q.Text);
        (VacancyText V, int Score, int? Metres)[] fits =
        [
            .. vacancies.Where(v => Passes(v, q)).Select(v => (V: v, Points: pieces.Select(p => Points(v, p)).ToArray()))
                .Where(v => pieces.Count == 0 || (q.AnyWord ? v.Points.Any(p => p > 0) : v.Points.All(p => p > 0)))
                .Select(v => (v.V, v.Points.Sum(), Metres(q.Near, v.V.Region, book))),
        ];
        IOrderedEnumerable<(VacancyText V, int Score, int? Metres)> ordered = q.Order switch
        {
            VacancyOrder.Pay => fits.OrderByDescending(f => f.V.MonthFen),
            VacancyOrder.Newest => fits.OrderByDescending(f => f.V.PostedOn),
            VacancyOrder.Distance => fits.OrderBy(f => f.Metres ?? int.MaxValue),
            _ => fits.OrderByDescending(f => f.Score).ThenByDescending(f => f.V.PostedOn),
        };
        return (fits.Length, [.. ordered.ThenBy(f => f.V.Id).Skip(q.Skip).Take(q.Take).Select(f => new VacancyHit(f.V.Id, f.Score, f.Metres))]);
    }

    private static bool Passes(VacancyText v, VacancyQuery q) =>
        (q.Region == 0 || v.Region.ToString("D12").StartsWith(Prefix(q.Region), StringComparison.Ordinal))
        && (q.Occupation == 0 || v.Occupation.ToString("D7").StartsWith(Tree(q.Occupation), StringComparison.Ordinal))
        && v.MonthFen >= q.LeastFen && (!q.Board || v.Board) && (!q.Lodging || v.Lodging) && (!q.Insurance || v.Insurance)
        && (q.PostedSince is not { } since || v.PostedOn >= since)
        && (q.OpenOn is not { } day || (v.Posts > 0 && v.From <= day && day <= v.To));

    /// <summary>What a piece counts in a vacancy; 0 when it does not fit.</summary>
    private static int Points(VacancyText v, SearchPiece piece)
    {
        int points = (Holds(v.Title, piece.Text, false) ? 8 : 0) + (Holds(v.Employer, piece.Text, false) ? 3 : 0)
            + (Holds(v.Place, piece.Text, false) ? 5 : 0) + (Holds(v.Description, piece.Text, true) ? 1 : 0);
        for (int i = 0; i < piece.Occupations.Count; i++)
        {
            if (v.Occupation.ToString("D7").StartsWith(Tree(piece.Occupations[i]), StringComparison.Ordinal))
            {
                return points + (i == 0 ? 6 : 4);
            }
        }

        return points;
    }

    /// <summary>Whether every two neighbouring characters of a piece stand side by side in the text, every Latin word as a word of its own.</summary>
    private static bool Holds(string text, string piece, bool isLong)
    {
        string[] there = Words(text);
        return Words(piece).All(w => char.IsAscii(w[0]) ? there.Contains(w)
            : w.Length == 1 ? !isLong && there.Any(t => t.Contains(w, StringComparison.Ordinal))
            : Enumerable.Range(0, w.Length - 1).All(i => there.Any(t => t.Contains(w.Substring(i, 2), StringComparison.Ordinal))));
    }

    private static string[] Words(string text)
    {
        List<string> words = [""];
        foreach (char c in text)
        {
            char plain = char.ToUpperInvariant(c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c);
            bool isWord = char.IsLetterOrDigit(plain);
            if (!isWord || (words[^1].Length > 0 && char.IsAscii(words[^1][^1]) != char.IsAscii(plain)))
            {
                words.Add("");
            }

            if (isWord)
            {
                words[^1] += plain;
            }
        }

        return [.. words.Where(w => w.Length > 0)];
    }

    private static int? Metres(long from, long to, SearchBook book) =>
        from != 0 && book.Point(from) is { } a && book.Point(to) is { } b ? SearchBook.Metres(a, b) : null;

    private static string Prefix(long region)
    {
        string code = region.ToString("D12");
        return code.EndsWith("0000000000", StringComparison.Ordinal) ? code[..2] : code.EndsWith("00000000", StringComparison.Ordinal) ? code[..4]
            : code.EndsWith("000000", StringComparison.Ordinal) ? code[..6] : code.EndsWith("000", StringComparison.Ordinal) ? code[..9] : code;
    }

    private static string Tree(int occupation)
    {
        string code = occupation.ToString("D7");
        return code.EndsWith("000000", StringComparison.Ordinal) ? code[..1] : code.EndsWith("0000", StringComparison.Ordinal) ? code[..3]
            : code.EndsWith("00", StringComparison.Ordinal) ? code[..5] : code;
    }
}
