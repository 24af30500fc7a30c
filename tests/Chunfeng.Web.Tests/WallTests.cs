using System.Net;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Standards.Regions;
using Chunfeng.Web.Pages;

namespace Chunfeng.Web.Tests;

/// <summary>大屏: what hangs on the wall.</summary>
[Trait("Clause", "13.2")]
public class WallTests(CockpitHost host) : IClassFixture<CockpitHost>
{
    private static readonly RegionCode Province = new(140000000000), Taiyuan = new(140100000000), Datong = new(140200000000), Qingxu = new(140121000000);

    [Fact(DisplayName = "全省大屏：任务完成、十一市排名、全省县级地图、趋势、落后的市，到点自己换下一屏")]
    public async Task The_province_on_the_wall()
    {
        using var client = await host.SignedInAsync(CockpitHost.Province);
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/wall"));
        Assert.Contains("山西省 务工就业", page);
        Assert.Contains("2022年第8周，截至 2022-02-27 24时", page);
        Assert.Contains("演示数据", page);
        Assert.Equal(6, page.Split("class=\"kpi ").Length - 1);
        Assert.Equal(11, page.Split("<span class=\"place num").Length - 1);
        Assert.True(page.Split("class=\"map-shape level-").Length - 1 > 100);
        Assert.Contains("近4周", page);
        Assert.Contains("落后于时间进度", page);
        Assert.Contains("class=\"wall-late\"", page); // things of the demonstration that are past their day; where there are none the slowest stand there
        Assert.Contains("data-next=\"/wall?turn=140100000000\"", page);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"30;url=/wall?turn=140100000000\"", page);
        Assert.Contains("data-next=\"/wall\"", WebUtility.HtmlDecode(await client.GetStringAsync("/wall?turn=141100000000"))); // after the last city, from the top
    }

    [Fact(DisplayName = "点县所在的市停在那一屏，再点县看乡镇；没有名单")]
    public async Task Down_to_the_county()
    {
        using var client = await host.SignedInAsync(CockpitHost.Province);
        var city = WebUtility.HtmlDecode(await client.GetStringAsync("/wall?region=140100000000"));
        Assert.Contains("href=\"/wall?region=140121000000\"", city);
        Assert.Contains("data-next=\"/wall?region=140100000000\"", city);
        var county = WebUtility.HtmlDecode(await client.GetStringAsync("/wall?region=140121000000"));
        Assert.Contains("徐沟镇", county);
        Assert.DoesNotContain("/people", county);
    }

    [Fact(DisplayName = "市级账号的大屏从本市开始，问别的市仍是本市；没有权限的说明换账号")]
    public async Task The_wall_keeps_to_its_area()
    {
        using var client = await host.SignedInAsync(CockpitHost.City);
        Assert.Contains("太原市 务工就业", await client.GetStringAsync("/wall?region=140200000000"));
        Assert.Contains("data-next=\"/wall\"", await client.GetStringAsync("/wall"));
        using var clerk = await host.SignedInAsync(CockpitHost.NoDispatch);
        Assert.Contains("没有查看周调度的权限", await clerk.GetStringAsync("/wall"));
    }

    [Fact(DisplayName = "刚好在进度上不算落后，差一人就算；没有任务不算；完成率低的在前")]
    public void Late_is_short_of_the_pace()
    {
        var late = WallFigures.Late([Row("甲", 50, 100), Row("乙", 49, 100), Row("丙", 1, 0), Row("丁", 30, 100)], 0.5);
        Assert.Equal([new Behind("丁", "30.0%", 20), new Behind("乙", "49.0%", 1)], late);
    }

    [Fact(DisplayName = "名次升降与上周比；上周没有名次不写")]
    public void Places_move()
    {
        var ranks = WallFigures.Ranks([Row("甲", 9, 10, 1), Row("乙", 4, 10, 2), Row("丙", 3, 10, 3), Row("丁", 1, 0)], [Row("甲", 1, 1, 3), Row("乙", 1, 1, 2)], 0.5);
        Assert.Equal([("甲", 2, false), ("乙", 0, true), ("丙", null, true), ("丁", (int?)null, false)], ranks.Select(r => (r.Name, r.Moved, r.Slow)));
        Assert.Equal("无任务", ranks[3].Text);
    }

    [Fact(DisplayName = "轮播：全省、各市依次，最后回到全省；不在省级的账号不轮播")]
    public void Screens_take_turns()
    {
        RegionCode[] cities = [Taiyuan, Datong];
        Assert.Equal(
            [Taiyuan, Datong, Province, Datong, Taiyuan, Province],
            [
                WallFigures.Next(Province, Province, cities), WallFigures.Next(Province, Taiyuan, cities), WallFigures.Next(Province, Datong, cities),
                WallFigures.Next(Province, Qingxu, cities), WallFigures.Next(Taiyuan, Taiyuan, [Qingxu]), WallFigures.Next(Province, new(149900000000), cities),
            ]);
    }

    private static WeekRow Row(string name, long done, long target, int rank = 0) =>
        new($"14{name[0] % 90 + 10}00000000", name, "employed.total", done, done, target, target > 0 ? (double)done / target : 0, rank, 0);
}
