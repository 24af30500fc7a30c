using Chunfeng.Engine.Matching;
using CsCheck;
using Google.OrTools.Graph;

namespace Chunfeng.Engine.Tests.Matching;

/// <summary>Plans within capacity against OR-Tools' min-cost flow, which is exact.</summary>
public sealed class CapacityPlannerTests
{
    // few different scores make ties and price wars; many make close calls
    private static readonly Gen<Graph> s_graphs = Gen.SelectMany(
        Gen.Int[1, 12], Gen.Int[0, 40], Gen.OneOf<int>(3, 50, 999_999),
        (vacancies, people, most) => Gen.Select(
            Gen.Int[0, 4].Array[vacancies],
            Gen.Select(Gen.Int[0, vacancies - 1], Gen.Int[0, most]).Array[0, 8].Array[people],
            (capacities, wishes) => new Graph(capacities, wishes)));

    [Fact(DisplayName = "按岗位容量统筹推荐：总得分不低于最优的99.9%，且不超过任何岗位的容量，每人至多一岗")]
    public void IsWithinAThousandthOfTheOptimum() => s_graphs.Sample(
        g =>
        {
            CapacityPlan plan = CapacityPlanner.Plan(g.Starts, g.Vacancies, g.Scores, g.Capacities);
            long optimum = Optimum(g);

            Assert.Equal(g.TotalOf(plan.Vacancies), plan.Total);
            Assert.InRange(plan.Total, 0, optimum);
            Assert.True(plan.Total * 1000 >= optimum * 999 || optimum - plan.Total <= g.People / 16, $"{plan.Total} of {optimum}");
            Assert.True(plan.Bound >= optimum, $"the bound {plan.Bound} lies under the optimum {optimum}");
        },
        iter: 3_000);

    [Fact(DisplayName = "把允许的差距收到最小时，得到的就是最优方案")]
    public void IsExactWithTheSmallestStep() => s_graphs.Where(g => g.People < 16).Sample(
        g => Assert.Equal(Optimum(g), CapacityPlanner.Plan(g.Starts, g.Vacancies, g.Scores, g.Capacities, gapPartsPerMillion: 1).Total),
        iter: 1_000);

    [Fact(DisplayName = "同样的输入得到同样的方案")]
    public void IsTheSameEachTime() => s_graphs.Sample(
        g => Assert.Equal(
            CapacityPlanner.Plan(g.Starts, g.Vacancies, g.Scores, g.Capacities).Vacancies,
            CapacityPlanner.Plan(g.Starts, g.Vacancies, g.Scores, g.Capacities).Vacancies),
        iter: 200);

    [Fact(DisplayName = "一个岗位只有一个名额时，给最合适的人，其余的人去次选岗位")]
    public void TheBestFittingPersonGetsTheOnlyPlace()
    {
        CapacityPlan plan = CapacityPlanner.Plan([0, 2, 4], [0, 1, 0, 1], [900, 800, 850, 300], [1, 5]);
        Assert.Equal([1, 0], plan.Vacancies);
        Assert.Equal(1650, plan.Total);
        Assert.Equal(1_000_000, plan.CertainPartsPerMillion, 1_000.0);
    }

    [Fact(DisplayName = "没有名额、没有候选、没有人时，谁也不派")]
    public void NothingToGive()
    {
        Assert.Equal([-1], CapacityPlanner.Plan([0, 1], [0], [900], [0]).Vacancies);
        Assert.Equal([-1], CapacityPlanner.Plan([0, 0], [], [], [3]).Vacancies);
        CapacityPlan nobody = CapacityPlanner.Plan([0], [], [], [3]);
        Assert.Empty(nobody.Vacancies);
        Assert.Equal(1_000_000, nobody.CertainPartsPerMillion);
    }

    [Fact(DisplayName = "候选数据前后不符时当场拒绝")]
    public void RefusesColumnsThatDoNotFit()
    {
        Assert.Throws<ArgumentException>(() => CapacityPlanner.Plan([], [], [], []));
        Assert.Throws<ArgumentException>(() => CapacityPlanner.Plan([0, 2], [0], [5], [1]));
        Assert.Throws<ArgumentException>(() => CapacityPlanner.Plan([0, 1], [1], [5], [1]));
        Assert.Throws<ArgumentException>(() => CapacityPlanner.Plan([0, 1], [0], [-1], [1]));
        Assert.Throws<ArgumentException>(() => CapacityPlanner.Plan([0, 1], [0], [5], [-1]));
    }

    private static long Optimum(Graph g)
    {
        int source = g.People + g.Capacities.Length, sink = source + 1;
        MinCostFlow flow = new();
        for (int person = 0; person < g.People; person++)
        {
            flow.AddArcWithCapacityAndUnitCost(source, person, 1, 0);
            for (int c = g.Starts[person]; c < g.Starts[person + 1]; c++)
            {
                flow.AddArcWithCapacityAndUnitCost(person, g.People + g.Vacancies[c], 1, -g.Scores[c]);
            }
        }

        for (int v = 0; v < g.Capacities.Length; v++)
        {
            flow.AddArcWithCapacityAndUnitCost(g.People + v, sink, g.Capacities[v], 0);
        }

        flow.AddArcWithCapacityAndUnitCost(source, sink, g.People, 0);
        flow.SetNodeSupply(source, g.People);
        flow.SetNodeSupply(sink, -g.People);
        Assert.Equal(MinCostFlowBase.Status.OPTIMAL, flow.Solve());
        return -flow.OptimalCost();
    }

    private sealed class Graph
    {
        public Graph(int[] capacities, (int Vacancy, int Score)[][] wishes)
        {
            (int Vacancy, int Score)[][] distinct = [.. wishes.Select(p => p.DistinctBy(c => c.Vacancy).ToArray())];
            Capacities = capacities;
            Vacancies = [.. distinct.SelectMany(p => p.Select(c => c.Vacancy))];
            Scores = [.. distinct.SelectMany(p => p.Select(c => c.Score))];
            Starts = new int[wishes.Length + 1];
            for (int p = 0; p < wishes.Length; p++)
            {
                Starts[p + 1] = Starts[p] + distinct[p].Length;
            }
        }

        public int[] Capacities { get; }
        public int[] Starts { get; }
        public int[] Vacancies { get; }
        public int[] Scores { get; }
        public int People => Starts.Length - 1;

        /// <summary>The sum of a plan, after everything a plan must keep to was looked at.</summary>
        public long TotalOf(int[] plan)
        {
            Assert.Equal(People, plan.Length);
            long total = 0;
            for (int person = 0; person < People; person++)
            {
                if (plan[person] >= 0)
                {
                    total += Scores[Array.IndexOf(Vacancies, plan[person], Starts[person], Starts[person + 1] - Starts[person])];
                }
            }

            foreach (IGrouping<int, int> sent in plan.Where(v => v >= 0).GroupBy(v => v))
            {
                Assert.InRange(sent.Count(), 1, Capacities[sent.Key]);
            }

            return total;
        }
    }
}
