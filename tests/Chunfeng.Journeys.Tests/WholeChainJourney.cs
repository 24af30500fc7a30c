using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Chunfeng.Employers;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Web.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A demonstration province whose clock goes on from Monday 28 February 2022, 9:00 in China; a program of an employer; a browser with a pretended camera.</summary>
public sealed class ChainHost() : JourneyHost(3000, camera: true)
{
    public const string Employer = "demo-employer", County = "demo-county";

    private readonly GoingClock clock = new();

    protected override TimeProvider Clock => clock;

    public DateTime Now => clock.GetUtcNow().UtcDateTime;
    public DateOnly Today => clock.Today;
    public string CreditCode { get; private set; } = "";
    public (string Id, string Secret) Client { get; private set; }

    /// <summary>To a moment in China; from there the clock goes on by itself.</summary>
    public void GoTo(int month, int day, int hour) => clock.GoTo(new(2022, month, day, hour, 0, 0, TimeSpan.FromHours(8)));

    public void Advance(TimeSpan by) => clock.GoTo(clock.GetUtcNow() + by);

    protected override async Task PrepareAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<ChunfengDb>();
        var unit = await db.Set<Account>().Where(a => a.Login == Employer).Select(a => a.UnitId).SingleAsync();
        CreditCode = await db.Employers().Where(e => e.UnitId == unit).Select(e => e.CreditCode).SingleAsync();
        var made = await services.GetRequiredService<AdministerAccounts>().CreateAsync(new NewAccount("chain-program", "单位的招聘系统", unit, "employer", AccountKind.Client), Actor.Operator, default);
        Client = ("chain-program", made.Value!.Password);
    }

    protected override string PasswordOf(string login) => DemoPasswordNow();

    /// <summary>What the employer's own program gets back for a vacancy it sends.</summary>
    public async Task<JsonElement> SendAsync(object vacancy)
    {
        using var http = new HttpClient { BaseAddress = new(Address) };
        using var token = await http.PostAsync("/api/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", Client.Id), new("client_secret", Client.Secret)]));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
        using var answer = await http.PostAsJsonAsync("/api/v1/vacancies", new[] { vacancy });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>())[0];
    }

    private sealed class GoingClock : TimeProvider
    {
        private TimeSpan offset = new DateTimeOffset(2022, 2, 28, 1, 0, 0, TimeSpan.Zero) - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;

        public void GoTo(DateTimeOffset moment) => offset = moment - System.GetUtcNow();
    }
}

/// <summary>The whole way of a job to a person and into the province's figures, in browsers, with nothing between the steps but the clock.</summary>
[Trait("Clause", "0.1")]
[Trait("Clause", "2.1")]
[Trait("Clause", "2.2")]
[Trait("Clause", "7.7")]
[Trait("Clause", "8.2")]
[Trait("Clause", "13.2")]
public class WholeChainJourney(ChainHost host) : IClassFixture<ChainHost>
{
    private const long Qingxu = 140121000000;
    private const string Title = "箱包缝纫工";

    [Fact(DisplayName = "单位发岗位、别人审核发布、本人手机上看到推荐理由并报名、视频面试双方画面都在动、录用、登记里多一条务工记录、周调度里清徐县务工人数正好多一人")]
    public async Task From_a_vacancy_to_the_figure()
    {
        List<string> errors = [];
        var county = await host.SignedInAsync(ChainHost.County, 1440, errors);

        // the employer's own program sends; the employer sees it wait; nobody of the employer can publish it
        var sent = await host.SendAsync(new
        {
            externalNo = "CHAIN-1", creditCode = host.CreditCode, title = Title, occupation = "缝纫工", posts = 2, place = "太原市清徐县", form = "单位就业(签合同)", period = "month", payLow = "5000", payHigh = "6500",
            board = true, lodging = true, insurance = "养老、医疗、工伤", minimumAge = 18, from = "2022-02-28", to = "2022-04-30", text = "缝制箱包，计件另有奖励，每月15日发上月工资。",
        });
        Assert.True(sent.GetProperty("outcome").GetString() == "added", sent.GetRawText());
        var vacancy = sent.GetProperty("vacancyId").GetGuid();
        var own = await host.SignedInAsync(ChainHost.Employer, 1440, errors);
        await own.GotoAsync($"{host.Address}/vacancies/{vacancy}");
        await own.WaitForSelectorAsync("text=待审核");
        Assert.Equal(0, await own.Locator("button:has-text('发布（Alt+P）')").CountAsync());
        await own.LookAsync("chain-01-sent");

        // another person reviews it and publishes
        await county.GotoAsync(host.Address + "/vacancies?tab=review");
        await county.ClickAsync($"a:has-text('{Title}')");
        await county.ArriveAsync($"**/vacancies/{vacancy}*");
        await county.LookAsync("chain-02-review");
        await county.ClickAsync("button:has-text('发布（Alt+P）')");
        await county.ArriveAsync("**done=publish**"); // the queue leads on to the next that waits
        await county.GotoAsync($"{host.Address}/vacancies/{vacancy}");
        await county.WaitForSelectorAsync("text=首次发布");
        await county.LookAsync("chain-03-published");

        // a person of the county who has not worked this year, with a pass of the village
        var worker = await host.DoAsync(async services =>
        {
            var person = new PersonStatement(IdNumber.Create(140121, new(1988, 3, 9), 324).ToString(), "郝春燕", 140121100205);
            return (await services.GetRequiredService<IPersonLedger>().RegisterAsync(person, new LedgerSource(Evidence.Village, "走访"), Actor.Operator, default)).Value!.WorkerId;
        });
        var pass = await county.HandOutPassAsync(host.Address, worker.ToString());
        var before = await CutAsync();
        var tableBefore = await TableAsync(county, "2022-W08", "chain-04-table-before");
        host.Advance(TimeSpan.FromMinutes(6)); // the market is read anew after five
        var phone = await host.OpenAsync(390, errors);
        await phone.EnterAsync(host.Address, pass);
        await phone.GotoAsync(host.Address + "/my/wishes");
        await phone.FillAsync("[name=trades]", "缝纫工");
        await phone.FillAsync("[name=places]", "太原");
        await phone.ClickAsync("button:has-text('保存')");
        await phone.WaitForSelectorAsync("text=记下了");
        await phone.GotoAsync(host.Address + "/my/jobs");
        await phone.LookAsync("chain-05-recommended");
        await phone.ClickAsync($".portal-list h2 a:has-text('{Title}')");
        await phone.ArriveAsync($"**/my/jobs/{vacancy}");
        var why = await phone.InnerTextAsync("section:has-text('为什么推荐给您')");
        Assert.Contains("缝纫", why, StringComparison.Ordinal);
        Assert.Contains("太原", why, StringComparison.Ordinal);
        await phone.LookAsync("chain-06-why");
        await phone.ClickAsync("button:has-text('报名')");
        await phone.ArriveAsync("**/my/applications/*");
        var referral = Guid.Parse(phone.Url.Split('?')[0].Split('/')[^1]);
        await phone.LookAsync("chain-07-applied");

        // staff take it up and book a meeting by video
        await county.GotoAsync(host.Address + "/matching?tab=all");
        await county.LookAsync("chain-08-applications");
        await county.GotoAsync($"{host.Address}/matching/{worker}/{referral}");
        await county.LookAsync("chain-09-application");
        await county.ClickAsync("a:has-text('约视频面试')");
        await county.ArriveAsync("**/interviews/new?*");
        await county.FillAsync("[name=at]", ChinaTime.Show(host.Now.AddMinutes(5)).Replace(' ', 'T'));
        await county.LookAsync("chain-10-book");
        await county.ClickAsync("button:has-text('预约')");
        await county.WaitForSelectorAsync("text=已约好");

        // both come in; each sees the other's picture move
        await phone.GotoAsync(host.Address + "/my/interviews");
        await phone.LookAsync("chain-11-my-interviews");
        await phone.ClickAsync($"a:has-text('{Title}')");
        await phone.WaitForSelectorAsync("h1:has-text('面试：')");
        await phone.ClickAsync("[data-enter]");
        await phone.WaitForSelectorAsync("text=您已进入等候室");
        await county.ClickAsync("[data-enter]");
        await county.WaitForSelectorAsync("text=对方已到");
        await county.ClickAsync("[data-begin]");
        await county.WaitForSelectorAsync("[data-state=connected]");
        await county.MovesAsync("[data-theirs]");
        await phone.MovesAsync("[data-theirs]");
        await phone.LookAsync("chain-12-meeting-worker");
        await county.LookAsync("chain-13-meeting-office");
        await county.FillAsync("[name=note]", "会用平缝机，月薪谈到5200元，今天到岗。");
        await county.ClickAsync("button[value=passed]");
        await county.WaitForSelectorAsync("text=结果已登记");
        await phone.WaitForSelectorAsync("text=面试已结束");
        await county.LookAsync("chain-14-result");

        // the hire, and the person's own record
        Assert.DoesNotContain("单位证明", await RecordAsync(county, worker), StringComparison.Ordinal);
        await county.GotoAsync($"{host.Address}/matching/{worker}/{referral}");
        await county.FillAsync("[name=wage]", "5200");
        await county.LookAsync("chain-15-passed");
        await county.ClickAsync("button:text-is('录用')");
        await county.WaitForSelectorAsync("text=已录用：名额减一");
        await county.LookAsync("chain-16-hired");
        var record = await RecordAsync(county, worker);
        Assert.Contains("单位证明", record, StringComparison.Ordinal);
        Assert.Contains("2022-02-28", record, StringComparison.Ordinal);
        await county.LookAsync("chain-17-record");
        await phone.GotoAsync(host.Address + "/my/me");
        Assert.Contains("2022-02-28", await phone.InnerTextAsync("main"), StringComparison.Ordinal);
        await phone.LookAsync("chain-18-my-record");
        await own.GotoAsync($"{host.Address}/vacancies/{vacancy}");
        await own.LookAsync("chain-19-one-post-less");

        // the same day sealed again: one more, in this county and its bucket alone
        var after = await CutAsync();
        Assert.Equal(before[Qingxu]["employed.total"].Cumulative + 1, after[Qingxu]["employed.total"].Cumulative);
        Assert.Equal(before[Qingxu]["employed.total"].Stock + 1, after[Qingxu]["employed.total"].Stock);
        Assert.Equal(before[140110000000]["employed.total"], after[140110000000]["employed.total"]);

        // the week is over: the published table says it too
        host.GoTo(3, 7, 9);
        await host.DoAsync(async services => (await RunWeek.HandleAsync(services, "2022-W09", RunWeek.InnerLineOf(services), default)).Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : 0);
        await county.Context.CloseAsync();
        county = await host.SignedInAsync(ChainHost.County, 1440, errors);
        var tableAfter = await TableAsync(county, "2022-W09", "chain-20-table-after");
        Assert.Equal(tableBefore.Cumulative + 1, tableAfter.Cumulative);
        Assert.Equal("+1", tableAfter.Change);
        Assert.Empty(errors);
        await Task.WhenAll(county.Context.CloseAsync(), own.Context.CloseAsync(), phone.Context.CloseAsync());
    }

    /// <summary>Seals today's facts and counts them.</summary>
    private Task<IReadOnlyDictionary<long, RegionCounts>> CutAsync() => host.DoAsync(async services =>
    {
        var built = await services.GetRequiredService<BuildFacts>().HandleAsync(host.Today, RunWeek.InnerLineOf(services), default);
        using var facts = FactsFile.Open(built.Value!.Path);
        return IndicatorCounter.Count(facts, [Qingxu, 140110000000]);
    });

    /// <summary>The county's row of a frozen week as the page shows it.</summary>
    private async Task<(long Cumulative, string Change)> TableAsync(IPage page, string week, string name)
    {
        await page.GotoAsync($"{host.Address}/dispatch?week={week}&indicator=employed.total&region={Qingxu}");
        await page.LookAsync(name);
        var row = page.Locator("tr:has(a[href*='region=140121000000'][href*='kind=cumulative'])");
        var shown = await row.Locator("a[href*='kind=cumulative']").InnerTextAsync();
        return (long.Parse(shown, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), (await row.Locator("td[data-label='比上周']").InnerTextAsync()).Trim());
    }

    private async Task<string> RecordAsync(IPage page, Guid worker)
    {
        await page.GotoAsync($"{host.Address}/people/{worker}");
        return await page.InnerTextAsync("main");
    }
}
