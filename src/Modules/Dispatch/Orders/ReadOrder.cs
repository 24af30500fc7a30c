using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Orders;

/// <summary>One order as an account sees it: the recipients in its scope, and of one of them everything that was done.</summary>
/// <param name="Recipients">By region; all for the issuer, else those inside the account's region.</param>
/// <param name="Area">The recipient whose steps are read; null when there are several and none was asked for.</param>
/// <param name="Steps">Oldest first.</param>
internal sealed record OrderView(Order Order, IReadOnlyList<OrderRecipient> Recipients, OrderRecipient? Area, IReadOnlyList<OrderStep> Steps)
{
    /// <summary>Region → the figure the order refers to, as frozen then.</summary>
    public required IReadOnlyDictionary<long, WeekRow> Figures { get; init; }
}

/// <summary>Opens an order. The region it is addressed to signs for it by opening it.</summary>
internal sealed class ReadOrder(ChunfengDb db, WeeklyDispatch dispatch, TakeStep take, TimeProvider clock)
{
    /// <param name="area">The recipient to show; null is the account's own, the only one, or the first that waits for the issuer.</param>
    /// <returns>Null when there is no such order in the account's scope, or no such recipient.</returns>
    public async Task<OrderView?> HandleAsync(Guid orderId, long? area, Actor actor, CancellationToken cancel)
    {
        if (!OrderScope.MayOpen(actor))
        {
            return null;
        }

        if (OrderScope.SideOf(actor, 0, actor.Region.Value) == OrderSide.Recipient)
        {
            // a refusal means there is nothing to sign for
            await take.HandleAsync(orderId, actor.Region.Value, new StepInput(OrderAct.Read), actor, cancel);
        }

        var order = await OrderScope.Orders(db, actor).AsNoTracking().SingleOrDefaultAsync(o => o.OrderId == orderId, cancel);
        if (order is null)
        {
            return null;
        }

        var recipients = await OrderScope.Recipients(db, actor).AsNoTracking().Where(r => r.OrderId == orderId).OrderBy(r => r.Region).ToListAsync(cancel);
        var shown = area is { } asked ? recipients.SingleOrDefault(r => r.Region == asked)
            : recipients.SingleOrDefault(r => r.Region == actor.Region.Value) ?? (recipients.Count == 1 ? recipients[0] : null)
                ?? recipients.FirstOrDefault(r => r.State == (short)RecipientState.Replied)
                ?? recipients.FirstOrDefault(r => OrderMachine.IsOverdue((RecipientState)r.State, r.ReplyRequired, r.DueOn, clock.Today));
        if (area is not null && shown is null)
        {
            return null;
        }

        IReadOnlyList<OrderStep> steps = shown is null ? [] : await db.OrderSteps().AsNoTracking()
            .Where(s => s.OrderId == orderId && s.Region == shown.Region).OrderBy(s => s.Seq).ToListAsync(cancel);
        return new OrderView(order, recipients, shown, steps) { Figures = await FiguresAsync(order, recipients, cancel) };
    }

    private async Task<IReadOnlyDictionary<long, WeekRow>> FiguresAsync(Order order, List<OrderRecipient> recipients, CancellationToken cancel)
    {
        if (order.Week is null)
        {
            return new Dictionary<long, WeekRow>();
        }

        var codes = recipients.Select(r => r.Region).ToList();
        return await dispatch.RowsAsync(order.Week, order.Revision!.Value, order.Indicator!, codes, cancel);
    }
}
