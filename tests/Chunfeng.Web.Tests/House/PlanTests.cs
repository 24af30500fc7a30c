using System.Text.RegularExpressions;

namespace Chunfeng.Web.Tests.House;

/// <summary>docs/plan.md says of each clause of the 2022 plan whether this build meets it; the tests that carry its number must agree.</summary>
public partial class PlanTests
{
    private static readonly string[] Words = ["met", "partly", "not yet"];

    private static readonly List<PlanLine> Lines =
        [.. File.ReadLines(Path.Combine(HouseFiles.Root, "docs", "plan.md")).Select(l => Row().Match(l)).Where(m => m.Success).Select(PlanLine.Of)];

    /// <summary>Number → sentence, as the plan has them.</summary>
    private static readonly Dictionary<string, string> Clauses = File.ReadLines(Path.Combine(HouseFiles.Root, "data", "plan", "clauses.csv"))
        .Skip(1).Select(l => l.Split(',', 3)).ToDictionary(c => c[0], c => c[1]);

    /// <summary>Test class → the clause numbers written in its file.</summary>
    private static readonly ILookup<string, string> Proofs = Directory
        .EnumerateFiles(Path.Combine(HouseFiles.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => Trait().Matches(File.ReadAllText(file)).Select(m => (Class: Path.GetFileNameWithoutExtension(file), Clause: m.Groups[1].Value)))
        .Distinct().ToLookup(p => p.Class, p => p.Clause);

    private static IEnumerable<string> Proven => Proofs.SelectMany(p => p).Distinct();

    [Fact(DisplayName = "计划的77条逐条列出，一条一行，文字与原文一致")]
    public void Every_clause_has_one_line()
    {
        Assert.Equal(77, Clauses.Count);
        Assert.Equal(Clauses.Keys, Lines.Select(l => l.Clause));
        Assert.All(Lines, l => Assert.Equal(Clauses[l.Clause], l.Sentence));
        Assert.All(Lines, l => Assert.Contains(l.Status, Words));
    }

    [Fact(DisplayName = "测试里没有计划之外的条号")]
    public void Tests_name_known_clauses_only()
    {
        Assert.NotEmpty(Proven);
        Assert.Empty(Proven.Except(Clauses.Keys));
    }

    [Fact(DisplayName = "说已落实的都有测试，有测试的不说未落实")]
    public void What_is_said_is_what_is_tested()
    {
        var said = Lines.Where(l => l.Status != "not yet").Select(l => l.Clause).ToList();
        Assert.Empty(said.Except(Proven).Select(c => $"{c}: docs/plan.md says it is met, no test carries its number"));
        Assert.Empty(Proven.Except(said).Select(c => $"{c}: a test carries its number, docs/plan.md says not yet"));
    }

    [Fact]
    public void A_line_names_where_and_the_tests_that_carry_its_number()
    {
        foreach (var line in Lines)
        {
            if (line.Status == "not yet")
            {
                Assert.True(line.Tests.Length == 0, $"{line.Clause}: not yet, but names tests");
                continue;
            }

            Assert.True(line.Where.Length > 0 && line.Tests.Length > 0, $"{line.Clause}: name where it is met and by which tests");
            Assert.All(line.Tests, t => Assert.True(Proofs[t].Contains(line.Clause), $"{line.Clause}: {t} has no test with this number"));
        }
    }

    [GeneratedRegex(@"^\| *(\d+\.\d+) *\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"Trait\(""Clause"",\s*""([^""]*)""\)")]
    private static partial Regex Trait();

    /// <summary>One line of docs/plan.md.</summary>
    private sealed record PlanLine(string Clause, string Sentence, string Status, string Where, string[] Tests)
    {
        public static PlanLine Of(Match row) => new(
            row.Groups[1].Value, row.Groups[2].Value.Trim(), row.Groups[3].Value.Trim(), row.Groups[4].Value.Trim(),
            row.Groups[5].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
