using System.Net;
using System.Text.RegularExpressions;
using Chunfeng.Platform.Access;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Web.Tests.Access;

/// <summary>No second factor wanted here: what administrators may and may not do on the pages.</summary>
public sealed class PlainAccessHost : AccessHost
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Chunfeng:SignIn:RecheckSeconds", "0")];
}

public class AdministrationTests(PlainAccessHost host) : IClassFixture<PlainAccessHost>
{
    private const long Qingxu = 140121000000, Yangqu = 140122000000, Taiyuan = 140100000000;

    [Fact(DisplayName = "县管理员：建乡镇账号、交密码、本人首次登录改密码；停用后本人立即退出")]
    public async Task From_a_new_account_to_its_end()
    {
        await host.MakeAsync("qx-admin", "county-admin", Qingxu);
        var (admin, _) = await host.EnterAsync("qx-admin");
        var page = await admin.GetStringAsync("/access/new?region=140121100000");
        Assert.Contains("value=\"township-clerk\"", page);
        Assert.DoesNotContain("value=\"county-clerk\"", page);
        Assert.DoesNotContain("value=\"office-", page);
        var office = UnitTree.OfficeId(new RegionCode(140121100000));
        var made = await AccessHost.PostAsync(
            admin, "/access/new?region=140121100000", "new", ("unit", office.ToString()), ("role", "township-clerk"), ("name", "李四"), ("login", "Li.Si"));
        var issued = Regex.Match(made, "id=\"issued\">([^<]+)<").Groups[1].Value;
        Assert.NotEmpty(issued);
        Assert.Contains("li.si", await admin.GetStringAsync("/access?q=%E6%9D%8E%E5%9B%9B"));

        var (clerk, _) = await host.EnterAsync("li.si", issued);
        using (await AccessHost.RawPostAsync(clerk, "/account", "password", ("old", issued), ("wanted", "spring wind 88"), ("again", "spring wind 88")))
        {
            Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync("/people")).StatusCode);
        }

        var id = (await host.AccountAsync("li.si")).AccountId;
        Assert.Contains("账号已停用", await AccessHost.PostAsync(admin, $"/access/{id}", "disable"));
        Assert.StartsWith("/sign-in", (await clerk.GetAsync("/people")).Headers.Location!.PathAndQuery);
        Assert.StartsWith("/sign-in?refused=disabled", (await host.EnterAsync("li.si", "spring wind 88")).Location);
        Assert.Equal(["sign-in", "account.create", "account.disable"], await host.ActsAsync("qx-admin"));
    }

    [Fact(DisplayName = "换角色后，正在用的登录退出，再登录按新角色")]
    public async Task A_new_role_ends_the_session()
    {
        await host.MakeAsync("ty-admin", "city-admin", Taiyuan);
        var account = await host.MakeAsync("qx-worker", "county-clerk", Qingxu);
        var (admin, _) = await host.EnterAsync("ty-admin");
        var (clerk, _) = await host.EnterAsync("qx-worker");
        Assert.DoesNotContain("href=\"/access\"", await clerk.GetStringAsync("/"));
        Assert.Contains("角色已换", await AccessHost.PostAsync(admin, $"/access/{account.AccountId}", "role", ("role", "county-admin")));
        Assert.StartsWith("/sign-in", (await clerk.GetAsync("/")).Headers.Location!.PathAndQuery);
        var (again, _) = await host.EnterAsync("qx-worker");
        Assert.Contains("href=\"/access\"", await again.GetStringAsync("/"));
    }

    [Fact(DisplayName = "别县的账号、地区、表单都是404；经办没有这些页面")]
    public async Task Elsewhere_is_not_there()
    {
        var other = await host.MakeAsync("yq-clerk", "county-clerk", Yangqu);
        await host.MakeAsync("qx-admin2", "county-admin", Qingxu);
        await host.MakeAsync("qx-clerk2", "county-clerk", Qingxu);
        var (admin, _) = await host.EnterAsync("qx-admin2");
        var (clerk, _) = await host.EnterAsync("qx-clerk2");
        foreach (var address in new[] { $"/access/{other.AccountId}", $"/access?region={Yangqu}", $"/access?region={Taiyuan}", $"/access/new?region={Yangqu}", $"/access/units/new?region={Yangqu}", $"/access/{Guid.NewGuid()}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(address)).StatusCode);
        }

        foreach (var address in new[] { "/access", "/access/new", "/access/units/new", $"/access/{other.AccountId}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(address)).StatusCode);
        }

        Assert.DoesNotContain("yq-clerk", await admin.GetStringAsync("/access?q=yq"));
        var token = await TestHost.TokenAsync(admin, "/account");
        using var forged = await admin.PostAsync($"/access/{other.AccountId}", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("_handler", "disable")]));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode); // the page that is not there has no such form
        Assert.Null((await host.AccountAsync("yq-clerk")).DisabledAt);
    }

    [Theory(DisplayName = "改了表单也给不出更大的角色、三员角色、别级角色：403，什么也没建")]
    [InlineData("province-force")]
    [InlineData("city-admin")]
    [InlineData("office-audit")]
    [InlineData("office-system")]
    [InlineData("village-cadre")]
    public async Task A_forged_role_is_refused(string role)
    {
        var login = $"adm-{role}";
        await host.MakeAsync(login, "county-admin", Qingxu);
        var (admin, _) = await host.EnterAsync(login);
        using var refused = await AccessHost.RawPostAsync(admin, "/access/new", "new",
            ("unit", UnitTree.OfficeId(new RegionCode(Qingxu)).ToString()), ("role", role), ("name", "人"), ("login", $"forged-{role}"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("账号没有建", await refused.Content.ReadAsStringAsync());
        Assert.Equal(["sign-in"], await host.ActsAsync(login));
    }

    [Fact(DisplayName = "管理员动不了自己，也动不了本区里比自己大的账号")]
    public async Task Not_oneself_and_not_the_wider()
    {
        var own = await host.MakeAsync("qx-admin3", "county-admin", Qingxu);
        var system = await host.MakeAsync("qx-system", "office-system", Qingxu);
        var (admin, _) = await host.EnterAsync("qx-admin3");
        foreach (var (id, why) in new[] { (own.AccountId, "不能管理自己的账号"), (system.AccountId, "由安全管理员办理") })
        {
            var page = await admin.GetStringAsync($"/access/{id}");
            Assert.Contains(why, page);
            Assert.DoesNotContain("重置密码</button>", page);
        }
    }

    [Fact(DisplayName = "安全管理员指定三员，但不能建业务账号")]
    public async Task The_security_office_gives_offices()
    {
        await host.MakeAsync("sec-1", "office-security", 140000000000);
        var (security, _) = await host.EnterAsync("sec-1");
        var unit = UnitTree.OfficeId(RegionCode.Shanxi).ToString();
        var made = await AccessHost.PostAsync(security, "/access/new", "new", ("unit", unit), ("role", "office-audit"), ("name", "审计"), ("login", "aud-1"));
        Assert.Contains("id=\"issued\"", made);
        using var refused = await AccessHost.RawPostAsync(security, "/access/new", "new", ("unit", unit), ("role", "province-force"), ("name", "业务"), ("login", "biz-1"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await security.GetAsync("/audit")).StatusCode);
        Assert.DoesNotContain("href=\"/people\"", await security.GetStringAsync("/access"));
    }

    [Fact(DisplayName = "添加劳务工作站，再给它建账号")]
    public async Task A_station_and_its_account()
    {
        await host.MakeAsync("qx-admin4", "county-admin", Qingxu);
        var (admin, _) = await host.EnterAsync("qx-admin4");
        Assert.Contains("请写明单位名称", await AccessHost.PostAsync(admin, "/access/units/new", "unit", ("name", "站"), ("kind", "station")));
        Assert.Contains("并选择类型", await AccessHost.PostAsync(admin, "/access/units/new", "unit", ("name", "清徐劳务站"), ("kind", "county")));
        using (var added = await AccessHost.RawPostAsync(admin, "/access/units/new", "unit", ("name", "清徐劳务站"), ("kind", "station")))
        {
            Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        }

        Assert.Contains("已经有同名的单位", await AccessHost.PostAsync(admin, "/access/units/new", "unit", ("name", "清徐劳务站"), ("kind", "station")));
        Assert.Contains("清徐劳务站", await admin.GetStringAsync("/access"));
        var unit = Regex.Match(await admin.GetStringAsync("/access/new"), "<option value=\"([^\"]+)\"[^>]*>清徐劳务站<").Groups[1].Value;
        Assert.Contains("id=\"issued\"", await AccessHost.PostAsync(admin, "/access/new", "new", ("unit", unit), ("role", "station-staff"), ("name", "站员"), ("login", "station-1")));
        using var forged = await AccessHost.RawPostAsync(admin, "/access/new", "new", ("unit", unit), ("role", "county-clerk"), ("name", "站员"), ("login", "station-2"));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        var page = await admin.GetStringAsync($"/access/new?unit={unit}");
        Assert.Contains("value=\"station-staff\"", page);
        Assert.DoesNotContain("value=\"county-clerk\"", page);
    }

    [Fact(DisplayName = "调到乡镇：范围随新单位走，登录退出，前后都记在案；邻县的单位当作没有")]
    public async Task Moving_an_account()
    {
        await host.MakeAsync("mv-admin", "county-admin", Qingxu);
        var clerk = await host.MakeAsync("mv-clerk", "county-clerk", Qingxu);
        var (admin, _) = await host.EnterAsync("mv-admin");
        var (session, _) = await host.EnterAsync("mv-clerk");
        var (town, elsewhere) = (UnitTree.OfficeId(new RegionCode(140121100000)), UnitTree.OfficeId(new RegionCode(Yangqu)));
        var page = await admin.GetStringAsync($"/access/{clerk.AccountId}/move?unit={town}");
        Assert.Contains("value=\"township-clerk\"", page);
        Assert.DoesNotContain("value=\"county-clerk\"", page);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/access/{clerk.AccountId}/move?region={Yangqu}")).StatusCode);
        Assert.DoesNotContain("阳曲", await admin.GetStringAsync($"/access/{clerk.AccountId}/move?unit={elsewhere}"));
        foreach (var (unit, role) in new[] { (elsewhere, "county-clerk"), (town, "county-clerk"), (town, "county-admin"), (Guid.NewGuid(), "township-clerk") })
        {
            using var refused = await AccessHost.RawPostAsync(admin, $"/access/{clerk.AccountId}/move", "move", ("unit", unit.ToString()), ("role", role));
            Assert.True(refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{refused.StatusCode}"); // a unit elsewhere has no such form
        }

        using (var moved = await AccessHost.RawPostAsync(admin, $"/access/{clerk.AccountId}/move?unit={town}", "move", ("unit", town.ToString()), ("role", "township-clerk")))
        {
            Assert.Equal(HttpStatusCode.Redirect, moved.StatusCode);
            Assert.Contains("账号已调到新单位", await admin.GetStringAsync(moved.Headers.Location));
        }

        Assert.StartsWith("/sign-in", (await session.GetAsync("/people")).Headers.Location!.PathAndQuery);
        var now = await host.AccountAsync("mv-clerk");
        Assert.Equal((town, 140121100000, "township-clerk"), (now.UnitId, now.Region, now.Role));
        Assert.Equal(["sign-in", "account.move"], await host.ActsAsync("mv-admin"));
    }

    [Fact(DisplayName = "别县管理员、自己、比自己大的账号：都没有调动页")]
    public async Task Nobody_moves_what_is_not_theirs()
    {
        var other = await host.MakeAsync("mv-yq", "county-clerk", Yangqu);
        var own = await host.MakeAsync("mv-admin2", "county-admin", Qingxu);
        var system = await host.MakeAsync("mv-system", "office-system", Qingxu);
        var (admin, _) = await host.EnterAsync("mv-admin2");
        foreach (var id in new[] { other.AccountId, own.AccountId, system.AccountId, Guid.NewGuid() })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/access/{id}/move")).StatusCode);
        }
    }

    [Fact(DisplayName = "改了密码，别处的登录退出，自己的还在")]
    public async Task A_new_password_ends_other_sessions()
    {
        await host.MakeAsync("two-places", "county-clerk", Qingxu);
        var (here, _) = await host.EnterAsync("two-places");
        var (there, _) = await host.EnterAsync("two-places");
        using (await AccessHost.RawPostAsync(here, "/account", "password", ("old", AccessHost.Password), ("wanted", "spring wind 88"), ("again", "spring wind 88")))
        {
        }

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/people")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/people")).StatusCode);
    }
}
