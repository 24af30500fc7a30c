using System.Text;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Standards.Regions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Chunfeng.Modules.Tests.People.Roster;

[Trait("Clause", "12.3")]
public class RosterReaderTests
{
    private static readonly RegionCode Qingxu = new(140121000000);

    [Fact(DisplayName = "样例台账：20行中该收的收、该退的退")]
    public void Sample()
    {
        var file = File.ReadAllBytes(Path.Combine(RosterFiles.Root, "tests", "samples", "roster-small.csv"));
        var rows = RosterFiles.Read(file, "roster-small.csv", RegionCode.Shanxi);
        Assert.Equal(20, rows.Count);
        Assert.Equal([8, 13, 17, 20], rows.Where(r => !r.Accepted).Select(r => r.Row.RowNo));
        Assert.Equal(["id-checkdigit", "region-unknown", "id-digitslost", "work-to-before-from"], rows.Where(r => !r.Accepted).Select(r => r.Issues.First(i => i.Severity == Severity.Reject).Code));
        Assert.Equal(["phone"], rows.SelectMany(r => r.Issues).Where(i => i.Severity == Severity.Warning && i.Code == "phone").Select(i => i.Code));
        var gb = RosterFiles.Read(RosterFiles.Gb18030(Encoding.UTF8.GetString(file).TrimStart('\uFEFF')), "roster-small.csv", RegionCode.Shanxi);
        Assert.Equal(rows.Select(r => (r.Row.Id, r.Row.Name, r.Row.Home, r.Accepted)), gb.Select(r => (r.Row.Id, r.Row.Name, r.Row.Home, r.Accepted)));
    }

    [Theory(DisplayName = "标题行、合并的两行表头、列号行下面的数据照样读"), InlineData("a.csv"), InlineData("a.xlsx")]
    public void TwoRowHeader(string name)
    {
        var file = RosterFiles.Table(name,
            ["清徐县2022年务工台账"],
            [],
            ["序号", "乡镇", "村（社区）", "姓 名", "公民身份号码", "是否务工", "务工地点", "", "", "务工时间", "", "特殊列"],
            ["", "", "", "", "", "", "省", "市", "县", "开始时间", "结束时间", ""],
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
            ["1", "清源镇", RosterFiles.Village.Name, "张 三", RosterFiles.Man, "是", "江苏省", "苏州市", "昆山市", "2021.3", "2021.12", "随便"],
            ["2", "", "", "", "", "", "", "", "", "", "", ""]);
        using var reader = RosterReader.Open(new MemoryStream(file), name, RosterFiles.Regions, RosterFiles.Codes, Qingxu, RosterFiles.Day).Value!;
        Assert.Equal((3L, 4L, 12), (reader.Header.FirstRow, reader.Header.LastRow, reader.Header.Width));
        Assert.Equal(["特殊列"], reader.Header.Unknown);
        var (row, accepted, issues) = Assert.Single(RosterFiles.Read(file, name, Qingxu));
        Assert.True(accepted, string.Join("\n", issues));
        Assert.Equal((6, "张三", 320583000000, new DateOnly(2021, 12, 31)), (row.RowNo, row.Name, row.Workplace, row.WorkTo));
    }

    [Fact(DisplayName = "Excel 里数字格式的身份证号、日期：丢了位数的退回，没丢的照收")]
    public void OpenXmlRoster()
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }));
            var sheet = book.AddNewPart<WorksheetPart>();
            var fifteen = string.Concat(RosterFiles.Man.AsSpan(0, 6), RosterFiles.Man.AsSpan(8, 9));
            sheet.Worksheet = new Worksheet(
                new SheetData(
                    Line(1, ("A", "务工台账", null)),
                    Line(2, ("A", "乡镇", null), ("B", "村", null), ("C", "姓名", null), ("D", "证件号码", null), ("E", "手机号", null), ("F", "是否就业", null), ("G", "务工地点", null), ("I", "开始时间", null)),
                    Line(3, ("G", "省", null), ("H", "市", null)),
                    Line(4, ("A", "清源镇", null), ("B", RosterFiles.Village.Name, null), ("C", "张三", null), ("D", fifteen, 0U), ("E", "13800138000", 0U), ("F", "是", null), ("G", "江苏", null), ("H", "苏州", null), ("I", "44621", 1U)),
                    Line(5, ("A", "清源镇", null), ("B", RosterFiles.Village.Name, null), ("C", "李四", null), ("D", "140121199001010000", 0U)),
                    Line(6, ("A", "清源镇", null), ("B", RosterFiles.Village.Name, null), ("C", "王五", null), ("D", "1.40121199001010E+17", 0U)),
                    Line(7, ("A", "清源镇", null), ("B", RosterFiles.Village.Name, null), ("C", "赵六", null), ("D", RosterFiles.Man, null), ("F", "是", null), ("G", "江苏", null), ("I", "2022.1", 0U))),
                new MergeCells(new MergeCell { Reference = "G2:H2" }, new MergeCell { Reference = "A1:I1" }));
            book.Workbook = new Workbook(new Sheets(new Sheet { Name = "台账", SheetId = 1, Id = book.GetIdOfPart(sheet) }));
        }

        var rows = RosterFiles.Read(file.ToArray(), "a.xlsx", Qingxu);
        Assert.Equal([true, false, false, true], rows.Select(r => r.Accepted));
        Assert.Equal((RosterFiles.Man, "13800138000", new DateOnly(2022, 3, 1), 320500000000), (rows[0].Row.Id.ToString(), rows[0].Row.Phone, rows[0].Row.WorkFrom, rows[0].Row.Workplace));
        Assert.Equal(["id-digitslost", "id-digitslost"], rows.Skip(1).Take(2).Select(r => r.Issues.Single(i => i.Severity == Severity.Reject).Code));
        Assert.Contains(rows[3].Issues, i => i.Code == "date-october");

        static Row Line(uint number, params (string Column, string Text, uint? Style)[] cells) => new(cells.Select(c => c.Style is { } style
            ? new Cell { CellReference = $"{c.Column}{number}", CellValue = new CellValue(c.Text), StyleIndex = style }
            : new Cell { CellReference = $"{c.Column}{number}", DataType = CellValues.InlineString, InlineString = new InlineString(new Text(c.Text)) }))
        { RowIndex = number };
    }

    [Theory]
    [InlineData("姓名,身份证,行政村,乡镇,县,行政 村", "roster-duplicate-header")]
    [InlineData("姓名,行政村,乡镇,县", "roster-missing-column")]
    [InlineData("姓名,身份证号,县,乡镇", "roster-missing-column")]
    [InlineData("甲,乙,丙", "roster-no-header")]
    public void HeaderRefusals(string header, string code)
    {
        var opened = RosterReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(header + "\n")), "a.csv", RosterFiles.Regions, RosterFiles.Codes, RegionCode.Shanxi, RosterFiles.Day);
        Assert.Equal(code, opened.Refusal?.Code);
        Assert.Contains("请", opened.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "不在导入范围内的行退回")]
    public void OutOfScope()
    {
        var cells = RosterFiles.Valid();
        var file = RosterFiles.Csv(cells.Keys, cells.Values);
        Assert.Equal("out-of-scope", RosterFiles.Read(file, "a.csv", new RegionCode(140105000000)).Single().Issues.Single().Code);
        Assert.True(RosterFiles.Read(file, "a.csv", Qingxu).Single().Accepted);
    }

    [Fact]
    public void EveryLedgerColumnIsRecognisedByItsOwnName()
    {
        Assert.Equal(56, LedgerColumns.Names.Count);
        for (var field = RosterField.WorkerNo; field < RosterField.Count; field++)
        {
            Assert.Equal(field, HeaderMap.Recognise(LedgerColumns.NameOf(field)));
        }
    }

    [Theory(DisplayName = "退回的行保持原样，最后一列是原因，改好可再交"), InlineData("a.csv", "b.csv"), InlineData("a.csv", "b.xlsx"), InlineData("a.xlsx", "b.csv"), InlineData("a.xlsx", "b.xlsx")]
    public void Rejects(string name, string outputName)
    {
        var good = RosterFiles.Valid();
        var bad = RosterFiles.Valid();
        bad["身份证号"] = "123";
        bad["备注"] = "=1+1,\"x\"";
        good["自创列"] = bad["自创列"] = "随意";
        var file = RosterFiles.Table(name, ["标题"], good.Keys, good.Values, bad.Values, good.Values, bad.Values);
        var rejects = RosterFiles.Read(file, name, Qingxu).Where(r => !r.Accepted).Select(r => ((long)r.Row.RowNo, RosterReader.Reasons(r.Issues))).ToList();
        using var output = new MemoryStream();
        Assert.Equal(2, RejectsWriter.Write(new MemoryStream(file), name, Qingxu, rejects, output, outputName).Value);
        var rows = RosterFiles.ReadTable(output.ToArray(), outputName);
        Assert.Equal("标题", rows[0][0]);
        Assert.Equal([.. good.Keys, "退回原因"], rows[1]);
        Assert.Equal([.. bad.Values, rejects[0].Item2], rows[2]);
        Assert.Equal(4, rows.Count);
        Assert.Contains("身份证号“123”：", rejects[0].Item2, StringComparison.Ordinal);

        // sent again unmended, the same rows come back with one reason column
        var again = RosterFiles.Read(output.ToArray(), outputName, Qingxu);
        Assert.All(again, r => Assert.False(r.Accepted));
        using var second = new MemoryStream();
        RejectsWriter.Write(new MemoryStream(output.ToArray()), outputName, Qingxu, again.Select(r => ((long)r.Row.RowNo, "又")), second, outputName);
        Assert.Equal([.. good.Keys, "退回原因"], RosterFiles.ReadTable(second.ToArray(), outputName)[1]);
    }

    [Theory(DisplayName = "读很多行，除要存的文字外几乎不占内存"), InlineData("a.csv", 400), InlineData("a.xlsx", 12_000)]
    public void Lean(string name, int most)
    {
        const int Rows = 50_000;
        var cells = RosterFiles.Valid();
        var file = RosterFiles.Table(name, Enumerable.Repeat<IEnumerable<string>>(cells.Values, Rows).Prepend(cells.Keys).ToArray());
        using var reader = RosterReader.Open(new MemoryStream(file), name, RosterFiles.Regions, RosterFiles.Codes, RegionCode.Shanxi, RosterFiles.Day).Value!;
        var row = new Chunfeng.People.Roster.RosterRow();
        for (var i = 0; i < 1000; i++)
        {
            reader.Read(row, out _);
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read(row, out _))
        {
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (Rows - 1000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes a row, {(Rows - 1000) / watch.Elapsed.TotalSeconds:F0} rows/s");
        Assert.Equal(Rows, reader.Counts.Accepted);
        Assert.InRange(each, 0, most);
    }
}
