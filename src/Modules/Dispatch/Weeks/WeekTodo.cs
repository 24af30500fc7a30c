using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>Weeks that are over and not frozen, and a year without targets, for who may freeze. A demonstration's weeks stand still: it asks for none.</summary>
internal sealed class WeekTodo(TimeProvider clock) : ITodoSource
{
    public string Room => "调度";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.DispatchRun) || (await db.SettingAsync(Setting.RegisterKind, cancel))?.StartsWith("demo", StringComparison.Ordinal) == true)
        {
            return [];
        }

        var over = IsoWeek.Of(clock.Today).Previous;
        var last = await db.FrozenWeeks().AsNoTracking().MaxAsync(w => (string?)w.Week, cancel);
        var targets = await db.Targets().AnyAsync(t => t.Year == over.Sunday.Year, cancel);
        return Decide(over, last, targets);
    }

    /// <param name="over">The last week that is over.</param>
    /// <param name="last">The newest frozen week; null when there is none.</param>
    /// <param name="hasTargets">Whether the year of <paramref name="over"/> has targets.</param>
    internal static IReadOnlyList<TodoItem> Decide(IsoWeek over, string? last, bool hasTargets)
    {
        var items = new List<TodoItem>();
        if (last is null || (IsoWeek.TryParse(last, out var frozen) && frozen.CompareTo(over) < 0))
        {
            var first = last is not null && IsoWeek.TryParse(last, out var known) ? known.Next : over;
            var count = ((over.Sunday.DayNumber - first.Sunday.DayNumber) / 7) + 1;
            items.Add(new TodoItem(count == 1 ? $"{over} 还没有封存" : $"{first} 至 {over} 共 {count} 周还没有封存", "/dispatch")
            {
                Detail = $"在服务器上运行 ./chunfeng dispatch run --week {first}", Count = count,
                Since = ChinaTime.StartOf(first.Sunday.AddDays(1)), Late = true,
            });
        }

        if (!hasTargets)
        {
            items.Add(new TodoItem($"{over.Sunday.Year}年任务还没有下达", "/dispatch") { Detail = "没有任务就没有完成率和名次" });
        }

        return items;
    }
}
