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
        await page.GotoAsync(host.Address + "/people?region=140121000000&working=yes");
        await Shots.TakeAsync(page, "people-county");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await page.ClickAsync("tbody tr:first-child th a");
        await page.WaitForSelectorAsync("text=务工和类别");
        await Shots.TakeAsync(page, "person");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.DoesNotMatch(@"\d{17}[\dX]", await page.InnerTextAsync("body"));
        await page.FillAsync("input[name=reason]", "核对工资卡");
        await page.ClickAsync("text=查看完整号码 >> nth=-1");
        await page.WaitForSelectorAsync("#numbers");
        await Shots.TakeAsync(page, "person-open");
        Assert.Matches(@"\d{17}[\dX]", await page.InnerTextAsync("#numbers"));
        Assert.DoesNotContain("%", page.Url); // the reason is not in the address
        await page.GotoAsync(host.Address + "/people?q=%E4%B8%8D%E5%AD%98%E5%9C%A8%E7%9A%84%E4%BA%BA&min-age=abc&after=xyz");
        await Shots.TakeAsync(page, "people-none");
        Assert.Contains("没有找到符合条件的人", await page.InnerTextAsync("body"));
        Assert.Empty(errors);
        await page.CloseAsync();
    }
}
