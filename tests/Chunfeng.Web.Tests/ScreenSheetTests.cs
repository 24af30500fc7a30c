using System.IO.Compression;
using System.Net;
using Chunfeng.Web.Tests.Scope;

namespace Chunfeng.Web.Tests;

public class ScreenSheetTests(ScopeHost host) : IClassFixture<ScopeHost>
{
    [Fact(DisplayName = "屏幕上的表导出为 Excel：就是这一页的行和列，记入审计；没有登录拿不到")]
    public async Task The_page_as_a_workbook()
    {
        var county = await host.AsAsync("walk-county-admin");
        foreach (var (address, holds) in new[] { ($"/dispatch?week={ScopeHost.Week}&level=county", "清徐县"), ("/access", "walk-township") })
        {
            Assert.Contains("as=xlsx", await county.GetStringAsync(address));
            using var answer = await county.GetAsync(address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "as=xlsx");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.EndsWith("sheet", answer.Content.Headers.ContentType!.MediaType);
            using var book = new ZipArchive(await answer.Content.ReadAsStreamAsync());
            var all = string.Concat(book.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(e => new StreamReader(e.Open()).ReadToEnd()));
            Assert.Contains(holds, all);
            Assert.DoesNotContain("walk-neighbour", all);
        }

        Assert.Contains("page.export", await host.ActsAsync("walk-county-admin"));
        using var stranger = host.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync("/access?as=xlsx")).StatusCode);
        Assert.Equal("text/html", (await county.GetAsync("/desk?as=xlsx")).Content.Headers.ContentType!.MediaType); // no grid there
    }
}
