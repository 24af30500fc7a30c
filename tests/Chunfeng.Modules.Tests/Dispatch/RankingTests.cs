using System.Numerics;
using Chunfeng.Dispatch.Weeks;
using CsCheck;

namespace Chunfeng.Modules.Tests.Dispatch;

public sealed class RankingTests
{
    [Fact(DisplayName = "按完成率排名与逐对精确比较一致"), Trait("Clause", "13.2")]
    public void Ranks_equal_a_count_of_those_ahead() =>
        Gen.Select(Gen.Long[0, 6_000_000], Gen.OneOf(Gen.Long[-1, 12], Gen.Long[1, long.MaxValue / 2])).Array[0, 40].Sample(figures =>
        {
            var input = figures.Select(f => (f.Item1, f.Item2 < 0 ? (long?)null : f.Item2)).ToList();
            var ranks = Ranking.Rank(input);
            for (var i = 0; i < input.Count; i++)
            {
                // the oracle: one more than how many are strictly ahead
                var ahead = input.Count(other => other.Item2 > 0 && input[i].Item2 > 0
                    && (BigInteger)other.Item1 * input[i].Item2!.Value > (BigInteger)input[i].Item1 * other.Item2!.Value);
                Assert.Equal(input[i].Item2 > 0 ? ahead + 1 : null, ranks[i]);
            }
        });

    [Fact(DisplayName = "完成率相同的并列，其后名次顺延：1、1、3"), Trait("Clause", "13.2")]
    public void Ties_share_a_rank() => Assert.Equal([1, 3, 1, null, null], Ranking.Rank([(1, 2), (1, 3), (50, 100), (9, null), (9, 0)]));

    [Fact]
    public void A_double_would_call_these_equal() =>
        Assert.Equal([2, 1], Ranking.Rank([(9_007_199_254_740_992, 9_007_199_254_740_993), (9_007_199_254_740_993, 9_007_199_254_740_993)]));

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    [InlineData(0, false)]
    public void Small_targets_are_flagged(long target, bool small) => Assert.Equal(small, Ranking.IsSmall(target));

    [Fact(DisplayName = "综合评比：脱贫劳动力省外务工的权重高于其他每一项"), Trait("Clause", "13.4")]
    public void The_weights_follow_the_plan()
    {
        var weights = CompositeWeights.Load(Reference.Indicators("composite-weights-2022.json"));
        Assert.Null(weights.Fault);
        Assert.Equal(100, weights.Weights.Values.Sum());
        Assert.Contains("演示", weights.Note, StringComparison.Ordinal);
        Assert.NotNull((weights with { Weights = new Dictionary<string, int> { ["employed.inter.protected"] = 20, ["employed.total"] = 20 } }).Fault);
        Assert.Null((weights with { Weights = new Dictionary<string, int> { ["employed.inter.protected"] = 21, ["employed.total"] = 20 } }).Fault);
    }

    [Fact(DisplayName = "综合评比：脱贫劳动力省外务工领先的市，胜过同样幅度领先于其他指标的市"), Trait("Clause", "13.4")]
    public void Protected_work_outside_the_province_decides()
    {
        var weights = CompositeWeights.Load(Reference.Indicators("composite-weights-2022.json"));
        string[] lead = ["", "employed.inter.protected", "employed.total"];
        var scores = Composite.Rank(weights, [1, 2, 0], (region, indicator) => new Standing(lead[region] == indicator ? 60 : 50, 100));
        Assert.Equal([(1L, 1, 53d), (2L, 2, 52d), (0L, 3, 50d)], scores.Select(s => (s.Region, s.Rank, s.Score)));
    }

    [Fact]
    public void Equal_composites_share_a_rank_and_a_missing_target_is_left_out()
    {
        var weights = CompositeWeights.Load(Reference.Indicators("composite-weights-2022.json"));
        var scores = Composite.Rank(weights, [3, 2, 1, 4], (region, indicator) =>
            region == 4 && indicator == "employed.home" ? null : new Standing(region == 1 ? 1 : 2 * region, region == 1 ? 3 : 4 * region));
        Assert.Equal([(2L, 1), (3L, 1), (1L, 3)], scores.Select(s => (s.Region, s.Rank)));
    }
}
