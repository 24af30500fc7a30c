using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Platform.Data;

/// <summary>A page of a list; the keys are those of its ends, and null where the list ends.</summary>
public sealed record KeyPage<T>(IReadOnlyList<T> Rows, string? Next = null, string? Previous = null)
{
    public static readonly KeyPage<T> None = new([]);

    /// <summary>The same page with every row shown as something else.</summary>
    public KeyPage<TOther> Select<TOther>(Func<T, TOther> show) => new([.. Rows.Select(show)], Next, Previous);
}

/// <summary>Which page an address asks for: after a key, before one, or the first. A key that is none is the first page.</summary>
public sealed record PageAsk(string? After = null, string? Before = null, int Size = PageAsk.Usual)
{
    public const int Usual = 50;

    public bool IsFirst => After is null && Before is null;
}

/// <summary>Begins the order of a list.</summary>
public static class KeyOrder
{
    public static KeyOrder<T> By<T, TKey>(Expression<Func<T, TKey>> column) => new KeyOrder<T>().ThenBy(column);

    public static KeyOrder<T> ByDescending<T, TKey>(Expression<Func<T, TKey>> column) => new KeyOrder<T>().ThenByDescending(column);
}

/// <summary>The order of a list that is read by key: columns of which the last tells every row from every other. From it come the sorting, the place in the
/// list, and the text of a key; so that a page costs the same wherever it lies.</summary>
/// <typeparam name="T">The row as the database has it; columns may be whole numbers, days, moments and ids.</typeparam>
public sealed class KeyOrder<T>
{
    private const char Between = '_';
    private readonly IReadOnlyList<Column> columns;

    internal KeyOrder() => columns = [];

    private KeyOrder(IReadOnlyList<Column> columns) => this.columns = columns;

    public KeyOrder<T> ThenBy<TKey>(Expression<Func<T, TKey>> column) => new([.. columns, new Column<TKey>(column, false)]);

    public KeyOrder<T> ThenByDescending<TKey>(Expression<Func<T, TKey>> column) => new([.. columns, new Column<TKey>(column, true)]);

    /// <summary>One page of the rows, and whether there are others on either side.</summary>
    public Task<KeyPage<T>> PageAsync(IQueryable<T> rows, PageAsk ask, CancellationToken cancel) =>
        ReadAsync(rows, ask, page => page, row => Write(columns.Select(c => c.Of(row))), cancel);

    /// <summary>The same page, with nothing read but what is shown and the key.</summary>
    public async Task<KeyPage<TShown>> PageAsync<TShown>(IQueryable<T> rows, PageAsk ask, Expression<Func<T, TShown>> show, CancellationToken cancel) =>
        (await ReadAsync(rows, ask, page => page.Select(WithKey(show)), row => Write(row.Key), cancel)).Select(row => row.Shown);

    private async Task<KeyPage<TRow>> ReadAsync<TRow>(IQueryable<T> rows, PageAsk ask, Func<IQueryable<T>, IQueryable<TRow>> read, Func<TRow, string> key, CancellationToken cancel)
    {
        var backwards = Read(ask.Before) is not null;
        var place = Read(ask.Before) ?? Read(ask.After);
        if (place is not null)
        {
            rows = rows.Where(Beyond(place, backwards));
        }

        for (var i = 0; i < columns.Count; i++)
        {
            rows = columns[i].Sort(rows, first: i == 0, backwards);
        }

        var found = await read(rows.Take(ask.Size + 1)).ToListAsync(cancel); // one too many tells that there are more
        return Cut(found, ask.Size, backwards, place is null, key);
    }

    /// <summary>The first page, of rows a query that is put together once reads in this order.</summary>
    /// <param name="rows">One more than <paramref name="size"/>, where there are so many.</param>
    public async Task<KeyPage<T>> FirstAsync(IAsyncEnumerable<T> rows, int size, CancellationToken cancel) =>
        Cut(await rows.ToListAsync(cancel), size, false, true, row => Write(columns.Select(c => c.Of(row))));

    private static KeyPage<TRow> Cut<TRow>(List<TRow> found, int size, bool backwards, bool first, Func<TRow, string> key)
    {
        var more = found.Count > size;
        if (more)
        {
            found.RemoveAt(size);
        }

        if (backwards)
        {
            found.Reverse();
        }

        return new KeyPage<TRow>(found, found.Count > 0 && (backwards || more) ? key(found[^1]) : null, found.Count > 0 && (backwards ? more : !first) ? key(found[0]) : null);
    }

    private static string Write(IEnumerable<object> values) => string.Join(Between, values.Select(value => value switch
    {
        Guid id => id.ToString("N"),
        DateOnly day => Number(day.DayNumber),
        DateTime at => Number(at.Ticks),
        IConvertible number => Number(number.ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"{value.GetType()} is no column of a key"),
    }));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private Expression<Func<T, Keyed<TShown>>> WithKey<TShown>(Expression<Func<T, TShown>> show)
    {
        var row = show.Parameters[0];
        return Expression.Lambda<Func<T, Keyed<TShown>>>(
            Expression.MemberInit(Expression.New(typeof(Keyed<TShown>)),
                Expression.Bind(typeof(Keyed<TShown>).GetProperty(nameof(Keyed<>.Key))!, Expression.NewArrayInit(typeof(object), columns.Select(c => Expression.Convert(c.In(row), typeof(object))))),
                Expression.Bind(typeof(Keyed<TShown>).GetProperty(nameof(Keyed<>.Shown))!, show.Body)), row);
    }

    private object[]? Read(string? key)
    {
        var parts = key?.Split(Between, columns.Count + 1);
        if (parts?.Length != columns.Count)
        {
            return null;
        }

        var values = new object[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Read(parts[i]) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return values;
    }

    /// <summary>a &gt; x or (a = x and (b &gt; y or …)).</summary>
    private Expression<Func<T, bool>> Beyond(object[] place, bool backwards)
    {
        var row = Expression.Parameter(typeof(T), "row");
        Expression? beyond = null;
        for (var i = columns.Count - 1; i >= 0; i--)
        {
            var (after, equal) = columns[i].Compare(row, place[i], backwards);
            beyond = beyond is null ? after : Expression.OrElse(after, Expression.AndAlso(equal, beyond));
        }

        return Expression.Lambda<Func<T, bool>>(beyond!, row);
    }

    private abstract class Column
    {
        public abstract object Of(T row);

        public abstract Expression In(ParameterExpression row);

        /// <returns>Null for what no key has.</returns>
        public abstract object? Read(string text);

        public abstract IQueryable<T> Sort(IQueryable<T> rows, bool first, bool backwards);

        public abstract (Expression After, Expression Equal) Compare(ParameterExpression row, object value, bool backwards);
    }

    private sealed class Column<TKey>(Expression<Func<T, TKey>> column, bool descending) : Column
    {
        private readonly Func<T, TKey> get = column.Compile(preferInterpretation: true);

        public override object Of(T row) => get(row)!;

        public override Expression In(ParameterExpression row) => new Renamed(column.Parameters[0], row).Visit(column.Body);

        public override object? Read(string text)
        {
            if (typeof(TKey) == typeof(Guid))
            {
                return Guid.TryParseExact(text, "N", out var id) ? id : null;
            }

            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            return default(TKey) switch
            {
                DateOnly => number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null,
                DateTime => number <= DateTime.MaxValue.Ticks ? new DateTime(number, DateTimeKind.Utc) : null,
                short => number <= short.MaxValue ? (short)number : null,
                int => number <= int.MaxValue ? (int)number : null,
                _ => number,
            };
        }

        public override IQueryable<T> Sort(IQueryable<T> rows, bool first, bool backwards) => (first, descending != backwards) switch
        {
            (true, false) => rows.OrderBy(column),
            (true, true) => rows.OrderByDescending(column),
            (false, false) => ((IOrderedQueryable<T>)rows).ThenBy(column),
            _ => ((IOrderedQueryable<T>)rows).ThenByDescending(column),
        };

        public override (Expression After, Expression Equal) Compare(ParameterExpression row, object value, bool backwards)
        {
            var left = In(row);
            // a member of an object, not a constant: it becomes a parameter, so that the statement is made once
            Expression right = Expression.Property(Expression.Constant(new Held((TKey)value)), nameof(Held.Value));
            var equal = Expression.Equal(left, right);
            if (typeof(TKey) == typeof(Guid))
            {
                (left, right) = (Expression.Call(left, nameof(Guid.CompareTo), null, right), Expression.Constant(0));
            }

            return (descending != backwards ? Expression.LessThan(left, right) : Expression.GreaterThan(left, right), equal);
        }

        private sealed record Held(TKey Value);
    }

    private sealed class Keyed<TShown>
    {
        public required object[] Key { get; init; }
        public required TShown Shown { get; init; }
    }

    private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
