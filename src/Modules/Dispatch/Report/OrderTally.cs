using Chunfeng.Dispatch.Orders;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Report;

/// <summary>One recipient of an order and everything done about it up to a moment.</summary>
/// <param name="Steps">Oldest first.</param>
internal sealed record AddressedOrder(Order Order, long Region, IReadOnlyList<OrderStep> Steps);

/// <summary>How the recipients of one city, or of all, answered. The five kinds exclude each other and sum to <see cref="Sent"/>.</summary>
/// <param name="InTime">First answer on the order's day or before.</param>
/// <param name="Late">Answered, after it.</param>
/// <param name="Overdue">Owes an answer, or a corrected one, and the day is past.</param>
/// <param name="Pending">Owes one and the day is not past.</param>
/// <param name="Withdrawn">Taken back by the issuer.</param>
internal sealed record OrderTally(int InTime, int Late, int Overdue, int Pending, int Withdrawn, int Chases)
{
    public static OrderTally None { get; } = new(0, 0, 0, 0, 0, 0);

    public int Sent => InTime + Late + Overdue + Pending + Withdrawn;

    /// <summary>Counts the steps taken at or before a moment; the same moment always gives the same counts.</summary>
    public static OrderTally Of(IEnumerable<AddressedOrder> addressed, DateTime at) => addressed.Select(a => Of(a, at)).Aggregate(None, (sum, one) => new(
        sum.InTime + one.InTime, sum.Late + one.Late, sum.Overdue + one.Overdue, sum.Pending + one.Pending, sum.Withdrawn + one.Withdrawn, sum.Chases + one.Chases));

    /// <summary>By city, whether the city itself or a region inside it was addressed.</summary>
    public static IReadOnlyDictionary<long, OrderTally> ByCity(IEnumerable<AddressedOrder> addressed, DateTime at) => addressed
        .GroupBy(a => new RegionCode(a.Region).At(RegionLevel.City).Value).ToDictionary(g => g.Key, g => Of(g, at));

    /// <summary>The newest reply up to a moment, or null.</summary>
    public static OrderStep? LastReply(AddressedOrder one, DateTime at) => one.Steps.LastOrDefault(s => s.At <= at && (OrderAct)s.Act == OrderAct.Reply);

    private static OrderTally Of(AddressedOrder one, DateTime at)
    {
        var steps = one.Steps.Where(s => s.At <= at).ToList();
        if (steps.Count == 0)
        {
            return None;
        }

        var state = steps.Aggregate(RecipientState.Sent, (now, s) => OrderMachine.After(now, (OrderAct)s.Act));
        var due = steps.LastOrDefault(s => s.DueOn is not null)?.DueOn ?? one.Order.DueOn;
        var answer = steps.FirstOrDefault(s => (OrderAct)s.Act == OrderAct.Reply || (!one.Order.ReplyRequired && (OrderAct)s.Act == OrderAct.Read));
        var tally = None with { Chases = steps.Count(s => (OrderAct)s.Act == OrderAct.Chase) };
        return state == RecipientState.Withdrawn ? tally with { Withdrawn = 1 }
            : OrderMachine.IsOverdue(state, one.Order.ReplyRequired, due, ChinaTime.DayOf(at)) ? tally with { Overdue = 1 }
            : answer is null ? tally with { Pending = 1 }
            : ChinaTime.DayOf(answer.At) <= one.Order.DueOn ? tally with { InTime = 1 } : tally with { Late = 1 };
    }
}
