namespace Chunfeng.Journeys.Tests;

public class AuditJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "审计员查得到谁看了谁的号码，审计链检查得出完整，导出成表")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "13.1")]
    public async Task Who_looked_at_whom(int width)
    {
        var page = await host.SignedInAsync(width);
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await page.GotoAsync(host.Address + "/people");
        await page.ClickAsync("tbody tr:first-child th a");
        await page.FillAsync("input[name=reason]", "核对工资卡");
        await page.ClickAsync("button:has-text(\"查看完整号码\")");
        await page.WaitForSelectorAsync("#numbers");
        await page.CloseAsync();
        page = await host.SignedInAsync(width, "demo-audit"); // who audits does no business, and the other way round
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await page.GotoAsync(host.Address + "/audit?act=people.unmask");
        Assert.Contains("核对工资卡", await page.InnerTextAsync("main"));
        await page.GotoAsync(host.Address + "/audit");
        await page.ClickAsync("text=检查审计链");
        await page.WaitForSelectorAsync("text=审计链完整");
        await Shots.TakeAsync(page, "audit");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("text=导出 CSV"));
        Assert.Contains("people.unmask", await File.ReadAllTextAsync(await download.PathAsync()));
        Assert.Empty(errors);
        await page.CloseAsync();
    }
}
