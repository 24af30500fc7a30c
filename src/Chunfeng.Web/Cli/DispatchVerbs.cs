using System.CommandLine;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Chunfeng.Web.Host;

namespace Chunfeng.Web.Cli;

internal static partial class ChunfengCommand
{
    private static Command DispatchVerbs()
    {
        var week = new Option<string>("--week") { Description = "ISO 周，例如 2022-W08", Required = true };
        var docx = new Option<string?>("--docx") { Description = "通报输出文件（.docx）" };
        var run = new Command("run", "封存一周、排名、出通报") { week, docx };
        run.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            var output = parsed.GetValue(docx);
            if (output is not null && !Path.GetExtension(output).Equals(".docx", StringComparison.OrdinalIgnoreCase))
            {
                return new Refusal("unknown-format", "通报只能写成 .docx，请改一下文件名的后缀；本周没有封存");
            }

            var frozen = await RunWeek.HandleAsync(services, parsed.GetValue(week)!, RunWeek.InnerLineOf(services), stop);
            if (frozen.IsRefused)
            {
                return frozen.Refusal;
            }

            if (output is not null)
            {
                var made = await services.GetRequiredService<MakeBulletin>().HandleAsync(frozen.Value.Week, frozen.Value.Revision, stop);
                if (made.IsRefused)
                {
                    return made.Refusal;
                }

                await WriteWholeAsync(output, made.Value.Docx, stop);
            }

            return frozen.Value;
        }, cancel));

        var of = new Option<string>("--week") { Description = "ISO 周", Required = true };
        var level = new Option<string>("--level") { Description = "city 或 county", DefaultValueFactory = _ => "city" };
        level.AcceptOnlyFromAmong("city", "county", "township");
        var table = new Command("table", "已封存的一周数据") { of, level };
        table.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            var levels = parsed.GetValue(level) switch
            {
                "county" => new[] { RegionLevel.Province, RegionLevel.County },
                "township" => [RegionLevel.Province, RegionLevel.Township],
                _ => [RegionLevel.Province, RegionLevel.City],
            };
            return await services.GetRequiredService<WeeklyDispatch>().TableAsync(parsed.GetValue(of)!, null, levels, null, stop)
                ?? (object)new Refusal("week-not-frozen", $"{parsed.GetValue(of)} 还没有封存；请先运行 chunfeng dispatch run --week {parsed.GetValue(of)}");
        }, cancel));
        var reported = new Option<string>("--week") { Description = "ISO 周，例如 2022-W08", Required = true };
        var file = new Option<string>("--docx") { Description = "专题报告输出文件（.docx）", Required = true };
        var report = new Command("report", "呈报省政府的专题报告：已封存一周的进展和调度令办理情况") { reported, file };
        report.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            var output = parsed.GetValue(file)!;
            if (!Path.GetExtension(output).Equals(".docx", StringComparison.OrdinalIgnoreCase))
            {
                return new Refusal("unknown-format", "专题报告只能写成 .docx，请改一下文件名的后缀");
            }

            var made = await services.GetRequiredService<MakeSpecialReport>().HandleAsync(parsed.GetValue(reported)!, Actor.Operator, stop);
            if (made.IsRefused)
            {
                return made.Refusal;
            }

            await WriteWholeAsync(output, made.Value.Docx, stop, "专题报告");
            return new { file = made.Value.FileName, bytes = made.Value.Docx.Length };
        }, cancel));
        return new Command("dispatch", "周调度") { run, table, report };
    }

    /// <summary>The whole file or none: a reader never finds half a bulletin.</summary>
    private static async Task WriteWholeAsync(string output, byte[] bytes, CancellationToken cancel, string what = "通报")
    {
        var path = Path.GetFullPath(output);
        var draft = path + ".tmp";
        try
        {
            await File.WriteAllBytesAsync(draft, bytes, cancel);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }

        await Console.Error.WriteLineAsync($"{what}已写入 {path}");
    }
}
