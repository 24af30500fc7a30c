using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Data;

/// <summary>The numbers on tabs: counted exactly while they are of use to who reads them, and no further, so that no page counts what grows with the years.</summary>
public static class Bounded
{
    /// <summary>Above it a page says "999+".</summary>
    public const int Most = 999;

    /// <returns>How many there are, or <see cref="Most"/> + 1 for more than that.</returns>
    public static Task<int> CountBoundedAsync<T>(this IQueryable<T> query, CancellationToken cancel) => query.Take(Most + 1).CountAsync(cancel);
}
