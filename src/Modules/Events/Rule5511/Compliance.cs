using System.Globalization;
using Chunfeng.Events.Fairs;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Rule5511;

/// <summary>Which line of "5511" a slot belongs to; the numbers are stored.</summary>
internal enum SlotRule : short { ProvinceCloud = 1, KeyCounty = 2, CityWeek = 3, CountyHalfMonth = 4 }

/// <summary>One fair that is due: a city's week, a county's half-month, one of the province's five and five.</summary>
/// <param name="Key">"2022-W05", "2022-01-a", or "1" to "5" for the province; with a mark behind where a rule asks more than one a slot.</param>
/// <param name="Exempt">Wholly inside an exemption: listed, never due.</param>
internal sealed record Slot(SlotRule Rule, long Region, string Key, DateOnly From, DateOnly To, bool Exempt);

/// <summary>What the rule needs to know of a fair, and nothing else.</summary>
/// <param name="Region">Who organised it.</param>
/// <param name="Target">Where it was held, or whom it was for.</param>
/// <param name="ReleasedOn">Day in China it was made public; null while it is not.</param>
internal sealed record FairFact(
    Guid FairId, long Region, long Target, FairKind Kind, DateOnly StartsOn, DateOnly? ReleasedOn, int Employers, bool Cancelled, bool ResultFiled);

/// <summary>Why a fair that lies in a slot does not fill it.</summary>
[Flags]
internal enum FairFault { None = 0, Cancelled = 1, NotPublic = 2, Late = 4, NoEmployer = 8, NoResult = 16, SameTarget = 32 }

/// <summary>How a slot stands.</summary>
internal enum SlotState
{
    /// <summary>A valid fair fills it.</summary>
    Met,
    /// <summary>It is over and empty.</summary>
    Missed,
    /// <summary>It is running and not yet filled.</summary>
    Running,
    /// <summary>It has not begun.</summary>
    Ahead,
    /// <summary>Not due.</summary>
    Exempt,
}

/// <summary>A fair in a slot, and what it lacks.</summary>
internal sealed record SlotFair(Guid FairId, FairFault Faults);

/// <summary>A slot with the fairs that lie in it, valid ones first.</summary>
/// <param name="Due">It is over and not exempt.</param>
internal sealed record JudgedSlot(Slot Slot, SlotState State, bool Due, IReadOnlyList<SlotFair> Fairs);

/// <summary>Sums of slots: the rate is met ÷ due, of slots that are over and not exempt; more fairs in one slot never fill another.</summary>
internal sealed record SlotTally(int Slots, int Due, int Met, int Missed, int Exempt)
{
    public static SlotTally Of(IEnumerable<JudgedSlot> slots)
    {
        int all = 0, due = 0, met = 0, missed = 0, exempt = 0;
        foreach (var s in slots)
        {
            all++;
            exempt += s.State == SlotState.Exempt ? 1 : 0;
            missed += s.State == SlotState.Missed ? 1 : 0;
            due += s.Due ? 1 : 0;
            met += s.Due && s.State == SlotState.Met ? 1 : 0;
        }

        return new SlotTally(all, due, met, missed, exempt);
    }

    /// <summary>Null before anything is due.</summary>
    public double? Rate => Due == 0 ? null : (double)Met / Due;
}

/// <summary>5511: the slots of a quarter, and which fairs fill them. Pure; the same whatever the order of the fairs.</summary>
internal static class Compliance
{
    /// <summary>Every slot of a quarter: the province's first, then the cities' by week, then the counties' by half-month.</summary>
    /// <param name="cities">Codes of the cities, in the order wanted.</param>
    /// <param name="counties">Codes of the counties, without statistical zones.</param>
    public static IReadOnlyList<Slot> Slots(Quarter quarter, Terms5511 terms, RegionCode province, IReadOnlyList<RegionCode> cities, IReadOnlyList<RegionCode> counties)
    {
        List<Slot> slots = [];
        void Province(SlotRule rule, int number)
        {
            for (var i = 1; i <= number; i++)
            {
                slots.Add(Make(terms, rule, province.Value, i.ToString(CultureInfo.InvariantCulture), quarter.First, quarter.Last, "province"));
            }
        }

        Province(SlotRule.ProvinceCloud, terms.ProvinceCloud);
        Province(SlotRule.KeyCounty, terms.ProvinceKeyCounties);
        var weeks = quarter.Weeks();
        slots.AddRange(cities.SelectMany(c => weeks.SelectMany(w => Times(terms.CityEachWeek, w.ToString())
            .Select(key => Make(terms, SlotRule.CityWeek, c.Value, key, w.Monday, w.Sunday, "city")))));
        var halves = quarter.HalfMonths();
        slots.AddRange(counties.SelectMany(c => halves.SelectMany(h => Times(terms.CountyEachHalfMonth, h.Key)
            .Select(key => Make(terms, SlotRule.CountyHalfMonth, c.Value, key, h.From, h.To, "county")))));
        return slots;
    }

    /// <summary>Judges slots. A fair lies in the slot of its organiser in which its first day lies, and fills one slot at most: the best fair first (valid, then the
    /// earlier, then the smaller id). The province's five of each kind want different cities and different key counties.</summary>
    /// <param name="today">In China; a slot is over the day after its last.</param>
    public static IReadOnlyList<JudgedSlot> Judge(IReadOnlyList<Slot> slots, IReadOnlyList<FairFact> fairs, Terms5511 terms, IReadOnlySet<long> keyCounties, DateOnly today)
    {
        var byRegion = fairs.ToLookup(f => f.Region);
        var judged = new Dictionary<Slot, JudgedSlot>(slots.Count);
        foreach (var group in slots.GroupBy(s => (s.Rule, s.Region, s.From, s.To)))
        {
            var inside = byRegion[group.Key.Region]
                .Where(f => f.StartsOn >= group.Key.From && f.StartsOn <= group.Key.To && Fits(group.Key.Rule, f, keyCounties))
                .Select(f => (Fair: f, Faults: FaultsOf(f, terms)))
                .OrderBy(f => f.Faults == FairFault.None ? 0 : 1).ThenBy(f => f.Fair.StartsOn).ThenBy(f => f.Fair.FairId).ToList();
            var distinct = group.Key.Rule is SlotRule.ProvinceCloud or SlotRule.KeyCounty;
            var taken = new HashSet<long>();
            Queue<SlotFair> valid = new();
            List<SlotFair> rest = [];
            foreach (var (fair, faults) in inside)
            {
                var same = faults == FairFault.None && distinct && !taken.Add(TargetOf(group.Key.Rule, fair));
                var found = new SlotFair(fair.FairId, same ? FairFault.SameTarget : faults);
                if (found.Faults == FairFault.None)
                {
                    valid.Enqueue(found);
                }
                else
                {
                    rest.Add(found);
                }
            }

            var places = group.ToList();
            foreach (var (i, slot) in places.Index())
            {
                List<SlotFair> here = valid.TryDequeue(out var first) ? [first] : [];
                if (i == places.Count - 1)
                {
                    here.AddRange(valid); // more than were due: seen, not counted
                    here.AddRange(rest);
                }

                judged[slot] = new JudgedSlot(slot, StateOf(slot, first is not null, today), !slot.Exempt && today > slot.To, here);
            }
        }

        return [.. slots.Select(s => judged[s])];
    }

    /// <summary>What a fair lacks; None makes it valid.</summary>
    public static FairFault FaultsOf(FairFact fair, Terms5511 terms)
    {
        if (fair.Cancelled)
        {
            return FairFault.Cancelled;
        }

        var faults = FairFault.None;
        if (fair.ReleasedOn is not { } public_)
        {
            faults |= FairFault.NotPublic;
        }
        else if (public_ > fair.StartsOn.AddDays(-terms.PublishedDaysBefore))
        {
            faults |= FairFault.Late;
        }

        return faults
            | (fair.Employers < terms.EmployersAtLeast ? FairFault.NoEmployer : FairFault.None)
            | (fair.ResultFiled ? FairFault.None : FairFault.NoResult);
    }

    /// <summary>In words, for a cell and the export.</summary>
    public static string Words(FairFault faults, Terms5511 terms)
    {
        List<string> words = [];
        void Say(FairFault fault, string text)
        {
            if (faults.HasFlag(fault))
            {
                words.Add(text);
            }
        }

        Say(FairFault.Cancelled, "已取消");
        Say(FairFault.NotPublic, "没有发布");
        Say(FairFault.Late, $"发布晚于举办前{terms.PublishedDaysBefore}天");
        Say(FairFault.NoEmployer, terms.EmployersAtLeast == 1 ? "没有参会单位" : $"参会单位不足{terms.EmployersAtLeast}家");
        Say(FairFault.NoResult, "结果未报");
        Say(FairFault.SameTarget, "与另一场同一地区");
        return string.Join("、", words);
    }

    private static SlotState StateOf(Slot slot, bool met, DateOnly today) =>
        slot.Exempt ? SlotState.Exempt : met ? SlotState.Met : today > slot.To ? SlotState.Missed : today >= slot.From ? SlotState.Running : SlotState.Ahead;

    private static bool Fits(SlotRule rule, FairFact fair, IReadOnlySet<long> keyCounties) => rule switch
    {
        SlotRule.ProvinceCloud => fair.Kind == FairKind.Cloud,
        SlotRule.KeyCounty => fair.Kind != FairKind.Cloud && keyCounties.Contains(TargetOf(rule, fair)),
        _ => true,
    };

    /// <summary>What must differ: the city a cloud fair is for, the key county a fair was held in.</summary>
    private static long TargetOf(SlotRule rule, FairFact fair) => new RegionCode(fair.Target).At(rule == SlotRule.ProvinceCloud ? RegionLevel.City : RegionLevel.County).Value;

    private static IEnumerable<string> Times(int number, string key) =>
        Enumerable.Range(1, number).Select(i => i == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}#{i}"));

    private static Slot Make(Terms5511 terms, SlotRule rule, long region, string key, DateOnly from, DateOnly to, string level) =>
        new(rule, region, key, from, to, terms.Exemptions.Any(e => e.Levels.Contains(level) && e.From <= from && to <= e.To));
}
