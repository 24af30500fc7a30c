using Chunfeng.Employers;
using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Standing;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Identity;
using Chunfeng.Web.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A host at seven in the morning of Monday 28 February 2022 in China, with demonstration markets, staff of a county, and a worker with a pass.</summary>
public sealed class GigHost() : JourneyHost(6000)
{
    private readonly SetClock clock = new(new(2022, 2, 27, 23, 0, 0, TimeSpan.Zero));

    protected override TimeProvider Clock => clock;

    public string Pass { get; private set; } = "";
    public string Digits { get; private set; } = "";

    public void Advance(TimeSpan by) => clock.Now += by;

    protected override async Task PrepareAsync(IServiceProvider services)
    {
        await services.GetRequiredService<Accounts>().CreateAsync("hall", "清徐县零工市场", 140121000000, Roles.Find("county-clerk")!, Password, default);
        var id = IdNumber.Create(140121, new(1985, 3, 9), 321);
        var ledger = services.GetRequiredService<IPersonLedger>();
        var person = await ledger.RegisterAsync(new PersonStatement(id.ToString(), "张长海", 140121100205), new LedgerSource(Evidence.Village, "走访"), Actor.Operator, default);
        var pass = await services.GetRequiredService<IWorkerPasses>().IssueAsync(person.Value!.WorkerId, 30, Actor.Operator, default);
        var db = services.GetRequiredService<ChunfengDb>();
        var employers = await services.GetRequiredService<IEmployers>().SearchAsync(null, new PageAsk(Size: 1), Actor.Operator with { Region = new(140121000000) }, default);
        db.ConductEntries().Add(new ConductEntry
        {
            EmployerId = employers.Rows[0].EmployerId, Kind = (short)ConductKind.WagesOwed, Serious = true, FoundOn = new(2022, 1, 20), Document = "清人社监〔2022〕3号（演示）", State = (short)ConductState.Open,
            RecordedAt = clock.Now.UtcDateTime, RecordedBy = "operator",
        });
        await db.SaveChangesAsync();
        (Pass, Digits) = (pass.Value!.Address, id.ToString()[^4..]);
    }

    public Task<IPage> StaffAsync(int width, List<string> errors) => SignedInAsync("hall", width, errors);
}

public class GigJourney(GigHost host) : IClassFixture<GigHost>
{
    [Fact(DisplayName = "扫码签到、手机抢单、到岗、完工、拿到日结凭证、分两次付清、互评；电脑和手机上都不横向溢出")]
    [Trait("Clause", "7.2")]
    public async Task A_day_s_gig()
    {
        List<string> errors = [];
        var staff = await host.StaffAsync(1440, errors);
        await staff.GotoAsync(host.Address + "/gigs");
        await FitsAsync(staff, "gigs-markets");
        await staff.ClickAsync("text=清徐县零工市场（演示）");
        await staff.WaitForSelectorAsync("text=到场签到");
        await FitsAsync(staff, "gigs-market");
        var market = new Uri(staff.Url).AbsolutePath;
        await staff.FillAsync("input[name=who]", "张长海");
        await staff.ClickAsync("button:has-text('查找')");
        await staff.WaitForSelectorAsync("button:has-text('签到取号')");
        await FitsAsync(staff, "gigs-found");
        await staff.GotoAsync(host.Address + market + "/days");
        await staff.WaitForSelectorAsync("tbody th a");
        await FitsAsync(staff, "gigs-days");
        await staff.GotoAsync(host.Address + market);
        await staff.ClickAsync("tbody th a:has-text('换水管') >> nth=0");
        await staff.WaitForSelectorAsync("text=拖欠工资");
        await FitsAsync(staff, "gigs-post-conduct");
        await staff.GotoAsync(host.Address + market + "/hall");
        await Shots.TakeAsync(staff, "gigs-hall");
        var code = await staff.EvaluateAsync<string>("document.querySelector('.hall-code svg') ? 'there' : ''");
        Assert.Equal("there", code);

        await using var pocket = await host.Browser!.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, Locale = "zh-CN" });
        pocket.SetDefaultTimeout(90_000);
        var phone = await pocket.NewPageAsync();
        phone.Console += (_, said) => { if (said.Type == "error") { errors.Add($"{said.Text} {said.Location}"); } };
        await phone.GotoAsync(host.Address + host.Pass);
        await phone.FillAsync("#digits", host.Digits);
        await phone.ClickAsync("button:has-text('进入')");
        await phone.ArriveAsync(host.Address + "/my");
        await phone.GotoAsync(host.Address + "/my/gigs");
        await FitsAsync(phone, "my-gigs-new");
        await phone.CheckAsync("input[name=trade][value=cleaner]");
        await phone.ClickAsync("button:has-text('保存')");
        await phone.WaitForSelectorAsync("text=已保存");
        await FitsAsync(phone, "my-gigs");
        Assert.Contains("严重的用工问题还没有整改：拖欠工资", await phone.Locator("li", new() { HasText = "换水管" }).First.InnerTextAsync());
        await phone.Locator("li", new() { HasText = "新房开荒保洁" }).Filter(new() { HasText = "您会干" }).Locator("button:has-text('抢单')").First.ClickAsync();
        await phone.WaitForSelectorAsync("text=抢到了");
        await FitsAsync(phone, "my-gig-grabbed");
        host.Advance(TimeSpan.FromMinutes(50));
        await phone.ClickAsync("button:has-text('我到了')");
        await phone.WaitForSelectorAsync("text=到岗签到成功");
        await phone.FillAsync("input[name=quantity]", "1");
        await phone.ClickAsync("button:has-text('报数量')");
        await phone.WaitForSelectorAsync("text=已报数量");
        await FitsAsync(phone, "my-gig-stated");

        await staff.GotoAsync(host.Address + market);
        await staff.ClickAsync("tbody th a:has-text('新房开荒保洁') >> nth=0");
        await staff.WaitForSelectorAsync("text=登记完工");
        await FitsAsync(staff, "gigs-post");
        await staff.Locator("tr", new() { HasText = "抢单" }).Locator("a:has-text('登记完工')").First.ClickAsync();
        await staff.FillAsync("input[name=text] >> nth=0", "双方签字的工单");
        await staff.ClickAsync("button:has-text('完工，出凭证')");
        await staff.WaitForSelectorAsync("text=凭证已出");
        await staff.FillAsync("input[name=amount]", "100");
        await staff.FillAsync("input[name=evidence]", "窗口当面点清");
        await staff.ClickAsync("button:has-text('登记付款')");
        await staff.WaitForSelectorAsync("text=付款已登记");
        await FitsAsync(staff, "gigs-slip");
        var download = await staff.RunAndWaitForDownloadAsync(() => staff.ClickAsync("text=下载凭证"));
        Assert.EndsWith(".docx", download.SuggestedFilename);

        await phone.ReloadAsync();
        await phone.WaitForSelectorAsync("text=零工日结凭证");
        Assert.Contains("已付一部分", await phone.InnerTextAsync("main"));
        await FitsAsync(phone, "my-gig-slip");
        await phone.ClickAsync("button:has-text('我收到了')");
        await phone.WaitForSelectorAsync("text=已记下收到的钱");
        Assert.Contains("已付清", await phone.InnerTextAsync(".slip"));
        await phone.ClickAsync("button:has-text('提交评价')");
        await phone.WaitForSelectorAsync("text=评价已提交");
        await FitsAsync(phone, "my-gig-done");
        Assert.Empty(errors);
    }

    [Theory(DisplayName = "登记用工、审核、统计、争议、协作协议：电脑和手机都看得清")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "7.1")]
    [Trait("Clause", "1.2")]
    public async Task The_office_s_pages(int width)
    {
        List<string> errors = [];
        var staff = await host.StaffAsync(width, errors);
        foreach (var (address, name) in new[]
        {
            ("/gigs?tab=check", "gigs-check"), ("/gigs?tab=unpaid", "gigs-unpaid"), ("/gigs?tab=disputes", "gigs-disputes"), ("/gigs?tab=employers", "gigs-employers"), ("/gigs/stats", "gigs-stats"), ("/gigs/markets/new", "gigs-market-new"),
            ("/network/agreements", "agreements"), ("/network/agreements/new", "agreement-new"),
        })
        {
            await staff.GotoAsync(host.Address + address);
            await FitsAsync(staff, name);
        }

        await staff.GotoAsync(host.Address + "/network/agreements");
        await staff.ClickAsync("tbody th a >> nth=0");
        await staff.WaitForSelectorAsync("text=输送人数");
        await FitsAsync(staff, "agreement");
        await staff.GotoAsync(host.Address + "/gigs?tab=employers");
        await staff.ClickAsync("tbody tr:has-text('已对上') a >> nth=0");
        await staff.WaitForSelectorAsync("text=发布过的用工");
        await FitsAsync(staff, "gigs-employer");
        await staff.GotoAsync(host.Address + "/gigs");
        await staff.ClickAsync("text=清徐县零工市场（演示）");
        await staff.WaitForSelectorAsync("text=到场签到");
        await staff.GotoAsync(host.Address + new Uri(staff.Url).AbsolutePath + "/days");
        await staff.WaitForSelectorAsync("tbody th a");
        await FitsAsync(staff, "gigs-days");
        await staff.GotoAsync(host.Address + "/gigs/posts/new");
        await staff.FillAsync("input[name=who]", "清徐县");
        await staff.ClickAsync("button:has-text('查找')");
        await staff.WaitForSelectorAsync("a:has-text('选这家')");
        await FitsAsync(staff, "gigs-post-who");
        await staff.ClickAsync("a:has-text('选这家') >> nth=0");
        await staff.WaitForSelectorAsync("text=换一家");
        await FitsAsync(staff, "gigs-post-picked");
        await staff.GotoAsync(host.Address + "/gigs/posts/new");
        await staff.SelectOptionAsync("select[name=kind]", "household");
        await staff.FillAsync("input[name=name]", "李四");
        await staff.FillAsync("input[name=phone]", "19900001234");
        await staff.CheckAsync("input[name=shown]");
        await staff.SelectOptionAsync("select[name=trade]", "porter");
        await staff.FillAsync("input[name=title]", "搬家具，三楼没电梯，要会拆装大衣柜和双人床，自带手套和绑带");
        await staff.FillAsync("input[name=place]", "清徐县凤仪街道紫林路某某小区三号楼二单元");
        await staff.FillAsync("input[name=pay]", "220");
        await staff.FillAsync("input[name=end]", "07:30");
        await staff.ClickAsync("button:has-text('报送审核')");
        await staff.WaitForSelectorAsync("text=没有报上");
        await FitsAsync(staff, "gigs-post-refused");
        await staff.FillAsync("input[name=end]", "20:00");
        await staff.ClickAsync("button:has-text('报送审核')");
        await staff.WaitForSelectorAsync("text=审核时请看");
        await FitsAsync(staff, "gigs-post-check");
        await staff.ClickAsync("button:has-text('审核通过')");
        await staff.WaitForSelectorAsync("text=审核通过，开始招人");
        await FitsAsync(staff, "gigs-post-open");
        Assert.Empty(errors);
        await staff.CloseAsync();
    }

    private static async Task FitsAsync(IPage page, string name)
    {
        await page.CompleteAsync();
        await Shots.TakeAsync(page, name);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), name);
    }
}
