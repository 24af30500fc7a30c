using Chunfeng.Engine.Matching;
using Chunfeng.Engine.Tests.Support;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>A made-up labour market over the real occupations and places, for the jobs about matching.</summary>
internal sealed class MatchMarket
{
    private const int Employers = 20_000;

    private MatchMarket(MatchWorld world, MatchWeights weights, int vacancies)
    {
        World = world;
        Weights = weights;
        Vacancies = world.Vacancies(vacancies, Employers);
        TownCounts = world.TownspeopleCounts(Employers);
        Townspeople = new Townspeople(TownCounts);
        Table = new VacancyTable(Vacancies);
        Index = new VacancyIndex(Table, weights, MatchWorld.Day, Townspeople);
    }

    public MatchWorld World { get; }
    public MatchWeights Weights { get; }
    public List<Vacancy> Vacancies { get; }
    public List<(int Employer, long Home, int People)> TownCounts { get; }
    public Townspeople Townspeople { get; }
    public VacancyTable Table { get; }
    public VacancyIndex Index { get; }

    public static string Described => "occupations of majors 4 to 6 and the counties of Shanxi with 60 cities elsewhere, skewed (the first tenth of either holds a third); "
        + "hard limits, skills, townspeople and wishes as MatchWorld makes them, one to three wishes of a kind; 8% wish for a minor group, 10% of wished places are provinces, 30% cities, 3% have no occupation wish, 8% no place wish";

    public static Task<MatchMarket> MakeAsync(Bench bench, int vacancies) => bench.OnceAsync($"market-{vacancies}", () =>
    {
        var random = new Random(17);
        int[] occupations = [.. bench.Codes.Occupation.Entries.Where(e => e.Level == "detail" && e.Code[0] is '4' or '5' or '6')
            .Select(e => OccupationCode.TryParse(e.Code, out var code) ? code : 0).Where(c => c != 0)];
        random.Shuffle(occupations);
        long[] counties = [.. bench.Regions.Within(RegionCode.Shanxi, RegionLevel.County).Select(r => r.Code.Value)];
        long[] cities = [.. bench.Regions.All.Where(r => r.Level == RegionLevel.City && !RegionCode.Shanxi.Contains(r.Code)).Select(r => r.Code.Value)];
        random.Shuffle(cities);
        long[] places = [.. counties, .. cities.Take(60)];
        random.Shuffle(places);
        var weights = MatchWeights.Load(Path.Combine(bench.Data, "matching", "weights-demonstration.json"));
        return Task.FromResult(new MatchMarket(new MatchWorld(18, occupations, places, counties), weights, vacancies));
    });

    public SeekerTable People(int count) => new(World.Seekers(count), count);
}
