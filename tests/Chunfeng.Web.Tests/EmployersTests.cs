using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chunfeng.Employers;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>Employers and vacancies as a browser and a program get them: scope, forms, hostile text, files, the API.</summary>
public partial class EmployersTests(TestHost host) : IClassFixture<TestHost>
{
    private const long Qingxu = 140121000000, Yangqu = 140122000000, Town = 140121101000;
    internal const string Hostile = "<script>alert(1)</script>\"'&{{x}}@(1+1)";
    internal static readonly string[] Clerk = [Rights.EmployersRead, Rights.EmployersWrite, Rights.VacanciesReview, Rights.PeopleRead];
    private static int serial = 100;

    [Fact(DisplayName = "登记单位、单位发布岗位被退回、改好再发；写进的网页代码只当文字")]
    [Trait("Clause", "2.2")]
    public async Task From_registration_to_published()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        var employer = await RegisterAsync(clerk, "甲服装厂" + Hostile);
        await LinkAsync(host, employer, Town);
        using var own = await host.SignedInAsync(Town, Rights.EmployersOwn);
        var mine = await own.GetStringAsync("/employers/mine");
        Assert.Contains("甲服装厂", mine);
        Assert.Contains("0351-7654321", mine); // its own telephone is not hidden from itself
        Assert.DoesNotContain("0351-7654321", await clerk.GetStringAsync(employer));
        Safe(mine, await clerk.GetStringAsync("/employers"), await clerk.GetStringAsync(employer));

        var refused = await PostFormAsync(own, "/vacancies/new", Vacancy("缝纫工", "流水线作业，仅限男性，35岁以下 " + Hostile));
        var told = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("《就业促进法》第二十七条", told);
        Assert.Contains("《就业促进法》第二十六条", told);
        Assert.Contains("流水线作业，仅限男性", told); // what was typed is kept

        var vacancy = await AddAsync(own, Vacancy("缝纫工", "流水线作业 " + Hostile));
        Safe(await own.GetStringAsync(vacancy), await clerk.GetStringAsync(vacancy), await clerk.GetStringAsync(vacancy + "?queue=yes"), await own.GetStringAsync(vacancy + "/edit"));
        Assert.Contains("待审核", await clerk.GetStringAsync("/vacancies?tab=review"));
        Assert.StartsWith(vacancy + "?done=return", await StepAsync(clerk, vacancy, "return", "请写明发薪日 " + Hostile));
        Safe(await own.GetStringAsync(vacancy));
        Assert.Contains("修改 1 个被退回的岗位", await own.GetStringAsync("/desk"));
        var mended = await PostFormAsync(own, vacancy + "/edit", Vacancy("缝纫工", "流水线作业，每月15日发工资"));
        Assert.Equal($"{vacancy}?done=submit", mended.Headers.Location!.PathAndQuery());
        Assert.Contains("refused", await StepAsync(own, vacancy, "publish", "")); // nobody publishes their own
        Assert.StartsWith(vacancy + "?done=publish", await StepAsync(clerk, vacancy, "publish", ""));
        using var neighbour = await host.SignedInAsync(Yangqu, Clerk);
        Assert.Contains(vacancy, await neighbour.GetStringAsync("/vacancies")); // published is public
        Assert.DoesNotContain("每月15日", await own.GetStringAsync("/vacancies?tab=drafts"));
    }

    [Fact(DisplayName = "外县的单位、未发布的岗位：列表里没有，地址打不开，提交不了，与不存在的同一个答复")]
    [Trait("Clause", "13.1")]
    public async Task Out_of_scope_is_not_there()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        using var neighbour = await host.SignedInAsync(Yangqu, Clerk);
        using var stranger = await host.SignedInAsync(140121102000, Rights.EmployersOwn);
        using var nobody = await host.SignedInAsync(Qingxu, Rights.PeopleRead);
        var employer = await RegisterAsync(clerk, "乙不外传厂");
        var vacancy = await AddAsync(clerk, Vacancy("裁剪工不外传", "裁剪"), employer);
        foreach (var client in new[] { neighbour, stranger, nobody })
        {
            foreach (var page in new[] { "/employers", "/vacancies?tab=all", "/vacancies?q=不外传&tab=all", "/employers?q=不外传", "/employers/guarantee", "/employers/absorption", "/employers/demand", "/employers/retention", "/vacancies/send?credit=" + CreditOf(serial) })
            {
                Assert.DoesNotContain("不外传厂", (await client.GetStringAsync(page)).Replace("value=\"不外传", "", StringComparison.Ordinal));
            }

            foreach (var address in new[] { employer, employer + "/edit", vacancy, vacancy + "/edit", employer.Replace("/employers/", "/vacancies/new?employer=", StringComparison.Ordinal) })
            {
                using var answer = await client.GetAsync(address);
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{address}: {answer.StatusCode}");
            }

            var token = await TestHost.TokenAsync(client, "/account");
            foreach (var post in new[] { "/heads", "/conduct", "/visit", "/hires", "/link", "/policy" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync(employer + post, Form(token, new("month", "2022-01"), new("heads", "1"), new("act", "told")))).StatusCode);
            }

            Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync(vacancy + "/step", Form(token, new("act", "close"), new("reason", "x")))).StatusCode);
        }
    }

    [Theory(DisplayName = "地址写坏了照常答复")]
    [InlineData("/employers?q=%00%ED%A0%80&region=x&industry=zz&size=99&flag=nonsense&after=x&mine=1")]
    [InlineData("/employers?before=00000000000000000000000000000000&q=<script>alert(1)</script>")]
    [InlineData("/vacancies?tab=nonsense&place=火星&occupation=天外&pay=abc&state=x&after=zz&employer=1")]
    [InlineData("/vacancies?tab=all&pay=-1&before=ffffffffffffffffffffffffffffffff")]
    [InlineData("/vacancies?tab=all&pay=99999999999999&occupation=9-99-99-99&place=999999")]
    [InlineData("/employers/guarantee?zone=x&mine=z&refused=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/employers/absorption?by=x&year=99999")]
    [InlineData("/vacancies/import?file=x&refused=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task Odd_addresses_are_answered(string address)
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        using var response = await clerk.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("<script>alert", await response.Content.ReadAsStringAsync());
    }

    [Fact(DisplayName = "平台接口：成批发布，重发不变，违法限制逐条退回；只列自己发的；没有权限的被拒")]
    [Trait("Clause", "2.2")]
    public async Task The_api_takes_batches()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        using var sender = await ClientAsync("send-a", "county-clerk");
        using var other = await ClientAsync("send-b", "county-clerk");
        var employer = await RegisterAsync(clerk, "丙平台厂");
        var credit = CreditOf(serial);
        object Sent(string no, string text) => new { externalNo = no, creditCode = credit, title = "包装工", occupation = "包装工", posts = 3, place = "清徐县", payLow = "3500", to = Day(20), text };
        async Task<string[]> Send(HttpClient client, params object[] batch)
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/vacancies", batch);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(v => v.GetProperty("outcome").GetString() + ":" + v.GetProperty("code").GetString())];
        }

        Assert.Equal(["added:", "refused:limit-sex"], await Send(sender, Sent("P-1", "装箱打包"), Sent("P-2", "只要女工")));
        Assert.Equal(["unchanged:"], await Send(sender, Sent("P-1", "装箱打包")));
        var list = await sender.GetFromJsonAsync<JsonElement>("/api/v1/vacancies");
        Assert.Equal("P-1", Assert.Single(list.GetProperty("vacancies").EnumerateArray()).GetProperty("externalNo").GetString());
        Assert.Equal(0, (await other.GetFromJsonAsync<JsonElement>("/api/v1/vacancies")).GetProperty("vacancies").GetArrayLength());
        using var village = await ClientAsync("send-v", "village-cadre", 140121100205);
        Assert.Equal(HttpStatusCode.Forbidden, (await village.PostAsJsonAsync("/api/v1/vacancies", new[] { Sent("P-3", "x") })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await clerk.GetAsync("/api/v1/vacancies")).StatusCode); // a cookie is no token
        Assert.Equal(HttpStatusCode.BadRequest, (await sender.PostAsJsonAsync("/api/v1/vacancies", Array.Empty<object>())).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await sender.PostAsJsonAsync("/api/v1/vacancies", Enumerable.Range(0, 201).Select(i => Sent($"{i}", "x")))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await sender.PostAsync("/api/v1/vacancies", new StringContent("[{\"posts\":\"many\"}]", Encoding.UTF8, "application/json"))).StatusCode);
        Assert.NotEmpty(employer);
    }

    [Fact(DisplayName = "站里的程序经接口送岗位：单位没登记的退回并说去哪里登记；只列自己站送的，邻站同号的另是一个、碰不到；邻站没公开的岗位打开与没有一样")]
    [Trait("Clause", "2.2")]
    [Trait("Clause", "13.1")]
    public async Task The_api_of_a_station()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        var (near, far) = (await StationAsync("甲站", 140121101000), await StationAsync("乙站", 140121102000));
        using var station = await ClientOfAsync("station-a", "station-staff", near.UnitId);
        using var neighbour = await ClientOfAsync("station-b", "station-staff", far.UnitId);
        using var desk = await StaffAsync("station-a-desk", "station-staff", near);
        var employer = await RegisterAsync(clerk, "壬站里送的厂");
        var credit = System.Text.RegularExpressions.Regex.Match(await clerk.GetStringAsync(employer), "9[0-9A-Z]{17}").Value;
        object Sent(string no, string title, string code) => new { externalNo = no, creditCode = code, title, occupation = "包装工", posts = 3, place = "清徐县", payLow = "3500", to = Day(20), text = title };
        static async Task<(string Said, Guid? Id)[]> Send(HttpClient client, params object[] batch)
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/vacancies", batch);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(v => (v.GetProperty("outcome").GetString() + ":" + v.GetProperty("code").GetString(),
                v.GetProperty("vacancyId").ValueKind == JsonValueKind.Null ? (Guid?)null : v.GetProperty("vacancyId").GetGuid()))];
        }

        static async Task<string[]> Listed(HttpClient client) => [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/vacancies")).GetProperty("vacancies").EnumerateArray()
            .Select(v => $"{v.GetProperty("externalNo").GetString()} {v.GetProperty("title").GetString()} {v.GetProperty("state").GetString()}")];

        var own = await Send(station, Sent("S-1", "装箱工", credit), Sent("S-2", "贴标工", NextCredit()));
        Assert.Equal("added:", own[0].Said);
        Assert.StartsWith("refused:", own[1].Said); // nobody registered that employer, and a program cannot
        Assert.Equal(["unchanged:"], (await Send(station, Sent("S-1", "装箱工", credit))).Select(s => s.Said));
        Assert.Empty(await Listed(neighbour));
        var theirs = await Send(neighbour, Sent("S-1", "码垛工", credit)); // their own number 1
        Assert.Equal("added:", theirs[0].Said);
        Assert.NotEqual(own[0].Id, theirs[0].Id);
        Assert.Equal(["S-1 装箱工 submitted"], await Listed(station));
        Assert.Equal(["S-1 码垛工 submitted"], await Listed(neighbour));

        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync($"/vacancies/{own[0].Id}")).StatusCode); // the unit sent it, whichever account
        var absent = Guid.NewGuid();

        // one by its id: as it would be sent again, and what the review said
        async Task StepAsync(string act, string text)
        {
            using var answer = await clerk.PostAsync($"/vacancies/{own[0].Id}/step", Form(await TestHost.TokenAsync(clerk, "/account"), new KeyValuePair<string, string>("act", act), new("reason", text)));
            Assert.Contains("done=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        await StepAsync("return", "请写清三班怎么倒");
        var one = await station.GetFromJsonAsync<JsonElement>($"/api/v1/vacancies/{own[0].Id}");
        Assert.Equal(("S-1", "returned", "请写清三班怎么倒", credit, 3, 3), (one.GetProperty("externalNo").GetString(), one.GetProperty("state").GetString(), one.GetProperty("reason").GetString(),
            one.GetProperty("creditCode").GetString(), one.GetProperty("posts").GetInt32(), one.GetProperty("postsOpen").GetInt32()));
        Assert.Equal(["return 请写清三班怎么倒"], one.GetProperty("remarks").EnumerateArray().Select(r => $"{r.GetProperty("act").GetString()} {r.GetProperty("reason").GetString()}"));
        Assert.Equal(own[0].Id, one.GetProperty("vacancyId").GetGuid());
        Assert.DoesNotContain("clerk", one.GetRawText(), StringComparison.Ordinal); // who said it stays in the house
        Assert.Equal(["unchanged:"], (await Send(station, one)).Select(s => s.Said)); // every word is read back as it was meant
        Assert.Equal(["updated:"], (await Send(station, Sent("S-1", "装箱工（三班，一周一倒）", credit))).Select(s => s.Said));
        one = await station.GetFromJsonAsync<JsonElement>($"/api/v1/vacancies/{own[0].Id}");
        Assert.Equal(("submitted", JsonValueKind.Null, 1), (one.GetProperty("state").GetString(), one.GetProperty("reason").ValueKind, one.GetProperty("remarks").GetArrayLength()));
        var bodies = new List<string>();
        foreach (var foreign in new[] { theirs[0].Id!.Value, absent })
        {
            using var answer = await station.GetAsync($"/api/v1/vacancies/{foreign}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            bodies.Add(System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"traceId\":\"[^\"]*\"", ""));
        }

        Assert.Equal(bodies[1], bodies[0]);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"/api/v1/vacancies/{own[0].Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await desk.GetAsync($"/api/v1/vacancies/{own[0].Id}")).StatusCode); // a cookie is no token
        Assert.Contains("/api/v1/vacancies/{id}", await station.GetStringAsync("/api/v1/openapi.json"), StringComparison.Ordinal);
        foreach (var page in new[] { "", "/edit" })
        {
            using var foreign = await desk.GetAsync($"/vacancies/{theirs[0].Id}{page}");
            using var none = await desk.GetAsync($"/vacancies/{absent}{page}");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, none.StatusCode));
            Assert.Equal(await none.Content.ReadAsStringAsync(), await foreign.Content.ReadAsStringAsync());
        }

        foreach (var id in new[] { theirs[0].Id!.Value, absent })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await desk.PostAsync($"/vacancies/{id}/step", Form(await TestHost.TokenAsync(desk, "/account"), new KeyValuePair<string, string>("act", "close"), new("text", "x")))).StatusCode);
        }

        Assert.Equal(["S-1 码垛工 submitted"], await Listed(neighbour));
    }

    [Fact(DisplayName = "上传岗位表：退回的行只有上传人取得到；导出的名册不含电话")]
    [Trait("Clause", "2.2")]
    public async Task Files_in_and_out()
    {
        using var clerk = await host.SignedInAsync(Qingxu, Clerk);
        using var other = await host.SignedInAsync(Qingxu, Clerk);
        await RegisterAsync(clerk, "丁表格厂");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TestHost.TokenAsync(clerk, "/vacancies/import")), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"岗位名称,统一社会信用代码,工种,招聘人数,工作地点,岗位说明\n焊工,{CreditOf(serial)},焊工,5,清徐县,限男性\n")), "file", "岗位.csv" },
        };
        using var answer = await clerk.PostAsync("/vacancies/import/upload", form);
        var there = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/vacancies/import?file=", there);
        Assert.Contains("1 行退回，没有写入", await clerk.GetStringAsync(there));
        var rejects = there.Replace("?file=", "/", StringComparison.Ordinal) + "/rejects";
        Assert.Contains("第二十七条", await clerk.GetStringAsync(rejects));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(rejects)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync("/vacancies/import/template")).StatusCode);
        var export = await clerk.PostAsync("/employers/list/export", Form(await TestHost.TokenAsync(clerk, "/employers"), new KeyValuePair<string, string>("q", "丁表格")));
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export.Content.Headers.ContentType?.MediaType);
    }

    internal static async Task<string> RegisterAsync(HttpClient clerk, string name)
    {
        var response = await PostFormAsync(clerk, "/employers/new",
            [new("_handler", "employer"), new("credit", CreditOf(Interlocked.Increment(ref serial))), new("name", name), new("seat", "太原市清徐县"), new("industry", "18"), new("size", "3"), new("flag", "private"),
             new("contact", "王经理"), new("phone", "0351-7654321"), new("officer", ""), new("confirmed", "yes")]);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
        return EmployerAddress().Match(response.Headers.Location!.OriginalString).Value;
    }

    internal static KeyValuePair<string, string>[] Vacancy(string title, string text) =>
    [
        new("_handler", "vacancy"), new("title", title), new("occupation", "缝纫工"), new("posts", "5"), new("text", text), new("place", "太原市清徐县"), new("period", "month"), new("pay-low", "4500"),
        new("pay-high", "6000"), new("board", "1"), new("insurance", "养老"), new("insurance", "工伤"), new("from", Day(0)), new("to", Day(20)), new("then", "submit"),
    ];

    private static async Task<string> AddAsync(HttpClient client, KeyValuePair<string, string>[] fields, string? employer = null)
    {
        var response = await PostFormAsync(client, employer is null ? "/vacancies/new" : employer.Replace("/employers/", "/vacancies/new?employer=", StringComparison.Ordinal), fields);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
        return VacancyAddress().Match(response.Headers.Location!.OriginalString).Value;
    }

    internal static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, KeyValuePair<string, string>[] fields)
    {
        var html = await client.GetStringAsync(page);
        string Hidden(string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;
        return await client.PostAsync(page, Form(Hidden("__RequestVerificationToken"), [.. fields, new("seen", Hidden("seen"))]));
    }

    internal static async Task<string> StepAsync(HttpClient client, string vacancy, string act, string reason) => Uri.UnescapeDataString((await client.PostAsync(
        vacancy + "/step", Form(await TestHost.TokenAsync(client, "/account"), new("act", act), new("reason", reason)))).Headers.Location?.PathAndQuery() ?? "");

    /// <summary>A program with a token, as a client of a region's office.</summary>
    private async Task<HttpClient> ClientAsync(string login, string role, long region = Qingxu)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var administer = scope.ServiceProvider.GetRequiredService<AdministerAccounts>();
        var unit = await administer.OfficeOfAsync(new RegionCode(region), Actor.Operator, default);
        return await ClientOfAsync(login, role, unit.Value!.UnitId);
    }

    private async Task<HttpClient> ClientOfAsync(string login, string role, Guid unit)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var administer = scope.ServiceProvider.GetRequiredService<AdministerAccounts>();
        var made = await administer.CreateAsync(new NewAccount(login, "对方系统", unit, role, AccountKind.Client), Actor.Operator, default);
        Assert.False(made.IsRefused, made.Refusal?.Message);
        var client = host.Client();
        using var answer = await client.PostAsync("/api/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", login), new("client_secret", made.Value!.Password)]));
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
        return client;
    }

    private async Task<Unit> StationAsync(string name, long region)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AdministerAccounts>().AddUnitAsync(name, "station", new RegionCode(region), Actor.Operator, default)).Value!;
    }

    /// <summary>Somebody who works in a unit, signed in.</summary>
    private async Task<HttpClient> StaffAsync(string login, string role, Unit unit)
    {
        const string Password = "a-long-password-7";
        await using var scope = host.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<AdministerAccounts>().MakeAsync(
            new NewAccount(login, "站里的人", unit.UnitId, role), unit, Roles.Find(role)!, Actor.Operator, Password, default, mustChange: false);
        Assert.Null(made.Refusal);
        var client = host.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await TestHost.SignInAsync(client, login, Password)).StatusCode);
        return client;
    }

    internal static async Task LinkAsync(TestHost host, string employer, long town)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var id = Guid.Parse(employer["/employers/".Length..]);
        Guid? unit = UnitTree.OfficeId(new RegionCode(town));
        await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Employers().Where(e => e.EmployerId == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.UnitId, unit));
    }

    internal static string Day(int from) => TimeProvider.System.Today.AddDays(from).ToString("yyyy-MM-dd");

    internal static string NextCredit() => CreditOf(Interlocked.Increment(ref serial));

    internal static string CreditOf(int number)
    {
        var body = $"91140121WEB{number:D6}";
        return "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(c => body + c).First(c => CreditCode.TryParse(c, out _, out _));
    }

    internal static FormUrlEncodedContent Form(string token, params KeyValuePair<string, string>[] fields) => new([new("__RequestVerificationToken", token), .. fields]);

    internal static void Safe(params string[] pages) => Assert.All(pages, p =>
    {
        Assert.DoesNotContain("<script>alert", p);
        Assert.Contains("&lt;script&gt;alert(1)", p);
    });

    [GeneratedRegex("/employers/[0-9a-f-]{36}")]
    private static partial Regex EmployerAddress();

    [GeneratedRegex("/vacancies/[0-9a-f-]{36}")]
    internal static partial Regex VacancyAddress();
}

/// <summary>A redirect's address without its host.</summary>
file static class Addresses
{
    public static string PathAndQuery(this Uri address) => address.IsAbsoluteUri ? address.PathAndQuery : address.OriginalString;
}
