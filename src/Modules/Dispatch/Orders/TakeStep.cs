using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Orders;

/// <summary>What somebody wants to do about an order at one recipient.</summary>
/// <param name="DueOn">Of a return: the day the corrected reply is due; null is the later of the present day and two working days from now.</param>
/// <param name="Seen">How many steps there were on the page the act was decided on; null does not mind.</param>
internal sealed record StepInput(OrderAct Act, string? Text = null, string? Measures = null, DateOnly? DueOn = null, long? Seen = null);

/// <summary>签收、答复、退回、审核、催办、撤回 — adds a step and its audit entry, or says why not; nothing written is ever changed.</summary>
internal sealed class TakeStep(ChunfengDb db, WorkCalendar calendar, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("order-not-found", "没有找到这份调度令，或不在您的管辖范围内");
    private static readonly Refusal JustChanged = new("just-changed", "这份调度令刚刚有了新的办理情况；请看过最新内容后再办一次");

    public async Task<Refusal?> HandleAsync(Guid orderId, long region, StepInput input, Actor actor, CancellationToken cancel)
    {
        var recipient = OrderScope.MayOpen(actor)
            ? await OrderScope.Recipients(db, actor).SingleOrDefaultAsync(r => r.OrderId == orderId && r.Region == region, cancel) : null;
        if (recipient is null)
        {
            return NotFound;
        }

        try
        {
            return input.Seen is { } seen && seen != recipient.Version ? JustChanged
                : Append(recipient, input, actor) ?? await SaveAsync(cancel);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>The same act at every recipient that allows it: chase all that owe an answer, withdraw all that are open.</summary>
    /// <param name="overdueOnly">Only those past their day.</param>
    /// <returns>How many; a refusal when there was none, with a reason.</returns>
    public async Task<Result<Count>> HandleAllAsync(Guid orderId, StepInput input, bool overdueOnly, Actor actor, CancellationToken cancel)
    {
        var recipients = OrderScope.MayOpen(actor)
            ? await OrderScope.Recipients(db, actor).Where(r => r.OrderId == orderId).OrderBy(r => r.Region).ToListAsync(cancel) : [];
        if (recipients.Count == 0)
        {
            return NotFound;
        }

        try
        {
            Refusal? first = null;
            var done = 0;
            foreach (var recipient in recipients.Where(r => !overdueOnly || OrderMachine.IsOverdue((RecipientState)r.State, r.ReplyRequired, r.DueOn, clock.Today)))
            {
                var refusal = Append(recipient, input, actor);
                first = first is null || first.Code.StartsWith("order-", StringComparison.Ordinal) ? refusal ?? first : first; // why the open ones are refused says more
                done += refusal is null ? 1 : 0;
            }

            return done == 0 ? first ?? new Refusal("nobody-overdue", "没有超期的地区，不用催办")
                : await SaveAsync(cancel) is { } failed ? failed : new Count(done);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>How many recipients an act reached.</summary>
    public sealed record Count(int Recipients);

    private Refusal? Append(OrderRecipient recipient, StepInput input, Actor actor)
    {
        var (text, measures) = (OrderRules.Clean(input.Text), OrderRules.Clean(input.Measures));
        var most = input.Act == OrderAct.Reply ? OrderRules.MostText : OrderRules.MostReason;
        if (text.Length > most || measures.Length > OrderRules.MostText)
        {
            return new Refusal("text-too-long", $"文字太长：最多 {most} 字，现在 {Math.Max(text.Length, measures.Length)} 字；请精简后再提交");
        }

        var now = (RecipientState)recipient.State;
        var next = OrderMachine.Next(now, recipient.ReplyRequired, input.Act, OrderScope.SideOf(actor, recipient.Issuer, recipient.Region), text);
        if (next.IsRefused)
        {
            return next.Refusal;
        }

        DateOnly? due = null;
        if (input.Act == OrderAct.Return)
        {
            due = input.DueOn ?? Later(recipient.DueOn, OrderRules.Due(calendar, clock.Today, OrderRules.DaysToCorrect));
            if (OrderRules.CheckDue(due, calendar, clock.Today) is { } wrong)
            {
                return wrong;
            }

            recipient.DueOn = due!.Value; // CheckDue refuses none
        }

        if (input.Act == OrderAct.Reply && now == RecipientState.Sent)
        {
            Add(recipient, OrderAct.Read, actor, "", "", null); // who answers has read
        }

        recipient.State = (short)next.Value.Value;
        recipient.Replies += input.Act == OrderAct.Reply ? 1 : 0;
        recipient.Chases += input.Act == OrderAct.Chase ? 1 : 0;
        Add(recipient, input.Act, actor, text, input.Act == OrderAct.Reply ? measures : "", due);
        db.Audit(clock, actor, $"orders.{OrderWords.ActCode(input.Act)}", $"{recipient.OrderId} region={recipient.Region:D12} step={recipient.Version}",
            before: $"state={OrderWords.Code(now)}", after: $"state={OrderWords.Code(next.Value.Value)}");
        return null;
    }

    private void Add(OrderRecipient recipient, OrderAct act, Actor actor, string text, string measures, DateOnly? due) => db.OrderSteps().Add(new OrderStep
    {
        OrderId = recipient.OrderId, Region = recipient.Region, Seq = ++recipient.Version, Act = (short)act, At = clock.UtcStamp,
        Login = actor.Login, Name = actor.DisplayName, Text = text, Measures = measures, DueOn = due,
    });

    private async Task<Refusal?> SaveAsync(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged; // two hands at once: the second looks again
        }
        catch (DbUpdateException) when (IsTaken())
        {
            return JustChanged; // the same, where the step is written before the version is compared
        }
    }

    private bool IsTaken() => db.ChangeTracker.Entries<OrderStep>().Select(e => e.Entity).ToList()
        .Any(mine => db.OrderSteps().AsNoTracking().Any(s => s.OrderId == mine.OrderId && s.Region == mine.Region && s.Seq == mine.Seq));

    private static DateOnly? Later(DateOnly a, DateOnly? b) => b is not { } other ? null : other > a ? other : a;
}
