using System.CommandLine;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Web.Host;

namespace Chunfeng.Web.Cli;

internal static partial class ChunfengCommand
{
    private static Command FactsVerbs()
    {
        var asOf = new Option<DateOnly>("--as-of") { Description = "封存日期", Required = true };
        var build = new Command("build", "封存某日的数据") { asOf };
        build.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            var built = await services.GetRequiredService<BuildFacts>().HandleAsync(parsed.GetValue(asOf), RunWeek.InnerLineOf(services), stop);
            return built.IsRefused ? built.Refusal : (object)new { path = built.Value.Path, rows = built.Value.People, spells = built.Value.Spells, hash = built.Value.Hash };
        }, cancel));

        var verify = new Command("verify", "核对全部封存文件是否与封存时一致");
        verify.SetAction((parsed, cancel) => DoAsync(parsed, (services, _) =>
        {
            var answers = services.GetRequiredService<BuildFacts>().All().Select(path =>
            {
                var wrong = FactsFile.Verify(path);
                if (wrong is not null)
                {
                    return (Sound: false, Row: (object)new { path, sound = false, wrong });
                }

                using var facts = FactsFile.Open(path);
                return (Sound: true, Row: (object)new { path, sound = true, rows = facts.People, hash = facts.Hash });
            }).ToList();
            object answer = answers.Count == 0 ? new Refusal("no-cut", "还没有封存文件；请先运行 chunfeng facts build --as-of 日期")
                : answers.All(a => a.Sound) ? new { cuts = answers.Select(a => a.Row) }
                : new Refusal("cut-damaged", string.Join("；", answers.Where(a => !a.Sound).Select(a => a.Row.ToString())));
            return Task.FromResult(answer);
        }, cancel));

        var day = new Option<DateOnly>("--as-of") { Description = "封存日期", Required = true };
        var output = new Option<string>("--out") { Description = "输出文件，.parquet 或 .csv", Required = true };
        var export = new Command("export", "导出封存数据，编号经散列处理") { day, output };
        export.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            var path = services.GetRequiredService<BuildFacts>().Find(parsed.GetValue(day));
            if (path is null)
            {
                return new Refusal("no-cut", $"没有 {parsed.GetValue(day):yyyy-MM-dd} 的封存文件；请先运行 chunfeng facts build --as-of {parsed.GetValue(day):yyyy-MM-dd}");
            }

            var written = await services.GetRequiredService<ExportFacts>().HandleAsync(path, parsed.GetValue(output)!, stop);
            if (written.IsRefused)
            {
                return written.Refusal;
            }

            var db = services.GetRequiredService<ChunfengDb>();
            db.Audit(services.GetRequiredService<TimeProvider>(), Actor.Operator, "facts.export", $"{Path.GetFileName(path)} rows={written.Value.Rows}");
            await db.SaveChangesAsync(stop);
            return written.Value;
        }, cancel));
        return new Command("facts", "封存数据") { build, verify, export };
    }
}
