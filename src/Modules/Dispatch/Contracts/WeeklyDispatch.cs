using Chunfeng.Dispatch.Targets;
using Chunfeng.Dispatch.Weeks;
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

namespace Chunfeng.Dispatch.Contracts;

/// <summary>The weekly dispatch (13.2): freeze a week from a sealed cut, rank, publish; and the split of targets (13.3).</summary>
public sealed class WeeklyDispatch(ChunfengDb db, RegionTree regions, TimeProvider clock)
{
    /// <summary>Freezes a week. The same figures again change nothing; other figures become the next revision, with a note.</summary>
    public async Task<Result<WeekTable>> FreezeAsync(IsoWeek week, FactsFile facts, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.DispatchRun))
        {
            return new Refusal("no-right", "您没有封存周调度的权限，请联系省级专班");
        }

        if (week.Sunday >= clock.Today)
        {
            return new Refusal("week-not-over", $"{week} 截止到 {week.Sunday:yyyy-MM-dd} 24:00，还没有到；请在截止后再封存");
        }

        if (facts.AsOf != week.Sunday)
        {
            return new Refusal("cut-of-another-day", $"封存数据截至 {facts.AsOf:yyyy-MM-dd}，{week} 需要 {week.Sunday:yyyy-MM-dd} 的封存数据");
        }

        var cutOff = new DateTimeOffset(week.Sunday.AddDays(1), default, TimeSpan.FromHours(8)).UtcDateTime;
        if (facts.KnownAtUtc < cutOff)
        {
            return new Refusal("cut-too-early",
                $"封存数据生成于 {ChinaTime.Show(facts.KnownAtUtc)}，早于本周截止时间 {week.Sunday:yyyy-MM-dd} 24:00；请重新封存 {week.Sunday:yyyy-MM-dd} 的数据后再运行");
        }

        var codes = Codes();
        var counts = IndicatorCounter.Count(facts, codes);
        var before = await BeforeAsync(week, facts, codes, cancel);
        var targets = await TargetsAsync(week.Sunday.Year, cancel);
        var name = week.ToString();
        var last = await db.FrozenWeeks().AsNoTracking().Where(w => w.Week == name).OrderByDescending(w => w.Revision).FirstOrDefaultAsync(cancel);
        var revision = last is null ? 0 : last.Revision + 1;
        var figures = Figures(name, revision, codes, counts, targets, before);
        var note = "";
        if (last is not null)
        {
            var old = await db.FrozenFigures().AsNoTracking().Where(f => f.Week == name && f.Revision == last.Revision).ToListAsync(cancel);
            if (RevisionNote.Describe(old, figures, regions) is not { } changes)
            {
                return (await TableAsync(name, last.Revision, [RegionLevel.Province, RegionLevel.City], null, cancel))!;
            }

            note = $"第{revision}次修订：{changes}";
        }

        db.FrozenWeeks().Add(new FrozenWeek
        {
            Week = name, Revision = revision, AsOf = week.Sunday, CutHash = facts.Hash, FrozenAt = clock.UtcStamp, FrozenBy = actor.Login, Note = note,
        });
        db.FrozenFigures().AddRange(figures);
        db.Audit(clock, actor, "dispatch.freeze", $"{name} revision={revision} cut={facts.Hash[..12]}");
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (db.FrozenWeeks().AsNoTracking().Any(w => w.Week == name && w.Revision == revision))
        {
            return new Refusal("week-just-frozen", $"{name} 刚刚由他人封存；请刷新后查看，需要时再运行一次");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        return (await TableAsync(name, revision, [RegionLevel.Province, RegionLevel.City], null, cancel))!;
    }

    /// <summary>A frozen week's figures: the newest revision unless one is named; null when the week is not frozen.</summary>
    /// <param name="levels">Which levels; the province's row is always first.</param>
    /// <param name="within">Only regions inside this one.</param>
    public async Task<WeekTable?> TableAsync(
        string week, int? revision, IReadOnlyCollection<RegionLevel> levels, RegionCode? within, CancellationToken cancel)
    {
        var frozen = await db.FrozenWeeks().AsNoTracking().Where(w => w.Week == week && (revision == null || w.Revision == revision))
            .OrderByDescending(w => w.Revision).FirstOrDefaultAsync(cancel);
        if (frozen is null)
        {
            return null;
        }

        var wanted = Codes().Where(c => levels.Contains(new RegionCode(c).Level) || c == RegionCode.Shanxi.Value)
            .Where(c => within is null || within.Value.Contains(new RegionCode(c)) || c == RegionCode.Shanxi.Value).ToHashSet();
        long from = within?.Value ?? 0, to = within?.End ?? long.MaxValue;

        // the province has ten times more townships than everything above them: they stay in the database unless asked for
        long step = levels.Count == 0 || levels.Max() > RegionLevel.County ? 1 : 1_000_000;
        var figures = await db.FrozenFigures().AsNoTracking()
            .Where(f => f.Week == week && f.Revision == frozen.Revision && ((f.Region >= from && f.Region < to) || f.Region == RegionCode.Shanxi.Value) && f.Region % step == 0)
            .ToListAsync(cancel);
        var order = Indicators.All.Select((x, i) => (x.Code, i)).ToDictionary(x => x.Code, x => x.i);
        var demo = await db.Targets().AsNoTracking().AnyAsync(t => t.Year == frozen.AsOf.Year && t.IsDemo, cancel);
        return new WeekTable(
            frozen.Week, frozen.AsOf.ToString("yyyy-MM-dd"), frozen.CutHash, frozen.Revision,
            [.. figures.Where(f => wanted.Contains(f.Region)).OrderBy(f => f.Region).ThenBy(f => order[f.Indicator]).Select(Row)])
        { DemoTargets = demo, Note = frozen.Note };
    }

    /// <summary>One indicator of some regions in one revision of a week; regions without figures (villages) are left out.</summary>
    internal async Task<IReadOnlyDictionary<long, WeekRow>> RowsAsync(string week, int revision, string indicator, IReadOnlyCollection<long> codes, CancellationToken cancel)
    {
        var figures = await db.FrozenFigures().AsNoTracking()
            .Where(f => f.Week == week && f.Revision == revision && f.Indicator == indicator && codes.Contains(f.Region)).ToListAsync(cancel);
        return figures.ToDictionary(f => f.Region, Row);
    }

    /// <summary>The same of the newest revision; null when the week is not frozen.</summary>
    internal async Task<RegionFigures?> LatestRowsAsync(string week, string indicator, IReadOnlyCollection<long> codes, CancellationToken cancel) =>
        await db.FrozenWeeks().Where(w => w.Week == week).MaxAsync(w => (int?)w.Revision, cancel) is { } revision
            ? new RegionFigures(week, revision, await RowsAsync(week, revision, indicator, codes, cancel)) : null;

    /// <summary>Region → its figure.</summary>
    internal sealed record RegionFigures(string Week, int Revision, IReadOnlyDictionary<long, WeekRow> Rows);

    /// <summary>Frozen weeks, newest first.</summary>
    public async Task<IReadOnlyList<string>> WeeksAsync(CancellationToken cancel) =>
        await db.FrozenWeeks().AsNoTracking().Select(w => w.Week).Distinct().OrderByDescending(w => w).Take(60).ToListAsync(cancel);

    /// <summary>Sets a year's targets of one indicator, all levels at once; refused unless they sum.</summary>
    public Task<Refusal?> SetTargetsAsync(
        int year, string indicator, IReadOnlyDictionary<long, long> targets, string source, bool isDemo, Actor actor, CancellationToken cancel) =>
        SetTargetsAsync(year, [.. targets.Select(t => new TargetLine(indicator, t.Key, t.Value, source, isDemo))], actor, cancel);

    /// <summary>Replaces a year's targets of the indicators given, all or nothing; refused unless every level sums.</summary>
    public async Task<Refusal?> SetTargetsAsync(int year, IReadOnlyCollection<TargetLine> lines, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.DispatchRun))
        {
            return new Refusal("no-right", "您没有下达任务的权限，请联系省级专班");
        }

        if (year is < 2000 or > 2100 || lines.Count == 0)
        {
            return new Refusal("no-targets", $"没有读到 {year} 年的任务；请核对年度，并至少填写全省任务");
        }

        foreach (var group in lines.GroupBy(l => l.Indicator))
        {
            if (Indicators.Find(group.Key) is not { } indicator)
            {
                return new Refusal("unknown-indicator", $"没有指标 {group.Key}；可用的有：{string.Join("、", Indicators.All.Select(i => i.Code))}");
            }

            if (group.GroupBy(l => l.Region).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                return new Refusal("target-twice", $"区划 {twice.Key:D12} 的“{indicator.Name}”任务出现了 {twice.Count()} 次；请只保留一行。任务没有保存");
            }

            if (TargetTree.Check(regions, group.Key, group.ToDictionary(l => l.Region, l => l.Value)) is { } refusal)
            {
                return refusal;
            }
        }

        var indicators = lines.Select(l => l.Indicator).Distinct().ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Targets().Where(t => t.Year == year && indicators.Contains(t.Indicator)).ExecuteDeleteAsync(cancel);
        db.Targets().AddRange(lines.Select(l => new Target
        {
            Year = year, Indicator = l.Indicator, Region = l.Region, Value = l.Value, Source = l.Source, IsDemo = l.IsDemo,
        }));
        db.Audit(clock, actor, "dispatch.targets", $"{year} {string.Join(' ', indicators)} lines={lines.Count}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
        return null;
    }

    /// <summary>Whether a year has targets at all.</summary>
    public Task<bool> HasTargetsAsync(int year, CancellationToken cancel) => db.Targets().AnyAsync(t => t.Year == year, cancel);

    private WeekRow Row(FrozenFigure f) => new(
        f.Region.ToString("D12"), regions[new RegionCode(f.Region)].Name, f.Indicator, f.Stock, f.Cumulative, f.Target ?? 0,
        f.Target > 0 ? Math.Round((double)f.Cumulative / f.Target.Value, 6) : 0, f.Rank ?? 0, f.Change);

    private long[] Codes() => [.. new[] { RegionLevel.Province, RegionLevel.City, RegionLevel.County, RegionLevel.Township }
        .SelectMany(level => regions.Within(RegionCode.Shanxi, level)).Select(r => r.Code.Value)];

    private async Task<Dictionary<(long, string), long>> TargetsAsync(int year, CancellationToken cancel) =>
        await db.Targets().AsNoTracking().Where(t => t.Year == year).ToDictionaryAsync(t => (t.Region, t.Indicator), t => t.Value, cancel);

    /// <summary>Last week's published cumulative figures; when that week was never frozen, the same day recounted from this cut.</summary>
    private async Task<Func<long, string, long>> BeforeAsync(IsoWeek week, FactsFile facts, long[] codes, CancellationToken cancel)
    {
        var previous = week.Previous.ToString();
        var revision = await db.FrozenWeeks().Where(w => w.Week == previous).MaxAsync(w => (int?)w.Revision, cancel);
        if (week.Previous.Sunday.Year != week.Sunday.Year)
        {
            return (_, _) => 0; // the year's count starts anew
        }

        if (revision is { } known)
        {
            var figures = await db.FrozenFigures().AsNoTracking().Where(f => f.Week == previous && f.Revision == known)
                .ToDictionaryAsync(f => (f.Region, f.Indicator), f => f.Cumulative, cancel);
            return (region, indicator) => figures.GetValueOrDefault((region, indicator));
        }

        var counts = IndicatorCounter.CountAt(facts, week.Previous.Sunday, codes);
        return (region, indicator) => counts[region][indicator].Cumulative;
    }

    private List<FrozenFigure> Figures(
        string week, int revision, long[] codes, IReadOnlyDictionary<long, RegionCounts> counts,
        Dictionary<(long, string), long> targets, Func<long, string, long> before)
    {
        var figures = new List<FrozenFigure>();
        foreach (var indicator in Indicators.All.Select(i => i.Code))
        {
            // cities compete with cities, counties with all counties of the province, townships inside their county
            var groups = codes.GroupBy(c => new RegionCode(c) is var code && code.Level == RegionLevel.Township ? code.Parent.Value : (long)code.Level);
            foreach (var group in groups)
            {
                var members = group.ToArray();
                var ranks = Ranking.Rank([.. members.Select(c => (counts[c][indicator].Cumulative, targets.TryGetValue((c, indicator), out var t) ? (long?)t : null))]);
                for (var i = 0; i < members.Length; i++)
                {
                    var code = members[i];
                    var count = counts[code][indicator];
                    figures.Add(new FrozenFigure
                    {
                        Week = week, Revision = revision, Region = code, Indicator = indicator, Stock = count.Stock, Cumulative = count.Cumulative,
                        Target = targets.TryGetValue((code, indicator), out var target) ? target : null, Rank = ranks[i],
                        Change = count.Cumulative - before(code, indicator),
                    });
                }
            }
        }

        return figures;
    }
}
