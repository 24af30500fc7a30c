using System.Runtime.CompilerServices;

namespace Chunfeng.Engine.Matching;

/// <summary>The vacancies open on a day, laid out so that a person's best are found without looking at most of them. Immutable, thread-safe.</summary>
/// <remarks>Lines lie in blocks of minor occupation group × city, best paid first. What a block can reach at most is known from its
/// summary; one that cannot reach the list's last place is passed over. The result equals scoring every vacancy.</remarks>
public sealed class VacancyIndex
{
    private const int StackKeys = 256;
    private const int Provinces = 100;

    private readonly VacancyTable table;
    private readonly VacancyLine[] lines;
    private readonly Block[] blocks;
    private readonly int[] minors;
    private readonly int[] minorBlocks;
    private readonly int[] cities;
    private readonly int[] provinceStarts;
    private readonly ulong allSkills;
    private readonly ulong allTowns;
    private readonly ulong allMarks;

    private readonly MatchWeights w;

    public VacancyIndex(VacancyTable table, MatchWeights weights, DateOnly asOf, Townspeople townspeople)
    {
        this.table = table;
        w = weights;
        AsOf = asOf;
        Townspeople = townspeople;
        lines = [.. Enumerable.Range(0, table.Count).Where(row => table.IsOpen(row, asOf)).Select(row => table.Line(row, townspeople))];
        Array.Sort(lines, static (a, b) => (Minor(a), City(a), -(long)a.MonthFen, a.Row).CompareTo((Minor(b), City(b), -(long)b.MonthFen, b.Row)));
        cities = [.. lines.Select(City).Distinct().Order()];
        provinceStarts = new int[Provinces + 1];
        for (int province = 0; province <= Provinces; province++)
        {
            provinceStarts[province] = LowerBound(cities, province * 100);
        }

        List<Block> made = [];
        List<int> groups = [], groupStarts = [];
        for (int start = 0; start < lines.Length;)
        {
            int minor = Minor(lines[start]), city = City(lines[start]), end = start;
            Block block = new() { Start = start, City = (short)LowerBound(cities, city), MostFen = lines[start].MonthFen, LeastRow = int.MaxValue };
            for (; end < lines.Length && Minor(lines[end]) == minor && City(lines[end]) == city; end++)
            {
                block.Skills |= lines[end].Skills;
                block.Towns |= lines[end].TownMask;
                block.Marks |= lines[end].RefusedAndMarks;
                block.LeastRow = Math.Min(block.LeastRow, lines[end].Row);
            }

            if (groups.Count == 0 || groups[^1] != minor)
            {
                groups.Add(minor);
                groupStarts.Add(made.Count);
            }

            block.End = end;
            made.Add(block);
            start = end;
            allSkills |= block.Skills;
            allTowns |= block.Towns;
            allMarks |= block.Marks;
        }

        blocks = [.. made];
        minors = [.. groups];
        minorBlocks = [.. groupStarts, blocks.Length];
    }

    public DateOnly AsOf { get; }

    public MatchWeights Weights => w;

    public Townspeople Townspeople { get; }

    /// <summary>Vacancies open on the day.</summary>
    public int Count => lines.Length;

    public VacancyTable Vacancies => table;

    /// <summary>The best vacancies for a person, best first, ties to the smaller vacancy id.</summary>
    /// <param name="seekers">Where the person is.</param>
    /// <param name="row">The person's row.</param>
    /// <param name="best">Filled from the start; its length is how many are wanted. Rows are rows of <see cref="Vacancies"/>.</param>
    /// <returns>How many were found: less than wanted only when hard limits leave no more.</returns>
    public int Top(SeekerTable seekers, int row, Span<Match> best) => Top(seekers.Line(row, AsOf, w.ReferenceMonthFen), best);

    internal int Top(in SeekerLine seeker, Span<Match> best)
    {
        if (best.IsEmpty)
        {
            return 0;
        }

        // more than a page is asked for by tools only: those pay for a buffer
        Span<ulong> keys = best.Length <= StackKeys ? stackalloc ulong[best.Length] : new ulong[best.Length];
        Span<byte> near = stackalloc byte[cities.Length];
        Span<ulong> seen = stackalloc ulong[(minors.Length + 63) / 64];
        Search search = new(this, seeker, new TopKeys(keys), near, seen);
        search.Run();
        for (int i = 0; i < search.Top.Count; i++)
        {
            best[i] = TopKeys.Read(keys[i]);
        }

        return search.Top.Count;
    }

    private static int Minor(VacancyLine line) => line.Occupation / 100;

    private static int City(VacancyLine line) => line.Place / 100_000;

    private static int LowerBound(int[] sorted, int value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (sorted[middle] < value)
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

    /// <summary>Lines of one minor group in one city, and the most any of them offers.</summary>
    private struct Block
    {
        public int Start;
        public int End;
        public int MostFen;
        public int LeastRow;
        public ulong Skills;
        public ulong Towns;
        public ulong Marks;
        public short City;
    }

    /// <summary>One person's walk through the blocks.</summary>
    private ref struct Search
    {
        // beside the nearness of a city: it depends on the line's county or township
        private const byte Varies = 128;

        private readonly VacancyIndex index;
        private readonly MatchWeights w;
        private readonly Span<byte> near;
        private readonly Span<ulong> seen;
        private readonly int mostRest;
        private readonly int group;
        private SeekerLine s;
        public TopKeys Top;

        public Search(VacancyIndex index, in SeekerLine seeker, TopKeys top, Span<byte> near, Span<ulong> seen)
        {
            this.index = index;
            w = index.w;
            s = seeker;
            Top = top;
            this.near = near;
            this.seen = seen;
            near.Clear();
            seen.Clear();
            group = s.WelcomeBits == 0 ? 0 : w.PriorityGroup;
            mostRest = w.WageMet + w.WageAbove + Rest(index.allSkills, index.allTowns, index.allMarks);
        }

        public void Run()
        {
            if (index.lines.Length == 0)
            {
                return;
            }

            MarkPlaces();
            for (int i = 0; i < Seeker.MostWishes; i++)
            {
                Visit(s.Occupations[i], 100);
            }

            for (int i = 0; i < Seeker.MostWishes; i++)
            {
                Visit(s.Experience[i], 100);
            }

            // what is left lies no nearer than a middle group, then a major one, then nowhere near
            int place = s.Places.IsEmpty ? 0 : w.Place.Same;
            bool works = !s.Experience.IsEmpty, wishes = !s.Occupations.IsEmpty;
            if (!Reaches((wishes ? w.Occupation.Middle : 0) + (works ? w.Experience.Middle : 0) + place))
            {
                return;
            }

            VisitAround(10_000);
            if (!Reaches((wishes ? w.Occupation.Wide : 0) + (works ? w.Experience.Wide : 0) + place))
            {
                return;
            }

            VisitAround(1_000_000);
            if (Reaches(place))
            {
                VisitRange(0, index.minors.Length);
            }
        }

        private readonly bool Reaches(int score) => TopKeys.Key(score + mostRest, 0) > Top.Floor;

        private void MarkPlaces()
        {
            for (int i = 0; i < Seeker.MostWishes; i++)
            {
                int wish = s.Places[i];
                if (wish == 0)
                {
                    continue;
                }

                int province = wish / 10_000_000, span = PlaceCode.Span(wish);
                int from = index.provinceStarts[province], to = index.provinceStarts[province + 1];
                if (span == 10_000_000)
                {
                    near[from..to].Fill((byte)Nearness.Same);
                    continue;
                }

                for (int c = from; c < to; c++)
                {
                    byte found = index.cities[c] != wish / 100_000 ? (byte)Nearness.Wide
                        : span == 100_000 ? (byte)Nearness.Same : (byte)(Varies | (byte)Nearness.Same);

                    // inside another wish it is the same for every line, whatever this wish says
                    if (near[c] != (byte)Nearness.Same && (found > near[c] || found == (byte)Nearness.Same))
                    {
                        near[c] = found;
                    }
                }
            }
        }

        private void VisitAround(int span)
        {
            for (int i = 0; i < Seeker.MostWishes; i++)
            {
                Visit(s.Occupations[i], span);
                Visit(s.Experience[i], span);
            }
        }

        /// <summary>Visits the minor groups within the part of the tree that holds the code and spans so many occupations.</summary>
        private void Visit(int code, int span)
        {
            if (code != 0)
            {
                span = Math.Max(span, OccupationCode.Span(code));
                int first = code / span * span;
                VisitRange(LowerBound(index.minors, first / 100), LowerBound(index.minors, (first + span) / 100));
            }
        }

        private void VisitRange(int from, int to)
        {
            for (int g = from; g < to; g++)
            {
                if ((seen[g >> 6] & (1UL << g)) == 0)
                {
                    seen[g >> 6] |= 1UL << g;
                    VisitGroup(g);
                }
            }
        }

        private void VisitGroup(int g)
        {
            int first = index.minors[g] * 100;
            Near occupation = NearGroup(first, s.Occupations, w.Occupation), experience = NearGroup(first, s.Experience, w.Experience);
            int most = occupation.Most + experience.Most + mostRest;
            if (TopKeys.Key(most + (s.Places.IsEmpty ? 0 : w.Place.Same), 0) <= Top.Floor)
            {
                return;
            }

            // wished places first: they raise the floor for the others
            int from = index.minorBlocks[g], to = index.minorBlocks[g + 1];
            if (!s.Places.IsEmpty)
            {
                for (int b = from; b < to; b++)
                {
                    if ((near[index.blocks[b].City] & (byte)Nearness.Same) != 0)
                    {
                        VisitBlock(ref index.blocks[b], occupation, experience);
                    }
                }
            }

            for (int b = from; b < to; b++)
            {
                byte n = near[index.blocks[b].City];
                if ((n & (byte)Nearness.Same) == 0 && TopKeys.Key(most + (n == 0 ? 0 : w.Place.Wide), 0) > Top.Floor)
                {
                    VisitBlock(ref index.blocks[b], occupation, experience);
                }
            }
        }

        private void VisitBlock(ref readonly Block block, in Near occupation, in Near experience)
        {
            byte n = near[block.City];
            bool varies = (n & Varies) != 0;
            int place = w.Place[(Nearness)(n & ~Varies)];
            int most = occupation.Most + experience.Most + place + Rest(block.Skills, block.Towns, block.Marks);
            int fen = block.MostFen, wage = w.ForWage(fen, s.WishedFen);
            if (TopKeys.Key(most + wage, block.LeastRow) <= Top.Floor)
            {
                return;
            }

            bool anyTown = (block.Towns & s.TownBit) != 0;
            ReadOnlySpan<VacancyLine> lines = index.lines.AsSpan(block.Start, block.End - block.Start);
            for (int i = 0; i < lines.Length; i++)
            {
                ref readonly VacancyLine v = ref lines[i];
                if (v.MonthFen != fen)
                {
                    fen = v.MonthFen;
                    wage = w.ForWage(fen, s.WishedFen);
                }

                // best paid first: the rest of the block reaches no more than this
                if (TopKeys.Key(most + wage, block.LeastRow) <= Top.Floor)
                {
                    return;
                }

                if (!MatchScore.Passes(v, s))
                {
                    continue;
                }

                int score = occupation.Of(v.Occupation) + experience.Of(v.Occupation) + wage + group
                    + (varies ? w.Place[MatchScore.BestPlace(v.Place, s.Places)] : place)
                    + MatchScore.Skills(v.Skills, s.Skills, w)
                    + ((v.RefusedAndMarks & s.WelcomeBits) == 0 ? 0 : w.PriorityWelcome)
                    + ((v.RefusedAndMarks & s.LodgingBit) == 0 ? 0 : w.Lodging);
                if (anyTown && (v.TownMask & s.TownBit) != 0)
                {
                    score += w.ForTownspeople(index.Townspeople.Count(index.table.EmployerAt(v.Row), s.County));
                }

                ulong key = TopKeys.Key(score, v.Row);
                if (key > Top.Floor)
                {
                    Top.Add(key);
                }
            }
        }

        /// <summary>The most that all but occupation, experience, place and wage can add.</summary>
        private readonly int Rest(ulong skills, ulong towns, ulong marks) =>
            group + MatchScore.Skills(skills, s.Skills, w)
            + ((towns & s.TownBit) == 0 ? 0 : w.MostTownspeople)
            + ((marks & s.WelcomeBits) == 0 ? 0 : w.PriorityWelcome)
            + ((marks & s.LodgingBit) == 0 ? 0 : w.Lodging);

        private static Near NearGroup(int first, in Wishes wishes, in NearnessWeights weights)
        {
            Nearness all = Nearness.Far;
            int a = 0, b = 0, c = 0;
            for (int i = 0; i < Seeker.MostWishes; i++)
            {
                int wish = wishes[i];
                if (wish == 0)
                {
                    continue;
                }

                Nearness found = OccupationCode.Compare(first, wish);
                if (found == Nearness.Near)
                {
                    (a, b, c) = (wish, a, b);
                }

                all = found > all ? found : all;
            }

            return new Near(weights[all], (a | b | c) == 0 || all == Nearness.Same ? weights[all] : weights.Same, weights.Same, a, b, c);
        }
    }

    /// <summary>How near the lines of a group are: alike, but for the occupations wished by name.</summary>
    private readonly struct Near(int all, int most, int same, int a, int b, int c)
    {
        public int Most => most;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Of(int occupation) => most != all && (occupation == a || occupation == b || occupation == c) ? same : all;
    }
}
