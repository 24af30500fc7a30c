using System.Data.Common;
using System.Reflection;
using Chunfeng.Dispatch;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Facts;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People.Demo;

public sealed class DemoRosterTests : IDisposable
{
    private const int Workers = 20_000;
    private const ulong Seed = 7;
    private static readonly DateOnly AsOf = new(2022, 2, 27);
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Reference.Data, "codes"));
    private static readonly PersonCrypto Crypto = new(KeyRing.ForTests);
    private static readonly string[] Stamps = ["BatchId", "RecordedBy", "RecordedAt"];

    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-demo-").FullName;
    private readonly FakeTimeProvider clock = new(new(2022, 2, 27, 17, 0, 0, TimeSpan.Zero));

    [Theory(DisplayName = "演示台账逐个导入，与直接生成的登记库一样：人员、务工记录、人员类别、封存、调度数"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3"), Trait("Clause", "13.2")]
    public async Task Imported_rosters_make_the_same_register(string engine)
    {
        await using var direct = await TestDb.CreateAsync(engine);
        await using var imported = await TestDb.CreateAsync(engine);
        await using (var db = direct.Open())
        {
            Assert.False((await Create(direct, db, Workers)).IsRefused);
        }

        var rosters = new WriteDemoRoster(Reference.Regions, Codes).Handle(Workers, Seed, AsOf, Path.Combine(folder, "roster.csv"), Cancel).Value!;
        Assert.Equal(["roster-3.csv", "roster-2.csv", "roster.csv"], rosters.Files.Select(f => Path.GetFileName(f.Path)));
        Assert.Equal(Workers, rosters.Files[^1].Rows);
        var notes = new Dictionary<string, int>();
        foreach (var file in rosters.Files)
        {
            await Import(imported, file, notes);
        }

        // villages state the county only where people work in their own county's other townships, and the reader says how it counts them
        Assert.Subset(new HashSet<string> { "work-township-missing" }, notes.Keys.ToHashSet());

        await using var one = direct.Open();
        await using var two = imported.Open();
        await SameRows(one.Workers().OrderBy(w => w.WorkerId), two.Workers().OrderBy(w => w.WorkerId), Workers);
        await SameRows(
            one.WorkSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).ThenBy(s => s.Revision),
            two.WorkSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId).ThenBy(s => s.Revision), rosters.Spells);
        await SameRows(one.StatusSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId), two.StatusSpells().OrderBy(s => s.WorkerId).ThenBy(s => s.SpellId), null);
        Assert.Equal(0, await two.WorkersPast().CountAsync(Cancel));
        Assert.Equal(await Freeze(direct, one, "direct"), await Freeze(imported, two, "imported"));
    }

    [Fact(DisplayName = "同样的设置写出同样的台账；XLSX 与 CSV 内容相同")]
    public void The_same_settings_write_the_same_files()
    {
        var write = new WriteDemoRoster(Reference.Regions, Codes);
        var first = write.Handle(300, Seed, AsOf, Path.Combine(folder, "a.csv"), Cancel).Value!;
        var again = write.Handle(300, Seed, AsOf, Path.Combine(folder, "b.csv"), Cancel).Value!;
        var sheets = write.Handle(300, Seed, AsOf, Path.Combine(folder, "c.xlsx"), Cancel).Value!;
        for (var i = 0; i < first.Files.Count; i++)
        {
            Assert.Equal(File.ReadAllBytes(first.Files[i].Path), File.ReadAllBytes(again.Files[i].Path));
            Assert.Equal(Read(first.Files[i].Path), Read(sheets.Files[i].Path));
        }

        Assert.Empty(Directory.GetFiles(folder, "*.tmp"));
    }

    [Fact(DisplayName = "台账只写 CSV 或 XLSX，人数要合理")]
    public void Wrong_wishes_are_refused()
    {
        var write = new WriteDemoRoster(Reference.Regions, Codes);
        Assert.Equal("unknown-format", write.Handle(10, Seed, AsOf, Path.Combine(folder, "a.pdf"), Cancel).Refusal!.Code);
        Assert.Equal("workers-out-of-range", write.Handle(0, Seed, AsOf, Path.Combine(folder, "a.csv"), Cancel).Refusal!.Code);
        Assert.Equal("too-many-rows", write.Handle(1_048_576, Seed, AsOf, Path.Combine(folder, "a.xlsx"), Cancel).Refusal!.Code);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory(DisplayName = "已有真实人员的登记库拒绝生成演示数据，一行也不写"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Never_beside_real_people(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var rosters = new WriteDemoRoster(Reference.Regions, Codes).Handle(1, 99, AsOf, Path.Combine(folder, "real.csv"), Cancel).Value!;
        await Import(test, rosters.Files[^1], []);
        await using var db = test.Open();

        var refused = (await Create(test, db, 500)).Refusal!;

        Assert.Equal("register-holds-people", refused.Code);
        Assert.Contains("已有真实人员", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await db.Workers().CountAsync(Cancel));
        Assert.Null(await db.SettingAsync(Setting.RegisterKind, Cancel));
    }

    [Theory(DisplayName = "同样的演示再建一次不变；另一份演示被拒"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_second_demonstration_is_refused(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var first = (await Create(test, db, 500)).Value!;
        var again = (await Create(test, db, 500)).Value!;
        Assert.Equal(first with { AlreadyThere = true }, again);
        var other = (await Create(test, db, 501)).Refusal!;
        Assert.Equal("another-demo", other.Code);
        Assert.Contains("workers=500 seed=7", other.Message, StringComparison.Ordinal);
        Assert.Equal(500, await db.Workers().CountAsync(Cancel));
        Assert.Equal("workers-out-of-range", (await Create(test, db, 6_000_001)).Refusal!.Code);
    }

    [Fact(DisplayName = "生成途中有人登记了真实人员：演示数据一行不留")]
    public async Task A_person_registered_meanwhile_stays_alone()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Postgres); // SQLite lets nobody else write meanwhile
        var rosters = new WriteDemoRoster(Reference.Regions, Codes).Handle(1, 99, AsOf, Path.Combine(folder, "real.csv"), Cancel).Value!;
        await using var db = test.Open();
        var meanwhile = new MeanwhileDatabases(test.Factory, () => Import(test, rosters.Files[^1], []));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new CreateDemo(db, meanwhile, KeyRing.ForTests, Reference.Regions, clock).HandleAsync(500, Seed, AsOf, Actor.Operator, Cancel));

        Assert.Contains("演示数据没有写入", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, await db.Workers().CountAsync(Cancel));
        Assert.Null(await db.SettingAsync(Setting.RegisterKind, Cancel));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<Platform.Results.Result<DemoReport>> Create(TestDb test, ChunfengDb db, int workers) =>
        new CreateDemo(db, test.Factory, KeyRing.ForTests, Reference.Regions, clock).HandleAsync(workers, Seed, AsOf, Actor.Operator, Cancel);

    /// <summary>What a roster import does with a file: reader, then load.</summary>
    private async Task Import(TestDb test, DemoRosterFile file, Dictionary<string, int> notes)
    {
        using var reader = RosterReader.Open(File.OpenRead(file.Path), file.Path, Reference.Regions, Codes, RegionCode.Shanxi, AsOf).Value!;
        Assert.Empty(reader.Header.Unknown);
        var row = new RosterRow();
        var counts = await new RegisterLoad(test.Factory, KeyRing.ForTests, clock).RunAsync(Guid.CreateVersion7(), "importer", 2, stage =>
        {
            while (reader.Read(row, out var verdict))
            {
                Assert.True(verdict == ReadVerdict.Accepted, string.Join('\n', reader.Issues));
                foreach (var issue in reader.Issues)
                {
                    notes[issue.Code] = notes.GetValueOrDefault(issue.Code) + 1;
                }

                stage.Add(row);
            }

            return Task.CompletedTask;
        }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);
        Assert.Null(reader.Broken);
        Assert.Equal((file.Rows, 0L, 0L), (reader.Counts.Rows, counts.Duplicates, counts.Conflicts));
    }

    private static List<string> Read(string path)
    {
        using var reader = RosterReader.Open(File.OpenRead(path), path, Reference.Regions, Codes, RegionCode.Shanxi, AsOf).Value!;
        var rows = new List<string>();
        var row = new RosterRow();
        while (reader.Read(row, out _))
        {
            rows.Add(string.Join('|', typeof(RosterRow).GetFields().Select(f => f.GetValue(row))));
        }

        return rows;
    }

    private static async Task SameRows<T>(IQueryable<T> one, IQueryable<T> two, long? count) where T : class
    {
        var left = (await one.AsNoTracking().ToListAsync(Cancel)).ConvertAll(Shown);
        var right = (await two.AsNoTracking().ToListAsync(Cancel)).ConvertAll(Shown);
        Assert.NotEmpty(left);
        Assert.Equal(count ?? left.Count, left.Count);
        Assert.Equal(left, right);
    }

    /// <summary>Every column but who recorded it when; encrypted ones as they read.</summary>
    private static string Shown<T>(T row)
    {
        return string.Join('|', Columns<T>.Compared.Select(p => $"{p.Name}={(p.GetValue(row) is byte[] secret ? Crypto.Decrypt(secret) : p.GetValue(row))}"));
    }

    private async Task<string> Freeze(TestDb test, ChunfengDb db, string name)
    {
        var places = new Places(Reference.Data, Path.Combine(folder, name));
        var cut = (await new BuildFacts(test.Factory, places, clock).HandleAsync(AsOf, InnerLine.Township, Cancel)).Value!;
        using var facts = FactsFile.Open(cut.Path);
        Assert.False((await new WeeklyDispatch(db, Reference.Regions, clock).FreezeAsync(new IsoWeek(2022, 8), facts, Actor.Operator, Cancel)).IsRefused);
        var figures = await db.FrozenFigures().AsNoTracking().OrderBy(f => f.Region).ThenBy(f => f.Indicator).ToListAsync(Cancel);
        return cut.Hash + string.Join('\n', figures.Select(f => (f.Region, f.Indicator, f.Stock, f.Cumulative, f.Change)));
    }

    private static class Columns<T>
    {
        public static readonly PropertyInfo[] Compared =
        [
            .. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => !Stamps.Contains(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Lets something happen between the look at the register and the load.</summary>
    private sealed class MeanwhileDatabases(IDbFactory databases, Func<Task> once) : IDbFactory
    {
        private Func<Task>? todo = once;

        public ChunfengDb Create(bool plannedOnce = false) => databases.Create(plannedOnce);

        public async Task<DbConnection> OpenAsync(CancellationToken cancel)
        {
            var act = todo;
            todo = null;
            await (act?.Invoke() ?? Task.CompletedTask);
            return await databases.OpenAsync(cancel);
        }
    }
}
