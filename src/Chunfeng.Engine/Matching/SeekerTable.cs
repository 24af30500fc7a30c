namespace Chunfeng.Engine.Matching;

/// <summary>Everybody who looks for work, as columns in the order of their ids: a smaller row is a smaller id.</summary>
public sealed class SeekerTable
{
    private const int Width = Seeker.MostWishes;

    private readonly Guid[] ids;
    private readonly int[] occupations;
    private readonly int[] experience;
    private readonly long[] places;
    private readonly int[] wished;
    private readonly int[] born;
    private readonly byte[] sexes;
    private readonly byte[] educations;
    private readonly byte[] health;
    private readonly ulong[] skills;
    private readonly long[] homes;
    private readonly byte[] groups;
    private readonly bool[] needsLodging;

    /// <param name="seekers">In rising order of their ids; read once, so millions may stream through.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="ArgumentException">The order is not kept, the count is wrong, more than three wishes of a kind, or a number that cannot be.</exception>
    public SeekerTable(IEnumerable<Seeker> seekers, int count)
    {
        Count = count;
        ids = new Guid[count];
        occupations = new int[count * Width];
        experience = new int[count * Width];
        places = new long[count * Width];
        wished = new int[count];
        born = new int[count];
        sexes = new byte[count];
        educations = new byte[count];
        health = new byte[count];
        skills = new ulong[count];
        homes = new long[count];
        groups = new byte[count];
        needsLodging = new bool[count];
        int row = 0;
        foreach (Seeker s in seekers)
        {
            if (row == count || (row > 0 && ids[row - 1].CompareTo(s.Id) >= 0) || s.WishedFen < 0 || !PlaceCode.IsRegion(s.Home))
            {
                throw new ArgumentException($"Seeker {s.Id} is out of order, one too many, or has a number that cannot be.", nameof(seekers));
            }

            ids[row] = s.Id;
            Put(s.Occupations, occupations, row, OccupationCode.IsCode);
            Put(s.Experience, experience, row, OccupationCode.IsCode);
            Put(s.Places, places, row, PlaceCode.IsRegion);
            wished[row] = s.WishedFen;
            born[row] = s.Born is { } day ? day.DayNumber : -1;
            sexes[row] = s.Sex;
            educations[row] = (byte)s.Education;
            health[row] = (byte)s.Health;
            skills[row] = s.Skills;
            homes[row] = s.Home;
            groups[row] = (byte)s.Groups;
            needsLodging[row] = s.NeedsLodging;
            row++;
        }

        if (row != count)
        {
            throw new ArgumentException($"{count} seekers were announced, {row} came.", nameof(count));
        }
    }

    public int Count { get; }

    public Seeker this[int row] => new()
    {
        Id = ids[row],
        Occupations = [.. occupations.AsSpan(row * Width, Width).ToArray().Where(c => c != 0)],
        Experience = [.. experience.AsSpan(row * Width, Width).ToArray().Where(c => c != 0)],
        Places = [.. places.AsSpan(row * Width, Width).ToArray().Where(c => c != 0)],
        WishedFen = wished[row],
        Born = born[row] < 0 ? null : DateOnly.FromDayNumber(born[row]),
        Sex = sexes[row],
        Education = (EducationRank)educations[row],
        Health = (HealthStates)health[row],
        Skills = skills[row],
        Home = homes[row],
        Groups = (PriorityGroups)groups[row],
        NeedsLodging = needsLodging[row],
    };

    public Guid IdAt(int row) => ids[row];

    /// <returns>The row, or −1.</returns>
    public int Find(Guid id) => Array.BinarySearch(ids, id) is >= 0 and int row ? row : -1;

    internal SeekerLine Line(int row, DateOnly asOf, int referenceFen)
    {
        int at = row * Width;
        return SeekerLine.Of(
            occupations.AsSpan(at, Width), experience.AsSpan(at, Width), places.AsSpan(at, Width), wished[row] == 0 ? referenceFen : wished[row],
            born[row], asOf, sexes[row], (EducationRank)educations[row], (HealthStates)health[row], skills[row], homes[row], (PriorityGroups)groups[row], needsLodging[row]);
    }

    /// <summary>Equal for people whose first wishes are.</summary>
    internal long WishKey(int row) => ((long)occupations[row * Width] << 32) | (uint)PlaceCode.Of(places[row * Width]);

    private static void Put<T>(IReadOnlyList<T> wishes, T[] column, int row, Func<T, bool> isCode)
    {
        if (wishes.Count > Width)
        {
            throw new ArgumentException($"At most {Width} wishes of a kind.", nameof(wishes));
        }

        for (int i = 0; i < wishes.Count; i++)
        {
            column[(row * Width) + i] = isCode(wishes[i]) ? wishes[i] : throw new ArgumentException($"{wishes[i]} is no code.", nameof(wishes));
        }
    }
}
