using System.Net;
using Chunfeng.Web.Tests.Scope;

namespace Chunfeng.Web.Tests;

/// <summary>A worker's way into the portal, from the cadre's page to their own record.</summary>
public class PortalTests(ScopeHost host) : IClassFixture<ScopeHost>
{
    [Fact(DisplayName = "村干部发服务卡，本人在手机上进入，看到自己的登记；名字和号码都遮着")]
    [Trait("Clause", "7.7")]
    public async Task From_the_cadre_to_the_phone()
    {
        var person = host.People[0];
        var token = await host.PassAsync("walk-village", person.Worker);
        using var phone = await host.EnterPortalAsync(token, person.Id[^4..], "/my/me");
        var mine = WebUtility.HtmlDecode(await phone.GetStringAsync("/my/me"));
        Assert.Contains("赵***", mine);
        Assert.DoesNotContain(person.Name, mine);
        Assert.DoesNotContain(person.Phone, mine);
        Assert.Contains("北京市", mine);

        // a worker opens nothing of staff
        foreach (var address in new[] { "/people", $"/people/{person.Worker}", "/dispatch", "/" })
        {
            using var answer = await phone.GetAsync(address);
            Assert.StartsWith("/sign-in", new Uri(host.Address, answer.Headers.Location!).PathAndQuery);
        }

        using var left = await phone.PostAsync("/my/leave", new FormUrlEncodedContent([new("__RequestVerificationToken", await TestHost.TokenAsync(phone, "/my/me"))]));
        Assert.Equal("/my/enter?left=1", left.Headers.Location!.OriginalString);
        using var again = await phone.GetAsync("/my/me");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact(DisplayName = "后四位不对进不去；链接改一个字就不认；大字要令牌也记得住")]
    [Trait("Clause", "7.7")]
    public async Task Wrong_digits_and_made_up_links()
    {
        var person = host.People[1];
        var token = await host.PassAsync("walk-township", person.Worker);
        using var refused = await host.EnterPortalAsync(token, person.Id[^4..] == "0000" ? "1111" : "0000", "/p/" + token);
        using (var answer = await refused.GetAsync("/my/me"))
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        Assert.Contains("不能用了", WebUtility.HtmlDecode(await refused.GetStringAsync("/p/" + token[..^1] + (token[^1] == 'A' ? 'B' : 'A'))));
        using var phone = await host.EnterPortalAsync(token, person.Id[^4..], "/my/me");
        using (var large = await phone.PostAsync("/my/type", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", await TestHost.TokenAsync(phone, "/my/me")), new("large", "1"), new("back", "/my/me")])))
        {
            Assert.Equal("/my/me", large.Headers.Location!.OriginalString);
        }

        Assert.Contains("portal-large", await phone.GetStringAsync("/my/me"));
    }
}
