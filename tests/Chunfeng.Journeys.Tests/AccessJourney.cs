using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>Every level signs in and sees its own people and figures; an administrator makes an account; a second factor is set up and used.</summary>
public class AccessJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "省、市、县、乡、村各自登录：总览是自己的地区，人员只有自己的，越往下越少")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "13.1")]
    public async Task Each_level_sees_its_own(int width)
    {
        (string Login, string Figures, string Area)[] levels =
        [
            ("demo-province", "山西省总览", ""), ("demo-city", "太原市总览", "太原市"), ("demo-county", "清徐县总览", "太原市 清徐县"),
            ("demo-township", "清源镇总览", "太原市 清徐县 清源镇"), ("demo-village", "清源镇总览", "太原市 清徐县 清源镇 大北村"),
        ];
        var elsewhere = "";
        foreach (var (login, figures, area) in levels)
        {
            var page = await host.SignedInAsync(width, login);
            var complaints = Watch(page);
            Assert.Contains(figures, await page.Locator("h1").First.InnerTextAsync());
            await Sound(page);
            Assert.Equal(0, await page.Locator("a[href='/access']").CountAsync());
            Assert.Equal(0, await page.Locator("a[href='/audit']").CountAsync());
            await page.GotoAsync(host.Address + "/people");
            var homes = await page.Locator("tbody td span[title]").EvaluateAllAsync<string[]>("all => all.map(s => s.title)");
            Assert.NotEmpty(homes);
            Assert.All(homes, h => Assert.StartsWith(area, h, StringComparison.Ordinal));
            await Shots.TakeAsync(page, $"people-{login}");
            await Sound(page);
            Assert.Empty(complaints);

            // a person of another city: the province opens the page, for everybody else there is none
            if (area.Length == 0)
            {
                await page.GotoAsync(host.Address + "/people?region=140200000000");
                elsewhere = (await page.Locator("tbody th a").First.GetAttributeAsync("href"))!;
            }

            var opened = (await page.GotoAsync(host.Address + elsewhere))!;
            Assert.Equal(area.Length == 0 ? 200 : 404, opened.Status);
            await page.CloseAsync();
        }
    }

    [Theory(DisplayName = "县管理员建账号并交出密码；本人改密码、启用第二因素，再登录要验证码")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task From_a_new_account_to_a_second_factor(int width)
    {
        var admin = await host.SignedInAsync(width, "demo-county-admin");
        var complaints = Watch(admin);
        await admin.GotoAsync(host.Address + "/access");
        await Sound(admin);
        await Shots.TakeAsync(admin, "access-list");
        await admin.ClickAsync("text=新建账号");
        await admin.SelectOptionAsync("select[name=role]", "county-admin");
        await admin.FillAsync("input[name=name]", "王小明");
        await admin.FillAsync("input[name=login]", $"wang.xm{width}");
        await Sound(admin);
        await Shots.TakeAsync(admin, "access-new");
        await admin.ClickAsync("button:has-text(\"新建\")");
        var password = await admin.InnerTextAsync("#issued");
        await Shots.TakeAsync(admin, "access-issued");
        await admin.ClickAsync("text=看这个账号");
        await Sound(admin);
        await Shots.TakeAsync(admin, "access-one");
        await admin.GotoAsync(host.Address + "/access/units/new");
        await Shots.TakeAsync(admin, "access-unit");
        await Sound(admin);
        Assert.Empty(complaints);
        await admin.CloseAsync();

        var page = await host.Browser!.OpenAsync(width);
        complaints = Watch(page);
        await SignInAsync(page, $"wang.xm{width}", password);
        await page.GotoAsync(host.Address + "/people");
        Assert.EndsWith("/account", page.Url);
        await Shots.TakeAsync(page, "account-must");
        await Sound(page);
        await page.FillAsync("input[name=old]", password);
        await page.FillAsync("input[name=wanted]", "spring wind 88");
        await page.FillAsync("input[name=again]", "spring wind 88");
        await page.ClickAsync("button:has-text(\"改密码\")");
        await page.ArriveAsync(host.Address + "/");
        await page.ClickAsync(".topbar-who");
        await page.ArriveAsync("**/account");
        await Shots.TakeAsync(page, "account");
        await Sound(page);
        await page.ClickAsync("a[href='/account/second-factor']");
        await page.ClickAsync("button:has-text(\"生成二维码\")");
        var secret = Chunfeng.Platform.Access.Totp.FromBase32((await page.InnerTextAsync("#secret")).Replace(" ", "", StringComparison.Ordinal));
        Assert.True(await page.Locator("svg.qr path").CountAsync() == 1);
        await Shots.TakeAsync(page, "second-factor-qr");
        await Sound(page);
        await page.FillAsync("input[name=code]", Code(secret, 0));
        await page.ClickAsync("button:has-text(\"启用\")");
        await page.WaitForSelectorAsync("text=第二因素已启用");
        await Shots.TakeAsync(page, "second-factor-codes");
        await Sound(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await page.ArriveAsync("**/sign-in");
        await SignInAsync(page, $"wang.xm{width}", "spring wind 88");
        await page.ArriveAsync("**/sign-in/code");
        await page.FillAsync("#code", "000000");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("text=验证码不对");
        await Shots.TakeAsync(page, "sign-in-code");
        await Sound(page);
        await page.FillAsync("#code", Code(secret, 1));
        await page.ClickAsync("button[type=submit]");
        await page.ArriveAsync(host.Address + "/");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    private async Task SignInAsync(IPage page, string login, string password)
    {
        await page.GotoAsync(host.Address + "/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[type=submit]");
    }

    private static string Code(byte[] secret, int away) =>
        Chunfeng.Platform.Access.Totp.Code(secret, Chunfeng.Platform.Access.Totp.StepOf(TimeProvider.System.GetUtcNow()) + away);

    private static List<string> Watch(IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        return complaints;
    }

    private static async Task Sound(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{page.Url} 横向溢出");
}
