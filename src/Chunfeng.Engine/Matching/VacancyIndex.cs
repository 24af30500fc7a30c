using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chunfeng.Engine.Matching;

/// <summary>The vacancies open on a day, laid out so that a person's best are found without looking at most of them. Immutable, thread-safe.</summary>
/// <remarks>Lines lie in blocks of minor occupation group × city, best paid first. What a block can reach at most is known from its
/// summary; one that cannot reach the list's last place is passed over. The result equals scoring every vacancy.</remarks>
public sealed class VacancyIndex
{
    private const int StackKeys = 256;
    private const int Provinces = 100;

    // lines of a block between two looks at the pay
    private const int Stride = 8;

    private readonly VacancyTable table;
    private readonly VacancyLine[] lines;
    private readonly Block[] blocks;
    private readonly int[] minors;
    private readonly int[] minorBlocks;
    private readonly int[] cities;
    private readonly int[] provinceStarts;
    private readonly int[] blockOf;
    private readonly ulong refusedAges = ulong.MaxValue;
    private readonly ulong refusedBits = ulong.MaxValue;
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
            Block block = new() { Start = start, City = (short)LowerBound(cities, city), MostFen = lines[start].MonthFen, LeastRow = int.MaxValue, RefusedAges = ulong.MaxValue, Refused = ulong.MaxValue };
            for (; end < lines.Length && Minor(lines[end]) == minor && City(lines[end]) == city; end++)
            {
                block.Skills |= lines[end].Skills;
                block.Towns |= lines[end].TownMask;
                block.Marks |= lines[end].RefusedAndMarks;
                block.RefusedAges &= lines[end].RefusedAges;
                block.Refused &= lines[end].RefusedAndMarks;
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
            refusedAges &= block.RefusedAges;
            refusedBits &= block.Refused;
            allSkills |= block.Skills;
            allTowns |= block.Towns;
            allMarks |= block.Marks;
        }

        blocks = [.. made];
        minors = [.. groups];
        minorBlocks = [.. groupStarts, blocks.Length];
        blockOf = new int[minors.Length * cities.Length];
        Array.Fill(blockOf, -1);
        for (int g = 0; g < minors.Length; g++)
        {
            for (int b = minorBlocks[g]; b < minorBlocks[g + 1]; b++)
            {
                blockOf[(g * cities.Length) + blocks[b].City] = b;
            }
        }
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
        Span<short> wished = stackalloc short[cities.Length];
        int words = (minors.Length + 63) / 64;
        Span<ulong> seen = stackalloc ulong[2 * words];
        Span<WishKey> wishes = stackalloc WishKey[2 * Seeker.MostWishes];
        Search search = new(this, seeker, new TopKeys(keys), near, wished, seen, wishes);
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

        /// <summary>What every line of the block refuses.</summary>
        public ulong RefusedAges;
        public ulong Refused;
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
        private readonly Span<short> wished;
        private readonly Span<ulong> seen;
        private readonly Span<WishKey> occupations;
        private readonly Span<WishKey> experience;
        private readonly int mostRest;
        private readonly int mostPlace;
        private readonly int mostBeside;
        private readonly int mostWage;
        private readonly int group;
        private readonly int wishedCount;
        private SeekerLine s;
        public TopKeys Top;

        public Search(
            VacancyIndex index, in SeekerLine seeker, TopKeys top, Span<byte> near, Span<short> wished, Span<ulong> seen, Span<WishKey> wishes)
        {
            this.index = index;
            w = index.w;
            s = seeker;
            Top = top;
            this.near = near;
            this.wished = wished;
            this.seen = seen;
            near.Clear();
            seen.Clear();
            int named = WishKey.Put(s.Occupations, wishes), worked = WishKey.Put(s.Experience, wishes[named..]);
            occupations = wishes[..named];
            experience = wishes.Slice(named, worked);
            group = s.WelcomeBits == 0 ? 0 : w.PriorityGroup;
            mostWage = w.WageMet + w.WageAbove;
            mostRest = mostWage + Rest(index.allSkills, index.allTowns, index.allMarks);
            mostPlace = s.Places.IsEmpty ? 0 : w.Place.Same;
            mostBeside = s.Places.IsEmpty ? 0 : w.Place.Wide;
            wishedCount = MarkPlaces();
        }

        public void Run()
        {
            // nobody under sixteen needs a look at any line
            if (((index.refusedAges & s.AgeBit) | (index.refusedBits & s.Bits)) != 0 || index.lines.Length == 0)
            {
                return;
            }

            // the blocks that can reach most come first: they raise the floor for the others. After each round what is left lies no nearer
            // than a middle group, then a major one, then nowhere near
            VisitAround(100, beside: false);
            bool works = !experience.IsEmpty, wishes = !occupations.IsEmpty;
            if (Reaches((wishes ? w.Occupation.Middle : 0) + (works ? w.Experience.Middle : 0) + mostPlace))
            {
                VisitAround(10_000, beside: false);
            }

            VisitAround(100, beside: true);
            if (!Reaches((wishes ? w.Occupation.Middle : 0) + (works ? w.Experience.Middle : 0) + mostPlace))
            {
                return;
            }

            VisitAround(10_000, beside: true);
            if (!Reaches((wishes ? w.Occupation.Wide : 0) + (works ? w.Experience.Wide : 0) + mostPlace))
            {
                return;
            }

            VisitAround(1_000_000, beside: false);
            VisitAround(1_000_000, beside: true);
            if (Reaches(mostPlace))
            {
                VisitRange(0, index.minors.Length, beside: false);
                VisitRange(0, index.minors.Length, beside: true);
            }
        }

        private readonly bool Reaches(int score) => TopKeys.Key(score + mostRest, 0) > Top.Floor;

        // returns how many cities hold a wished place
        private readonly int MarkPlaces()
        {
            int count = 0;
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
                    for (int c = from; c < to; c++)
                    {
                        count += (near[c] & (byte)Nearness.Same) == 0 ? 1 : 0;
                        near[c] = (byte)Nearness.Same;
                    }

                    continue;
                }

                for (int c = from; c < to; c++)
                {
                    byte found = index.cities[c] != wish / 100_000 ? (byte)Nearness.Wide
                        : span == 100_000 ? (byte)Nearness.Same : (byte)(Varies | (byte)Nearness.Same);

                    // inside another wish it is the same for every line, whatever this wish says
                    if (near[c] != (byte)Nearness.Same && (found > near[c] || found == (byte)Nearness.Same))
                    {
                        count += (found & ~near[c] & (byte)Nearness.Same) == 0 ? 0 : 1;
                        near[c] = found;
                    }
                }
            }

            int put = 0;
            for (int c = 0; put < count; c++)
            {
                wished[put] = (short)c;
                put += (near[c] & (byte)Nearness.Same) == 0 ? 0 : 1;
            }

            return count;
        }

        /// <summary>Visits the minor groups within the parts of the tree that hold a wish or work done and span so many occupations.</summary>
        private void VisitAround(int span, bool beside)
        {
            VisitAround(occupations, span, beside);
            VisitAround(experience, span, beside);
        }

        private void VisitAround(ReadOnlySpan<WishKey> keys, int span, bool beside)
        {
            foreach (ref readonly WishKey key in keys)
            {
                int wide = Math.Max(span, key.Span), first = key.Code / wide * wide;
                VisitRange(LowerBound(index.minors, first / 100), LowerBound(index.minors, (first + wide) / 100), beside);
            }
        }

        private void VisitRange(int from, int to, bool beside)
        {
            Span<ulong> done = beside ? seen[(seen.Length / 2)..] : seen[..(seen.Length / 2)];
            for (int g = from; g < to; g++)
            {
                if ((done[g >> 6] & (1UL << g)) == 0)
                {
                    done[g >> 6] |= 1UL << g;
                    VisitGroup(g, beside);
                }
            }
        }

        /// <summary>Visits a group's blocks in wished cities, or those beside them.</summary>
        private void VisitGroup(int g, bool beside)
        {
            int minor = index.minors[g];
            Near occupation = NearGroup(minor, occupations, w.Occupation), experienced = NearGroup(minor, experience, w.Experience);
            int most = occupation.Most + experienced.Most + mostRest;
            if (TopKeys.Key(most + (beside ? mostBeside : mostPlace), 0) <= Top.Floor)
            {
                return;
            }

            if (!beside)
            {
                ReadOnlySpan<int> row = index.blockOf.AsSpan(g * near.Length, near.Length);
                for (int i = 0; i < wishedCount; i++)
                {
                    int b = row[wished[i]];
                    if (b >= 0)
                    {
                        VisitBlock(ref index.blocks[b], occupation, experienced);
                    }
                }

                return;
            }

            int to = index.minorBlocks[g + 1];
            for (int b = index.minorBlocks[g]; b < to; b++)
            {
                byte n = near[index.blocks[b].City];
                if ((n & (byte)Nearness.Same) == 0 && TopKeys.Key(most + (n == 0 ? 0 : mostBeside), 0) > Top.Floor)
                {
                    VisitBlock(ref index.blocks[b], occupation, experienced);
                }
            }
        }

        private void VisitBlock(ref readonly Block block, in Near occupation, in Near experience)
        {
            if (((block.RefusedAges & s.AgeBit) | (block.Refused & s.Bits)) != 0)
            {
                return;
            }

            byte n = near[block.City];
            bool varies = (n & Varies) != 0;
            int place = w.Place[(Nearness)(n & ~Varies)];
            int most = occupation.Most + experience.Most + place + Rest(block.Skills, block.Towns, block.Marks);
            if (TopKeys.Key(most + mostWage, block.LeastRow) <= Top.Floor)
            {
                return;
            }

            int fen = block.MostFen, wage = w.ForWage(fen, s.WishedFen);
            if (TopKeys.Key(most + wage, block.LeastRow) <= Top.Floor)
            {
                return;
            }

            ulong ageBit = s.AgeBit, groupSetBit = s.GroupSetBit, bits = s.Bits, skills = s.Skills, lacks = ~s.Skills, welcomeBits = s.WelcomeBits,
                lodgingBit = s.LodgingBit, townBit = s.TownBit;
            int constant = group + (varies ? 0 : place), skillsMost = w.SkillsMost, skillEach = w.SkillEach, welcome = w.PriorityWelcome, lodging = w.Lodging;
            int reach = most - Rest(block.Skills, block.Towns, block.Marks) + group, mostTowns = w.MostTownspeople;
            ReadOnlySpan<VacancyLine> lines = index.lines.AsSpan(block.Start, block.End - block.Start);
            for (int first = 0; first < lines.Length; first += Stride)
            {
                // best paid first: the rest of the block reaches no more than this
                if (lines[first].MonthFen != fen)
                {
                    fen = lines[first].MonthFen;
                    wage = w.ForWage(fen, s.WishedFen);
                }

                int paid = wage;
                if (TopKeys.Key(most + paid, block.LeastRow) <= Top.Floor)
                {
                    return;
                }

                int end = Math.Min(first + Stride, lines.Length);
                for (int i = first; i < end; i++)
                {
                    ref readonly VacancyLine v = ref lines[i];
                    int own = (Math.Min(BitOperations.PopCount(v.Skills & skills), skillsMost) * skillEach)
                        + ((v.RefusedAndMarks & welcomeBits) != 0 ? welcome : 0)
                        + ((v.RefusedAndMarks & lodgingBit) != 0 ? lodging : 0);

                    // most lines fall here: no limit and no division is looked at for them
                    if (TopKeys.Key(reach + paid + own + ((v.TownMask & townBit) != 0 ? mostTowns : 0), v.Row) <= Top.Floor)
                    {
                        continue;
                    }

                    if (((v.RefusedAges & ageBit) | (v.RefusedGroupSets & groupSetBit) | (v.RefusedAndMarks & bits) | (v.Licences & lacks)) != 0)
                    {
                        continue;
                    }

                    if (v.MonthFen != fen)
                    {
                        fen = v.MonthFen;
                        wage = w.ForWage(fen, s.WishedFen);
                    }

                    int score = occupation.Of(v.Occupation) + experience.Of(v.Occupation) + wage + constant + own;
                    if (varies)
                    {
                        score += w.Place[MatchScore.BestPlace(v.Place, s.Places)];
                    }

                    if ((v.TownMask & townBit) != 0)
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
        }

        /// <summary>The most that all but occupation, experience, place and wage can add.</summary>
        private readonly int Rest(ulong skills, ulong towns, ulong marks) =>
            group + MatchScore.Skills(skills, s.Skills, w)
            + ((towns & s.TownBit) == 0 ? 0 : w.MostTownspeople)
            + ((marks & s.WelcomeBits) == 0 ? 0 : w.PriorityWelcome)
            + ((marks & s.LodgingBit) == 0 ? 0 : w.Lodging);

        private static Near NearGroup(int minor, ReadOnlySpan<WishKey> wishes, in NearnessWeights weights)
        {
            // −1 is no occupation
            int all = 0, most = 0, a = -1, b = -1, c = -1;
            foreach (ref readonly WishKey wish in wishes)
            {
                int found = (uint)((minor * 100) - wish.Code) < (uint)wish.Span ? weights.Same
                    : minor == wish.Minor ? weights.Near
                    : minor / 100 == wish.Middle ? weights.Middle
                    : minor / 10_000 == wish.Major ? weights.Wide
                    : 0;
                if (minor == wish.Minor && wish.Span == 1)
                {
                    (a, b, c) = (wish.Code, a, b);
                    most = weights.Same;
                }

                all = Math.Max(all, found);
            }

            return new Near(all, Math.Max(most, all), Math.Max(weights.Same, all), a, b, c);
        }
    }

    /// <summary>A wish with the groups it lies in.</summary>
    private struct WishKey
    {
        public int Code;
        public int Span;
        public int Minor;
        public int Middle;
        public int Major;

        public static int Put(in Wishes wishes, Span<WishKey> keys)
        {
            int count = 0;
            for (int i = 0; i < Seeker.MostWishes; i++)
            {
                int code = wishes[i];
                if (code != 0)
                {
                    keys[count++] = new WishKey { Code = code, Span = OccupationCode.Span(code), Minor = code / 100, Middle = code / 10_000, Major = code / 1_000_000 };
                }
            }

            return count;
        }
    }

    /// <summary>How near the lines of a group are: alike, but for the occupations wished by name.</summary>
    private readonly struct Near(int all, int most, int same, int a, int b, int c)
    {
        public int Most => most;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Of(int occupation) => ((occupation == a) | (occupation == b) | (occupation == c)) ? same : all;
    }
}
