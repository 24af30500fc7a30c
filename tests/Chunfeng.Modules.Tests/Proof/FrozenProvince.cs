using Chunfeng.Dispatch;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Facts;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Demo;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Proof;

/// <summary>One figure as frozen.</summary>
internal sealed record Figure(long Stock, long Cumulative, long Change);

/// <summary>A demonstration province with hard cases mixed in, cut, frozen and exported. Made once for each engine.</summary>
public sealed class FrozenProvince : IDisposable
{
    internal const int Workers = 20_000, HardCases = 3_000;
    internal static readonly DateOnly AsOf = new(2022, 2, 27);
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly Dictionary<string, Task<Province>> made = [];
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-proof-").FullName;

    internal sealed record Province(string Cut, string Spells, string Statuses, IReadOnlyDictionary<(string, string), Figure> Figures);

    internal Task<Province> OnAsync(string engine)
    {
        lock (made)
        {
            return made.TryGetValue(engine, out var there) ? there : made[engine] = MakeAsync(engine);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<Province> MakeAsync(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var clock = new FakeTimeProvider(new(2022, 2, 27, 17, 0, 0, TimeSpan.Zero)); // 01:00 on Monday in China
        var regions = Reference.Regions;
        var made = await new CreateDemo(db, test.Factory, KeyRing.ForTests, regions, clock).HandleAsync(Workers, 7, AsOf, Actor.Operator, Cancel);
        Assert.Equal(Workers, made.Value!.Workers);
        await AddHardCasesAsync(test, db, regions, clock);

        var places = new Places(Reference.Data, Path.Combine(folder, engine));
        var cut = (await new BuildFacts(test.Factory, places, clock).HandleAsync(AsOf, InnerLine.Township, Cancel)).Value!;
        using (var facts = FactsFile.Open(cut.Path))
        {
            var frozen = await new WeeklyDispatch(db, regions, clock).FreezeAsync(new IsoWeek(2022, 8), facts, Actor.Operator, Cancel);
            Assert.Equal(cut.Hash, frozen.Value!.Cut);
        }

        var export = new ExportRoster(db, test.Factory, KeyRing.ForTests, regions, CodeSets.Load(Path.Combine(Reference.Data, "codes")), clock);
        string spells = Path.Combine(folder, $"{engine}-spells.csv"), statuses = Path.Combine(folder, $"{engine}-statuses.csv");
        Assert.Equal(cut.Spells, (await export.HandleAsync("spells", null, spells, false, Actor.Operator, Cancel)).Value!.Rows - Later(spells));
        Assert.False((await export.HandleAsync("statuses", null, statuses, false, Actor.Operator, Cancel)).IsRefused);
        var figures = await db.FrozenFigures().AsNoTracking().Where(f => f.Week == "2022-W08" && f.Revision == 0).ToListAsync(Cancel);
        return new Province(
            cut.Hash, spells, statuses,
            figures.ToDictionary(f => (f.Region.ToString("D12"), f.Indicator), f => new Figure(f.Stock, f.Cumulative, f.Change)));
    }

    /// <summary>Spells that start after the day are exported and not in the cut.</summary>
    private static long Later(string spells) => Recount.Rows(spells, "开始日期").Count(r => string.CompareOrdinal(r[0], "2022-02-27") > 0);

    /// <summary>People whose spells begin and end on the days where rules turn, at the places where buckets turn, many of them equal in length.</summary>
    private static async Task AddHardCasesAsync(TestDb test, ChunfengDb db, RegionTree regions, FakeTimeProvider clock)
    {
        DateOnly[] days =
        [
            new(2021, 12, 30), new(2021, 12, 31), new(2022, 1, 1), new(2022, 1, 2), new(2022, 1, 30), new(2022, 2, 19), new(2022, 2, 20),
            new(2022, 2, 21), new(2022, 2, 26), new(2022, 2, 27), new(2022, 2, 28), new(2022, 3, 1),
        ];
        var villages = regions.Within(RegionCode.Shanxi, RegionLevel.Village).Select(v => v.Code.Value).ToArray();
        var random = new SplitMix(2022);
        await new RegisterLoad(test.Factory, KeyRing.ForTests, clock).RunAsync(Guid.CreateVersion7(), "t", 2, stage =>
        {
            var row = new RosterRow();
            var begun = new HashSet<(DateOnly, long)>(); // a person starts one job a day in a county
            for (var i = 0; i < HardCases; i++)
            {
                row.Clear();
                row.RowNo = i + 2;
                row.Name = "难例";
                row.Home = villages[random.Below(villages.Length)];
                // born before anybody of the demonstration: nobody is met twice
                row.Id = IdNumber.Create((int)(row.Home / 1_000_000), new DateOnly(1930, 1, 1).AddDays(i / 1000), i % 1000);
                row.Category = (byte)(random.Below(6) switch { 0 => 10, 1 => 21, 2 => 22, 3 => 23, _ => 1 });
                row.StatusFrom = random.Pick(days);
                stage.Add(row);
                begun.Clear();
                for (var n = random.Below(5); n > 0; n--)
                {
                    var from = random.Pick(days);
                    DateOnly? to = random.Chance(0.3) ? null : random.Pick(days);
                    var place = Place(ref random, row.Home);
                    if (begun.Add((from, place / 1_000_000)))
                    {
                        stage.AddWork(row, new WorkFacts(
                            from, to < from ? from : to, place, 3, "", "", "", "", "", 0, 0, null, null, (byte)(1 + random.Below(5))));
                    }
                }
            }

            return Task.CompletedTask;
        }, async (connection, transaction, _) =>
        {
            // one statement a day: statuses of the hard cases end on the same days
            for (var i = 0; i < days.Length; i++)
            {
                await connection.ExecuteAsync(
                    "UPDATE people_status_spell SET ends_on = @to WHERE recorded_by = 't' AND starts_on <= @to AND category % 4 = @part AND starts_on >= @from",
                    Cancel, transaction, ("@to", days[i]), ("@part", (short)(i % 4)), ("@from", days[i / 2]));
            }
        }, keep: true, Cancel);
        Assert.Equal(Workers + HardCases, await db.Workers().CountAsync(Cancel));
    }

    private static long Place(ref SplitMix random, long home) => random.Below(9) switch
    {
        0 => home / 1000 * 1000,
        1 => home / 1_000_000 * 1_000_000, // the county and no more
        2 => home / 1_000_000 * 1_000_000 + 999_000,
        3 => home / 100_000_000 * 100_000_000,
        4 => 140000000000,
        5 => 140121100000,
        6 => 110105000000,
        7 => 0,
        _ => home,
    };
}
