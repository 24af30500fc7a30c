using System.Data.Common;

namespace Chunfeng.Platform.Data;

/// <summary>Opens contexts and plain connections to the configured database; contexts are short-lived and not shared.</summary>
public interface IDbFactory
{
    /// <param name="plannedOnce">For small counts and lists whose plan does not depend on values: <see cref="PlannedOnce"/> for all that is read.</param>
    ChunfengDb Create(bool plannedOnce = false);

    /// <summary>A connection of its own, open.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);
}
