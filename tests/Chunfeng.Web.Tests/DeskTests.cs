using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.People;
using Chunfeng.People.Lists;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Import;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Calendar;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>Search, to-do, kept views, columns and export, as a browser gets them.</summary>
public partial class DeskTests(CockpitHost host) : IClassFixture<CockpitHost>
{
    private const long Qingxu = 140121000000, QingxuEnd = 140122000000;
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly Dictionary<string, HttpClient> SignedIn = []; // each account once: sign-ins are limited

    [Fact(DisplayName = "查身份证号、手机号：直接打开这个人，号码不进地址")]
    [Trait("Clause", "13.1")]
    public async Task A_number_opens_its_person()
    {
        var (worker, id, phone) = await SomebodyAsync(inside: true);
        var client = await SignedInAsync(CockpitHost.County);
        foreach (var number in new[] { id, phone, $" {phone[..3]} {phone[3..7]} {phone[7..]}", $"+86{phone}" })
        {
            Assert.Equal($"/people/{worker}", await SearchAsync(client, number));
        }
    }

    [Fact(DisplayName = "查姓名开头：列出辖区内同名的人，号码遮盖；姓名也不进地址；别人打不开这个地址")]
    [Trait("Clause", "13.1")]
    public async Task A_name_lists_the_area_s_people()
    {
        var province = await SignedInAsync(CockpitHost.Province);
        var there = await SearchAsync(province, "王");
        Assert.StartsWith("/search?k=", there);
        Assert.DoesNotContain("王", Uri.UnescapeDataString(there));
        var page = WebUtility.HtmlDecode(await province.GetStringAsync(there));
        Assert.Equal(ISearchSource.Most, HitLink().Count(page));
        Assert.Contains("href=\"/people?q=%E7%8E%8B\"", page); // the rest in the list
        Assert.DoesNotMatch(@"\d{17}[\dX]|1[3-9]\d{9}", Regex.Replace(page, "value=\"[^\"]+\"|href=\"[^\"]+\"", ""));

        var county = await SignedInAsync(CockpitHost.County);
        Assert.Contains("已经过期", await county.GetStringAsync(there)); // sealed for one account
        var own = WebUtility.HtmlDecode(await county.GetStringAsync(await SearchAsync(county, "王")));
        await using var scope = host.Services.CreateAsyncScope();
        var home = await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Workers().AsNoTracking()
            .Where(w => w.Home >= Qingxu && w.Home < QingxuEnd && w.MergedInto == null).Select(w => w.WorkerId).ToListAsync(Cancel);
        Assert.NotEqual(0, HitLink().Count(own));
        Assert.All(HitLink().Matches(own), m => Assert.Contains(Guid.Parse(m.Groups[1].Value), home));
    }

    [Fact(DisplayName = "外县的人查号也查不到，与不存在同一个答复")]
    [Trait("Clause", "13.1")]
    public async Task Nobody_from_elsewhere()
    {
        var (_, id, _) = await SomebodyAsync(inside: false);
        var client = await SignedInAsync(CockpitHost.County);
        var there = await SearchAsync(client, id);
        Assert.DoesNotContain(id, Uri.UnescapeDataString(there));
        var page = await client.GetStringAsync(there);
        Assert.Contains("没有找到", page);
        Assert.DoesNotContain(id, page);
    }

    [Theory(DisplayName = "没看懂的查找：说清怎么写")]
    [InlineData("14012119740314", "应为18位")]
    [InlineData("1380000", "没有找到")]
    [InlineData("138", "号码要写全")]
    [InlineData("王建国13800000000", "分开查")]
    [InlineData("<b>王", "没有找到")]
    public async Task An_odd_search_is_told(string typed, string said)
    {
        var client = await SignedInAsync(CockpitHost.County);
        var page = await client.GetStringAsync(await SearchAsync(client, typed));
        Assert.Contains(said, page);
        Assert.DoesNotContain("<b>王", page);
    }

    [Fact(DisplayName = "查找：空的回到说明页；没有防伪令牌不受理；没有权限的说找谁开通")]
    public async Task Search_without_text_token_or_right()
    {
        var client = await SignedInAsync(CockpitHost.County);
        Assert.Equal("/search", await SearchAsync(client, "  "));
        Assert.Contains("想找谁", await client.GetStringAsync("/search"));
        Assert.Contains("已经过期", await client.GetStringAsync("/search?k=CfDJ8abc"));
        using var forged = await client.PostAsync("/search", new FormUrlEncodedContent([new("q", "王")]));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        var figures = await SignedInAsync(CockpitHost.NoNames);
        Assert.Contains("没有可查的内容", await figures.GetStringAsync(await SearchAsync(figures, "王")));
    }

    [Fact(DisplayName = "常用条件：存下、同名替换、点开一样、别的账号看不见也删不掉、满三十个说明先删")]
    public async Task Views_are_kept_for_oneself()
    {
        var client = await SignedInAsync(CockpitHost.Province);
        var token = await TestHost.TokenAsync(client, "/people");
        Task<string> Save(string name, string query) => PostAsync(client, "/people/list/views", token, ("name", name), ("query", query));
        Assert.Equal("/people?working=yes", await Save("在外的", "working=yes&after=h00&refused=x&evil=%3Cscript%3E"));
        Assert.Equal("/people?working=no", await Save("在外的", "working=no"));
        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/people"));
        Assert.Contains("href=\"/people?working=no\">在外的<", Regex.Replace(page, "\\s*aria-current=\"[^\"]*\"", ""));
        Assert.DoesNotContain("evil", page);

        Assert.Contains("refused=view-name", await Save("  ", "working=yes"));
        Assert.Contains("refused=bad-filter", await Save("坏的", "sex=9"));
        var (_, id, _) = await SomebodyAsync(inside: true);
        var numbered = await Save("号码", $"q={id}");
        Assert.Contains("refused=bad-filter", numbered);
        Assert.DoesNotContain(id, numbered);
        Assert.Contains("最多存 30 个", await client.GetStringAsync("/people?refused=too-many-views"));

        var other = await SignedInAsync(CockpitHost.City);
        Assert.DoesNotContain("在外的", await other.GetStringAsync("/people"));
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var views = services.GetRequiredService<SavedViews>();
        var me = new Actor(CockpitHost.Province, "", new(140000000000), new HashSet<string>());
        var view = Assert.Single((await views.OfPageAsync("/people", me, Cancel)).Views);
        await PostAsync(other, "/people/list/views/drop", await TestHost.TokenAsync(other, "/people"), ("id", $"{view.ViewId}"));
        Assert.Single((await views.OfPageAsync("/people", me, Cancel)).Views);
        for (var i = 1; i < SavedViews.Most; i++)
        {
            Assert.Null(await views.SaveAsync("/people", $"第{i}个", "", me, Cancel));
        }

        Assert.Equal("too-many-views", (await views.SaveAsync("/people", "第三十一个", "", me, Cancel))?.Code);
        Assert.Null(await views.SaveAsync("/people", "在外的", "sex=1", me, Cancel)); // replacing is no more
        await PostAsync(client, "/people/list/views/drop", token, ("id", $"{view.ViewId}"));
        Assert.Equal(SavedViews.Most - 1, ((await views.OfPageAsync("/people", me, Cancel)).Views).Count);
    }

    [Fact(DisplayName = "选列：按此显示，下次还在；只剩姓名也可以；地址里写的列优先")]
    public async Task Columns_stay_chosen()
    {
        var client = await SignedInAsync(CockpitHost.City);
        var token = await TestHost.TokenAsync(client, "/people");
        Assert.Equal("/people?sex=1", await PostAsync(client, "/people/list/columns", token, ("query", "sex=1&cols=age"), ("col", "skill"), ("col", "home"), ("col", "nonsense")));
        Assert.Equal(["姓名", "户籍地", "技能"], Heads(await client.GetStringAsync("/people")));
        Assert.Equal(["姓名", "年龄"], Heads(await client.GetStringAsync("/people?cols=age")));
        await PostAsync(client, "/people/list/columns", token, ("query", ""));
        Assert.Equal(["姓名"], Heads(await client.GetStringAsync("/people")));
    }

    [Fact(DisplayName = "导出：与屏幕同样的人、同样的顺序、同样的列，号码遮盖，记入审计而不记姓名")]
    [Trait("Clause", "13.1")]
    public async Task Export_is_what_the_screen_shows()
    {
        const string query = "working=yes&region=140121000000&cols=sex,age,id,phone,working";
        var client = await SignedInAsync(CockpitHost.Province);
        var token = await TestHost.TokenAsync(client, "/people");
        using var response = await client.PostAsync("/people/list/export", Form(token, ("query", query)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.EndsWith(".xlsx", response.Content.Headers.ContentDisposition!.FileNameStar);
        var rows = Rows(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(["姓名", "性别", "年龄", "身份证号", "手机号", "务工"], rows[0]);
        var shown = new List<string>();
        for (var next = "/people?" + query; next is not null;)
        {
            var page = WebUtility.HtmlDecode(await client.GetStringAsync(next));
            shown.AddRange(RowName().Matches(page).Select(m => m.Groups[1].Value));
            next = Regex.Match(page, "<a[^>]*rel=\"next\"[^>]*>").Value is { Length: > 0 } link ? Regex.Match(link, "href=\"([^\"]+)\"").Groups[1].Value : null;
        }

        Assert.Equal(shown, rows.Skip(1).Select(r => r[0]));
        Assert.True(shown.Count > 10);
        Assert.All(rows.Skip(1), r => Assert.Equal("正在务工", r[5]));
        Assert.DoesNotContain(rows.Skip(1).SelectMany(r => r), c => Regex.IsMatch(c, @"\d{17}[\dX]|1\d{10}"));

        await using var scope = host.Services.CreateAsyncScope();
        var entry = await scope.ServiceProvider.GetRequiredService<ChunfengDb>().AuditEntries().Where(a => a.Act == "people.export.list" && a.Login == CockpitHost.Province).OrderByDescending(a => a.Seq).FirstAsync(Cancel);
        Assert.Equal((CockpitHost.Province, "area=140121000000 columns=sex,age,id,phone,working filters=working"), (entry.Login, entry.Detail));
    }

    [Fact(DisplayName = "导出：没有权限、条件没看懂、人数超限都不导出，说明怎么办；县级账号导不出外县")]
    [Trait("Clause", "13.1")]
    public async Task Export_refuses_clearly()
    {
        var city = await SignedInAsync(CockpitHost.City);
        Assert.DoesNotContain("导出 Excel", await city.GetStringAsync("/people"));
        var refused = await PostAsync(city, "/people/list/export", await TestHost.TokenAsync(city, "/people"), ("query", "sex=1"));
        Assert.Equal("/people?sex=1&refused=no-right", refused);
        Assert.Contains("没有导出的权限", await city.GetStringAsync(refused));
        var province = await SignedInAsync(CockpitHost.Province);
        Assert.Contains("refused=bad-filter", await PostAsync(province, "/people/list/export", await TestHost.TokenAsync(province, "/people"), ("query", "sex=8")));

        await using var scope = host.Services.CreateAsyncScope();
        var (address, export) = (scope.ServiceProvider.GetRequiredService<RegisterAddress>(), scope.ServiceProvider.GetRequiredService<ExportRegisterList>());
        var clerk = new Actor("clerk", "", new(Qingxu), new HashSet<string> { Rights.PeopleRead, Rights.PeopleExport });
        using var file = new MemoryStream();
        Assert.Equal("bad-filter", (await export.HandleAsync(address.Read("region=140105000000", clerk), [], file, clerk, Cancel)).Refusal?.Code);
        var all = await export.HandleAsync(address.Read("", clerk), [], file, clerk, Cancel);
        var inside = await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Workers().CountAsync(w => w.Home >= Qingxu && w.Home < QingxuEnd && w.MergedInto == null, Cancel);
        Assert.Equal(inside, all.Value);
        Assert.Equal("too-many", (await export.HandleAsync(address.Read("", clerk), [], file, clerk, Cancel, most: inside - 1)).Refusal?.Code);
        Assert.False((await export.HandleAsync(address.Read("", clerk), [], file, clerk, Cancel, most: inside)).IsRefused);
    }

    [Fact(DisplayName = "待办：本辖区核对完的名册在待办页、总览和菜单里；外县的看不见；确认以后就没有了")]
    public async Task A_checked_roster_waits()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChunfengDb>();
        var (mine, other) = (Import(Qingxu, "清徐<台账>.xlsx"), Import(140105000000, "小店台账.xlsx"));
        db.Imports().AddRange(mine, other);
        await db.SaveChangesAsync(Cancel);
        var client = await SignedInAsync(CockpitHost.NoDispatch); // a clerk of the county who imports
        foreach (var path in new[] { "/desk", "/" })
        {
            var page = await client.GetStringAsync(path);
            Assert.Contains("清徐&lt;台账&gt;.xlsx", page);
            Assert.Contains($"/people/import/{mine.ImportId}", page);
            Assert.DoesNotContain("小店台账", page);
            Assert.Contains("<span class=\"nav-note\">1</span>", page);
        }

        await db.Imports().Where(i => i.ImportId == mine.ImportId || i.ImportId == other.ImportId).ExecuteDeleteAsync(Cancel);
        Assert.Contains("都处理完了", await client.GetStringAsync("/desk"));
    }

    [Theory(DisplayName = "名册核对后第三天起算超时；写入的冲突不算超时")]
    [InlineData("checked", "2022-02-24T15:59:59Z", true)]
    [InlineData("checked", "2022-02-25T16:00:00Z", true)]
    [InlineData("checked", "2022-02-25T16:00:01Z", false)]
    [InlineData("failed", "2022-02-25T16:00:00Z", true)]
    [InlineData("done", "2022-02-01T00:00:00Z", false)]
    public void A_roster_is_late_on_the_third_day(string state, string since, bool late)
    {
        var import = Import(Qingxu, "a.csv");
        (import.State, import.EndedAt) = (state, DateTime.Parse(since, null, System.Globalization.DateTimeStyles.AdjustToUniversal));
        Assert.Equal(late, ImportTodo.Item(import, new DateOnly(2022, 2, 28)).Late);
    }

    [Theory(DisplayName = "缺几周就说几周；都封存了、任务下达了就没有待办")]
    [InlineData("2022-W08", true, 0, "")]
    [InlineData("2022-W07", true, 1, "2022-W08 还没有封存")]
    [InlineData("2022-W05", true, 3, "2022-W06 至 2022-W08 共 3 周还没有封存")]
    [InlineData("2021-W52", true, 8, "2022-W01 至 2022-W08 共 8 周还没有封存")]
    [InlineData(null, true, 1, "2022-W08 还没有封存")]
    [InlineData("2022-W08", false, 1, "2022年任务还没有下达")]
    public void Missing_weeks_are_counted(string? last, bool targets, int count, string title)
    {
        var items = WeekTodo.Decide(new IsoWeek(2022, 8), last, targets);
        Assert.Equal((count, title), (items.Sum(i => i.Count), items is [var first, ..] ? first.Title : ""));
    }

    [GeneratedRegex("<li data-row[^>]*><a href=\"/people/([0-9a-f-]{36})\"")]
    private static partial Regex HitLink();

    [GeneratedRegex("<th scope=\"row\"[^>]*><a href=\"/people/[0-9a-f-]{36}\">([^<]+)</a>")]
    private static partial Regex RowName();

    private static string[] Heads(string page) => [.. Regex.Matches(WebUtility.HtmlDecode(page), "<th scope=\"col\"[^>]*>\\s*([^<\\s]+)\\s*</th>").Select(m => m.Groups[1].Value)];

    private static RosterImport Import(long region, string name) => new()
    {
        FileName = name, Region = region, AsOf = new(2022, 2, 27), State = ImportStates.Checked, DryRun = true, StartedBy = "someone",
        StartedAt = new(2022, 2, 20, 1, 0, 0, DateTimeKind.Utc), Uploaded = true,
    };

    private static FormUrlEncodedContent Form(string token, params (string Name, string Value)[] fields) =>
        new([new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]);

    private static async Task<string> PostAsync(HttpClient client, string path, string token, params (string Name, string Value)[] fields)
    {
        using var response = await client.PostAsync(path, Form(token, fields));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    private static async Task<string> SearchAsync(HttpClient client, string text) => await PostAsync(client, "/search", await TestHost.TokenAsync(client, "/search"), ("q", text));

    private static List<string[]> Rows(byte[] workbook)
    {
        var rows = new List<string[]>();
        using var file = new MemoryStream(workbook);
        var opened = TableReader.Open(file, "list.xlsx");
        Assert.False(opened.IsRefused);
        using var table = opened.Value;
        while (table.Read())
        {
            rows.Add([.. Enumerable.Range(0, table.CellCount).Select(i => table.Cell(i).ToString())]);
        }

        return rows;
    }

    /// <summary>Someone of the county, or of another, with a telephone nobody else has.</summary>
    private async Task<(Guid Worker, string Id, string Phone)> SomebodyAsync(bool inside)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var worker = await scope.ServiceProvider.GetRequiredService<ChunfengDb>().Workers().AsNoTracking()
            .Where(w => w.PhoneCipher != null && inside == (w.Home >= Qingxu && w.Home < QingxuEnd)).OrderBy(w => w.WorkerId).FirstAsync(Cancel);
        var crypto = new PersonCrypto(scope.ServiceProvider.GetRequiredService<KeyRing>());
        return (worker.WorkerId, crypto.Decrypt(worker.IdCipher), crypto.Decrypt(worker.PhoneCipher!));
    }

    private async Task<HttpClient> SignedInAsync(string login) =>
        SignedIn.TryGetValue(login, out var client) ? client : SignedIn[login] = await host.SignedInAsync(login);
}
