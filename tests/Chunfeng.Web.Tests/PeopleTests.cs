using System.Net;
using Chunfeng.People;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Web.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>The register and a person's page as a browser gets them.</summary>
public class PeopleTests(CockpitHost host) : IClassFixture<CockpitHost>
{
    private const long Qingxu = 140121000000, QingxuEnd = 140122000000;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Dictionary<string, HttpClient> SignedIn = []; // each account once: sign-ins are limited

    [Theory(DisplayName = "地址写坏了：说明哪里不对，不出错，也不把全部人列出来")]
    [InlineData("q=14012119740314", "身份证号应为18位")]
    [InlineData("q=140121197403147830", "校验不通过")]
    [InlineData("q=12345", "号码要写全")]
    [InlineData("min-age=abc", "请填 0 至 120 的整数")]
    [InlineData("max-age=99999999999999", "请填 0 至 120 的整数")]
    [InlineData("min-age=60&max-age=20", "不能比")]
    [InlineData("region=110101000000", "不在您的管辖范围内")]
    [InlineData("region=nowhere", "不在您的管辖范围内")]
    [InlineData("sex=7", "没有这个选项")]
    [InlineData("category=P99", "没有这个选项")]
    [InlineData("category=Px", "没有这个选项")]
    [InlineData("education=zz", "没有这个选项")]
    [InlineData("working=maybe", "没有这个选项")]
    [InlineData("person=xyz", "地址不完整")]
    [InlineData("phone=xyz", "地址不完整")]
    public async Task A_bad_condition_is_told(string query, string said)
    {
        var client = await SignedInAsync(CockpitHost.Province);
        var response = await client.GetAsync("/people?" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains(said, page);
        Assert.DoesNotContain("/people/", Rows(page));
    }

    [Theory(DisplayName = "翻页位置写坏、控制字符、网页代码：照常答复")]
    [InlineData("after=x")]
    [InlineData("before=%00")]
    [InlineData("after=h00000000000000000000000000000000999999999999")]
    [InlineData("before=h00000000000000000000000000000000000000000000")]
    [InlineData("q=%00%ED%A0%80&after=n00000000000000000000000000000000%00")]
    [InlineData("q=%E7%8E%8B&after=n00000000000000000000000000000000%F0%A0%AE%B7")]
    [InlineData("q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("q='%3B%20DROP%20TABLE%20people_worker%3B--")]
    [InlineData("q=a&q=b&region=&sex=&min-age=")]
    public async Task Odd_addresses_are_answered(string query)
    {
        var client = await SignedInAsync(CockpitHost.Province);
        var response = await client.GetAsync("/people?" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("<script>alert", await response.Content.ReadAsStringAsync());
        Assert.Contains("/people/", Rows(await client.GetStringAsync("/people")));
    }

    [Fact(DisplayName = "按身份证号、手机号查找：找得到，号码不留在地址和页面里")]
    [Trait("Clause", "13.1")]
    public async Task Numbers_leave_the_address()
    {
        var (worker, id, phone) = await SomebodyAsync(inside: true);
        var client = await SignedInAsync(CockpitHost.County);
        foreach (var number in new[] { id, phone, $"{phone[..3]}%20{phone[3..]}" })
        {
            var response = await client.GetAsync($"/people?q={number}&sex=");
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            var there = response.Headers.Location!.OriginalString;
            Assert.DoesNotContain(number, there);
            var page = await client.GetStringAsync(there);
            Assert.Contains($"/people/{worker}", Rows(page));
            Assert.DoesNotContain(number, page);
        }
    }

    [Fact(DisplayName = "县级账号：外县的人在列表、查号、个人页、完整号码中都看不到，与不存在的人同一个答复")]
    [Trait("Clause", "13.1")]
    public async Task Another_county_does_not_exist()
    {
        var (stranger, id, _) = await SomebodyAsync(inside: false);
        var own = (await SomebodyAsync(inside: true)).Worker;
        var client = await CountyWithUnmaskAsync();
        var search = await client.GetAsync($"/people?q={id}");
        Assert.DoesNotContain("/people/", Rows(await client.GetStringAsync(search.Headers.Location!.OriginalString)));
        Assert.DoesNotContain("/people/", Rows(await client.GetStringAsync("/people?region=140105000000")));

        var (foreign, absent) = (await client.GetAsync($"/people/{stranger}"), await client.GetAsync($"/people/{Guid.NewGuid()}"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, absent.StatusCode));
        var told = await foreign.Content.ReadAsStringAsync();
        Assert.Equal(await absent.Content.ReadAsStringAsync(), told);
        Assert.Contains("没有找到", told);

        var token = await TestHost.TokenAsync(client, $"/people/{own}");
        var before = await UnmasksAsync();
        var answers = new List<string>();
        foreach (var person in new[] { stranger, Guid.NewGuid() })
        {
            var response = await PostAsync(client, person, token, "核对");
            Assert.False(response.IsSuccessStatusCode);
            answers.Add($"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.DoesNotContain(id, answers[0]);
        Assert.Equal(before, await UnmasksAsync());
    }

    [Fact(DisplayName = "完整号码：要防伪令牌、要权限、要事由；显示一次，记一条审计")]
    [Trait("Clause", "13.1")]
    public async Task Full_numbers_are_shown_once()
    {
        var (worker, id, phone) = await SomebodyAsync(inside: true);
        var client = await CountyWithUnmaskAsync();
        var before = await UnmasksAsync();
        var closed = await client.GetStringAsync($"/people/{worker}");
        Assert.DoesNotContain(id, closed);
        Assert.DoesNotContain(phone, closed);
        var token = await TestHost.TokenAsync(client, $"/people/{worker}");
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(client, worker, "forged", "核对")).StatusCode);
        var silent = await (await PostAsync(client, worker, token, "   ")).Content.ReadAsStringAsync();
        Assert.Contains("请写明查看完整号码的事由", silent);
        Assert.DoesNotContain(id, silent);
        Assert.Equal(before, await UnmasksAsync());

        var open = await PostAsync(client, worker, token, "核对工资卡");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.True(open.Headers.CacheControl!.NoStore);
        Assert.Contains(id, await open.Content.ReadAsStringAsync());
        Assert.Equal(before + 1, await UnmasksAsync());
        Assert.DoesNotContain(id, await client.GetStringAsync($"/people/{worker}"));

        // the same county without the right: no form, and the post is not heard
        var plain = await SignedInAsync(CockpitHost.County);
        Assert.DoesNotContain("name=\"reason\"", await plain.GetStringAsync($"/people/{worker}"));
        var refused = await PostAsync(plain, worker, await TestHost.TokenAsync(plain, "/people"), "核对");
        Assert.DoesNotContain(id, await refused.Content.ReadAsStringAsync());
        Assert.Equal(before + 1, await UnmasksAsync());
    }

    [Fact(DisplayName = "没有查看权限：列表说明找谁开通，个人页如同不存在")]
    [Trait("Clause", "13.1")]
    public async Task Without_the_right_nobody_is_seen()
    {
        var client = await SignedInAsync(CockpitHost.NoNames);
        var page = await client.GetStringAsync("/people");
        Assert.Contains("您没有查看登记库的权限", page);
        Assert.DoesNotContain("<tbody>", page);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/people/{(await SomebodyAsync(inside: true)).Worker}")).StatusCode);
    }

    [Fact(DisplayName = "更正：默认只看现行记录，可展开划去的旧记录；每次变更写明谁、何时、改了什么，号码只说“已更换”")]
    [Trait("Clause", "12.3")]
    public async Task Corrections_are_told()
    {
        await using var scope = host.Services.CreateAsyncScope();
        RosterRow Person() => new()
        {
            RowNo = 2, Id = IdNumber.Create(140121, new(1985, 3, 9), 501), Name = "<b>更正</b>" + new string('长', 41), Home = 140121100202, Education = "71", Phone = "13900000001",
            Category = 1, HasWork = true, Form = 1, Workplace = 110105000000, Employer = "北京某公司", Job = "厨师", WorkFrom = new(2022, 2, 10), WageFen = 520000,
        };
        var changed = Person();
        (changed.Education, changed.Phone, changed.WageFen) = ("81", "13900000002", 560000);
        foreach (var row in new[] { Person(), changed })
        {
            await scope.ServiceProvider.GetRequiredService<RegisterLoad>().RunAsync(Guid.CreateVersion7(), "qingxu-clerk", 2, stage =>
            {
                stage.Add(row);
                return Task.CompletedTask;
            }, (_, _, _) => Task.CompletedTask, keep: true, Cancel);
        }

        var worker = new PersonCrypto(scope.ServiceProvider.GetRequiredService<KeyRing>()).WorkerId(changed.Id);
        var client = await SignedInAsync(CockpitHost.County);
        var now = WebUtility.HtmlDecode(await client.GetStringAsync($"/people/{worker}"));
        Assert.DoesNotContain("<del>", now);
        Assert.Contains("显示更正记录", now);
        Assert.Contains("5,600 元", now);
        Assert.Contains("初中毕业 → 小学毕业", now);
        Assert.Contains("手机号已更换", now);
        Assert.Contains("qingxu-clerk", now);
        Assert.DoesNotContain("1390000000", now);
        Assert.Contains("一般农村劳动力", now);
        Assert.DoesNotContain("<b>", await client.GetStringAsync($"/people/{worker}"));
        var all = WebUtility.HtmlDecode(await client.GetStringAsync($"/people/{worker}?all=yes"));
        Assert.Matches("<del>[^<]*5,200 元[^<]*</del>", all);
        Assert.Contains("只看现行记录", all);
    }

    private static string Rows(string page) => page.Contains("<tbody>", StringComparison.Ordinal) ? page[page.IndexOf("<tbody>", StringComparison.Ordinal)..page.IndexOf("</tbody>", StringComparison.Ordinal)] : "";

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Guid worker, string token, string reason) => client.PostAsync(
        $"/people/{worker}", new FormUrlEncodedContent([new("_handler", "unmask"), new("__RequestVerificationToken", token), new("reason", reason)]));

    /// <summary>Someone of the county, or of another, with a telephone nobody else has.</summary>
    private async Task<(Guid Worker, string Id, string Phone)> SomebodyAsync(bool inside)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var worker = await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Workers().AsNoTracking()
            .Where(w => w.PhoneCipher != null && inside == (w.Home >= Qingxu && w.Home < QingxuEnd)).OrderBy(w => w.WorkerId).FirstAsync(Cancel);
        var crypto = new PersonCrypto(scope.ServiceProvider.GetRequiredService<KeyRing>());
        return (worker.WorkerId, crypto.Decrypt(worker.IdCipher), crypto.Decrypt(worker.PhoneCipher!));
    }

    private async Task<int> UnmasksAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChunfengDb>().AuditEntries().CountAsync(a => a.Act == "people.unmask", Cancel);
    }

    private async Task<HttpClient> SignedInAsync(string login) =>
        SignedIn.TryGetValue(login, out var client) ? client : SignedIn[login] = await host.SignedInAsync(login);

    private async Task<HttpClient> CountyWithUnmaskAsync()
    {
        const string login = "qingxu-unmask", password = "a-long-password";
        if (SignedIn.TryGetValue(login, out var there))
        {
            return there;
        }

        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Accounts>().CreateAsync(login, "清徐县", Qingxu, [Rights.PeopleRead, Rights.PeopleUnmask], password, Cancel);
        }

        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };
        Assert.Equal("/", (await TestHost.SignInAsync(client, login, password)).Headers.Location!.OriginalString);
        return SignedIn[login] = client;
    }
}
