namespace Chunfeng.Engine.Matching;

/// <summary>All open posts as columns, in the order of their ids: a smaller row is a smaller id.</summary>
public sealed class VacancyTable
{
    private readonly Guid[] ids;
    private readonly int[] occupations;
    private readonly long[] places;
    private readonly int[] monthFen;
    private readonly int[] posts;
    private readonly byte[] minimumAges;
    private readonly byte[] maximumAges;
    private readonly byte[] sexes;
    private readonly byte[] educations;
    private readonly byte[] health;
    private readonly ulong[] skills;
    private readonly ulong[] licences;
    private readonly int[] employers;
    private readonly byte[] marks;
    private readonly byte[] welcomes;
    private readonly byte[] reserved;
    private readonly int[] fromDays;
    private readonly int[] toDays;

    /// <param name="vacancies">In any order.</param>
    /// <exception cref="ArgumentException">An id twice, or a number that cannot be.</exception>
    public VacancyTable(IEnumerable<Vacancy> vacancies)
    {
        Vacancy[] rows = [.. vacancies];
        Array.Sort(rows, static (a, b) => a.Id.CompareTo(b.Id));
        Count = rows.Length;
        ids = Array.ConvertAll(rows, r => r.Id);
        for (int row = 1; row < Count; row++)
        {
            if (ids[row] == ids[row - 1])
            {
                throw new ArgumentException($"Vacancy {ids[row]} is there twice.", nameof(vacancies));
            }
        }

        foreach (Vacancy v in rows)
        {
            if (v.MonthFen < 0 || v.Posts < 0 || v.MinimumAge is < 0 or > Vacancy.GreatestAge || v.MaximumAge is < 0 or > Vacancy.GreatestAge || !OccupationCode.IsCode(v.Occupation) || !PlaceCode.IsRegion(v.Place))
            {
                throw new ArgumentException($"Vacancy {v.Id} has a number that cannot be.", nameof(vacancies));
            }
        }

        occupations = Array.ConvertAll(rows, r => r.Occupation);
        places = Array.ConvertAll(rows, r => r.Place);
        monthFen = Array.ConvertAll(rows, r => r.MonthFen);
        posts = Array.ConvertAll(rows, r => r.Posts);
        minimumAges = Array.ConvertAll(rows, r => (byte)r.MinimumAge);
        maximumAges = Array.ConvertAll(rows, r => (byte)r.MaximumAge);
        sexes = Array.ConvertAll(rows, r => (byte)((r.OnlySex << 4) | (byte)r.SexReason));
        educations = Array.ConvertAll(rows, r => (byte)r.Education);
        health = Array.ConvertAll(rows, r => (byte)r.Health);
        skills = Array.ConvertAll(rows, r => r.Skills);
        licences = Array.ConvertAll(rows, r => r.Licences);
        employers = Array.ConvertAll(rows, r => r.Employer);
        marks = Array.ConvertAll(rows, r => (byte)((r.Hazardous ? 1 : 0) | (r.Board ? 2 : 0) | (r.Lodging ? 4 : 0)));
        welcomes = Array.ConvertAll(rows, r => (byte)r.Welcomes);
        reserved = Array.ConvertAll(rows, r => (byte)r.ReservedFor);
        fromDays = Array.ConvertAll(rows, r => r.From.DayNumber);
        toDays = Array.ConvertAll(rows, r => r.To.DayNumber);
    }

    public int Count { get; }

    public Vacancy this[int row] => new()
    {
        Id = ids[row],
        Occupation = occupations[row],
        Place = places[row],
        MonthFen = monthFen[row],
        Posts = posts[row],
        MinimumAge = minimumAges[row],
        MaximumAge = maximumAges[row],
        Hazardous = (marks[row] & 1) != 0,
        OnlySex = (byte)(sexes[row] >> 4),
        SexReason = (SexLimitReason)(sexes[row] & 15),
        Education = (EducationRank)educations[row],
        Health = (HealthStates)health[row],
        Skills = skills[row],
        Licences = licences[row],
        Employer = employers[row],
        Board = (marks[row] & 2) != 0,
        Lodging = (marks[row] & 4) != 0,
        Welcomes = (PriorityGroups)welcomes[row],
        ReservedFor = (PriorityGroups)reserved[row],
        From = DateOnly.FromDayNumber(fromDays[row]),
        To = DateOnly.FromDayNumber(toDays[row]),
    };

    public Guid IdAt(int row) => ids[row];

    public int PostsAt(int row) => posts[row];

    internal int EmployerAt(int row) => employers[row];

    /// <summary>Open on the day with a post left.</summary>
    internal bool IsOpen(int row, DateOnly day) => posts[row] > 0 && fromDays[row] <= day.DayNumber && day.DayNumber <= toDays[row];

    internal VacancyLine Line(int row, Townspeople townspeople) => VacancyLine.Of(this[row], row, townspeople);

    /// <returns>The row, or −1.</returns>
    public int Find(Guid id) => Array.BinarySearch(ids, id) is >= 0 and int row ? row : -1;
}
