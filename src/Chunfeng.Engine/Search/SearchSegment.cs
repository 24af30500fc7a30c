using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chunfeng.Engine.Matching;

namespace Chunfeng.Engine.Search;

/// <summary>Where a piece of the text was found, as bits.</summary>
[Flags]
internal enum SearchFields : byte
{
    None = 0,
    Title = 1,
    Employer = 2,
    Place = 4,
    Description = 8,
}

/// <summary>How much each place a piece is found in counts.</summary>
internal static class SearchScore
{
    public const int Title = 8;
    public const int LikeliestOccupation = 6;
    public const int OtherOccupation = 4;
    public const int Place = 5;
    public const int Employer = 3;
    public const int Description = 1;

    public static int Of(SearchFields fields) =>
        ((fields & SearchFields.Title) == 0 ? 0 : Title) + ((fields & SearchFields.Employer) == 0 ? 0 : Employer)
        + ((fields & SearchFields.Place) == 0 ? 0 : Place) + ((fields & SearchFields.Description) == 0 ? 0 : Description);
}

/// <summary>One found line before pages are cut: greater keys first, then smaller ids.</summary>
internal readonly record struct Candidate(long Key, Guid Id, int Score, int? Metres);

/// <summary>Vacancies with their postings, in the order of their ids. Immutable, thread-safe.</summary>
/// <remarks>A posting is a row shifted left by four and the fields it is for. Two neighbouring characters are one term, a Latin word or number another;
/// single characters are terms of the short fields only. Filters are compared column by column, many rows at a time, into one bit a row.</remarks>
internal sealed class SearchSegment
{
    private const int FieldBits = 4;
    private const uint FieldMask = (1u << FieldBits) - 1;

    // day numbers stay below this
    private const long DaysSpan = 1L << 22;

    private static readonly int[] s_scores = [.. Enumerable.Range(0, 16).Select(f => SearchScore.Of((SearchFields)f))];

    private readonly VacancyText[] rows;
    private readonly SearchBook book;
    private readonly Dictionary<uint, int> pairs = [];
    private readonly Dictionary<string, int> tokens = new(StringComparer.Ordinal);
    private readonly int[] starts;
    private readonly uint[] postings;

    // one value a row, filled up to whole words of 64 with what no filter takes
    private readonly uint[] occupations;
    private readonly uint[] regions;
    private readonly uint[] pay;
    private readonly uint[] posted;
    private readonly uint[] opens;
    private readonly uint[] closes;
    private readonly uint[] marks;

    private readonly long[] regionCodes;
    private readonly ushort[] pointOf;
    private readonly (double Latitude, double Longitude)[] points;
    private readonly int[] byOccupation;
    private readonly int[] occupationKeys;
    private readonly int[] byPay;
    private readonly int[] byNewest;
    private readonly ConcurrentBag<Scratch> scratches = [];

    /// <param name="vacancies">Each id once.</param>
    public SearchSegment(IEnumerable<VacancyText> vacancies, SearchBook book)
    {
        this.book = book;
        rows = [.. vacancies];
        Array.Sort(rows, static (a, b) => a.Id.CompareTo(b.Id));
        (starts, postings) = Postings();
        int padded = Words * 64;
        uint[] Column(Func<VacancyText, int> of)
        {
            uint[] column = new uint[padded];
            Array.Fill(column, uint.MaxValue);
            for (int row = 0; row < rows.Length; row++)
            {
                column[row] = (uint)of(rows[row]);
            }

            return column;
        }

        regionCodes = [.. rows.Select(r => r.Region).Distinct().Order()];
        occupations = Column(r => r.Occupation);
        regions = Column(r => Array.BinarySearch(regionCodes, r.Region));
        pay = Column(r => r.MonthFen);
        posted = Column(r => r.PostedOn.DayNumber);

        // without a post it opens after every day
        opens = Column(r => r.Posts < 1 ? int.MaxValue : r.From.DayNumber);
        closes = Column(r => r.To.DayNumber);
        marks = Column(r => (r.Board ? 1 : 0) | (r.Lodging ? 2 : 0) | (r.Insurance ? 4 : 0));

        (double Latitude, double Longitude)?[] regionPoints = [.. regionCodes.Select(book.Point)];
        points = [.. regionPoints.Where(p => p is not null).Select(p => p!.Value).Distinct().Order()];
        pointOf = [.. rows.Select(r => regionPoints[Array.BinarySearch(regionCodes, r.Region)] is { } p ? (ushort)(Array.BinarySearch(points, p) + 1) : (ushort)0)];

        int[] all = [.. Enumerable.Range(0, rows.Length)];
        byOccupation = [.. all.OrderBy(r => rows[r].Occupation)];
        occupationKeys = [.. byOccupation.Select(r => rows[r].Occupation)];
        byPay = [.. all.OrderByDescending(r => rows[r].MonthFen)];
        byNewest = [.. all.OrderByDescending(r => rows[r].PostedOn)];
    }

    public int Count => rows.Length;

    private int Words => (rows.Length + 63) / 64;

    /// <returns>The row, or −1.</returns>
    public int Find(Guid id)
    {
        int low = 0, high = rows.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1, order = rows[middle].Id.CompareTo(id);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    public VacancyText this[int row] => rows[row];

    /// <summary>Counts what fits and, when asked, puts the best into a list.</summary>
    /// <param name="dead">One bit a row that no longer counts; null for none.</param>
    /// <param name="want">How many of the best are wanted; 0 to count only.</param>
    public int Search(VacancyQuery query, IReadOnlyList<SearchPiece> pieces, ulong[]? dead, int want, List<Candidate> best)
    {
        if (rows.Length == 0)
        {
            return 0;
        }

        Scratch scratch = scratches.TryTake(out Scratch? kept) ? kept : new Scratch(Words);
        int total = Fit(query, pieces, dead, scratch);
        if (want > 0 && total > 0)
        {
            Best(query, pieces.Count > 0, scratch, total, want, best);
        }

        scratches.Add(scratch);
        return total;
    }

    private int Fit(VacancyQuery query, IReadOnlyList<SearchPiece> pieces, ulong[]? dead, Scratch scratch)
    {
        Span<ulong> bits = scratch.Bits;
        bits.Fill(ulong.MaxValue);
        if (rows.Length % 64 != 0)
        {
            bits[^1] = (1UL << (rows.Length % 64)) - 1;
        }

        if (pieces.Count > 0)
        {
            Array.Clear(scratch.Scores);
            if (query.AnyWord)
            {
                bits.Clear();
            }

            foreach (SearchPiece piece in pieces)
            {
                Find(piece, scratch);
                Span<ulong> found = scratch.Piece;
                for (int i = 0; i < bits.Length; i++)
                {
                    bits[i] = query.AnyWord ? bits[i] | found[i] : bits[i] & found[i];
                }
            }
        }

        if (query.Region != 0)
        {
            int first = LowerBound(regionCodes, query.Region), end = LowerBound(regionCodes, query.Region + VacancySearch.Span(query.Region));
            Keep(bits, regions, (uint)first, (uint)(end - first));
        }

        if (query.Occupation != 0)
        {
            Keep(bits, occupations, (uint)query.Occupation, (uint)OccupationCode.Span(query.Occupation));
        }

        if (query.LeastFen > 0)
        {
            Keep(bits, pay, (uint)query.LeastFen, int.MaxValue - (uint)query.LeastFen + 1);
        }

        if (query.PostedSince is { } since)
        {
            Keep(bits, posted, (uint)since.DayNumber, int.MaxValue);
        }

        if (query.OpenOn is { } day)
        {
            Keep(bits, opens, 0, (uint)day.DayNumber + 1);
            Keep(bits, closes, (uint)day.DayNumber, int.MaxValue);
        }

        if (query.Board || query.Lodging || query.Insurance)
        {
            KeepMarks(bits, (query.Board ? 1u : 0) | (query.Lodging ? 2u : 0) | (query.Insurance ? 4u : 0));
        }

        int total = 0;
        for (int i = 0; i < bits.Length; i++)
        {
            if (dead is not null)
            {
                bits[i] &= ~dead[i];
            }

            total += BitOperations.PopCount(bits[i]);
        }

        return total;
    }

    /// <summary>Marks the rows a piece fits and adds what it counts.</summary>
    private void Find(SearchPiece piece, Scratch scratch)
    {
        Span<ulong> found = scratch.Piece;
        ushort[] scores = scratch.Scores;
        found.Clear();
        for (int i = 0; i < piece.Occupations.Count; i++)
        {
            int code = piece.Occupations[i], add = i == 0 ? SearchScore.LikeliestOccupation : SearchScore.OtherOccupation;
            int to = LowerBound(occupationKeys, code + OccupationCode.Span(code));
            for (int at = LowerBound(occupationKeys, code); at < to; at++)
            {
                int row = byOccupation[at];
                ulong bit = 1UL << (row & 63);
                if ((found[row >> 6] & bit) == 0)
                {
                    found[row >> 6] |= bit;
                    scores[row] += (ushort)add;
                }
            }
        }

        foreach (uint posting in Literal(piece.Text, scratch))
        {
            int row = (int)(posting >> FieldBits);
            found[row >> 6] |= 1UL << (row & 63);
            scores[row] += (ushort)s_scores[posting & FieldMask];
        }
    }

    /// <summary>The rows with a field that holds every term of a text.</summary>
    private ReadOnlySpan<uint> Literal(string text, Scratch scratch)
    {
        Span<int> terms = stackalloc int[VacancyQuery.MostText + 1];
        int count = 0;
        for (int start = 0; start < text.Length;)
        {
            int end = SearchText.RunEnd(text, start);
            if (SearchText.IsLatin(text[start]))
            {
                terms[count++] = tokens.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.AsSpan(start, end - start), out int token) ? token : -1;
            }
            else if (end - start == 1)
            {
                terms[count++] = pairs.TryGetValue(text[start], out int single) ? single : -1;
            }
            else
            {
                for (int i = start; i + 1 < end; i++)
                {
                    terms[count++] = pairs.TryGetValue(Pair(text[i], text[i + 1]), out int pair) ? pair : -1;
                }
            }

            start = end;
        }

        // the rarest first: what is left over gets shorter soonest
        terms = terms[..count];
        foreach (int term in terms)
        {
            if (term < 0)
            {
                return [];
            }
        }

        terms.Sort(Rarest);
        ReadOnlySpan<uint> left = PostingsOf(terms[0]);
        for (int i = 1; i < terms.Length && left.Length > 0; i++)
        {
            if (terms[i] != terms[i - 1])
            {
                left = Both(left, PostingsOf(terms[i]), scratch.Rows(left.Length));
            }
        }

        return left;
    }

    private int Rarest(int a, int b) => (starts[a + 1] - starts[a], a).CompareTo((starts[b + 1] - starts[b], b));

    private ReadOnlySpan<uint> PostingsOf(int term) => postings.AsSpan(starts[term], starts[term + 1] - starts[term]);

    /// <summary>Rows of both lists with the fields of both. <paramref name="to"/> may be where <paramref name="few"/> lies.</summary>
    private static ReadOnlySpan<uint> Both(ReadOnlySpan<uint> few, ReadOnlySpan<uint> many, uint[] to)
    {
        int kept = 0, at = 0;
        bool leap = many.Length / 8 > few.Length;
        foreach (uint posting in few)
        {
            uint row = posting & ~FieldMask;
            if (leap)
            {
                // steps twice as long until the row is passed, then halving
                int step = 1;
                while (at + step < many.Length && many[at + step] < row)
                {
                    at += step;
                    step <<= 1;
                }

                int end = Math.Min(at + step, many.Length);
                while (at < end)
                {
                    int middle = (at + end) >> 1;
                    if (many[middle] < row)
                    {
                        at = middle + 1;
                    }
                    else
                    {
                        end = middle;
                    }
                }
            }
            else
            {
                while (at < many.Length && many[at] < row)
                {
                    at++;
                }
            }

            if (at == many.Length)
            {
                break;
            }

            uint fields = posting & many[at] & FieldMask;
            if ((many[at] & ~FieldMask) == row && fields != 0)
            {
                to[kept++] = row | fields;
            }
        }

        return to.AsSpan(0, kept);
    }

    /// <summary>Clears the bits of rows whose value is not in [first, first + span).</summary>
    private static void Keep(Span<ulong> bits, uint[] column, uint first, uint span)
    {
        ref uint values = ref MemoryMarshal.GetArrayDataReference(column);
        Vector256<uint> from = Vector256.Create(first), width = Vector256.Create(span);
        for (int word = 0; word < bits.Length; word++)
        {
            if (bits[word] == 0)
            {
                continue;
            }

            ulong kept = 0;
            for (int i = 0; i < 64; i += Vector256<uint>.Count)
            {
                Vector256<uint> at = Vector256.LoadUnsafe(ref values, (nuint)((word * 64) + i));
                kept |= (ulong)Vector256.LessThan(at - from, width).ExtractMostSignificantBits() << i;
            }

            bits[word] &= kept;
        }
    }

    private void KeepMarks(Span<ulong> bits, uint wanted)
    {
        ref uint values = ref MemoryMarshal.GetArrayDataReference(marks);
        Vector256<uint> mask = Vector256.Create(wanted);
        for (int word = 0; word < bits.Length; word++)
        {
            ulong kept = 0;
            for (int i = 0; i < 64; i += Vector256<uint>.Count)
            {
                kept |= (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref values, (nuint)((word * 64) + i)) & mask, mask).ExtractMostSignificantBits() << i;
            }

            bits[word] &= kept;
        }
    }

    private void Best(VacancyQuery query, bool words, Scratch scratch, int total, int want, List<Candidate> best)
    {
        ReadOnlySpan<ulong> bits = scratch.Bits;
        int[]? metres = Metres(query.Near, scratch);
        int[]? order = query.Order switch
        {
            VacancyOrder.Pay => byPay,
            VacancyOrder.Newest => byNewest,
            VacancyOrder.Relevance when !words => byNewest,
            _ => null,
        };

        // a list kept in this order shows the first ones soon when many fit
        if (order is not null && (long)want * rows.Length < (long)total * total)
        {
            foreach (int row in order)
            {
                if ((bits[row >> 6] & (1UL << (row & 63))) != 0)
                {
                    best.Add(Found(row, Key(query.Order, words, row, scratch, metres), words, scratch, metres));
                    if (--want == 0)
                    {
                        return;
                    }
                }
            }

            return;
        }

        int most = Math.Min(want, total), kept = 0;
        (long Key, int Row)[] top = scratch.Top(most);
        long floor = long.MinValue;
        bool sorted = most <= 256;
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1)
            {
                int row = (word << 6) + BitOperations.TrailingZeroCount(left);
                long key = Key(query.Order, words, row, scratch, metres);
                if (!sorted)
                {
                    top = scratch.Top(total);
                    top[kept++] = (key, row);
                    continue;
                }

                // rows come in the order of their ids, so an equal one that comes later stays behind
                if (key <= floor)
                {
                    continue;
                }

                int at = kept < most ? kept++ : most - 1;
                while (at > 0 && top[at - 1].Key < key)
                {
                    top[at] = top[at - 1];
                    at--;
                }

                top[at] = (key, row);
                floor = kept == most ? top[most - 1].Key : floor;
            }
        }

        if (!sorted)
        {
            Array.Sort(top, 0, kept, Comparer<(long Key, int Row)>.Create(static (a, b) => (b.Key, a.Row).CompareTo((a.Key, b.Row))));
        }

        foreach ((long key, int row) in top.AsSpan(0, most))
        {
            best.Add(Found(row, key, words, scratch, metres));
        }
    }

    private Candidate Found(int row, long key, bool words, Scratch scratch, int[]? metres) => new(
        key, rows[row].Id, words ? scratch.Scores[row] : 0, metres is null || metres[pointOf[row]] == int.MaxValue ? null : metres[pointOf[row]]);

    private long Key(VacancyOrder order, bool words, int row, Scratch scratch, int[]? metres) => order switch
    {
        VacancyOrder.Pay => pay[row],
        VacancyOrder.Newest => posted[row],
        VacancyOrder.Distance => metres is null ? 0 : -(long)metres[pointOf[row]],
        _ => (words ? scratch.Scores[row] * DaysSpan : 0) + posted[row],
    };

    /// <summary>The way to each point; the first is no point. Null when it is not known where from.</summary>
    private int[]? Metres(long near, Scratch scratch)
    {
        if (near == 0 || book.Point(near) is not { } from)
        {
            return null;
        }

        // the same person sorts and pages from the same place
        if (scratch.MetresFrom != from)
        {
            int[] metres = scratch.Metres ??= new int[points.Length + 1];
            metres[0] = int.MaxValue;
            for (int i = 0; i < points.Length; i++)
            {
                metres[i + 1] = SearchBook.Metres(from, points[i]);
            }

            scratch.MetresFrom = from;
        }

        return scratch.Metres;
    }

    private static uint Pair(char a, char b) => ((uint)a << 16) | b;

    private (int[] Starts, uint[] Postings) Postings()
    {
        List<uint[]> lists = [];
        List<int> counts = [];
        void Add(int term, int row, SearchFields field)
        {
            uint[] list = lists[term];
            int count = counts[term];
            if (count > 0 && list[count - 1] >> FieldBits == (uint)row)
            {
                list[count - 1] |= (uint)field;
                return;
            }

            if (count == list.Length)
            {
                Array.Resize(ref list, count * 2);
                lists[term] = list;
            }

            list[count] = ((uint)row << FieldBits) | (uint)field;
            counts[term] = count + 1;
        }

        int New()
        {
            lists.Add(new uint[2]);
            counts.Add(0);
            return lists.Count - 1;
        }

        void AddPair(uint pair, int row, SearchFields field)
        {
            ref int term = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, pair, out bool known);
            if (!known)
            {
                term = New();
            }

            Add(term, row, field);
        }

        void Read(string text, int row, SearchFields field)
        {
            string typed = SearchText.Normalise(text);
            for (int start = 0; start < typed.Length;)
            {
                if (typed[start] == SearchText.Gap)
                {
                    start++;
                    continue;
                }

                int end = SearchText.RunEnd(typed, start);
                if (SearchText.IsLatin(typed[start]))
                {
                    ref int term = ref CollectionsMarshal.GetValueRefOrAddDefault(tokens.GetAlternateLookup<ReadOnlySpan<char>>(), typed.AsSpan(start, end - start), out bool known);
                    if (!known)
                    {
                        term = New();
                    }

                    Add(term, row, field);
                }
                else
                {
                    for (int i = start; i < end; i++)
                    {
                        if (field != SearchFields.Description)
                        {
                            AddPair(typed[i], row, field);
                        }

                        if (i + 1 < end)
                        {
                            AddPair(Pair(typed[i], typed[i + 1]), row, field);
                        }
                    }
                }

                start = end;
            }
        }

        for (int row = 0; row < rows.Length; row++)
        {
            Read(rows[row].Title, row, SearchFields.Title);
            Read(rows[row].Employer, row, SearchFields.Employer);
            Read(rows[row].Place, row, SearchFields.Place);
            Read(rows[row].Description, row, SearchFields.Description);
        }

        int[] from = new int[lists.Count + 1];
        for (int term = 0; term < lists.Count; term++)
        {
            from[term + 1] = from[term] + counts[term];
        }

        uint[] flat = new uint[from[^1]];
        for (int term = 0; term < lists.Count; term++)
        {
            Array.Copy(lists[term], 0, flat, from[term], counts[term]);
        }

        return (from, flat);
    }

    private static int LowerBound<T>(T[] sorted, T value) where T : IComparable<T>
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (sorted[middle].CompareTo(value) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>What one question writes on; kept for the next.</summary>
    private sealed class Scratch(int words)
    {
        private uint[] rows = [];
        private (long Key, int Row)[] top = [];

        public ulong[] Bits { get; } = new ulong[words];

        public ulong[] Piece { get; } = new ulong[words];

        public ushort[] Scores { get; } = new ushort[words * 64];

        public int[]? Metres { get; set; }

        public (double Latitude, double Longitude)? MetresFrom { get; set; }

        public uint[] Rows(int least) => rows.Length >= least ? rows : rows = new uint[least];

        public (long Key, int Row)[] Top(int least) => top.Length >= least ? top : top = new (long, int)[least];
    }
}
