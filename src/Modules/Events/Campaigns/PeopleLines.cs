using Chunfeng.Standards.Identity;

namespace Chunfeng.Events.Campaigns;

/// <summary>One line of a pasted list, read.</summary>
/// <param name="Line">From 1, as the box shows it.</param>
/// <param name="Names">What stands beside the number and may be a name.</param>
/// <param name="Fault">Why the number cannot be read; null when it can.</param>
internal sealed record PersonLine(int Line, IdNumber Id, IReadOnlyList<string> Names, string? Fault);

/// <summary>Reads a list as people paste it from a table or type it: a line a person, the full ID number, and a name beside it if one likes. Pure.</summary>
internal static class PeopleLines
{
    /// <summary>Lines one list holds, and characters.</summary>
    public const int Most = 500, MostText = 50_000;

    private const int ShortestNumber = 15;

    /// <summary>The text as its lines are counted: what comes before the first line and after the last is not.</summary>
    public static string Trim(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim('\n');

    /// <returns>Lines that are not blank, in their order.</returns>
    public static IReadOnlyList<PersonLine> Read(string? text)
    {
        var lines = new List<PersonLine>();
        var number = 0;
        foreach (var line in Trim(text).Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(One(number, line));
            }
        }

        return lines;
    }

    private static PersonLine One(int number, string line)
    {
        var tokens = line.Split([' ', '\t', '\u3000', '\u00A0', ',', '，', '、', ';', '；', '|', ':', '：'], StringSplitOptions.RemoveEmptyEntries);
        var names = tokens.Where(t => t.Length >= 2 && t.All(c => (char.IsLetter(c) && c > 127 && !IsFullWidth(c)) || c is '·' or '•')).ToList();
        var whole = tokens.Where(t => t.Count(IsOfNumber) >= ShortestNumber).ToList();
        if (whole.Count == 0)
        {
            // a number typed in groups: 140121 19850309 0016
            whole.Add(string.Concat(tokens.Where(t => t.All(IsOfNumber))));
        }

        IdNumberFault? first = null;
        var found = new HashSet<IdNumber>();
        foreach (var token in whole)
        {
            if (IdNumber.TryParse(token, out var id, out var fault))
            {
                found.Add(id);
            }

            first ??= fault;
        }

        return found.Count == 1 ? new PersonLine(number, found.Single(), names, null)
            : new PersonLine(number, default, names, found.Count > 1 ? "一行只写一个人的身份证号" : first == IdNumberFault.Empty ? "没有看到身份证号；每行写一个人的完整身份证号" : IdNumberFaults.Explain(first ?? IdNumberFault.Empty).TrimEnd('。'));
    }

    private static bool IsOfNumber(char c) => char.IsAsciiDigit(c) || c is 'x' or 'X' || IsFullWidth(c);

    private static bool IsFullWidth(char c) => c is (>= '０' and <= '９') or 'ｘ' or 'Ｘ';
}
