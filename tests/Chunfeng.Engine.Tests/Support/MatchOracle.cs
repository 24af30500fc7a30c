using Chunfeng.Engine.Matching;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>Matching once more, the plain way: from the records, pair by pair, nothing packed and nothing passed over.</summary>
internal static class MatchOracle
{
    public static MatchWeights Weights { get; } = MatchWeights.Load(Path.Combine(Root(), "data", "matching", "weights-demonstration.json"));

    public static bool Passes(Vacancy v, Seeker s, DateOnly day)
    {
        if (v.Posts < 1 || day < v.From || day > v.To)
        {
            return false;
        }

        if (s.Born is { } born)
        {
            int age = 0;
            while (Birthday(born, age + 1) <= day)
            {
                age++;
            }

            if (age < 16 || (v.Hazardous && age < 18) || age < v.MinimumAge || (v.MaximumAge != 0 && age > v.MaximumAge))
            {
                return false;
            }
        }

        if (v.OnlySex == 1 && v.SexReason != SexLimitReason.None && s.Sex == 2)
        {
            return false;
        }

        return (s.Education == EducationRank.Unknown || s.Education >= v.Education)
            && (s.Health == HealthStates.None || v.Health == HealthStates.None || v.Health.HasFlag(s.Health))
            && (v.Licences & s.Skills) == v.Licences
            && (v.ReservedFor == PriorityGroups.None || (v.ReservedFor & s.Groups) != PriorityGroups.None);
    }

    public static int Score(Vacancy v, Seeker s, Func<int, long, int> townspeople)
    {
        MatchWeights w = Weights;
        int score = w.Occupation[Nearest(s.Occupations.Select(o => Tree(v.Occupation, o)))] + w.Experience[Nearest(s.Experience.Select(o => Tree(v.Occupation, o)))]
            + w.Place[Nearest(s.Places.Select(p => Map(v.Place, p)))];
        int wish = s.WishedFen == 0 ? w.ReferenceMonthFen : s.WishedFen;
        decimal pay = v.MonthFen;
        if (pay >= wish)
        {
            score += w.WageMet + (int)decimal.Floor(w.WageAbove * Math.Min(1m, (pay - wish) * 2 / wish));
        }
        else
        {
            score += (int)Math.Max(0, decimal.Floor(((wish * w.ShortfallPercent) - (100 * (wish - pay))) * w.WageMet / ((decimal)wish * w.ShortfallPercent)));
        }

        int matched = Enumerable.Range(0, 64).Count(b => ((v.Skills >> b) & (s.Skills >> b) & 1) == 1);
        score += Math.Min(matched, w.SkillsMost) * w.SkillEach;
        int people = townspeople(v.Employer, s.Home / 1_000_000);
        score += w.Townspeople.Where(t => people >= t.AtLeast).Select(t => t.Score).LastOrDefault();
        score += s.Groups != PriorityGroups.None ? w.PriorityGroup : 0;
        score += (s.Groups & v.Welcomes) != PriorityGroups.None ? w.PriorityWelcome : 0;
        score += s.NeedsLodging && v.Lodging ? w.Lodging : 0;
        return score;
    }

    public static Match[] Jobs(IReadOnlyList<Vacancy> vacancies, Seeker s, int k, DateOnly day, Func<int, long, int> townspeople) =>
        [.. vacancies.Select((v, row) => (v, row)).Where(x => Passes(x.v, s, day)).Select(x => new Match(x.row, Score(x.v, s, townspeople)))
            .OrderByDescending(m => m.Score).ThenBy(m => m.Row).Take(k)];

    public static Match[] People(IReadOnlyList<Seeker> seekers, Vacancy v, int k, DateOnly day, Func<int, long, int> townspeople) =>
        [.. seekers.Select((s, row) => (s, row)).Where(x => Passes(v, x.s, day)).Select(x => new Match(x.row, Score(v, x.s, townspeople)))
            .OrderByDescending(m => m.Score).ThenBy(m => m.Row).Take(k)];

    private static DateOnly Birthday(DateOnly born, int age) =>
        born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(born.Year + age) ? new DateOnly(born.Year + age, 3, 1) : born.AddYears(age);

    private static Nearness Nearest(IEnumerable<Nearness> all) => all.DefaultIfEmpty(Nearness.Far).Max();

    // by the digits as people read them
    private static Nearness Tree(int occupation, int wish) => ByDigits(occupation.ToString("D7"), wish.ToString("D7"), [7, 5, 3, 1]);

    private static Nearness Map(long place, long wish) => ByDigits((place / 1000).ToString("D9"), (wish / 1000).ToString("D9"), [9, 6, 4, 2]);

    private static Nearness ByDigits(string at, string wish, int[] lengths)
    {
        if (at.All(c => c == '0') || wish.All(c => c == '0'))
        {
            return Nearness.Far;
        }

        int stated = lengths.Last(l => wish[l..].All(c => c == '0'));
        if (at[..stated] == wish[..stated])
        {
            return Nearness.Same;
        }

        return at[..lengths[1]] == wish[..lengths[1]] ? Nearness.Near
            : at[..lengths[2]] == wish[..lengths[2]] ? Nearness.Middle
            : at[..lengths[3]] == wish[..lengths[3]] ? Nearness.Wide
            : Nearness.Far;
    }

    private static string Root()
    {
        string at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Chunfeng.slnx")))
        {
            at = Path.GetDirectoryName(at)!;
        }

        return at;
    }
}
