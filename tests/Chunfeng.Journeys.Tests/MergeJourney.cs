using System.Text.RegularExpressions;

namespace Chunfeng.Journeys.Tests;

public partial class MergeJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "同一人两份登记：找到、逐项核对、合并，再撤销")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "12.3")]
    public async Task Two_registrations_become_one_and_two_again(int width)
    {
        var page = await host.SignedInAsync(width);
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await page.GotoAsync(host.Address + "/people?region=140121000000");
        var people = await page.Locator("tbody th a").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        // the number of the one to keep, as a person with the right would read it
        await page.GotoAsync(host.Address + people[1]);
        await page.FillAsync("input[name=reason]", "核对是否重复登记");
        await page.ClickAsync("button:has-text(\"查看完整号码\")");
        await page.WaitForSelectorAsync("#numbers");
        var number = IdNumber().Match(await page.InnerTextAsync("#numbers")).Value;

        await page.GotoAsync(host.Address + people[0]);
        await page.ClickAsync("text=与另一份登记合并");
        await page.FillAsync("input[name=number]", number);
        await page.ClickAsync("button:has-text(\"查找\")");
        await page.WaitForSelectorAsync("text=逐项核对");
        await Shots.TakeAsync(page, "merge");
        Assert.DoesNotContain(number, page.Url);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await page.FillAsync("input[name=reason]", "入户核对证件，确为同一人");
        await page.ClickAsync("form[method=post] button:has-text(\"合并\")");
        await page.ArriveAsync(host.Address + people[1]);
        Assert.Contains("并入的登记", await page.InnerTextAsync("main"));

        await page.GotoAsync(host.Address + people[0]);
        await Shots.TakeAsync(page, "merged");
        Assert.Contains("已合并过去", await page.InnerTextAsync("main"));
        await page.FillAsync("input[name=undo-reason]", "再次核对，不是同一人");
        await page.ClickAsync("button:has-text(\"撤销合并\")");
        await page.WaitForSelectorAsync("text=与另一份登记合并");
        Assert.DoesNotContain("已合并过去", await page.InnerTextAsync("main"));
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [GeneratedRegex(@"\d{17}[\dX]")]
    private static partial Regex IdNumber();
}
