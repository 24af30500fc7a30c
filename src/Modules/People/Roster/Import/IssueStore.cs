using System.Data.Common;
using System.Text.RegularExpressions;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Data;

namespace Chunfeng.People.Roster.Import;

/// <summary>Keeps what was found in a file where the console can page through it: numbers masked, the first 20,000 of each kind.</summary>
internal static partial class IssueStore
{
    public const int Most = 20_000;

    public static string KindOf(Severity severity) => severity == Severity.Reject ? "rejected" : "warning";

    /// <summary>What may be somebody's number is shown by its first three and last two digits: in columns of numbers any run of five,
    /// elsewhere any of eleven.</summary>
    public static string Masked(string column, string found) => (OfNumbers.Contains(column) ? AnyNumber() : LongNumber()).Replace(
        found, m => m.Length < 7 ? new string('*', m.Length) : string.Concat(m.Value.AsSpan(0, 3), new string('*', m.Length - 5), m.Value.AsSpan(m.Length - 2)));

    public static async Task WriteAsync(
        DbConnection connection, DbTransaction transaction, Guid importId, IEnumerable<CellIssue> issues, CancellationToken cancel)
    {
        var kept = new Dictionary<Severity, int>();
        var (row, seq) = (0, 0);
        await using var insert = connection.Command(
            "INSERT INTO people_import_issue (import_id, row_no, seq, kind, column_name, found, expected) VALUES (@i, @r, @s, @k, @c, @f, @e)",
            transaction, ("@i", importId), ("@r", 0), ("@s", 0), ("@k", ""), ("@c", ""), ("@f", ""), ("@e", ""));
        foreach (var issue in issues)
        {
            // seq 0 is the register's own verdict on the row
            (row, seq) = issue.Row == row ? (row, seq + 1) : (issue.Row, 1);
            var count = kept[issue.Severity] = kept.GetValueOrDefault(issue.Severity) + 1;
            if (count > Most)
            {
                continue;
            }

            insert.Parameters["@r"].Value = row;
            insert.Parameters["@s"].Value = seq;
            insert.Parameters["@k"].Value = KindOf(issue.Severity);
            insert.Parameters["@c"].Value = Cut(issue.Column, 50);
            insert.Parameters["@f"].Value = Cut(Masked(issue.Column, issue.Found), 200);
            insert.Parameters["@e"].Value = Cut(issue.Expected, 500);
            await insert.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>Writes verdicts read before.</summary>
    public static async Task WriteAsync(DbConnection connection, DbTransaction transaction, IEnumerable<RosterIssue> verdicts, CancellationToken cancel)
    {
        foreach (var v in verdicts)
        {
            await connection.ExecuteAsync(
                "INSERT INTO people_import_issue (import_id, row_no, seq, kind, column_name, found, expected) VALUES (@i, @r, @s, @k, @c, @f, @e)",
                cancel, transaction, ("@i", v.ImportId), ("@r", v.RowNo), ("@s", v.Seq), ("@k", v.Kind), ("@c", v.ColumnName), ("@f", v.Found), ("@e", v.Expected));
        }
    }

    /// <summary>Duplicates and conflicts, found by the register: ascending by row.</summary>
    public static IEnumerable<RosterIssue> Verdicts(DbConnection connection, DbTransaction transaction, Guid importId) =>
        Found(connection, transaction, importId, "seq = 0");

    /// <summary>What the register did not take of rows that are otherwise taken (seq below 0).</summary>
    public static IEnumerable<RosterIssue> Notes(DbConnection connection, DbTransaction transaction, Guid importId) =>
        Found(connection, transaction, importId, "seq < 0");

    private static IEnumerable<RosterIssue> Found(DbConnection connection, DbTransaction transaction, Guid importId, string which)
    {
        using var command = connection.Command(
            $"SELECT row_no, seq, kind, column_name, found, expected FROM people_import_issue WHERE import_id = @i AND {which} ORDER BY row_no, seq",
            transaction, ("@i", importId));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new RosterIssue
            {
                ImportId = importId, RowNo = reader.GetInt32(0), Seq = reader.GetInt32(1), Kind = reader.GetString(2), ColumnName = reader.GetString(3),
                Found = reader.GetString(4), Expected = reader.GetString(5),
            };
        }
    }

    /// <summary>Row and reasons of everything that goes back, ascending by row: the reader's rejects and the register's verdicts.</summary>
    public static IEnumerable<(long RowNo, string Reasons)> Rejects(IEnumerable<CellIssue> found, IEnumerable<RosterIssue> verdicts)
    {
        using var verdict = verdicts.GetEnumerator();
        var has = verdict.MoveNext();
        foreach (var row in ByRow(found))
        {
            for (; has && verdict.Current.RowNo < row[0].Row; has = verdict.MoveNext())
            {
                yield return (verdict.Current.RowNo, Reason(verdict.Current));
            }

            yield return (row[0].Row, RosterReader.Reasons(row));
        }

        for (; has; has = verdict.MoveNext())
        {
            yield return (verdict.Current.RowNo, Reason(verdict.Current));
        }
    }

    private static IEnumerable<List<CellIssue>> ByRow(IEnumerable<CellIssue> found)
    {
        var row = new List<CellIssue>();
        foreach (var issue in found.Where(i => i.Severity == Severity.Reject))
        {
            if (row.Count > 0 && row[0].Row != issue.Row)
            {
                yield return row;
                row = [];
            }

            row.Add(issue);
        }

        if (row.Count > 0)
        {
            yield return row;
        }
    }

    private static string Reason(RosterIssue verdict) =>
        $"{verdict.ColumnName}{(verdict.Found.Length == 0 ? "" : verdict.Kind == "duplicate" ? verdict.Found : $"“{verdict.Found}”")}：{verdict.Expected}";

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    private static readonly HashSet<string> OfNumbers =
        [LedgerColumns.NameOf(RosterField.Id), LedgerColumns.NameOf(RosterField.Phone), LedgerColumns.NameOf(RosterField.BankAccount)];

    [GeneratedRegex(@"\d[\d\s\-]{3,}[\dXxＸｘ]")]
    private static partial Regex AnyNumber();

    [GeneratedRegex(@"\d[\d ]{9,}[\dXxＸｘ]")]
    private static partial Regex LongNumber();
}
