using Chunfeng.Platform.Access;

namespace Chunfeng.Employers.Contracts;

/// <summary>Tells which employer an account speaks for.</summary>
public interface IOwnEmployer
{
    /// <summary>The employer whose unit the account belongs to; null for offices and whoever speaks for none.</summary>
    Task<Guid?> OfAsync(Actor actor, CancellationToken cancel);
}
