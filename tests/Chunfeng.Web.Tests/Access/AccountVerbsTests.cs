using System.Diagnostics;
using System.Text.Json;

namespace Chunfeng.Web.Tests.Access;

/// <summary>Accounts from the command line, as an operator without a browser meets them.</summary>
public sealed class AccountVerbsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-account-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(DisplayName = "命令行：新建、列出、停用、恢复、重置账号，越界的拒绝，都是一个 JSON 文档")]
    public async Task Verbs()
    {
        var made = await RunAsync(0, "account", "create", "--login", "xian-01", "--name", "李四", "--role", "county-clerk", "--region", "140121", "--json");
        Assert.Equal("xian-01", made.GetProperty("login").GetString());
        var password = made.GetProperty("password").GetString();
        Assert.Equal("login-taken", (await RunAsync(1, "account", "create", "--login", "XIAN-01", "--name", "李四", "--role", "county-clerk", "--region", "140121", "--json")).GetProperty("error").GetString());
        Assert.Equal("role-level", (await RunAsync(1, "account", "create", "--login", "xiang-01", "--name", "李四", "--role", "county-clerk", "--region", "140121100", "--json")).GetProperty("error").GetString());
        Assert.Equal("no-account", (await RunAsync(1, "account", "disable", "nobody", "--json")).GetProperty("error").GetString());
        await RunAsync(0, "account", "disable", "xian-01", "--json");
        var row = (await RunAsync(0, "account", "list", "--region", "140121", "--search", "李", "--json")).GetProperty("accounts").EnumerateArray().Single();
        Assert.Equal(JsonValueKind.String, row.GetProperty("disabledAt").ValueKind);
        Assert.Equal("县级经办", row.GetProperty("roleName").GetString());
        Assert.Empty((await RunAsync(0, "account", "list", "--region", "140122", "--json")).GetProperty("accounts").EnumerateArray());
        await RunAsync(0, "account", "enable", "xian-01", "--json");
        Assert.NotEqual(password, (await RunAsync(0, "account", "reset", "xian-01", "--second-factor", "--json")).GetProperty("password").GetString());
    }

    private async Task<JsonElement> RunAsync(int exit, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Host.Server).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Chunfeng__Database"] = $"sqlite:{Path.Combine(folder, "cli.db")}";
        start.Environment["Chunfeng__Var"] = folder;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == exit, $"{string.Join(' ', arguments)}: exit {process.ExitCode}\n{output}\n{await errors}");
        return JsonDocument.Parse(output).RootElement.Clone();
    }
}
