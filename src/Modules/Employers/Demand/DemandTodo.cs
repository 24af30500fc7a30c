using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Demand;

/// <summary>Surveys that wait for an answer: the employer's own, and for a service officer those of the employers it serves.</summary>
internal sealed class DemandTodo(TimeProvider clock) : ITodoSource
{
    private const int MostRounds = 10;

    public string Room => "用工需求调查";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!DemandScope.MayOpen(actor))
        {
            return [];
        }

        var (items, today, login) = (new List<TodoItem>(), clock.Today, actor.Login);
        var unit = actor.May(Rights.EmployersOwn) ? actor.Unit : null;
        foreach (var round in await DemandScope.Rounds(db, actor).AsNoTracking().Where(r => r.ClosedAt == null).OrderBy(r => r.RoundId).Take(MostRounds).ToListAsync(cancel))
        {
            var waiting = EmployerScope.Employers(db, actor).AsNoTracking().Asked(db, round).Outstanding(db, round.RoundId);
            if (unit is not null && await waiting.Where(e => e.UnitId == unit).Select(e => (Guid?)e.EmployerId).FirstOrDefaultAsync(cancel) is { } own)
            {
                var reminders = await DemandQuery.Latest(db.DemandReminders().AsNoTracking().Where(m => m.RoundId == round.RoundId && m.EmployerId == own)).ToListAsync(cancel);
                items.Add(new TodoItem("答复用工需求调查", $"/employers/demand/{round.RoundId}/answer")
                {
                    Detail = $"{round.Title}，{DemandWords.Day(round.DueOn)} 前{(DemandWords.Reminded(reminders) is { } reminded ? $"，已催 {reminded}" : "")}", Since = round.OpenedAt, Late = round.DueOn < today,
                });
            }

            if (DemandScope.IsOffice(actor) && await waiting.CountAsync(e => e.OfficerLogin == login, cancel) is > 0 and var served)
            {
                items.Add(new TodoItem($"请 {served} 家由您服务的单位答复用工需求调查", $"/employers/demand/{round.RoundId}?tab=waiting&mine=yes")
                {
                    Detail = $"{round.Title}，{DemandWords.Day(round.DueOn)} 前", Count = served, Since = round.OpenedAt, Late = round.DueOn < today,
                });
            }
        }

        return items;
    }
}
