using System.Buffers;

namespace Chunfeng.Engine.Matching;

/// <summary>Everybody who looks for work, laid out so that the best people for one vacancy are found without scoring most. Immutable, thread-safe.</summary>
/// <remarks>A person lies once in the block of each wished occupation group × wished city, the least wage asked for first. The true score is
/// reached in one of these blocks, so a block that cannot reach the list's last place is passed over. The result equals scoring everybody.</remarks>
public sealed class SeekerIndex
{
    private const int StackKeys = 256;

    private readonly SeekerTable table;
    private readonly MatchWeights w;
    private readonly Townspeople townspeople;
    private readonly DateOnly asOf;
    private readonly int[] rows;
    private readonly int[] leastFen;
    private readonly Block[] blocks;

    public SeekerIndex(SeekerTable table, MatchWeights weights, DateOnly asOf, Townspeople townspeople)
    {
        this.table = table;
        this.townspeople = townspeople;
        this.asOf = asOf;
        w = weights;
        List<(long Key, int Fen, int Row)> entries = [];
        HashSet<long> own = [];
        for (int row = 0; row < table.Count; row++)
        {
            SeekerLine s = table.Line(row, asOf, w.ReferenceMonthFen);
            own.Clear();
            for (int o = 0; o < Seeker.MostWishes; o++)
            {
                for (int p = 0; p < Seeker.MostWishes; p++)
                {
                    // a person without wishes of a kind lies under 0; one with some does not
                    if ((s.Occupations[o] != 0 || (o == 0 && s.Occupations.IsEmpty)) && (s.Places[p] != 0 || (p == 0 && s.Places.IsEmpty))
                        && own.Add(Key(s.Occupations[o], s.Places[p])))
                    {
                        entries.Add((Key(s.Occupations[o], s.Places[p]), s.WishedFen, row));
                    }
                }
            }
        }

        entries.Sort();
        rows = [.. entries.Select(e => e.Row)];
        leastFen = [.. entries.Select(e => e.Fen)];
        List<Block> made = [];
        for (int start = 0; start < entries.Count;)
        {
            long key = entries[start].Key;
            Block block = new() { Start = start, Occupation = (int)(key >> 32), Place = (int)key, LeastRow = int.MaxValue };
            int end = start;
            for (; end < entries.Count && entries[end].Key == key; end++)
            {
                SeekerLine s = table.Line(entries[end].Row, asOf, w.ReferenceMonthFen);
                block.Skills |= s.Skills;
                block.Towns |= s.TownBit;
                block.Marks |= s.WelcomeBits | s.LodgingBit;
                block.LeastRow = Math.Min(block.LeastRow, entries[end].Row);
                for (int i = 0; i < Seeker.MostWishes; i++)
                {
                    block.Works |= s.Experience[i] == 0 ? 0 : 1 << (s.Experience[i] / 1_000_000);
                }
            }

            block.End = end;
            made.Add(block);
            start = end;
        }

        blocks = [.. made];
    }

    public SeekerTable Seekers => table;

    /// <summary>The best people for a vacancy, best first, ties to the smaller seeker id.</summary>
    /// <param name="vacancies">Where the vacancy is.</param>
    /// <param name="row">The vacancy's row. A vacancy that is not open on the day finds nobody.</param>
    /// <param name="best">Filled from the start; its length is how many are wanted. Rows are rows of <see cref="Seekers"/>.</param>
    /// <returns>How many were found: less than wanted only when hard limits leave no more.</returns>
    public int Top(VacancyTable vacancies, int row, Span<Match> best)
    {
        if (best.IsEmpty || !vacancies.IsOpen(row, asOf))
        {
            return 0;
        }

        VacancyLine v = vacancies.Line(row, townspeople);
        int employer = vacancies.EmployerAt(row);
        Span<ulong> keys = best.Length <= StackKeys ? stackalloc ulong[best.Length] : new ulong[best.Length];
        TopKeys top = new(keys);

        // the nearest blocks first: they raise the floor for the others
        byte[] near = ArrayPool<byte>.Shared.Rent(blocks.Length);
        for (int b = 0; b < blocks.Length; b++)
        {
            near[b] = (byte)(((int)OccupationNear(v.Occupation, blocks[b].Occupation) << 4) | (int)PlaceNear(v.Place, blocks[b].Place));
        }

        for (int pass = (int)Nearness.Same * 2; pass >= 0; pass--)
        {
            for (int b = 0; b < blocks.Length; b++)
            {
                int occupation = near[b] >> 4, place = near[b] & 15;
                if (occupation + place == pass)
                {
                    Visit(blocks[b], v, employer, w.Occupation[(Nearness)occupation] + w.Place[(Nearness)place], ref top);
                }
            }
        }

        ArrayPool<byte>.Shared.Return(near);
        for (int i = 0; i < top.Count; i++)
        {
            best[i] = TopKeys.Read(keys[i]);
        }

        return top.Count;
    }

    private void Visit(in Block block, in VacancyLine v, int employer, int wishes, ref TopKeys top)
    {
        int most = wishes
            + ((block.Works & (1 << (v.Occupation / 1_000_000))) == 0 ? 0 : w.Experience.Same)
            + MatchScore.Skills(v.Skills, block.Skills, w)
            + ((v.TownMask & block.Towns) == 0 ? 0 : w.MostTownspeople)
            + ((block.Marks >> VacancyLine.WelcomeShift) == 0 ? 0 : w.PriorityGroup)
            + ((block.Marks & v.RefusedAndMarks) >> VacancyLine.WelcomeShift == 0 ? 0 : w.PriorityWelcome)
            + ((block.Marks & v.RefusedAndMarks & VacancyLine.LodgingBit) == 0 ? 0 : w.Lodging);
        int fen = 0, wage = 0;
        for (int at = block.Start; at < block.End; at++)
        {
            if (leastFen[at] != fen)
            {
                fen = leastFen[at];
                wage = w.ForWage(v.MonthFen, fen);
            }

            // who asks least comes first: the rest of the block reaches no more than this
            if (TopKeys.Key(most + wage, block.LeastRow) <= top.Floor)
            {
                return;
            }

            SeekerLine s = table.Line(rows[at], asOf, w.ReferenceMonthFen);
            if (!MatchScore.Passes(v, s))
            {
                continue;
            }

            ulong key = TopKeys.Key(MatchScore.Total(v, employer, s, w, townspeople), rows[at]);
            if (key > top.Floor && !top.Has(key))
            {
                top.Add(key);
            }
        }
    }

    private static long Key(int occupation, int place)
    {
        // wishes for a wide group or region keep their code, the others share their minor group's or city's block
        int o = occupation / 100 * 100, p = PlaceCode.Span(place) >= 100_000 ? place : place / 100_000 * 100_000;
        return ((long)o << 32) | (uint)p;
    }

    /// <summary>The nearest any wish of a block's occupation can be.</summary>
    private static Nearness OccupationNear(int occupation, int block)
    {
        Nearness found = OccupationCode.Compare(occupation, block);

        // an occupation wished by name lies under its minor group, also where that group's number ends in 00
        return found == Nearness.Near ? Nearness.Same : found;
    }

    private static Nearness PlaceNear(int place, int block)
    {
        Nearness found = PlaceCode.Compare(place, block);
        return found is Nearness.Near or Nearness.Middle ? Nearness.Same : found;
    }

    /// <summary>People who wish for one occupation group in one city, and the most any of them brings.</summary>
    private struct Block
    {
        public int Start;
        public int End;
        public int Occupation;
        public int Place;
        public int LeastRow;
        public int Works;
        public ulong Skills;
        public ulong Towns;
        public ulong Marks;
    }
}
