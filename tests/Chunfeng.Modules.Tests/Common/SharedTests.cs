using System.Linq.Expressions;
using Chunfeng.Platform.Data;

namespace Chunfeng.Modules.Tests.Common;

/// <summary>Rules written into queries.</summary>
public sealed class SharedTests
{
    private static readonly Expression<Func<int, int, bool>> Above = (value, least) => value > least;
    private static readonly Expression<Func<int, int, bool>> Between = (value, least) => Shared.Of(Above, value, least) && !Shared.Of(Above, value, least + 3);

    [Fact(DisplayName = "共用的规则写进查询里，和直接写的一样；规则里还可以用别的规则")]
    public void A_rule_is_written_in()
    {
        var least = 4;
        var written = Shared.Written<Func<int, bool>>(x => x != 6 && Shared.Of(Between, x + 1, least));
        Assert.DoesNotContain("Of(", written.ToString(), StringComparison.Ordinal);
        var holds = written.Compile();
        Assert.Equal(Enumerable.Range(0, 12).Where(x => x != 6 && x + 1 > least && !(x + 1 > least + 3)), Enumerable.Range(0, 12).Where(holds));
        least = 0; // the value is asked for when the query runs
        Assert.True(holds(1));
        Assert.False(holds(4));
    }

    [Fact(DisplayName = "不在查询里用，明确报错")]
    public void Only_in_a_query() => Assert.Throws<NotSupportedException>(() => Shared.Of(Above, 1, 2));
}
