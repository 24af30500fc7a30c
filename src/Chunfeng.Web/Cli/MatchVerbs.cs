using System.CommandLine;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;

namespace Chunfeng.Web.Cli;

internal static partial class ChunfengCommand
{
    private static Command MatchVerbs()
    {
        var top = new Option<int>("--top") { Description = "每人最多推荐几个岗位，1 至 100", DefaultValueFactory = _ => 20 };
        var file = new Option<string>("--out") { Description = "结果文件（CSV）", Required = true };
        var run = new Command("run", "为全部求职人员推荐岗位") { top, file };
        run.SetAction((parsed, cancel) => DoAsync(parsed, (services, stop) => Unwrap(
            services.GetRequiredService<RunMatch>().ToCsvAsync(parsed.GetValue(top), parsed.GetValue(file)!, Actor.Operator, stop)), cancel));
        var worker = new Option<Guid>("--worker") { Description = "劳动者编号", Required = true };
        var vacancy = new Option<Guid>("--vacancy") { Description = "岗位编号", Required = true };
        var explain = new Command("explain", "一个人和一个岗位：为什么推荐，或为什么不推荐") { worker, vacancy };
        explain.SetAction((parsed, cancel) => DoAsync(parsed, (services, stop) => Unwrap(
            services.GetRequiredService<RunMatch>().ExplainAsync(parsed.GetValue(worker), parsed.GetValue(vacancy), Actor.Operator, stop)), cancel));
        return new Command("match", "推荐匹配") { run, explain };
    }
}
