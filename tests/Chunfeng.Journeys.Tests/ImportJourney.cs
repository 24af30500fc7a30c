using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A picture of the page for whoever looks, when CHUNFENG_SHOTS names a folder.</summary>
internal static class Shots
{
    public static async Task TakeAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHUNFENG_SHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            var whole = await page.EvaluateAsync<int>("document.documentElement.scrollHeight") < 15_000; // more than that the browser cannot draw at once
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{page.ViewportSize!.Width}.png"), FullPage = whole });
        }
    }
}

public class ImportJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "上传台账、核对、写入、取回退回名单")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "12.3")]
    public async Task Roster_from_upload_to_register(int width)
    {
        var page = await host.SignedInAsync(width);
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await page.GotoAsync(host.Address + "/people/import");
        await Shots.TakeAsync(page, "import-empty");
        await page.SelectOptionAsync("select[name=region]", "140121000000");
        await page.FillAsync("input[name=as-of]", "2022-02-27");
        await page.SetInputFilesAsync("input[type=file]", Sample());
        await page.ClickAsync("text=上传并核对");
        await page.WaitForSelectorAsync("text=核对完成，还没有写入", new() { Timeout = 30_000 });
        await Shots.TakeAsync(page, "import-checked");
        Assert.Contains("徐沟镇", await page.InnerTextAsync("body"));
        Assert.DoesNotContain("140121198007159130", await page.ContentAsync());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));

        await page.ClickAsync("text=确认写入");
        await page.WaitForSelectorAsync("text=已写入登记库", new() { Timeout = 30_000 });
        await Shots.TakeAsync(page, "import-done");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a:has-text(\"下载退回名单\")"));
        var rejects = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains("退回原因", rejects);
        Assert.Contains("是否为：徐沟镇？", rejects);
        Assert.EndsWith("-退回.csv", download.SuggestedFilename);
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Fact(DisplayName = "不是台账的文件当场说明怎么办；刷新旧表单不会写第二次")]
    public async Task Wrong_file_is_told_at_once()
    {
        var page = await host.SignedInAsync(1440);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xlsx");
        await File.WriteAllTextAsync(file, "<html><body>不是表格</body></html>");
        try
        {
            await page.GotoAsync(host.Address + "/people/import");
            await page.SetInputFilesAsync("input[type=file]", file);
            await page.ClickAsync("text=上传并核对");
            await page.WaitForSelectorAsync("text=这个文件没有收下");
            await Shots.TakeAsync(page, "import-refused");
        }
        finally
        {
            File.Delete(file);
        }

        await page.GotoAsync(host.Address + $"/people/import/{Guid.NewGuid()}");
        Assert.Contains("不在您的管辖范围内", await page.InnerTextAsync("body"));
        await page.CloseAsync();
    }

    private static string Sample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "tests", "samples", "roster-small.csv");
            if (File.Exists(found))
            {
                return found;
            }
        }

        throw new FileNotFoundException("tests/samples/roster-small.csv");
    }
}
