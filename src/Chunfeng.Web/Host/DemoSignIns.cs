using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Web.Host;

/// <summary>Sign-ins for every level and every office of a demonstration, one password for all, in a file only its owner reads.</summary>
internal static class DemoSignIns
{
    private static readonly (string Login, string Name, long Region, string Role)[] Wanted =
    [
        ("demo-province", "省专班 演示", 140000000000, "province-force"),
        ("demo-city", "太原市专班 演示", 140100000000, "city-force"),
        ("demo-city-admin", "太原市管理员 演示", 140100000000, "city-admin"),
        ("demo-county", "清徐县经办 演示", 140121000000, "county-clerk"),
        ("demo-county-admin", "清徐县管理员 演示", 140121000000, "county-admin"),
        ("demo-township", "清源镇经办 演示", 140121100000, "township-clerk"),
        ("demo-village", "大北村干部 演示", 140121100205, "village-cadre"),
        ("demo-system", "系统管理员 演示", 140000000000, "office-system"),
        ("demo-security", "安全管理员 演示", 140000000000, "office-security"),
        ("demo-audit", "审计员 演示", 140000000000, "office-audit"),
    ];

    private static readonly (string Name, string Kind, long Region, string Login, string Role)[] Bodies =
    [
        ("清徐县劳务工作站（演示）", "station", 140121000000, "demo-station", "station-staff"),
        ("清徐县帮扶工作队（演示）", "help", 140121000000, "demo-help", "help-staff"),
        ("太原市国有企业（演示）", "soe", 140100000000, "demo-soe", "employer"),
        ("清徐县用人单位（演示）", "employer", 140121000000, "demo-employer", "employer"),
        ("太原市人力资源机构（演示）", "agency", 140100000000, "demo-agency", "agency-staff"),
        ("太原市培训机构（演示）", "training", 140100000000, "demo-training", "training-staff"),
    ];

    public static string File(IServiceProvider services) => Path.Combine(services.GetRequiredService<Places>().Var, "demo-sign-ins.txt");

    /// <summary>Only over a register that is a demonstration, and only once.</summary>
    public static async Task MakeAsync(IServiceProvider services, CancellationToken cancel)
    {
        var db = services.GetRequiredService<ChunfengDb>();
        if (await db.SettingAsync(Setting.RegisterKind, cancel) is not { } kind || !kind.StartsWith("demo", StringComparison.Ordinal)
            || await db.Set<Account>().AnyAsync(a => a.Login == Wanted[0].Login, cancel))
        {
            return;
        }

        var now = services.GetRequiredService<TimeProvider>().UtcStamp;
        var regions = services.GetRequiredService<RegionTree>();
        var accounts = services.GetRequiredService<Accounts>();
        var administer = services.GetRequiredService<AdministerAccounts>();
        var password = Passwords.New();
        foreach (var (name, body, region, login, role) in Bodies)
        {
            var office = await UnitTree.OfficeAsync(db, regions, new RegionCode(region), now, cancel);
            var unit = new Unit { UnitId = Guid.CreateVersion7(), Name = name, Kind = body, Region = region, ParentId = office!.UnitId, CreatedAt = now };
            db.Units().Add(unit);
            await administer.MakeAsync(
                new NewAccount(login, $"{UnitKinds.Find(body)!.Name} 演示", unit.UnitId, role), unit, Roles.Find(role)!, Actor.Operator, password, cancel, mustChange: false);
        }

        foreach (var (login, name, region, role) in Wanted)
        {
            await accounts.CreateAsync(login, name, region, Roles.Find(role)!, password, cancel);
        }

        await OwnerOnly.WriteAsync(File(services), $"{string.Join("、", Wanted.Select(w => (w.Login, w.Role)).Concat(Bodies.Select(b => (b.Login, b.Role))).Select(w => $"{w.Login}（{Roles.Find(w.Role)!.Name}）"))} / {password}\n", cancel);
    }
}

/// <summary>Files with a password in them.</summary>
internal static class OwnerOnly
{
    public static async Task WriteAsync(string path, string text, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(path, options);
        await file.WriteAsync(text.AsMemory(), cancel);
    }
}
