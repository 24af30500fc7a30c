using System.Text;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.People;

public sealed class ImportRosterTests : IDisposable
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly string Data = Places.FindUpwards(AppContext.BaseDirectory, "data/regions") is { } found ? Path.GetDirectoryName(found)! : "";
    private static readonly RegionTree Regions = RegionTree.Load(Path.Combine(Data, "regions"));
    private static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Data, "codes"));
    private static readonly RegionCode Qingxu = new(140121000000);

    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-import-").FullName;
    private readonly FakeTimeProvider clock = new(new(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory(DisplayName = "台账导入：每一行都有去处，退回的行带原因按原样返回"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Every_row_gets_a_verdict(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        Assert.Equal(1, (await Import(test, Roster(Line(1)))).Added);
        var file = Roster(Line(1, name: "李四"), Line(2), Line(3, id: "140121198503090011"), Line(2), Line(1), Line(4), Line(5, village: "没有这个村"));
        var rejects = Path.Combine(folder, "rejects.csv");
        var report = await Import(test, file, rejects: rejects);
        // row 2: another name; row 6: the same person again in the file
        Assert.Equal((7L, 2L, 0L, 0L, 2L, 2L, 1L),
            (report.Read, report.Added, report.Updated, report.Unchanged, report.Rejected, report.Duplicates, report.Conflicts));
        Assert.Equal(report.Read, report.Added + report.Updated + report.Unchanged + report.Rejected + report.Duplicates + report.Conflicts);
        var lines = await File.ReadAllLinesAsync(rejects, Cancel);
        Assert.Equal(6, lines.Length);
        Assert.EndsWith(",退回原因", lines[0]);
        Assert.Contains("姓名“李四”", lines[1]);
        Assert.Contains("校验", lines[2]);
        Assert.Contains("与第3行重复", lines[3]);
        Assert.Contains("与第2行重复", lines[4]);
        Assert.Contains("没有这个村", lines[5]);
        await using var db = test.Open();
        Assert.Equal(3, await db.Workers().CountAsync(Cancel));
        var import = await db.Imports().SingleAsync(i => i.ImportId == report.ImportId, Cancel);
        Assert.Equal(("done", 7L, 1L), (import.State, import.RowsRead, import.Conflicts));
        Assert.Equal(["conflict", "rejected", "duplicate", "duplicate", "rejected"],
            await db.ImportIssues().Where(i => i.ImportId == report.ImportId && i.Kind != "warning").OrderBy(i => i.RowNo).Select(i => i.Kind).ToListAsync(Cancel));
        Assert.DoesNotContain(await db.ImportIssues().Select(i => i.Found).ToListAsync(Cancel), f => f.Contains("140121198503090011", StringComparison.Ordinal));
        Assert.Equal(2, await db.AuditEntries().CountAsync(a => a.Act == "people.import", Cancel));
    }

    [Theory(DisplayName = "退回文件改好再导入，全部入库；原文件再导入一次什么也不变"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "12.3")]
    public async Task Mended_rejects_come_in(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var wrong = Line(2).Replace(Id(2), "14012119850309", StringComparison.Ordinal);
        var rejects = Path.Combine(folder, "rejects.csv");
        var file = Roster(Line(1), wrong, Line(3));
        Assert.Equal((2L, 1L), (await Import(test, file, rejects: rejects)) is var first ? (first.Added, first.Rejected) : default);
        await File.WriteAllTextAsync(rejects, (await File.ReadAllTextAsync(rejects, Cancel)).Replace("14012119850309,", Id(2) + ",", StringComparison.Ordinal), Cancel);
        Assert.Equal((1L, 0L), (await Import(test, rejects)) is var second ? (second.Added, second.Rejected) : default);
        var again = await Import(test, file);
        Assert.Equal((0L, 0L, 2L), (again.Added, again.Updated, again.Unchanged));
    }

    [Theory(DisplayName = "只核对：数字与正式导入一样，登记库一字不动"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_dry_run_keeps_nothing(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Import(test, Roster(Line(1), Line(2)));
        var file = Roster(Line(1, wage: "6100"), Line(2, name: "王五"), Line(3), Line(3), Line(4, id: "123"));
        var rejects = Path.Combine(folder, "r.xlsx");
        var dry = await Import(test, file, dryRun: true, rejects: rejects);
        await using (var db = test.Open())
        {
            Assert.Equal(2, await db.Workers().CountAsync(Cancel));
            Assert.Equal(2, await db.WorkSpells().CountAsync(Cancel));
            Assert.Equal("checked", (await db.Imports().SingleAsync(i => i.ImportId == dry.ImportId, Cancel)).State);
            Assert.Equal(3, await db.ImportIssues().CountAsync(i => i.ImportId == dry.ImportId && i.Kind != "warning", Cancel));
        }

        Assert.True(new FileInfo(rejects).Length > 0);
        var real = await Import(test, file);
        Assert.Equal(real with { ImportId = dry.ImportId, DryRun = true, Rejects = rejects }, dry);
    }

    [Theory(DisplayName = "在外县登记的人，县里的台账不能把他改走"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Nobody_is_taken_out_of_another_area(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await Import(test, Roster(Line(1)));
        var elsewhere = new RegionCode(140105000000);
        var village = Regions.Children(Regions.Children(elsewhere)[0].Code)[0];
        var moved = Line(1).Replace("清徐县,清源镇,六合村", $"小店区,{Regions[village.Code.At(RegionLevel.Township)].Name},{village.Name}", StringComparison.Ordinal);
        var county = new Actor("xiaodian", "小店区", elsewhere, new HashSet<string> { Rights.PeopleImport });
        Assert.Equal((0L, 1L), await Import(test, Roster(moved), county) is var kept ? (kept.Updated, kept.Conflicts) : default);
        await using (var db = test.Open())
        {
            Assert.True(Qingxu.Contains(new RegionCode((await db.Workers().SingleAsync(Cancel)).Home)));
            Assert.DoesNotContain("清徐", (await db.ImportIssues().SingleAsync(i => i.Kind == "conflict", Cancel)).Expected);
        }

        Assert.Equal(1, (await Import(test, Roster(moved))).Updated); // the province may move people
        var refused = await Use(test).HandleAsync(Roster(moved), Qingxu, null, false, null, county, Cancel);
        Assert.Equal("outside-scope", refused.Refusal!.Code);
        var reader = county with { Rights = new HashSet<string> { Rights.PeopleRead } };
        Assert.Equal("no-right", (await Use(test).HandleAsync(Roster(moved), null, null, false, null, reader, Cancel)).Refusal!.Code);
    }

    [Theory(DisplayName = "文件中途损坏：一行也不写入，说清楚在哪里"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_broken_file_keeps_nothing(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var file = Path.Combine(folder, "broken.csv");
        var text = Encoding.UTF8.GetBytes(string.Join('\n', Header, Line(1), Line(2)) + "\n");
        await File.WriteAllBytesAsync(file, [.. text, 0x38, 0x2C, 0xFF, 0xFE, 0xFF, 0x0A], Cancel);
        var rejects = Path.Combine(folder, "never.csv");
        var refused = await Use(test).HandleAsync(file, null, null, false, rejects, Actor.Operator, Cancel);
        Assert.NotNull(refused.Refusal);
        Assert.False(File.Exists(rejects));
        await using var db = test.Open();
        Assert.Equal(0, await db.Workers().CountAsync(Cancel));
        Assert.Equal("failed", (await db.Imports().SingleAsync(Cancel)).State);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "imports")));
    }

    [Theory(DisplayName = "导入随时取消：全有或全无"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Cancelled_anywhere_is_all_or_nothing(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        var file = Roster([.. Enumerable.Range(1, 3_000).Select(i => Line(i))]);
        foreach (var milliseconds in new[] { 0, 5, 20, 60 })
        {
            using var stop = new CancellationTokenSource(milliseconds);
            try
            {
                await Use(test).HandleAsync(file, null, null, false, null, Actor.Operator, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // as asked
            }

            await using var db = test.Open();
            Assert.Contains(await db.Workers().CountAsync(Cancel), new[] { 0, 3_000 });
        }

        var last = await Import(test, file);
        Assert.Equal(3_000, last.Added + last.Unchanged);
    }

    [Theory(DisplayName = "任意拆分、任意次序、重复导入，结果相同"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Any_split_and_repetition_end_the_same(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var other = await TestDb.CreateAsync(engine);
        await Import(test, Roster([.. Enumerable.Range(1, 30).Select(i => Line(i))]));
        var wanted = await State(test);
        await Gen.Int[1, 30].Array[1, 30].SampleAsync(async people =>
        {
            await Import(other, Roster([.. people.Distinct().Select(i => Line(i))]));
        }, iter: 5, threads: 1);
        await Import(other, Roster([.. Enumerable.Range(1, 30).Reverse().Select(i => Line(i))]));
        Assert.Equal(wanted, await State(other));
    }

    [Fact(DisplayName = "拒绝的文件说明该怎么办")]
    public async Task Refusals_name_the_remedy()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        var use = Use(test);
        Assert.Equal("file-missing", (await use.HandleAsync(Path.Combine(folder, "none.csv"), null, null, false, null, Actor.Operator, Cancel)).Refusal!.Code);
        Assert.Equal("rejects-extension", (await use.HandleAsync(Roster(Line(1)), null, null, false, "x.pdf", Actor.Operator, Cancel)).Refusal!.Code);
        Assert.Equal("rejects-folder", (await use.HandleAsync(Roster(Line(1)), null, null, false, "/no/such/x.csv", Actor.Operator, Cancel)).Refusal!.Code);
        Assert.Equal("future-date", (await use.HandleAsync(Roster(Line(1)), null, new(2022, 3, 1), false, null, Actor.Operator, Cancel)).Refusal!.Code);
        var empty = Path.Combine(folder, "empty.xlsx");
        await File.WriteAllBytesAsync(empty, [], Cancel);
        Assert.Equal("file-empty", (await use.HandleAsync(empty, null, null, false, null, Actor.Operator, Cancel)).Refusal!.Code);
    }

    private const string Header = "序号,市,县,乡镇,行政村,姓名,身份证号,联系电话,是否就业,就业类型,务工省,务工市,务工县,务工单位,开始时间,月工资";

    private static string Id(int serial) => IdNumber.Create(140121, new DateOnly(1985, 3, 9).AddDays(serial / 900), serial % 900).ToString();

    private static string Line(int serial, string? name = null, string? id = null, string village = "六合村", string wage = "5200") =>
        $"{serial},太原市,清徐县,清源镇,{village},{name ?? "张" + string.Concat(serial.ToString().Select(d => "零一二三四五六七八九"[d - '0']))},{id ?? Id(serial)},1990000{serial:D4},是,单位就业,北京市,,朝阳区,示例餐饮公司,2022-02-10,{wage}";

    private string Roster(params string[] lines)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(file, string.Join('\n', lines.Prepend(Header)) + "\n");
        return file;
    }

    private ImportRoster Use(TestDb test) => new(
        test.Open(), test.Factory, KeyRing.ForTests, Regions, Codes, new Places(Data, folder), new ImportProgress(), clock);

    private async Task<ImportReport> Import(TestDb test, string file, Actor? actor = null, bool dryRun = false, string? rejects = null)
    {
        var result = await Use(test).HandleAsync(file, null, null, dryRun, rejects, actor ?? Actor.Operator, Cancel);
        Assert.Null(result.Refusal);
        return result.Value!;
    }

    private static async Task<string> State(TestDb test)
    {
        await using var db = test.Open();
        var crypto = new PersonCrypto(KeyRing.ForTests);
        var workers = await db.Workers().OrderBy(w => w.WorkerId).ToListAsync(Cancel);
        var spells = await db.WorkSpells().Where(s => s.SupersededAt == null).OrderBy(s => s.SpellId).Select(s => new { s.SpellId, s.StartsOn, s.WageFen, s.Workplace }).ToListAsync(Cancel);
        return string.Join('\n', workers.Select(w => $"{w.WorkerId} {w.Name} {crypto.Decrypt(w.IdCipher)} {w.ContentHash} {w.Version}")) + string.Join('\n', spells);
    }
}
