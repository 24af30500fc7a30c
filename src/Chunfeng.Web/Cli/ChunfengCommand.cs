using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chunfeng.Data;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Results;
using Chunfeng.Web.Host;

namespace Chunfeng.Web.Cli;

/// <summary>The verbs of `chunfeng`. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.</summary>
internal static partial class ChunfengCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Readable = new(Json) { WriteIndented = true };

    private static readonly Option<bool> AsJson = new("--json") { Description = "在标准输出上给出一个 JSON 文档", Recursive = true };

    public static RootCommand Build()
    {
        var root = new RootCommand("春风：农民工就业服务平台。不带参数即启动服务。") { AsJson };
        root.Subcommands.Add(Serve());
        root.Subcommands.Add(Demo());
        root.Subcommands.Add(Roster());
        root.Subcommands.Add(FactsVerbs());
        root.Subcommands.Add(DispatchVerbs());
        root.Subcommands.Add(OrderVerbs());
        root.Subcommands.Add(MatchVerbs());
        root.Subcommands.Add(Db());
        root.Subcommands.Add(AccountVerbs());
        root.Subcommands.Add(AuditVerbs());
        root.Subcommands.Add(Keys());
        root.SetAction((_, cancel) => Server.RunAsync([], cancel));
        return root;
    }

    /// <summary>Parses, runs, and turns every outcome into an exit code: a person never sees a stack trace.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("用法：chunfeng --help");
            return 2;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static Command Serve()
    {
        var urls = new Option<string?>("--urls") { Description = "监听地址，例如 http://localhost:5080" };
        var command = new Command("serve", "迁移数据库、载入参考数据并启动服务") { urls };
        command.SetAction((parsed, cancel) => Server.RunAsync(
            parsed.GetValue(urls) is { } address ? ["--urls", address] : [], cancel));
        return command;
    }

    private static Command AuditVerbs()
    {
        var verify = new Command("verify", "检查审计记录有没有被改动、删除、换序或截断；有问题时退出码为 1");
        verify.SetAction((parsed, cancel) => DoAsync(parsed, async (services, stop) =>
        {
            var report = await services.GetRequiredService<VerifyAudit>().AndTellAsync(services.GetRequiredService<TimeProvider>(), stop);
            return report.Sound ? report : new Unsound(report);
        }, cancel));
        return new Command("audit", "审计") { verify };
    }

    private static Command Keys()
    {
        var rotate = new Command("rotate", "换用新的加密密钥并重新加密全部号码；中断后再运行会接着做");
        rotate.SetAction((parsed, cancel) => DoAsync(
            parsed, (services, stop) => Unwrap(services.GetRequiredService<RotateKeys>().HandleAsync(Actor.Operator, stop)), cancel));
        return new Command("keys", "密钥") { rotate };
    }

    /// <summary>A full answer that is nevertheless a failure.</summary>
    private sealed record Unsound(object Answer);

    private static Command Db()
    {
        var db = new Command("db", "数据库");
        var migrate = new Command("migrate", "升级数据库结构");
        migrate.SetAction((parsed, cancel) => DoAsync(parsed, async (_, _) => (object)new { migrated = true }, cancel));
        var status = new Command("status", "数据库状态");
        status.SetAction((parsed, cancel) => DoAsync(parsed, DbStatus.ReadAsync, cancel));
        db.Subcommands.Add(migrate);
        db.Subcommands.Add(status);
        return db;
    }

    /// <summary>Runs one job in a scope of its own on a migrated database; refusals and known failures become exit code 1.</summary>
    private static async Task<int> DoAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task<object>> job, CancellationToken cancel)
    {
        try
        {
            await using var host = Server.BuildForCommand();
            await host.Services.GetRequiredService<DbFactory>().MigrateAsync(cancel);
            await using var scope = host.Services.CreateAsyncScope();
            var answer = await job(scope.ServiceProvider, cancel);
            if (answer is Refusal refusal)
            {
                if (parsed.GetValue(AsJson))
                {
                    Console.Out.WriteLine(JsonSerializer.Serialize(new { error = refusal.Code, message = refusal.Message }, Json));
                }

                await Console.Error.WriteLineAsync(refusal.Message);
                return 1;
            }

            await host.Services.GetRequiredService<AuditAnchors>().WriteAsync(CancellationToken.None);
            var (said, code) = answer is Unsound failed ? (failed.Answer, 1) : (answer, 0);
            Console.Out.WriteLine(JsonSerializer.Serialize(said, parsed.GetValue(AsJson) ? Json : Readable));
            return code;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("已取消，未作任何改动");
            return 1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync($"未完成：{failure.Message}");
            return 1;
        }
    }

    private static async Task<object> Unwrap<T>(Task<Result<T>> work) where T : class
    {
        var result = await work;
        return result.IsRefused ? result.Refusal : result.Value!;
    }
}
