using Chunfeng.Engine.Matching;
using Google.OrTools.Graph;

namespace Chunfeng.Benchmarks.Jobs;

/// <summary>100,000 people to 10,000 vacancies within their capacities, against OR-Tools' min-cost flow.</summary>
internal sealed class MatchFlowJob : Job
{
    private const int K = 20;
    private const int People = 100_000;
    private const double LeastQuality = 0.999;

    public override string Name => "match-flow";
    public override string What => "recommending 10,000 vacancies to 100,000 people within capacity from their best 20, against OR-Tools min-cost flow on the same graph";
    public override bool NeedsPostgres => false;

    public override async Task<JobResult> RunAsync(Bench bench)
    {
        var vacancies = bench.Options.Rows ?? 10_000;
        var count = bench.Options.Others ?? People;
        var market = await MatchMarket.MakeAsync(bench, vacancies);
        var people = market.People(count);
        var starts = new int[count + 1];
        List<int> targets = [], scores = [];
        var best = new Match[K];
        for (var person = 0; person < count; person++)
        {
            var found = market.Index.Top(people, person, best);
            for (var i = 0; i < found; i++)
            {
                targets.Add(best[i].Row);
                scores.Add(best[i].Score);
            }

            starts[person + 1] = targets.Count;
        }

        int[] to = [.. targets], worth = [.. scores];
        Dictionary<string, object> details = new() { ["rows"] = count, ["vacancies"] = vacancies, ["candidates"] = to.Length };
        Side? baselineSide = null, oursSide = null;
        var ratio = 0.0;
        var met = true;
        foreach (var (name, of) in new (string, Func<int, int>)[] { ("posts", p => p), ("posts × 3", p => p * 3), ("posts ÷ 4", p => (p + 3) / 4), ("one each", _ => 1) })
        {
            int[] capacities = [.. Enumerable.Range(0, vacancies).Select(v => of(market.Table.PostsAt(v)))];
            long optimum = 0;
            CapacityPlan? plan = null;
            var (baseline, ours) = await Measure.AlternateAsync(
                bench.Options.Repetitions,
                $"OR-Tools, {name}", _ => Measure.TimeAsync(() =>
                {
                    optimum = OrTools(starts, to, worth, capacities);
                    return Task.CompletedTask;
                }),
                $"CapacityPlanner, {name}", _ => Measure.TimeAsync(() =>
                {
                    plan = CapacityPlanner.Plan(starts, to, worth, capacities);
                    return Task.CompletedTask;
                }));
            var quality = (double)plan!.Total / optimum;
            met &= quality >= LeastQuality && ours.Median <= baseline.Median && plan.Bound >= optimum;
            details[name] = new Dictionary<string, object>
            {
                ["orToolsMilliseconds"] = baseline.Milliseconds.Select(m => Math.Round(m, 1)).ToArray(),
                ["chunfengMilliseconds"] = ours.Milliseconds.Select(m => Math.Round(m, 1)).ToArray(),
                ["places"] = capacities.Sum(),
                ["optimum"] = optimum,
                ["total"] = plan.Total,
                ["quality"] = Math.Round(quality, 6),
                ["provedPartsPerMillion"] = plan.CertainPartsPerMillion,
                ["sent"] = plan.Vacancies.Count(v => v >= 0),
                ["bids"] = plan.Bids,
            };
            if (baselineSide is null)
            {
                (baselineSide, oursSide, ratio) = (baseline, ours, ours.Median / baseline.Median);
            }
        }

        details["baseline"] = "Google.OrTools 9.15 MinCostFlow: source → person → vacancy → sink, an arc source → sink for those who stay aside; building its graph is timed, as is ours";
        details["loadAverage"] = MachineLoad.Now();
        details["market"] = MatchMarket.Described;
        return new JobResult(Name, What, baselineSide!, oursSide!, ratio, "≤ 1 and ≥ 99.9% of the optimum, all four capacities", met, details);
    }

    private static long OrTools(int[] starts, int[] to, int[] worth, int[] capacities)
    {
        var people = starts.Length - 1;
        int source = people + capacities.Length, sink = source + 1;
        var flow = new MinCostFlow(sink + 1, to.Length + people + capacities.Length + 1);
        for (var person = 0; person < people; person++)
        {
            flow.AddArcWithCapacityAndUnitCost(source, person, 1, 0);
            for (var c = starts[person]; c < starts[person + 1]; c++)
            {
                flow.AddArcWithCapacityAndUnitCost(person, people + to[c], 1, -worth[c]);
            }
        }

        for (var v = 0; v < capacities.Length; v++)
        {
            flow.AddArcWithCapacityAndUnitCost(people + v, sink, capacities[v], 0);
        }

        flow.AddArcWithCapacityAndUnitCost(source, sink, people, 0);
        flow.SetNodeSupply(source, people);
        flow.SetNodeSupply(sink, -people);
        var status = flow.Solve();
        return status == MinCostFlowBase.Status.OPTIMAL ? -flow.OptimalCost() : throw new InvalidOperationException($"OR-Tools: {status}");
    }
}
