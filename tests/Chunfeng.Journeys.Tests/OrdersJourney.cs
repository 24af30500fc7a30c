using Chunfeng.Platform.Access;
using Chunfeng.Web.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A host whose clock the test sets, with offices of a city and a county and a small demonstration province.</summary>
public sealed class OrdersHost() : JourneyHost(6000)
{
    private readonly SetClock clock = new();

    protected override TimeProvider Clock => clock;

    /// <summary>Monday 28 February 2022, nine in the morning in China, and what is added to it.</summary>
    public void Advance(TimeSpan by) => clock.Now += by;

    protected override async Task PrepareAsync(IServiceProvider services)
    {
        var accounts = services.GetRequiredService<Accounts>();
        string[] rights = [Rights.OrdersIssue, Rights.OrdersReply, Rights.DispatchRead];
        await accounts.CreateAsync("province", "省级专班", 140000000000, rights, Password, default);
        await accounts.CreateAsync("city", "太原市专班", 140100000000, rights, Password, default);
        await accounts.CreateAsync("county", "清徐县专班", 140121000000, rights, Password, default);
        await accounts.CreateAsync("town", "清源镇", 140121100000, [Rights.OrdersReply], Password, default);
    }
}

[Trait("Clause", "13.1")]
[Trait("Clause", "13.2")]
public class OrdersJourney(OrdersHost host) : IClassFixture<OrdersHost>
{
    [Theory(DisplayName = "市里下达、县里答复、市里退回、县里重报、市里通过；过了期限进超期，省里下载专题报告")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task An_order_and_its_answers(int width)
    {
        var errors = new List<string>();
        var city = await host.SignedInAsync("city", width, errors);
        await city.GotoAsync(host.Address + "/dispatch/orders");
        await city.ClickAsync("text=下达调度令 >> nth=0");
        await city.ArriveAsync("**/dispatch/orders/new");
        await city.CheckAsync("input[name=to][value='140121000000']");
        await Shots.TakeAsync(city, "orders-new");
        await FitsAsync(city);
        await city.ClickAsync("button:has-text(\"下达\")");
        await city.WaitForSelectorAsync("text=已下达");
        var order = city.Url.Split('?')[0];

        var county = await host.SignedInAsync("county", width, errors);
        await county.GotoAsync(host.Address + "/dispatch/orders");
        await Shots.TakeAsync(county, "orders-mine");
        await FitsAsync(county);
        await county.ClickAsync("tbody th a");
        await Shots.TakeAsync(county, "orders-answer");
        await FitsAsync(county);
        await ReplyAsync(county, "本地累计务工人数已核实。\n进度落后主要是返乡人员还没有登记。");

        await city.GotoAsync(order + "?area=140121000000");
        await Shots.TakeAsync(city, "orders-judge");
        await FitsAsync(city);
        await city.FillAsync("textarea[name=text]", "请写明还差多少人、几号补完");
        await city.ClickAsync("button:has-text(\"退回补正\")");
        await city.WaitForSelectorAsync("text=已退回");

        // Friday has passed: the correction is overdue for both
        host.Advance(TimeSpan.FromDays(7));
        await county.CloseAsync();
        county = await host.SignedInAsync("county", width, errors);
        await county.GotoAsync(host.Address + "/dispatch/orders?tab=overdue");
        Assert.Contains("超期", await county.InnerTextAsync("tbody tr"));
        await Shots.TakeAsync(county, "orders-overdue");
        await FitsAsync(county);
        await county.GotoAsync(order);
        Assert.Contains("请写明还差多少人", await county.InnerTextAsync("main"));
        await Shots.TakeAsync(county, "orders-returned");
        await ReplyAsync(county, "还差86人，3月11日前补完。");
        await city.CloseAsync();
        city = await host.SignedInAsync("city", width, errors);
        await city.GotoAsync(order + "?area=140121000000");
        await city.ClickAsync("button:has-text(\"审核通过\")");
        await city.WaitForSelectorAsync("text=已审核通过");
        await Shots.TakeAsync(city, "orders-done");
        await FitsAsync(city);

        var province = await host.SignedInAsync("province", width, errors);
        await province.GotoAsync(host.Address + "/dispatch/orders");
        var download = await province.RunAndWaitForDownloadAsync(() => province.ClickAsync("text=下载专题报告"));
        Assert.Equal("农民务工就业专题报告-2022-W08.docx", download.SuggestedFilename);
        await province.GotoAsync(host.Address + "/dispatch/orders/new");
        Assert.Equal(11, await province.Locator("input[name=to]:checked").CountAsync()); // the first quarter asks every city
        await Shots.TakeAsync(province, "orders-new-province");
        await FitsAsync(province);
        Assert.Empty(errors);
        await province.CloseAsync();
        await county.CloseAsync();
        await city.CloseAsync();
    }

    private static async Task ReplyAsync(IPage page, string text)
    {
        await page.FillAsync("textarea[name=text]", text);
        await page.FillAsync("textarea[name=measures]", "各乡镇逐户核对。");
        await page.ClickAsync("button:has-text(\"报送答复\")");
        await page.WaitForSelectorAsync("text=答复已报送");
    }

    private static async Task FitsAsync(IPage page) => Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
}
