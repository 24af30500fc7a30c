using Chunfeng.Dispatch.Weeks;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Orders;

/// <summary>One region's standing, as frozen.</summary>
internal sealed record AreaStanding(long Region, long Done, long? Target);

/// <summary>Why a region is proposed.</summary>
/// <param name="Weekly">The plan, 13.2: in the first quarter the province dispatches every city every week.</param>
/// <param name="Behind">Completion lies below the province's by the margin or more.</param>
/// <param name="Last">Among the last of the regions compared.</param>
internal sealed record Proposal(long Region, bool Weekly, bool Behind, bool Last)
{
    public bool IsLagging => Behind || Last;
}

/// <summary>Which regions a working group should hear from, by the frozen figures. Fractions are compared exactly.</summary>
internal static class Lagging
{
    /// <summary>Hundredths of the target below the province's completion; our own proposal, no source sets one.</summary>
    public const int Margin = 5;

    /// <summary>Last places named, as in the bulletin, but never more than a third of the regions; ties at the edge are all named.</summary>
    public const int LastPlaces = 3;

    /// <param name="areas">The regions compared: all of one level inside the issuer's.</param>
    /// <param name="province">The province's own standing; without a target nobody is behind it.</param>
    /// <param name="weekly">Everyone is asked, whatever the figures (<see cref="IsWeekly"/>).</param>
    /// <returns>In the order given; only regions with a reason.</returns>
    public static IReadOnlyList<Proposal> Of(IReadOnlyList<AreaStanding> areas, AreaStanding? province, bool weekly)
    {
        var ranks = Ranking.Rank([.. areas.Select(a => (a.Done, a.Target))]);
        var ranked = ranks.OfType<int>().Order().ToList();
        var places = Math.Min(LastPlaces, ranked.Count / 3);
        var edge = places == 0 ? int.MaxValue : ranked[^places];
        return
        [
            .. areas.Select((a, i) => new Proposal(a.Region, weekly, IsBehind(a, province), ranks[i] >= edge && ranks[i] > 1 && a.Done < a.Target))
                .Where(p => p.Weekly || p.IsLagging),
        ];
    }

    /// <summary>“一季度对各市工作进展实行周调度、周评比” (13.2): orders of the province to its cities about a week that ends in January to March.</summary>
    public static bool IsWeekly(RegionCode issuer, RegionLevel level, DateOnly sunday) =>
        issuer.Level == RegionLevel.Province && level == RegionLevel.City && sunday.Month <= 3;

    private static bool IsBehind(AreaStanding area, AreaStanding? province) =>
        area.Target is > 0 and { } target && province?.Target is > 0 and { } whole
        && (((Int128)province.Done * target) - ((Int128)area.Done * whole)) * 100 >= (Int128)Margin * whole * target;
}
