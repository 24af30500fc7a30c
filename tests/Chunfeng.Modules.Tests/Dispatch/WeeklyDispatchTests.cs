using System.Globalization;
using Chunfeng.Dispatch;
using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Facts;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Documents;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Dispatch;

[Trait("Clause", "13.2")]
public sealed class WeeklyDispatchTests : IDisposable
{
    private const long Taiyuan = 140121100201, Datong = 140221100201, Beijing = 110105000000;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly IsoWeek Week = new(2022, 8);
    private static readonly DateTime Monday = new(2022, 2, 27, 17, 0, 0, DateTimeKind.Utc); // 01:00 on 28 February in China

    private readonly FakeTimeProvider clock = new(new(Monday));
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-dispatch-").FullName;
    private readonly Places places;

    public WeeklyDispatchTests() => places = new Places(Reference.Data, folder);

    [Theory(DisplayName = "封存一周：人数、排名、比上周都在表中，再次运行不改变任何内容"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_week_freezes_once(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var dispatch = Dispatch(db);
        Assert.Null(await new DemoTargets(dispatch, Reference.Regions, places).SetAsync(2022, 60_000, Actor.Operator, Cancel));
        using var facts = Cut((Taiyuan, new(2022, 1, 10)), (Taiyuan, new(2022, 2, 22)), (Datong, new(2022, 2, 20)));

        var first = (await dispatch.FreezeAsync(Week, facts, Actor.Operator, Cancel)).Value!;
        var again = (await dispatch.FreezeAsync(Week, facts, Actor.Operator, Cancel)).Value!;

        Assert.Equal((0, 0), (first.Revision, again.Revision));
        Assert.Equal(facts.Hash, first.Cut);
        Assert.Equal(first.Rows, again.Rows);
        Assert.True(first.DemoTargets);
        var taiyuan = Row(first, "140100000000");
        Assert.Equal((2, 2, 2710, 1, 1), (taiyuan.Stock, taiyuan.Cumulative, taiyuan.Target, taiyuan.Rank, taiyuan.Change));
        var datong = Row(first, "140200000000");
        Assert.Equal((1, 3900, 2, 0), (datong.Cumulative, datong.Target, datong.Rank, datong.Change));
        Assert.Equal(3, Row(first, "140000000000").Cumulative);
        Assert.Equal(1, await db.FrozenWeeks().CountAsync(Cancel));
    }

    [Theory(DisplayName = "封存后的更正成为新的修订，原数据一字不改"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_correction_is_a_revision(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var dispatch = Dispatch(db);
        using var facts = Cut((Taiyuan, new(2022, 1, 10)));
        using var corrected = Cut((Taiyuan, new(2022, 1, 10)), (Datong, new(2022, 2, 1)));
        await dispatch.FreezeAsync(Week, facts, Actor.Operator, Cancel);
        var before = await dispatch.TableAsync("2022-W08", 0, [RegionLevel.City], null, Cancel);

        var revised = (await dispatch.FreezeAsync(Week, corrected, Actor.Operator, Cancel)).Value!;

        Assert.Equal(1, revised.Revision);
        Assert.StartsWith("第1次修订：", revised.Note, StringComparison.Ordinal);
        Assert.Contains("山西省“农民务工就业规模”累计由1改为2、在岗由1改为2", revised.Note, StringComparison.Ordinal);
        Assert.Equal(before!.Rows, (await dispatch.TableAsync("2022-W08", 0, [RegionLevel.City], null, Cancel))!.Rows);
        Assert.Equal(2, Row((await dispatch.TableAsync("2022-W08", null, [RegionLevel.City], null, Cancel))!, "140000000000").Cumulative);
    }

    [Fact(DisplayName = "另一份封存而数字相同，不产生修订")]
    public async Task Another_cut_with_equal_figures_is_no_revision()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        var dispatch = Dispatch(db);
        using var facts = Cut((Taiyuan, new(2022, 2, 21)));
        using var other = Cut((Taiyuan, new(2022, 2, 22))); // began a day later: the cut differs, no figure does
        Assert.NotEqual(facts.Hash, other.Hash);

        await dispatch.FreezeAsync(Week, facts, Actor.Operator, Cancel);
        var again = (await dispatch.FreezeAsync(Week, other, Actor.Operator, Cancel)).Value!;

        Assert.Equal((0, facts.Hash), (again.Revision, again.Cut));
    }

    [Fact(DisplayName = "比上周：以上周最新封存的累计数为准")]
    public async Task Change_is_against_last_weeks_latest_revision()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        var dispatch = Dispatch(db);
        using var last = Cut(new DateOnly(2022, 2, 20), Monday, (Taiyuan, new(2022, 1, 10)), (Taiyuan, new(2022, 1, 11)));
        using var lastRevised = Cut(new DateOnly(2022, 2, 20), Monday, (Taiyuan, new(2022, 1, 10)));
        using var now = Cut((Taiyuan, new(2022, 1, 10)), (Taiyuan, new(2022, 1, 11)), (Taiyuan, new(2022, 2, 1)));
        await dispatch.FreezeAsync(Week.Previous, last, Actor.Operator, Cancel);
        await dispatch.FreezeAsync(Week.Previous, lastRevised, Actor.Operator, Cancel);

        Assert.Equal(2, Row((await dispatch.FreezeAsync(Week, now, Actor.Operator, Cancel)).Value!, "140000000000").Change);
    }

    [Fact(DisplayName = "一年的第一周：比上周就是本年累计")]
    public async Task The_first_week_of_a_year_starts_anew()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        using var facts = Cut(new DateOnly(2022, 1, 2), Monday, (Taiyuan, new(2021, 5, 1))); // Sunday of 2021-W52
        var table = (await Dispatch(db).FreezeAsync(new IsoWeek(2021, 52), facts, Actor.Operator, Cancel)).Value!;
        Assert.Equal((1, 1), (Row(table, "140000000000").Cumulative, Row(table, "140000000000").Change));
    }

    [Fact(DisplayName = "周日24时以前不能封存，过后可以")]
    public async Task Sunday_midnight_is_the_edge()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        using var facts = Cut(Week.Sunday, new DateTime(2022, 2, 27, 16, 0, 0, DateTimeKind.Utc), (Taiyuan, new(2022, 1, 10)));
        var early = new WeeklyDispatch(db, Reference.Regions, new FakeTimeProvider(new(2022, 2, 27, 15, 59, 59, TimeSpan.Zero)));
        var late = new WeeklyDispatch(db, Reference.Regions, new FakeTimeProvider(new(2022, 2, 27, 16, 0, 0, TimeSpan.Zero)));

        Assert.Equal("week-not-over", (await early.FreezeAsync(Week, facts, Actor.Operator, Cancel)).Refusal!.Code);
        Assert.False((await late.FreezeAsync(Week, facts, Actor.Operator, Cancel)).IsRefused);
    }

    [Fact]
    public async Task A_cut_made_before_the_week_ended_or_of_another_day_is_refused()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        using var early = Cut(Week.Sunday, new DateTime(2022, 2, 27, 15, 59, 59, DateTimeKind.Utc), (Taiyuan, new(2022, 1, 10)));
        using var saturday = Cut(Week.Sunday.AddDays(-1), Monday, (Taiyuan, new(2022, 1, 10)));
        Assert.Equal("cut-too-early", (await Dispatch(db).FreezeAsync(Week, early, Actor.Operator, Cancel)).Refusal!.Code);
        Assert.Equal("cut-of-another-day", (await Dispatch(db).FreezeAsync(Week, saturday, Actor.Operator, Cancel)).Refusal!.Code);
        Assert.Equal(0, await db.FrozenWeeks().CountAsync(Cancel));
    }

    [Fact(DisplayName = "任务不合计时一行也不保存"), Trait("Clause", "13.3")]
    public async Task Targets_are_set_all_or_nothing()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        var dispatch = Dispatch(db);
        TargetLine[] lines =
        [
            new("employed.total", 140000000000, 10, "甲", false), new("employed.total", 140100000000, 10, "甲", false),
            new("employed.home", 140000000000, 10, "甲", false), new("employed.home", 140100000000, 9, "甲", false),
        ];
        Assert.Equal("target-does-not-sum", (await dispatch.SetTargetsAsync(2022, lines, Actor.Operator, Cancel))!.Code);
        Assert.Equal(0, await db.Targets().CountAsync(Cancel));
        lines[3] = lines[3] with { Value = 10 };
        Assert.Null(await dispatch.SetTargetsAsync(2022, lines, Actor.Operator, Cancel));
        Assert.Equal(4, await db.Targets().CountAsync(Cancel));
        Assert.Equal("target-twice", (await dispatch.SetTargetsAsync(2022, [lines[0], lines[0]], Actor.Operator, Cancel))!.Code);
    }

    [Theory(DisplayName = "专报：数字与封存一致，演示任务写在最前，同一封存得到同样的文件"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_bulletin_ties_to_the_cut(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var dispatch = Dispatch(db);
        await new DemoTargets(dispatch, Reference.Regions, places).SetAsync(2022, 60_000, Actor.Operator, Cancel);
        using var facts = Cut((Taiyuan, new(2022, 1, 10)), (Taiyuan, new(2022, 2, 22)), (Datong, new(2022, 2, 20)));
        await dispatch.FreezeAsync(Week, facts, Actor.Operator, Cancel);
        var composite = new CompositeRanking(dispatch, places);
        var make = new MakeBulletin(db, Reference.Regions, dispatch, composite);

        var file = (await make.HandleAsync("2022-W08", null, Cancel)).Value!;
        clock.Advance(TimeSpan.FromDays(3));
        var again = (await make.HandleAsync("2022-W08", null, Cancel)).Value!;

        Assert.Equal("农民务工就业周调度-2022-W08.docx", file.FileName);
        Assert.Equal(file.Docx, again.Docx);
        using var document = WordprocessingDocument.Open(new MemoryStream(file.Docx), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Path?.XPath} {e.Description}"));
        var lines = document.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().Select(p => p.InnerText).ToList();
        Assert.Contains(lines, l => l.Contains("任务分解为演示数据", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("截至2022年2月27日24时，全省农民务工就业规模累计3人，完成年度任务60000人的0.00%，比上周增加1人", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("领先的是太原市（第1名，0.07%）、大同市（第2名，0.02%）", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("没有变化的县（市、区）有116个", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains($"封存编号：{facts.Hash}", StringComparison.Ordinal));
        Assert.Equal(13, document.MainDocumentPart.Document.Body.Elements<Table>().First().Elements<TableRow>().Count());
        Assert.Equal("week-not-frozen", (await make.HandleAsync("2022-W07", null, Cancel)).Refusal!.Code);
    }

    [Fact(DisplayName = "专报版式：A4，版心156×225毫米，每页22行、每行28字，页码单右双左")]
    public void The_layout_is_the_standards()
    {
        var text = new OfficialText(DispatchOffice.Bulletin, 8, new(2022, 2, 28), "标题", "（副题）", null, [], [new("表", ["地区"], [["全省"]], "")], ["数据口径"]);
        using var document = WordprocessingDocument.Open(new MemoryStream(OfficialDocx.Write(text)), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => e.Description));
        var section = document.MainDocumentPart!.Document!.Body!.Elements<SectionProperties>().Single();
        var margin = section.GetFirstChild<PageMargin>()!;
        var size = section.GetFirstChild<PageSize>()!;
        Assert.Equal(37, Millimetres(margin.Top!.Value), 1);
        Assert.Equal(28, Millimetres(margin.Left!.Value), 1);
        Assert.Equal(156, Millimetres(size.Width!.Value - margin.Left!.Value - margin.Right!.Value), 0.5);
        Assert.Equal(225, Millimetres(size.Height!.Value - margin.Top.Value - margin.Bottom!.Value), 0.5);
        Assert.Equal(22, (int)(size.Height.Value - margin.Top.Value - margin.Bottom.Value) / section.GetFirstChild<DocGrid>()!.LinePitch!.Value);
        var width = (size.Width.Value - margin.Left.Value - margin.Right.Value) / 20.0;
        var character = 16 + (document.MainDocumentPart.StyleDefinitionsPart!.Styles!.Descendants<Spacing>().Single().Val!.Value / 20.0);
        Assert.Equal(28, (int)(width / character));
        Assert.Equal(["right", "left"], section.Elements<FooterReference>()
            .Select(f => ((FooterPart)document.MainDocumentPart.GetPartById(f.Id!)).Footer!.Descendants<Justification>().Single().Val!.InnerText));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private WeeklyDispatch Dispatch(ChunfengDb db) => new(db, Reference.Regions, clock);

    private static double Millimetres(double twips) => twips / 1440 * 25.4;

    private static WeekRow Row(WeekTable table, string region) => table.Rows.Single(r => r.Region == region && r.Indicator == "employed.total");

    private FactsFile Cut(params (long Home, DateOnly From)[] people) => Cut(Week.Sunday, Monday, people);

    /// <summary>People working in Beijing since a day.</summary>
    private FactsFile Cut(DateOnly asOf, DateTime knownAt, params (long Home, DateOnly From)[] people)
    {
        using var builder = new FactsBuilder(asOf, InnerLine.Township, knownAt);
        for (var i = 0; i < people.Length; i++)
        {
            builder.Add(new PersonFact
            {
                WorkerId = Guid.Parse((i + 1).ToString("x32", CultureInfo.InvariantCulture)), Home = people[i].Home,
                Spells = [new SpellFact(Guid.Parse("00000000000000000000000000000001"), people[i].From.DayNumber, int.MaxValue, Beijing, 1, 0, 1)],
            });
        }

        return FactsFile.Open(builder.Seal(folder).Path);
    }
}
