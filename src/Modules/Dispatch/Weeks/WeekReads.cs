using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>What every page of people behind a figure asks of the frozen weeks, put together once.</summary>
internal sealed class WeekReads
{
    /// <summary>The last revision of a week.</summary>
    public Func<ChunfengDb, string, CancellationToken, Task<FrozenWeek?>> Last { get; } = EF.CompileAsyncQuery((ChunfengDb db, string week, CancellationToken cancel) =>
        db.Set<FrozenWeek>().AsNoTracking().TagWith(Planned.Once).Where(w => w.Week == week).OrderByDescending(w => w.Revision).FirstOrDefault());

    /// <summary>One figure of a revision.</summary>
    public Func<ChunfengDb, string, int, long, string, CancellationToken, Task<FrozenFigure?>> Figure { get; } = EF.CompileAsyncQuery(
        (ChunfengDb db, string week, int revision, long region, string indicator, CancellationToken cancel) =>
            db.Set<FrozenFigure>().AsNoTracking().TagWith(Planned.Once)
                .SingleOrDefault(f => f.Week == week && f.Revision == revision && f.Region == region && f.Indicator == indicator));
}
