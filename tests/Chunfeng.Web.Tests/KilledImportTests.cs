using System.Diagnostics;
using System.Text.Json;
using Chunfeng.Data;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Web.Tests;

/// <summary>The command line, killed without warning while it imports.</summary>
public sealed class KilledImportTests : IDisposable
{
    private const int People = 20_000;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-kill-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory(DisplayName = "导入中途断电：登记库要么全有要么全无，再导入一次即可")]
    [InlineData(FreshDb.Sqlite)]
    [InlineData(FreshDb.Postgres)]
    [Trait("Clause", "12.3")]
    public async Task Killed_anywhere_is_all_or_nothing(string engine)
    {
        await using var database = await FreshDb.CreateAsync(engine);
        using var factory = new DbFactory(database.Setting);
        await factory.MigrateAsync(CancellationToken.None);
        var roster = Roster();
        foreach (var step in new[] { 0, 1, 2 })
        {
            using var running = Start(database.Setting, roster);
            var errors = running.StandardError.ReadToEndAsync();
            // killed while reading (its spool is there), a little later, and while the register is being written
            while (!running.HasExited && !Directory.EnumerateFiles(Path.Combine(folder, "imports"), "*.issues").Any())
            {
                await Task.Delay(2);
            }

            await Task.Delay(step * 400);
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync();
            await errors;
            Assert.Contains(await CountAsync(factory), new[] { 0L, People });
            foreach (var left in Directory.EnumerateFiles(Path.Combine(folder, "imports")))
            {
                File.Delete(left);
            }
        }

        using var again = Start(database.Setting, roster);
        var answer = JsonDocument.Parse(await again.StandardOutput.ReadToEndAsync());
        Assert.Equal(People, answer.RootElement.GetProperty("added").GetInt64() + answer.RootElement.GetProperty("unchanged").GetInt64());
        Assert.Equal(People, await CountAsync(factory));
        if (engine == FreshDb.Postgres)
        {
            await using var connection = await factory.OpenAsync(CancellationToken.None);
            Assert.Equal(0, await connection.ScalarAsync(@"SELECT COUNT(*) FROM pg_tables WHERE tablename LIKE 'stage\_%'", null, CancellationToken.None));
        }
    }

    private Process Start(string database, string roster)
    {
        Directory.CreateDirectory(Path.Combine(folder, "imports"));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Chunfeng.Web.dll"), "roster", "import", roster, "--json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Chunfeng__Database"] = database;
        start.Environment["Chunfeng__Var"] = folder;
        return Process.Start(start)!;
    }

    private string Roster()
    {
        var path = Path.Combine(folder, "roster.csv");
        using var file = new StreamWriter(path);
        file.WriteLine("市,县,乡镇,行政村,姓名,身份证号,是否就业,就业类型,务工省,务工市,务工县,开始时间,月工资");
        for (var i = 0; i < People; i++)
        {
            file.WriteLine($"太原市,清徐县,清源镇,六合村,张三,{IdNumber.Create(140121, new DateOnly(1985, 3, 9).AddDays(i / 900), i % 900)},是,单位就业,北京市,,朝阳区,2022-02-10,5200");
        }

        return path;
    }

    private static async Task<long> CountAsync(DbFactory factory)
    {
        await using var connection = await factory.OpenAsync(CancellationToken.None);
        return await connection.ScalarAsync("SELECT COUNT(*) FROM people_worker", null, CancellationToken.None);
    }
}
