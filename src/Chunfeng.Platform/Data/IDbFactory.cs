using System.Data.Common;

namespace Chunfeng.Platform.Data;

/// <summary>Opens contexts and plain connections to the configured database; contexts are short-lived and not shared.</summary>
public interface IDbFactory
{
    /// <param name="plannedOnce">For small counts and lists whose plan does not depend on values: <see cref="Planned.Once"/> for all that is read.</param>
    ChunfengDb Create(bool plannedOnce = false);

    /// <summary>A connection of its own, open; what is set, locked or made on it is gone when it is closed.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);
}
