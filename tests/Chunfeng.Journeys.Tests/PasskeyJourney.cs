using Microsoft.Playwright;

namespace Chunfeng.Journeys.Tests;

/// <summary>A passkey is registered on one's own page and used as the whole sign-in; the browser's virtual authenticator stands for a phone's fingerprint.</summary>
public class PasskeyJourney(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Theory(DisplayName = "登记通行密钥，用它登录不再要密码和验证码；审计记着是怎么登录的；删去后用不了")]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_passkey_signs_in(int width)
    {
        var probe = await host.SignedInAsync(width, "demo-county-admin"); // skips where there is no browser
        await probe.CloseAsync();
        // a passkey belongs to a name, never to a bare network address
        var address = host.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var page = await host.Browser!.OpenAsync(width);
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GotoAsync(address + "/sign-in");
        await page.FillAsync("#login", "demo-county-admin");
        await page.FillAsync("#password", host.DemoPassword);
        await page.ClickAsync("button[type=submit]");
        await page.ArriveAsync(address + "/");
        await page.GotoAsync(address + "/account");

        await page.FillAsync("#passkey-password", "not the password");
        await page.ClickAsync("button:has-text(\"登记通行密钥\")");
        await page.WaitForSelectorAsync("text=现在的密码不对");
        await page.FillAsync("form[data-passkey] input[name=name]", $"窗口电脑{width}");
        await page.FillAsync("#passkey-password", host.DemoPassword);
        await page.ClickAsync("button:has-text(\"登记通行密钥\")");
        await page.ArriveAsync("**/account?done=passkey-added");
        await page.WaitForSelectorAsync($"text=窗口电脑{width}");
        await Shots.TakeAsync(page, "account-passkey");

        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await page.ArriveAsync("**/sign-in");
        await Shots.TakeAsync(page, "sign-in-passkey");
        await page.ClickAsync("button:has-text(\"用通行密钥登录\")");
        await page.ArriveAsync(address + "/");
        await page.GotoAsync(address + "/access");
        Assert.Contains("单位与账号", await page.InnerTextAsync("h1"));

        var audit = await host.SignedInAsync(width, "demo-audit");
        await audit.GotoAsync(host.Address + "/audit");
        await audit.WaitForSelectorAsync("text=passkey");
        await audit.CloseAsync();

        await page.GotoAsync(address + "/account");
        await page.GetByRole(AriaRole.Button, new() { Name = $"删去窗口电脑{width}" }).ClickAsync();
        await page.ArriveAsync("**/account?done=passkey-dropped");
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await page.ArriveAsync("**/sign-in");
        await page.ClickAsync("button:has-text(\"用通行密钥登录\")");
        await page.WaitForSelectorAsync("text=通行密钥没有通过");
        await page.CloseAsync();
    }
}
