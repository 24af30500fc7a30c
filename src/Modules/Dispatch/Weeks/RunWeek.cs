using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>Freezes a week's figures from the sealed cut of its Sunday; a later difference is a revision, never an overwrite.</summary>
internal sealed class RunWeek(ChunfengDb db, RegionTree regions, TimeProvider clock)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public async Task<Result<FrozenWeek>> HandleAsync(FactsFile facts, string weekText, Actor actor, CancellationToken cancel)
    {
        if (!IsoWeek.TryParse(weekText, out var week))
        {
            return WeekRefusals.NoWeek(weekText);
        }

        if (clock.Today <= week.Sunday)
        {
            return new Refusal("week-not-over", $"{week} 截止于 {week.Sunday:yyyy年M月d日}24时（北京时间），还没有到；请在截止后再封存");
        }

        if (facts.AsOf != week.Sunday)
        {
            return new Refusal("cut-of-another-day",
                $"{week} 应使用 {week.Sunday:yyyy-MM-dd}（星期日）的封存数据，收到的是 {facts.AsOf:yyyy-MM-dd} 的；请先按该日封存数据");
        }

        var cutOff = new DateTimeOffset(week.Sunday.AddDays(1), default, China).UtcDateTime;
        if (facts.KnownAtUtc < cutOff)
        {
            return new Refusal("cut-too-early",
                $"封存数据生成于 {ChinaTime.Show(facts.KnownAtUtc)}，早于本周截止时间 {week.Sunday:yyyy-MM-dd} 24:00；请重新封存后再运行");
        }

        var name = week.ToString();
        var targets = await TargetsAsync(week.Sunday.Year, cancel);
        var demoTargets = await db.Targets().AnyAsync(t => t.Year == week.Sunday.Year && t.IsDemo, cancel);
        var latest = await db.Weeks().AsNoTracking().Where(w => w.Week == name).OrderByDescending(w => w.Revision).FirstOrDefaultAsync(cancel);
        var before = latest is null ? null : await db.RowsAsync(name, latest.Revision, cancel);
        if (latest is not null && latest.CutHash == facts.Hash && latest.TargetsAreDemo == demoTargets
            && before!.All(r => r.Target == targets.GetValueOrDefault((r.Region, r.Indicator))))
        {
            return Answer(latest, created: false);
        }

        var places = WeekTable.Regions(regions);
        var counts = IndicatorCounter.Count(facts, [.. places]);
        var lastWeek = await LastWeekAsync(facts, week, places, cancel);
        var rows = WeekTable.Build(
            places, (r, i) => counts[r][i], (r, i) => targets.GetValueOrDefault((r, i)), lastWeek);
        var change = before is null ? "" : RevisionNote.Describe(before, rows, regions)
            ?? (latest!.TargetsAreDemo == demoTargets ? null : demoTargets ? "任务改为演示数据" : "任务由演示数据改为正式任务，数字不变");
        if (change is null)
        {
            return Answer(latest!, created: false);
        }

        var frozen = new DispatchWeek
        {
            Week = name,
            Revision = latest is null ? 0 : latest.Revision + 1,
            AsOf = week.Sunday,
            CutHash = facts.Hash,
            FactsPath = facts.Path,
            FrozenAt = clock.UtcStamp,
            FrozenBy = actor.Login,
            Note = latest is null ? "" : $"第{latest.Revision + 1}次修订：{change}",
            TargetsAreDemo = demoTargets,
            PeopleAreDemo = (await db.SettingAsync(Setting.RegisterKind, cancel))?.StartsWith("demo", StringComparison.Ordinal) == true,
        };
        return await SaveAsync(frozen, rows, actor, cancel);
    }

    /// <summary>Writes the week and its figures in one transaction.</summary>
    private async Task<Result<FrozenWeek>> SaveAsync(
        DispatchWeek frozen, IReadOnlyList<WeekRow> rows, Actor actor, CancellationToken cancel)
    {
        db.Audit(clock, actor, "dispatch.freeze", $"week={frozen.Week} revision={frozen.Revision} cut={frozen.CutHash}");
        db.Weeks().Add(frozen);
        db.Figures().AddRange(rows.Select(r => new DispatchFigure
        {
            Week = frozen.Week, Revision = frozen.Revision, Region = r.Region, Indicator = r.Indicator,
            Stock = r.Stock, Cumulative = r.Cumulative, Target = r.Target, Rank = r.Rank, Change = r.Change,
        }));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (db.Weeks().AsNoTracking().Any(w => w.Week == frozen.Week && w.Revision == frozen.Revision))
        {
            return new Refusal("week-just-frozen", $"{frozen.Week} 刚刚由他人封存；请刷新后查看，需要时再运行一次");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        return Answer(frozen, created: true);
    }

    private async Task<Dictionary<(long, string), long?>> TargetsAsync(int year, CancellationToken cancel) =>
        await db.Targets().Where(t => t.Year == year).Select(t => new { t.Region, t.Indicator, t.Value })
            .ToDictionaryAsync(t => (t.Region, t.Indicator), t => (long?)t.Value, cancel);

    /// <summary>Last week's cumulative figures as frozen, or as this cut knows them where last week was not frozen; zero when last
    /// week ended in another year, whose count is not this year's.</summary>
    private async Task<Func<long, string, long?>> LastWeekAsync(FactsFile facts, IsoWeek week, IReadOnlyList<long> places, CancellationToken cancel)
    {
        var sunday = week.Previous.Sunday;
        if (sunday.Year != week.Sunday.Year)
        {
            return (_, _) => 0;
        }

        var name = week.Previous.ToString();
        var revision = await db.Weeks().Where(w => w.Week == name).MaxAsync(w => (int?)w.Revision, cancel);
        if (revision is null)
        {
            var counts = IndicatorCounter.CountAt(facts, sunday, [.. places]);
            return (region, indicator) => counts[region][indicator].Cumulative;
        }

        var rows = (await db.RowsAsync(name, revision.Value, cancel)).ToDictionary(r => (r.Region, r.Indicator), r => (long?)r.Cumulative);
        return (region, indicator) => rows.GetValueOrDefault((region, indicator));
    }

    private static FrozenWeek Answer(DispatchWeek week, bool created) =>
        new(week.Week, week.Revision, week.AsOf, week.CutHash, week.Note, created);
}
