using Chunfeng.Engine.Facts;
using Chunfeng.People.Demo;
using Chunfeng.Platform.Files;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Benchmarks;

/// <summary>Made-up people, and roster files of them in the ledger's layout with full numbers.</summary>
internal static class Corpus
{
    private const ulong Seed = 7;

    /// <summary>The people of the roster file: same villages as the demonstration province, nobody in common with it.</summary>
    public static IEnumerable<DemoPerson> Newcomers(Bench bench, int count)
    {
        foreach (var person in new DemoProvince(bench.Regions, new DemoSettings(count, Seed + 1, bench.AsOf)).People())
        {
            // numbers first given in another province (13…), so that no resident has them
            var id = person.Row.Id;
            person.Row.Id = IdNumber.Create(id.Area - 10_000, id.BirthDate, Serial(id));
            yield return person;
        }
    }

    public static IEnumerable<DemoPerson> Residents(Bench bench, int count) =>
        new DemoProvince(bench.Regions, new DemoSettings(count, Seed, bench.AsOf)).People();

    /// <summary>The residents' cut without a register: the same people and spells, ids that count upwards.</summary>
    public static SealedFacts Cut(Bench bench, int count, string folder)
    {
        using var builder = new FactsBuilder(bench.AsOf, InnerLine.Township, new DateTime(2022, 2, 28, 0, 0, 0, DateTimeKind.Utc));
        var fact = new PersonFact();
        var number = 0;
        foreach (var person in Residents(bench, count))
        {
            var row = person.Row;
            fact.WorkerId = new Guid(++number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            (fact.Home, fact.BirthDay, fact.Sex) = (row.Home, row.Id.BirthDate.DayNumber, (byte)row.Id.Sex);
            fact.Spells.Clear();
            fact.Statuses.Clear();
            foreach (var work in DemoRoster.SpellsOf(person))
            {
                var id = new Guid(fact.Spells.Count, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                fact.Spells.Add(new SpellFact(id, work.StartsOn.DayNumber, work.EndsOn?.DayNumber ?? int.MaxValue, work.Workplace, work.Form, (int)work.WageFen, 2));
            }

            if (row.StatusFrom is { } since)
            {
                fact.Statuses.Add(new StatusFact(since.DayNumber, int.MaxValue, row.Category, row.Risk));
            }

            builder.Add(fact);
        }

        return builder.Seal(folder);
    }

    /// <summary>A roster file of newcomers, one line a person with the newest work spell; made once.</summary>
    public static Task<string> RosterAsync(Bench bench, int count, string extension) =>
        bench.OnceAsync($"roster-{count}{extension}", () =>
        {
            var path = bench.PathOf($"roster-{count}{extension}");
            using var stream = File.Create(path);
            Write(bench, stream, path, Newcomers(bench, count), withHeader: true);
            return Task.FromResult(path);
        });

    public static void Write(Bench bench, Stream stream, string fileName, IEnumerable<DemoPerson> people, bool withHeader)
    {
        using var table = TableWriter.Create(stream, fileName);
        if (withHeader)
        {
            table.WriteRow(DemoRoster.Header);
        }

        var roster = new DemoRoster(bench.Regions, bench.Codes, bench.AsOf);
        foreach (var person in people)
        {
            var spells = DemoRoster.SpellsOf(person);
            roster.Write(table, person.Row, spells.Count > 0 ? spells[0] : null);
        }
    }

    private static int Serial(IdNumber id)
    {
        Span<char> text = stackalloc char[18];
        id.TryFormat(text);
        return int.Parse(text[14..17]);
    }
}
