using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Platform.Access;
using Chunfeng.Standards.Regions;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>From a figure to the named people in it.</summary>
[Trait("Clause", "13.2")]
public partial class DispatchPeopleTests(CockpitHost host) : IClassFixture<CockpitHost>
{
    private const string Week = "2022-W08";
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory(DisplayName = "名单人数等于表上数字，逐页走完，一个不多一个不少，人人都在本地区")]
    [InlineData(140000000000)]
    [InlineData(140800000000)]
    [InlineData(140121000000)]
    [InlineData(140121100000)]
    public async Task The_list_is_the_figure(long code)
    {
        var region = new RegionCode(code);
        await using var scope = host.Services.CreateAsyncScope();
        var table = (await scope.ServiceProvider.GetRequiredService<WeeklyDispatch>().TableAsync(Week, null, [region.Level], region, Cancel))!;
        var behind = scope.ServiceProvider.GetRequiredService<PeopleBehind>();
        foreach (var indicator in Indicators.All.Select(i => i.Code))
        {
            var row = table.Rows.Single(r => r.Region == region.ToString() && r.Indicator == indicator);
            foreach (var cumulative in (bool[])[true, false])
            {
                var figure = cumulative ? row.Cumulative : row.Stock;
                var seen = new HashSet<Guid>();
                for (long start = 0; start == 0 || start < figure; start += PeopleBehind.PageSize)
                {
                    var page = (await behind.HandleAsync(Week, region, indicator, cumulative, start, Actor.Operator, Cancel)).Value!;
                    Assert.Equal((figure, start), (page.Total, page.Start));
                    Assert.All(page.People, p => Assert.True(seen.Add(p.WorkerId) && p.Named is not null && region.Contains(new RegionCode(p.Home))));
                }

                Assert.Equal(figure, seen.Count);
            }
        }
    }

    [Fact(DisplayName = "翻过头就停在最后一页，负数从头开始")]
    public async Task Pages_stop_at_the_ends()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var behind = scope.ServiceProvider.GetRequiredService<PeopleBehind>();
        var last = (await behind.HandleAsync(Week, RegionCode.Shanxi, Indicators.Total, true, long.MaxValue, Actor.Operator, Cancel)).Value!;
        Assert.Equal(last.Total, last.Start + last.People.Count);
        Assert.InRange(last.People.Count, 1, PeopleBehind.PageSize);
        Assert.Equal(0, (await behind.HandleAsync(Week, RegionCode.Shanxi, Indicators.Total, true, -1, Actor.Operator, Cancel)).Value!.Start);
    }

    [Theory(DisplayName = "辖区外、没有权限、指标或周次不对，都说清缘由，不列一人")]
    [InlineData(CockpitHost.City, "region=140200000000&indicator=employed.total&kind=cumulative", "不在您的管辖范围内")]
    [InlineData(CockpitHost.City, "region=140000000000&indicator=employed.total&kind=cumulative", "不在您的管辖范围内")]
    [InlineData(CockpitHost.Village, "region=140121100000&indicator=employed.total&kind=cumulative", "不在您的管辖范围内")]
    [InlineData(CockpitHost.NoNames, "region=140100000000&indicator=employed.total&kind=cumulative", "没有查看人员名单的权限")]
    [InlineData(CockpitHost.NoDispatch, "region=140121000000&indicator=employed.total&kind=stock", "没有查看人员名单的权限")]
    [InlineData(CockpitHost.City, "region=140121000000&indicator=employed.everybody&kind=stock", "没有这个指标")]
    [InlineData(CockpitHost.City, "region=140121000000&indicator=employed.total&kind=all", "地址不完整")]
    [InlineData(CockpitHost.City, "region=abc&indicator=employed.total&kind=stock", "地址不完整")]
    [InlineData(CockpitHost.City, "week=2019-W01&region=140121000000&indicator=employed.total&kind=stock", "还没有封存")]
    [InlineData(CockpitHost.City, "region=140121100202&indicator=employed.total&kind=stock", "没有这个地区的数字")]
    public async Task Refusals_name_nobody(string login, string query, string words)
    {
        using var client = await host.SignedInAsync(login);
        var page = await client.GetStringAsync("/dispatch/people?" + query);
        Assert.Contains(words, page);
        Assert.DoesNotMatch(PersonLink(), page);
    }

    [Fact(DisplayName = "页面上的人数、名字链接与表一致；身份证号打码")]
    public async Task The_page_lists_names()
    {
        using var client = await host.SignedInAsync(CockpitHost.County);
        var table = await client.GetStringAsync("/dispatch?region=140121000000");
        var link = Regex.Match(table, "href=\"(/dispatch/people[^\"]*region=140121000000[^\"]*kind=stock)\">([0-9,]+)<");
        var page = await client.GetStringAsync(WebUtility.HtmlDecode(link.Groups[1].Value));
        Assert.Contains($"（在岗）：{link.Groups[2].Value}人", page);
        Assert.Equal(Math.Min(PeopleBehind.PageSize, int.Parse(link.Groups[2].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)), PersonLink().Count(page));
        Assert.Matches(@"140\*{11}\d{3}[0-9X]", page);
        Assert.DoesNotMatch(@"(?<!\d)14\d{15}[0-9X]", page);
    }

    [Fact(DisplayName = "市级账号的表里，外市只有数字没有名单链接")]
    public async Task Other_cities_have_figures_without_names()
    {
        using var client = await host.SignedInAsync(CockpitHost.City);
        var page = await client.GetStringAsync("/dispatch");
        Assert.Contains("大同市", page);
        Assert.Matches("/dispatch/people[^\"]*region=140100000000", page);
        Assert.DoesNotMatch("/dispatch/people[^\"]*region=14(00|02)00000000", page);
    }

    [Theory(DisplayName = "周调度表先打开自己与同级比名次的那一张，自己的一行突出")]
    [InlineData(CockpitHost.Province, "山西省周调度", null)]
    [InlineData(CockpitHost.City, "山西省周调度", "太原市")]
    [InlineData(CockpitHost.County, "太原市周调度", "清徐县")]
    [InlineData(CockpitHost.Village, "清徐县周调度", "清源镇")]
    public async Task The_table_opens_among_ones_like(string login, string title, string? own)
    {
        using var client = await host.SignedInAsync(login);
        var page = await client.GetStringAsync("/dispatch");
        Assert.Contains($"<h1>{title}</h1>", page);
        var here = Regex.Match(page, "<tr class=\"row-here\">.*?</th>", RegexOptions.Singleline);
        Assert.Equal(own is not null, here.Success);
        Assert.Contains(own ?? "", here.Value);
    }

    [Fact(DisplayName = "封存文件没了：数字仍在，名单页说明怎样重建；放回去就恢复")]
    public async Task A_cut_that_is_gone_is_said_kindly()
    {
        using var client = await host.SignedInAsync(CockpitHost.County);
        const string address = "/dispatch/people?week=2022-W07&region=140121000000&indicator=employed.total&kind=cumulative";
        var cut = Directory.EnumerateFiles(host.Facts, "2022-02-20-*.facts").Single();
        File.Move(cut, cut + ".away");
        try
        {
            var page = await client.GetStringAsync(address);
            Assert.Contains("已不在服务器上", page);
            Assert.Contains("./chunfeng facts build --as-of 2022-02-20", page);
        }
        finally
        {
            File.Move(cut + ".away", cut);
        }

        Assert.Matches(PersonLink(), await client.GetStringAsync(address));
    }

    [Fact(DisplayName = "借出的封存文件不会在别人读时合上，全部归还且下架后才合上")]
    public void A_loan_outlives_its_place_on_the_shelf()
    {
        var cuts = Enumerable.Range(0, CutShelf.Places + 1).Select(i =>
        {
            var path = Path.Combine(host.Facts, $"copy-{i}.tmp");
            File.Copy(Directory.EnumerateFiles(host.Facts, "2022-02-27-*.facts").Single(), path, overwrite: true);
            return path;
        }).ToList();
        using var shelf = new CutShelf();
        var loan = shelf.Borrow(cuts[0]);
        var second = shelf.Borrow(cuts[0]);
        Assert.Same(loan.Facts, second.Facts);
        foreach (var other in cuts.Skip(1))
        {
            shelf.Borrow(other).Dispose(); // pushes the first one off
        }

        FactsFile facts = loan.Facts;
        loan.Dispose();
        loan.Dispose(); // twice is once
        Assert.Equal(6000, facts.Cells.Length);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => facts.Cells.Length);
        using var fresh = shelf.Borrow(cuts[0]);
        Assert.Equal(6000, fresh.Facts.Cells.Length);
        cuts.ForEach(File.Delete);
    }

    [Fact(DisplayName = "封存文件里一个地区的数字只数一次，和引擎数的一样")]
    public void A_region_is_counted_once_a_cut()
    {
        using var shelf = new CutShelf();
        var cut = Directory.EnumerateFiles(host.Facts, "2022-02-27-*.facts").Single();
        using var loan = shelf.Borrow(cut);
        using var other = shelf.Borrow(cut);
        foreach (long region in (long[])[140000000000, 140100000000, 140121000000])
        {
            var fresh = IndicatorCounter.Count(loan.Facts, [region])[region];
            Assert.All(Indicators.All, i => Assert.Equal(fresh[i.Code], loan.Count(region)[i.Code]));
            Assert.Same(loan.Count(region), other.Count(region));
        }
    }

    [GeneratedRegex("href=\"/people/[0-9a-f]{8}-")]
    private static partial Regex PersonLink();
}
