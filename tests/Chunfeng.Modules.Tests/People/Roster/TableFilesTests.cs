using System.IO.Compression;
using System.Text;
using Chunfeng.Platform.Files;
using CsCheck;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Cells = DocumentFormat.OpenXml.Spreadsheet;

namespace Chunfeng.Modules.Tests.People.Roster;

[Trait("Clause", "12.3")]
public class TableFilesTests
{
    private static readonly Gen<string[][]> Rows =
        Gen.OneOf<string>(
                Gen.Char[" ,;\"'=+-@\t\r\n0123ABx_张三·\U00003000<>&"].Array[0, 8].Select(c => new string(c)),
                Gen.OneOf<string>("", "140105199001011234", "_x000D_", "\U00020000", "=1+1", "'=1", "''@", "-5"))
            .Array[1, 5].Array[1, 8];

    [Theory(DisplayName = "写出的表读回来一字不差"), InlineData("a.csv"), InlineData("a.xlsx")]
    public void RoundTrip(string name) => Rows.Sample(rows =>
    {
        // a table of one column is not told apart from another by its separator
        var written = rows.Select(r => r.Prepend("头").Append("x,,,,,,").ToArray()).ToArray();
        var read = RosterFiles.ReadTable(RosterFiles.Table(name, written), name);
        Assert.Equal(written.Length, read.Count);
        for (var i = 0; i < written.Length; i++)
        {
            Assert.Equal(written[i], read[i]);
        }
    }, iter: 300);

    [Fact(DisplayName = "CSV 里以 = + - @ 开头的内容不会被当成公式")]
    public void FormulasAreHarmless()
    {
        var text = Encoding.UTF8.GetString(RosterFiles.Csv(["=cmd|' /C calc'!A0", "+1", "-1", "@a", "\tb", "1=1"]));
        Assert.Equal("\uFEFF'=cmd|' /C calc'!A0,'+1,'-1,'@a,'\tb,1=1\r\n", text);
    }

    [Theory, InlineData(","), InlineData(";"), InlineData("\t")]
    public void SeparatorsAreFound(string separator)
    {
        var text = $"台账\n姓名{separator}身份证号{separator}备注\n张三{separator}1{separator}\"a,b;c\"\n";
        var rows = RosterFiles.ReadTable(RosterFiles.Gb18030(text), "a.csv");
        Assert.Equal(["张三", "1", "a,b;c"], rows[2]);
    }

    [Fact(DisplayName = "前面很长一段没有汉字，也能认出 GB18030")]
    public void LateGb18030()
    {
        var text = string.Concat(Enumerable.Repeat("a,b,c\n", 100_000)) + "张三,李四,王五\n";
        Assert.Equal(["张三", "李四", "王五"], RosterFiles.ReadTable(RosterFiles.Gb18030(text), "a.csv")[^1]);
        Assert.Equal(["张三", "李四", "王五"], RosterFiles.ReadTable(Encoding.UTF8.GetBytes(text), "a.csv")[^1]);
    }

    public static TheoryData<string, byte[], string> Lies => new()
    {
        { "a.csv", [], "file-empty" },
        { "a.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "file-old-excel" },
        { "a.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "file-old-excel" },
        { "a.xlsx", "姓名,身份证号"u8.ToArray(), "file-type-mismatch" },
        { "a.csv", RosterFiles.Table("a.xlsx", ["a"]), "file-type-mismatch" },
        { "a.xls", "<html><table></table></html>"u8.ToArray(), "file-html" },
        { "a.csv", "%PDF-1.7"u8.ToArray(), "file-binary" },
        { "a.csv", [0x89, 0x50, 0x4E, 0x47, 0, 0, 0], "file-binary" },
        { "a.docx", "PK\x03\x04"u8.ToArray(), "file-extension" },
        { "a.xlsx", "PK\x03\x04garbage"u8.ToArray(), "file-damaged" },
        { "a.csv", [0x31, 0xFF, 0xFF, 0xFF, 0x0A], "file-encoding" },
    };

    [Theory(DisplayName = "名不副实的文件被拒，并说明怎么办"), MemberData(nameof(Lies))]
    public void LyingFiles(string name, byte[] content, string code)
    {
        var opened = TableReader.Open(new MemoryStream(content), name);
        Assert.Equal(code, opened.Refusal?.Code);
        Assert.Contains("请", opened.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "压缩炸弹被拒")]
    public void Bomb()
    {
        var file = Workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>" + new string(' ', 64 << 20));
        Assert.Equal("file-too-inflated", TableReader.Open(new MemoryStream(file), "a.xlsx").Refusal?.Code);
    }

    [Fact(DisplayName = "文件里藏 DTD 实体的被拒")]
    public void Dtd()
    {
        var file = Workbook("<row r=\"1\"><c t=\"inlineStr\"><is><t>&b;</t></is></c></row>", "<!DOCTYPE x [<!ENTITY b \"boom\">]>");
        using var table = TableReader.Open(new MemoryStream(file), "a.xlsx").Value!;
        Assert.False(table.Read());
        Assert.Equal("file-damaged", table.Broken?.Code);
    }

    [Fact(DisplayName = "超过行数、列数上限的说明怎么拆")]
    public void Limits()
    {
        var limits = new TableLimits(MaxRows: 2, MaxColumns: 3);
        using var tall = TableReader.Open(new MemoryStream(RosterFiles.Csv(["a"], ["b"], ["c"])), "a.csv", limits).Value!;
        Assert.True(tall.Read() && tall.Read());
        Assert.False(tall.Read());
        Assert.Equal("file-too-many-rows", tall.Broken?.Code);
        using var wide = TableReader.Open(new MemoryStream(RosterFiles.Table("a.xlsx", ["a", "b", "c", "d"])), "a.xlsx", limits).Value!;
        Assert.False(wide.Read());
        Assert.Equal("file-too-many-columns", wide.Broken?.Code);
    }

    [Fact(DisplayName = "引号不成对的 CSV 停在那一行，不会吞掉后面的行")]
    public void BadQuotes()
    {
        using var table = TableReader.Open(new MemoryStream("姓名,备注\n张三,\"好\n李四,好\n"u8.ToArray()), "a.csv").Value!;
        Assert.True(table.Read());
        Assert.False(table.Read());
        Assert.Equal("file-quotes", table.Broken?.Code);
    }

    [Fact]
    public void OpenXmlWorkbook()
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(
                new NumberingFormats(new NumberingFormat { NumberFormatId = 200, FormatCode = "yyyy\"年\"m\"月\"" }),
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }, new CellFormat { NumberFormatId = 200 }));
            var shared = book.AddNewPart<SharedStringTablePart>();
            shared.SharedStringTable = new SharedStringTable(new SharedStringItem(new Run(new Cells.Text("张")), new Run(new Cells.Text("三"))));
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(new Row(
                new Cell { CellReference = "A3", DataType = CellValues.SharedString, CellValue = new CellValue("0") },
                new Cell { CellReference = "C3", CellValue = new CellValue("44621.5"), StyleIndex = 1 },
                new Cell { CellReference = "D3", CellValue = new CellValue("44621"), StyleIndex = 2 },
                new Cell { CellReference = "E3", CellValue = new CellValue("1.3800138E10") },
                new Cell { CellReference = "F3", CellValue = new CellValue("1.40105199001011E+17") },
                new Cell { CellReference = "G3", CellValue = new CellValue("2022.3000000000002") },
                new Cell { CellReference = "H3", DataType = CellValues.Boolean, CellValue = new CellValue("1") })
            { RowIndex = 3 }));
            book.Workbook = new Workbook(new Sheets(
                new Sheet { Name = "隐藏", SheetId = 1, Id = "none", State = SheetStateValues.Hidden },
                new Sheet { Name = "台账", SheetId = 2, Id = book.GetIdOfPart(sheet) }));
        }

        file.Position = 0;
        using var table = TableReader.Open(new MemoryStream(file.ToArray()), "a.xlsx").Value!;
        Assert.Equal("台账", table.SheetName);
        Assert.True(table.Read());
        Assert.Equal(3, table.RowNumber);
        Assert.Equal(["张三", "", "44621", "44621", "13800138000", "1.40105199001011E+17", "2022.3", "是"], Enumerable.Range(0, table.CellCount).Select(c => table.Cell(c).ToString()));
        Assert.Equal(
            [CellKind.Text, CellKind.Empty, CellKind.Date, CellKind.Date, CellKind.Number, CellKind.Number, CellKind.Number, CellKind.Text],
            Enumerable.Range(0, table.CellCount).Select(table.Kind));
        table.Rewind();
        Assert.True(table.Read());
        Assert.False(table.Read());
    }

    private static byte[] Workbook(string rows, string doctype = "")
    {
        using var file = new MemoryStream(RosterFiles.Table("a.xlsx", ["a"]));
        using var grown = new MemoryStream();
        file.CopyTo(grown);
        using (var zip = new ZipArchive(grown, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
            using var part = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            part.Write($"<?xml version=\"1.0\"?>{doctype}<worksheet><sheetData>{rows}</sheetData></worksheet>");
        }

        return grown.ToArray();
    }
}
