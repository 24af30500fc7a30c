using System.Data.Common;

namespace Chunfeng.Platform.Data;

/// <summary>Opens contexts and plain connections to the configured database; contexts are short-lived and not shared.</summary>
public interface IDbFactory
{
    ChunfengDb Create();

    /// <summary>A connection of its own, open.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);
}
