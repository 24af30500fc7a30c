namespace Chunfeng.Journeys.Tests;

public class JobsJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "提交名册导出，在后台任务里看到进度，下载结果")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Export_and_fetch(int width)
    {
        var page = await host.SignedInAsync(width);
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await page.GotoAsync(host.Address + "/people/export");
        await Shots.TakeAsync(page, "people-export");
        await page.SelectOptionAsync("select[name=format]", "csv");
        await page.ClickAsync("button:has-text(\"开始导出\")");
        await page.ArriveAsync(host.Address + "/jobs");
        await page.WaitForSelectorAsync("tbody tr:first-child a[download]"); // the page refreshes itself, without script
        await Shots.TakeAsync(page, "jobs");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("tbody tr:first-child a[download]"));
        Assert.Contains("身份证号", (await File.ReadAllTextAsync(await download.PathAsync())).Split('\n')[0]);
        Assert.Empty(errors);
        await page.CloseAsync();
    }
}
