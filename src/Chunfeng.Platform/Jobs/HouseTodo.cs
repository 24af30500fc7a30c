using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Jobs;

/// <summary>What is broken in the house itself, for who can do something about it: work of the timetable that failed, an audit trail that was
/// changed, numbers that do not decrypt.</summary>
internal sealed class HouseTodo(JobCatalogue catalogue, IEnumerable<JobSchedule> timetable, KeyRing keys, TimeProvider clock) : ITodoSource
{
    private const int DaysBack = 8, MostIds = 3; // a weekly run and a day

    public string Room => "系统运行";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        var items = new List<TodoItem>();
        if ((actor.May(Rights.AuditRead) || actor.May(Rights.SecurityOffices)) && await db.SettingAsync(VerifyAudit.Broken, cancel) is { } since)
        {
            items.Add(new TodoItem("审计链校验不通过", actor.May(Rights.AuditRead) ? "/audit" : "/desk")
            {
                Detail = "请保存好数据库和库外锚点文件，不要删改，立即报告安全管理员核查", Late = true, Alarm = true,
                Since = DateTime.TryParse(since, null, System.Globalization.DateTimeStyles.RoundtripKind, out var at) ? at : null,
            });
        }

        if (actor.May(Rights.SystemManage) && keys.Unreadable.Known() is { Workers: { Count: > 0 } broken } found)
        {
            items.Add(new TodoItem($"{broken.Count} 人有号码无法解密", "/desk")
            {
                Detail = $"请核对密钥文件是否齐全，再从备份恢复这些记录：{string.Join("、", broken.Take(MostIds))}{(broken.Count > MostIds ? " 等" : "")}",
                Count = broken.Count, Late = true, Alarm = true, Since = found.Since,
            });
        }

        var mine = timetable.Select(t => t.Kind).Distinct().Where(k => actor.May(Rights.SystemManage) || (catalogue.Find(k) is { } entry && actor.May(entry.Kind.Right))).ToList();
        if (mine.Count == 0 || !actor.Region.Contains(Actor.Operator.Region))
        {
            return items; // the timetable's work is the whole province's
        }

        var from = clock.UtcStamp.AddDays(-DaysBack);
        var runs = await db.Jobs().AsNoTracking().Where(j => j.AskedAt >= from && j.Scheduled && mine.Contains(j.Kind))
            .Select(j => new { j.JobId, j.Kind, j.Title, j.State, j.Result, j.AskedAt }).ToListAsync(cancel);
        items.AddRange(runs.GroupBy(r => r.Kind).Select(g => g.Where(r => JobStates.IsOver(r.State)).MaxBy(r => r.AskedAt))
            .Where(last => last?.State == JobStates.Failed)
            .Select(last => new TodoItem($"{last!.Title} 没有成功", "/jobs") { Detail = last.Result ?? "", Since = last.AskedAt, Late = true, Alarm = true }));
        return items;
    }
}
