using System.Net;
using Chunfeng.Events;
using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>Events as a browser gets them: forms, scope, hostile text.</summary>
[Trait("Clause", "8.4")]
public class FairPagesTests(TestHost host) : IClassFixture<TestHost>
{
    private const long Taiyuan = 140100000000, Qingxu = 140121000000, Yangqu = 140122000000;
    private const string Hostile = "<script>alert(1)</script>\"'&{{x}}@(1+1)";

    [Fact(DisplayName = "写坏的计划说清哪里不对，写好的都留着；写进的网页代码只当文字")]
    public async Task A_plan_is_kept_or_told()
    {
        using var county = await OfficeAsync(Qingxu);
        var wrong = await PlanAsync(county, Hostile, ends: "2020-01-01");
        var page = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.Contains("结束日期不能早于开始日期", page);
        Assert.Contains("人力资源市场大厅", page);
        Assert.DoesNotContain("<script>alert", page);
        var id = await MadeAsync(county, Hostile);
        foreach (var address in new[] { $"/events/{id}", $"/events/{id}?tab=checks", $"/events/{id}?tab=employers", $"/events/{id}?tab=promotion", $"/events/{id}?tab=steps", $"/events/{id}/edit", "/events?view=list" })
        {
            page = await county.GetStringAsync(address);
            Assert.DoesNotContain("<script>alert", page);
        }

        Assert.Contains("alert(1)", page);
    }

    [Fact(DisplayName = "外县的活动：列表没有、地址打不开、办不了，与不存在同一个答复；只能看的人没有按钮")]
    [Trait("Clause", "13.1")]
    public async Task Out_of_scope_is_not_there()
    {
        using var county = await OfficeAsync(Qingxu);
        using var neighbour = await OfficeAsync(Yangqu);
        using var reader = await host.SignedInAsync(Qingxu, Rights.EventsRead);
        var id = await MadeAsync(county, "外县看不到的活动");
        Assert.DoesNotContain("外县看不到的活动", await neighbour.GetStringAsync("/events?view=list"));
        var token = await TestHost.TokenAsync(neighbour, "/events/new");
        foreach (var path in new[] { "", "/edit", "/sign-in", "/code", "/jobs", "/firms" })
        {
            var (foreign, absent) = (await neighbour.GetAsync($"/events/{id}{path}"), await neighbour.GetAsync($"/events/{Guid.NewGuid()}{path}"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, absent.StatusCode));
            Assert.Equal(await absent.Content.ReadAsStringAsync(), await foreign.Content.ReadAsStringAsync());
        }

        foreach (var (path, field, value) in new[] { ("move", "act", "cancel"), ("checks", "a.crowd.exits", "1"), ("employers", "name", "乙"), ("vacancies", "vacancy", $"{Guid.NewGuid()}"), ("promotion", "text", "x"), ("drop", "line", $"{Guid.NewGuid()}"), ("sign-in/one", "worker", $"{Guid.NewGuid()}") })
        {
            var answer = await neighbour.PostAsync($"/events/{id}/{path}", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new(field, value), new("text", "x")]));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
        }

        var seen = await reader.GetStringAsync($"/events/{id}");
        Assert.DoesNotContain("取消活动", seen);
        Assert.DoesNotContain("去做安全检查", seen);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/events/new")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/events/{id}/code")).StatusCode);
        using var none = await host.SignedInAsync(Qingxu, Rights.DispatchRead);
        foreach (var path in new[] { "/events", "/events/5511", "/events/campaigns" })
        {
            Assert.Contains("没有查看活动的权限", await none.GetStringAsync(path));
        }
    }

    [Fact(DisplayName = "没有安全检查就提交发布：办不成，说明缘由，状态不变；没有防伪令牌一律不办")]
    [Trait("Clause", "13.6")]
    public async Task Release_is_refused()
    {
        using var county = await OfficeAsync(Qingxu);
        var id = await MadeAsync(county, "没有检查的活动");
        var token = await TestHost.TokenAsync(county, $"/events/{id}?tab=checks");
        var answer = await county.PostAsync($"/events/{id}/move", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("act", "release")]));
        Assert.Contains("refused=", answer.Headers.Location!.OriginalString);
        Assert.Contains("项没有填", WebUtility.HtmlDecode(await county.GetStringAsync(answer.Headers.Location)));
        Assert.Equal(HttpStatusCode.BadRequest, (await county.PostAsync($"/events/{id}/move", new FormUrlEncodedContent([new("act", "release")]))).StatusCode);
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal((short)FairState.Planned, (await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Fairs().SingleAsync(f => f.FairId == id)).State);
    }

    [Fact(DisplayName = "5511 页面：省里见 143 加 702 格，县里只见 6 格；导出只给有权限的人，别的季度没有")]
    [Trait("Clause", "8.3")]
    public async Task The_5511_page()
    {
        using var province = await OfficeAsync(140000000000);
        using var county = await OfficeAsync(Qingxu);
        using var none = await host.SignedInAsync(Qingxu, Rights.DispatchRead);
        Assert.Equal(845, Cells(await province.GetStringAsync("/events/5511?quarter=2022-Q1")));
        Assert.Equal(6, Cells(await county.GetStringAsync("/events/5511?quarter=2022-Q1")));
        Assert.Equal(6, Cells(await county.GetStringAsync($"/events/5511?quarter=2022-Q1&area={Taiyuan}"))); // no wider than one's own
        var whole = WebUtility.HtmlDecode(await province.GetStringAsync($"/events/5511?quarter=2022-Q1&area={Taiyuan}"));
        Assert.Equal(13 + 60, Cells(whole));
        Assert.Contains("太原市 清徐县", whole);
        Assert.Contains("没有举办活动", whole); // the empty ones are named
        Assert.Contains("待确认", WebUtility.HtmlDecode(await province.GetStringAsync("/events/5511?quarter=2022-Q1")));
        Assert.Contains("没有 5511 任务", WebUtility.HtmlDecode(await county.GetStringAsync("/events/5511?quarter=2022-Q3")));
        Assert.Equal(HttpStatusCode.OK, (await county.GetAsync("/events/5511/export?quarter=2022-Q1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await none.GetAsync("/events/5511/export?quarter=2022-Q1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await county.GetAsync("/events/5511/export?quarter=2022")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await county.GetAsync("/events/5511/export?quarter=2022-Q3")).StatusCode);
    }

    [Fact(DisplayName = "行动活动的页面：写坏的说清哪里不对，名单逐行告知、贴的字还在；邻县打不开也办不了；没有看人的权限只见人数；写进的网页代码只当文字")]
    [Trait("Clause", "0.4")]
    [Trait("Clause", "13.1")]
    public async Task The_pages_of_an_action()
    {
        using var county = await host.SignedInAsync(Qingxu, Rights.EventsRead, Rights.EventsWrite, Rights.PeopleRead);
        using var unseeing = await OfficeAsync(Qingxu);
        using var neighbour = await host.SignedInAsync(Yangqu, Rights.EventsRead, Rights.EventsWrite, Rights.PeopleRead);
        string Day(int from) => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(from).ToString("yyyy-MM-dd");
        static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string address, params (string Name, string Value)[] fields) =>
            await client.PostAsync(address, new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(client, page)), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]));
        var made = await PostAsync(county, "/events/campaigns/new", "/events/campaigns/new", ("_handler", "campaign"), ("title", "行动" + Hostile), ("from", Day(-30)), ("to", Day(30)), ("carried", "50"));
        var campaign = made.Headers.Location!.OriginalString.Split('?')[0];
        campaign = campaign[campaign.IndexOf("/events", StringComparison.Ordinal)..];
        (string, string)[] Trip(string to) => [("_handler", "action"), ("title", "专车" + Hostile), ("held", Day(-1)), ("from", "车站" + Hostile), ("to", to), ("at", ""), ("vehicle", "coach"), ("vehicles", "1"), ("note", Hostile)];
        var wrong = WebUtility.HtmlDecode(await (await PostAsync(county, campaign + "/actions/new?kind=trip", campaign + "/actions/new?kind=trip", Trip("某某地方"))).Content.ReadAsStringAsync());
        Assert.Contains("没有认出这个地方", wrong);
        var kept = await PostAsync(county, campaign + "/actions/new?kind=trip", campaign + "/actions/new?kind=trip", Trip("江苏省苏州市"));
        Assert.True(kept.StatusCode == HttpStatusCode.Redirect, await kept.Content.ReadAsStringAsync());
        var action = kept.Headers.Location!.OriginalString.Split('?')[0];
        action = action[action.IndexOf("/events", StringComparison.Ordinal)..];
        var told = await (await PostAsync(county, action, action, ("_handler", "list"), ("list", $"140121198503090016{Hostile}\n{Hostile}"))).Content.ReadAsStringAsync();
        Assert.Contains("2 行有问题，名单一个也没有加", WebUtility.HtmlDecode(told));
        Assert.DoesNotContain("<script>alert", told);
        Assert.Contains("alert(1)", told); // what was pasted stands there to be mended
        foreach (var address in new[] { campaign, campaign + "/actions", action, action + "/edit" })
        {
            var page = await county.GetStringAsync(address);
            Assert.DoesNotContain("<script>alert", page);
            Assert.Contains("alert(1)", page);
        }

        Assert.Contains("这里只显示人数", WebUtility.HtmlDecode(await unseeing.GetStringAsync(action)));
        Assert.DoesNotContain("name=\"list\"", await unseeing.GetStringAsync(action));
        foreach (var path in new[] { "", "/edit", "/export" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(action + path)).StatusCode);
        }

        foreach (var (path, field, value) in new[] { ("/move", "act", "cancel"), ("/move", "act", "reopen"), ("/drop", "worker", $"{Guid.NewGuid()}"), ("", "_handler", "list"), ("/edit", "_handler", "action") })
        {
            // a page's own form is not there for who cannot open the page: the browser's handler answers so, for what is absent too
            using var answer = await PostAsync(neighbour, "/account", action + path, (field, value), ("text", "x"), ("list", "1"));
            using var absent = await PostAsync(neighbour, "/account", $"{action[..^36]}{Guid.NewGuid()}{path}", (field, value), ("text", "x"), ("list", "1"));
            Assert.True(answer.StatusCode == absent.StatusCode && answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
        }

        Assert.Contains("/events/campaigns/actions/", (await PostAsync(county, action, action + "/move", ("act", "cancel"), ("text", ""))).Headers.Location!.OriginalString);
        Assert.Contains("取消要写明原因", WebUtility.HtmlDecode(await county.GetStringAsync((await PostAsync(county, action, action + "/move", ("act", "cancel"), ("text", " "))).Headers.Location!.OriginalString)));
        Assert.Contains("可以直接修改", WebUtility.HtmlDecode(await county.GetStringAsync((await PostAsync(county, action, action + "/move", ("act", "reopen"), ("text", "x"))).Headers.Location!.OriginalString)));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(county, action, action + "/move", ("act", "undo"), ("text", "x"))).StatusCode);
        var leaflets = await PostAsync(county, campaign + "/actions/new?kind=publicity", campaign + "/actions/new?kind=publicity", ("_handler", "action"), ("title", "发卡"), ("held", Day(-1)), ("channel", "leaflet"));
        var done = leaflets.Headers.Location!.OriginalString.Split('?')[0];
        Assert.Contains("done=done", (await PostAsync(county, done, done + "/move", ("act", "done"), ("copies", "5"), ("households", "3"))).Headers.Location!.OriginalString);
        Assert.Contains("value=\"reopen\"", await county.GetStringAsync(done));
        var back = await county.GetStringAsync((await PostAsync(county, done, done + "/move", ("act", "reopen"), ("text", "填错" + Hostile))).Headers.Location!.OriginalString);
        Assert.Contains("已改回筹备", WebUtility.HtmlDecode(back));
        Assert.Contains("填报 5 份、3 户", WebUtility.HtmlDecode(back)); // stays in the history
        Assert.Contains("alert(1)", back);
        Assert.DoesNotContain("<script>alert", back);
        Assert.DoesNotContain("value=\"reopen\"", back);
        await using var scope = host.Services.CreateAsyncScope();
        var id = Guid.Parse(action[^36..]);
        Assert.Equal((short)1, (await scope.ServiceProvider.GetRequiredService<ChunfengDb>().CampaignActions().SingleAsync(a => a.ActionId == id)).State);
    }

    private static int Cells(string page) => System.Text.RegularExpressions.Regex.Count(page, "<td class=\"slot ");

    private Task<HttpClient> OfficeAsync(long region) => host.SignedInAsync(region, Rights.EventsRead, Rights.EventsWrite);

    private static async Task<HttpResponseMessage> PlanAsync(HttpClient client, string title, string ends = "2026-12-31")
    {
        var token = await TestHost.TokenAsync(client, "/events/new");
        return await client.PostAsync("/events/new", new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", token), new("_handler", "fair"), new("title", title), new("kind", "general"), new("mode", "on-site"), new("region", $"{Qingxu}"),
            new("unit", UnitTree.OfficeId(new(Qingxu)).ToString()), new("target", $"{Qingxu}"), new("place", "人力资源市场大厅"), new("starts", "2026-12-31"), new("ends", ends),
            new("opens", "09:00"), new("closes", "12:00"), new("booths", "10"), new("contact", ""), new("intro", ""), new("campaign", ""), new("seen", ""),
        ]));
    }

    private static async Task<Guid> MadeAsync(HttpClient client, string title)
    {
        var made = await PlanAsync(client, title);
        Assert.True(made.StatusCode == HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        return Guid.Parse(made.Headers.Location!.OriginalString.Split('?')[0][^36..]);
    }
}
