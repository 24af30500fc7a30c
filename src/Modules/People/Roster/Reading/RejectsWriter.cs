using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Standards;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster.Reading;

/// <summary>Gives the rows that were sent back in their original layout, with the reasons in a last column, ready to be mended and sent again.</summary>
internal static class RejectsWriter
{
    public const string ReasonColumn = "退回原因";

    /// <summary>Reads the original once more beside the reasons; neither is held in memory.</summary>
    /// <param name="original">Seekable; disposed here.</param>
    /// <param name="rejects">Row in the file and its reasons, ascending by row.</param>
    /// <param name="output">Stays open.</param>
    /// <param name="outputFileName">Its extension chooses XLSX or CSV.</param>
    /// <returns>How many rows were written below the header.</returns>
    public static Result<int> Write(
        Stream original, string fileName, RegionCode scope, IEnumerable<(long RowNo, string Reasons)> rejects,
        Stream output, string outputFileName, TableLimits? limits = null)
    {
        var opened = TableReader.Open(original, fileName, limits);
        if (opened.IsRefused)
        {
            return opened.Refusal;
        }

        using var table = opened.Value;
        var found = HeaderMap.Find(table, scope);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        var header = found.Value;
        using var writer = TableWriter.Create(output, outputFileName, "退回");
        table.Rewind();
        var written = 0L;
        while (written < header.LastRow && table.Read())
        {
            for (; written + 1 < table.RowNumber; written++)
            {
                writer.EndRow();
            }

            Copy(table, writer, header, table.RowNumber == header.LastRow ? ReasonColumn : "");
            written = table.RowNumber;
        }

        var count = 0;
        foreach (var (rowNo, reasons) in rejects)
        {
            while (table.RowNumber < rowNo && table.Read())
            {
            }

            if (table.Broken is { } broken)
            {
                return broken;
            }

            if (table.RowNumber != rowNo)
            {
                throw new InvalidOperationException($"Row {rowNo} is not in the file, or the rejects are not ascending.");
            }

            Copy(table, writer, header, reasons);
            count++;
        }

        return count;
    }

    /// <summary>One row at the width of the header (cells to the right of the last named column are not kept), then the reasons.</summary>
    private static void Copy(TableReader table, TableWriter writer, HeaderMap header, string last)
    {
        // an earlier rejects file sent again already has the column: its old reasons are replaced
        var width = header.Unknown.Count > 0 && header.Unknown[^1] == ReasonColumn ? header.Width - 1 : header.Width;
        for (var c = 0; c < width; c++)
        {
            var cell = table.Cell(c);
            if (table.Kind(c) == CellKind.Date && RosterDate.TryParse(cell, out var date))
            {
                writer.Write($"{date:yyyy-MM-dd}");
            }
            else
            {
                writer.Write(cell);
            }
        }

        if (last.Length > 0)
        {
            writer.Write(last);
        }

        writer.EndRow();
    }
}
