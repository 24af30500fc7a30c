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
        return new Command("demo", "演示数据") { create };
    }
}
