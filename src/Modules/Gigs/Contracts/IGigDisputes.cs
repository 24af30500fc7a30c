using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.Gigs.Contracts;

/// <summary>One dispute about a gig, as the room of rights takes it over; nothing in it is personal.</summary>
/// <param name="Kind">"unpaid", "quantity", "injury", "other".</param>
/// <param name="Region">12-digit code of the market's area.</param>
/// <param name="OwedFen">What the slip said was owed when the dispute was raised, and what it says now.</param>
/// <param name="RaisedBy">"worker", "employer" or "staff".</param>
public sealed record GigDisputeCase(
    Guid DisputeId, Guid WorkerId, Guid PlaceId, Guid PostId, Guid EmployerId, string Employer, long Region, string Kind, long OwedThenFen, long OwedFen, string Text,
    string RaisedBy, DateTime RaisedAt);

/// <summary>What the room of rights may ask and tell about disputes of gigs. Until it takes one over, the dispute is kept and shown here.</summary>
public interface IGigDisputes
{
    /// <summary>Raised, not settled and not yet taken over, inside the actor's area; the oldest first.</summary>
    Task<IReadOnlyList<GigDisputeCase>> WaitingAsync(int most, Actor actor, CancellationToken cancel);

    /// <summary>The dispute is now a case there. The same case again changes nothing; another one is refused as already-taken.</summary>
    Task<Refusal?> TakeOverAsync(Guid workerId, Guid disputeId, Guid caseId, Actor actor, CancellationToken cancel);

    /// <summary>The dispute is over; the worker sees the outcome.</summary>
    Task<Refusal?> SettleAsync(Guid workerId, Guid disputeId, string outcome, Actor actor, CancellationToken cancel);
}
