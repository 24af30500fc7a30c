using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

public class RegisterLoadTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    /// <summary>A person whose every value is stated; each test changes one thing.</summary>
    private static RosterRow Person(int serial, int rowNo = 2) => new()
    {
        RowNo = rowNo, Id = IdNumber.Create(140121, new(1985, 3, 9), serial), Name = $"张三{serial}", Home = 140121100201, Nation = "01",
        HouseholdNo = $"H{serial / 2}", Education = "71", Phone = $"1990000{serial:D4}", BankAccount = "6229080000000000011", Category = 10, Risk = 2,
        StatusFrom = new(2020, 12, 31), HasWork = true, Form = 1, Workplace = 110105000000, Employer = "北京某餐饮公司", Job = "厨师", WorkFrom = new(2022, 2, 10), WageFen = 520000,
    };

    [Theory(DisplayName = "首次导入：人员、务工记录、人员类别全部入库"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task First_load_adds_everyone(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var counts = await Load(test, Person(1), Person(2, 3), Person(3, 4));
        Assert.Equal(new MergeCounts(3, 0, 0, 0, 0), counts);
        await using var db = test.Open();
        Assert.Equal(3, await db.Workers().CountAsync(Cancel));
        Assert.Equal(3, await db.WorkSpells().CountAsync(s => s.Revision == 1 && s.SupersededAt == null, Cancel));
        Assert.Equal(3, await db.StatusSpells().CountAsync(s => s.Category == 10, Cancel));
        var id = new PersonCrypto(KeyRing.ForTests).WorkerId(Person(1).Id);
        var worker = await db.Workers().SingleAsync(w => w.WorkerId == id, Cancel);
        Assert.Equal(Person(1).Id.ToString(), new PersonCrypto(KeyRing.ForTests).Decrypt(worker.IdCipher));
    }

    [Theory(DisplayName = "同一文件导入两次，第二次不改变任何内容"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Second_load_changes_nothing(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Load(test, Person(1), Person(2, 3));
        var before = await Fingerprint(test);
        Assert.Equal(new MergeCounts(0, 0, 2, 0, 0), await Load(test, Person(1), Person(2, 3)));
        Assert.Equal(before, await Fingerprint(test));
    }

    [Theory(DisplayName = "更正：旧值留在历史，新值生效；未填的列不清空已有内容"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task A_correction_supersedes(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Load(test, Person(1), Person(2, 3));
        clock.Advance(TimeSpan.FromDays(7));
        var changed = Person(1);
        changed.Education = "";
        changed.Phone = "";
        changed.Marital = "20";
        changed.WageFen = 560000;
        Assert.Equal(new MergeCounts(1, 1, 0, 0, 0), await Load(test, changed, Person(5, 3)));
        await using var db = test.Open();
        var id = new PersonCrypto(KeyRing.ForTests).WorkerId(changed.Id);
        var worker = await db.Workers().SingleAsync(w => w.WorkerId == id, Cancel);
        Assert.Equal(("20", "71", 2L), (worker.Marital, worker.Education, worker.Version));
        Assert.NotNull(worker.PhoneCipher);
        var past = await db.WorkersPast().SingleAsync(Cancel);
        Assert.Null(past.Marital);
        var spells = await db.WorkSpells().Where(s => s.WorkerId == id).OrderBy(s => s.Revision).ToListAsync(Cancel);
        Assert.Equal([520000L, 560000L], spells.Select(s => s.WageFen!.Value));
        Assert.Equal([false, true], spells.Select(s => s.SupersededAt is null));
        Assert.Equal(new MergeCounts(0, 0, 1, 0, 0), await Load(test, changed));
    }

    [Theory(DisplayName = "文件内重复与姓名冲突各自列出，不写入"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Duplicates_and_conflicts_are_set_aside(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Load(test, Person(1));
        var other = Person(1);
        other.Name = "李四";
        Assert.Equal(new MergeCounts(1, 0, 0, 1, 1), await Load(test, other, Person(2, 3), Person(2, 4)));
        await using var db = test.Open();
        Assert.Equal("张三1", (await db.Workers().SingleAsync(w => w.Name == "张三1", Cancel)).Name);
        var issues = await db.ImportIssues().OrderBy(i => i.RowNo).ToListAsync(Cancel);
        Assert.Equal([(2, "conflict"), (4, "duplicate")], issues.Select(i => (i.RowNo, i.Kind)));
        Assert.DoesNotContain("张三1", issues[0].Expected);
    }

    [Theory(DisplayName = "中途失败：登记库一字不动，重新导入即可"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task A_crash_leaves_nothing(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Load(test, Person(1));
        var before = await Fingerprint(test);
        var load = new RegisterLoad(test.Factory, KeyRing.ForTests, clock);
        await Assert.ThrowsAsync<IOException>(() => load.RunAsync(Guid.CreateVersion7(), "t", 2, stage =>
        {
            stage.Add(Person(7));
            throw new IOException("cut off");
        }, (_, _, _) => Task.CompletedTask, true, Cancel));
        await Assert.ThrowsAsync<IOException>(() => load.RunAsync(Guid.CreateVersion7(), "t", 2, stage =>
        {
            stage.Add(Person(7));
            return Task.CompletedTask;
        }, (_, _, _) => throw new IOException("cut off at commit"), true, Cancel));
        Assert.Equal(before, await Fingerprint(test));
        Assert.Equal(1, (await Load(test, Person(7))).Added);
    }

    private async Task<MergeCounts> Load(TestDb test, params RosterRow[] rows) => await new RegisterLoad(test.Factory, KeyRing.ForTests, clock).RunAsync(
        Guid.CreateVersion7(), "tester", 2, stage =>
        {
            foreach (var row in rows)
            {
                stage.Add(row);
            }

            return Task.CompletedTask;
        }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);

    private static async Task<string> Fingerprint(TestDb test)
    {
        await using var db = test.Open();
        var workers = await db.Workers().OrderBy(w => w.WorkerId).Select(w => new { w.WorkerId, w.Version, w.ContentHash, w.RecordedAt }).ToListAsync(Cancel);
        var spells = await db.WorkSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).ThenBy(s => s.Revision).Select(s => new { s.SpellId, s.Revision, s.ContentHash, s.SupersededAt }).ToListAsync(Cancel);
        var statuses = await db.StatusSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).Select(s => new { s.SpellId, s.Revision, s.ContentHash, s.SupersededAt }).ToListAsync(Cancel);
        return string.Join('\n', workers) + string.Join('\n', spells) + string.Join('\n', statuses) + await db.WorkersPast().CountAsync(Cancel);
    }
}
