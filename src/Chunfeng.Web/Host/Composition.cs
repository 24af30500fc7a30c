using Chunfeng.Data;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chunfeng.Web.Host;

/// <summary>What every face and every verb stands on: settings, places, keys, reference data, the database, the rooms.</summary>
internal static class Composition
{
    /// <summary>Settings from appsettings, the environment and, in tests, what the caller adds.</summary>
    public static void AddChunfeng(this IServiceCollection services, IConfiguration settings, IHostEnvironment environment)
    {
        var places = Locate(settings);
        services.AddSingleton(places);
        services.TryAddSingleton(TimeProvider.System); // a test brings its own clock
        services.AddSingleton(_ => RegionTree.Load(Path.Combine(places.Reference, "regions")));
        services.AddSingleton(_ => CodeSets.Load(Path.Combine(places.Reference, "codes")));
        services.AddSingleton(all => OccupationWords.Load(Path.Combine(places.Reference, "occupations"), all.GetRequiredService<CodeSets>().Occupation));
        services.AddSingleton(_ => WorkCalendar.Load(Path.Combine(places.Reference, "calendar", "cn_holidays_2021_2026.csv")));
        services.TryAddSingleton(_ => KeyRing.Load(
            settings["Chunfeng:Keys"] is { Length: > 0 } file ? file : places.Keys, mayCreate: !environment.IsProduction()));
        services.AddSingleton(s => new DbFactory(
            settings["Chunfeng:Database"] is { Length: > 0 } database ? database : $"sqlite:{Path.Combine(places.Var, "chunfeng.db")}", s.GetServices<IInterceptor>()));
        services.AddSingleton<RegisterKind>();
        services.AddSingleton<IDbFactory>(s => s.GetRequiredService<DbFactory>());
        services.AddScoped(s => s.GetRequiredService<IDbFactory>().Create());
        services.AddSingleton(SignInOf(settings, environment));
        services.AddAccess();
        services.AddSingleton<AuditAnchors>();
        services.AddScoped<VerifyAudit>();
        services.AddScoped<AuditQuery>();
        services.AddSingleton<IJobStore, QuartzStore>();
        services.AddJobs();
        services.AddJob<FreezeLastWeek, NoInput>();
        services.AddSchedule<FreezeLastWeek>("封存上周调度", FreezeLastWeek.MondayMorning, "Chunfeng:Jobs:WeeklyFreeze");
        services.AddSingleton<AccountShelf>();
        services.AddScoped<SavedViews>();
        foreach (var module in ModuleList.All)
        {
            module.AddServices(services);
        }
    }

    /// <summary>The section Chunfeng:SignIn; production wants the second factor unless it says otherwise.</summary>
    public static SignInSettings SignInOf(IConfiguration settings, IHostEnvironment environment)
    {
        var signIn = new SignInSettings();
        var section = settings.GetSection("Chunfeng:SignIn");
        section.Bind(signIn);
        signIn.SecondFactor = section.GetValue(nameof(SignInSettings.SecondFactor), environment.IsProduction()); // an empty value switches nothing off
        return signIn;
    }

    private static Places Locate(IConfiguration settings)
    {
        var reference = Places.FindUpwards(AppContext.BaseDirectory, "data/regions") ?? Places.FindUpwards(Directory.GetCurrentDirectory(), "data/regions")
            ?? throw new InvalidOperationException("未找到参考数据目录 data/；请在安装目录中运行");
        var data = Path.GetDirectoryName(reference)!;
        var root = Path.GetDirectoryName(data)!;
        var state = settings["Chunfeng:Var"] is { Length: > 0 } set ? Path.GetFullPath(set) : Path.Combine(root, "var");
        Directory.CreateDirectory(state);
        return new Places(data, state);
    }
}
