using System.Net;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Web.Host;
using Chunfeng.Web.Tests.House;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;

namespace Chunfeng.Web.Tests.Access;

/// <summary>Signing in beyond the password, as a browser does it.</summary>
public class SecondFactorTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Fact(DisplayName = "管理员首次登录：先改密码，再启用第二因素，之前什么也打不开")]
    public async Task First_sign_in_of_an_administrator()
    {
        await host.MakeAsync("first-admin", "county-admin", 140121000000, mustChange: true);
        var (client, location) = await host.EnterAsync("first-admin");
        Assert.Equal("/", location);
        Assert.Equal("/account", (await client.GetAsync("/people")).Headers.Location!.OriginalString);
        Assert.Equal("/account", (await client.GetAsync("/account/second-factor")).Headers.Location!.AbsolutePath());

        Assert.Contains("现在的密码不对", await AccessHost.PostAsync(client, "/account", "password", ("old", "wrong password 1"), ("wanted", "spring wind 88"), ("again", "spring wind 88")));
        Assert.Contains("两次输入的新密码不一样", await AccessHost.PostAsync(client, "/account", "password", ("old", AccessHost.Password), ("wanted", "spring wind 88"), ("again", "x")));
        Assert.Contains("太常见", await AccessHost.PostAsync(client, "/account", "password", ("old", AccessHost.Password), ("wanted", "password123"), ("again", "password123")));
        using (var changed = await AccessHost.RawPostAsync(client, "/account", "password", ("old", AccessHost.Password), ("wanted", "spring wind 88"), ("again", "spring wind 88")))
        {
            Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        }

        Assert.Equal("/account/second-factor", (await client.GetAsync("/access")).Headers.Location!.OriginalString);
        var (_, codes) = await AccessHost.EnrolAsync(client);
        Assert.Equal(10, codes.Count);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/access")).StatusCode);
        Assert.Equal(["account.create"], (await host.ActsAsync("operator")).Distinct());
        Assert.Equal(["sign-in", "account.password.refused", "account.password", "account.second-factor"], await host.ActsAsync("first-admin"));
    }

    [Fact(DisplayName = "有第二因素：密码之后要验证码；错码不进，用过的码不再有效，恢复码只用一次")]
    public async Task Code_after_the_password()
    {
        await host.MakeAsync("coded", "county-clerk", 140121000000);
        var (client, _) = await host.EnterAsync("coded");
        var (secret, codes) = await AccessHost.EnrolAsync(client);

        var (again, location) = await host.EnterAsync("coded");
        Assert.Equal("/sign-in/code", location);
        Assert.StartsWith("/sign-in", (await again.GetAsync("/")).Headers.Location!.PathAndQuery); // half way in is not in
        Assert.Equal("/sign-in/code?refused=wrong-code", await CodeAsync(again, "000000"));
        Assert.Equal("/sign-in/code?refused=wrong-code", await CodeAsync(again, AccessHost.CodeOf(secret))); // the one it was enrolled with
        Assert.Equal("/", await CodeAsync(again, codes[0]));
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/")).StatusCode);

        var (third, _) = await host.EnterAsync("coded");
        Assert.Equal("/sign-in/code?refused=wrong-code", await CodeAsync(third, codes[0]));
        Assert.Equal("/", await CodeAsync(third, AccessHost.CodeOf(secret, 1)));
        var (fourth, _) = await host.EnterAsync("coded");
        Assert.Equal("/sign-in/code?refused=wrong-code", await CodeAsync(fourth, AccessHost.CodeOf(secret, 1)));
    }

    [Fact(DisplayName = "同一个验证码同时用两次，只进一个人")]
    public async Task One_code_lets_one_in()
    {
        await host.MakeAsync("at-once", "county-clerk", 140121000000);
        var (client, _) = await host.EnterAsync("at-once");
        var (secret, _) = await AccessHost.EnrolAsync(client);
        var clients = new List<HttpClient>();
        for (var i = 0; i < 4; i++)
        {
            clients.Add((await host.EnterAsync("at-once")).Client);
        }

        var code = AccessHost.CodeOf(secret, 1);
        var answers = await Task.WhenAll(clients.Select(c => CodeAsync(c, code)));
        Assert.Single(answers, "/");
    }

    [Theory(DisplayName = "生产环境默认要求第二因素，可以明写关掉；演示不要求")]
    [InlineData("Production", null, true)]
    [InlineData("Production", "false", false)]
    [InlineData("Development", null, false)]
    [InlineData("Development", "true", true)]
    public void Production_wants_it(string environment, string? said, bool wanted)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Chunfeng:SignIn:SecondFactor", said)]).Build();
        var made = Composition.SignInOf(settings, new HostingEnvironment { EnvironmentName = environment });
        Assert.Equal(wanted, made.SecondFactor);
        Assert.Equal(60, made.RecheckSeconds);
    }

    [Fact(DisplayName = "生产环境首次启动：只有管理员和安全管理员两个账号，分属两人，都要先改密码")]
    public async Task The_first_start_in_production()
    {
        var folder = Directory.CreateTempSubdirectory("chunfeng-first-").FullName;
        var keys = Path.Combine(folder, "keys.json");
        await File.WriteAllTextAsync(keys, $$"""{"Identity":"{{Convert.ToBase64String(new byte[32])}}","Encryption":{"1":"{{Convert.ToBase64String(new byte[16])}}"},"Development":false}""");
        await using (var app = Server.Build([], builder =>
        {
            builder.Services.AddSingleton<IInterceptor, WaitingReads>();
            builder.Environment.EnvironmentName = "Production";
            builder.Configuration["Chunfeng:Var"] = folder;
        }))
        {
            await StartUp.PrepareAsync(app, CancellationToken.None);
            await using var db = app.Services.GetRequiredService<IDbFactory>().Create();
            var made = await db.Set<Account>().AsNoTracking().OrderBy(a => a.Login).ToListAsync();
            Assert.Equal([("admin", "province-admin", true), ("security", "office-security", true)], made.Select(a => (a.Login, a.Role, a.MustChangePassword)));
            Assert.Empty(Directory.GetFiles(folder, "*sign-in*"));
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact(DisplayName = "没有过密码这一步，验证码页回到登录页")]
    public async Task No_code_without_a_password()
    {
        using var client = host.Client();
        Assert.EndsWith("/sign-in?refused=code-expired", (await client.GetAsync("/sign-in/code")).Headers.Location!.OriginalString);
    }

    [Fact(DisplayName = "密码和验证码共错五次就锁定，锁定后对的密码也不进；上级重置后新密码可进")]
    public async Task Five_failures_lock()
    {
        var account = await host.MakeAsync("locked-one", "county-clerk", 140121000000);
        for (var i = 0; i < AccessServices.TriesBeforeLock; i++)
        {
            Assert.StartsWith("/sign-in?refused=wrong-sign-in", (await host.EnterAsync("locked-one", $"wrong {i}")).Location);
        }

        Assert.StartsWith("/sign-in?refused=locked", (await host.EnterAsync("locked-one")).Location);
        var after = await host.AccountAsync("locked-one");
        Assert.NotNull(after.LockedUntil);

        await host.MakeAsync("unlocker", "county-admin", 140121000000);
        var (admin, _) = await host.EnterAsync("unlocker");
        await AccessHost.EnrolAsync(admin);
        var page = await AccessHost.PostAsync(admin, $"/access/{account.AccountId}", "password");
        var issued = System.Text.RegularExpressions.Regex.Match(page, "id=\"issued\">([^<]+)<").Groups[1].Value;
        var (client, location) = await host.EnterAsync("locked-one", issued);
        Assert.Equal("/", location);
        Assert.Equal("/account", (await client.GetAsync("/people")).Headers.Location!.OriginalString);
    }

    [Fact(DisplayName = "错四次再对一次，计数清零；每步都对才清零")]
    public async Task Four_failures_do_not_lock()
    {
        await host.MakeAsync("four-wrong", "village-cadre", 140121100205);
        for (var i = 0; i < AccessServices.TriesBeforeLock - 1; i++)
        {
            await host.EnterAsync("four-wrong", $"wrong {i}");
        }

        Assert.Equal("/", (await host.EnterAsync("four-wrong")).Location);
        Assert.Equal(0, (await host.AccountAsync("four-wrong")).FailedSignIns);
    }

    [Fact(DisplayName = "登录页只说固定的话，地址里写什么都不会显示出来")]
    public async Task The_address_puts_no_words_on_the_page()
    {
        using var client = host.Client();
        var page = await client.GetStringAsync("/sign-in?refused=" + Uri.EscapeDataString("请把密码发到别处"));
        Assert.DoesNotContain("请把密码发到别处", page);
        Assert.DoesNotContain("role=\"alert\"", page);
    }

    private static async Task<string> CodeAsync(HttpClient client, string code)
    {
        var token = await TestHost.TokenAsync(client, "/sign-in/code");
        using var response = await client.PostAsync("/sign-in/code/submit", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("code", code)]));
        return response.Headers.Location!.OriginalString;
    }
}

internal static class Uris
{
    /// <summary>The path of an address that may be whole or relative.</summary>
    public static string AbsolutePath(this Uri uri) => uri.IsAbsoluteUri ? uri.AbsolutePath : uri.OriginalString;
}
