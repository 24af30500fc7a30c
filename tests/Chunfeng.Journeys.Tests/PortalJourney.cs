namespace Chunfeng.Journeys.Tests;

/// <summary>From the register to a worker's own phone.</summary>
public class PortalJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Fact(DisplayName = "工作人员发服务卡，本人扫码、填后四位，在手机上看到自己的登记；大字也不横向溢出")]
    [Trait("Clause", "7.7")]
    public async Task A_worker_on_their_own_phone()
    {
        var staff = await host.SignedInAsync(1440);
        await staff.GotoAsync(host.Address + "/people");
        await staff.ClickAsync("tbody tr:first-child th a");
        await staff.WaitForSelectorAsync("text=务工和类别");
        await staff.FillAsync("[name=reason]", "发服务卡时核对身份");
        await staff.ClickAsync("button:has-text('查看完整号码')");
        var digits = (await staff.Locator("#numbers .num").First.InnerTextAsync())[^4..];
        await staff.ClickAsync("a:text-is('服务卡')");
        await staff.ArriveAsync("**/pass");
        await Shots.TakeAsync(staff, "pass-new");
        await staff.ClickAsync("button:has-text('发放服务卡')");
        var address = await staff.Locator("#pass-address").InnerTextAsync();
        await Shots.TakeAsync(staff, "pass-shown");
        await staff.CloseAsync();

        await using var pocket = await host.Browser!.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, Locale = "zh-CN" });
        pocket.SetDefaultTimeout(90_000);
        var phone = await pocket.NewPageAsync();
        List<string> complaints = [];
        phone.Console += (_, said) => { if (said.Type == "error") { complaints.Add($"{said.Text} {said.Location}"); } };
        await phone.GotoAsync(address);
        await Shots.TakeAsync(phone, "pass-door");
        await phone.FillAsync("#digits", digits);
        await phone.ClickAsync("button:has-text('进入')");
        await phone.ArriveAsync(host.Address + "/my");
        foreach (var page in (string[])["/my", "/my/me", "/my/jobs", "/my/applications"])
        {
            await phone.GotoAsync(host.Address + page);
            await Shots.TakeAsync(phone, "portal" + page.Replace('/', '-'));
            Assert.True(await phone.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), page);
            var small = await phone.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('main .btn, .portal-nav > a, .portal-nav summary')].filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)");
            Assert.Empty(small);
        }

        // five places in the bar, what is left behind the last
        Assert.Equal(5, await phone.Locator(".portal-nav > *").CountAsync());
        await phone.ClickAsync(".portal-more summary");
        await phone.WaitForSelectorAsync(".portal-rest a[href='/my/me']");
        await Shots.TakeAsync(phone, "portal-more");
        Assert.True(await phone.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await phone.ClickAsync("button:has-text('大字')");
        await phone.WaitForSelectorAsync(".portal-large");
        foreach (var page in (string[])["/my", "/my/me", "/my/jobs"])
        {
            await phone.GotoAsync(host.Address + page);
            await Shots.TakeAsync(phone, "portal-large" + page.Replace('/', '-'));
            Assert.True(await phone.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), page + " large");
        }

        Assert.Empty(complaints);
    }
}
