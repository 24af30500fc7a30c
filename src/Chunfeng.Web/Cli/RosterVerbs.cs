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
        return new Command("roster", "务工台账") { Import(), export };
    }

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "台账文件，.csv 或 .xlsx" };
        var region = new Option<string?>("--region") { Description = "台账所属行政区划代码；文件里没有市、县、乡列时由它补上" };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "台账截至日期，例如 2022-02-27；默认今天" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只核对，不写入" };
        var rejects = new Option<string?>("--rejects") { Description = "把退回的行写到这个文件（.csv 或 .xlsx），末列为退回原因" };
        var import = new Command("import", "导入台账；同一文件可重复导入") { file, region, asOf, dryRun, rejects };
        import.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            if (!TryRegion(parsed.GetValue(region), out var area, out var refusal))
            {
                return refusal!;
            }

            return await Unwrap(services.GetRequiredService<ImportRoster>().HandleAsync(
                parsed.GetValue(file)!, area, parsed.GetValue(asOf), parsed.GetValue(dryRun), parsed.GetValue(rejects), Actor.Operator, stop));
        }, cancel));
        return import;
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
