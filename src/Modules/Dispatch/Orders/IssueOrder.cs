using Chunfeng.Engine.Counting;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Orders;

/// <summary>下达调度令 — writes an order and sends it to every recipient at once, or says why not.</summary>
internal sealed class IssueOrder(ChunfengDb db, RegionTree regions, WorkCalendar calendar, TimeProvider clock)
{
    private const int MostTurns = 10;

    /// <summary>The order as issued.</summary>
    public sealed record Issued(Guid OrderId, string Number);

    public async Task<Result<Issued>> HandleAsync(OrderDraft written, Actor actor, CancellationToken cancel)
    {
        if (!OrderScope.MayIssue(actor))
        {
            return new Refusal("no-right", "您没有下达调度令的权限，请联系本级专班的系统管理员开通");
        }

        var draft = written with
        {
            Title = OrderRules.Clean(written.Title), Text = OrderRules.Clean(written.Text), Recipients = [.. written.Recipients.Distinct().Order()],
            Week = string.IsNullOrEmpty(written.Week) ? null : written.Week, Indicator = string.IsNullOrEmpty(written.Indicator) ? null : written.Indicator,
        };
        if (OrderRules.Check(draft, actor.Region, regions, calendar, clock.Today) is { } refusal)
        {
            return refusal;
        }

        int? revision = null;
        if (draft.Week is not null)
        {
            if (Indicators.Find(draft.Indicator!) is null)
            {
                return new Refusal("unknown-indicator", "没有这个指标，请从列表中选择");
            }

            revision = await db.FrozenWeeks().Where(w => w.Week == draft.Week).MaxAsync(w => (int?)w.Revision, cancel);
            if (revision is null)
            {
                return new Refusal("week-not-frozen", $"{draft.Week} 还没有封存；请从已封存的周次中选择");
            }
        }

        if (draft.Once is { } once && await db.Orders().AsNoTracking().SingleOrDefaultAsync(o => o.OrderId == once, cancel) is { } sent)
        {
            return sent.Issuer == actor.Region.Value && sent.SignerLogin == actor.Login
                ? new Issued(sent.OrderId, OrderWords.Number(sent.Year, sent.Number))
                : new Refusal("stale-form", "这张表单已经用过，请重新打开再下达");
        }

        for (var turn = 1; ; turn++)
        {
            var order = await WriteAsync(draft, revision, actor, cancel);
            try
            {
                await db.SaveChangesAsync(cancel);
                return new Issued(order.OrderId, OrderWords.Number(order.Year, order.Number));
            }
            catch (DbUpdateException) when (turn < MostTurns && db.Orders().AsNoTracking().Any(o => o.Issuer == order.Issuer && o.Year == order.Year && o.Number == order.Number && o.OrderId != order.OrderId))
            {
                // a colleague of the same working group took the number: take the next
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Order> WriteAsync(OrderDraft draft, int? revision, Actor actor, CancellationToken cancel)
    {
        var (issuer, year, now) = (actor.Region.Value, clock.Today.Year, clock.UtcStamp);
        var last = await db.Orders().Where(o => o.Issuer == issuer && o.Year == year).MaxAsync(o => (int?)o.Number, cancel) ?? 0;
        var order = new Order
        {
            OrderId = draft.Once ?? Guid.CreateVersion7(), Issuer = issuer, Year = year, Number = last + 1, SignerLogin = actor.Login, SignerName = actor.DisplayName, Kind = (short)draft.Kind,
            Title = draft.Title, Text = draft.Text, Week = draft.Week, Revision = revision, Indicator = draft.Indicator,
            ReplyRequired = draft.ReplyRequired, DueOn = draft.DueOn!.Value, IssuedAt = now,
        };
        db.Orders().Add(order);
        foreach (var region in draft.Recipients)
        {
            db.OrderRecipients().Add(new OrderRecipient
            {
                OrderId = order.OrderId, Region = region.Value, Issuer = issuer, State = (short)RecipientState.Sent, DueOn = order.DueOn,
                ReplyRequired = draft.ReplyRequired, Version = 1,
            });
            db.OrderSteps().Add(new OrderStep
            {
                OrderId = order.OrderId, Region = region.Value, Seq = 1, Act = (short)OrderAct.Send, At = now, Login = actor.Login, Name = actor.DisplayName,
            });
        }

        db.Audit(clock, actor, "orders.issue", $"{order.OrderId} number={year}-{order.Number} recipients={draft.Recipients.Count} due={order.DueOn:yyyy-MM-dd}");
        return order;
    }
}
