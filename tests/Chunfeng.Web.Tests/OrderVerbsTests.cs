using System.Diagnostics;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Chunfeng.Web.Tests;

/// <summary>The verbs of orders and of the special report: exit codes and one JSON document.</summary>
public sealed class OrderVerbsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-orders-cli-").FullName;

    [Fact(DisplayName = "命令行：调度令清单、超期清单、专题报告；写错的地区、没封存的周次、别的后缀都拒绝")]
    [Trait("Clause", "13.2")]
    public async Task Verbs_answer()
    {
        await RunAsync(0, "demo create --workers 200 --seed 7 --as-of 2022-02-27 --json");
        foreach (var verb in new[] { "orders list --json", "orders overdue --region 140121 --state sent --week 2022-W08 --json" })
        {
            var list = await RunAsync(0, verb);
            Assert.Equal((0, false), (list.GetProperty("orders").GetArrayLength(), list.GetProperty("more").GetBoolean()));
        }

        Assert.Equal("not-a-region", (await RunAsync(1, "orders list --region 14x --json")).GetProperty("error").GetString());
        var docx = Path.Combine(folder, "report.docx");
        Assert.Equal("week-not-frozen", (await RunAsync(1, $"dispatch report --week 2022-W08 --docx {docx} --json")).GetProperty("error").GetString());
        Assert.Equal("unknown-format", (await RunAsync(1, $"dispatch report --week 2022-W08 --docx {docx}x --json")).GetProperty("error").GetString());
        var week = await RunAsync(0, "dispatch run --week 2022-W08 --json");
        await RunAsync(0, $"dispatch report --week 2022-W08 --docx {docx} --json");
        using var document = WordprocessingDocument.Open(docx, isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => e.Description));
        Assert.Contains($"封存编号：{week.GetProperty("cut").GetString()}", document.MainDocumentPart!.Document!.Body!.InnerText, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<JsonElement> RunAsync(int exit, string arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Host.Server).Assembly.Location, .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Chunfeng__Database"] = $"sqlite:{Path.Combine(folder, "cli.db")}";
        start.Environment["Chunfeng__Var"] = folder;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == exit, $"{arguments}: exit {process.ExitCode}\n{output}\n{await errors}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }
}
