using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Web.Host;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Chunfeng.Web.Tests;

public partial class JobPageTests(TestHost host) : IClassFixture<TestHost>
{
    private const long Qingxu = 140121000000, Xiaodian = 140105000000;
    private static readonly string Id = IdNumber.Create(140121, new(1985, 3, 9), 78).ToString();
    private static readonly string Roster = $"市,县,乡镇,行政村,姓名,身份证号\n太原市,清徐县,清源镇,六合村,张三,{Id}\n";

    [Fact(DisplayName = "名册导出在后台运行：只有提交人看得到、取得走；磁盘上没有明文")]
    [Trait("Clause", "13.1")]
    public async Task Exported_for_the_one_who_asked()
    {
        using var mine = await host.SignedInAsync(Qingxu, Rights.PeopleImport, Rights.PeopleRead, Rights.PeopleExport, Rights.PeopleUnmask);
        using var neighbour = await host.SignedInAsync(Qingxu, Rights.PeopleExport, Rights.PeopleUnmask);
        using var other = await host.SignedInAsync(Xiaodian, Rights.PeopleExport, Rights.JobsAll);
        using var reader = await host.SignedInAsync(Qingxu, Rights.PeopleRead);
        await ImportAsync(mine);
        Assert.Equal("/jobs", await PostAsync(mine, "/people/export", ("what", "workers"), ("format", "csv")));
        var page = await WaitAsync(mine, "共 1 行");
        var at = Download().Match(page).Groups[1].Value;
        var masked = await mine.GetStringAsync(at);
        Assert.Contains("张三", masked);
        Assert.DoesNotContain(Id, masked);
        Assert.Equal("/jobs", await PostAsync(mine, "/people/export", ("what", "workers"), ("format", "csv"), ("full", "true")));
        page = await WaitAsync(mine, "完整号码.csv</a>");
        Assert.Contains(Id, await mine.GetStringAsync(Download().Match(page).Groups[1].Value));
        foreach (var stranger in new[] { neighbour, other, reader })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(at)).StatusCode);
            Assert.DoesNotContain("名册导出（", await stranger.GetStringAsync("/jobs"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/people/export")).StatusCode);
        Assert.StartsWith("/people/export?refused", await PostAsync(reader, "/people/export", ("what", "workers"), ("format", "csv")));
        Assert.StartsWith("/people/export?refused", await PostAsync(mine, "/people/export", ("what", "workers"), ("format", "csv"), ("region", $"{Xiaodian}")));
        Assert.StartsWith("/people/export?refused", await PostAsync(mine, "/people/export", ("what", "passwords"), ("format", "csv")));
        foreach (var file in Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Id)) < 0, $"{Path.GetFileName(file)} holds a planted number");
        }
    }

    [Fact(DisplayName = "取消和再试一次要有防伪令牌；别人的任务动不了；页面上的文字不会成为代码")]
    [Trait("Clause", "13.1")]
    public async Task Posts_are_guarded()
    {
        using var mine = await host.SignedInAsync(Qingxu, Rights.PeopleImport);
        using var other = await host.SignedInAsync(Xiaodian, Rights.PeopleImport);
        await ImportAsync(mine, "守.csv");
        var page = await WaitAsync(mine, "核对完成");
        Assert.Contains("守.csv", page);
        Assert.DoesNotContain("守.csv", await other.GetStringAsync("/jobs"));
        await using var db = host.Services.GetRequiredService<Platform.Data.IDbFactory>().Create();
        var id = db.Jobs().Single(j => j.Title == "守.csv").JobId;
        using var empty = new FormUrlEncodedContent([]);
        Assert.Equal(HttpStatusCode.BadRequest, (await mine.PostAsync($"/jobs/{id}/cancel", empty)).StatusCode);
        Assert.Contains("没有找到这个任务", await PostAsync(other, $"/jobs/{id}/cancel"));
        Assert.Contains("没有找到这个任务", await PostAsync(other, $"/jobs/{id}/retry"));
        Assert.Contains("状态已经变化", await PostAsync(mine, $"/jobs/{id}/retry"));
        using var stranger = host.Client();
        Assert.StartsWith("/sign-in", (await stranger.GetAsync("/jobs")).Headers.Location!.PathAndQuery);
        Assert.DoesNotContain("<script>alert", await mine.GetStringAsync("/jobs?refused=" + Uri.EscapeDataString("<script>alert(1)</script>")));
        Assert.DoesNotContain("http-equiv=\"refresh\"", await mine.GetStringAsync("/jobs")); // nothing is under way
    }

    [Fact(DisplayName = "每周一北京时间 00:10 封存上周")]
    public void The_week_is_frozen_on_Monday_morning()
    {
        var next = new CronExpression(FreezeLastWeek.MondayMorning, TimeZoneInfo.Utc).GetNextValidTimeAfter(new(2022, 2, 25, 4, 0, 0, TimeSpan.Zero))!.Value;
        Assert.Equal("2022-02-28 00:10", ChinaTime.Show(next.UtcDateTime));
    }

    private static async Task ImportAsync(HttpClient client, string name = "名册.csv")
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TestHost.TokenAsync(client, "/people/import")), "__RequestVerificationToken" },
            { new StringContent($"{Qingxu}"), "region" }, { new StringContent("2022-02-27"), "as-of" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Roster)), "file", name },
        };
        var at = (await client.PostAsync("/people/import/upload", form)).Headers.Location!.OriginalString;
        await WaitAsync(client, "核对完成");
        if (name == "名册.csv")
        {
            await PostAsync(client, at + "/keep");
            await WaitAsync(client, "已写入：新增 1 人");
        }
    }

    private static async Task<string> PostAsync(HttpClient client, string address, params (string, string)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/sign-in")), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]);
        var answer = await client.PostAsync(address, form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return Uri.UnescapeDataString(answer.Headers.Location!.OriginalString);
    }

    private static async Task<string> WaitAsync(HttpClient client, string text)
    {
        var page = "";
        for (var i = 0; i < 300; i++)
        {
            page = await client.GetStringAsync("/jobs");
            if (page.Contains(text, StringComparison.Ordinal))
            {
                return page;
            }

            await Task.Delay(100);
        }

        Assert.Contains(text, page);
        return page;
    }

    [GeneratedRegex("href=\"(/jobs/[^\"]+/result)\"")]
    private static partial Regex Download();
}
