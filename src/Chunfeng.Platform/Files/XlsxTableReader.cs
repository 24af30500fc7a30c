using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Chunfeng.Platform.Results;

namespace Chunfeng.Platform.Files;

/// <summary>The first visible sheet of a workbook, one row at a time; of the whole file only the shared strings are held.</summary>
internal sealed class XlsxTableReader : TableReader
{
    private readonly ZipArchive zip;
    private readonly XlsxParts parts;
    private readonly TableLimits limits;
    private readonly StringBuilder scratch = new();
    private XmlReader xml;
    private string nameRow, nameCell, nameValue, nameInline;
    private Slot[] cells = new Slot[64];
    private char[] text = new char[8 * 1024];
    private int used;

    private XlsxTableReader(ZipArchive zip, XmlReader xml, XlsxParts parts, TableLimits limits)
    {
        (this.zip, this.parts, this.limits) = (zip, parts, limits);
        Start(xml);
    }

    public override TableFormat Format => TableFormat.Xlsx;
    public override string SheetName => parts.SheetName;
    public override IReadOnlyList<string> OtherSheets => parts.OtherSheets;

    /// <summary>Bytes of a zip without a single part.</summary>
    private const int SmallestZip = 22;

    internal static Result<TableReader> OpenWorkbook(Stream stream, TableLimits limits)
    {
        if (stream.CanSeek && stream.Length < SmallestZip)
        {
            return FileRefusal.Damaged; // the list of parts is looked for from the end, and would begin before the file does
        }

        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read);
            var parts = new XlsxParts(zip, limits);
            if (!parts.IsWorkbook)
            {
                var why = parts.IsBinaryWorkbook ? FileRefusal.MacroOrBinary : FileRefusal.NotAWorkbook;
                zip.Dispose();
                return why;
            }

            if (parts.OpenSheet() is { } sheet)
            {
                return new XlsxTableReader(zip, sheet, parts, limits);
            }

            zip.Dispose();
            return FileRefusal.NoSheet;
        }
        catch (InflatedTooFarException)
        {
            zip?.Dispose();
            return FileRefusal.Bomb;
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException)
        {
            zip?.Dispose();
            return FileRefusal.Damaged;
        }
    }

    public override bool Read()
    {
        CellCount = 0;
        if (Broken is not null)
        {
            return false;
        }

        try
        {
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element || !ReferenceEquals(xml.LocalName, nameRow))
                {
                    continue;
                }

                var last = RowNumber;
                RowNumber = xml.GetAttribute("r") is { } r ? long.Parse(r, NumberStyles.None, CultureInfo.InvariantCulture) : last + 1;
                if (RowNumber <= last)
                {
                    RowNumber = last;
                    return Break(FileRefusal.DamagedAfter(last));
                }

                if (RowNumber > limits.MaxRows)
                {
                    return Break(FileRefusal.TooManyRows(limits.MaxRows));
                }

                return ReadCells();
            }
        }
        catch (InflatedTooFarException)
        {
            return Break(FileRefusal.Bomb);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or FormatException or OverflowException)
        {
            return Break(FileRefusal.DamagedAfter(RowNumber));
        }

        return false;
    }

    public override void Rewind()
    {
        xml.Dispose();
        Start(parts.OpenSheetAgain());
        RowNumber = 0;
        CellCount = 0;
        Broken = null;
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        if ((uint)column >= (uint)CellCount)
        {
            return default;
        }

        ref readonly var slot = ref cells[column];
        return slot.Shared is null ? text.AsSpan(slot.Start, slot.Length) : slot.Shared;
    }

    public override CellKind Kind(int column) => (uint)column < (uint)CellCount ? cells[column].Kind : CellKind.Empty;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            xml.Dispose();
            zip.Dispose();
        }
    }

    [MemberNotNull(nameof(xml), nameof(nameRow), nameof(nameCell), nameof(nameValue), nameof(nameInline))]
    private void Start(XmlReader sheet)
    {
        xml = sheet;
        nameRow = sheet.NameTable.Add("row");
        nameCell = sheet.NameTable.Add("c");
        nameValue = sheet.NameTable.Add("v");
        nameInline = sheet.NameTable.Add("is");
    }

    private bool ReadCells()
    {
        used = 0;
        if (xml.IsEmptyElement)
        {
            return true;
        }

        var depth = xml.Depth;
        var column = -1;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || !ReferenceEquals(xml.LocalName, nameCell))
            {
                continue;
            }

            column = xml.GetAttribute("r") is { } place ? ColumnOf(place) : column + 1;
            if (column >= limits.MaxColumns)
            {
                // far-right formatting without content is common and harmless
                if (xml.IsEmptyElement)
                {
                    continue;
                }

                return Break(FileRefusal.TooManyColumns(limits.MaxColumns));
            }

            if (column < CellCount && cells[column].Kind != CellKind.Empty)
            {
                return Break(FileRefusal.DamagedAfter(RowNumber - 1));
            }

            Reserve(column);
            ReadCell(ref cells[column]);
        }

        return used <= limits.MaxRowChars || Break(FileRefusal.RowTooLong(RowNumber - 1));
    }

    private void ReadCell(ref Slot slot)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var type = xml.GetAttribute("t");
        var style = xml.GetAttribute("s") is { } s && int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var depth = xml.Depth;
        var start = used;
        string? shared = null;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (ReferenceEquals(xml.LocalName, nameInline))
            {
                shared = XlsxParts.ReadText(xml, scratch);
            }
            else if (ReferenceEquals(xml.LocalName, nameValue) && !xml.IsEmptyElement)
            {
                AppendValue();
            }
        }

        var value = text.AsSpan(start, used - start);
        switch (type)
        {
            case "s":
                var index = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                shared = index < parts.SharedStrings.Count ? parts.SharedStrings[index] : throw new InvalidDataException();
                slot = new Slot(shared, 0, 0, shared.Length == 0 ? CellKind.Empty : CellKind.Text);
                break;
            case "inlineStr":
                slot = new Slot(shared ?? "", 0, 0, string.IsNullOrEmpty(shared) ? CellKind.Empty : CellKind.Text);
                break;
            case "b":
                slot = new Slot(value is "1" or "true" ? "是" : "否", 0, 0, CellKind.Text);
                break;
            case "str":
                shared = value.Contains("_x", StringComparison.Ordinal) ? XlsxParts.Unescape(value.ToString()) : null;
                slot = new Slot(shared, start, used - start, value.IsEmpty ? CellKind.Empty : CellKind.Text);
                break;
            case "e":
                slot = new Slot(null, start, used - start, CellKind.Text);
                break;
            case "d":
                var day = value.IndexOf('T') is >= 0 and var t ? t : value.Length;
                slot = new Slot(null, start, day, day == 0 ? CellKind.Empty : CellKind.Date);
                break;
            default:
                if (value.IsEmpty)
                {
                    return;
                }

                var isDate = style < parts.DateStyles.Count && parts.DateStyles[style];
                slot = new Slot(null, start, isDate ? WriteSerial(start) : WriteNumber(start), isDate ? CellKind.Date : CellKind.Number);
                break;
        }
    }

    /// <summary>The day's serial in the 1900 system, without the time of day.</summary>
    private int WriteSerial(int start)
    {
        var value = double.Parse(text.AsSpan(start, used - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        var serial = (long)Math.Floor(value) + (parts.Is1904 ? 1462 : 0);
        return Rewrite(start, serial, default);
    }

    /// <summary>A number as its author sees it: 15 digits, no exponent. What has more digits than a number cell can hold stays as stored,
    /// so that a reader can tell they are lost.</summary>
    private int WriteNumber(int start)
    {
        var raw = text.AsSpan(start, used - start);
        if (raw.IndexOfAny(".eE") < 0)
        {
            return raw.Length;
        }

        var value = double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
        return Math.Abs(value) is >= 1e15 or (< 1e-5 and > 0) ? raw.Length : Rewrite(start, value, "G15");
    }

    private int Rewrite<T>(int start, T value, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        EnsureText(start + 40);
        value.TryFormat(text.AsSpan(start), out var length, format, CultureInfo.InvariantCulture);
        used = start + length;
        return length;
    }

    private void AppendValue()
    {
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace))
            {
                continue;
            }

            int read;
            do
            {
                EnsureText(used + 256);
                read = xml.ReadValueChunk(text, used, text.Length - used);
                used += read;
            }
            while (read > 0 && used <= limits.MaxRowChars);
        }
    }

    private void EnsureText(int length)
    {
        if (length > text.Length)
        {
            Array.Resize(ref text, Math.Max(length, text.Length * 2));
        }
    }

    private void Reserve(int column)
    {
        if (column >= cells.Length)
        {
            Array.Resize(ref cells, Math.Max(column + 1, cells.Length * 2));
        }

        if (column >= CellCount)
        {
            cells.AsSpan(CellCount, column + 1 - CellCount).Clear();
            CellCount = column + 1;
        }
    }

    private static int ColumnOf(string place)
    {
        var column = 0;
        foreach (var c in place)
        {
            if (!char.IsAsciiLetterUpper(c))
            {
                break;
            }

            column = (column * 26) + c - 'A' + 1;
            if (column > 1 << 20)
            {
                break;
            }
        }

        return column > 0 ? column - 1 : throw new InvalidDataException();
    }

    private bool Break(Refusal why)
    {
        Broken = why;
        CellCount = 0;
        return false;
    }

    private readonly record struct Slot(string? Shared, int Start, int Length, CellKind Kind);
}
