using Chunfeng.Dispatch;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Dispatch;

/// <summary>What the cockpit and the lists read, on both engines.</summary>
[Trait("Clause", "13.2")]
public class DrillDownTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly RegionCode Taiyuan = new(140100000000), Qingxu = new(140121000000);

    [Theory(DisplayName = "趋势：同一年、到这一周为止、每周取最新修订，从早到晚"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Trend_takes_the_newest_revision_of_each_week(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        Freeze(db, "2021-W52", 0, 900);
        Freeze(db, "2022-W06", 0, 10);
        Freeze(db, "2022-W07", 0, 20);
        Freeze(db, "2022-W07", 1, 25);
        Freeze(db, "2022-W08", 0, 30);
        Freeze(db, "2022-W09", 0, 40);
        await db.SaveChangesAsync(Cancel);
        var trend = new WeekTrend(db);

        var whole = await trend.HandleAsync(Taiyuan, "employed.total", "2022-W08", 12, Cancel);
        Assert.Equal([new("2022-W06", 9, 10), new("2022-W07", 24, 25), new("2022-W08", 29, 30)], whole);
        Assert.Equal(["2022-W07", "2022-W08"], (await trend.HandleAsync(Taiyuan, "employed.total", "2022-W08", 2, Cancel)).Select(t => t.Week));
        Assert.Empty(await trend.HandleAsync(Qingxu, "employed.total", "2022-W08", 12, Cancel));
    }

    [Theory(DisplayName = "表：要县不读乡镇，要乡镇就给乡镇"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Table_gives_the_levels_asked_for(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        Freeze(db, "2022-W08", 0, 30, 140000000000, 140100000000, 140121000000, 140121100000, 140200000000);
        await db.SaveChangesAsync(Cancel);
        var dispatch = new WeeklyDispatch(db, Reference.Regions, new FakeTimeProvider());

        async Task<string[]> Regions(RegionCode? within, params RegionLevel[] levels) =>
            [.. (await dispatch.TableAsync("2022-W08", null, levels, within, Cancel))!.Rows.Select(r => r.Region)];
        Assert.Equal(["140000000000", "140100000000", "140200000000"], await Regions(null, RegionLevel.City));
        Assert.Equal(["140000000000", "140100000000", "140121000000"], await Regions(Taiyuan, RegionLevel.City, RegionLevel.County));
        Assert.Equal(["140000000000", "140121000000", "140121100000"], await Regions(Qingxu, RegionLevel.County, RegionLevel.Township));
    }

    [Theory(DisplayName = "名字：按所问的次序，辖区外和不认识的是空，身份证号打码"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Names_come_in_order_and_inside_the_scope(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await new RegisterLoad(test.Factory, KeyRing.ForTests, new FakeTimeProvider(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero)))
            .RunAsync(Guid.CreateVersion7(), "tester", 2, stage =>
            {
                stage.Add(Person(1, 140121100201));
                stage.Add(Person(2, 140221100201));
                stage.Add(Person(3, 140121100202));
                return Task.CompletedTask;
            }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);
        await using var db = test.Open();
        var crypto = new PersonCrypto(KeyRing.ForTests);
        Guid[] asked = [.. ((int[])[3, 2, 1, 9]).Select(n => crypto.WorkerId(Person(n, 0).Id))];
        var people = new NamedPeople(db, KeyRing.ForTests);

        var all = await people.HandleAsync(asked, Actor.Operator, Cancel);
        Assert.Equal(["张三3", "张三2", "张三1", null], all.Select(p => p?.Name));
        Assert.Equal(asked[2], all[2]!.WorkerId);
        Assert.Matches(@"^140\*{11}\d{3}[0-9X]$", all[0]!.IdNumber);
        var own = await people.HandleAsync(asked, Actor.Operator with { Region = Taiyuan }, Cancel);
        Assert.Equal(["张三3", null, "张三1", null], own.Select(p => p?.Name));
        Assert.All(await people.HandleAsync(asked, Actor.Operator with { Rights = new HashSet<string>() }, Cancel), Assert.Null);
        Assert.Empty(await people.HandleAsync([], Actor.Operator, Cancel));

        // one number that does not open takes no other along
        await db.Set<Worker>().Where(w => w.WorkerId == asked[1]).ExecuteUpdateAsync(s => s.SetProperty(w => w.IdCipher, new byte[40]), Cancel);
        var spoilt = await people.HandleAsync(asked, Actor.Operator, Cancel);
        Assert.Equal([all[0]!.IdNumber, UnreadableNumbers.Shown, all[2]!.IdNumber, null], spoilt.Select(p => p?.IdNumber));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => people.HandleAsync(new Guid[NamedPeople.Most + 1], Actor.Operator, Cancel));
    }

    private static RosterRow Person(int serial, long home) => new()
    {
        RowNo = serial + 1, Id = IdNumber.Create(140121, new(1985, 3, 9), serial), Name = $"张三{serial}", Home = home,
    };

    private static void Freeze(ChunfengDb db, string week, int revision, long cumulative, params long[] regions)
    {
        db.FrozenWeeks().Add(new FrozenWeek
        {
            Week = week, Revision = revision, AsOf = new(2022, 2, 27), CutHash = new('a', 64), FrozenAt = new(2022, 2, 28, 0, 0, 0, DateTimeKind.Utc), FrozenBy = "tester", Note = "",
        });
        db.FrozenFigures().AddRange((regions.Length == 0 ? [Taiyuan.Value] : regions).Select(region => new FrozenFigure
        {
            Week = week, Revision = revision, Region = region, Indicator = "employed.total", Stock = cumulative - 1, Cumulative = cumulative, Change = 0,
        }));
    }
}
