using System.Diagnostics;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Chunfeng.Web.Tests;

/// <summary>The command line as an operator meets it: the program, its exit code, its standard output.</summary>
public sealed class DispatchVerbsTests : IDisposable
{
    private const string Demo = "demo create --workers 6000 --seed 7 --as-of 2022-02-27 --json";
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(DisplayName = "命令行：生成演示、封存、周调度出通报，SQLite 与 PostgreSQL 的封存和每个数字都相同")]
    [Trait("Clause", "13.2")]
    public async Task From_an_empty_database_to_the_bulletin()
    {
        var weeks = new List<string>();
        foreach (var engine in (string[])[FreshDb.Sqlite, FreshDb.Postgres])
        {
            await using var database = await FreshDb.CreateAsync(engine);
            weeks.Add(await WeekAsync(engine, database.Setting));
        }

        Assert.Equal(weeks[0], weeks[1]);
    }

    [Fact(DisplayName = "通报文件后缀不对：拒绝，退出码 1，本周没有封存")]
    public async Task A_wrong_extension_freezes_nothing()
    {
        var database = $"sqlite:{Path.Combine(folder, "wrong.db")}";
        await RunAsync(0, "wrong", database, "demo create --workers 50 --seed 7 --as-of 2022-02-27 --json");
        var refused = await RunAsync(1, "wrong", database, $"dispatch run --week 2022-W08 --docx {Path.Combine(folder, "out.pdf")} --json");
        Assert.Equal("unknown-format", refused.GetProperty("error").GetString());
        Assert.Equal("week-not-frozen", (await RunAsync(1, "wrong", database, "dispatch table --week 2022-W08 --json")).GetProperty("error").GetString());
        Assert.False(File.Exists(Path.Combine(folder, "out.pdf")));
    }

    /// <summary>Everything a week says, as text.</summary>
    private async Task<string> WeekAsync(string engine, string database)
    {
        var docx = Path.Combine(folder, $"{engine}.docx");
        var made = await RunAsync(0, engine, database, Demo);
        Assert.Equal(6_000, made.GetProperty("workers").GetInt32());
        var built = await RunAsync(0, engine, database, "facts build --as-of 2022-02-27 --json");
        var week = await RunAsync(0, engine, database, $"dispatch run --week 2022-W08 --docx {docx} --json");
        Assert.Equal(6_000, built.GetProperty("rows").GetInt32());
        Assert.Equal(built.GetProperty("hash").GetString(), week.GetProperty("cut").GetString());
        Assert.Equal(("2022-W08", "2022-02-27", 0), (week.GetProperty("week").GetString(), week.GetProperty("asOf").GetString(), week.GetProperty("revision").GetInt32()));
        var rows = week.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(12 * 6, rows.Count);
        Assert.Equal(
            ["region", "name", "indicator", "stock", "cumulative", "target", "completion", "rank", "change"], rows[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(("山西省", "employed.total", 6_000), (
            rows[0].GetProperty("name").GetString(), rows[0].GetProperty("indicator").GetString(), rows[0].GetProperty("target").GetInt32()));

        using var document = WordprocessingDocument.Open(docx, isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Path?.XPath} {e.Description}"));
        var text = document.MainDocumentPart!.Document!.Body!.InnerText;
        Assert.Contains($"累计{rows[0].GetProperty("cumulative").GetInt64()}人", text, StringComparison.Ordinal);
        Assert.Contains($"封存编号：{week.GetProperty("cut").GetString()}", text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder, "*.tmp"));

        var counties = await RunAsync(0, engine, database, "dispatch table --week 2022-W08 --level township --json");
        return week.GetRawText() + counties.GetRawText();
    }

    /// <summary>Runs the program; its standard output must be one JSON document.</summary>
    private async Task<JsonElement> RunAsync(int exit, string engine, string database, string arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Host.Server).Assembly.Location, .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Chunfeng__Database"] = database;
        start.Environment["Chunfeng__Var"] = Path.Combine(folder, engine);
        start.Environment["Chunfeng__Keys"] = Path.Combine(folder, "keys.json"); // the same keys make the same worker numbers
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == exit, $"{arguments}: exit {process.ExitCode}\n{output}\n{await errors}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }
}
