using System.CommandLine;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;

namespace Chunfeng.Web.Cli;

internal static partial class ChunfengCommand
{
    private static Command Demo()
    {
        var workers = new Option<int>("--workers") { Description = "人数，1 至 6000000", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "随机种子；相同种子得到相同的人", DefaultValueFactory = _ => 7 };
        var asOf = new Option<DateOnly>("--as-of") { Description = "数据截至日期，例如 2022-02-27", Required = true };
        var create = new Command("create", "在空登记库中生成演示数据") { workers, seed, asOf };
        create.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            var made = await services.GetRequiredService<CreateDemo>().HandleAsync(
                parsed.GetValue(workers), parsed.GetValue(seed), parsed.GetValue(asOf), Actor.Operator, stop);
            return made.IsRefused ? made.Refusal : made.Value;
        }, cancel));

        var output = new Option<string>("--out") { Description = "台账文件，.csv 或 .xlsx；较早的务工记录另写 -2、-3 文件", Required = true };
        var roster = new Command("roster", "把同样的演示人员写成务工台账，供导入") { workers, seed, asOf, output };
        roster.SetAction((parsed, cancel) => DoAsync(parsed, (services, stop) =>
        {
            var made = services.GetRequiredService<WriteDemoRoster>().Handle(
                parsed.GetValue(workers), parsed.GetValue(seed), parsed.GetValue(asOf), parsed.GetValue(output)!, stop);
            return Task.FromResult(made.IsRefused ? made.Refusal : (object)made.Value);
        }, cancel));
        return new Command("demo", "演示数据") { create, roster };
    }
}
