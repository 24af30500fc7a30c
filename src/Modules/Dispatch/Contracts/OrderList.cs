using System.Globalization;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>Which orders are listed.</summary>
public enum OrderTab
{
    /// <summary>Addressed to the account's own region and not answered.</summary>
    Mine,

    /// <summary>Issued by the account's region.</summary>
    Issued,

    /// <summary>In scope and past the day while something is owed.</summary>
    Overdue,

    /// <summary>Everything in scope.</summary>
    All,
}

/// <summary>What is looked for; empty members do not filter.</summary>
/// <param name="State">"sent", "read", "replied", "returned", "accepted", "withdrawn".</param>
/// <param name="Week">"2022-W08": orders that refer to its figures.</param>
/// <param name="Text">Part of the title.</param>
/// <param name="Area">Recipients inside this region.</param>
public sealed record OrderFilter(OrderTab Tab, string? State = null, string? Week = null, string? Text = null, RegionCode? Area = null);

/// <summary>One recipient of one order. Days are days in China; <c>OverdueDays</c> counts working days and is null where none or unknown.</summary>
public sealed record OrderLine(
    Guid OrderId, string Number, string Kind, string Title, string? Week, string Issuer, string IssuerName, string Region, string Name, string State,
    bool ReplyRequired, string IssuedAt, string DueOn, bool Overdue, int? OverdueDays, int Replies, int Chases);

/// <summary>A page of lines; positions are null at the ends.</summary>
public sealed record OrderLines(IReadOnlyList<OrderLine> Lines, string? Next, string? Previous);

/// <summary>Lists orders, one line for each recipient, inside the account's scope. Nearest due day first.</summary>
public sealed class OrderList(ChunfengDb db, RegionTree regions, WorkCalendar calendar, TimeProvider clock)
{
    public const int PageSize = 50;

    // one list of the states for SQL, one for a row in hand: OrderMachine.Owes; a test holds them together
    private const short Sent = (short)RecipientState.Sent, Read = (short)RecipientState.Read, Returned = (short)RecipientState.Returned;

    /// <summary>Keyset paging over (due day, order, region); a position that is none is the first page.</summary>
    public async Task<Result<OrderLines>> HandleAsync(OrderFilter filter, string? after, string? before, Actor actor, CancellationToken cancel, int pageSize = PageSize)
    {
        if (!OrderScope.MayOpen(actor))
        {
            return new Refusal("no-right", "您没有查看调度令的权限，请联系本级专班的系统管理员开通");
        }

        var query = Narrow(filter, actor);
        var backwards = before is not null;
        var position = Position(before ?? after);
        if (position is var (due, id, region))
        {
            query = backwards
                ? query.Where(l => l.To.DueOn < due || (l.To.DueOn == due && (l.To.OrderId.CompareTo(id) < 0 || (l.To.OrderId == id && l.To.Region < region))))
                : query.Where(l => l.To.DueOn > due || (l.To.DueOn == due && (l.To.OrderId.CompareTo(id) > 0 || (l.To.OrderId == id && l.To.Region > region))));
        }

        query = backwards
            ? query.OrderByDescending(l => l.To.DueOn).ThenByDescending(l => l.To.OrderId).ThenByDescending(l => l.To.Region)
            : query.OrderBy(l => l.To.DueOn).ThenBy(l => l.To.OrderId).ThenBy(l => l.To.Region);
        var rows = await query.Take(pageSize + 1).ToListAsync(cancel);
        var more = rows.Count > pageSize;
        if (more)
        {
            rows.RemoveAt(pageSize);
        }

        if (backwards)
        {
            rows.Reverse();
        }

        return new OrderLines(
            [.. rows.Select(Show)],
            rows.Count > 0 && (backwards || more) ? Key(rows[^1].To) : null,
            rows.Count > 0 && (backwards ? more : position is not null) ? Key(rows[0].To) : null);
    }

    /// <summary>How many lines a tab holds, for the figures beside the tabs.</summary>
    public Task<int> CountAsync(OrderTab tab, Actor actor, CancellationToken cancel) => Narrow(new OrderFilter(tab), actor).CountBoundedAsync(cancel);

    private IQueryable<Line> Narrow(OrderFilter filter, Actor actor)
    {
        var (own, today) = (actor.Region.Value, clock.Today);
        var to = OrderScope.Recipients(db, actor).AsNoTracking();
        to = filter.Tab switch
        {
            OrderTab.Mine => to.Where(r => r.Region == own && (r.State == Sent || r.State == Returned || (r.State == Read && r.ReplyRequired))),
            OrderTab.Issued => to.Where(r => r.Issuer == own),
            OrderTab.Overdue => to.Where(r => r.DueOn < today && (r.State == Sent || r.State == Returned || (r.State == Read && r.ReplyRequired))),
            _ => to,
        };
        if (!string.IsNullOrEmpty(filter.State))
        {
            var state = (short)(OrderWords.State(filter.State) ?? 0); // an unknown word finds nothing
            to = to.Where(r => r.State == state);
        }

        if (filter.Area is { } area)
        {
            long from = area.Value, end = area.End;
            to = to.Where(r => r.Region >= from && r.Region < end);
        }

        var orders = db.Orders().AsNoTracking();
        if (!string.IsNullOrEmpty(filter.Week))
        {
            orders = orders.Where(o => o.Week == filter.Week);
        }

        if (OrderRules.Clean(filter.Text) is { Length: > 0 } text)
        {
            orders = orders.Where(o => o.Title.Contains(text));
        }

        return to.Join(orders, r => r.OrderId, o => o.OrderId, (r, o) => new Line { To = r, Order = o });
    }

    private OrderLine Show(Line line)
    {
        var (to, order) = (line.To, line.Order);
        var state = (RecipientState)to.State;
        var overdue = OrderMachine.IsOverdue(state, to.ReplyRequired, to.DueOn, clock.Today);
        return new OrderLine(
            order.OrderId, OrderWords.Number(order.Year, order.Number), OrderWords.Code((OrderKind)order.Kind), order.Title, order.Week,
            order.Issuer.ToString("D12", CultureInfo.InvariantCulture), Name(order.Issuer), to.Region.ToString("D12", CultureInfo.InvariantCulture), Name(to.Region),
            OrderWords.Code(state), to.ReplyRequired, ChinaTime.Show(order.IssuedAt), to.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), overdue,
            overdue ? OrderRules.DaysOver(calendar, to.DueOn, clock.Today) : null, to.Replies, to.Chases);
    }

    private string Name(long region) => regions.TryGet(new RegionCode(region), out var place) ? place.Name : region.ToString("D12", CultureInfo.InvariantCulture);

    private static string Key(OrderRecipient to) => $"{to.DueOn.DayNumber:D7}-{to.OrderId:N}-{to.Region:D12}";

    private static (DateOnly Due, Guid Id, long Region)? Position(string? key) =>
        key is { Length: 53 } && int.TryParse(key.AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= DateOnly.MaxValue.DayNumber
        && Guid.TryParseExact(key.AsSpan(8, 32), "N", out var id) && long.TryParse(key.AsSpan(41), NumberStyles.None, CultureInfo.InvariantCulture, out var region)
            ? (DateOnly.FromDayNumber(day), id, region) : null;

    /// <summary>A recipient with its order.</summary>
    private sealed class Line
    {
        public required OrderRecipient To { get; init; }
        public required Order Order { get; init; }
    }
}
