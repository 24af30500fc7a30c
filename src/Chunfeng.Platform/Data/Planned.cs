namespace Chunfeng.Platform.Data;

/// <summary>Marks of queries (<c>TagWith</c>) that say how PostgreSQL is to plan them. Without a mark a statement that comes again and again is prepared, and the server weighs whether a plan made without
/// looking at the values is as good as one made with them. Elsewhere a mark is a comment (decision 44).</summary>
public static class Planned
{
    /// <summary>The best plan is the same for all values: planned once a connection. A context of such queries is made by <see cref="IDbFactory.Create"/>.</summary>
    /// <remarks>Only for queries that walk an index in the order asked and stop after a page, or that count what little a few small tables hold: where a value decides whether many or few are found
    /// (a name, a category), the plan made without looking at it can be a hundred times worse.</remarks>
    public const string Once = "planned once";

    /// <summary>A value decides between plans that lie far apart: planned anew each time, with its values. For searches over what grows with the province, by what somebody typed or chose.</summary>
    public const string Anew = "planned anew";
}
