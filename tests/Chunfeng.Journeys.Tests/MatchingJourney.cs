using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A demonstration with employers, vacancies and referrals in every state.</summary>
public sealed class MatchingHost() : JourneyHost(20000)
{
    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Chunfeng:Demo:Referrals"] = "40";

    protected override string PasswordOf(string login) => DemoPasswordNow();
}

[Trait("Clause", "1.3")]
[Trait("Clause", "7.7")]
[Trait("Clause", "13.5")]
public class MatchingJourney(MatchingHost host) : IClassFixture<MatchingHost>
{
    [Theory(DisplayName = "县里推荐一个人，本人在手机上确认，县里登记录用，务工记录和推荐成效都有了")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task From_a_recommendation_to_the_work_spell(int width)
    {
        var errors = new List<string>();
        var county = await host.SignedInAsync("demo-county", width, errors);
        foreach (var (tab, name) in new[] { ("all", "matching-all"), ("referred", "matching-referred"), ("checks", "matching-checks"), ("closed", "matching-closed") })
        {
            await county.GotoAsync(host.Address + "/matching?tab=" + tab);
            await Shots.TakeAsync(county, name);
            await county.FitsAsync();
        }

        // somebody without work, out of the register
        await county.GotoAsync(host.Address + "/people?working=no");
        await county.ClickAsync(width == 1440 ? "tbody tr:nth-child(1) th a" : "tbody tr:nth-child(2) th a");
        await county.ClickAsync("a:has-text('推荐岗位')");
        await county.ArriveAsync("**/matching/people/*");
        await Shots.TakeAsync(county, "matching-person");
        await county.FitsAsync();
        var worker = county.Url.Split('/')[^1];
        await county.ClickAsync("button:text-is('推荐') >> nth=0");
        await county.WaitForSelectorAsync("text=已推荐，请联系本人确认");
        await county.ClickAsync("text=看这次推荐");
        await county.WaitForSelectorAsync("text=本人同意，报名");
        var referral = county.Url.Split('?')[0];
        await Shots.TakeAsync(county, "matching-referral");
        await county.FitsAsync();

        // the person's own phone
        await using var pocket = await PhoneAsync(county, worker);
        var phone = pocket.Pages[0];
        await phone.GotoAsync(host.Address + "/my");
        await Shots.TakeAsync(phone, "my-home");
        await phone.FitsAsync();
        await phone.ClickAsync("button:has-text('大字')");
        await phone.WaitForSelectorAsync("button:has-text('标准字号')");
        await Shots.TakeAsync(phone, "my-home-large");
        Assert.True(await phone.EvaluateAsync<bool>("""
            [...document.querySelectorAll('.portal-list li')].every(li => parseFloat(getComputedStyle(li.querySelector('h3, strong')).fontSize) >= parseFloat(getComputedStyle(li.querySelector('p')).fontSize))
            """), "a job's title is smaller than what stands below it");
        await phone.FitsAsync();
        await phone.ClickAsync("button:has-text('标准字号')");
        await phone.WaitForSelectorAsync("button:has-text('大字')");
        await phone.ClickAsync("text=去看看，答复");
        await phone.WaitForSelectorAsync("text=愿意去，报名");
        await Shots.TakeAsync(phone, "my-application");
        await phone.ClickAsync("button:has-text('愿意去，报名')");
        await phone.WaitForSelectorAsync("text=报上名了");
        await phone.GotoAsync(host.Address + "/my/jobs?q=" + Uri.EscapeDataString("保洁 太原"));
        await Shots.TakeAsync(phone, "my-jobs");
        await phone.FitsAsync();
        await phone.ClickAsync(".portal-list h2 a >> nth=0");
        await phone.WaitForSelectorAsync("text=为什么推荐给您");
        await Shots.TakeAsync(phone, "my-job");
        await phone.FitsAsync();
        await phone.GotoAsync(host.Address + "/my/wishes");
        await phone.FillAsync("[name=trades]", "保洁、不存在的工种");
        await phone.ClickAsync("button:has-text('保存')");
        await phone.WaitForSelectorAsync("text=没有听懂");
        await phone.FillAsync("[name=trades]", "保洁");
        await phone.FillAsync("[name=places]", "太原");
        await phone.ClickAsync("button:has-text('保存')");
        await phone.WaitForSelectorAsync("text=记下了");
        await Shots.TakeAsync(phone, "my-wishes");
        await phone.GotoAsync(host.Address + "/my/applications");
        await Shots.TakeAsync(phone, "my-applications");

        // the hire, and what it did
        await county.GotoAsync(referral);
        await county.ClickAsync("button:text-is('录用')");
        await county.WaitForSelectorAsync("text=已录用：名额减一");
        await Shots.TakeAsync(county, "matching-hired");
        await county.FitsAsync();
        await county.GotoAsync($"{host.Address}/people/{worker}");
        Assert.Contains("单位证明", await county.InnerTextAsync("main"), StringComparison.Ordinal);
        await county.GotoAsync(referral);
        await county.ClickAsync("dl a >> nth=0");
        await county.ArriveAsync("**/matching/vacancies/*");
        await Shots.TakeAsync(county, "matching-vacancy");
        await county.FitsAsync();
        await county.GotoAsync(host.Address + "/matching/units");
        await Shots.TakeAsync(county, "matching-units");
        await county.FitsAsync();
        await county.GotoAsync(host.Address + "/matching/mass");
        await Shots.TakeAsync(county, "matching-mass");
        await county.FitsAsync();

        var employer = await host.SignedInAsync("demo-employer", width, errors);
        await employer.GotoAsync(host.Address + "/matching/applicants");
        await Shots.TakeAsync(employer, "matching-applicants");
        await employer.FitsAsync();
        Assert.Empty(errors);
        await employer.CloseAsync();
        await county.CloseAsync();
    }

    private async Task<IBrowserContext> PhoneAsync(IPage staff, string worker)
    {
        var pass = await staff.HandOutPassAsync(host.Address, worker);
        var pocket = await host.Browser!.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, Locale = "zh-CN" });
        pocket.SetDefaultTimeout(90_000);
        await (await pocket.NewPageAsync()).EnterAsync(host.Address, pass);
        return pocket;
    }
}
