using Chunfeng.Events.Fairs;
using Chunfeng.Events.Rule5511;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Standards.Regions;
using CsCheck;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>5511: the calendar of a quarter and which fairs fill it, against a slow plain version.</summary>
[Trait("Clause", "8.3")]
public sealed class ComplianceTests
{
    private const long Taiyuan = 140100000000, Datong = 140200000000, Qingxu = 140121000000, Tianzhen = 140222000000, Lin = 141124000000;
    private static readonly Quarter First = new(2022, 1);
    private static readonly Data5511 Data = Data5511.Load(Path.Combine(Reference.Data, "events"));
    private static readonly Terms5511 Terms = Data.For(First)!;
    private static readonly HashSet<long> Key = [.. Data.Key.Counties.Select(c => c.Value)];
    private static readonly DateOnly After = new(2022, 4, 10);
    private static readonly IReadOnlyList<RegionCode> Cities = [.. Reference.Regions.Within(RegionCode.Shanxi, RegionLevel.City).Where(r => r.Kind.Length == 0).Select(r => r.Code)];
    private static readonly IReadOnlyList<RegionCode> Counties = [.. Reference.Regions.Within(RegionCode.Shanxi, RegionLevel.County).Where(r => r.Kind.Length == 0).Select(r => r.Code)];

    private static readonly FairFact Good = new(Guid.CreateVersion7(), Taiyuan, Taiyuan, FairKind.General, new(2022, 2, 2), new DateOnly(2022, 1, 30), 1, false, true);

    [Fact(DisplayName = "2022年一季度：省5+5场，11市每周共143场，117县每半月共702场")]
    public void The_first_quarter_of_2022()
    {
        var slots = Compliance.Slots(First, Terms, RegionCode.Shanxi, Cities, Counties);
        Assert.Equal((5, 5, 143, 702), (Count(SlotRule.ProvinceCloud), Count(SlotRule.KeyCounty), Count(SlotRule.CityWeek), Count(SlotRule.CountyHalfMonth)));
        Assert.Equal(855, slots.DistinctBy(s => (s.Rule, s.Region, s.Key)).Count());
        Assert.DoesNotContain(slots, s => s.Exempt);
        int Count(SlotRule rule) => slots.Count(s => s.Rule == rule);
    }

    [Fact(DisplayName = "周四落在哪个季度，这一周就算哪个季度：2022年一季度是第1周到第13周，1月1日、2日不在内")]
    public void Weeks_go_with_their_thursday()
    {
        var weeks = First.Weeks();
        Assert.Equal((13, "2022-W01", "2022-W13"), (weeks.Count, weeks[0].ToString(), weeks[^1].ToString()));
        Assert.Equal((new DateOnly(2022, 1, 3), new DateOnly(2022, 4, 3)), (weeks[0].Monday, weeks[^1].Sunday));
    }

    [Fact(DisplayName = "二十年的每一周只属于一个季度，一周不漏、不重；半月正好铺满每个季度")]
    public void Every_week_belongs_to_one_quarter()
    {
        var quarters = Enumerable.Range(2015, 20).SelectMany(y => Enumerable.Range(1, 4).Select(q => new Quarter(y, q))).ToList();
        var weeks = quarters.SelectMany(q => q.Weeks()).ToList();
        Assert.All(weeks.Zip(weeks.Skip(1)), p => Assert.Equal(p.First.Next, p.Second));
        Assert.All(quarters, q =>
        {
            Assert.InRange(q.Weeks().Count, 12, 14);
            var halves = q.HalfMonths();
            Assert.Equal((6, q.First, q.Last), (halves.Count, halves[0].From, halves[^1].To));
            Assert.All(halves.Zip(halves.Skip(1)), p => Assert.Equal(p.First.To.AddDays(1), p.Second.From));
            Assert.True(Quarter.TryParse(q.ToString(), out var read) && read == q);
            Assert.Equal(q, q.Next.Previous);
        });
    }

    [Theory(DisplayName = "举办前3天发布算数，差一天就不算；没有单位、结果没报、取消了、没发布都不算")]
    [InlineData(-3, 1, false, true, 0)]
    [InlineData(-2, 1, false, true, (int)FairFault.Late)]
    [InlineData(-3, 0, false, true, (int)FairFault.NoEmployer)]
    [InlineData(-3, 1, false, false, (int)FairFault.NoResult)]
    [InlineData(-3, 1, true, true, (int)FairFault.Cancelled)]
    [InlineData(null, 1, false, false, (int)(FairFault.NotPublic | FairFault.NoResult))]
    public void What_makes_a_fair_valid(int? released, int employers, bool cancelled, bool filed, int faults) => Assert.Equal((FairFault)faults, Compliance.FaultsOf(
        Good with { ReleasedOn = released is { } d ? Good.StartsOn.AddDays(d) : null, Employers = employers, Cancelled = cancelled, ResultFiled = filed }, Terms));

    [Fact(DisplayName = "周一和周日都在这一周，下周一就是下一周；一周办三场只算一格，不抵别的空缺")]
    public void Inside_the_week()
    {
        var sunday = Good with { FairId = Guid.CreateVersion7(), StartsOn = new(2022, 2, 6) };
        var monday = Good with { FairId = Guid.CreateVersion7(), StartsOn = new(2022, 2, 7) };
        var judged = Judge(After, Good, sunday, sunday with { FairId = Guid.CreateVersion7() }, monday);
        Assert.Equal(["2022-W05", "2022-W06"], judged.Where(s => s.State == SlotState.Met).Select(s => s.Slot.Key));
        Assert.Equal(3, judged.Single(s => s.Slot.Key == "2022-W05" && s.Slot.Region == Taiyuan).Fairs.Count);
        var tally = SlotTally.Of(judged.Where(s => s.Slot.Rule == SlotRule.CityWeek));
        Assert.Equal((143, 143, 2, 141), (tally.Slots, tally.Due, tally.Met, tally.Missed));
        Assert.Equal(2d / 143, tally.Rate);
    }

    [Fact(DisplayName = "15日算上半月，16日算下半月；市里办的不算县里的")]
    public void Half_months()
    {
        var fair = Good with { Region = Qingxu, StartsOn = new(2022, 2, 15), ReleasedOn = new(2022, 2, 1) };
        Assert.Equal(["2022-02-a"], Met(fair));
        Assert.Equal(["2022-02-b"], Met(fair with { StartsOn = new(2022, 2, 16) }));
        Assert.Equal(["2022-02-b"], Met(fair with { StartsOn = new(2022, 2, 28) }));
        Assert.DoesNotContain("2022-02-a", Met(fair with { Region = Taiyuan, Target = Qingxu }));
    }

    [Fact(DisplayName = "场次结束的第二天才到期；没到期的不进分母，没开始的也不算缺")]
    public void Due_the_day_after()
    {
        SlotState On(int day) => Judge(new(2022, 1, day)).Single(s => s.Slot.Region == Taiyuan && s.Slot.Key == "2022-W02").State;
        Assert.Equal(SlotState.Ahead, On(9));
        Assert.Equal(SlotState.Running, On(10));
        Assert.Equal(SlotState.Running, On(16));
        Assert.Equal(SlotState.Missed, On(17));
        Assert.Equal(11, SlotTally.Of(Judge(new(2022, 1, 10)).Where(s => s.Slot.Rule == SlotRule.CityWeek)).Due);
        Assert.Null(SlotTally.Of(Judge(new(2022, 1, 9)).Where(s => s.Slot.Rule == SlotRule.CityWeek)).Rate);
    }

    [Fact(DisplayName = "省级云招聘要面向不同的市，专场要到不同的重点帮扶县；别的县、云招聘不算专场")]
    public void The_province_goes_to_different_places()
    {
        var cloud = Good with { Region = RegionCode.Shanxi.Value, Kind = FairKind.Cloud };
        Assert.Equal(["1"], Met(cloud, cloud with { FairId = Guid.CreateVersion7() }));
        Assert.Equal(["1", "2"], Met(cloud, cloud with { FairId = Guid.CreateVersion7(), Target = Datong }));
        Assert.Equal(["1"], Met(cloud, cloud with { FairId = Guid.CreateVersion7(), Target = Qingxu })); // a county of the same city
        var special = cloud with { Kind = FairKind.Special, Target = Tianzhen };
        Assert.Equal(["1", "2"], Met(special, special with { FairId = Guid.CreateVersion7(), Target = Lin }));
        Assert.Empty(Met(special with { Target = Qingxu }));
        Assert.Equal(["1"], Met(special with { Kind = FairKind.Cloud })); // fills the other five
        var six = Cities.Take(6).Select(c => cloud with { FairId = Guid.CreateVersion7(), Target = c.Value }).ToArray();
        Assert.Equal(["1", "2", "3", "4", "5"], Met(six)); // a sixth does not count
    }

    [Fact(DisplayName = "设了春节豁免：整个落在里面的周不考核；默认没有豁免")]
    public void An_exempt_week_is_not_due()
    {
        var terms = Terms with { Exemptions = [new(new(2022, 1, 31), new(2022, 2, 6), ["city"], "春节", "测试")] };
        var slots = Compliance.Slots(First, terms, RegionCode.Shanxi, Cities, Counties);
        Assert.Equal((11, 0), (slots.Count(s => s.Exempt && s.Key == "2022-W05"), slots.Count(s => s.Exempt && s.Rule != SlotRule.CityWeek)));
        var tally = SlotTally.Of(Compliance.Judge(slots, [], terms, Key, After).Where(s => s.Slot.Rule == SlotRule.CityWeek));
        Assert.Equal((143, 132, 132, 11), (tally.Slots, tally.Due, tally.Missed, tally.Exempt));
        var shorter = Terms with { Exemptions = [new(new(2022, 2, 1), new(2022, 2, 6), ["city"], "春节", "测试")] };
        Assert.DoesNotContain(Compliance.Slots(First, shorter, RegionCode.Shanxi, Cities, Counties), s => s.Exempt); // not the whole week
    }

    [Fact(DisplayName = "规定是数据：写明方案出处，自拟的写明自拟；重点帮扶县十个，标明待确认")]
    public void The_rule_is_data()
    {
        Assert.Equal((5, 5, 1, 1), (Terms.ProvinceCloud, Terms.ProvinceKeyCounties, Terms.CityEachWeek, Terms.CountyEachHalfMonth));
        Assert.Contains("第八部分第3条", Terms.Source, StringComparison.Ordinal);
        Assert.Contains("本系统建议", Terms.PublishedSource, StringComparison.Ordinal);
        Assert.Null(Data.For(new Quarter(2022, 2)));
        Assert.Equal((10, false), (Data.Key.Counties.Count, Data.Key.Confirmed));
        Assert.Equal(["天镇县", "广灵县", "静乐县", "偏关县", "宁武县", "兴县", "临县", "石楼县", "永和县", "大宁县"], Data.Key.Counties.Select(c => Reference.Regions[c].Name));
    }

    [Fact(DisplayName = "任意一堆活动，与一条一条数的笨办法完全一致，与活动的先后无关")]
    public void Equal_to_the_plain_version()
    {
        var regions = new[] { RegionCode.Shanxi.Value, Taiyuan, Datong, Qingxu, Tianzhen, 140122000000 };
        var targets = new[] { Taiyuan, Datong, Qingxu, Tianzhen, Lin, 141126000000, RegionCode.Shanxi.Value };
        var fair = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 6], Gen.Int[1, 5], Gen.Int[-5, 100], Gen.Int[-8, 1], Gen.Int[0, 2], Gen.Int[0, 19])
            .Select((r, t, kind, day, ahead, employers, odd) => new FairFact(
                Guid.CreateVersion7(), regions[r], targets[t], (FairKind)kind, First.First.AddDays(day), odd == 0 ? null : First.First.AddDays(day + ahead), employers, odd == 1, odd > 3));
        var terms = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[1, 2], Gen.Int[1, 2], Gen.Bool).Select((days, employers, weekly, half, feast) => Terms with
        {
            PublishedDaysBefore = days, EmployersAtLeast = employers, CityEachWeek = weekly, CountyEachHalfMonth = half,
            Exemptions = feast ? [new(new(2022, 1, 31), new(2022, 2, 15), ["city", "county"], "春节", "测试")] : [],
        });
        Gen.Select(fair.Array[0, 80], terms, Gen.Int[-3, 110]).Sample((fairs, rule, day) =>
        {
            RegionCode[] cities = [new(Taiyuan), new(Datong)], counties = [new(Qingxu), new(140122000000), new(Tianzhen)];
            var today = First.First.AddDays(day);
            var slots = Compliance.Slots(First, rule, RegionCode.Shanxi, cities, counties);
            var judged = Compliance.Judge(slots, fairs, rule, Key, today);
            var turned = Compliance.Judge(slots, [.. fairs.Reverse()], rule, Key, today);
            for (var i = 0; i < slots.Count; i++)
            {
                Assert.Equal(Plain(slots[i], fairs, rule, today), judged[i].State);
                Assert.Equal(judged[i].State, turned[i].State);
                Assert.Equal(judged[i].Fairs.Select(f => f.FairId).Order(), turned[i].Fairs.Select(f => f.FairId).Order());
            }

            var tally = SlotTally.Of(judged);
            Assert.Equal(tally.Due, tally.Met + tally.Missed);
            Assert.Equal(fairs.Count(f => judged.Any(s => s.Fairs.Any(x => x.FairId == f.FairId))), judged.Sum(s => s.Fairs.Count)); // no fair in two slots
        }, iter: 400);
    }

    /// <summary>The rule as one would check it by hand: how many different valid fairs lie in the slot's days, against the slot's place among those of the same days.</summary>
    private static SlotState Plain(Slot slot, FairFact[] fairs, Terms5511 terms, DateOnly today)
    {
        var number = slot.Rule <= SlotRule.KeyCounty ? int.Parse(slot.Key) : slot.Key.Contains('#') ? int.Parse(slot.Key.Split('#')[1]) : 1;
        var counted = new HashSet<object>();
        foreach (var f in fairs)
        {
            if (f.Region != slot.Region || f.StartsOn < slot.From || f.StartsOn > slot.To || f.Cancelled || !f.ResultFiled || f.Employers < terms.EmployersAtLeast)
            {
                continue;
            }

            if (f.ReleasedOn is null || f.StartsOn.DayNumber - f.ReleasedOn.Value.DayNumber < terms.PublishedDaysBefore)
            {
                continue;
            }

            if (slot.Rule == SlotRule.ProvinceCloud && f.Kind == FairKind.Cloud)
            {
                counted.Add(f.Target % 10_000_000_000 == 0 ? 0L : f.Target / 100_000_000);
            }
            else if (slot.Rule == SlotRule.KeyCounty && f.Kind != FairKind.Cloud && Key.Contains(f.Target / 1_000_000 * 1_000_000))
            {
                counted.Add(f.Target / 1_000_000);
            }
            else if (slot.Rule > SlotRule.KeyCounty)
            {
                counted.Add(f.FairId);
            }
        }

        var exempt = terms.Exemptions.Any(e => e.From <= slot.From && e.To >= slot.To && e.Levels.Contains(slot.Rule == SlotRule.CityWeek ? "city" : slot.Rule == SlotRule.CountyHalfMonth ? "county" : "province"));
        return exempt ? SlotState.Exempt : counted.Count >= number ? SlotState.Met : today > slot.To ? SlotState.Missed : today < slot.From ? SlotState.Ahead : SlotState.Running;
    }

    private static IReadOnlyList<JudgedSlot> Judge(DateOnly today, params FairFact[] fairs) =>
        Compliance.Judge(Compliance.Slots(First, Terms, RegionCode.Shanxi, Cities, Counties), fairs, Terms, Key, today);

    private static IEnumerable<string> Met(params FairFact[] fairs) => Judge(After, fairs).Where(s => s.State == SlotState.Met).Select(s => s.Slot.Key);
}
