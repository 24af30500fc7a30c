using System.Linq.Expressions;

namespace Chunfeng.Platform.Data;

/// <summary>One rule for queries that are put together at each call and for those that are put together once: a rule (who sees what, what a line shows) is an expression, written in where it is called.</summary>
public static class Shared
{
    /// <summary>Stands in a query for a rule; <see cref="Written"/> puts the rule there.</summary>
    /// <exception cref="NotSupportedException">Called outside a query.</exception>
    public static TResult Of<T1, T2, TResult>(Expression<Func<T1, T2, TResult>> rule, T1 a, T2 b) => throw new NotSupportedException("A shared rule stands in a query only.");

    /// <inheritdoc cref="Of{T1, T2, TResult}"/>
    public static TResult Of<T1, T2, T3, T4, TResult>(Expression<Func<T1, T2, T3, T4, TResult>> rule, T1 a, T2 b, T3 c, T4 d) => throw new NotSupportedException("A shared rule stands in a query only.");

    /// <inheritdoc cref="Of{T1, T2, TResult}"/>
    public static TResult Of<T1, T2, T3, T4, T5, T6, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, TResult>> rule, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f) =>
        throw new NotSupportedException("A shared rule stands in a query only.");

    /// <inheritdoc cref="Of{T1, T2, TResult}"/>
    public static TResult Of<T1, T2, T3, T4, T5, T6, T7, TResult>(Expression<Func<T1, T2, T3, T4, T5, T6, T7, TResult>> rule, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g) =>
        throw new NotSupportedException("A shared rule stands in a query only.");

    /// <summary>The query with every rule in place.</summary>
    public static Expression<TQuery> Written<TQuery>(Expression<TQuery> query) => (Expression<TQuery>)new Writer().Visit(query);

    private sealed class Writer : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            ArgumentNullException.ThrowIfNull(node);
            if (node.Method.DeclaringType != typeof(Shared))
            {
                return base.VisitMethodCall(node);
            }

            // a static member that holds the rule
            var rule = (LambdaExpression)((System.Reflection.FieldInfo)((MemberExpression)node.Arguments[0]).Member).GetValue(null)!;
            var given = rule.Parameters.Zip(node.Arguments.Skip(1)).ToDictionary(p => (Expression)p.First, p => p.Second);
            return Visit(new Putting(given).Visit(rule.Body)); // a rule may stand on others
        }
    }

    private sealed class Putting(Dictionary<Expression, Expression> given) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => given.GetValueOrDefault(node, node);
    }
}
