using System.Net;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Chunfeng.Web.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>总览: what each account sees, and what the cards and bars say.</summary>
[Trait("Clause", "13.2")]
public class CockpitTests(CockpitHost host) : IClassFixture<CockpitHost>
{
    [Fact(DisplayName = "省级账号：全部指标、各市地图、排名、趋势、封存依据都在总览上")]
    public async Task Province_sees_the_whole()
    {
        using var client = await host.SignedInAsync(CockpitHost.Province);
        var page = await client.GetStringAsync("/");
        Assert.Contains("山西省总览", page);
        Assert.Contains("2022-W08，截至 2022-02-27 24时", page);
        Assert.Contains("封存编号", page);
        Assert.Contains("演示数据", page);
        Assert.Equal(6, Count(page, "class=\"kpi "));
        Assert.Equal(11, Count(page, "class=\"map-shape level-"));
        Assert.Contains("href=\"/?region=140100000000\"", page);
        Assert.Contains("山西省近4周", page);
    }

    [Fact(DisplayName = "点市进入它的县，点县进入周调度表，所选指标不丢")]
    public async Task City_leads_to_counties()
    {
        using var client = await host.SignedInAsync(CockpitHost.Province);
        var page = await client.GetStringAsync("/?region=140100000000&indicator=employed.inter");
        Assert.Equal(10, Count(page, "class=\"map-shape level-"));
        Assert.Contains("/dispatch?week=2022-W08&amp;indicator=employed.inter&amp;region=140121000000", page);
        Assert.Contains("href=\"/?indicator=employed.inter\"", page); // back up
    }

    [Fact(DisplayName = "市级账号从本市开始，问别的市被婉拒，看不到别市的县")]
    public async Task City_account_starts_at_home()
    {
        using var client = await host.SignedInAsync(CockpitHost.City);
        Assert.Contains("太原市总览", await client.GetStringAsync("/"));
        var other = await client.GetStringAsync("/?region=140200000000");
        Assert.Contains("大同市不在您的管辖范围内", other);
        Assert.Contains("太原市总览", other);
        Assert.DoesNotContain("回到山西省", other);
        var table = await client.GetStringAsync("/dispatch?region=140200000000");
        Assert.DoesNotContain("平城区", table);
        Assert.Contains("只对大同市和上级开放", table);
    }

    [Fact(DisplayName = "县级账号看乡镇排名，不需要地图")]
    public async Task County_account_sees_townships()
    {
        using var client = await host.SignedInAsync(CockpitHost.County);
        var page = await client.GetStringAsync("/");
        Assert.Contains("清徐县总览", page);
        Assert.Contains("徐沟镇", page);
        Assert.Equal(0, Count(page, "class=\"map-shape"));
    }

    [Fact(DisplayName = "村级账号看本乡镇的数字，但没有乡镇的名单")]
    public async Task Village_account_sees_its_township()
    {
        using var client = await host.SignedInAsync(CockpitHost.Village);
        var page = await client.GetStringAsync("/");
        Assert.Contains("清源镇总览", page);
        Assert.DoesNotContain("/dispatch/people", page);
    }

    [Fact(DisplayName = "菜单只列本账号能进的页面")]
    public async Task Menu_follows_rights()
    {
        using var all = await host.SignedInAsync(CockpitHost.Province);
        var page = await all.GetStringAsync("/");
        Assert.All(["href=\"/people\"", "href=\"/people/import\"", "href=\"/dispatch\""], link => Assert.Contains(link, page));

        using var clerk = await host.SignedInAsync(CockpitHost.NoDispatch);
        var his = await clerk.GetStringAsync("/");
        Assert.Contains("href=\"/people/import\"", his);
        Assert.DoesNotContain("href=\"/dispatch\"", his);
        Assert.DoesNotContain("href=\"/people\"", his);
        Assert.Contains("没有查看周调度的权限", his);
    }

    [Fact(DisplayName = "退出要带防伪令牌；退出后回到登录页")]
    public async Task Sign_out_needs_its_token()
    {
        using var client = await host.SignedInAsync(CockpitHost.City);
        using (var forged = await client.PostAsync("/sign-out", new FormUrlEncodedContent([])))
        {
            Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        }

        var page = await client.GetStringAsync("/");
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var left = await client.PostAsync("/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        Assert.Equal("/sign-in", left.Headers.Location!.OriginalString);
        using var again = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Theory(DisplayName = "按全年天数平均的进度：年末最后一天是 1，闰年按 366 天")]
    [InlineData("2022-01-01", 1.0 / 365)]
    [InlineData("2022-02-27", 58.0 / 365)]
    [InlineData("2022-12-31", 1)]
    [InlineData("2024-12-30", 365.0 / 366)]
    [InlineData("2024-12-31", 1)]
    public void Pace_is_the_share_of_the_year(string day, double expected) =>
        Assert.Equal(expected, CockpitFigures.Expected(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), 12);

    [Fact(DisplayName = "没有任务的地区排在最后，不画成 0%")]
    public void No_target_is_no_zero()
    {
        var bars = CockpitFigures.Bars([Row("140100000000", "无", 5, 0, 0), Row("140200000000", "有", 5, 10, 1)], _ => null);
        Assert.Equal(["有", "无"], bars.Select(b => b.Label));
        Assert.Equal(("50.0%", 1), (bars[0].Text, bars[0].Rank));
        Assert.Equal(("无任务", null), (bars[1].Text, bars[1].Rank));
    }

    [Fact(DisplayName = "变化：八个以内全列，多了只列增加最多的五个和最后三个")]
    public void Movers_keep_both_ends()
    {
        Assert.Equal(8, CockpitFigures.Movers(Many(8), _ => null).Count);
        var nine = CockpitFigures.Movers(Many(9), _ => null);
        Assert.Equal(["8", "7", "6", "5", "4", "2", "1", "0"], nine.Select(m => m.Label));
        Assert.Equal(("-1", Tone.Danger, 1), CockpitFigures.Movers([Row("140100000000", "x", 0, 0, 0, -1)], _ => null).Select(m => (m.Text, m.Tone, m.Value)).Single());

        static IReadOnlyCollection<WeekRow> Many(int n) => [.. Enumerable.Range(0, n).Select(i => Row($"{140100000000 + (i * 1_000_000L)}", $"{i}", 1, 1, 1, i))];
    }

    [Fact(DisplayName = "一句话说清谁增谁减、谁的名次升降最多")]
    public void Sentence_names_the_greatest_moves() => Assert.Equal(
        "1个地区增加、1个地区减少；乙由第3升至第1；甲由第1降至第2",
        CockpitFigures.Sentence(
            [Row("1", "甲", 1, 1, 2, 5), Row("2", "乙", 1, 1, 1, -2)],
            [Row("1", "甲", 1, 1, 1), Row("2", "乙", 1, 1, 3)]));

    [Theory(DisplayName = "数字：本级及以上全省可比，以下只看辖区；名单：只看辖区")]
    [InlineData(140100000000, 140200000000, true, false)]
    [InlineData(140100000000, 140000000000, true, false)]
    [InlineData(140100000000, 140121000000, true, true)]
    [InlineData(140100000000, 140221000000, false, false)]
    [InlineData(140121000000, 140221000000, true, false)]
    [InlineData(140121000000, 140121100000, true, true)]
    [InlineData(140121000000, 140122100000, false, false)]
    public void Figures_and_names_have_their_scope(long own, long asked, bool sees, bool names)
    {
        var actor = new Actor("a", "a", new RegionCode(own), new HashSet<string> { Rights.PeopleRead, Rights.DispatchRead });
        Assert.Equal((sees, names), (FigureScope.MaySee(actor, new RegionCode(asked)), FigureScope.MayName(actor, new RegionCode(asked))));
        Assert.False(FigureScope.MayName(actor with { Rights = new HashSet<string> { Rights.DispatchRead } }, new RegionCode(asked)));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static WeekRow Row(string region, string name, long done, long target, int rank, long change = 0) =>
        new(region, name, "employed.total", done, done, target, target > 0 ? (double)done / target : 0, rank, change);
}

/// <summary>总览 before anything is frozen.</summary>
public class CockpitEmptyTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact(DisplayName = "一周也没封存时，总览说明下一步")]
    public async Task Empty_says_what_to_do()
    {
        using var client = host.Client();
        await TestHost.SignInAsync(client, "admin", host.Password);
        var page = await client.GetStringAsync("/");
        Assert.Contains("还没有封存过周调度", page);
        Assert.Contains("./chunfeng dispatch run --week 2", page);
        Assert.DoesNotContain("class=\"ribbon\"", page);
        Assert.Contains("还没有封存过周调度", await client.GetStringAsync("/dispatch"));
    }
}

/// <summary>When a page fails on the way.</summary>
public class FailedPageTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact(DisplayName = "页面出错时，看到的是说明下一步的页面，不是空白，也没有内部细节")]
    public async Task A_failed_page_is_answered_by_a_page()
    {
        using var client = host.Client();
        await TestHost.SignInAsync(client, "admin", host.Password);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Database.ExecuteSqlRawAsync("DROP TABLE dispatch_week");
        }

        using var response = await client.GetAsync("/");
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("出了点问题", page);
        Assert.DoesNotContain("dispatch_week", page);
    }

    [Theory(DisplayName = "没有的页面、没有的权限，各有一句说明")]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "没有找到")]
    [InlineData("/denied", HttpStatusCode.OK, "没有权限")]
    public async Task Each_problem_has_its_words(string path, HttpStatusCode status, string words)
    {
        using var client = host.Client();
        await TestHost.SignInAsync(client, "admin", host.Password);
        using var response = await client.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync());
    }
}
