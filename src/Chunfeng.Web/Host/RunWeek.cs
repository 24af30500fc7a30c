using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Calendar;

namespace Chunfeng.Web.Host;

/// <summary>From a week's name to its frozen table: the day's cut is used, or made when there is none.</summary>
internal static class RunWeek
{
    /// <summary>Where "at home" ends: the setting Chunfeng:InnerLine, county or township (the default).</summary>
    public static InnerLine InnerLineOf(IServiceProvider services) =>
        string.Equals(services.GetRequiredService<IConfiguration>()["Chunfeng:InnerLine"], "county", StringComparison.OrdinalIgnoreCase)
            ? InnerLine.County : InnerLine.Township;

    public static async Task<Result<WeekTable>> HandleAsync(IServiceProvider services, string name, InnerLine line, CancellationToken cancel)
    {
        if (!IsoWeek.TryParse(name, out var week))
        {
            return new Refusal("not-a-week", $"“{name}”不是 ISO 周；写法如 2022-W08");
        }

        var build = services.GetRequiredService<BuildFacts>();
        var path = build.Find(week.Sunday);
        if (path is null)
        {
            var built = await build.HandleAsync(week.Sunday, line, cancel);
            if (built.IsRefused)
            {
                return built.Refusal;
            }

            path = built.Value.Path;
        }

        await DemoTargetsAsync(services, week.Sunday.Year, cancel);
        using var facts = FactsFile.Open(path);
        return await services.GetRequiredService<WeeklyDispatch>().FreezeAsync(week, facts, Actor.Operator, cancel);
    }

    /// <summary>A demonstration register has demonstration targets; a real one waits for its office to set them.</summary>
    private static async Task DemoTargetsAsync(IServiceProvider services, int year, CancellationToken cancel)
    {
        var kind = await services.GetRequiredService<ChunfengDb>().SettingAsync(Setting.RegisterKind, cancel);
        if (kind is null || await services.GetRequiredService<WeeklyDispatch>().HasTargetsAsync(year, cancel))
        {
            return;
        }

        var people = long.Parse(kind.Split(' ').Single(p => p.StartsWith("workers=", StringComparison.Ordinal))["workers=".Length..]);
        if (await services.GetRequiredService<DemoTargets>().SetAsync(year, people, Actor.Operator, cancel) is { } refusal)
        {
            throw new InvalidOperationException(refusal.Message);
        }
    }
}

/// <summary>The weeks a fresh demonstration shows: its last four, so that there is a week before and a line to draw.</summary>
internal static class DemoWeeks
{
    private const int Count = 4;

    public static async Task RunAsync(IServiceProvider services, DateOnly asOf, CancellationToken cancel)
    {
        // oldest first: each week is compared with the one before
        foreach (var week in Enumerable.Range(1 - Count, Count).Select(back => IsoWeek.Of(asOf.AddDays(7 * back))))
        {
            var frozen = await RunWeek.HandleAsync(services, week.ToString(), RunWeek.InnerLineOf(services), cancel);
            if (frozen.IsRefused)
            {
                Console.Out.WriteLine(frozen.Refusal.Message);
            }
        }
    }
}
