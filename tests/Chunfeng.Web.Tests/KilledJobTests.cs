using System.Diagnostics;
using System.Net;
using System.Text;
using Chunfeng.Data;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Standards.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Tests;

/// <summary>The service, killed without warning while a job runs.</summary>
public sealed class KilledJobTests : IDisposable
{
    private const int People = 20_000;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-killjob-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory(DisplayName = "服务在名册导入中途断电：重启后接着做，只做成一次")]
    [InlineData(FreshDb.Sqlite)]
    [InlineData(FreshDb.Postgres)]
    [Trait("Clause", "12.3")]
    public async Task A_killed_host_takes_its_jobs_up_again(string engine)
    {
        await using var database = await FreshDb.CreateAsync(engine);
        using var factory = new DbFactory(database.Setting);
        string at;
        using (var host = await StartAsync(database.Setting))
        {
            using var client = await SignedInAsync(host.Address);
            at = await UploadAsync(client);
            await KillAsync(factory, host); // while it is checked
        }

        using (var host = await StartAsync(database.Setting))
        {
            var check = await EndAsync(factory, 1);
            Assert.Equal((JobStates.Done, 2), (check.State, check.Attempts));
            Assert.Contains($"可写入 {People} 人", check.Result);
            Assert.Equal(0, await CountAsync(factory));
            using var client = await SignedInAsync(host.Address);
            await PostAsync(client, at + "/keep");
            await KillAsync(factory, host); // while it is kept
        }

        Assert.Contains(await CountAsync(factory), new[] { 0L, People });
        using (var host = await StartAsync(database.Setting))
        {
            var keep = await EndAsync(factory, 2);
            Assert.Equal((JobStates.Done, 2), (keep.State, keep.Attempts));
            Assert.Equal(People, await CountAsync(factory));
            using var client = await SignedInAsync(host.Address);
            Assert.Contains("已写入登记库", await client.GetStringAsync(at));
            await using var db = factory.Create();
            Assert.Equal(2, await db.Jobs().CountAsync(j => !j.Scheduled)); // nothing was asked for twice
        }
    }

    /// <summary>The real program on a free port.</summary>
    private async Task<Running> StartAsync(string database)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Chunfeng.Web.dll"), "serve", "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Chunfeng__Database"] = database;
        start.Environment["Chunfeng__Var"] = folder;
        start.Environment["Chunfeng__Demo__Workers"] = "0";
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("春风已启动：", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new Running(process, new Uri(line["春风已启动：".Length..]));
            }
        }

        throw new InvalidOperationException(await errors);
    }

    private static async Task KillAsync(DbFactory factory, Running host)
    {
        await WaitAsync(factory, jobs => jobs.AnyAsync(j => j.State == JobStates.Running && !j.Scheduled));
        host.Process.Kill(entireProcessTree: true);
        await host.Process.WaitForExitAsync();
    }

    private static async Task<Job> EndAsync(DbFactory factory, int count)
    {
        await WaitAsync(factory, async jobs => await jobs.CountAsync(j => !j.Scheduled && j.EndedAt != null) == count);
        await using var db = factory.Create();
        return await db.Jobs().AsNoTracking().Where(j => !j.Scheduled).OrderByDescending(j => j.AskedAt).FirstAsync();
    }

    private static async Task WaitAsync(DbFactory factory, Func<IQueryable<Job>, Task<bool>> until)
    {
        for (var i = 0; i < 6000; i++)
        {
            await using var db = factory.Create();
            if (await until(db.Jobs().AsNoTracking()))
            {
                return;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException();
    }

    private async Task<HttpClient> SignedInAsync(Uri address)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var password = (await File.ReadAllTextAsync(Path.Combine(folder, "first-sign-in.txt"))).Split('/')[1].Trim();
        Assert.Equal(HttpStatusCode.Redirect, (await TestHost.SignInAsync(client, "admin", password)).StatusCode);
        return client;
    }

    private static async Task<string> UploadAsync(HttpClient client)
    {
        var roster = new StringBuilder("市,县,乡镇,行政村,姓名,身份证号,是否就业,就业类型,务工省,务工市,务工县,开始时间,月工资\n");
        for (var i = 0; i < People; i++)
        {
            roster.Append($"太原市,清徐县,清源镇,六合村,张三,{IdNumber.Create(140121, new DateOnly(1985, 3, 9).AddDays(i / 900), i % 900)},是,单位就业,北京市,,朝阳区,2022-02-10,5200\n");
        }

        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TestHost.TokenAsync(client, "/people/import")), "__RequestVerificationToken" },
            { new StringContent("140000000000"), "region" }, { new StringContent("2022-02-27"), "as-of" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(roster.ToString())), "file", "名册.csv" },
        };
        return (await client.PostAsync("/people/import/upload", form)).Headers.Location!.OriginalString;
    }

    private static async Task PostAsync(HttpClient client, string address)
    {
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/sign-in"))]);
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostAsync(address, form)).StatusCode);
    }

    private static async Task<long> CountAsync(DbFactory factory)
    {
        await using var connection = await factory.OpenAsync(CancellationToken.None);
        return await connection.ScalarAsync("SELECT COUNT(*) FROM people_worker", null, CancellationToken.None);
    }

    private sealed record Running(Process Process, Uri Address) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill(entireProcessTree: true);
                Process.WaitForExit();
            }

            Process.Dispose();
        }
    }
}
