using Chunfeng.Dispatch.Targets;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>A demonstration's targets: the plan's provincial figures scaled to the demonstration's size, and city splits that were
/// never published (data/indicators/targets-2022.json).</summary>
public sealed class DemoTargets(WeeklyDispatch dispatch, RegionTree regions, Places places)
{
    /// <param name="people">The demonstration's size; targets are scaled by people ÷ 6,000,000.</param>
    /// <param name="weight">What a county's or township's share of its parent is measured by; null is its villages (村委会).</param>
    public async Task<Refusal?> SetAsync(int year, long people, Actor actor, CancellationToken cancel, Func<RegionCode, long>? weight = null)
    {
        // the demonstration has one plan; another year's demonstration borrows it and says so in the source
        var plan = DemoPlan.Load(Path.Combine(places.Reference, "indicators", "targets-2022.json"));
        var lines = plan.For(regions, year, people, weight ?? Villages);
        return await dispatch.SetTargetsAsync(year, lines, actor, cancel);
    }

    private long Villages(RegionCode place) => regions.Within(place, RegionLevel.Village).Count(v => v.Kind == "村委会");
}
