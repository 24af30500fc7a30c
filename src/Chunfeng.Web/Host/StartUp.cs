using Chunfeng.Data;
using Chunfeng.Employers.Contracts;
using Chunfeng.Gigs.Contracts;
using Chunfeng.Events.Contracts;
using Chunfeng.Matching.Contracts;
using Chunfeng.Network.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Host;

/// <summary>What happens before the first request: schema, first account, and in development a demonstration province.</summary>
internal static class StartUp
{
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancel)
    {
        _ = app.Services.GetRequiredService<KeyRing>(); // a missing key file is told now, not at the first person opened
        await app.Services.GetRequiredService<DbFactory>().MigrateAsync(cancel);
        await using var scope = app.Services.CreateAsyncScope();
        await UnitTree.SeedAsync(
            scope.ServiceProvider.GetRequiredService<ChunfengDb>(), app.Services.GetRequiredService<RegionTree>(), app.Services.GetRequiredService<TimeProvider>().UtcStamp, cancel);
        await FirstAccountAsync(scope.ServiceProvider, app.Environment, cancel);
        if (app.Environment.IsDevelopment())
        {
            await DemonstrationAsync(scope.ServiceProvider, app.Configuration.GetSection("Chunfeng:Demo"), cancel);
            await DemoSignIns.MakeAsync(scope.ServiceProvider, cancel);
            await scope.ServiceProvider.GetRequiredService<DemoEmployers>().MakeAsync(app.Configuration.GetValue("Chunfeng:Demo:Seed", 7), cancel);
            await scope.ServiceProvider.GetRequiredService<DemoGigs>().HandleAsync(app.Configuration.GetValue("Chunfeng:Demo:Seed", 7), cancel);
            await scope.ServiceProvider.GetRequiredService<DemoAgreements>().HandleAsync(cancel);
            await scope.ServiceProvider.GetRequiredService<DemoReferrals>().HandleAsync(
                app.Configuration.GetValue("Chunfeng:Demo:Referrals", 0), new RegionCode(140121000000), Actor.Operator, cancel);
            if (DateOnly.TryParse(app.Configuration["Chunfeng:Demo:AsOf"], out var day))
            {
                await scope.ServiceProvider.GetRequiredService<DemoLive>().HandleAsync(day, cancel);
            }
        }
    }

    public static void Announce(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        Console.Out.WriteLine($"春风已启动：{address}");
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        foreach (var file in new[] { SignInFile(app.Services), DemoSignIns.File(app.Services) }.Where(File.Exists))
        {
            Console.Out.WriteLine($"登录：{File.ReadAllText(file).Trim()}");
        }
    }

    private static string SignInFile(IServiceProvider services) =>
        Path.Combine(services.GetRequiredService<Places>().Var, "first-sign-in.txt");

    /// <summary>The first two accounts: who administers accounts, and who says who holds an office. Neither could make the other.</summary>
    private static async Task FirstAccountAsync(IServiceProvider services, IHostEnvironment environment, CancellationToken cancel)
    {
        var db = services.GetRequiredService<ChunfengDb>();
        if (await db.Set<Account>().AnyAsync(cancel))
        {
            return;
        }

        var accounts = services.GetRequiredService<Accounts>();
        var password = Passwords.New();
        if (environment.IsDevelopment())
        {
            await accounts.CreateAsync("admin", "省级管理员", RegionCode.Shanxi.Value, Roles.ProvinceAdmin, password, cancel);
            await OwnerOnly.WriteAsync(SignInFile(services), $"admin / {password}\n", cancel);
            return;
        }

        var other = Passwords.New();
        await accounts.CreateAsync("admin", "省级管理员", RegionCode.Shanxi.Value, Roles.ProvinceAdmin, password, cancel, mustChange: true);
        await accounts.CreateAsync("security", "安全管理员", RegionCode.Shanxi.Value, Roles.Security, other, cancel, mustChange: true);
        Console.Out.WriteLine($"已建立首个管理员 admin，密码 {password}；安全管理员 security，密码 {other}");
        Console.Out.WriteLine("密码只显示这一次，请分别交给两个人；首次登录须改密码并启用第二因素。系统管理员和审计员由安全管理员建立。");
    }

    private static async Task DemonstrationAsync(IServiceProvider services, IConfigurationSection demo, CancellationToken cancel)
    {
        if (demo.GetValue<int?>("Workers") is not { } workers || workers <= 0)
        {
            return;
        }

        var create = services.GetRequiredService<CreateDemo>();
        if (!await create.IsEmptyAsync(cancel))
        {
            return;
        }

        Console.Out.WriteLine($"正在生成演示数据（{workers:N0} 人）……");
        var asOf = DateOnly.Parse(demo["AsOf"] ?? "2022-02-27");
        var made = await create.HandleAsync(workers, demo.GetValue("Seed", 7UL), asOf, Actor.Operator, cancel);
        Console.Out.WriteLine(made.IsRefused ? made.Refusal.Message : $"演示数据已生成：{made.Value.Workers:N0} 人、{made.Value.Spells:N0} 条务工记录");
        if (!made.IsRefused)
        {
            await DemoWeeks.RunAsync(services, asOf, cancel);
            await services.GetRequiredService<DemoFairs>().MakeAsync(demo.GetValue("Seed", 7UL), asOf, Actor.Operator, cancel);
        }
    }
}
