using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>Steps of a person in a browser that the journeys share.</summary>
internal static class PageSteps
{
    /// <summary>Waits until the page of this address stands there complete. Looks at the page itself: on a busy machine the load event of a page that
    /// replaces another can pass before anybody listens.</summary>
    public static async Task ArriveAsync(this IPage page, string address)
    {
        await page.WaitForURLAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        await page.CompleteAsync();
    }

    /// <summary>Waits until the page that is open has everything it asked for.</summary>
    public static async Task CompleteAsync(this IPage page)
    {
        await page.Locator("h1").First.WaitForAsync();
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
    }

    /// <summary>A new page of a width, patient with a machine that does three other things.</summary>
    public static async Task<IPage> OpenAsync(this IBrowser browser, int width)
    {
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = "zh-CN" });
        page.SetDefaultTimeout(90_000);
        return page;
    }
}
