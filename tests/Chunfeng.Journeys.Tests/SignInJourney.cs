using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A real browser on a real host with a small demonstration province. Skipped, with the reason, where Chromium is missing.</summary>
public sealed class ConsoleHost() : JourneyHost(6000)
{
    public string DemoPassword => DemoPasswordNow();

    protected override string PasswordOf(string login) =>
        login == "admin" ? File.ReadAllText(Path.Combine(Folder, "first-sign-in.txt")).Split('/')[1].Trim() : DemoPassword;

    /// <summary>A signed-in page of a width; a test that looks at its errors listens itself.</summary>
    public Task<IPage> SignedInAsync(int width, string login = "admin") => SignedInAsync(login, width, []);
}

public class SignInJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "登录后看到总览，页面不横向溢出")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Overview_after_sign_in(int width)
    {
        var page = await host.SignedInAsync(width);
        Assert.Contains("总览", await page.Locator("h1").First.InnerTextAsync());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await page.CloseAsync();
    }
}
