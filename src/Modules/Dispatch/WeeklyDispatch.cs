using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Targets;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Engine.Facts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch;

/// <summary>The room's door: passes each request to its use case.</summary>
internal sealed class WeeklyDispatch(
    ChunfengDb db, RegionTree regions, Places places, RunWeek run, WeekTableQuery table, MakeBulletin bulletin, CompositeQuery composite, SetTargets targets)
    : IWeeklyDispatch
{
    public Task<Result<FrozenWeek>> RunAsync(FactsFile facts, string week, Actor actor, CancellationToken cancel) =>
        run.HandleAsync(facts, week, actor, cancel);

    public Task<Result<WeekTableJson>> TableAsync(string week, string level, long? region, int? revision, CancellationToken cancel) =>
        table.HandleAsync(week, level, region, revision, cancel);

    public async Task<IReadOnlyList<WeekSummary>> WeeksAsync(CancellationToken cancel) =>
        await db.Weeks().Where(w => !db.Weeks().Any(later => later.Week == w.Week && later.Revision > w.Revision))
            .OrderByDescending(w => w.AsOf)
            .Select(w => new WeekSummary(w.Week, w.Revision, w.AsOf, w.CutHash, w.FrozenAt, w.FrozenBy, w.Note, w.TargetsAreDemo, w.PeopleAreDemo)).ToListAsync(cancel);

    public Task<Result<BulletinFile>> BulletinAsync(string week, int? revision, CancellationToken cancel) =>
        bulletin.HandleAsync(week, revision, cancel);

    public Task<Result<CompositeTable>> CompositeAsync(string week, int? revision, CancellationToken cancel) =>
        composite.HandleAsync(week, revision, cancel);

    public Task<Result<TargetsSet>> SetTargetsAsync(int year, IReadOnlyCollection<TargetLine> lines, Actor actor, CancellationToken cancel) =>
        targets.HandleAsync(year, lines, actor, cancel);

    public async Task<Result<TargetsSet>> SetDemoTargetsAsync(FactsFile facts, Actor actor, CancellationToken cancel)
    {
        var file = Path.Combine(places.Reference, "indicators", $"targets-{facts.AsOf.Year}.json");
        if (!File.Exists(file))
        {
            return new Refusal("no-demo-targets", $"没有 {facts.AsOf.Year} 年的演示任务；演示任务目前只有 2022 年的");
        }

        if (await db.Targets().AnyAsync(t => t.Year == facts.AsOf.Year && !t.IsDemo && t.Region != RegionCode.Shanxi.Value, cancel))
        {
            return new Refusal("real-targets-exist", $"{facts.AsOf.Year} 年已有正式分解的任务，不能用演示任务替换");
        }

        long People(long region)
        {
            var (start, end) = facts.Range(region);
            return end - start;
        }

        return await targets.HandleAsync(facts.AsOf.Year, DemoTargets.Load(file).For(regions, facts.People, People), actor, cancel);
    }
}
