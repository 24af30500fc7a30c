using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Targets;

/// <summary>An office sets a year's targets: the whole tree or nothing.</summary>
internal sealed class SetTargets(ChunfengDb db, RegionTree regions, TimeProvider clock)
{
    private const int ShownFaults = 5;

    public async Task<Result<TargetsSet>> HandleAsync(int year, IReadOnlyCollection<TargetLine> targets, Actor actor, CancellationToken cancel)
    {
        if (year is < 2000 or > 2100)
        {
            return new Refusal("year-out-of-range", $"年度 {year} 不在 2000 至 2100 之间；请核对年度");
        }

        if (targets.Count == 0)
        {
            return new Refusal("no-targets", "没有读到任务；请至少填写全省任务");
        }

        var faults = TargetTree.Check(targets, regions);
        if (faults.Count > 0)
        {
            return new Refusal(faults[0].Code, string.Join("。", faults.Take(ShownFaults).Select(f => f.Message))
                + (faults.Count > ShownFaults ? $"。另有 {faults.Count - ShownFaults} 处同类问题" : "") + "。任务没有保存");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Targets().Where(t => t.Year == year).ExecuteDeleteAsync(cancel);
        db.ChangeTracker.Clear();
        db.Targets().AddRange(targets.Select(t => new DispatchTarget
        {
            Year = year, Indicator = t.Indicator, Region = t.Region, Value = t.Value, Source = t.Source, IsDemo = t.IsDemo,
        }));
        db.Audit(clock, actor, "dispatch.targets", $"year={year} lines={targets.Count}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
        return new TargetsSet(year, targets.Count, targets.Any(t => t.IsDemo));
    }
}
