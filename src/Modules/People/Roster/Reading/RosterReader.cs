using System.Text;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster.Reading;

/// <summary>What the reader itself can say of a row; whether it is new, changed or a duplicate only the register knows.</summary>
internal enum ReadVerdict : byte { Accepted, Rejected }

/// <summary>Rows read so far. Blank rows are a template's unused lines and count for nothing.</summary>
internal sealed class RosterCounts
{
    public long Rows { get; internal set; }
    public long Accepted { get; internal set; }
    public long Rejected { get; internal set; }
    public long WithWarnings { get; internal set; }
    public long Blank { get; internal set; }
}

/// <summary>A roster file, row by row. Memory does not grow with the file.</summary>
internal sealed class RosterReader : IDisposable
{
    private readonly TableReader table;
    private readonly RowParser parser;
    private readonly List<CellIssue> issues = [];

    private RosterReader(TableReader table, HeaderMap header, RowParser parser) => (this.table, Header, this.parser) = (table, header, parser);

    public HeaderMap Header { get; }
    public RosterCounts Counts { get; } = new();

    /// <summary>What was found in the row just read; the list is reused.</summary>
    public IReadOnlyList<CellIssue> Issues => issues;

    /// <summary>Set when the file broke in the middle: nothing of it may be kept.</summary>
    public Refusal? Broken => table.Broken;

    public string SheetName => table.SheetName;
    public IReadOnlyList<string> OtherSheets => table.OtherSheets;

    /// <param name="stream">Seekable; disposed with the reader, or here when refused.</param>
    /// <param name="scope">Region the file is for, Shanxi when it may be any.</param>
    /// <param name="referenceDate">The day the roster speaks of, in China.</param>
    public static Result<RosterReader> Open(
        Stream stream, string fileName, RegionTree regions, CodeSets codes, RegionCode scope, DateOnly referenceDate, TableLimits? limits = null)
    {
        var opened = TableReader.Open(stream, fileName, limits);
        if (opened.IsRefused)
        {
            return opened.Refusal;
        }

        var table = opened.Value;
        var header = HeaderMap.Find(table, scope);
        if (header.IsRefused)
        {
            table.Dispose();
            return header.Refusal;
        }

        return new RosterReader(table, header.Value, new RowParser(header.Value, regions, codes, scope, referenceDate));
    }

    /// <summary>Reads the next row that is not blank. False at the end or when the file broke (see <see cref="Broken"/>).</summary>
    public bool Read(RosterRow row, out ReadVerdict verdict)
    {
        verdict = ReadVerdict.Rejected;
        issues.Clear();
        while (table.Read())
        {
            if (parser.IsBlank(table) || IsColumnNumbers())
            {
                Counts.Blank++;
                continue;
            }

            Counts.Rows++;
            if (parser.TryParse(table, row, issues))
            {
                verdict = ReadVerdict.Accepted;
                Counts.Accepted++;
            }
            else
            {
                Counts.Rejected++;
            }

            Counts.WithWarnings += issues.Exists(i => i.Severity == Severity.Warning) ? 1 : 0;
            return true;
        }

        return false;
    }

    /// <summary>The reasons a row is sent back, for the last column of the rejects file.</summary>
    public static string Reasons(IEnumerable<CellIssue> issues)
    {
        var built = new StringBuilder();
        foreach (var issue in issues)
        {
            if (issue.Severity == Severity.Reject)
            {
                built.Append(built.Length > 0 ? "；" : "").Append(issue.Reason);
            }
        }

        return built.ToString();
    }

    public void Dispose() => table.Dispose();

    /// <summary>True for the row of column numbers "1 2 3 …" that forms print under their header.</summary>
    private bool IsColumnNumbers()
    {
        if (table.RowNumber != Header.LastRow + 1 || table.CellCount < 3)
        {
            return false;
        }

        for (var c = 0; c < Header.Width; c++)
        {
            if (!int.TryParse(table.Cell(c), out var number) || number != c + 1)
            {
                return false;
            }
        }

        return true;
    }
}
