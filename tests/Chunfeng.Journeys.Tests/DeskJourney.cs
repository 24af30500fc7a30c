using Chunfeng.Platform.Files;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A day at the desk: look somebody up, keep a list, take it along, see what waits, and the wall.</summary>
public class DeskJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "查找、存常用条件、选列、导出并读回、待办：一路走通，页面无报错、不横向溢出")]
    [InlineData(1440)]
    [InlineData(390)]
    [Trait("Clause", "12.3")]
    public async Task Search_keep_and_take_along(int width)
    {
        var page = await host.SignedInAsync(width);
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await Shots.TakeAsync(page, "home");

        // "/" to the box, a name, j and Enter to the first
        if (width > 900)
        {
            await page.Keyboard.PressAsync("/");
            await page.Keyboard.TypeAsync("王");
            await page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await page.ClickAsync(".searchbox-link");
            await Shots.TakeAsync(page, "search-empty");
            await page.FillAsync("#q", "王");
            await page.PressAsync("#q", "Enter");
        }

        await page.WaitForSelectorAsync(".hits");
        await Sound(page);
        await Shots.TakeAsync(page, "search");
        Assert.DoesNotContain("王", Uri.UnescapeDataString(page.Url));
        var first = await page.GetAttributeAsync(".hits li:first-child a", "href");
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("**" + first);
        await page.GoBackAsync(); // the results are still there, nothing is sent again
        await page.WaitForSelectorAsync(".hits");
        await page.FillAsync("#q", "没有这个名字");
        await page.PressAsync("#q", "Enter");
        await page.WaitForSelectorAsync("text=没有找到");
        await Shots.TakeAsync(page, "search-none");

        // a list, kept
        await page.GotoAsync(host.Address + "/people?working=yes&region=140121000000");
        await page.ClickAsync("summary:has-text('显示哪些列')");
        await page.UncheckAsync("input[name=col][value=education]");
        await page.CheckAsync("input[name=col][value=skill]");
        await Shots.TakeAsync(page, "people-columns");
        await page.ClickAsync("button:has-text('按此显示')");
        await page.WaitForSelectorAsync("thead th:has-text('技能')", new() { State = WaitForSelectorState.Attached });
        await page.ClickAsync("summary:has-text('存为常用')");
        var name = $"清徐县正在务工的人，宽度{width}";
        await page.FillAsync("#view-name", name);
        await Shots.TakeAsync(page, "people-keep");
        await page.ClickAsync(".picker-box button:has-text('保存')");
        await page.WaitForSelectorAsync($".views a:has-text('{name}')");
        await Sound(page);
        await page.GotoAsync(host.Address + "/people");
        await page.ClickAsync($".views a:has-text('{name}')");
        await page.WaitForSelectorAsync(".chip:has-text('正在务工')");
        await Shots.TakeAsync(page, "people-kept");
        await Sound(page);
        Assert.Equal("true", await page.GetAttributeAsync($".views a:has-text('{name}')", "aria-current"));

        // taken along: the same people, read back
        var shown = await page.Locator("tbody th a").AllInnerTextsAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("button:has-text('导出 Excel')"));
        Assert.Matches(@"^劳动者-\d{8}-\d{4}\.xlsx$", download.SuggestedFilename);
        var rows = Read(await download.PathAsync());
        Assert.Equal(["姓名", "性别", "年龄", "身份证号", "手机号", "户籍地", "技能", "务工"], rows[0]);
        Assert.Equal(shown, rows.Skip(1).Take(shown.Count).Select(r => r[0]));
        Assert.All(rows.Skip(1), r => Assert.Equal(("正在务工", true), (r[7], r[5].Contains("清徐县", StringComparison.Ordinal) && r[3].Contains('*', StringComparison.Ordinal))));

        await page.ClickAsync("summary:has-text('整理')");
        await page.ClickAsync($"button:has-text('删除“{name}”')");
        await page.WaitForSelectorAsync($".views a:has-text('{name}')", new() { State = WaitForSelectorState.Detached });

        await page.GotoAsync(host.Address + "/desk");
        await Shots.TakeAsync(page, "desk");
        Assert.Contains("件事等您处理", await page.InnerTextAsync("main"));
        await Sound(page);
        await page.GotoAsync(host.Address + "/gallery");
        await Shots.TakeAsync(page, "gallery");
        await Sound(page);
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Theory(DisplayName = "大屏：一屏放得下，到点自己换下一屏，断网时画面不丢")]
    [InlineData(1920, 1080)]
    [InlineData(1366, 768)]
    [InlineData(390, 844)]
    [Trait("Clause", "13.2")]
    public async Task The_wall_goes_on_by_itself(int width, int height)
    {
        var page = await host.SignedInAsync(1440);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.SetViewportSizeAsync(width, height);
        foreach (var (address, shot) in new[] { ("/wall", "wall"), ("/wall?region=140100000000", "wall-city"), ("/wall?region=140121000000", "wall-county") })
        {
            await page.GotoAsync(host.Address + address);
            await Shots.TakeAsync(page, shot);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{page.Url} 横向溢出");
            if (width > 900)
            {
                await page.EvaluateAsync("""
                    () => { // as full as it gets: five lines and a note
                      const list = document.querySelector('.wall-late');
                      while (list.children.length < 5) list.append(list.lastElementChild.cloneNode(true));
                    }
                    """);
                var cut = await page.EvaluateAsync<string[]>("""
                    [...document.querySelectorAll('.wall, .wall .card, .wall-ranks li, .wall-late li, .wall .map > svg')]
                      .filter(e => e.getBoundingClientRect().bottom > innerHeight + 1 || e.getBoundingClientRect().right > innerWidth + 1 || e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).display !== 'inline' && e.tagName !== 'svg')
                      .map(e => e.className.baseVal ?? e.className)
                    """);
                Assert.Empty(cut);
                var smallest = await page.EvaluateAsync<double>("Math.min(...[...document.querySelectorAll('.wall-ranks li, .wall-late li, .kpi-label')].map(e => parseFloat(getComputedStyle(e).fontSize))) / innerHeight");
                Assert.True(smallest >= 0.018, $"最小的字只有屏高的 {smallest:P1}");
            }
        }

        // sooner than in the office: the next screen comes without a reload; without a line the last one stays
        await page.GotoAsync(host.Address + "/wall");
        await page.RouteAsync("**/wall.js", async route =>
        {
            var script = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = script, Body = (await script.TextAsync()).Replace("* 1000", "* 20", StringComparison.Ordinal) });
        });
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("h1:has-text('太原市')", new() { Timeout = 15_000 });
        await page.Context.SetOfflineAsync(true);
        await page.WaitForSelectorAsync(".wall[data-offline]");
        Assert.True(await page.Locator(".kpi").CountAsync() >= 6);
        await page.Context.SetOfflineAsync(false);
        await page.WaitForSelectorAsync(".wall:not([data-offline])");
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Fact(DisplayName = "打印：没有菜单、查询条件和按钮，表格完整")]
    public async Task Pages_print_without_their_frame()
    {
        var page = await host.SignedInAsync(1440);
        await page.GotoAsync(host.Address + "/people");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var gone in (string[])[".topbar", ".sidenav", ".filters", ".list-tools", ".pager", ".regions"])
        {
            Assert.False(await page.Locator(gone).First.IsVisibleAsync(), gone);
        }

        Assert.True(await page.Locator("tbody tr").Last.IsVisibleAsync());
        await page.SetViewportSizeAsync(720, 1000); // about a sheet
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('table').offsetWidth > innerWidth * 0.9 && document.documentElement.scrollWidth <= innerWidth"));
        Assert.InRange(await page.EvaluateAsync<double>("Math.max(...[...document.querySelectorAll('tbody tr')].map(r => r.offsetHeight))"), 10, 70);
        await Shots.TakeAsync(page, "people-print");
        await page.CloseAsync();
    }

    [Fact(DisplayName = "填了一半离开会问；提交时按钮说明正在做什么")]
    public async Task Half_filled_forms_ask()
    {
        var page = await host.SignedInAsync(1440);
        var asked = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.GotoAsync(host.Address + "/gallery");
        await page.FillAsync("form[data-guard] input[name=name]", "改了一半");
        await page.ClickAsync(".brand");
        Assert.Equal(["confirm"], asked);
        Assert.EndsWith("/gallery", page.Url, StringComparison.Ordinal);
        Assert.Equal("正在保存…", await page.EvaluateAsync<string>("""
            () => new Promise(done => {
              const form = document.querySelector('form[data-guard]');
              form.addEventListener('submit', e => { e.preventDefault(); }, { once: true });
              form.setAttribute('data-enhance', '');
              form.requestSubmit(form.querySelector('.btn-primary'));
              setTimeout(() => done(form.querySelector('.btn-primary').textContent), 50);
            })
            """));
        await page.CloseAsync();
    }

    private static async Task Sound(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{page.Url} 横向溢出");

    private static List<string[]> Read(string path)
    {
        var rows = new List<string[]>();
        using var file = File.OpenRead(path);
        using var table = TableReader.Open(file, "list.xlsx").Value!;
        while (table.Read())
        {
            rows.Add([.. Enumerable.Range(0, table.CellCount).Select(i => table.Cell(i).ToString())]);
        }

        return rows;
    }
}
