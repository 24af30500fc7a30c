using System.Text.RegularExpressions;

namespace Chunfeng.Journeys.Tests;

/// <summary>Every page staff can reach by links, one of each kind, opened in a browser on a desk and on a phone: a page that is added is looked at without anybody adding a line.</summary>
public sealed partial class EveryPageJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const int MostPages = 60;

    /// <summary>What a page owes to whoever cannot see it or has no mouse; one line a fault.</summary>
    private const string Faults = """
        () => {
          const said = [], show = e => e.outerHTML.slice(0, 120).replace(/\s+/g, ' ');
          const shown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
          if (document.documentElement.scrollWidth > innerWidth) {
            const wide = [...document.querySelectorAll('main *')].find(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.grid-scroll, [tabindex="0"]'));
            said.push(`sticks out by ${document.documentElement.scrollWidth - innerWidth} px: ${wide ? show(wide) : ''}`);
          }
          const heads = [...document.querySelectorAll('h1')].filter(shown);
          if (heads.length !== 1) said.push(`${heads.length} h1`);
          if (!document.title) said.push('no title');
          for (const e of document.querySelectorAll('input:not([type=hidden]):not([type=submit]), select, textarea'))
            if (shown(e) && !e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && !e.title) said.push(`no label: ${show(e)}`);
          for (const e of document.querySelectorAll('a[href], button, summary'))
            if (shown(e) && !(e.textContent ?? '').trim() && !e.getAttribute('aria-label') && !e.title) said.push(`no name: ${show(e)}`);
          for (const e of document.querySelectorAll('img:not([alt])')) said.push(`no alt: ${show(e)}`);
          for (const e of document.querySelectorAll('table')) if (shown(e) && !e.querySelector('th')) said.push(`no heads: ${show(e)}`);
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id), twice = ids.find((id, i) => ids.indexOf(id) !== i);
          if (twice) said.push(`id twice: ${twice}`);
          if (/[{][A-Za-z.]+[}]|undefined|NaN|&(amp|lt|#x)/.test(document.querySelector('main')?.innerText ?? '')) said.push('raw text');
          return said;
        }
        """;

    [Theory(DisplayName = "从首页点得到的每一种页面：桌面和手机上都不溢出，有标题、有标签，浏览器不报错")]
    [InlineData("admin")]
    [InlineData("demo-county")]
    [InlineData("demo-village")]
    [InlineData("demo-employer")]
    public async Task Every_page(string login)
    {
        var (errors, wrong) = (new List<string>(), new List<string>());
        var page = await host.SignedInAsync(login, 1440, errors);
        var (queue, seen, opened) = (new Queue<string>(["/", "/desk", "/account"]), new HashSet<string>(StringComparer.Ordinal), 0);
        while (queue.Count > 0 && opened < MostPages)
        {
            var address = queue.Dequeue();
            var answer = await page.GotoAsync(host.Address + address, new() { WaitUntil = Microsoft.Playwright.WaitUntilState.Load });
            if (answer?.Status != 200 || await page.Locator("h1").CountAsync() == 0)
            {
                wrong.Add($"{address}: {answer?.Status}");
                continue;
            }

            opened++;
            foreach (var width in new[] { 1440, 390 })
            {
                await page.SetViewportSizeAsync(width, 900);
                wrong.AddRange((await page.EvaluateAsync<string[]>(Faults)).Select(f => $"{address} at {width}: {f}"));
                await Shots.TakeAsync(page, $"{login}-{opened:D2}{Odd().Replace(Kind(address), "-")}");
            }

            await page.SetViewportSizeAsync(1440, 900);
            foreach (var href in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href]:not([download])')].filter(a => a.origin === location.origin && !a.hash && !a.target).map(a => a.pathname + a.search)"))
            {
                if (seen.Add(Kind(href)) && !Files().IsMatch(href))
                {
                    queue.Enqueue(href);
                }
            }
        }

        await page.CloseAsync();
        Assert.True(opened >= 5, $"only {opened} pages");
        Assert.True(wrong.Count == 0 && errors.Count == 0, string.Join('\n', wrong.Concat(errors)));
    }

    /// <summary>An address without what names one thing, and without its query but for the tab.</summary>
    private static string Kind(string address) => Ids().Replace(address.Split('?')[0], "{id}") + Tab().Match(address).Value;

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|(?<=/)[0-9]{6,12}(?=/|$)|[0-9]{4}-W[0-9]{2}")]
    private static partial Regex Ids();

    [GeneratedRegex("(tab|view|kind)=[a-z]+")]
    private static partial Regex Tab();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Odd();

    [GeneratedRegex(@"\.(docx|xlsx|csv|json)|/(export|template|rejects|sheet)|as=xlsx|/sign-out")]
    private static partial Regex Files();
}
