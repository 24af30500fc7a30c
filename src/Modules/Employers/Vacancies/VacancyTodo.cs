using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Vacancies;

/// <summary>Vacancies that wait for the account: to be reviewed by the office, to be mended by who wrote them.</summary>
internal sealed class VacancyTodo(WorkCalendar calendar, TimeProvider clock) : ITodoSource
{
    /// <summary>Working days a vacancy should wait for its review at most: our own setting, no source sets one.</summary>
    public const int DaysToReview = 2;

    public string Room => "岗位";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        var items = new List<TodoItem>();
        long from = actor.Region.Value, end = actor.Region.End;
        if (actor.May(Rights.VacanciesReview))
        {
            var waiting = db.Postings().AsNoTracking().Where(p => p.State == (short)PostingState.Submitted && p.Region >= from && p.Region < end);
            var count = await waiting.CountAsync(cancel);
            if (count > 0)
            {
                var since = await waiting.MinAsync(p => p.SubmittedAt, cancel);
                items.Add(new TodoItem($"审核 {count} 个岗位", "/vacancies?tab=review") { Count = count, Since = since, Late = since is { } at && IsLate(ChinaTime.DayOf(at)) });
            }
        }

        if (actor.May(Rights.EmployersOwn) && actor.Unit is { } unit)
        {
            var returned = await db.Postings().AsNoTracking().Where(p => p.State == (short)PostingState.Returned && db.Employers().Any(e => e.EmployerId == p.EmployerId && e.UnitId == unit))
                .CountAsync(cancel);
            if (returned > 0)
            {
                items.Add(new TodoItem($"修改 {returned} 个被退回的岗位", "/vacancies?tab=drafts") { Count = returned });
            }
        }

        if (EmployerScope.IsSender(actor) && actor.Unit is { } sender
            && await db.Postings().AsNoTracking().CountAsync(p => p.State == (short)PostingState.Returned && p.SentUnit == sender, cancel) is > 0 and var sentBack)
        {
            items.Add(new TodoItem($"修改 {sentBack} 个被退回的岗位", "/vacancies?tab=drafts") { Count = sentBack });
        }

        return items;
    }

    private bool IsLate(DateOnly day) => day >= calendar.FirstDay && clock.Today <= calendar.LastDay && day < clock.Today && calendar.WorkingDaysBetween(day, clock.Today) > DaysToReview;
}
