using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Dispatch;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>Orders as a browser gets them: scope, forms, hostile text.</summary>
[Trait("Clause", "13.1")]
public partial class OrdersTests(TestHost host) : IClassFixture<TestHost>
{
    private const long Taiyuan = 140100000000, Qingxu = 140121000000, Yangqu = 140122000000, Datong = 140200000000;
    private const string Hostile = "<script>alert(1)</script>\"'&{{x}}@(1+1)";
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Fact(DisplayName = "市里下达、县里答复、市里退回、县里再答复、市里通过；写进的网页代码只当文字")]
    public async Task From_issue_to_accepted()
    {
        using var city = await OfficeAsync(Taiyuan);
        using var county = await OfficeAsync(Qingxu);
        var id = await IssueAsync(city, Hostile, Qingxu, Yangqu);
        var order = $"/dispatch/orders/{id}";
        var list = await county.GetStringAsync("/dispatch/orders");
        Assert.Contains($"{order}?area={Qingxu}", list);
        Assert.Contains("待签收", list);
        var page = await county.GetStringAsync(order);
        Assert.Contains("已签收待答复", page); // opening signs for it
        Assert.DoesNotContain("阳曲县", page); // what others were asked is not the county's business
        Safe(list, page, await city.GetStringAsync(order), await city.GetStringAsync("/dispatch/orders?tab=issued"));

        Assert.Equal($"{order}?done=reply", await ReplyAsync(county, order, $"累计1200人 {Hostile}\n第二行\u0001"));
        page = await city.GetStringAsync($"{order}?area={Qingxu}");
        Assert.Contains("累计1200人", page);
        Safe(page);
        Assert.StartsWith($"{order}?area={Qingxu}&done=return", await StepAsync(city, order, Qingxu, "return", $"请补充 {Hostile}"));
        page = await county.GetStringAsync(order);
        Assert.Contains("退回的理由", page);
        Safe(page);
        Assert.Equal($"{order}?done=reply", await ReplyAsync(county, order, "已补充原因。"));
        Assert.StartsWith($"{order}?area={Qingxu}&done=accept", await StepAsync(city, order, Qingxu, "accept", ""));
        Assert.Contains("已办结", await county.GetStringAsync(order));

        // a second answer after the end: told why, what was typed is kept on the page
        var refused = await PostAsync(county, order, order, [new("_handler", "reply"), new("text", "再补一句")]);
        var told = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("已审核通过并办结", told);
        Assert.Contains("再补一句", told);
        Assert.Equal(6, await CountAsync(s => s.OrderId == id && s.Region == Qingxu));
    }

    [Fact(DisplayName = "别的市、没有权限的账号：列表里没有，地址打不开，提交不了，与不存在的同一个答复")]
    public async Task Out_of_scope_is_not_there()
    {
        using var city = await OfficeAsync(Taiyuan);
        using var other = await OfficeAsync(Datong);
        using var neighbour = await OfficeAsync(Yangqu);
        using var reader = await host.SignedInAsync(Taiyuan, Rights.DispatchRead);
        var id = await IssueAsync(city, "外市看不到的调度", Qingxu);
        var order = $"/dispatch/orders/{id}";
        var token = await TestHost.TokenAsync(other, "/dispatch/orders/new");
        foreach (var client in new[] { other, neighbour, reader })
        {
            Assert.DoesNotContain("外市看不到的调度", await client.GetStringAsync("/dispatch/orders?tab=all"));
            var (foreign, absent) = (await client.GetAsync(order), await client.GetAsync($"/dispatch/orders/{Guid.NewGuid()}"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, absent.StatusCode));
            Assert.Equal(await absent.Content.ReadAsStringAsync(), await foreign.Content.ReadAsStringAsync());
        }

        foreach (var act in new[] { "chase", "return", "accept" })
        {
            var response = await other.PostAsync($"{order}/step", Form(token, new("act", act), new("region", $"{Qingxu}"), new("text", "x")));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"{order}/all", Form(token, new("act", "withdraw"), new("text", "x")))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync($"{order}?area={Yangqu}")).StatusCode); // not a recipient
        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync($"{order}?area=x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/dispatch/orders/new")).StatusCode);
        Assert.Contains("没有查看调度令的权限", await reader.GetStringAsync("/dispatch/orders"));
        Assert.Equal(1, await CountAsync(s => s.OrderId == id));
    }

    [Fact(DisplayName = "没有防伪令牌的下达、答复、催办、撤回都被拒绝")]
    public async Task Forged_forms_are_refused()
    {
        using var city = await OfficeAsync(Taiyuan);
        using var county = await OfficeAsync(Qingxu);
        var id = await IssueAsync(city, "防伪", Qingxu);
        var order = $"/dispatch/orders/{id}";
        await county.GetStringAsync(order);
        foreach (var (client, address, fields) in new (HttpClient, string, KeyValuePair<string, string>[])[]
        {
            (city, "/dispatch/orders/new", [new("_handler", "issue"), new("title", "x"), new("text", "x"), new("to", $"{Qingxu}")]),
            (county, order, [new("_handler", "reply"), new("text", "x")]),
            (city, $"{order}/step", [new("act", "chase"), new("region", $"{Qingxu}")]),
            (city, $"{order}/all", [new("act", "withdraw"), new("text", "x")]),
        })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(address, new FormUrlEncodedContent(fields))).StatusCode);
        }

        Assert.Equal(2, await CountAsync(s => s.OrderId == id)); // sent and read
    }

    [Fact(DisplayName = "下达被拒：说明缘由，写好的正文和勾选都留着；地区写坏、写外地都拒绝")]
    public async Task A_refused_order_keeps_what_was_written()
    {
        using var city = await OfficeAsync(Taiyuan);
        foreach (var to in new[] { "140200000000", "140100000000", "x", "" })
        {
            var response = await PostAsync(city, "/dispatch/orders/new", "/dispatch/orders/new",
                [new("_handler", "issue"), new("kind", "progress"), new("title", "留着的标题"), new("text", "留着的正文"), new("due", "2026-12-01"), new("to", to), new("to", $"{Qingxu}")]);
            var page = await response.Content.ReadAsStringAsync();
            Assert.Contains("没有下达", page);
            Assert.Contains("留着的正文", page);
            Assert.Matches($"value=\"{Qingxu}\" checked", page);
        }

        var holiday = await PostAsync(city, "/dispatch/orders/new", "/dispatch/orders/new",
            [new("_handler", "issue"), new("title", "题"), new("text", "文"), new("due", "2030-01-01"), new("to", $"{Qingxu}")]);
        Assert.Contains("工作日历只到", await holiday.Content.ReadAsStringAsync());
    }

    [Theory(DisplayName = "地址写坏了照常答复")]
    [InlineData("?tab=nonsense&state=zzz&week=9&q=%00%ED%A0%80&after=x")]
    [InlineData("?tab=all&before=%00&q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("?tab=overdue&after=0738000-00000000000000000000000000000000-999999999999")]
    [InlineData("/new?level=Country&within=1&week=x&indicator=y&pick=z")]
    [InlineData("/new?level=Village&within=140121000000&week=2022-W08")]
    public async Task Odd_addresses_are_answered(string rest)
    {
        using var city = await OfficeAsync(Taiyuan);
        var response = await city.GetAsync("/dispatch/orders" + rest);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("<script>alert", await response.Content.ReadAsStringAsync());
    }

    [Fact(DisplayName = "专题报告只由省级专班下载；其他账号与没有封存的周次都得不到"), Trait("Clause", "13.2")]
    public async Task The_report_is_the_province_s()
    {
        using var city = await OfficeAsync(Taiyuan);
        using var province = await OfficeAsync(140000000000);
        Assert.Equal(HttpStatusCode.NotFound, (await city.GetAsync("/dispatch/2022-W08/report.docx")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await province.GetAsync("/dispatch/2022-W08/report.docx")).StatusCode); // this register has no frozen week
    }

    private Task<HttpClient> OfficeAsync(long region) => host.SignedInAsync(region, Rights.OrdersIssue, Rights.OrdersReply, Rights.DispatchRead);

    private static async Task<Guid> IssueAsync(HttpClient client, string title, params long[] to)
    {
        var response = await PostAsync(client, "/dispatch/orders/new", "/dispatch/orders/new",
            [new("_handler", "issue"), new("kind", "progress"), new("title", title), new("text", $"请报送进展。{title}"), new("due", "2026-12-01"),
             .. to.Select(r => new KeyValuePair<string, string>("to", $"{r}"))]);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return Guid.Parse(OrderId().Match(response.Headers.Location!.OriginalString).Groups[1].Value);
    }

    private static async Task<string> ReplyAsync(HttpClient client, string order, string text)
    {
        var response = await PostAsync(client, order, order, [new("_handler", "reply"), new("text", text), new("measures", "已派工作队")]);
        return response.Headers.Location?.PathAndQuery() ?? $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    private static async Task<string> StepAsync(HttpClient client, string order, long region, string act, string text) =>
        Uri.UnescapeDataString((await PostAsync(client, order, $"{order}/step", [new("act", act), new("region", $"{region}"), new("text", text)])).Headers.Location?.PathAndQuery() ?? "");

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string address, KeyValuePair<string, string>[] fields) =>
        await client.PostAsync(address, Form(await TestHost.TokenAsync(client, page), fields));

    private static FormUrlEncodedContent Form(string token, params KeyValuePair<string, string>[] fields) => new([new("__RequestVerificationToken", token), .. fields]);

    private static void Safe(params string[] pages) => Assert.All(pages, p =>
    {
        Assert.DoesNotContain("<script>alert", p);
        Assert.Contains("&lt;script&gt;alert(1)", p);
    });

    private async Task<int> CountAsync(System.Linq.Expressions.Expression<Func<OrderStep, bool>> which)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChunfengDb>().OrderSteps().CountAsync(which, Cancel);
    }

    [GeneratedRegex("/dispatch/orders/([0-9a-f-]{36})")]
    private static partial Regex OrderId();
}

/// <summary>A redirect's address without its host.</summary>
file static class Addresses
{
    public static string PathAndQuery(this Uri address) => address.IsAbsoluteUri ? address.PathAndQuery : address.OriginalString;
}
