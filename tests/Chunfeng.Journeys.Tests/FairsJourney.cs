using Chunfeng.Employers.Contracts;
using Chunfeng.Events;
using Chunfeng.Events.SignIns;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Chunfeng.Web.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A demonstration province with its fairs, a clock the test sets, and the demonstration's vacancies.</summary>
public sealed class FairsHost() : JourneyHost(6000)
{
    private readonly SetClock clock = new();

    protected override TimeProvider Clock => clock;

    /// <summary>To a moment in China.</summary>
    public void GoTo(int month, int day, int hour) => clock.Now = new(2022, month, day, hour, 0, 0, TimeSpan.FromHours(8));

    protected override async Task PrepareAsync(IServiceProvider services)
    {
        var accounts = services.GetRequiredService<Accounts>();
        string[] rights = [Rights.EventsRead, Rights.EventsWrite, Rights.PeopleRead, Rights.PeoplePass, Rights.EmployersRead, Rights.OrdersIssue];
        await accounts.CreateAsync("province", "省级专班", 140000000000, rights, Password, default);
        await accounts.CreateAsync("city", "太原市专班", 140100000000, rights, Password, default);
        await accounts.CreateAsync("county", "清徐县经办", 140121000000, rights, Password, default);
    }

    /// <summary>A worker of Qingxu on their own phone, in with a pass.</summary>
    public async Task<IPage> WorkerAsync(string surname, List<string> errors)
    {
        string address, digits;
        await using (var scope = Services.CreateAsyncScope())
        {
            var clerk = new Actor("county", "清徐县经办", new RegionCode(140121000000), new HashSet<string> { Rights.PeopleRead, Rights.PeoplePass });
            var found = await scope.ServiceProvider.GetRequiredService<FindPeople>().HandleAsync(surname, clerk, default);
            var person = found.Value![0];
            digits = person.IdNumber[^4..];
            address = (await scope.ServiceProvider.GetRequiredService<IWorkerPasses>().IssueAsync(person.WorkerId, 90, clerk, default)).Value!.Address;
        }

        var page = await OpenAsync(390, errors);
        await page.EnterAsync(Address, (Address + address, digits));
        return page;
    }

    /// <summary>What the screen at the fair says at this moment.</summary>
    public async Task<string> CodeAsync(Guid fair)
    {
        await using var scope = Services.CreateAsyncScope();
        return scope.ServiceProvider.GetRequiredService<SignInCode>().Of(fair);
    }

    /// <summary>A published vacancy of the demonstration that is open on a day.</summary>
    public async Task<Guid> VacancyAsync(DateOnly day)
    {
        await using var scope = Services.CreateAsyncScope();
        await foreach (var vacancy in scope.ServiceProvider.GetRequiredService<IVacancies>().OpenAsync(day, default))
        {
            return vacancy.Id;
        }

        throw new InvalidOperationException("The demonstration has no open vacancy.");
    }

    public async Task<int> CountAsync(Guid fair)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChunfengDb>().SignIns().CountAsync(s => s.FairId == fair);
    }
}

[Trait("Clause", "8.1")]
[Trait("Clause", "8.3")]
[Trait("Clause", "13.6")]
public class FairsJourney(FairsHost host) : IClassFixture<FairsHost>
{
    [Theory(DisplayName = "县里筹备一场，安全检查没做完发不了；做完发布，求职者扫码签到、报名，报了结果，5511 那一格达标")]
    [InlineData(1440, "2022-03-22")]
    [InlineData(390, "2022-03-23")]
    public async Task From_plan_to_a_green_slot(int width, string day)
    {
        var errors = new List<string>();
        host.GoTo(2, 28, 9);
        var county = await host.SignedInAsync("county", width, errors);
        await county.GotoAsync(host.Address + "/events/5511");
        await Look(county, "5511-county");
        await county.GotoAsync(host.Address + "/events");
        await Look(county, "events-week");
        await county.GotoAsync(host.Address + "/events?view=month&day=2022-02-15");
        await Look(county, "events-month");
        await county.GotoAsync(host.Address + "/events?view=list");
        await Look(county, "events-list");
        await county.GotoAsync(host.Address + "/events/new");
        await county.FillAsync("input[name=title]", "清徐县“春风送岗位、就业暖民心”返乡农民工和脱贫劳动力专场招聘会暨政策宣讲活动");
        await county.FillAsync("input[name=place]", "清徐县人力资源市场");
        await county.FillAsync("input[name=starts]", day);
        await county.FillAsync("input[name=ends]", "2022-03-01");
        await county.ClickAsync("button:has-text(\"保存\")");
        await county.WaitForSelectorAsync("text=结束日期不能早于开始日期");
        await Look(county, "events-new-wrong");
        await county.FillAsync("input[name=ends]", day);
        await county.ClickAsync("button:has-text(\"保存\")");
        await county.WaitForSelectorAsync("text=已建好");
        var address = county.Url.Split('?')[0];
        var fair = Guid.Parse(address[^36..]);
        Assert.Contains("还不能发布", await county.InnerTextAsync("main"), StringComparison.Ordinal);
        await Look(county, "event-planned");

        // one item fails: still blocked
        await county.GotoAsync(address + "?tab=checks");
        await Look(county, "event-checks-empty");
        foreach (var item in await county.Locator("fieldset input[type=radio][value='1']").AllAsync())
        {
            await item.CheckAsync();
        }

        await county.CheckAsync("input[name='a.crowd.exits'][value='2']");
        await county.CheckAsync("input[name='a.crowd.licence'][value='3']");
        await county.FillAsync("input[name='n.crowd.licence']", "预计到场300人");
        await county.ClickAsync("button:has-text(\"保存检查结果\")");
        await county.WaitForSelectorAsync("text=还有没完成的项");
        await Look(county, "event-checks-no");
        Assert.Contains("不符合", await county.InnerTextAsync("main"), StringComparison.Ordinal);
        await county.CheckAsync("input[name='a.crowd.exits'][value='1']");
        await county.ClickAsync("button:has-text(\"保存检查结果\")");
        await county.WaitForSelectorAsync("text=安全检查已完成");
        await county.GotoAsync(address + "?tab=employers");
        await Look(county, "event-employers-empty");
        var vacancy = await host.VacancyAsync(DateOnly.Parse(day));
        var card = (await host.DoAsync(s => s.GetRequiredService<IVacancies>().FindAsync(vacancy, default)))!;
        await county.ClickAsync("a:has-text(\"挑岗位\")");
        await county.FillAsync("input[name=where]", "某某地方");
        await county.ClickAsync("button:has-text(\"查找\")");
        await county.WaitForSelectorAsync("text=没有认出这个地点");
        await Look(county, "event-jobs-odd");
        await county.FillAsync("input[name=where]", "");
        await county.FillAsync("input[name=job]", card.Title);
        await county.FillAsync("input[name=firm]", card.Employer);
        await county.ClickAsync("button:has-text(\"查找\")");
        await county.WaitForSelectorAsync($"a[href='/vacancies/{vacancy}']");
        await Look(county, "event-jobs");
        await county.Locator("tr", new() { Has = county.Locator($"a[href='/vacancies/{vacancy}']") }).Locator("button:has-text('加入')").ClickAsync();
        await county.WaitForSelectorAsync("text=已加入岗位");
        Assert.Equal(card.Title, await county.InputValueAsync("input[name=job]")); // what was sought is kept
        await Look(county, "event-jobs-added");
        await county.GotoAsync(address + "/firms");
        await county.FillAsync("input[name=who]", "清徐县");
        await county.ClickAsync("button:has-text(\"查找\")");
        await county.WaitForSelectorAsync("text=展位号");
        await Look(county, "event-firms");
        await county.FillAsync("input[name=booth] >> nth=0", "A12");
        await county.ClickAsync("tbody button:has-text('加入') >> nth=0");
        await county.WaitForSelectorAsync("text=已加入参会单位");
        await Look(county, "event-firms-added");
        await county.ClickAsync("text=挑好了，回活动");
        await county.WaitForSelectorAsync("text=A12");
        await Look(county, "event-employers");
        await county.ClickAsync("button[value=release]");
        await county.WaitForSelectorAsync("text=已发布，公众可以看到");
        await Look(county, "event-released");
        await county.CloseAsync();

        // the day itself
        host.GoTo(3, int.Parse(day[^2..], System.Globalization.CultureInfo.InvariantCulture), 9);
        county = await host.SignedInAsync("county", width, errors);
        await county.GotoAsync($"{address}/code");
        await Look(county, "event-code");
        var worker = await host.WorkerAsync(width > 1000 ? "王" : "张", errors);
        await worker.GotoAsync(host.Address + "/my/events");
        await Look(worker, "my-events");
        await worker.GotoAsync($"{host.Address}/my/events/{fair}?c={await host.CodeAsync(fair)}");
        await Look(worker, "my-event");
        await worker.ClickAsync("button:has-text(\"签到\")");
        await worker.WaitForSelectorAsync("text=签到成功");
        await worker.ClickAsync("button:has-text(\"报名\")");
        await worker.WaitForSelectorAsync("text=报名成功");
        await Look(worker, "my-event-done");
        await worker.CloseAsync();
        Assert.Equal(1, await host.CountAsync(fair));

        // somebody without a phone
        await county.GotoAsync($"{address}/sign-in");
        await county.FillAsync("input[name=who]", "李");
        await county.ClickAsync("button:has-text(\"查找\")");
        await county.WaitForSelectorAsync("td button:has-text(\"签到\")");
        await Look(county, "event-sign-in");
        await county.ClickAsync("td button:has-text(\"签到\") >> nth=0");
        await county.WaitForSelectorAsync("text=已签到");
        Assert.Equal(2, await host.CountAsync(fair));

        await county.GotoAsync(address);
        await county.ClickAsync("button[value=hold]");
        await county.WaitForSelectorAsync("text=已登记举办");
        await county.FillAsync("input[name=attendance]", "120");
        await county.FillAsync("input[name=posts]", "200");
        await county.ClickAsync("button[value=file]");
        await county.WaitForSelectorAsync("text=结果已报送");
        await Look(county, "event-filed");
        await county.GotoAsync(host.Address + "/events/5511?quarter=2022-Q1");
        await Look(county, "5511-green");
        Assert.Equal("✓", await county.InnerTextAsync("table.slots tbody tr td:nth-of-type(6)"));

        var province = await host.SignedInAsync("province", width, errors);
        await province.GotoAsync(host.Address + "/events/5511?quarter=2022-Q1");
        await Look(province, "5511-province");
        Assert.Equal(143 + 702, await province.Locator("table.slots td.slot").CountAsync());
        await province.GotoAsync(host.Address + "/events?view=month&day=2022-02-15");
        await Look(province, "events-month-province");
        await province.GotoAsync(host.Address + "/events/campaigns");
        await province.ClickAsync("text=春风行动（演示）");
        await Look(province, "campaign");
        var report = await province.RunAndWaitForDownloadAsync(() => province.ClickAsync("text=下载报告"));
        Assert.EndsWith(".docx", report.SuggestedFilename, StringComparison.Ordinal);
        await province.GotoAsync(host.Address + "/events/campaigns/new");
        await Look(province, "campaign-new");
        var city = await host.SignedInAsync("city", width, errors);
        await city.GotoAsync(host.Address + "/events/5511?quarter=2022-Q1");
        await Look(city, "5511-city");
        // each its own: the same slot is not chased twice a day, whichever case comes first
        await city.ClickAsync($"tbody button:has-text('催办') >> nth={(width > 1000 ? 0 : 1)}");
        await city.WaitForSelectorAsync("text=已催办 1 个场次");
        await Look(city, "5511-chased");
        if (await city.Locator("a:has-text('调度令')").First.IsVisibleAsync() && width > 1000)
        {
            await city.ClickAsync(".alert a:has-text('调度令')");
            await city.WaitForSelectorAsync("text=补办5511场次");
            await Look(city, "5511-order");
        }

        Assert.Empty(errors);
        await county.CloseAsync();
        await province.CloseAsync();
        await city.CloseAsync();
    }

    private static async Task Look(IPage page, string name)
    {
        await page.CompleteAsync();
        await Shots.TakeAsync(page, name);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), name);
    }
}
