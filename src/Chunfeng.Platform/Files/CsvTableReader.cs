using System.Text;
using Chunfeng.Platform.Results;
using Sylvan.Data.Csv;

namespace Chunfeng.Platform.Files;

/// <summary>CSV rows through Sylvan, with our own eye on encodings, separators and the apostrophe our writer puts before formulas.</summary>
internal sealed class CsvTableReader : TableReader
{
    private readonly Stream stream;
    private readonly Encoding encoding;
    private readonly CsvDataReaderOptions options;
    private readonly TableLimits limits;
    private CsvDataReader rows;

    private CsvTableReader(Stream stream, Encoding encoding, CsvDataReaderOptions options, TableLimits limits)
    {
        (this.stream, this.encoding, this.options, this.limits) = (stream, encoding, options, limits);
        rows = Start();
    }

    public override TableFormat Format => TableFormat.Csv;

    internal static Result<TableReader> OpenText(Stream stream, TableLimits limits)
    {
        var encoding = TextSniffer.DetectEncoding(stream);
        if (encoding is null)
        {
            return FileRefusal.BadCharacters(0);
        }

        try
        {
            stream.Position = 0;
            var sample = new char[32 * 1024];
            int length;
            using (var peek = new StreamReader(stream, encoding, true, 16 * 1024, leaveOpen: true))
            {
                length = peek.ReadBlock(sample);
            }

            if (sample.AsSpan(0, length).IsWhiteSpace())
            {
                return FileRefusal.Empty;
            }

            var options = new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = TextSniffer.DetectSeparator(sample.AsSpan(0, length)),
                CsvStyle = CsvStyle.Standard,
                Comment = '\0',
                BufferSize = 64 * 1024,
                MaxBufferSize = Math.Max(64 * 1024, limits.MaxRowChars),
            };
            return new CsvTableReader(stream, encoding, options, limits);
        }
        catch (DecoderFallbackException)
        {
            return FileRefusal.BadCharacters(0);
        }
        catch (CsvRecordTooLargeException)
        {
            return FileRefusal.RowTooLong(0);
        }
        catch (CsvFormatException)
        {
            return FileRefusal.BadQuotes(0);
        }
    }

    public override bool Read()
    {
        if (Broken is not null)
        {
            return false;
        }

        try
        {
            if (!rows.Read())
            {
                CellCount = 0;
                return false;
            }
        }
        catch (DecoderFallbackException)
        {
            return Break(FileRefusal.BadCharacters(RowNumber));
        }
        catch (CsvRecordTooLargeException)
        {
            return Break(FileRefusal.RowTooLong(RowNumber));
        }
        catch (CsvFormatException)
        {
            return Break(FileRefusal.BadQuotes(RowNumber));
        }

        RowNumber++;
        CellCount = rows.RowFieldCount;
        if (RowNumber > limits.MaxRows)
        {
            return Break(FileRefusal.TooManyRows(limits.MaxRows));
        }

        return CellCount <= limits.MaxColumns || Break(FileRefusal.TooManyColumns(limits.MaxColumns));
    }

    public override void Rewind()
    {
        rows.Dispose();
        rows = Start();
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

        var text = rows.GetFieldSpan(column);
        return text.Length > 1 && text[0] == '\'' && FormulaGuard.NeedsMark(text[1..]) ? text[1..] : text;
    }

    public override CellKind Kind(int column) => Cell(column).IsEmpty ? CellKind.Empty : CellKind.Text;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rows.Dispose();
            stream.Dispose();
        }
    }

    private CsvDataReader Start()
    {
        stream.Position = 0;
        return CsvDataReader.Create(new StreamReader(stream, encoding, true, 64 * 1024, leaveOpen: true), options);
    }

    private bool Break(Refusal why)
    {
        Broken = why;
        CellCount = 0;
        return false;
    }
}

/// <summary>A CSV cell that a spreadsheet would run as a formula gets an apostrophe before it; reading takes it off again.</summary>
internal static class FormulaGuard
{
    /// <summary>True for apostrophes (none or more) followed by one of = + - @ tab CR.</summary>
    public static bool NeedsMark(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart('\'');
        return !rest.IsEmpty && rest[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
    }
}
