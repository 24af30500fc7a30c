namespace Chunfeng.People.Roster.Reading;

/// <summary>What an issue does to the row: nothing, the cell's value is set aside, or the row is sent back.</summary>
internal enum Severity : byte { Info, Warning, Reject }

/// <summary>One thing found in one cell, with what was expected instead. Holds personal data: for the file's sender, never for a log.</summary>
/// <param name="Row">Row in the file as a spreadsheet counts it.</param>
/// <param name="Column">The column's name in the ledger.</param>
/// <param name="Found">The cell's text, cut to 60 characters; "" for an empty cell.</param>
/// <param name="Code">Stable code for programs, such as "id-checkdigit".</param>
/// <param name="Expected">What to fill in, in Chinese.</param>
internal sealed record CellIssue(int Row, string Column, string Found, string Code, string Expected, Severity Severity = Severity.Reject)
{
    /// <summary>"身份证号“123”：应为18位……": for the reason column beside the row itself.</summary>
    public string Reason => $"{Column}{(Found.Length == 0 ? "未填" : $"“{Found}”")}：{Expected}";

    /// <summary>"第12行 身份证号“123”：应为18位……".</summary>
    public override string ToString() => $"第{Row}行 {Reason}";
}
