using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Chunfeng.Platform.Files;

/// <summary>Writes a table row by row without holding it, as CSV (UTF-8 with a mark, formulas made harmless) or XLSX (every cell text).</summary>
public abstract class TableWriter : IDisposable
{
    /// <summary>Rows one sheet of a workbook can hold; a longer table must be CSV.</summary>
    public const int MaxSheetRows = 1_048_576;

    /// <summary>A writer by the extension: .xlsx, else CSV. The stream stays open; dispose the writer to finish the file.</summary>
    public static TableWriter Create(Stream stream, string fileName, string sheetName = "台账") =>
        Path.GetExtension(fileName).Equals(".xlsx", StringComparison.OrdinalIgnoreCase) ? new XlsxTableWriter(stream, sheetName) : new CsvTableWriter(stream);

    /// <summary>Adds a cell to the open row.</summary>
    public abstract void Write(ReadOnlySpan<char> cell);

    /// <summary>Closes the open row (a blank one when nothing was written).</summary>
    public abstract void EndRow();

    public void WriteRow(params IReadOnlyList<string> cells)
    {
        foreach (var cell in cells)
        {
            Write(cell);
        }

        EndRow();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>CSV as Excel in China opens it without a question: UTF-8 with a mark, CRLF, quotes only where needed.</summary>
internal sealed class CsvTableWriter(Stream stream) : TableWriter
{
    private readonly StreamWriter output = new(stream, new UTF8Encoding(true), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };
    private bool rowOpen;

    public override void Write(ReadOnlySpan<char> cell)
    {
        if (rowOpen)
        {
            output.Write(',');
        }

        rowOpen = true;
        var mark = FormulaGuard.NeedsMark(cell);
        if (cell.IndexOfAny(",\"\r\n") < 0)
        {
            if (mark)
            {
                output.Write('\'');
            }

            output.Write(cell);
            return;
        }

        output.Write('"');
        if (mark)
        {
            output.Write('\'');
        }

        for (int quote; (quote = cell.IndexOf('"')) >= 0; cell = cell[(quote + 1)..])
        {
            output.Write(cell[..(quote + 1)]);
            output.Write('"');
        }

        output.Write(cell);
        output.Write('"');
    }

    public override void EndRow()
    {
        output.WriteLine();
        rowOpen = false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            output.Dispose();
        }
    }
}

/// <summary>A workbook of one sheet, streamed: inline strings in text format, so that no ID loses its digits in Excel.</summary>
internal sealed class XlsxTableWriter : TableWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private readonly ZipArchive zip;
    private readonly XmlWriter sheet;
    private readonly StringBuilder scratch = new();
    private int row, column;
    private bool rowOpen;

    public XlsxTableWriter(Stream stream, string sheetName)
    {
        zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Part("[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
            """);
        Part("_rels/.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Part("xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{System.Security.SecurityElement.Escape(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>
            """);
        Part("xl/_rels/workbook.xml.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
            """);
        // style 1 is the text format "@" (49)
        Part("xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
            """);
        sheet = XmlWriter.Create(zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open(), new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            NewLineHandling = NewLineHandling.Entitize,
            CloseOutput = true,
        });
        sheet.WriteStartElement("worksheet", Main);
        sheet.WriteStartElement("sheetData", Main);
    }

    public override void Write(ReadOnlySpan<char> cell)
    {
        OpenRow();
        column++;
        if (cell.IsEmpty)
        {
            return;
        }

        Span<char> place = stackalloc char[12];
        sheet.WriteStartElement("c", Main);
        sheet.WriteAttributeString("r", PlaceOf(place).ToString());
        sheet.WriteAttributeString("s", "1");
        sheet.WriteAttributeString("t", "inlineStr");
        sheet.WriteStartElement("is", Main);
        sheet.WriteStartElement("t", Main);
        sheet.WriteAttributeString("xml", "space", null, "preserve");
        sheet.WriteString(Escape(cell));
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    public override void EndRow()
    {
        OpenRow();
        sheet.WriteEndElement();
        rowOpen = false;
        column = 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sheet.Dispose();
            zip.Dispose();
        }
    }

    private void OpenRow()
    {
        if (rowOpen)
        {
            return;
        }

        if (++row > MaxSheetRows)
        {
            throw new InvalidOperationException($"A sheet holds {MaxSheetRows} rows; write a longer table as CSV.");
        }

        sheet.WriteStartElement("row", Main);
        sheet.WriteAttributeString("r", row.ToString(CultureInfo.InvariantCulture));
        rowOpen = true;
    }

    private ReadOnlySpan<char> PlaceOf(Span<char> place)
    {
        Span<char> letters = stackalloc char[4];
        var at = letters.Length;
        for (var c = column; c > 0; c = (c - 1) / 26)
        {
            letters[--at] = (char)('A' + ((c - 1) % 26));
        }

        letters[at..].CopyTo(place);
        var length = letters.Length - at;
        row.TryFormat(place[length..], out var digits, default, CultureInfo.InvariantCulture);
        return place[..(length + digits)];
    }

    /// <summary>Characters XML cannot hold become _xHHHH_, and a literal _xHHHH_ is kept from being read as one.</summary>
    private string Escape(ReadOnlySpan<char> cell)
    {
        scratch.Clear();
        for (var i = 0; i < cell.Length; i++)
        {
            var c = cell[i];
            if (char.IsHighSurrogate(c) && i + 1 < cell.Length && char.IsLowSurrogate(cell[i + 1]))
            {
                scratch.Append(c).Append(cell[++i]);
            }
            else if (c is '_' && i + 6 < cell.Length && cell[i + 1] == 'x' && cell[i + 6] == '_')
            {
                scratch.Append("_x005F_");
            }
            else if (XmlConvert.IsXmlChar(c))
            {
                scratch.Append(c);
            }
            else
            {
                scratch.Append("_x").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)).Append('_');
            }
        }

        return scratch.ToString();
    }

    private void Part(string name, string xml)
    {
        using var part = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        part.Write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""");
        part.Write('\n');
        part.Write(xml);
    }
}
