namespace Chunfeng.Platform.Data;

/// <summary>The mark of a query whose best plan is the same for all values: <c>TagWith(PlannedOnce.Tag)</c>, or a context of such queries (<see cref="IDbFactory.Create"/>). PostgreSQL plans it once a connection
/// (a prepared statement) instead of at each call; elsewhere the mark is a comment.</summary>
/// <remarks>Only for queries that walk an index in the order asked and stop after a page, or that count what little a few small tables hold. Where a value decides whether many or few are found
/// (a name, a category), the plan made without looking at it can be a hundred times worse: leave those alone (decision 44).</remarks>
public static class PlannedOnce
{
    public const string Tag = "planned once";
}
