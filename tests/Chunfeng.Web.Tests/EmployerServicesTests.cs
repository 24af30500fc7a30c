using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Access;
using static Chunfeng.Web.Tests.EmployersTests;

namespace Chunfeng.Web.Tests;

/// <summary>Surveys, policies and sent vacancies as a browser gets them: scope, forms, hostile text, files.</summary>
public partial class EmployerServicesTests(TestHost host) : IClassFixture<TestHost>
{
    private const long Qingxu = 140121000000, Yangqu = 140122000000;

    [Fact(DisplayName = "县里开展需求调查：单位用平常的叫法答复，县里看缺口，一点就是填好的岗位；外县的没有这一轮")]
    [Trait("Clause", "2.2")]
    public async Task A_survey_from_opening_to_a_vacancy()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        using var neighbour = await host.SignedInAsync(Yangqu, Clerk);
        var employer = await RegisterAsync(clerk, "戊需求厂" + Hostile);
        await LinkAsync(host, employer, 140121100000);
        using var own = await host.SignedInAsync(140121100000, Rights.EmployersOwn);

        var refused = await PostFormAsync(clerk, "/employers/demand/new", Round("调", Day(3)));
        Assert.Contains("请写这一轮调查的名称", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()));
        var opened = await PostFormAsync(clerk, "/employers/demand/new", Round("春季调查" + Hostile, Day(3)));
        var round = RoundAddress().Match(opened.Headers.Location!.OriginalString).Value;
        Safe(await clerk.GetStringAsync(round), await clerk.GetStringAsync("/employers/demand"), await own.GetStringAsync("/employers/demand"), await own.GetStringAsync(round + "/answer"));
        Assert.Contains("答复用工需求调查", await own.GetStringAsync("/desk"));
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync(round)).StatusCode); // the sums are the office's

        // reminders are written down; the employer sees that there were some, never what was noted
        var reminded = await PostFormAsync(clerk, round + "?tab=waiting", Reminded("phone", Day(0), "厂长说周五前填" + Hostile, employer["/employers/".Length..], $"{Guid.NewGuid()}", "x"));
        var noted = reminded.Headers.Location!.PathAndQuery();
        var waiting = WebUtility.HtmlDecode(await clerk.GetStringAsync(noted));
        Assert.Contains("已登记催报 1 家；另外 2 家没有登记", waiting);
        Assert.Contains($"1 次，最近 {Day(0)} 电话", waiting);
        Assert.Contains("厂长说周五前填", waiting);
        Safe(await clerk.GetStringAsync(noted));
        foreach (var page in new[] { "/desk", round + "/answer" })
        {
            var seen = WebUtility.HtmlDecode(await own.GetStringAsync(page));
            Assert.Contains($"1 次，最近 {Day(0)} 电话", seen);
            Assert.DoesNotContain("厂长说", seen);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync(round + "/export")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync("/employers/demand/new")).StatusCode);

        var odd = await PostFormAsync(own, round + "/answer", [new("_handler", "answer"), new("occupation-0", "翻跟头的"), new("heads", "40"), new("remark", Hostile)]);
        var told = WebUtility.HtmlDecode(await odd.Content.ReadAsStringAsync());
        Assert.Contains("没有认出工种“翻跟头的”", told);
        Assert.DoesNotContain(Hostile, await odd.Content.ReadAsStringAsync());
        var said = await PostFormAsync(own, round + "/answer", [new("_handler", "answer"), new("occupation-1", "扫大街"), new("now-1", "2"), new("period-1", "7"), new("pay-1", "2600"), new("heads", "40"), new("help", "training"), new("remark", Hostile)]);
        Assert.StartsWith(round + "/answer?done=answer", said.Headers.Location!.PathAndQuery());
        var id = employer["/employers/".Length..];
        var line = await own.GetStringAsync(round + "/answer");
        Safe(line, await clerk.GetStringAsync(round + "?tab=answered"), await clerk.GetStringAsync($"{round}/answer?employer={id}"));
        var link = WebUtility.HtmlDecode(Regex.Match(line, "href=\"(/vacancies/new\\?employer=[^\"]+)\"").Groups[1].Value);
        Assert.Contains("value=\"2600\"", await own.GetStringAsync(link));
        Assert.Contains("保洁员", await clerk.GetStringAsync(round));
        Assert.Contains("没有要登记的单位", WebUtility.HtmlDecode(await (await PostFormAsync(clerk, round + "?tab=waiting", Reminded("phone", Day(0), "", id))).Content.ReadAsStringAsync()));
        Assert.StartsWith(round + "?tab=waiting&done=remind-", (await PostAsync(clerk, round + "/remind")).Headers.Location!.PathAndQuery());
        using var file = await clerk.GetAsync(round + "/export");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file.Content.Headers.ContentType?.MediaType);

        foreach (var address in new[] { round, round + "/answer", $"{round}/answer?employer={id}", round + "/export" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(address)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(neighbour, round + "/remind")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(neighbour, round + "/close")).StatusCode);
        Assert.StartsWith(round + "?done=close", (await PostAsync(clerk, round + "/close")).Headers.Location!.PathAndQuery());
        Assert.Contains("这一轮调查已经结束", await own.GetStringAsync(round + "/answer"));
    }

    [Fact(DisplayName = "登记催报没有办成：勾选的、写的都还在；这一轮结束了也说清为什么")]
    [Trait("Clause", "2.2")]
    public async Task A_refused_reminder_comes_back_as_written()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        var (ticked, other) = ((await RegisterAsync(clerk, "辛催报厂"))["/employers/".Length..], (await RegisterAsync(clerk, "壬催报厂"))["/employers/".Length..]);
        var round = RoundAddress().Match((await PostFormAsync(clerk, "/employers/demand/new", Round("催报调查", Day(3)))).Headers.Location!.OriginalString).Value;
        var page = round + "?tab=waiting";
        async Task<string> RefusedAsync(string why, string way, string on, params string[] employers)
        {
            var answer = await PostFormAsync(clerk, page, Reminded(way, on, "厂长说“周五前填”" + Hostile, employers));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync();
            Safe(html);
            var seen = WebUtility.HtmlDecode(html);
            Assert.Contains(why, seen);
            Assert.Contains("value=\"厂长说“周五前填”" + Hostile, seen);
            return seen;
        }

        var seen = await RefusedAsync("到今天之间的一天", "visit", Day(1), ticked);
        Assert.Matches("value=\"visit\" selected", seen);
        Assert.Contains($"value=\"{Day(1)}\"", seen);
        Assert.Matches($"value=\"{ticked}\" checked", seen);
        Assert.DoesNotMatch($"value=\"{other}\" checked", seen);
        Assert.DoesNotMatch($"value=\"{ticked}\" checked", await RefusedAsync("请先勾选催过的单位", "phone", Day(0)));
        await RefusedAsync("请选择是怎么催的", "x", Day(0), ticked);
        await RefusedAsync("没有要登记的单位", "phone", Day(0), "x");
        Assert.DoesNotContain("1 次，最近", await clerk.GetStringAsync(page));
        Assert.StartsWith(page + "&done=noted-2-0", (await PostFormAsync(clerk, page, Reminded("visit", Day(0), "", ticked, other))).Headers.Location!.PathAndQuery());
        Assert.StartsWith(round + "?done=close", (await PostAsync(clerk, round + "/close")).Headers.Location!.PathAndQuery());
        await RefusedAsync("这一轮调查已经结束", "phone", Day(0), ticked);
    }

    [Fact(DisplayName = "援企政策：单位的页面逐条说合不合、缺什么；告知、申请、批准都留着；没有出处的金额写以当地文件为准")]
    [Trait("Clause", "2.3")]
    public async Task Policies_on_an_employers_page()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        var employer = await RegisterAsync(clerk, "己稳岗厂");
        await LinkAsync(host, employer, 140121103000);
        using var own = await host.SignedInAsync(140121103000, Rights.EmployersOwn);
        var page = await own.GetStringAsync("/employers/mine");
        Assert.Contains("小微企业吸纳就业阶梯性补助", page);
        Assert.Contains("以当地文件为准", page);
        Assert.Contains("有效期没有查到", page);
        Assert.Contains("还不能判断", page);
        KeyValuePair<string, string>[] Step(string act, string note = "") => [new("code", "sme-hiring"), new("version", "2022年实施方案"), new("act", act), new("note", note)];
        Assert.Contains("由当地经办人登记", Uri.UnescapeDataString((await PostAsync(own, employer + "/policy", Step("told"))).Headers.Location!.PathAndQuery()));
        Assert.StartsWith(employer + "?done=policy", (await PostAsync(clerk, employer + "/policy", Step("checked", "看过合同和社保凭证 " + Hostile))).Headers.Location!.PathAndQuery());
        Assert.StartsWith(employer + "?done=policy", (await PostAsync(clerk, employer + "/policy", Step("told", "电话"))).Headers.Location!.PathAndQuery());
        Assert.Contains("看看 1 项可以申请的援企政策", await own.GetStringAsync("/desk"));
        Assert.StartsWith(employer + "?done=policy", (await PostAsync(own, employer + "/policy", Step("applied"))).Headers.Location!.PathAndQuery());
        Safe(await own.GetStringAsync("/employers/mine"), await clerk.GetStringAsync(employer));
        Assert.Contains("己稳岗厂", await clerk.GetStringAsync("/employers/retention?code=sme-hiring&version=2022年实施方案&tab=applied"));
        Assert.Contains("refused=", (await PostAsync(clerk, "/employers/retention/told", new("code", "sme-hiring"), new("version", "2022年实施方案"), new("employer", employer["/employers/".Length..]))).Headers.Location!.OriginalString);
        using var file = await clerk.GetAsync("/employers/retention/export");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync("/employers/retention/export")).StatusCode);
    }

    [Fact(DisplayName = "站里送岗位：登记省外单位、填岗位、县里看见谁送的；站里看不到名册和单位页面；接口同样能送")]
    [Trait("Clause", "2.2")]
    public async Task A_station_sends()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        using var station = await host.SignedInAsync(140121101000, Rights.EmployersRead, Rights.VacanciesSend);
        var credit = NextCredit();
        var ask = "/vacancies/send?credit=" + credit;
        Assert.Contains("这家单位还没有登记", await station.GetStringAsync(ask));
        KeyValuePair<string, string>[] Elsewhere(string seat) =>
            [new("_handler", "send-employer"), new("name", "庚外地厂" + Hostile), new("seat", seat), new("address", ""), new("industry", ""), new("size", ""), new("contact", ""), new("phone", ""), new("confirmed", "yes")];
        Assert.Contains("由当地登记", WebUtility.HtmlDecode(await (await PostFormAsync(station, ask, Elsewhere("太原市小店区"))).Content.ReadAsStringAsync()));
        var next = await PostFormAsync(station, ask, Elsewhere("北京市朝阳区"));
        Assert.True(next.StatusCode == HttpStatusCode.Redirect, WebUtility.HtmlDecode(await next.Content.ReadAsStringAsync()));
        Assert.EndsWith("/vacancies/new?credit=" + credit, next.Headers.Location!.PathAndQuery());
        Safe(await station.GetStringAsync(ask), await station.GetStringAsync("/vacancies/new?credit=" + credit));
        var sent = await PostFormAsync(station, "/vacancies/new?credit=" + credit, [.. Vacancy("面点工", "做面点 " + Hostile).Where(f => f.Key != "place"), new("place", "北京市朝阳区")]);
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, WebUtility.HtmlDecode(await sent.Content.ReadAsStringAsync()));
        var vacancy = VacancyAddress().Match(sent.Headers.Location!.OriginalString).Value;
        Assert.Contains("面点工", await station.GetStringAsync("/vacancies?tab=sent"));
        Assert.Contains("谁送来的", await clerk.GetStringAsync(vacancy));
        Assert.Contains("送来）", await clerk.GetStringAsync("/vacancies?tab=review"));
        Assert.StartsWith(vacancy + "?done=publish", await StepAsync(clerk, vacancy, "publish", ""));
        Assert.Contains("您没有查看用人单位名册的权限", await station.GetStringAsync("/employers"));

        using var other = await host.SignedInAsync(140121102000, Rights.EmployersRead, Rights.VacanciesSend);
        Assert.DoesNotContain(vacancy, await other.GetStringAsync("/vacancies?tab=sent"));
        using var help = await host.SignedInAsync(Qingxu, Rights.EmployersRead);
        Assert.Contains("这里给劳务工作站和人力资源机构送岗位用", await help.GetStringAsync(ask));
    }

    [Fact(DisplayName = "调查、援企、送岗位的地址写坏了照常答复")]
    public async Task Odd_addresses_are_answered()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        foreach (var address in new[]
        {
            "/employers/retention?region=x&code=<script>alert(1)</script>&version=y&tab=zz&done=abc&refused=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/employers/demand?x=%00%ED%A0%80",
            "/vacancies/send?credit=<script>alert(1)</script>", "/employers/retention?region=110000000000&tab=applied",
        })
        {
            using var response = await clerk.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain("<script>alert", await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/employers/demand/{Guid.NewGuid()}/answer?employer=x")).StatusCode);
    }

    private static KeyValuePair<string, string>[] Round(string title, string due) =>
        [new("_handler", "round"), new("title", title), new("from", Day(0)), new("to", Day(60)), new("due", due), new("note", "请如实填"), new("region", $"{Qingxu}")];

    private static KeyValuePair<string, string>[] Reminded(string way, string on, string note, params string[] employers) =>
        [new("_handler", "reminded"), new("way", way), new("on", on), new("note", note), .. employers.Select(e => new KeyValuePair<string, string>("employer", e))];

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, params KeyValuePair<string, string>[] fields) =>
        await client.PostAsync(address, Form(await TestHost.TokenAsync(client, "/account"), fields));

    [GeneratedRegex("/employers/demand/[0-9a-f-]{36}")]
    private static partial Regex RoundAddress();
}

/// <summary>A redirect's address without its host.</summary>
file static class Addresses
{
    public static string PathAndQuery(this Uri address) => address.IsAbsoluteUri ? address.PathAndQuery : address.OriginalString;
}
