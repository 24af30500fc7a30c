using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

/// <summary>A large file is merged in parts while it is read; what comes of it must not show where the cuts were.</summary>
public class RegisterLoadChunksTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    private static RosterRow Person(int serial, int rowNo, string education = "71", long wage = 520000) => new()
    {
        RowNo = rowNo, Id = IdNumber.Create(140121, new(1985, 3, 9), serial), Name = $"张三{serial}", Home = 140121100201, Nation = "01",
        HouseholdNo = $"H{serial / 2}", Education = education, Phone = $"1990000{serial:D4}", Category = 10, Risk = 2,
        StatusFrom = new(2020, 12, 31), HasWork = true, Form = 1, Workplace = 110105000000, Job = "厨师", WorkFrom = new(2022, 2, 10), WageFen = wage,
    };

    /// <summary>New, unchanged, corrected, in conflict, twice close by and twice far apart.</summary>
    private static RosterRow[] File()
    {
        var stranger = Person(2, 5);
        stranger.Name = "李四";
        return
        [
            Person(10, 2), Person(11, 3), Person(1, 4), stranger, Person(12, 6), Person(12, 7), Person(3, 8, education: "61"), Person(4, 9, wage: 600000),
            Person(10, 10), Person(13, 11), Person(1, 12), Person(14, 13), Person(2, 14),
        ];
    }

    [Theory(DisplayName = "大文件分段并入：结果与一次并入完全相同"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Cuts_do_not_show(string engine)
    {
        var whole = await RunAsync(engine, int.MaxValue);
        Assert.StartsWith("MergeCounts { Added = 5, Updated = 2, Unchanged = 1, Duplicates = 4, Conflicts = 1 }", whole);
        foreach (var cut in (int[])[1, 2, 3, 5, 12, 13, 14])
        {
            Assert.Equal(whole, await RunAsync(engine, cut));
        }
    }

    [Theory(DisplayName = "空库首次导入：不论分几段、疑似重复多少，结果与先暂存再并入完全相同"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task A_first_load_leaves_what_staging_leaves(string engine)
    {
        RosterRow[] file = [.. File(), Person(1, 15), Person(1, 16, education: "61")];
        var staged = await FirstAsync("SQLite", int.MaxValue, 1, file); // SQLite always stages
        Assert.StartsWith("MergeCounts { Added = 9, Updated = 0, Unchanged = 0, Duplicates = 6, Conflicts = 0 }", staged);
        foreach (var cut in (int[])[1, 3, 14, 100])
        {
            foreach (var blocks in (int[])[1, 2, SeenFilter.Usual]) // the small ones suspect nearly everybody
            {
                Assert.Equal(staged, await FirstAsync(engine, cut, blocks, file));
            }
        }
    }

    [Theory(DisplayName = "已有人的登记库：新人直接入库，不论从哪一段起遇到已登记的人、疑似重复多少，结果与先暂存再并入完全相同"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Going_straight_in_leaves_what_staging_leaves(string engine)
    {
        RosterRow[] file = [Person(20, 20), Person(21, 21), Person(22, 22), Person(21, 23), Person(23, 24), Person(20, 25), Person(24, 26), Person(22, 27), .. File().Select(Later)];
        var staged = await RunAsync("SQLite", int.MaxValue, 1, file); // SQLite always stages
        Assert.StartsWith("MergeCounts { Added = 10, Updated = 2, Unchanged = 1, Duplicates = 7, Conflicts = 1 }", staged);
        foreach (var cut in (int[])[1, 2, 4, 8, 100])
        {
            foreach (var blocks in (int[])[1, 2, SeenFilter.Usual])
            {
                Assert.Equal(staged, await RunAsync(engine, cut, blocks, file));
            }
        }

        static RosterRow Later(RosterRow row)
        {
            row.RowNo += 40;
            return row;
        }
    }

    [Fact(DisplayName = "疑似重复：见过的一定报出，小表误报多、大表几乎不误报")]
    public void The_filter_never_misses()
    {
        var random = new Random(11);
        Guid Id()
        {
            Span<byte> bytes = stackalloc byte[16];
            random.NextBytes(bytes);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return new Guid(bytes, bigEndian: true);
        }

        var ids = Enumerable.Range(0, 20_000).Select(_ => Id()).ToArray();
        foreach (var (blocks, most) in ((int, int)[])[(1, 20_000), (1 << 9, 5_000), (SeenFilter.Usual, 0)])
        {
            var filter = new SeenFilter(blocks);
            Assert.InRange(ids.Count(filter.Add), 0, most);
            Assert.All(ids, id => Assert.True(filter.Add(id)));
        }
    }

    [Theory(DisplayName = "分段并入中途失败：已并入的各段一并撤回"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task A_late_failure_takes_back_every_part(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await LoadAsync(test, int.MaxValue, Person(1, 2));
        var before = await StateAsync(test);
        var load = new RegisterLoad(test.Factory, KeyRing.ForTests, clock, rowsAChunk: 2);
        await Assert.ThrowsAsync<IOException>(() => load.RunAsync(Guid.CreateVersion7(), "t", 2, stage =>
        {
            foreach (var row in File())
            {
                stage.Add(row);
            }

            throw new IOException("cut off");
        }, (_, _, _) => Task.CompletedTask, true, Cancel));
        Assert.Equal(before, await StateAsync(test));
        Assert.Equal(8, (await LoadAsync(test, 2, File())).Added);
    }

    private async Task<string> FirstAsync(string engine, int cut, int blocks, RosterRow[] file)
    {
        await using var test = await TestDb.CreateAsync(engine);
        return $"{await LoadAsync(test, cut, blocks, file)}\n{await StateAsync(test)}";
    }

    private Task<string> RunAsync(string engine, int cut) => RunAsync(engine, cut, SeenFilter.Usual, File());

    private async Task<string> RunAsync(string engine, int cut, int blocks, RosterRow[] file)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await LoadAsync(test, int.MaxValue, Person(1, 2), Person(2, 3), Person(3, 4), Person(4, 5));
        return $"{await LoadAsync(test, cut, blocks, file)}\n{await StateAsync(test)}";
    }

    private Task<MergeCounts> LoadAsync(TestDb test, int cut, params RosterRow[] rows) => LoadAsync(test, cut, SeenFilter.Usual, rows);

    private Task<MergeCounts> LoadAsync(TestDb test, int cut, int blocks, RosterRow[] rows) =>
        new RegisterLoad(test.Factory, KeyRing.ForTests, clock, cut, blocks).RunAsync(Guid.CreateVersion7(), "tester", 2, stage =>
        {
            foreach (var row in rows)
            {
                stage.Add(row);
            }

            return Task.CompletedTask;
        }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);

    private static async Task<string> StateAsync(TestDb test)
    {
        await using var db = test.Open();
        var workers = await db.Workers().OrderBy(w => w.WorkerId).Select(w => new { w.WorkerId, w.Name, w.Education, w.Version, w.ContentHash }).ToListAsync(Cancel);
        var past = await db.WorkersPast().OrderBy(w => w.WorkerId).Select(w => new { w.WorkerId, w.Version, w.Education }).ToListAsync(Cancel);
        var spells = await db.WorkSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).ThenBy(s => s.Revision)
            .Select(s => new { s.SpellId, s.Revision, s.WageFen, s.SupersededAt }).ToListAsync(Cancel);
        var statuses = await db.StatusSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).Select(s => new { s.SpellId, s.Revision }).ToListAsync(Cancel);
        var issues = await db.ImportIssues().OrderBy(i => i.RowNo).Select(i => new { i.RowNo, i.Kind, i.Found, i.Expected }).ToListAsync(Cancel);
        return string.Join('\n', workers) + string.Join('\n', past) + string.Join('\n', spells) + string.Join('\n', statuses) + string.Join('\n', issues);
    }
}
