using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Rule5511;

/// <summary>5511 of a quarter as an account sees it: the slots of its own region and those inside it.</summary>
/// <param name="Slots">Only those in scope, province first.</param>
/// <param name="Events">All fairs of the area in the quarter that were not cancelled, whatever they count for.</param>
/// <param name="Chases">Region and key of a slot → how often it was chased.</param>
internal sealed record ComplianceView(
    Quarter Quarter, Terms5511 Terms, IReadOnlyList<JudgedSlot> Slots, IReadOnlyDictionary<long, int> Events, IReadOnlyDictionary<(long Region, string Key), int> Chases)
{
    public SlotTally Of(params ReadOnlySpan<SlotRule> rules)
    {
        var wanted = rules.ToArray();
        return SlotTally.Of(Slots.Where(s => wanted.Contains(s.Slot.Rule)));
    }
}

/// <summary>Reads fairs and judges the slots of a quarter.</summary>
internal sealed class ReadCompliance(ChunfengDb db, RegionTree regions, Data5511 data, TimeProvider clock)
{
    /// <returns>Null where the rule is not in force in the quarter, or the account may not open events.</returns>
    public async Task<ComplianceView?> HandleAsync(Quarter quarter, Actor actor, CancellationToken cancel)
    {
        if (data.For(quarter) is not { } terms || !FairScope.MayOpen(actor))
        {
            return null;
        }

        var slots = SlotsOf(quarter, terms, actor.Region);
        var (facts, events) = await FactsAsync(FairScope.Own(db, actor), quarter, cancel);
        var (from, end, name) = (actor.Region.Value, actor.Region.End, quarter.ToString());
        var chases = await db.Chases().AsNoTracking().Where(c => c.Quarter == name && c.Region >= from && c.Region < end)
            .GroupBy(c => new { c.Region, c.SlotKey }).Select(g => new { g.Key.Region, g.Key.SlotKey, Times = g.Count() }).ToListAsync(cancel);
        return new ComplianceView(quarter, terms, Judge(slots, facts, terms), events, chases.ToDictionary(c => (c.Region, c.SlotKey), c => c.Times));
    }

    /// <summary>The slots due of one region alone, for its to-do.</summary>
    public static async Task<IReadOnlyList<JudgedSlot>> OwnAsync(ChunfengDb db, RegionTree regions, Data5511 data, Quarter quarter, RegionCode region, DateOnly today, CancellationToken cancel)
    {
        if (data.For(quarter) is not { } terms || region.Level > RegionLevel.County)
        {
            return [];
        }

        var value = region.Value;
        var slots = Slots(quarter, terms, region, regions).Where(s => s.Region == value).ToList();
        var (facts, _) = await FactsAsync(db, db.Fairs().Where(f => f.Region == value), quarter, cancel);
        return Compliance.Judge(slots, facts, terms, data.Key.Counties.Select(c => c.Value).ToHashSet(), today);
    }

    public IReadOnlyList<Slot> SlotsOf(Quarter quarter, Terms5511 terms, RegionCode within) =>
        [.. Slots(quarter, terms, within, regions).Where(s => within.Contains(new RegionCode(s.Region)))];

    private static IReadOnlyList<Slot> Slots(Quarter quarter, Terms5511 terms, RegionCode within, RegionTree regions) => Compliance.Slots(quarter, terms, RegionCode.Shanxi,
        [.. regions.Within(within, RegionLevel.City).Where(IsGovernment).Select(r => r.Code)], [.. regions.Within(within, RegionLevel.County).Where(IsGovernment).Select(r => r.Code)]);

    private IReadOnlyList<JudgedSlot> Judge(IReadOnlyList<Slot> slots, IReadOnlyList<FairFact> facts, Terms5511 terms) =>
        Compliance.Judge(slots, facts, terms, data.Key.Counties.Select(c => c.Value).ToHashSet(), clock.Today);

    private Task<(IReadOnlyList<FairFact> Facts, IReadOnlyDictionary<long, int> Events)> FactsAsync(IQueryable<Fair> fairs, Quarter quarter, CancellationToken cancel) =>
        FactsAsync(db, fairs, quarter, cancel);

    /// <summary>Fairs that begin in the quarter or in one of its weeks.</summary>
    private static async Task<(IReadOnlyList<FairFact> Facts, IReadOnlyDictionary<long, int> Events)> FactsAsync(
        ChunfengDb db, IQueryable<Fair> fairs, Quarter quarter, CancellationToken cancel)
    {
        var weeks = quarter.Weeks();
        var (first, last) = (weeks[0].Monday < quarter.First ? weeks[0].Monday : quarter.First, weeks[^1].Sunday > quarter.Last ? weeks[^1].Sunday : quarter.Last);
        var inside = fairs.AsNoTracking().Where(f => f.StartsOn >= first && f.StartsOn <= last);
        var rows = await inside.Select(f => new { f.FairId, f.Region, f.Target, f.Kind, f.StartsOn, f.ReleasedAt, f.State }).ToListAsync(cancel);
        var employers = await inside.Join(db.FairEmployers(), f => f.FairId, e => e.FairId, (f, e) => e.FairId)
            .GroupBy(id => id).Select(g => new { g.Key, Number = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Number, cancel);
        var facts = rows.Select(r => new FairFact(
            r.FairId, r.Region, r.Target, (FairKind)r.Kind, r.StartsOn, r.ReleasedAt is { } at ? ChinaTime.DayOf(at) : null, employers.GetValueOrDefault(r.FairId),
            r.State == (short)FairState.Cancelled, r.State is (short)FairState.Filed or (short)FairState.Closed)).ToList();
        return (facts, rows.Where(r => r.State != (short)FairState.Cancelled && r.StartsOn >= quarter.First && r.StartsOn <= quarter.Last)
            .GroupBy(r => r.Region).ToDictionary(g => g.Key, g => g.Count()));
    }

    /// <summary>A layer that only groups and a statistical zone hold no fairs.</summary>
    private static bool IsGovernment(Region region) => region.Kind is not ("nominal" or "zone" or "other");
}
