using System.Text;
using Chunfeng.Platform.Results;

namespace Chunfeng.Platform.Files;

/// <summary>What the file says a cell is. A CSV cell is text or empty; only a workbook knows numbers and dates.</summary>
public enum CellKind : byte { Empty, Text, Number, Date }

/// <summary>The two kinds of table file people send.</summary>
public enum TableFormat : byte { Csv, Xlsx }

/// <summary>How much of a file is read before it is refused; the defaults take a province's roster and no bomb.</summary>
/// <param name="MaxRows">Rows, title and blank ones included.</param>
/// <param name="MaxColumns">Columns of the widest row.</param>
/// <param name="MaxRowChars">Characters of one row.</param>
/// <param name="MaxInflatedBytes">Bytes of one workbook part once inflated.</param>
/// <param name="MaxInflation">Inflated bytes for each packed byte, judged above 16 MB.</param>
/// <param name="MaxSharedChars">Characters of the workbook's shared strings, the only thing of it held in memory.</param>
public sealed record TableLimits(
    long MaxRows = 20_000_000, int MaxColumns = 512, int MaxRowChars = 1 << 20,
    long MaxInflatedBytes = 4L << 30, int MaxInflation = 400, long MaxSharedChars = 256L << 20)
{
    public static readonly TableLimits Default = new();
}

/// <summary>Reads a table row by row without holding it: CSV (UTF-8, GB18030, UTF-16 with a mark; comma, semicolon or tab) or
/// the first visible sheet of an XLSX. One thread; spans are valid until the next <see cref="Read"/>.</summary>
public abstract class TableReader : IDisposable
{
    public abstract TableFormat Format { get; }

    /// <summary>Row of the current cells as a person counts it in a spreadsheet: the first line is 1. Blank rows may be passed over.</summary>
    public long RowNumber { get; protected set; }

    public int CellCount { get; protected set; }

    /// <summary>Why reading stopped before the end of the file; null while all is well. A consumer that sees it must drop what it took.</summary>
    public Refusal? Broken { get; protected set; }

    /// <summary>Name of the sheet read; "" for CSV.</summary>
    public virtual string SheetName => "";

    /// <summary>Visible sheets that are not read.</summary>
    public virtual IReadOnlyList<string> OtherSheets => [];

    /// <summary>Moves to the next row. False at the end, or when the file broke: then <see cref="Broken"/> says why.</summary>
    public abstract bool Read();

    /// <summary>Goes back to before the first row.</summary>
    public abstract void Rewind();

    /// <summary>Text of a cell; empty beyond the row's end. A date of a workbook is its serial (1900 system) or ISO text.</summary>
    public abstract ReadOnlySpan<char> Cell(int column);

    public abstract CellKind Kind(int column);

    /// <summary>Opens a table after looking at its content; a file that is not what its name says is refused.</summary>
    /// <param name="stream">Readable and seekable; disposed with the reader, or here when refused.</param>
    /// <param name="fileName">Decides the expected format by its extension.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public static Result<TableReader> Open(Stream stream, string fileName, TableLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("A table is read from a seekable stream; spool an upload to a file first.", nameof(stream));
        }

        var result = OpenSniffed(stream, fileName, limits ?? TableLimits.Default);
        if (result.IsRefused)
        {
            stream.Dispose();
        }

        return result;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    private static Result<TableReader> OpenSniffed(Stream stream, string fileName, TableLimits limits)
    {
        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        stream.Position = 0;
        Span<byte> head = stackalloc byte[512];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (head.IsEmpty)
        {
            return FileRefusal.Empty;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return FileRefusal.OldExcel;
        }

        var isZip = head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8);
        if (extension is ".xlsm" or ".xlsb")
        {
            return FileRefusal.MacroOrBinary;
        }

        if (extension is not (".xlsx" or ".csv" or ".txt" or ".tsv" or ".xls"))
        {
            return isZip && extension is ".zip" ? FileRefusal.NotAWorkbook : FileRefusal.Extension(extension);
        }

        if (isZip)
        {
            return extension == ".xlsx" ? XlsxTableReader.OpenWorkbook(stream, limits) : FileRefusal.NameLies(extension, "压缩包或 Excel 工作簿");
        }

        if (IsHtml(head))
        {
            return FileRefusal.Html;
        }

        if (IsBinary(head))
        {
            return FileRefusal.Binary;
        }

        return extension is ".xlsx" or ".xls" ? FileRefusal.NameLies(extension, "纯文本") : CsvTableReader.OpenText(stream, limits);
    }

    private static bool IsHtml(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        return text.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<table", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<meta", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var utf16 = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        return head.StartsWith("%PDF"u8) || head.StartsWith("Rar!"u8) || (!utf16 && head.Contains((byte)0));
    }
}
