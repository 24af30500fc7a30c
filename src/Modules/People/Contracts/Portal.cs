using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Contracts;

/// <summary>A worker who has come in with a pass.</summary>
/// <param name="Name">Masked: 张*.</param>
/// <param name="Home">The household-register village.</param>
public sealed record PortalWorker(Guid WorkerId, Guid PassId, string Name, RegionCode Home)
{
    /// <summary>Who acts when this worker does something: no right of staff, answerable by id.</summary>
    public Actor ToActor(string source = "") => new($"worker:{WorkerId:N}", Name, Home, new HashSet<string>()) { Source = source };
}

/// <summary>The worker this request comes from; nobody when it carries no pass that holds.</summary>
public sealed class PortalVisitor
{
    public PortalWorker? Worker { get; set; }

    /// <summary>The worker, on pages that only workers may open.</summary>
    /// <exception cref="InvalidOperationException">The page let somebody in who has no pass.</exception>
    public PortalWorker Required => Worker ?? throw new InvalidOperationException("This page needs a worker's pass.");
}

/// <summary>The authorization policy of pages that only workers may open: <c>[Authorize(Policy = PortalPolicy.Name)]</c>.</summary>
public static class PortalPolicy
{
    public const string Name = "worker";

    /// <summary>The cookie of a worker, apart from that of staff.</summary>
    public const string Scheme = "worker";
}

/// <summary>A pass just made. Its address is shown once and stored nowhere.</summary>
/// <param name="Address">Path on this site: /p/…</param>
public sealed record IssuedPass(string Address, DateOnly LastDay);

/// <summary>How a pass stands; never its address.</summary>
public sealed record PassState(Guid PassId, DateTime IssuedAt, string IssuedBy, DateOnly LastDay, DateTime? LastUsedAt, DateTime? EndedAt);

/// <summary>务工服务卡: a link by which a worker comes into the portal on their own phone. Staff give it; it needs the last four of the ID number beside it.</summary>
public interface IWorkerPasses
{
    /// <summary>Makes a pass and ends earlier ones. Needs people.pass and the worker in the actor's area.</summary>
    /// <param name="days">1 to 366.</param>
    Task<Result<IssuedPass>> IssueAsync(Guid workerId, int days, Actor actor, CancellationToken cancel);

    /// <summary>Ends whatever pass there is.</summary>
    Task<Refusal?> EndAsync(Guid workerId, Actor actor, CancellationToken cancel);

    /// <summary>The latest pass; null when there was never one.</summary>
    Task<PassState?> LatestAsync(Guid workerId, Actor actor, CancellationToken cancel);
}

/// <summary>A room's links on a person's page; only those the actor may follow.</summary>
public interface IPersonLinks
{
    IEnumerable<NavItem> For(Guid workerId, Actor actor);
}
