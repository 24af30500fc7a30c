using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

/// <summary>A roster has no more say than one statement of the same evidence: its merge must do what <see cref="LedgerRules"/> decide.</summary>
public class RosterWeighsEvidenceTests
{
    private const int Township = 140121100, Other = 140121101;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    private readonly Random random = new(2022);

    private T One<T>(params T[] of) => of[random.Next(of.Length)];

    private WorkStatement Work() => new(
        new(2022, 2, 10), One<DateOnly?>(null, new(2022, 2, 20), new(2022, 2, 25)), One(140121000000L, Township * 1000L, Other * 1000L), One<short>(1, 3, 99))
    {
        Employer = One(null, "甲厂", "乙厂"), WageFen = One<long?>(null, 400000, 500000), HasInsurance = One<bool?>(null, true, false),
    };

    private StatusStatement Status() => new(21, One<short>(0, 1, 2), One(new DateOnly(2020, 12, 31), new DateOnly(2021, 6, 1)));

    [Theory(DisplayName = "名册按依据强弱并入：与逐条登记的规则完全一致"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task A_roster_weighs_like_a_statement(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var cases = new List<(Guid Worker, int RowNo, Guid Import, (WorkStatement, StatusStatement) Known, Evidence KnownBy, (WorkStatement, StatusStatement) Stated, Evidence By)>();
        var crypto = new PersonCrypto(KeyRing.ForTests);
        var serial = 0;
        foreach (var knownBy in Enum.GetValues<Evidence>())
        {
            foreach (var by in Enum.GetValues<Evidence>())
            {
                var pairs = Enumerable.Range(0, 30).Select(_ => (Item1: Work(), Item2: Status(), Item3: Work(), Item4: Status())).ToArray();
                var first = serial;
                RosterRow[] Rows(bool known) => [.. pairs.Select((p, i) => Row(first + i, i + 2, known ? p.Item1 : p.Item3, known ? p.Item2 : p.Item4))];
                await LoadAsync(test, Guid.CreateVersion7(), knownBy, Rows(known: true));
                var import = Guid.CreateVersion7();
                await LoadAsync(test, import, by, Rows(known: false));
                cases.AddRange(pairs.Select((p, i) => (crypto.WorkerId(Id(first + i)), i + 2, import, (p.Item1, p.Item2), knownBy, (p.Item3, p.Item4), by)));
                serial += pairs.Length;
            }
        }

        await using var db = test.Open();
        var works = await db.WorkSpells().Where(s => s.SupersededAt == null).ToDictionaryAsync(s => s.WorkerId, Cancel);
        var statuses = await db.StatusSpells().Where(s => s.SupersededAt == null).ToDictionaryAsync(s => s.WorkerId, Cancel);
        var notes = (await db.ImportIssues().Where(i => i.Kind == "warning").ToListAsync(Cancel)).ToLookup(i => (i.ImportId, i.RowNo), i => i.ColumnName);
        var refused = 0;
        foreach (var c in cases)
        {
            var work = LedgerRules.Weigh(c.Known.Item1, c.KnownBy, c.Stated.Item1, c.By);
            var w = works[c.Worker];
            var found = new WorkStatement(w.StartsOn, w.EndsOn, w.Workplace, w.Form) { Employer = w.Employer, WageFen = w.WageFen, HasInsurance = w.HasInsurance };
            Assert.Equal((work.IsRefused ? (c.Known.Item1, c.KnownBy) : (work.Value.Result, work.Value.Evidence)), (found, (Evidence)w.Evidence));
            var status = LedgerRules.Weigh(c.Known.Item2, c.KnownBy, c.Stated.Item2, c.By);
            var s = statuses[c.Worker];
            Assert.Equal((status.IsRefused ? (c.Known.Item2, c.KnownBy) : (status.Value.Result, status.Value.Evidence)), (new StatusStatement(s.Category, s.Risk, s.StartsOn, s.EndsOn), (Evidence)s.Evidence));
            string[] told = [.. work.IsRefused ? (string[])["务工信息"] : [], .. status.IsRefused ? (string[])["人员类别"] : []];
            Assert.Equal(told.Order(StringComparer.Ordinal), notes[(c.Import, c.RowNo)].Order(StringComparer.Ordinal));
            refused += told.Length;
        }

        Assert.InRange(refused, 100, cases.Count);
    }

    [Theory(DisplayName = "退出后再次纳入同一类别：名册另记一段，不改旧段"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task A_category_left_and_entered_again_is_a_new_stretch(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await LoadAsync(test, Guid.CreateVersion7(), Evidence.Village, [Row(1, 2, null, new StatusStatement(21, 1, new(2020, 1, 1)))]);
        await using (var db = test.Open())
        {
            await db.StatusSpells().ExecuteUpdateAsync(u => u.SetProperty(s => s.EndsOn, new DateOnly(2020, 12, 31)), Cancel);
        }

        for (var again = 0; again < 2; again++) // the second time nothing changes
        {
            await LoadAsync(test, Guid.CreateVersion7(), Evidence.Village, [Row(1, 2, null, new StatusStatement(21, 1, new(2021, 6, 1)))]);
        }

        await using var after = test.Open();
        var stretches = await after.StatusSpells().OrderBy(s => s.StartsOn).Select(s => new { s.StartsOn, s.EndsOn, s.Revision, s.SupersededAt }).ToListAsync(Cancel);
        Assert.Equal(
            [(new(2020, 1, 1), new(2020, 12, 31), 1), (new(2021, 6, 1), null, 1)],
            stretches.Select(s => (s.StartsOn, s.EndsOn, s.Revision)).ToArray());
    }

    [Theory(DisplayName = "名册写“一般”：在册的脱贫、监测对象不因此取消，逐行说明；退出的、从没在册的不说"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Ordinary_takes_nobody_out(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        StatusStatement ordinary = new(1, 0, new(2022, 1, 1)), unstated = ordinary with { Category = 0 };
        await LoadAsync(test, Guid.CreateVersion7(), Evidence.Village,
        [
            Row(1, 2, null, new(10, 0, new(2020, 12, 31))), Row(2, 3, null, new(21, 1, new(2021, 6, 1))), Row(3, 4, null, new(22, 1, new(2021, 6, 1))),
            Row(4, 5, null, ordinary), Row(5, 6, null, new(10, 0, new(2020, 12, 31))),
        ]);
        await using (var db = test.Open())
        {
            await db.StatusSpells().Where(s => s.Category == 22).ExecuteUpdateAsync(u => u.SetProperty(s => s.EndsOn, new DateOnly(2021, 12, 31)), Cancel);
        }

        var import = Guid.CreateVersion7();
        var counts = await LoadAsync(test, import, Evidence.Employer, [Row(1, 2, null, ordinary), Row(2, 3, null, ordinary), Row(3, 4, null, ordinary), Row(4, 5, null, ordinary), Row(5, 6, null, unstated), Row(6, 7, null, ordinary)]);
        await using var after = test.Open();
        Assert.Equal((1, 0, 5), (counts.Added, counts.Updated, counts.Unchanged));
        var said = await after.ImportIssues().Where(i => i.ImportId == import).OrderBy(i => i.RowNo).ToListAsync(Cancel);
        Assert.Equal([(2, "warning"), (3, "warning")], said.Select(i => (i.RowNo, i.Kind)));
        Assert.Contains("脱贫人口", said[0].Expected, StringComparison.Ordinal);
        Assert.Contains("防返贫监测对象", said[1].Expected, StringComparison.Ordinal);
        Assert.Equal(3, await after.StatusSpells().CountAsync(s => s.EndsOn == null && s.SupersededAt == null, Cancel));
    }

    private static IdNumber Id(int serial) => IdNumber.Create(140121, new DateOnly(1985, 1, 1).AddDays(serial / 900), serial % 900);

    private static RosterRow Row(int serial, int rowNo, WorkStatement? work, StatusStatement status) => new()
    {
        RowNo = rowNo, Id = Id(serial), Name = "张三", Home = 140121100201, Category = (byte)status.Category, Risk = (byte)status.Risk, StatusFrom = status.StartsOn,
        HasWork = work is not null, WorkFrom = work?.StartsOn ?? default, WorkTo = work?.EndsOn, Workplace = work?.Workplace ?? 0, Form = (byte)(work?.Form ?? 0),
        Employer = work?.Employer ?? "", WageFen = work?.WageFen ?? 0, HasInsurance = work?.HasInsurance,
    };

    private Task<MergeCounts> LoadAsync(TestDb test, Guid import, Evidence by, RosterRow[] rows) =>
        new RegisterLoad(test.Factory, KeyRing.ForTests, clock).RunAsync(import, "tester", (short)by, stage =>
        {
            foreach (var row in rows)
            {
                stage.Add(row);
            }

            return Task.CompletedTask;
        }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);
}
