using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A host with a small demonstration province: its employers, its vacancies, and sign-ins for an employer, a county and the province.</summary>
public sealed class EmployersHost() : JourneyHost(600)
{
    protected override string PasswordOf(string login) => DemoPasswordNow();
}

[Trait("Clause", "2.2")]
[Trait("Clause", "2.4")]
[Trait("Clause", "11.2")]
public class EmployersJourney(EmployersHost host) : IClassFixture<EmployersHost>
{
    [Theory(DisplayName = "单位在手机上发布岗位、违法限制被指出、县里退回、单位改好、县里发布；重点企业、吸纳、导入各页看得全")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_vacancy_from_its_employer_to_the_public(int width)
    {
        var errors = new List<string>();
        var (title, what) = width > 500 ? ("样衣工", "制作服装样衣，打板后试缝，修改到位") : ("锁边工", "给裁片锁边、钉扣，使用包缝机");
        var own = await host.SignedInAsync("demo-employer", width, errors);
        await own.GotoAsync(host.Address + "/vacancies");
        await LookAsync(own, "employer-vacancies");
        await own.ClickAsync("a:has-text(\"发布岗位\")");
        await own.ArriveAsync("**/vacancies/new*");
        await own.FillAsync("#f-title", title);
        await own.FillAsync("#f-occupation", "缝纫工");
        await own.FillAsync("#f-posts", "6");
        await own.FillAsync("#f-text", what + "。仅限女性，35岁以下。");
        await own.FillAsync("#f-pay-low", "4500");
        await own.FillAsync("#f-pay-high", "6000");
        await own.CheckAsync("input[name=board]");
        await LookAsync(own, "vacancy-form");
        await own.ClickAsync("button:has-text(\"保存并提交审核\")");
        await own.WaitForSelectorAsync("text=第二十七条");
        await LookAsync(own, "vacancy-refused");
        await own.FillAsync("#f-text", what + "。");
        await own.ClickAsync("button:has-text(\"保存并提交审核\")");
        await own.WaitForSelectorAsync("text=已提交，当地审核后发布");
        var vacancy = own.Url.Split('?')[0];
        await LookAsync(own, "vacancy-submitted");

        var clerk = await host.SignedInAsync("demo-county", width, errors);
        await clerk.GotoAsync(host.Address + "/vacancies?tab=review");
        await LookAsync(clerk, "vacancy-queue");
        await clerk.GotoAsync(vacancy + "?queue=yes");
        await LookAsync(clerk, "vacancy-review");
        await clerk.FillAsync("#f-return", "请写明每月几号发工资");
        await clerk.ClickAsync("button:has-text(\"退回修改\")");
        await clerk.WaitForSelectorAsync("text=已退回");

        await own.GotoAsync(vacancy);
        await own.WaitForSelectorAsync("text=请写明每月几号发工资");
        await LookAsync(own, "vacancy-returned");
        await own.ClickAsync("a:has-text(\"修改\") >> nth=0");
        await own.ArriveAsync("**/edit");
        await own.FillAsync("#f-text", what + "。每月15日发上月工资。");
        await own.ClickAsync("button:has-text(\"保存并提交审核\")");
        await own.WaitForSelectorAsync("text=已提交，当地审核后发布");

        await clerk.GotoAsync(vacancy);
        await clerk.ClickAsync("button:has-text(\"发布（Alt+P）\")");
        await clerk.WaitForSelectorAsync("text=首次发布");
        await LookAsync(clerk, "vacancy-published");
        await clerk.GotoAsync(host.Address + $"/vacancies?q={title}");
        Assert.Contains(title, await clerk.InnerTextAsync("tbody"));
        await LookAsync(clerk, "vacancies-open");

        foreach (var (address, name) in new[]
        {
            ("/employers", "employers"), ("/employers/guarantee", "guarantee"), ("/employers/absorption", "absorption"), ("/vacancies/import", "vacancy-import"), ("/employers/new", "employer-new"),
            ("/vacancies?q=没有这样的岗位", "vacancies-empty"),
        })
        {
            await clerk.GotoAsync(host.Address + address);
            await LookAsync(clerk, name);
        }

        await clerk.GotoAsync(host.Address + "/employers");
        await clerk.ClickAsync("tbody th a");
        await clerk.WaitForSelectorAsync("text=用工行为记录");
        await LookAsync(clerk, "employer");
        Assert.Empty(errors);
        await own.CloseAsync();
        await clerk.CloseAsync();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await page.CompleteAsync();
        await Shots.TakeAsync(page, name);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), name);
    }
}
