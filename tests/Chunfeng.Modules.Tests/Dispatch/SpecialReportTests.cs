using System.Globalization;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Dispatch.Report;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Dispatch;

/// <summary>The special report to the provincial government, and recipients proposed from the same frozen week.</summary>
[Trait("Clause", "13.2")]
public sealed class SpecialReportTests : IDisposable
{
    private const long Province = 140000000000, Taiyuan = 140100000000, Datong = 140200000000, Qingxu = 140121000000, Beijing = 110105000000;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly IsoWeek Week = new(2022, 8);
    private static readonly WorkCalendar Calendar = WorkCalendar.Load(Path.Combine(Reference.Data, "calendar", "cn_holidays_2021_2026.csv"));

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2022, 2, 28, 1, 0, 0, TimeSpan.Zero));
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-report-").FullName;

    [Theory(DisplayName = "专题报告：进展、评比、调度令办理和重要活动，数字与封存一致，版式合格，同一时刻同样的文件"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_report_ties_to_the_cut_and_to_the_orders(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        var cut = await FreezeAsync(db);
        var province = OrdersTests.Who(Province);
        var progress = await IssueAsync(db, OrdersTests.Draft(Taiyuan, Datong) with { Week = "2022-W08", Indicator = Indicators.Total });
        var activity = await IssueAsync(db, OrdersTests.Draft(Taiyuan, Qingxu) with { Kind = OrderKind.Activity, Week = "2022-W08", Indicator = Indicators.Total });
        await new IssueOrder(db, Reference.Regions, Calendar, clock).HandleAsync(OrdersTests.Draft(Qingxu), OrdersTests.Who(Taiyuan), Cancel);
        await TakeAsync(db, progress, Taiyuan, OrderAct.Reply, OrdersTests.Who(Taiyuan), "按期");
        await TakeAsync(db, activity, Qingxu, OrderAct.Reply, OrdersTests.Who(Qingxu), "2月26日\n发车送120人赴北京<w:t>&");
        await TakeAsync(db, progress, Datong, OrderAct.Chase, province, "");
        clock.SetUtcNow(new DateTimeOffset(2022, 3, 7, 2, 30, 0, TimeSpan.Zero)); // the day (4 March) is past

        var file = (await Make(db).HandleAsync("2022-W08", province, Cancel)).Value!;
        Assert.Equal(file.Docx, (await Make(db).HandleAsync("2022-W08", province, Cancel)).Value!.Docx);
        if (Environment.GetEnvironmentVariable("CHUNFENG_SHOTS") is { Length: > 0 } shots)
        {
            Directory.CreateDirectory(shots);
            await File.WriteAllBytesAsync(Path.Combine(shots, $"report-{engine}.docx"), file.Docx, Cancel);
        }

        using var document = WordprocessingDocument.Open(new MemoryStream(file.Docx), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Path?.XPath} {e.Description}"));
        var body = document.MainDocumentPart!.Document!.Body!;
        var lines = body.Elements<Paragraph>().Select(p => p.InnerText).ToList();
        Assert.Equal("农民务工就业专题报告", lines[0]);
        Assert.Contains("省政府：", lines);
        Assert.Contains(lines, l => l.Contains("全省农民务工就业规模累计3人", StringComparison.Ordinal) && l.EndsWith("现将工作进展和调度令办理情况报告如下。", StringComparison.Ordinal));
        Assert.Contains("今年以来，省级专班共下达调度令2件，其中针对本周进展的2件，发往4个（次）地区：按期答复2个，逾期答复0个，超期未答复2个，未到期0个；共催办1次。", lines);
        Assert.Contains("超期未答复的是太原市（1个）、大同市（1个）。省级专班将继续催办，督促限期报送原因和措施。", lines);
        Assert.Contains("市、县、乡镇同期自行下达调度令1件。", lines);
        Assert.Contains("太原市清徐县：2月26日 发车送120人赴北京<w:t>&", lines);
        Assert.Contains(lines, l => l.Contains($"封存编号：{cut}", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("调度令办理情况统计到2022年3月7日10时30分，", StringComparison.Ordinal));
        Assert.Contains("2022年3月7日", lines);
        var orders = body.Elements<Table>().ElementAt(1).Elements<TableRow>().Select(r => r.Elements<TableCell>().Select(c => c.InnerText).ToArray()).ToList();
        Assert.Equal(["全省", "4", "2", "0", "2", "0", "1"], orders[1]);
        Assert.Equal(["太原市", "3", "2", "0", "1", "0", "0"], orders[2]);
        Assert.Equal(["大同市", "1", "0", "0", "1", "0", "1"], orders[3]);
        Assert.Equal(13, orders.Count);
        Assert.Equal(2, await db.AuditEntries().CountAsync(e => e.Act == "dispatch.report", Cancel));

        Assert.Equal("week-not-frozen", (await Make(db).HandleAsync("2022-W07", province, Cancel)).Refusal!.Code);
        Assert.Equal("not-a-week", (await Make(db).HandleAsync("8", province, Cancel)).Refusal!.Code);
        Assert.Equal("no-right", (await Make(db).HandleAsync("2022-W08", OrdersTests.Who(Taiyuan), Cancel)).Refusal!.Code);
    }

    [Fact(DisplayName = "没有下达过调度令时，专题报告照样能出，如实写明")]
    public async Task Without_orders_the_report_says_so()
    {
        await using var test = await TestDb.CreateAsync(TestDb.Sqlite);
        await using var db = test.Open();
        await FreezeAsync(db);
        var file = (await Make(db).HandleAsync("2022-W08", OrdersTests.Who(Province), Cancel)).Value!;
        using var document = WordprocessingDocument.Open(new MemoryStream(file.Docx), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => e.Description));
        var text = document.MainDocumentPart!.Document!.Body!.InnerText;
        Assert.Contains("省级专班今年还没有下达调度令", text, StringComparison.Ordinal);
        Assert.Contains("本周没有报送重要活动", text, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "按期、逾期、超期、未到期、撤回五类互斥，合计等于发往数；只数到那一刻为止的步骤")]
    [InlineData("2022-03-04 15:59", 1, 0, 0, 2)] // still the due day in China: one answered, two pending
    [InlineData("2022-03-04 16:00", 1, 0, 2, 0)]
    [InlineData("2022-03-07 16:00", 1, 1, 1, 0)]
    [InlineData("2022-03-08 16:00", 0, 1, 2, 0)] // sent back and the day for the correction passed
    public void Kinds_exclude_each_other(string at, int inTime, int late, int overdue, int pending)
    {
        var order = new Order
        {
            Issuer = Province, Year = 2022, Number = 1, SignerLogin = "a", SignerName = "甲", Kind = 1, Title = "题", Text = "文", ReplyRequired = true,
            DueOn = new(2022, 3, 4), IssuedAt = Utc("2022-03-01 00:00"),
        };
        OrderStep Step(long region, long seq, OrderAct act, string moment, DateOnly? due = null) =>
            new() { OrderId = order.OrderId, Region = region, Seq = seq, Act = (short)act, At = Utc(moment), Login = "a", Name = "甲", DueOn = due };
        AddressedOrder[] orders =
        [
            new(order, Taiyuan, [Step(Taiyuan, 1, OrderAct.Send, "2022-03-01 00:00"), Step(Taiyuan, 2, OrderAct.Reply, "2022-03-04 10:00"), Step(Taiyuan, 3, OrderAct.Return, "2022-03-07 01:00", new(2022, 3, 8))]),
            new(order, Datong, [Step(Datong, 1, OrderAct.Send, "2022-03-01 00:00"), Step(Datong, 2, OrderAct.Reply, "2022-03-07 10:00")]),
            new(order, Qingxu, [Step(Qingxu, 1, OrderAct.Send, "2022-03-01 00:00"), Step(Qingxu, 2, OrderAct.Read, "2022-03-02 00:00")]),
        ];
        var tally = OrderTally.Of(orders, Utc(at));
        Assert.Equal((inTime, late, overdue, pending, 0), (tally.InTime, tally.Late, tally.Overdue, tally.Pending, tally.Withdrawn));
        Assert.Equal(3, tally.Sent);
        Assert.Equal(tally.Sent, OrderTally.ByCity(orders, Utc(at)).Values.Sum(t => t.Sent));
    }

    [Theory(DisplayName = "写调度令时：一季度各市都在列，落后的标明；县一级只提示落后的，数字与封存一致"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Proposals_come_from_the_frozen_week(string engine)
    {
        await using var test = await TestDb.CreateAsync(engine);
        await using var db = test.Open();
        await FreezeAsync(db);
        var propose = new ProposeRecipients(new WeeklyDispatch(db, Reference.Regions, clock), Reference.Regions);
        var cities = await propose.HandleAsync(RegionCode.Shanxi, RegionLevel.City, RegionCode.Shanxi, null, Indicators.Total, Cancel);
        Assert.Equal(("2022-W08", 0, 11), (cities.Week, cities.Revision, cities.Areas.Count));
        Assert.All(cities.Areas, c => Assert.True(c.Proposal!.Weekly));
        Assert.False(cities.Areas.Single(c => c.Region.Code.Value == Taiyuan).Proposal!.IsLagging);
        Assert.Equal(9, cities.Areas.Count(c => c.Proposal!.Last)); // nine cities tie at none: all are named
        Assert.Equal(2, cities.Areas.Single(c => c.Region.Code.Value == Taiyuan).Figure!.Cumulative);

        var counties = await propose.HandleAsync(new RegionCode(Taiyuan), RegionLevel.County, new RegionCode(Taiyuan), "2022-W08", Indicators.Total, Cancel);
        Assert.DoesNotContain(counties.Areas, c => c.Proposal?.Weekly == true);
        Assert.Null(counties.Areas.Single(c => c.Region.Code.Value == Qingxu).Proposal);
        var none = await propose.HandleAsync(RegionCode.Shanxi, RegionLevel.City, RegionCode.Shanxi, "2022-W01", Indicators.Total, Cancel);
        Assert.Equal((null, 11), (none.Week, none.Areas.Count(c => c.Proposal is null)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Three people, two of Qingxu in Taiyuan and one of Datong, all in Beijing; targets are the demonstration's.</summary>
    private async Task<string> FreezeAsync(ChunfengDb db)
    {
        var dispatch = new WeeklyDispatch(db, Reference.Regions, clock);
        Assert.Null(await new DemoTargets(dispatch, Reference.Regions, new Places(Reference.Data, folder)).SetAsync(2022, 60_000, Actor.Operator, Cancel));
        using var builder = new FactsBuilder(Week.Sunday, InnerLine.Township, clock.GetUtcNow().UtcDateTime);
        foreach (var (home, i) in new[] { 140121100201, 140121100202, 140221100201 }.Select((h, i) => (h, i + 1)))
        {
            builder.Add(new PersonFact
            {
                WorkerId = Guid.Parse(i.ToString("x32", CultureInfo.InvariantCulture)), Home = home,
                Spells = [new SpellFact(Guid.Parse("00000000000000000000000000000001"), new DateOnly(2022, 1, 10).DayNumber, int.MaxValue, Beijing, 1, 0, 1)],
            });
        }

        using var facts = FactsFile.Open(builder.Seal(folder).Path);
        Assert.False((await dispatch.FreezeAsync(Week, facts, Actor.Operator, Cancel)).IsRefused);
        return facts.Hash;
    }

    private MakeSpecialReport Make(ChunfengDb db)
    {
        var dispatch = new WeeklyDispatch(db, Reference.Regions, clock);
        var bulletin = new MakeBulletin(db, Reference.Regions, dispatch, new CompositeRanking(dispatch, new Places(Reference.Data, folder)));
        return new MakeSpecialReport(db, Reference.Regions, dispatch, bulletin, clock);
    }

    private async Task<Guid> IssueAsync(ChunfengDb db, OrderDraft draft) =>
        (await new IssueOrder(db, Reference.Regions, Calendar, clock).HandleAsync(draft, OrdersTests.Who(Province), Cancel)).Value!.OrderId;

    private async Task TakeAsync(ChunfengDb db, Guid order, long region, OrderAct act, Actor actor, string text) =>
        Assert.Null(await new TakeStep(db, Calendar, clock).HandleAsync(order, region, new StepInput(act, text), actor, Cancel));

    private static DateTime Utc(string moment) =>
        DateTime.SpecifyKind(DateTime.ParseExact(moment, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
