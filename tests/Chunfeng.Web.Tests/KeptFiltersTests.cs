using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Web.Tests.Scope;

namespace Chunfeng.Web.Tests;

/// <summary>The filters of the lists, kept under a name.</summary>
public class KeptFiltersTests(ScopeHost host) : IClassFixture<ScopeHost>
{
    [Fact(DisplayName = "列表的条件存为常用：只存条件，只有自己看得见；号码、别处的地址不存；删得掉")]
    public async Task Filters_kept_under_a_name()
    {
        var (clerk, other) = (await host.AsAsync("walk-county"), await host.AsAsync("walk-city"));
        foreach (var (page, query) in new[] { ("/employers", "flag=private"), ("/vacancies", "q=%E7%84%8A%E5%B7%A5&tab=all") })
        {
            Assert.Contains("存为常用", await clerk.GetStringAsync($"{page}?{query}&after=abc"));
            var kept = await KeepAsync($"{page}", $"?{query}&after=abc&sort=&done=yes", "我的" + page[1]);
            Assert.Equal($"{page}?{query}", kept);
            var list = WebUtility.HtmlDecode(await clerk.GetStringAsync(kept));
            Assert.Contains($"href=\"{page}?{query}\" aria-current=\"true\">我的{page[1]}", list);
            Assert.DoesNotContain("我的" + page[1], WebUtility.HtmlDecode(await other.GetStringAsync(kept)));
            Assert.Equal($"{page}?{query}", await KeepAsync(page, query, "我的" + page[1])); // the same name again is the same one
            var id = Regex.Matches(list, "name=\"id\" value=\"([0-9a-f-]{36})\"").Single().Groups[1].Value;
            foreach (var (client, left) in new[] { (other, true), (clerk, false) })
            {
                await client.PostAsync("/desk/views/drop", new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(client, "/account")), new("page", page), new("query", query), new("id", id)]));
                Assert.Equal(left, WebUtility.HtmlDecode(await clerk.GetStringAsync(kept)).Contains("我的" + page[1], StringComparison.Ordinal));
            }
        }

        Assert.Equal("/employers?kept=bad-filter", await KeepAsync("/employers", "q=13900001111", "电话"));
        Assert.Contains("没有存下", WebUtility.HtmlDecode(await clerk.GetStringAsync("/employers?kept=bad-filter")));
        Assert.Equal("/employers?flag=key&kept=view-name", await KeepAsync("/employers", "flag=key", " "));
        Assert.Equal("/employers?region=140121100205", await KeepAsync("/employers", "region=140121100205", "村"));
        foreach (var page in new[] { "/people", "//evil.test", "https://evil.test", "" })
        {
            Assert.Null(await KeepAsync(page, "a=b", "别处"));
        }

        async Task<string?> KeepAsync(string page, string query, string name)
        {
            using var answer = await clerk.PostAsync("/desk/views", new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(clerk, "/account")), new("page", page), new("query", query), new("name", name)]));
            Assert.Equal(answer.Headers.Location is null, answer.StatusCode == HttpStatusCode.NotFound);
            return answer.Headers.Location?.OriginalString;
        }
    }
}
