using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.People;

[Trait("Clause", "12.3")]
public class LedgerMergeTests
{
    private const string Reason = "身份证号录错一位，已核对原件";
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly DateOnly Day = new(2022, 2, 28);
    private static readonly WorkStatement January = LedgerWorld.Job(new(2022, 1, 10)) with { EndsOn = new(2022, 1, 31) };
    private static readonly WorkStatement February = LedgerWorld.Job(new(2022, 2, 10), LedgerWorld.Tianzhen);

    /// <summary>Two registrations of one person: January under the one, February and the category under the other; and a third person.</summary>
    private static async Task<LedgerWorld> Pair(string engine)
    {
        var world = await LedgerWorld.CreateAsync(engine);
        await world.Register(1);
        await world.Register(2);
        await world.Register(3);
        await world.Work(1, January);
        await world.Work(2, February);
        await world.Work(3, January);
        await world.Must(l => l.RecordStatusAsync(LedgerWorld.Worker(2), new(10, 0, new(2020, 12, 31)), LedgerWorld.Village, Actor.Operator, Cancel));
        world.Clock.Advance(TimeSpan.FromHours(1));
        return world;
    }

    private static Task<LedgerReceipt> Merge(LedgerWorld world, int from, int into) =>
        world.Must(l => l.MergeAsync(LedgerWorld.Worker(from), LedgerWorld.Worker(into), Reason, Actor.Operator, Cancel));

    private static Task<LedgerReceipt> Undo(LedgerWorld world, int from) =>
        world.Must(l => l.UndoMergeAsync(LedgerWorld.Worker(from), "两人确非一人", Actor.Operator, Cancel));

    [Theory(DisplayName = "合并后两条登记按一人计，事实都算在合并后的人"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_merged_pair_is_one_person(string engine)
    {
        await using var world = await Pair(engine);
        var (stock, cumulative) = (2 - 1, 3); // one goes on in February; three registrations worked this year
        Assert.Equal(new Count(stock, cumulative), (await Counts(world))[Indicators.Total]);
        Assert.Equal(new Count(1, 1), (await Counts(world))[Indicators.Protected]);

        world.Clock.Advance(TimeSpan.FromHours(1));
        await Merge(world, 2, 1);

        var merged = await Counts(world);
        Assert.Equal(new Count(1, 2), merged[Indicators.Total]);
        Assert.Equal(new Count(1, 1), merged[Indicators.Protected]);
        Assert.Equal(2, (await world.Cut(Day, world.Now)).People);
        var facts = await world.Read(1, Day);
        Assert.Equal([LedgerWorld.Worker(1), LedgerWorld.Worker(2)], facts.AllWork.Select(w => w.RegisteredUnder));
        var asked = await world.Read(2, Day);
        Assert.Equal((LedgerWorld.Worker(1), LedgerWorld.Worker(2)), (asked.WorkerId, asked.AskedFor));
    }

    [Theory(DisplayName = "合并以前封存的数据，合并以后仍能逐字节重算"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_cut_from_before_the_merge_stays(string engine)
    {
        await using var world = await Pair(engine);
        var k = world.Now;
        var before = await world.CutBytes(Day, k);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await Merge(world, 2, 1);
        var mergedAt = world.Now;
        var merged = await world.CutBytes(Day, mergedAt);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await Undo(world, 2);
        Assert.Equal(before, await world.CutBytes(Day, k));
        Assert.Equal(merged, await world.CutBytes(Day, mergedAt));
        Assert.NotEqual(before, merged);
        Assert.Equal(2, (await world.Read(2, Day, mergedAt)).AllWork.Count);
        Assert.Single((await world.Read(2, Day)).AllWork);
    }

    [Theory(DisplayName = "撤销合并：登记与数字都回到合并以前，历史增加"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Undo_restores(string engine)
    {
        await using var world = await Pair(engine);
        var (state, figures) = (await world.State(), await Figures(world));
        await Merge(world, 2, 1);
        Assert.NotEqual(state, await world.State());
        world.Clock.Advance(TimeSpan.FromHours(1));
        await Undo(world, 2);
        Assert.Equal(state, await world.State());
        Assert.Equal(figures, await Figures(world));

        await using var db = world.Test.Open();
        Assert.Equal([1L, 2L], await db.WorkersPast().Where(w => w.WorkerId == LedgerWorld.Worker(2)).OrderBy(w => w.Version).Select(w => w.Version).ToListAsync(Cancel));
        Assert.Equal(2, await db.AuditEntries().CountAsync(a => a.WorkerId == LedgerWorld.Worker(2) && a.Act.StartsWith("people.merge"), Cancel));
        var from = (await world.Do(l => l.HistoryAsync(LedgerWorld.Worker(2), Actor.Operator, Cancel))).Value!.Entries;
        Assert.Equal(["撤销合并", "合并到另一登记"], from.Take(2).Select(h => h.What));
        Assert.Equal(["两人确非一人", Reason], from.Take(2).Select(h => h.Source));
        var into = (await world.Do(l => l.HistoryAsync(LedgerWorld.Worker(1), Actor.Operator, Cancel))).Value!.Entries;
        Assert.Equal(["撤销并入", "并入另一登记"], into.Take(2).Select(h => h.What));
    }

    [Theory(DisplayName = "拒绝：自并、连环、重复、无权限、范围外、查无此人、无原因、无可撤销"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Refusals(string engine)
    {
        await using var world = await Pair(engine);
        var (one, two, three) = (LedgerWorld.Worker(1), LedgerWorld.Worker(2), LedgerWorld.Worker(3));
        Task<string?> Try(Guid from, Guid into, Actor? actor = null, string reason = Reason) =>
            world.Refused(l => l.MergeAsync(from, into, reason, actor ?? Actor.Operator, Cancel));
        Assert.Equal("merge-self", await Try(one, one));
        Assert.Equal("worker-not-found", await Try(one, LedgerWorld.Worker(9)));
        Assert.Equal("worker-not-found", await Try(LedgerWorld.Worker(9), one));
        Assert.Equal("worker-not-found", await Try(two, one, LedgerWorld.At(140221000000)));
        Assert.Equal("no-right", await Try(two, one, LedgerWorld.At(140121000000, Rights.PeopleRead, Rights.PeopleImport)));
        Assert.Equal("reason-missing", await Try(two, one, reason: " "));
        Assert.Equal("merge-none", await world.Refused(l => l.UndoMergeAsync(two, Reason, Actor.Operator, Cancel)));
        await Merge(world, 2, 1);
        var trace = await world.Trace();
        Assert.Equal("merge-already", await Try(two, one));
        Assert.Equal("merge-already", await Try(two, three));
        Assert.Equal("merge-chain", await Try(one, three));
        Assert.Equal("merge-chain", await Try(three, two));
        Assert.Equal("merged", await world.Refused(l => l.RecordWorkAsync(two, January, LedgerWorld.Village, Actor.Operator, Cancel)));
        Assert.Equal("merged", await world.Refused(l => l.RegisterAsync(LedgerWorld.Person(2), LedgerWorld.Village, Actor.Operator, Cancel)));
        Assert.Equal(trace, await world.Trace());
        await Merge(world, 3, 1);
    }

    [Theory(DisplayName = "名册再次出现已合并的身份证号：列为冲突，不写入"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_roster_row_of_a_merged_number_is_set_aside(string engine)
    {
        await using var world = await Pair(engine);
        await Merge(world, 2, 1);
        var trace = await world.Trace();
        var row = new RosterRow
        {
            RowNo = 2, Id = LedgerWorld.Id(2), Name = "张三", Home = LedgerWorld.Home, HasWork = true, Form = 3, Workplace = 0, WorkFrom = new(2022, 2, 1),
        };
        Assert.Equal(1, (await world.Import(row)).Conflicts);
        Assert.Equal(trace, await world.Trace());
    }

    [Theory(DisplayName = "合并后更正并入的记录：记在原登记下，撤销合并后仍随原登记"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_merged_spell_is_corrected_where_it_is(string engine)
    {
        await using var world = await Pair(engine);
        await Merge(world, 2, 1);
        Assert.Equal(LedgerOutcome.Unchanged, (await world.Work(1, February)).Outcome); // the same job, stated on the other registration
        var spell = (await world.Read(1, Day)).AllWork.Single(w => w.RegisteredUnder == LedgerWorld.Worker(2));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.Must(l => l.EndWorkAsync(LedgerWorld.Worker(1), spell.SpellId, spell.Revision, Day, LedgerWorld.Village, Actor.Operator, Cancel));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await Undo(world, 2);
        Assert.Equal(Day, Assert.Single((await world.Read(2, Day)).AllWork).Stated.EndsOn);
        Assert.Single((await world.Read(1, Day)).AllWork);
    }

    [Theory(DisplayName = "任意登记：合并再撤销，状态与封存数字都与从前相同"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Merge_then_undo_is_nothing(string engine)
    {
        await using var world = await LedgerWorld.CreateAsync(engine);
        for (var serial = 1; serial <= 6; serial++)
        {
            await world.Register(serial);
        }

        var next = 0;
        await Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 700], Gen.Int[0, 60], LedgerWorld.One(LedgerWorld.Beijing, LedgerWorld.Tianzhen, 140121100000L))
            .Array[1, 4].SampleAsync(async acts =>
            {
                foreach (var (from, into, start, length, place) in acts)
                {
                    var first = new DateOnly(2021, 1, 1).AddDays(start);
                    world.Clock.Advance(TimeSpan.FromSeconds(1));
                    await world.Work(from, new WorkStatement(first, length == 0 ? null : first.AddDays(length), place, 3) { Job = $"岗位{next++}" });
                    if (from == into)
                    {
                        continue;
                    }

                    world.Clock.Advance(TimeSpan.FromSeconds(1));
                    var (state, figures, people) = (await world.State(), await Figures(world), (await world.Cut(Day, world.Now)).People);
                    await Merge(world, from, into);
                    Assert.Equal(people - 1, (await world.Cut(Day, world.Now)).People);
                    Assert.NotEqual(state, await world.State());
                    world.Clock.Advance(TimeSpan.FromSeconds(1));
                    await Undo(world, from);
                    Assert.Equal(state, await world.State());
                    Assert.Equal(figures, await Figures(world));
                }
            }, iter: 12, threads: 1, seed: "0000KOIPe5S3");
    }

    private static async Task<RegionCounts> Counts(LedgerWorld world)
    {
        using var facts = FactsFile.Open((await world.Cut(Day, world.Now)).Path);
        return IndicatorCounter.Count(facts, [140000000000])[140000000000];
    }

    private static async Task<string> Figures(LedgerWorld world)
    {
        var counts = await Counts(world);
        return string.Join(' ', Indicators.All.Select(i => counts[i.Code]));
    }
}
