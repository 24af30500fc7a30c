using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Roster.Import;

/// <summary>Rosters that wait for somebody of their area: to be kept, to be tried again, or with rows of another name than the register has.</summary>
internal sealed class ImportTodo(TimeProvider clock) : ITodoSource
{
    private const int Most = 20, LateAfterDays = 3, ConflictsShownDays = 30;

    public string Room => "人员";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.PeopleImport))
        {
            return [];
        }

        long from = actor.Region.Value, to = actor.Region.End;
        var today = clock.Today;
        var shown = ChinaTime.StartOf(today.AddDays(-ConflictsShownDays));
        var imports = await db.Imports().AsNoTracking()
            .Where(i => i.Region >= from && i.Region < to && i.Uploaded
                && (i.State == ImportStates.Checked || i.State == ImportStates.Failed || (i.State == ImportStates.Done && i.Conflicts > 0 && i.EndedAt >= shown)))
            .OrderByDescending(i => i.StartedAt).ThenBy(i => i.ImportId).Take(Most).ToListAsync(cancel);
        return [.. imports.Select(i => Item(i, today))];
    }

    /// <summary>What an import waits for. A checked or failed one is late when it has waited three days: its people count nowhere until then.</summary>
    internal static TodoItem Item(RosterImport import, DateOnly today)
    {
        var since = import.EndedAt ?? import.StartedAt;
        var late = since <= ChinaTime.StartOf(today.AddDays(1 - LateAfterDays));
        var href = $"/people/import/{import.ImportId}";
        return import.State switch
        {
            ImportStates.Checked => new TodoItem("名册已核对，等您确认写入", href) { Detail = import.FileName, Since = since, Late = late },
            ImportStates.Failed => new TodoItem("导入未成功，请重试或放弃", href) { Detail = import.FileName, Since = since, Late = late },
            _ => new TodoItem($"{import.Conflicts} 行姓名与登记库不一致，请核实", $"{href}?kind=conflict") { Detail = import.FileName, Since = since },
        };
    }
}
