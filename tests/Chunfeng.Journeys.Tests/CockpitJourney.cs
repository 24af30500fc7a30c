using System.Globalization;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>From the province down to names, as an official walks it.</summary>
public class CockpitJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "总览→市→县→周调度表→数字→名单：名单人数等于所点的数字，页面无报错、无失败请求、不横向溢出")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "13.2")]
    public async Task From_the_map_to_the_names(int width)
    {
        var page = await host.SignedInAsync(width);
        var complaints = Watch(page);
        await Sound(page);
        Assert.Contains("山西省", await page.Locator("h1").InnerTextAsync());

        await page.Locator(".map a[href*='140100000000']").ClickAsync(new() { Position = await Inside(page, ".map a[href*='140100000000'] path") });
        await page.ArriveAsync("**/?region=140100000000");
        Assert.Contains("太原市", await page.Locator("h1").InnerTextAsync());
        await Sound(page);

        await page.Locator(".map a[href*='140121000000']").ClickAsync(new() { Position = await Inside(page, ".map a[href*='140121000000'] path") });
        await page.ArriveAsync("**/dispatch?**region=140121000000");
        Assert.Contains("清徐县", await page.Locator("h1").InnerTextAsync());
        await Sound(page);

        var figure = page.Locator("a[href*='/dispatch/people'][href*='region=140121000000'][href*='kind=cumulative']");
        var count = int.Parse(await figure.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        await figure.ClickAsync();
        await page.ArriveAsync("**/dispatch/people?**");
        var listed = 0;
        while (true)
        {
            await Sound(page);
            listed += await page.Locator("tbody th a[href^='/people/']").CountAsync();
            var next = page.Locator("a[rel=next]");
            if (await next.CountAsync() == 0)
            {
                break;
            }

            await next.ClickAsync();
            await page.CompleteAsync();
        }

        Assert.Equal(count, listed);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [Fact(DisplayName = "只用键盘：跳到正文、菜单、地图上的市都能走到，焦点看得见，回车进入")]
    public async Task Keyboard_reaches_the_map()
    {
        var page = await host.SignedInAsync(1440);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("跳到正文", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        var region = page.Locator(".map a").First;
        await region.FocusAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Tab"); // arrived by key: the ring is shown
        Assert.Equal("2.6px", await region.Locator("path").EvaluateAsync<string>("p => getComputedStyle(p).strokeWidth"));
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("**/?region=14*");
        await page.CloseAsync();
    }

    [Fact(DisplayName = "退出按钮回到登录页，再进总览要重新登录")]
    public async Task Sign_out()
    {
        var page = await host.SignedInAsync(390);
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await page.ArriveAsync("**/sign-in");
        await page.GotoAsync(host.Address + "/");
        Assert.Contains("/sign-in", page.Url);
        await page.CloseAsync();
    }

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
        page.RequestFailed += (_, request) => complaints.Add($"failed {request.Url}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                complaints.Add($"{response.Status} {response.Url}");
            }
        };
        return complaints;
    }

    private static async Task Sound(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{page.Url} 横向溢出");

    /// <summary>A point that lies inside the outline, not only inside its box, from the box's corner.</summary>
    private static async Task<Position> Inside(IPage page, string path)
    {
        var point = await page.Locator(path).EvaluateAsync<float[]>("""
            p => {
              p.scrollIntoView({ block: 'center' });
              const box = p.getBoundingClientRect(), group = p.parentElement.getBoundingClientRect();
              for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
                const x = box.left + box.width * i / 20, y = box.top + box.height * j / 20;
                if (document.elementFromPoint(x, y) === p) return [x - group.left, y - group.top];
              }
              return [box.width / 2, box.height / 2];
            }
            """);
        return new Position { X = point[0], Y = point[1] };
    }
}
