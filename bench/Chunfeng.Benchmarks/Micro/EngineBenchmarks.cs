using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Benchmarks.Micro;

/// <summary>Counting and classifying a hundred thousand people.</summary>
public class EngineBenchmarks
{
    private const int People = 100_000;
    private readonly List<PersonFact> people = [];
    private string folder = "";
    private FactsFile? facts;
    private long[] counties = [];

    [GlobalSetup]
    public async Task SetupAsync()
    {
        await using var bench = new Bench(Options.Parse([]));
        folder = Directory.CreateTempSubdirectory("chunfeng-micro-").FullName;
        counties = [.. bench.Regions.Within(RegionCode.Shanxi, RegionLevel.County).Select(r => r.Code.Value)];
        var id = 1;
        foreach (var person in Corpus.Residents(bench, People))
        {
            var row = person.Row;
            var fact = new PersonFact { WorkerId = new Guid(id++, 0, 0, new byte[8]), Home = row.Home, BirthDay = row.Id.BirthDate.DayNumber, Sex = (byte)row.Id.Sex };
            if (row.HasWork)
            {
                fact.Spells.Add(new SpellFact(
                    Guid.Empty, row.WorkFrom.DayNumber, row.WorkTo?.DayNumber ?? int.MaxValue, row.Workplace, row.Form, (int)row.WageFen, 2));
            }

            if (row.StatusFrom is { } since)
            {
                fact.Statuses.Add(new StatusFact(since.DayNumber, int.MaxValue, row.Category, row.Risk));
            }

            people.Add(fact);
        }

        using var builder = new FactsBuilder(bench.AsOf, InnerLine.Township, new DateTime(2022, 2, 28, 0, 0, 0, DateTimeKind.Utc));
        people.ForEach(builder.Add);
        facts = FactsFile.Open(builder.Seal(folder).Path);
    }

    [Benchmark]
    public object CountCounties() => IndicatorCounter.Count(facts!, counties);

    [Benchmark]
    public object CrossTab() => IndicatorCounter.CrossTab(facts!, counties);

    [Benchmark]
    public object CountCountiesAWeekBefore() => IndicatorCounter.CountAt(facts!, facts!.AsOf.AddDays(-7), counties);

    [Benchmark(OperationsPerInvoke = People)]
    public int Classify()
    {
        var sum = 0;
        foreach (var person in people)
        {
            sum += PersonClassifier.Classify(
                CollectionsMarshal.AsSpan(person.Spells), CollectionsMarshal.AsSpan(person.Statuses), person.Home, facts!.AsOf, InnerLine.Township, out _);
        }

        return sum;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        facts?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
