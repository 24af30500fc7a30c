using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Counting;

/// <summary>A figure: how many now, how many in the year so far.</summary>
public readonly record struct Count(long Stock, long Cumulative);

/// <summary>Every indicator of one region.</summary>
public sealed class RegionCounts
{
    private readonly Dictionary<string, Count> counts;

    /// <param name="cells">How many people have each of the 64 cell values.</param>
    internal RegionCounts(ReadOnlySpan<long> cells)
    {
        counts = [];
        foreach (var indicator in Indicators.All)
        {
            long stock = 0, cumulative = 0;
            for (var cell = 0; cell < Cell.Count; cell++)
            {
                stock += Indicators.Counts(indicator.Code, cell, cumulative: false) ? cells[cell] : 0;
                cumulative += Indicators.Counts(indicator.Code, cell, cumulative: true) ? cells[cell] : 0;
            }

            counts[indicator.Code] = new Count(stock, cumulative);
        }
    }

    public Count this[string indicator] => counts[indicator];
}

/// <summary>Counts a cut. Rows are sorted by home village, so a region is a run of rows and a count is a histogram of bytes.</summary>
public static class IndicatorCounter
{
    private const int Parts = 4;

    /// <summary>All indicators of any mix of regions, nested or not; each row is read once.</summary>
    public static IReadOnlyDictionary<long, RegionCounts> Count(FactsFile facts, IReadOnlyCollection<long> regions) =>
        Sum(facts, regions, () => facts.Cells);

    /// <summary>The same indicators on an earlier day of the cut's year, recounted from its spells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another year, or later than the cut.</exception>
    public static IReadOnlyDictionary<long, RegionCounts> CountAt(FactsFile facts, DateOnly day, IReadOnlyCollection<long> regions)
    {
        if (day > facts.AsOf || day.Year != facts.AsOf.Year)
        {
            throw new ArgumentOutOfRangeException(nameof(day), day, $"The cut of {facts.AsOf:yyyy-MM-dd} answers for its own year up to its day.");
        }

        var cells = new byte[facts.People];
        Parallel.For(0, Parts, part =>
        {
            var spells = new List<SpellFact>();
            var statuses = new List<StatusFact>();
            int from = (int)((long)facts.People * part / Parts), to = (int)((long)facts.People * (part + 1) / Parts);
            var home = 0;
            var homeRows = facts.HomeRows;
            for (var row = from; row < to; row++)
            {
                if (row == from || row >= homeRows[home + 1])
                {
                    home = facts.HomeRows.BinarySearch(row) is var at && at >= 0 ? at : ~at - 1;
                    while (homeRows[home + 1] <= row)
                    {
                        home++;
                    }
                }

                Fill(facts, row, spells, statuses);
                cells[row] = PersonClassifier.Classify(
                    System.Runtime.InteropServices.CollectionsMarshal.AsSpan(spells), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(statuses),
                    facts.HomeCodes[home], day, facts.Line, out _);
            }
        });
        return Sum(facts, regions, () => cells);
    }

    /// <summary>The rows of the people behind a figure, in order of village and id.</summary>
    public static IEnumerable<int> Rows(FactsFile facts, long region, string indicator, bool cumulative)
    {
        var counts = new bool[Cell.Count];
        for (var cell = 0; cell < Cell.Count; cell++)
        {
            counts[cell] = Indicators.Counts(indicator, cell, cumulative);
        }

        var (start, end) = facts.Range(region);
        for (var row = start; row < end; row++)
        {
            if (counts[facts.CellAt(row)])
            {
                yield return row;
            }
        }
    }

    /// <summary>Region × cell: 64 counts for each region in the order given.</summary>
    public static long[] CrossTab(FactsFile facts, IReadOnlyList<long> regions)
    {
        var table = new long[regions.Count * Cell.Count];
        Parallel.For(0, regions.Count, i =>
        {
            var (start, end) = facts.Range(regions[i]);
            Histogram(facts.Cells[start..end], table.AsSpan(i * Cell.Count, Cell.Count));
        });
        return table;
    }

    /// <summary>Adds how often each value below 64 occurs; eight tables so that equal neighbours do not wait for each other.</summary>
    internal static void Histogram(ReadOnlySpan<byte> cells, Span<long> into)
    {
        Span<int> tables = stackalloc int[Cell.Count * 8];
        tables.Clear();
        var i = 0;
        for (; i + 8 <= cells.Length; i += 8)
        {
            var eight = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(cells[i..]);
            tables[(int)(eight & 63)]++;
            tables[64 + (int)((eight >> 8) & 63)]++;
            tables[128 + (int)((eight >> 16) & 63)]++;
            tables[192 + (int)((eight >> 24) & 63)]++;
            tables[256 + (int)((eight >> 32) & 63)]++;
            tables[320 + (int)((eight >> 40) & 63)]++;
            tables[384 + (int)((eight >> 48) & 63)]++;
            tables[448 + (int)((eight >> 56) & 63)]++;
        }

        for (; i < cells.Length; i++)
        {
            tables[cells[i] & 63]++;
        }

        for (var cell = 0; cell < Cell.Count; cell++)
        {
            for (var table = 0; table < 8; table++)
            {
                into[cell] += tables[(table * 64) + cell];
            }
        }
    }

    /// <summary>Cuts the rows where any region begins or ends, counts each piece once, and adds pieces up.</summary>
    private static Dictionary<long, RegionCounts> Sum(FactsFile facts, IReadOnlyCollection<long> regions, Func<ReadOnlySpan<byte>> cells)
    {
        var ranges = regions.Distinct().Select(r => (Region: r, Rows: facts.Range(r))).ToArray();
        var edges = ranges.SelectMany(r => new[] { r.Rows.Start, r.Rows.End }).Distinct().Order().ToArray();
        var running = new long[Math.Max(1, edges.Length)][]; // running[i]: everything before edge i
        running[0] = new long[Cell.Count];
        var pieces = new long[Math.Max(0, edges.Length - 1)][];
        Parallel.For(0, pieces.Length, i =>
        {
            pieces[i] = new long[Cell.Count];
            Histogram(cells()[edges[i]..edges[i + 1]], pieces[i]);
        });
        for (var i = 0; i < pieces.Length; i++)
        {
            running[i + 1] = new long[Cell.Count];
            for (var cell = 0; cell < Cell.Count; cell++)
            {
                running[i + 1][cell] = running[i][cell] + pieces[i][cell];
            }
        }

        var answer = new Dictionary<long, RegionCounts>();
        var difference = new long[Cell.Count];
        foreach (var (region, rows) in ranges)
        {
            long[] before = running[Array.BinarySearch(edges, rows.Start)], through = running[Array.BinarySearch(edges, rows.End)];
            for (var cell = 0; cell < Cell.Count; cell++)
            {
                difference[cell] = through[cell] - before[cell];
            }

            answer[region] = new RegionCounts(difference);
        }

        return answer;
    }

    private static void Fill(FactsFile facts, int row, List<SpellFact> spells, List<StatusFact> statuses)
    {
        spells.Clear();
        statuses.Clear();
        var (start, end) = facts.SpellRange(row);
        for (var i = start; i < end; i++)
        {
            // spells lie in (start, id) order, so their position stands for the id in ties
            spells.Add(new SpellFact(
                new Guid(0, 0, 0, 0, 0, 0, 0, (byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i),
                facts.SpellFrom[i], facts.SpellTo[i], facts.SpellWorkplace[i], facts.SpellForm[i], facts.SpellWage[i], facts.SpellEvidence[i]));
        }

        (start, end) = facts.StatusRange(row);
        for (var i = start; i < end; i++)
        {
            statuses.Add(new StatusFact(facts.StatusFrom[i], facts.StatusTo[i], facts.StatusCategory[i], facts.StatusRisk[i]));
        }
    }
}
