using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>Steps of a person in a browser that the journeys share.</summary>
internal static class PageSteps
{
    /// <summary>Waits until the page of this address stands there complete. Looks at the page itself: on a busy machine the load event of a page that
    /// replaces another can pass before anybody listens, and WaitForURLAsync would wait for it.</summary>
    /// <param name="address">* stands for anything but a slash, ** for anything.</param>
    public static async Task ArriveAsync(this IPage page, string address)
    {
        var pattern = Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{pattern}$"), new() { Timeout = 90_000 });
        await page.CompleteAsync();
    }

    /// <summary>Waits until the page that is open has everything it asked for.</summary>
    public static async Task CompleteAsync(this IPage page)
    {
        await page.Locator("h1").First.WaitForAsync();
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
    }

    /// <summary>A new page of a width, patient with a machine that does three other things.</summary>
    /// <param name="camera">It may use camera and microphone.</param>
    public static async Task<IPage> OpenAsync(this IBrowser browser, int width, bool camera = false)
    {
        var page = await browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 }, Locale = "zh-CN", Permissions = camera ? ["camera", "microphone"] : null,
        });
        page.SetDefaultTimeout(90_000);
        return page;
    }

    /// <summary>Nothing sticks out to the side.</summary>
    public static async Task FitsAsync(this IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{page.Url} at {page.ViewportSize!.Width}");

    /// <summary>Pictures of a page at the width of a desk and of a phone; at both it fits.</summary>
    public static async Task LookAsync(this IPage page, string name)
    {
        await page.CompleteAsync();
        var (width, height) = (page.ViewportSize!.Width, page.ViewportSize.Height);
        foreach (var other in new[] { 1440, 390 }.OrderBy(w => w == width))
        {
            await page.SetViewportSizeAsync(other, height);
            await Shots.TakeAsync(page, name);
            await page.FitsAsync();
        }

        await page.SetViewportSizeAsync(width, height);
    }

    /// <summary>Waits until fifteen more frames have come than there were, then ten more: the picture moves. The player's clock would prove nothing.</summary>
    public static async Task MovesAsync(this IPage page, string which)
    {
        var frames = $"[...document.querySelectorAll('video')].reduce((n, v) => Math.max(n, v.matches('{which}') ? v.getVideoPlaybackQuality().totalVideoFrames : 0), 0)";
        await page.WaitForSelectorAsync($"video{which}");
        var before = await page.EvaluateAsync<int>(frames);
        await page.WaitForFunctionAsync($"(b) => {frames} < b || {frames} >= b + 15", before); // fewer: a new source begins from nought
        before = await page.EvaluateAsync<int>(frames);
        await page.WaitForFunctionAsync($"(b) => {frames} >= b + 10", before);
    }

    /// <summary>Signs in with a password and arrives at the first page.</summary>
    public static async Task SignInAsync(this IPage page, string address, string login, string password)
    {
        await page.GotoAsync(address + "/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[type=submit]");
        await page.ArriveAsync(address + "/");
    }

    /// <summary>Staff hand a worker a service pass; returns its address and the last four digits that open it.</summary>
    public static async Task<(string Address, string Digits)> HandOutPassAsync(this IPage staff, string address, string worker)
    {
        await staff.GotoAsync($"{address}/people/{worker}");
        await staff.FillAsync("[name=reason]", "发服务卡时核对身份");
        await staff.ClickAsync("button:has-text('查看完整号码')");
        var digits = (await staff.Locator("#numbers .num").First.InnerTextAsync())[^4..];
        await staff.GotoAsync($"{address}/people/{worker}/pass");
        await staff.ClickAsync("button:has-text('发放服务卡')");
        return (await staff.Locator("#pass-address").InnerTextAsync(), digits);
    }

    /// <summary>A worker comes in with a pass.</summary>
    public static async Task EnterAsync(this IPage phone, string address, (string Address, string Digits) pass)
    {
        await phone.GotoAsync(pass.Address);
        await phone.FillAsync("#digits", pass.Digits);
        await phone.ClickAsync("button:has-text('进入')");
        await phone.ArriveAsync(address + "/my");
    }
}

/// <summary>The browser of the journeys; with a camera and a microphone that Chromium pretends.</summary>
internal static class JourneyBrowser
{
    /// <summary>Null where there is none: then the tests are skipped.</summary>
    public static string? Path => (Environment.GetEnvironmentVariable("CHUNFENG_TEST_CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium") is var path && File.Exists(path) ? path : null;

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, bool camera = false) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Path,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            .. camera ? new[] { "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required" } : [],
        ],
    });
}
