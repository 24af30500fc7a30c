using Chunfeng.Engine.Matching;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>A made-up labour market of any size, the same for the same seed: few trades and cities hold most of it, as in life.</summary>
internal sealed class MatchWorld
{
    public static readonly DateOnly Day = new(2022, 2, 27);

    private readonly Random random;
    private readonly int[] occupations;
    private readonly long[] places;
    private readonly long[] homes;

    /// <param name="occupations">Codes of single occupations; the earlier ones are commoner.</param>
    /// <param name="places">Counties or cities, 12 digits; the earlier ones are commoner.</param>
    /// <param name="homes">Home counties, 12 digits.</param>
    public MatchWorld(int seed, int[] occupations, long[] places, long[] homes)
    {
        random = new Random(seed);
        this.occupations = occupations;
        this.places = places;
        this.homes = homes;
    }

    /// <summary>A world small in codes, so that ties and near misses of every kind happen.</summary>
    public static MatchWorld Narrow(int seed) => new(
        seed,
        [6180204, 6180205, 6180301, 6290101, 6290102, 6290200, 4020301, 4020302, 1010001, 4000000, 0],
        [140702000000, 140703000000, 140702003000, 140105000000, 140100000000, 110105000000, 110100000000, 310000000000, 0],
        [140702000000, 140105000000, 140222000000, 0]);

    public List<Vacancy> Vacancies(int count, int employers) => [.. Enumerable.Range(0, count).Select(i =>
    {
        bool reserved = Chance(2), heavy = Chance(3);
        return new Vacancy
        {
            Id = Id(i),
            Occupation = occupations[Skewed(occupations.Length)],
            Place = places[Skewed(places.Length)],
            MonthFen = Chance(3) ? 0 : (random.Next(36, 160) * 5_000),
            Posts = Chance(1) ? 0 : 1 + random.Next(20),
            MinimumAge = Chance(70) ? 18 : 0,
            MaximumAge = Chance(60) ? random.Next(35, 61) : 0,
            Hazardous = heavy,
            OnlySex = (byte)(heavy ? 1 : Chance(5) ? random.Next(1, 3) : 0),
            SexReason = heavy ? SexLimitReason.UndergroundMining : SexLimitReason.None,
            Education = Chance(60) ? EducationRank.Unknown : (EducationRank)random.Next(1, 7),
            Health = Chance(70) ? HealthStates.None : HealthStates.Good | HealthStates.Weak | (Chance(30) ? HealthStates.Disabled : 0),
            Skills = Bits(random.Next(4)),
            Licences = Chance(8) ? 1UL << random.Next(60, 63) : 0,
            Employer = Chance(2) ? -1 : random.Next(employers),
            Board = Chance(40),
            Lodging = Chance(50),
            Welcomes = Chance(12) ? (PriorityGroups)random.Next(1, 64) : PriorityGroups.None,
            ReservedFor = reserved ? PriorityGroups.HardToPlace | PriorityGroups.ZeroEmploymentFamily : PriorityGroups.None,
            From = Chance(1) ? Day.AddDays(1) : Day.AddDays(-random.Next(60)),
            To = Chance(1) ? Day.AddDays(-1) : Day.AddDays(random.Next(90)),
        };
    })];

    public IEnumerable<Seeker> Seekers(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int occupation = occupations[Skewed(occupations.Length)];
            yield return new Seeker
            {
                Id = Id(i),
                Occupations = Chance(3) ? [] : Chance(8) ? [occupation / 100 * 100] : Chance(50) ? [occupation] : [occupation, occupations[Skewed(occupations.Length)]],
                Experience = Chance(30) ? [] : Chance(60) ? [occupation] : [occupations[Skewed(occupations.Length)], occupation],
                Places = Chance(8) ? [] : [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Place())],
                WishedFen = Chance(12) ? 0 : random.Next(25, 90) * 10_000,
                Born = Chance(2) ? null : Day.AddDays(-random.Next(15 * 366, 66 * 365)),
                Sex = (byte)(Chance(1) ? 0 : random.Next(1, 3)),
                Education = (EducationRank)random.Next(8),
                Health = Chance(5) ? HealthStates.None : Chance(85) ? HealthStates.Good : (HealthStates)(1 << random.Next(4)),
                Skills = Bits(random.Next(4)) | (Chance(10) ? 1UL << random.Next(60, 63) : 0),
                Home = homes[random.Next(homes.Length)],
                Groups = Chance(18) ? (PriorityGroups)random.Next(1, 64) : PriorityGroups.None,
                NeedsLodging = Chance(40),
            };
        }
    }

    /// <summary>Each employer with people of a few counties.</summary>
    public List<(int Employer, long Home, int People)> TownspeopleCounts(int employers) =>
        [.. Enumerable.Range(0, employers).SelectMany(e => Enumerable.Range(0, random.Next(4)).Select(_ => (e, homes[random.Next(homes.Length)], 1 + Skewed(20))))];

    private static Guid Id(int i) => new(i, 1, 2, 0, 0, 0, 0, 0, 0, 0, 7);

    private long Place()
    {
        long place = places[Skewed(places.Length)];
        return random.Next(10) switch { 0 => place / 10_000_000_000 * 10_000_000_000, < 4 => place / 100_000_000 * 100_000_000, _ => place };
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private ulong Bits(int count)
    {
        ulong bits = 0;
        for (int i = 0; i < count; i++)
        {
            bits |= 1UL << Skewed(56);
        }

        return bits;
    }

    // the square of a uniform number: the first tenth holds a third
    private int Skewed(int below)
    {
        double u = random.NextDouble();
        return (int)(u * u * below);
    }
}
