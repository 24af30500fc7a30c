using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Security;
using Chunfeng.Web.Tests.Scope;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests;

/// <summary>What is broken in the house is told to who can mend it, and takes nobody else's page along.</summary>
public class BrokenHouseTests(ScopeHost host) : IClassFixture<ScopeHost>
{
    [Fact(DisplayName = "一个号码无法解密：名单、查找、个人页照常打开，写明无法解密，系统管理员的待办里有")]
    public async Task One_damaged_number()
    {
        await using (var db = host.Services.GetRequiredService<IDbFactory>().Create())
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE people_worker SET id_cipher = X'01020304', phone_cipher = X'63' || substr(phone_cipher, 2) WHERE name = '赵探本村'");
        }

        var clerk = await host.AsAsync("walk-county");
        foreach (var address in new[] { "/people?q=%E8%B5%B5%E6%8E%A2", $"/people?region={host.People[0].Home}", $"/people/{host.People[0].Worker}" })
        {
            using var answer = await clerk.GetAsync(address);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
            var page = await answer.Content.ReadAsStringAsync();
            Assert.Contains("赵探本村", page);
            Assert.Contains(UnreadableNumbers.Shown, page);
        }

        var desk = await (await host.AsAsync("walk-system")).GetStringAsync("/desk");
        Assert.Contains("有号码无法解密", desk);
        Assert.Contains(host.People[0].Worker.ToString(), desk);
        Assert.DoesNotContain("赵探本村", desk);
        Assert.DoesNotContain("有号码无法解密", await clerk.GetStringAsync("/desk"));
    }

    [Fact(DisplayName = "夜间任务失败：能处理的人在待办顶上看见，别人看不见；再次成功后消失")]
    public async Task A_failed_night_job()
    {
        Job failed = new()
        {
            Kind = "platform.sweep", Title = "清理过期结果 2022-03-01", Input = "{}", AskedBy = "operator", Scheduled = true, Region = 140000000000,
            AskedAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2), State = JobStates.Failed, Result = "磁盘已满",
        };
        await AddAsync(failed);
        foreach (var (login, told) in new[] { ("walk-system", true), ("walk-province-admin", true), ("walk-county-admin", false), ("walk-county", false), ("walk-audit", false) })
        {
            var desk = await (await host.AsAsync(login)).GetStringAsync("/desk");
            Assert.True(desk.Contains("清理过期结果 2022-03-01 没有成功", StringComparison.Ordinal) == told, login);
            Assert.True(desk.Contains("磁盘已满", StringComparison.Ordinal) == told, login);
        }

        await AddAsync(new Job
        {
            Kind = "platform.sweep", Title = "清理过期结果 2022-03-02", Input = "{}", AskedBy = "operator", Scheduled = true, Region = 140000000000,
            AskedAt = failed.AskedAt.AddHours(1), State = JobStates.Done, Result = "好",
        });
        Assert.DoesNotContain("没有成功", await (await host.AsAsync("walk-system")).GetStringAsync("/desk"));
    }

    [Fact(DisplayName = "审计链校验不通过：审计员和安全管理员在待办顶上看见；恢复后消失")]
    public async Task A_broken_audit_trail()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var (db, verify) = (scope.ServiceProvider.GetRequiredService<ChunfengDb>(), scope.ServiceProvider.GetRequiredService<VerifyAudit>());
        Assert.True((await verify.AndTellAsync(TimeProvider.System, default)).Sound);
        await db.Database.ExecuteSqlRawAsync("UPDATE platform_audit SET act = 'nothing' WHERE login = 'walk-county' AND seq = 1");
        Assert.False((await verify.AndTellAsync(TimeProvider.System, default)).Sound);
        foreach (var (login, told) in new[] { ("walk-audit", true), ("walk-security", true), ("walk-province-admin", false), ("walk-county", false) })
        {
            Assert.True((await (await host.AsAsync(login)).GetStringAsync("/desk")).Contains("审计链校验不通过", StringComparison.Ordinal) == told, login);
        }

        await db.Database.ExecuteSqlRawAsync("UPDATE platform_audit SET act = 'sign-in' WHERE login = 'walk-county' AND seq = 1");
        Assert.True((await verify.AndTellAsync(TimeProvider.System, default)).Sound);
        Assert.DoesNotContain("审计链校验不通过", await (await host.AsAsync("walk-audit")).GetStringAsync("/desk"));
    }

    [Fact(DisplayName = "按后四位查：在县里查得到身份证号和手机号，邻县的查不到；全省也查得到")]
    public async Task The_last_four()
    {
        var county = await host.AsAsync("walk-county");
        var (near, far) = (host.People[1], host.People[3]);
        foreach (var tail in new[] { near.Id[^4..], near.Phone[^4..], near.Id[^4..].ToLowerInvariant() })
        {
            Assert.Contains(near.Name, await county.GetStringAsync("/people?q=" + tail));
        }

        Assert.DoesNotContain(far.Name, await county.GetStringAsync("/people?q=" + far.Phone[^4..]));
        Assert.DoesNotContain(near.Name, await county.GetStringAsync("/people?q=0000"));
        var province = await host.AsAsync("walk-province");
        foreach (var address in new[] { "/people?q=", "/people?region=140121000000&q=" })
        {
            Assert.Contains(near.Name, await province.GetStringAsync(address + near.Phone[^4..]));
        }
    }

    [Theory(DisplayName = "更正一条在别的窗口已经撤回的记录：说明白，请重新选"), InlineData("work", "work-withdraw"), InlineData("work", "work"), InlineData("status", "status-end")]
    public async Task A_spell_withdrawn_elsewhere(string what, string form)
    {
        var clerk = await host.AsAsync("walk-county");
        var page = $"/people/{host.People[1].Worker}/change";
        using var answer = await clerk.PostAsync($"{page}?{what}={Guid.CreateVersion7()}", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", await TestHost.TokenAsync(clerk, page)), new("_handler", form), new("source", "错录"), new("revision", "1"), new("evidence", "2"), new("last", "2022-03-01")]));
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("已经改过或撤回了", System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    private async Task AddAsync(Job job)
    {
        await using var db = host.Services.GetRequiredService<IDbFactory>().Create();
        db.Add(job);
        await db.SaveChangesAsync();
    }
}
