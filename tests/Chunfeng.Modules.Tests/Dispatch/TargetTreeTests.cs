using Chunfeng.Dispatch.Targets;
using Chunfeng.Standards.Regions;
using CsCheck;

namespace Chunfeng.Modules.Tests.Dispatch;

[Trait("Clause", "13.3")]
public sealed class TargetTreeTests
{
    private const string Total = "employed.total";
    private const long Province = 140000000000, Taiyuan = 140100000000, Datong = 140200000000, Xiaodian = 140105000000;
    private static readonly RegionTree Regions = Reference.Regions;

    private static Dictionary<long, long> Sound => new() { [Province] = 100, [Taiyuan] = 60, [Datong] = 40, [Xiaodian] = 60 };

    [Fact(DisplayName = "任务按权数分解，合计与上级相等，每份与精确份额相差不到一人")]
    public void A_split_sums_exactly() =>
        Gen.Select(Gen.Long[0, 10_000_000], Gen.Long[0, 1_000_000].Array[1, 60]).Sample((total, weights) =>
        {
            var parts = TargetTree.Split(total, weights);
            var sum = weights.Sum();
            Assert.Equal(total, parts.Sum());
            for (var i = 0; i < parts.Count; i++)
            {
                var exact = sum == 0 ? (decimal)total / weights.Length : (decimal)total * weights[i] / sum;
                Assert.True(Math.Abs(parts[i] - exact) < 1, $"{parts[i]} for {exact}");
                Assert.True(sum == 0 || weights[i] > 0 || parts[i] == 0, "a place of weight zero was given people");
            }
        });

    [Fact]
    public void Ties_go_to_the_earlier_part() => Assert.Equal([4, 3, 3], TargetTree.Split(10, [1, 1, 1]));

    [Fact(DisplayName = "逐级合计相等的任务可以下达")]
    public void A_tree_that_sums_is_accepted() => Assert.Null(TargetTree.Check(Regions, Total, Sound));

    [Fact(DisplayName = "下级合计多一人或少一人，都被拒绝并写明差额")]
    public void One_person_off_is_refused()
    {
        var less = Sound;
        less[Datong] = 39;
        var more = Sound;
        more[Datong] = 41;

        var missing = TargetTree.Check(Regions, Total, less)!;
        Assert.Equal("target-does-not-sum", missing.Code);
        Assert.Contains("山西省的“农民务工就业规模”任务是 100 人，下级合计 99 人，少 1 人", missing.Message, StringComparison.Ordinal);
        Assert.Contains("请调整下级任务", missing.Message, StringComparison.Ordinal);
        Assert.Contains("阳泉市", missing.Message, StringComparison.Ordinal);
        Assert.Contains("下级合计 101 人，多 1 人", TargetTree.Check(Regions, Total, more)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_at_the_county_names_the_city()
    {
        var targets = Sound;
        targets[Xiaodian] = 59;
        Assert.StartsWith("太原市的", TargetTree.Check(Regions, Total, targets)!.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "上级没有任务而下级有，被拒绝")]
    public void A_child_without_a_parent_target_is_refused()
    {
        var targets = Sound;
        targets.Remove(Province);
        Assert.Equal("target-without-parent", TargetTree.Check(Regions, Total, targets)!.Code);
    }

    [Theory]
    [InlineData(140105001001)] // a village
    [InlineData(110101000000)] // another province
    [InlineData(149900000000)] // nowhere
    public void A_place_that_takes_no_target_is_refused(long place)
    {
        var targets = Sound;
        targets[place] = 0;
        Assert.Equal("target-region-unknown", TargetTree.Check(Regions, Total, targets)!.Code);
    }

    [Fact]
    public void A_negative_target_is_refused()
    {
        var targets = Sound;
        (targets[Taiyuan], targets[Datong]) = (101, -1);
        Assert.Equal("target-negative", TargetTree.Check(Regions, Total, targets)!.Code);
    }

    [Theory(DisplayName = "演示任务在任何规模下逐级相等，三个渠道之和等于总数")]
    [InlineData(6_000_000)]
    [InlineData(60_000)]
    [InlineData(20_001)]
    [InlineData(1)]
    public void Demonstration_targets_sum(long people)
    {
        var lines = DemoPlan.Load(Reference.Indicators("targets-2022.json")).For(Regions, 2022, people, place => place.Value % 97);
        foreach (var group in lines.GroupBy(l => l.Indicator))
        {
            Assert.Null(TargetTree.Check(Regions, group.Key, group.ToDictionary(l => l.Region, l => l.Value)));
            Assert.Equal(1 + 11 + 117, group.Count(l => new RegionCode(l.Region).Level <= RegionLevel.County));
        }

        var province = lines.Where(l => l.Region == Province).ToDictionary(l => l.Indicator, l => l.Value);
        Assert.Equal(people, province[Total]);
        Assert.Equal(people, province["employed.inter"] + province["employed.intra"] + province["employed.home"]);
        Assert.All(lines.Where(l => l.Region != Province), l => Assert.True(l.IsDemo && l.Source.StartsWith("演示数据", StringComparison.Ordinal)));
    }

    [Fact]
    public void At_full_size_the_plan_stands_as_written()
    {
        var lines = DemoPlan.Load(Reference.Indicators("targets-2022.json")).For(Regions, 2022, 6_000_000, _ => 1);
        Assert.Equal([6_000_000, 950_000, 1_000_000, 180_000, 1_800_000, 3_200_000], lines.Where(l => l.Region == Province).Select(l => l.Value));
        Assert.DoesNotContain(lines, l => l.Region == Province && l.IsDemo);
        Assert.Equal(271_000, lines.Single(l => l.Region == Taiyuan && l.Indicator == Total).Value);
    }
}
