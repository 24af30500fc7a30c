using Chunfeng.Dispatch.Contracts;
using Chunfeng.Engine.Counting;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Orders;

/// <summary>A region an order can be sent to, with its figure of the week and why it is proposed.</summary>
internal sealed record Candidate(Region Region, WeekRow? Figure, Proposal? Proposal);

/// <summary>The regions a working group may address, and what the frozen week says of them.</summary>
/// <param name="Week">The newest frozen week unless another was asked for; null before the first.</param>
internal sealed record Candidates(string? Week, int Revision, WeekRow? Province, IReadOnlyList<Candidate> Areas);

/// <summary>Offers recipients from the frozen figures (13.2): every city in the first quarter, and wherever completion lags.</summary>
internal sealed class ProposeRecipients(WeeklyDispatch dispatch, RegionTree regions)
{
    /// <param name="level">One of the levels below the issuer's.</param>
    /// <param name="within">Regions inside this one; the issuer's region or one inside it.</param>
    /// <param name="week">null is the newest frozen week.</param>
    public async Task<Candidates> HandleAsync(RegionCode issuer, RegionLevel level, RegionCode within, string? week, string indicator, CancellationToken cancel)
    {
        var areas = regions.Within(within, level).Where(r => r.Code != issuer && r.Kind != OrderRules.Nominal).ToList();
        week ??= await dispatch.WeeksAsync(cancel) is [var newest, ..] ? newest : "";
        var frozen = !IsoWeek.TryParse(week, out var iso) || Indicators.Find(indicator) is null ? null
            : await dispatch.LatestRowsAsync(week, indicator, [.. areas.Select(a => a.Code.Value), RegionCode.Shanxi.Value], cancel);
        if (frozen is null)
        {
            return new Candidates(null, 0, null, [.. areas.Select(a => new Candidate(a, null, null))]);
        }

        var province = frozen.Rows.GetValueOrDefault(RegionCode.Shanxi.Value);
        // statistical zones are no governments: they are offered, but not measured against the counties
        var standings = areas.Where(a => a.Kind != OrderRules.Zone && frozen.Rows.ContainsKey(a.Code.Value)).Select(a => Standing(frozen.Rows[a.Code.Value], a.Code.Value)).ToList();
        var proposals = Lagging.Of(standings, province is null ? null : Standing(province, RegionCode.Shanxi.Value), Lagging.IsWeekly(issuer, level, iso.Sunday))
            .ToDictionary(p => p.Region);
        return new Candidates(frozen.Week, frozen.Revision, province,
            [.. areas.Select(a => new Candidate(a, frozen.Rows.GetValueOrDefault(a.Code.Value), proposals.GetValueOrDefault(a.Code.Value)))]);
    }

    private static AreaStanding Standing(WeekRow row, long region) => new(region, row.Cumulative, row.Target == 0 ? null : row.Target);
}
