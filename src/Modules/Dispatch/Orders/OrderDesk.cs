using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Orders;

/// <summary>Issues and chases orders for other rooms, by the same acts as the pages.</summary>
internal sealed class OrderDesk(IssueOrder issue, TakeStep step, WorkCalendar calendar, TimeProvider clock) : IOrders
{
    public bool MayIssue(Actor actor) => OrderScope.MayIssue(actor);

    public async Task<Result<IssuedOrder>> IssueAsync(OrderAsk ask, Actor actor, CancellationToken cancel)
    {
        var due = OrderRules.Due(calendar, clock.Today, OrderRules.DaysToAnswer);
        if (due is null)
        {
            return new Refusal("due-unknown-year", $"工作日历只到 {calendar.LastDay:yyyy-MM-dd}，算不出答复的期限；请系统管理员更新日历");
        }

        var issued = await issue.HandleAsync(new OrderDraft(OrderKind.Activity, ask.Title, ask.Text, ask.Recipients, null, null, due, ReplyRequired: true), actor, cancel);
        return issued.IsRefused ? issued.Refusal : new IssuedOrder(issued.Value.OrderId, issued.Value.Number, due.Value);
    }

    public Task<Refusal?> ChaseAsync(Guid orderId, RegionCode region, string text, Actor actor, CancellationToken cancel) =>
        step.HandleAsync(orderId, region.Value, new StepInput(OrderAct.Chase, text), actor, cancel);
}
