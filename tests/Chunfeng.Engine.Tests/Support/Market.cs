using Chunfeng.Engine.Matching;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>Vacancies and people of one made-up world with both indexes over them.</summary>
internal sealed class Market
{
    private const int Employers = 40;
    private readonly VacancyLine[] lines;

    public Market(MatchWorld world, int vacancies, int seekers)
    {
        Vacancies = world.Vacancies(vacancies, Employers);
        Seekers = [.. world.Seekers(seekers)];
        Townspeople = new Towns(world);
        VacancyTable = new VacancyTable(Vacancies);
        SeekerTable = new SeekerTable(Seekers, Seekers.Count);
        Jobs = new VacancyIndex(VacancyTable, MatchOracle.Weights, MatchWorld.Day, Townspeople.Engine);
        People = new SeekerIndex(SeekerTable, MatchOracle.Weights, MatchWorld.Day, Townspeople.Engine);
        lines = [.. Enumerable.Range(0, vacancies).Select(row => VacancyTable.Line(row, Townspeople.Engine))];
    }

    public List<Vacancy> Vacancies { get; }
    public List<Seeker> Seekers { get; }
    public VacancyTable VacancyTable { get; }
    public SeekerTable SeekerTable { get; }
    public VacancyIndex Jobs { get; }
    public SeekerIndex People { get; }
    public Towns Townspeople { get; }

    public Match[] Brute(int row, int k)
    {
        SeekerLine s = SeekerTable.Line(row, MatchWorld.Day, MatchOracle.Weights.ReferenceMonthFen);
        List<Match> all = [];
        for (int v = 0; v < lines.Length; v++)
        {
            if (VacancyTable.IsOpen(v, MatchWorld.Day) && MatchScore.Passes(lines[v], s))
            {
                all.Add(new Match(v, MatchScore.Total(lines[v], VacancyTable.EmployerAt(v), s, MatchOracle.Weights, Townspeople.Engine)));
            }
        }

        return [.. all.OrderByDescending(m => m.Score).ThenBy(m => m.Row).Take(k)];
    }

    /// <summary>Townspeople as the engine has them, and as a plain list.</summary>
    internal sealed class Towns
    {
        private readonly Dictionary<(int, long), int> plain;

        public Towns(MatchWorld world)
        {
            List<(int Employer, long Home, int People)> counts = world.TownspeopleCounts(Employers);
            Engine = new Townspeople(counts);
            plain = counts.Where(c => c.Home != 0).GroupBy(c => (c.Employer, c.Home / 1_000_000)).ToDictionary(g => g.Key, g => g.Sum(c => c.People));
        }

        public Townspeople Engine { get; }

        public int CountOf(int employer, long county) => plain.GetValueOrDefault((employer, county));
    }
}
