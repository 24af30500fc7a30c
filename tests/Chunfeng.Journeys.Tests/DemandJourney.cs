using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>Surveys, policies and sent vacancies in a browser, wide and on a phone.</summary>
[Trait("Clause", "2.2")]
[Trait("Clause", "2.3")]
public class DemandJourney(EmployersHost host) : IClassFixture<EmployersHost>
{
    [Theory(DisplayName = "单位在手机上答复需求调查、接着发布岗位；县里看缺口、告知政策；站里送岗位：各页看得全")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Surveys_policies_and_senders(int width)
    {
        var errors = new List<string>();
        var own = await host.SignedInAsync("demo-employer", width, errors);
        await own.GotoAsync(host.Address + "/employers/demand");
        await LookAsync(own, "demand-own");
        await own.ClickAsync("tbody th a >> nth=0");
        await own.ArriveAsync("**/answer");
        await LookAsync(own, "demand-answer-form");
        await own.FillAsync("#f-occupation-0", "翻跟头的");
        await own.FillAsync("#f-now-0", "3");
        await own.FillAsync("#f-heads", "60");
        await own.ClickAsync("button:has-text(\"答复\")");
        await own.WaitForSelectorAsync("text=没有认出工种");
        await LookAsync(own, "demand-answer-refused");
        await own.FillAsync("#f-occupation-0", "缝纫工");
        await own.FillAsync("#f-period-0", "12");
        await own.FillAsync("#f-pay-0", "4600-5200");
        await own.CheckAsync("input[name=help][value=training]");
        await own.ClickAsync("button:has-text(\"答复\")");
        await own.WaitForSelectorAsync("text=已答复，谢谢");
        await LookAsync(own, "demand-done");
        await own.ClickAsync("a:has-text(\"发布岗位\") >> nth=0");
        await own.ArriveAsync("**/vacancies/new*");
        Assert.Equal("4600", await own.InputValueAsync("#f-pay-low"));
        await LookAsync(own, "demand-vacancy-form");
        await own.GotoAsync(host.Address + "/employers/mine");
        await LookAsync(own, "employer-own-policies");

        var clerk = await host.SignedInAsync("demo-county", width, errors);
        await clerk.GotoAsync(host.Address + "/employers/demand");
        await LookAsync(clerk, "demand-rounds");
        await clerk.ClickAsync("tbody th a >> nth=0");
        await clerk.ArriveAsync("**/employers/demand/*");
        foreach (var tab in new[] { "occupations", "counties", "waiting", "answered" })
        {
            await clerk.GotoAsync($"{clerk.Url.Split('?')[0]}?tab={tab}");
            await LookAsync(clerk, "demand-" + tab);
        }

        await clerk.GotoAsync($"{clerk.Url.Split('?')[0]}?tab=waiting");
        await clerk.FillAsync("input[name=note]", "还没勾选");
        await clerk.ClickAsync("button:has-text('登记勾选的单位')");
        await clerk.WaitForSelectorAsync("text=请先勾选催过的单位");
        Assert.Equal("还没勾选", await clerk.InputValueAsync("input[name=note]"));
        await LookAsync(clerk, "demand-reminder-refused");
        await clerk.ClickAsync("text=勾选本页全部");
        await clerk.ArriveAsync("**pick=page*");
        await clerk.SelectOptionAsync("select[name=way]", width > 500 ? "visit" : "message");
        await clerk.FillAsync("input[name=note]", "厂长说周五前填");
        await clerk.ClickAsync("button:has-text('登记勾选的单位')");
        await clerk.WaitForSelectorAsync("text=已登记催报");
        await clerk.EvaluateAsync("document.querySelectorAll('td details').forEach((d, i) => d.open = i < 2)");
        await LookAsync(clerk, "demand-reminded");

        await clerk.GotoAsync(host.Address + "/employers/demand/new");
        await LookAsync(clerk, "demand-new");

        await clerk.GotoAsync(host.Address + "/employers?flag=key");
        await clerk.ClickAsync("tbody th a >> nth=0");
        await clerk.WaitForSelectorAsync("#policies");
        await clerk.EvaluateAsync("document.querySelectorAll('#policies details').forEach((d, i) => d.open = i < 2)");
        await clerk.EvaluateAsync("document.querySelector('#policies').scrollIntoView()");
        await LookAsync(clerk, "employer-policies");

        var city = await host.SignedInAsync("demo-city", width, errors);
        await city.GotoAsync(host.Address + "/employers/retention");
        await LookAsync(city, "retention");
        await city.GotoAsync(host.Address + "/employers/retention?code=demo-steady-service&version=演示&tab=tell");
        await LookAsync(city, "retention-tell");
        await city.GotoAsync(host.Address + "/employers/retention?code=sme-hiring&version=2022年实施方案&tab=unknown");
        await LookAsync(city, "retention-unknown");

        var station = await host.SignedInAsync("demo-station", width, errors);
        await station.GotoAsync(host.Address + "/vacancies?tab=sent");
        await LookAsync(station, "sent");
        await station.GotoAsync(host.Address + "/vacancies/send");
        await LookAsync(station, "send");
        await station.FillAsync("#f-credit", width > 500 ? "91110105MA00000012" : "91110105MA00000025");
        await station.ClickAsync("button:has-text(\"查一下\")");
        await station.WaitForSelectorAsync(".alert, .field-error");
        await LookAsync(station, "send-employer");
        Assert.Empty(errors);
        foreach (var page in new[] { own, clerk, city, station })
        {
            await page.CloseAsync();
        }
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await page.CompleteAsync();
        await Shots.TakeAsync(page, name);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), name);
    }
}
