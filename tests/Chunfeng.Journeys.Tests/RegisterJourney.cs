using Microsoft.Playwright;

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

    [Theory(DisplayName = "更正登记：记一段务工、结束它、退出类别；写不对的说明怎么写，改完在此人的经过里看得到")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "12.3")]
    public async Task Facts_by_hand(int width)
    {
        var page = await host.SignedInAsync(width);
        await page.GotoAsync(host.Address + "/people?region=140000000000&category=P10");
        await page.ClickAsync(width > 900 ? "tbody tr:nth-child(2) th a" : "tbody tr:nth-child(3) th a");
        await page.WaitForSelectorAsync("text=务工和类别");
        var person = page.Url;
        await page.ClickAsync("a:has-text('更正登记')");
        await page.ArriveAsync("**/change");
        await LookAsync("person-change");
        await page.ClickAsync("a:has-text('记一段务工')");
        await page.ArriveAsync("**/change?work=new");
        await page.FillAsync("input[name=from]", "2022-01-04");
        await page.FillAsync("input[name=place]", "月亮上");
        await page.SelectOptionAsync("select[name=form]", new SelectOptionValue { Index = 1 });
        await page.FillAsync("input[name=employer]", "手记电子厂");
        await page.FillAsync("input[name=wage]", "4600");
        await page.FillAsync("input[name=source]", "入户核实");
        await page.ClickAsync("button:has-text('记下')");
        await page.WaitForSelectorAsync("text=没有认出“月亮上”");
        Assert.Equal("4600", await page.InputValueAsync("input[name=wage]"));
        await LookAsync("person-change-refused");
        await page.FillAsync("input[name=place]", "浙江省杭州市余杭区");
        await page.ClickAsync("button:has-text('记下')");
        await page.WaitForSelectorAsync("text=记下了");
        await page.ClickAsync("tr:has-text('手记电子厂') a, li:has-text('手记电子厂') a");
        await page.ArriveAsync("**/change?work=*");
        await LookAsync("person-change-work");
        await page.FillAsync("form:has-text('记下结束') input[name=last]", "2022-02-20");
        await page.FillAsync("form:has-text('记下结束') input[name=source]", "电话核实已返乡");
        await page.ClickAsync("button:has-text('记下结束')");
        await page.WaitForSelectorAsync("text=记下了");
        await page.ClickAsync("a:has-text('更正或退出') >> nth=0");
        await page.ArriveAsync("**/change?status=*");
        await LookAsync("person-change-status");
        await page.FillAsync("form:has-text('记下结束') input[name=last]", "2022-02-21");
        await page.SelectOptionAsync("form:has-text('记下结束') select[name=evidence]", "5");
        await page.FillAsync("form:has-text('记下结束') input[name=source]", "县里核准退出");
        await page.ClickAsync("button:has-text('记下结束')");
        await page.WaitForSelectorAsync("text=记下了");
        await page.GotoAsync(person);
        var said = await page.InnerTextAsync("main");
        Assert.Contains("手记电子厂", said);
        Assert.Contains("4,600 元", said);
        await LookAsync("person-changed");

        async Task LookAsync(string name)
        {
            await page.CompleteAsync();
            await Shots.TakeAsync(page, name);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), name);
        }
    }
}
