using System.CommandLine;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Web.Cli;

internal static partial class ChunfengCommand
{
    private static Command Roster()
    {
        var region = new Option<string?>("--region") { Description = "行政区划代码，只处理该地区" };
        var what = new Option<string>("--what") { Description = "workers、spells 或 statuses", Required = true };
        what.AcceptOnlyFromAmong("workers", "spells", "statuses");
        var output = new Option<string>("--out") { Description = "输出文件，.csv 或 .xlsx", Required = true };
        var unmasked = new Option<bool>("--unmasked") { Description = "导出完整号码（需要权限，记入审计）" };
        var export = new Command("export", "导出登记库") { region, what, output, unmasked };
        export.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            if (!TryRegion(parsed.GetValue(region), out var area, out var refusal))
            {
                return refusal!;
            }

            var written = await services.GetRequiredService<ExportRoster>().HandleAsync(
                parsed.GetValue(what)!, area, parsed.GetValue(output)!, parsed.GetValue(unmasked), Actor.Operator, stop);
            return written.IsRefused ? written.Refusal : written.Value;
        }, cancel));
        return new Command("roster", "务工台账") { export };
    }

    private static bool TryRegion(string? text, out RegionCode? region, out Refusal? refusal)
    {
        region = null;
        refusal = null;
        if (text is null)
        {
            return true;
        }

        if (!RegionCode.TryParse(text, out var code))
        {
            refusal = new Refusal("not-a-region", $"“{text}”不是行政区划代码；写 6、9 或 12 位数字，例如 140121");
            return false;
        }

        region = code;
        return true;
    }
}
