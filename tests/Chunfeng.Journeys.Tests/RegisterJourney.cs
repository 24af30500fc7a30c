namespace Chunfeng.Journeys.Tests;

public class RegisterJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "登记库：按地区找人、翻页、打开一个人、写明事由看完整号码")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "12.3")]
    public async Task From_the_register_to_a_person(int width)
    {
        var page = await host.SignedInAsync(width);
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await page.GotoAsync(host.Address + "/people");
        await Shots.TakeAsync(page, "people");
        var first = await page.InnerTextAsync("tbody tr:first-child th a");
        await page.ClickAsync("a[rel=next]");
        await page.ClickAsync("a[rel=prev]");
        Assert.Equal(first, await page.InnerTextAsync("tbody tr:first-child th a"));
        foreach (var region in (string[])["太原市", "清徐县"])
        {
            if (width < 900)
            {
                await page.ClickAsync("details.fold > summary");
            }

            await page.ClickAsync($".regions a:visible:text-is('{region}')");
            await page.WaitForSelectorAsync($".chip:has-text('{region}')");
        }

        await page.SelectOptionAsync("select[name=working]", "yes");
        await page.ClickAsync("text=查询 >> visible=true");
        await page.WaitForSelectorAsync(".chip:has-text('正在务工')");
        Assert.Contains("region=140121000000", page.Url); // the form carries the region along
        await Shots.TakeAsync(page, "people-county");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await page.ClickAsync("tbody tr:first-child th a");
        await page.WaitForSelectorAsync("text=务工和类别");
        await Shots.TakeAsync(page, "person");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.DoesNotMatch(@"\d{17}[\dX]", await page.InnerTextAsync("body"));
        await page.FillAsync("input[name=reason]", "核对工资卡");
        await page.ClickAsync("button:has-text('查看完整号码')");
        await page.WaitForSelectorAsync("#numbers");
        await Shots.TakeAsync(page, "person-open");
        Assert.Matches(@"\d{17}[\dX]", await page.InnerTextAsync("#numbers"));
        Assert.DoesNotContain("%", page.Url); // the reason is not in the address
        var id = System.Text.RegularExpressions.Regex.Match(await page.InnerTextAsync("#numbers"), @"\d{17}[\dX]").Value;
        await page.GotoAsync(host.Address + "/people");
        await page.FillAsync(".filters input[name=q]", id);
        await page.PressAsync(".filters input[name=q]", "Enter");
        await page.WaitForSelectorAsync(".chip:has-text('按身份证号')");
        Assert.Equal(1, await page.Locator("tbody tr").CountAsync());
        Assert.DoesNotContain(id, page.Url + await page.ContentAsync()); // found, but the number stays nowhere
        await page.GotoAsync(host.Address + "/people?q=%E4%B8%8D%E5%AD%98%E5%9C%A8%E7%9A%84%E4%BA%BA&after=xyz");
        await Shots.TakeAsync(page, "people-none");
        Assert.Contains("没有找到符合条件的人", await page.InnerTextAsync("body"));
        await page.GotoAsync(host.Address + "/people?q=1401&min-age=abc");
        await Shots.TakeAsync(page, "people-odd");
        Assert.Contains("请先改正上面标出的条件", await page.InnerTextAsync("body"));
        Assert.Empty(errors);
        await page.CloseAsync();
    }
}
