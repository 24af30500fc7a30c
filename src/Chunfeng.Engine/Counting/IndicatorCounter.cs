using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Counting;

/// <summary>Counts everybody: a histogram of the cell bytes, one pass over the rows however the regions nest.</summary>
public static class IndicatorCounter
{
    /// <summary>Cells a county takes in <see cref="CrossTab"/>: four buckets, each not protected and protected.</summary>
    public const int CrossTabWidth = 8;

    // 2^16 − 4 pairs: what TallyPairs can count in 16 bits
    private const int BlockRows = (1 << 17) - 8;
    private const int Tables = 8;

    // two neighbouring cells as one number
    private const int Pairs = Cell.Values * Cell.Values;
    private const int PairTables = 4;

    // below this adding up the table of pairs costs more than it saves
    private const int PairRows = 1 << 13;

    /// <summary>The figures on the day of the cut.</summary>
    /// <param name="facts">The cut.</param>
    /// <param name="regions">Any mix of 12-digit province, city, county, township and village codes; repeats are harmless.</param>
    /// <exception cref="ArgumentException">A code has not 12 digits.</exception>
    public static IReadOnlyDictionary<long, RegionCounts> Count(FactsFile facts, IReadOnlyCollection<long> regions)
    {
        return CountBlocks(facts, regions, (start, end, _) => facts.Cells[start..end]);
    }

    /// <summary>The figures on an earlier day of the same year, from the spells of the same cut: what was true then as known
    /// now, so that a week is compared with the week before on equal knowledge.</summary>
    /// <param name="facts">The cut.</param>
    /// <param name="day">From 1 January of the cut's year to the day of the cut.</param>
    /// <param name="regions">As for <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The day is later than the cut or in another year.</exception>
    /// <exception cref="ArgumentException">A code has not 12 digits.</exception>
    public static IReadOnlyDictionary<long, RegionCounts> CountAt(FactsFile facts, DateOnly day, IReadOnlyCollection<long> regions)
    {
        if (day > facts.AsOf || day.Year != facts.AsOf.Year)
        {
            throw new ArgumentOutOfRangeException(
                nameof(day), day, $"The cut is of {facts.AsOf:yyyy-MM-dd}: it recounts days of that year up to that day.");
        }

        return CountBlocks(facts, regions, (start, end, bench) =>
        {
            Span<byte> run = bench.Cells.AsSpan(0, end - start);
            Reclassify(facts, day, start, run);
            return run;
        });
    }

    /// <summary>The people behind a figure, as rows of the cut, ascending; as many as <see cref="Count"/> says.</summary>
    /// <exception cref="ArgumentException">No such indicator, or the code has not 12 digits.</exception>
    public static IEnumerable<int> Rows(FactsFile facts, long region, string indicator, bool cumulative)
    {
        bool[] isIncluded = Membership(Indicators.IndexOf(indicator), cumulative);
        (int start, int end) = facts.Range(region);
        return Walk(facts, start, end, isIncluded);
    }

    /// <summary>Cumulative people by county, bucket and protection, everybody of the county included.</summary>
    /// <returns>For county i: [i × 8 + bucket × 2 + (protected ? 1 : 0)], bucket 0 the people without a spell this year.</returns>
    /// <exception cref="ArgumentException">A code has not 12 digits.</exception>
    public static long[] CrossTab(FactsFile facts, IReadOnlyList<long> counties)
    {
        (int Start, int End)[] ranges = [.. counties.Select(facts.Range)];
        long[][] histograms = Histograms(facts.People, ranges, (start, end, _) => facts.Cells[start..end]);
        long[] table = new long[counties.Count * CrossTabWidth];
        for (int county = 0; county < ranges.Length; county++)
        {
            for (int cell = 0; cell < Cell.Values; cell++)
            {
                int place = ((int)Cell.Cumulative((byte)cell) * 2) + (Cell.ProtectedCumulative((byte)cell) ? 1 : 0);
                table[(county * CrossTabWidth) + place] += histograms[county][cell];
            }
        }

        return table;
    }

    private static Dictionary<long, RegionCounts> CountBlocks(FactsFile facts, IReadOnlyCollection<long> regions, CellSource cells)
    {
        long[] codes = [.. regions.Distinct()];
        (int Start, int End)[] ranges = [.. codes.Select(facts.Range)];
        long[][] histograms = Histograms(facts.People, ranges, cells);
        Dictionary<long, RegionCounts> counts = new(codes.Length);
        for (int region = 0; region < codes.Length; region++)
        {
            counts.Add(codes[region], Figures(histograms[region]));
        }

        return counts;
    }

    // the rows are cut at every region's edge; nested regions then add up the same pieces, each counted once
    private static long[][] Histograms(int people, (int Start, int End)[] ranges, CellSource cells)
    {
        int[] edges = [.. ranges.SelectMany(r => (int[])[r.Start, r.End]).Append(0).Append(people).Distinct().Order()];
        int pieces = edges.Length - 1;
        int[] depth = new int[edges.Length];
        foreach ((int start, int end) in ranges)
        {
            depth[Array.BinarySearch(edges, start)]++;
            depth[Array.BinarySearch(edges, end)]--;
        }

        for (int edge = 1; edge < depth.Length; edge++)
        {
            depth[edge] += depth[edge - 1];
        }

        long[] counts = new long[Math.Max(pieces, 0) * Cell.Values];
        int blocks = (people + BlockRows - 1) / BlockRows;
        Parallel.For(
            0,
            blocks,
            () => new Bench(),
            (block, _, bench) =>
            {
                CountBlock(block * BlockRows, Math.Min(people, (block + 1) * BlockRows), edges, depth, counts, cells, bench);
                return bench;
            },
            _ => { });

        // sums up to each edge make a region the difference of two
        long[] before = new long[edges.Length * Cell.Values];
        for (int index = 0; index < counts.Length; index++)
        {
            before[index + Cell.Values] = before[index] + counts[index];
        }

        return [.. ranges.Select(r => Difference(
            before, Array.BinarySearch(edges, r.Start) * Cell.Values, Array.BinarySearch(edges, r.End) * Cell.Values))];
    }

    private static long[] Difference(long[] before, int start, int end)
    {
        long[] histogram = new long[Cell.Values];
        for (int cell = 0; cell < histogram.Length; cell++)
        {
            histogram[cell] = before[end + cell] - before[start + cell];
        }

        return histogram;
    }

    private static void CountBlock(int start, int end, int[] edges, int[] depth, long[] counts, CellSource cells, Bench bench)
    {
        int piece = Array.BinarySearch(edges, start);
        piece = piece >= 0 ? piece : ~piece - 1;
        Span<int> histogram = stackalloc int[Tables * Cell.Values];
        for (int row = start; row < end; piece++)
        {
            int until = Math.Min(end, edges[piece + 1]);
            if (depth[piece] > 0)
            {
                histogram.Clear();
                ReadOnlySpan<byte> run = cells(row, until, bench);
                if (run.Length >= PairRows)
                {
                    TallyPairs(run, bench.Pairs, histogram);
                }
                else
                {
                    Tally(run, histogram);
                }

                Span<long> sums = counts.AsSpan(piece * Cell.Values, Cell.Values);
                for (int cell = 0; cell < Cell.Values; cell++)
                {
                    int count = histogram[cell];
                    if (count != 0)
                    {
                        // a piece that spans blocks is shared by their threads
                        Interlocked.Add(ref sums[cell], count);
                    }
                }
            }

            row = until;
        }
    }

    // tables side by side, so that runs of equal cells do not wait for one counter
    private static void Tally(ReadOnlySpan<byte> cells, Span<int> histogram)
    {
        ref int tables = ref MemoryMarshal.GetReference(histogram);
        while (cells.Length >= 8)
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(cells) & 0x3F3F3F3F3F3F3F3F;
            Unsafe.Add(ref tables, (nint)(eight & 63))++;
            Unsafe.Add(ref tables, (nint)(((eight >> 8) & 63) + 64))++;
            Unsafe.Add(ref tables, (nint)(((eight >> 16) & 63) + 128))++;
            Unsafe.Add(ref tables, (nint)(((eight >> 24) & 63) + 192))++;
            Unsafe.Add(ref tables, (nint)(((eight >> 32) & 63) + 256))++;
            Unsafe.Add(ref tables, (nint)(((eight >> 40) & 63) + 320))++;
            Unsafe.Add(ref tables, (nint)(((eight >> 48) & 63) + 384))++;
            Unsafe.Add(ref tables, (nint)((eight >> 56) + 448))++;
            cells = cells[8..];
        }

        foreach (byte cell in cells)
        {
            histogram[cell & 63]++;
        }

        for (int table = 1; table < Tables; table++)
        {
            for (int cell = 0; cell < Cell.Values; cell++)
            {
                histogram[cell] += histogram[(table * Cell.Values) + cell];
            }
        }
    }

    // Half as many increments as Tally. A block has fewer than 2^16 pairs, so no counter of 16 bits and no sum of them overflows.
    private static void TallyPairs(ReadOnlySpan<byte> cells, Span<ushort> pairs, Span<int> histogram)
    {
        const ulong First = 0x003F003F003F003F;
        const ulong Second = 0x0FC00FC00FC00FC0;
        pairs.Clear();
        ref ushort tables = ref MemoryMarshal.GetReference(pairs);
        while (cells.Length >= 8)
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(cells);
            ulong four = (eight & First) | ((eight >> 2) & Second);
            Unsafe.Add(ref tables, (nint)(four & 0xFFF))++;
            Unsafe.Add(ref tables, (nint)(((four >> 16) & 0xFFF) + Pairs))++;
            Unsafe.Add(ref tables, (nint)(((four >> 32) & 0xFFF) + (2 * Pairs)))++;
            Unsafe.Add(ref tables, (nint)((four >> 48) + (3 * Pairs)))++;
            cells = cells[8..];
        }

        Tally(cells, histogram);
        Span<Vector<ushort>> all = MemoryMarshal.Cast<ushort, Vector<ushort>>(pairs);
        int table = all.Length / PairTables;
        int row = table / Cell.Values;
        Span<Vector<ushort>> low = stackalloc Vector<ushort>[row];
        for (int high = 0; high < Cell.Values; high++)
        {
            Vector<ushort> sum = Vector<ushort>.Zero;
            for (int part = 0; part < row; part++)
            {
                int place = (high * row) + part;
                Vector<ushort> added = all[place] + all[place + table] + all[place + (2 * table)] + all[place + (3 * table)];
                low[part] += added;
                sum += added;
            }

            histogram[high] += Vector.Sum(sum);
        }

        Span<ushort> second = MemoryMarshal.Cast<Vector<ushort>, ushort>(low);
        for (int cell = 0; cell < Cell.Values; cell++)
        {
            histogram[cell] += second[cell];
        }
    }

    private static void Reclassify(FactsFile facts, DateOnly day, int start, Span<byte> cells)
    {
        ReadOnlySpan<int> spellRows = facts.Read<int>(Column.SpellRow);
        ReadOnlySpan<int> statusRows = facts.Read<int>(Column.StatusRow);
        ReadOnlySpan<int> spellFrom = facts.SpellFrom;
        ReadOnlySpan<int> spellTo = facts.SpellTo;
        ReadOnlySpan<long> workplace = facts.SpellWorkplace;
        ReadOnlySpan<int> statusFrom = facts.StatusFrom;
        ReadOnlySpan<int> statusTo = facts.StatusTo;
        ReadOnlySpan<byte> category = facts.StatusCategory;
        ReadOnlySpan<byte> risk = facts.StatusRisk;
        List<SpellFact> spells = [];
        List<StatusFact> statuses = [];
        ReadOnlySpan<long> villages = facts.Villages;
        ReadOnlySpan<int> villageRows = facts.Read<int>(Column.VillageRow);
        int village = villageRows.BinarySearch(start);
        village = village >= 0 ? village : ~village - 1;

        for (int index = 0; index < cells.Length; index++)
        {
            int row = start + index;
            while (villageRows[village + 1] <= row)
            {
                village++;
            }

            spells.Clear();
            for (int spell = spellRows[row]; spell < spellRows[row + 1]; spell++)
            {
                // the file keeps the order of the ids, so the position stands in for the id
                Guid position = new(spell - spellRows[row], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                spells.Add(new SpellFact(position, spellFrom[spell], spellTo[spell], workplace[spell], 0, 0, 0));
            }

            statuses.Clear();
            for (int status = statusRows[row]; status < statusRows[row + 1]; status++)
            {
                statuses.Add(new StatusFact(statusFrom[status], statusTo[status], category[status], risk[status]));
            }

            cells[index] = PersonClassifier.Classify(
                CollectionsMarshal.AsSpan(spells), CollectionsMarshal.AsSpan(statuses), villages[village], day, facts.Line, out _);
        }
    }

    private static RegionCounts Figures(long[] histogram)
    {
        Count[] counts = new Count[Indicators.All.Count];
        for (int cell = 0; cell < Cell.Values; cell++)
        {
            long people = histogram[cell];
            if (people == 0)
            {
                continue;
            }

            for (int indicator = 0; indicator < counts.Length; indicator++)
            {
                (bool stock, bool cumulative) = s_membership[(cell * counts.Length) + indicator];
                Count count = counts[indicator];
                counts[indicator] = new Count(count.Stock + (stock ? people : 0), count.Cumulative + (cumulative ? people : 0));
            }
        }

        return new RegionCounts(counts);
    }

    // [cell × indicators + indicator]
    private static readonly (bool Stock, bool Cumulative)[] s_membership =
    [
        .. from cell in Enumerable.Range(0, Cell.Values)
           from indicator in Enumerable.Range(0, Indicators.All.Count)
           select (Indicators.Includes(indicator, (byte)cell, cumulative: false), Indicators.Includes(indicator, (byte)cell, cumulative: true)),
    ];

    private static bool[] Membership(int indicator, bool cumulative)
    {
        return [.. Enumerable.Range(0, Cell.Values).Select(cell => Indicators.Includes(indicator, (byte)cell, cumulative))];
    }

    private static IEnumerable<int> Walk(FactsFile facts, int start, int end, bool[] isIncluded)
    {
        for (int row = Next(start); row < end; row = Next(row + 1))
        {
            yield return row;
        }

        int Next(int from)
        {
            ReadOnlySpan<byte> cells = facts.Cells;
            while (from < end && !isIncluded[cells[from] & 63])
            {
                from++;
            }

            return from;
        }
    }

    /// <summary>What one thread counts with.</summary>
    private sealed class Bench
    {
        private byte[]? _cells;
        private ushort[]? _pairs;

        public byte[] Cells => _cells ??= new byte[BlockRows];

        public ushort[] Pairs => _pairs ??= new ushort[PairTables * IndicatorCounter.Pairs];
    }

    /// <summary>The cells of a run of rows, from the file or computed into the buffer.</summary>
    private delegate ReadOnlySpan<byte> CellSource(int start, int end, Bench bench);
}
