using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>What another room wants answered for.</summary>
/// <param name="Recipients">Regions strictly inside the actor's.</param>
public sealed record OrderAsk(string Title, string Text, IReadOnlyCollection<RegionCode> Recipients);

/// <summary>An order as it was issued.</summary>
/// <param name="DueOn">The working day by which every recipient must answer.</param>
public sealed record IssuedOrder(Guid OrderId, string Number, DateOnly DueOn);

/// <summary>Orders (调度令) that another room has issued on somebody's behalf, with that person's rights.</summary>
public interface IOrders
{
    /// <summary>Characters of the words of a chase.</summary>
    const int MostChase = 500;

    bool MayIssue(Actor actor);

    /// <summary>Issues an order that must be answered within the usual working days; in the caller's transaction where there is one.</summary>
    Task<Result<IssuedOrder>> IssueAsync(OrderAsk ask, Actor actor, CancellationToken cancel);

    /// <summary>Asks a recipient again who owes an answer; refused where none is owed any more.</summary>
    Task<Refusal?> ChaseAsync(Guid orderId, RegionCode region, string text, Actor actor, CancellationToken cancel);
}
