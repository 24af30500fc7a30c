using System.Globalization;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Orders;

/// <summary>Orders that wait for the account's region: to be answered, to be judged as their issuer, to be chased once they are overdue.</summary>
internal sealed class OrderTodo(TimeProvider clock) : ITodoSource
{
    private const int Shown = 5;

    public string Room => "调度令";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        var items = new List<TodoItem>();
        var (own, today) = (actor.Region.Value, clock.Today);
        var open = OrderScope.Recipients(db, actor).AsNoTracking()
            .Where(r => r.State == (short)RecipientState.Sent || r.State == (short)RecipientState.Returned || (r.State == (short)RecipientState.Read && r.ReplyRequired));
        if (actor.May(Rights.OrdersReply))
        {
            var mine = open.Where(r => r.Region == own);
            var first = await mine.Join(db.Orders(), r => r.OrderId, o => o.OrderId, (r, o) => new { r.OrderId, r.DueOn, r.ReplyRequired, o.Title, o.IssuedAt })
                .OrderBy(l => l.DueOn).ThenBy(l => l.OrderId).Take(Shown).ToListAsync(cancel);
            items.AddRange(first.Select(l => new TodoItem(l.ReplyRequired ? "答复一份调度令" : "签收一份调度令", $"/dispatch/orders/{l.OrderId}")
            {
                Detail = $"{l.Title}，{l.DueOn.ToString("M月d日", CultureInfo.InvariantCulture)}前", Since = l.IssuedAt, Late = l.DueOn < today,
            }));
            if (first.Count == Shown && await mine.CountAsync(cancel) - Shown is var more and > 0)
            {
                items.Add(new TodoItem($"还有 {more} 份调度令待办", "/dispatch/orders?tab=mine") { Count = more });
            }
        }

        if (actor.May(Rights.OrdersIssue))
        {
            var replied = await OrderScope.Recipients(db, actor).CountAsync(r => r.Issuer == own && r.State == (short)RecipientState.Replied, cancel);
            if (replied > 0)
            {
                items.Add(new TodoItem($"审阅 {replied} 份答复", "/dispatch/orders?tab=issued") { Count = replied });
            }

            var late = await open.CountAsync(r => r.Issuer == own && r.DueOn < today, cancel);
            if (late > 0)
            {
                items.Add(new TodoItem($"催办 {late} 份逾期的调度令", "/dispatch/orders?tab=overdue") { Count = late, Late = true });
            }
        }

        return items;
    }
}
