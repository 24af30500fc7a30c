using System.CommandLine;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Web.Cli;

internal static partial class ChunfengCommand
{
    private const int MostLines = 10_000;

    private static Command OrderVerbs()
    {
        var list = new Command("list", "全部调度令，一个收到的地区一行");
        Listing(list, OrderTab.All);
        var overdue = new Command("overdue", "过了期限还没有答复的");
        Listing(overdue, OrderTab.Overdue);
        return new Command("orders", "调度令") { list, overdue };
    }

    private static void Listing(Command command, OrderTab tab)
    {
        var region = new Option<string?>("--region") { Description = "只看发往这个地区以内的，区划代码 2 至 12 位" };
        var state = new Option<string?>("--state") { Description = "办理情况" };
        state.AcceptOnlyFromAmong("sent", "read", "replied", "returned", "accepted", "withdrawn");
        var week = new Option<string?>("--week") { Description = "引用这一周数字的，例如 2022-W08" };
        command.Options.Add(region);
        command.Options.Add(state);
        command.Options.Add(week);
        command.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            RegionCode? area = null;
            if (parsed.GetValue(region) is { } text)
            {
                if (!RegionCode.TryParse(text, out var code))
                {
                    return new Refusal("not-a-region", $"“{text}”不是区划代码；写 2、4、6、9 或 12 位数字");
                }

                area = code;
            }

            var found = await services.GetRequiredService<OrderList>().HandleAsync(
                new OrderFilter(tab, parsed.GetValue(state), parsed.GetValue(week), Area: area), null, null, Actor.Operator, stop, MostLines);
            return found.IsRefused ? found.Refusal : new { orders = found.Value.Lines, more = found.Value.Next is not null };
        }, cancel));
    }
}
