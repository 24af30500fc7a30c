namespace Chunfeng.Engine.Matching;

/// <summary>How many people of each home county work with each employer now.</summary>
public sealed class Townspeople
{
    public static readonly Townspeople Nobody = new([]);

    private readonly int[] starts;
    private readonly int[] counties;
    private readonly int[] people;
    private readonly ulong[] masks;

    /// <param name="counts">Employer from 0, home region of 12 digits (its county counts), people; several of one pair add up.</param>
    public Townspeople(IEnumerable<(int Employer, long Home, int People)> counts)
    {
        (int Employer, int County, int People)[] rows =
        [
            .. counts.Where(c => c.Employer >= 0 && c.People > 0).GroupBy(c => (c.Employer, County: CountyOf(c.Home)))
                .Select(g => (g.Key.Employer, g.Key.County, g.Sum(c => c.People))).OrderBy(r => r.Employer).ThenBy(r => r.County),
        ];
        int employers = rows.Length == 0 ? 0 : rows[^1].Employer + 1;
        starts = new int[employers + 1];
        masks = new ulong[employers];
        counties = Array.ConvertAll(rows, r => r.County);
        people = Array.ConvertAll(rows, r => r.People);
        foreach ((int employer, int county, _) in rows)
        {
            starts[employer + 1]++;
            masks[employer] |= Bit(county);
        }

        for (int e = 0; e < employers; e++)
        {
            starts[e + 1] += starts[e];
        }
    }

    internal static int CountyOf(long home) => (int)(home / 1_000_000);

    /// <summary>One of 64 bits; counties may share one, so a set bit asks for a look and an empty one answers.</summary>
    internal static ulong Bit(int county) => county == 0 ? 0 : 1UL << (int)((uint)county * 0x9E3779B1u >> 26);

    internal ulong Mask(int employer) => (uint)employer < (uint)masks.Length ? masks[employer] : 0;

    /// <summary>People of a county (6 digits) with an employer.</summary>
    internal int Count(int employer, int county)
    {
        if ((uint)employer >= (uint)masks.Length || county == 0)
        {
            return 0;
        }

        int at = Array.BinarySearch(counties, starts[employer], starts[employer + 1] - starts[employer], county);
        return at < 0 ? 0 : people[at];
    }
}
