using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Policies;

/// <summary>Policies an employer was told of and has not applied for; for the office, applications without a result.</summary>
internal sealed class PolicyTodo : ITodoSource
{
    public string Room => "援企稳岗";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        var items = new List<TodoItem>();
        // a step is the last when none follows, checked papers aside
        var last = db.PolicySteps().AsNoTracking().Where(s => s.Act != (short)PolicyAct.Checked
            && !db.PolicySteps().Any(n => n.EmployerId == s.EmployerId && n.Policy == s.Policy && n.Document == s.Document && n.Seq > s.Seq && n.Act != (short)PolicyAct.Checked));
        if (actor.May(Rights.EmployersOwn) && actor.Unit is { } unit)
        {
            var told = await last.Where(s => s.Act == (short)PolicyAct.Told && db.Employers().Any(e => e.EmployerId == s.EmployerId && e.UnitId == unit)).Select(s => s.At).ToListAsync(cancel);
            if (told.Count > 0)
            {
                items.Add(new TodoItem($"看看 {told.Count} 项可以申请的援企政策", "/employers/mine#policies") { Count = told.Count, Since = told.Min() });
            }
        }

        if (actor.May(Rights.EmployersRead) && actor.May(Rights.EmployersWrite))
        {
            long from = actor.Region.Value, end = actor.Region.End;
            var applied = await last.Where(s => s.Act == (short)PolicyAct.Applied && db.Employers().Any(e => e.EmployerId == s.EmployerId && e.Region >= from && e.Region < end)).Select(s => s.At).ToListAsync(cancel);
            if (applied.Count > 0)
            {
                items.Add(new TodoItem($"登记 {applied.Count} 份援企政策申请的结果", "/employers/retention?tab=applied") { Count = applied.Count, Since = applied.Min() });
            }
        }

        return items;
    }
}
