using System.Globalization;
using System.Text.Json;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.People.Demo;
using Chunfeng.People.Roster;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Modules.Tests.People.Demo;

public class DemoProvinceTests
{
    private static readonly DateOnly AsOf = new(2022, 2, 27);
    private static readonly RegionTree Regions = Reference.Regions;
    private static readonly CodeSets Codes = CodeSets.Load(Path.Combine(Reference.Data, "codes"));

    private static IEnumerable<DemoPerson> People(int workers, ulong seed = 7) => new DemoProvince(Regions, new DemoSettings(workers, seed, AsOf)).People();

    private static string Text(DemoPerson p)
    {
        var r = p.Row;
        return string.Join('|', r.Id, r.Name, r.Home, r.HouseholdNo, r.HeadName, r.Relation, r.Nation, r.Political, r.Education, r.Health, r.Marital, r.Phone,
            r.BankAccount, r.Ability, r.Skill, r.WantsTraining, r.TrainingTrade, r.VerifiedOn, r.Category, r.Risk, r.StatusFrom, r.Relocated, r.UnemployedReason,
            r.HasWork ? WorkFacts.Of(r).ToString() : "", string.Join(';', p.Extra));
    }

    [Fact(DisplayName = "同一种子得到同样的人，换一个种子是另一些人")]
    public void A_seed_gives_the_same_people()
    {
        var first = People(3_000).Select(Text).ToList();
        Assert.Equal(first, People(3_000).Select(Text));
        var other = People(3_000, seed: 8).Select(Text).ToList();
        Assert.Empty(first.Intersect(other));
        Assert.NotEqual(first.Select(t => t[..18]), other.Select(t => t[..18]));
    }

    [Theory(DisplayName = "人数恰好是所要的人数"), InlineData(1), InlineData(2), InlineData(117), InlineData(4_001)]
    public void As_many_as_asked(int workers) => Assert.Equal(workers, People(workers).Count());

    [Fact(DisplayName = "人数不同就是另一个省：小省不是大省的开头")]
    public void A_smaller_province_is_no_prefix() =>
        Assert.NotEqual(People(500).Select(Text), People(1_000).Take(500).Select(Text));

    [Fact(DisplayName = "人数增加，占用的内存不增加")]
    public void Memory_does_not_grow_with_people()
    {
        DemoPerson? one = null;
        long small = 0, large = long.MaxValue;
        var count = 0;
        foreach (var person in People(120_000))
        {
            one ??= person;
            Assert.Same(one, person); // one instance, reused
            if (++count == 5_000)
            {
                small = GC.GetTotalMemory(forceFullCollection: true);
            }
            else if (count > 100_000 && count % 3_000 == 0)
            {
                // tests beside this one hold memory for moments: the least of seven looks counts
                large = Math.Min(large, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        // holding the people would take some 100 MB more
        Assert.InRange(large - small, long.MinValue, 40_000_000);
    }

    [Fact(DisplayName = "性别、年龄、文化程度、婚姻、行业、去向、脱贫的比例与公布的分布一致")]
    public void Shares_follow_the_published_distributions()
    {
        const int n = 60_000;
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Reference.Data, "stats", "distributions.json")));
        var nbs = file.RootElement.GetProperty("nbs_2022");
        double Published(string table, string key) => nbs.GetProperty(table).GetProperty(key).GetDouble() / 100;

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        void See(string what, bool isSo = true) => seen[what] = seen.GetValueOrDefault(what) + (isSo ? 1 : 0);
        var cities = new Dictionary<long, (int People, int Protected)>();
        foreach (var person in People(n))
        {
            var r = person.Row;
            See("male", r.Id.Sex == Sex.Male);
            See("married", r.Marital == "20");
            See("edu" + r.Education);
            See("age" + (r.Id.AgeOn(AsOf) switch { < 16 => "<16", <= 20 => "16-20", <= 30 => "21-30", <= 40 => "31-40", <= 50 => "41-50", <= 63 => "51+", _ => ">63" }));
            var city = r.Home / 100_000_000 * 100_000_000;
            var (people, poor) = cities.GetValueOrDefault(city);
            cities[city] = (people + 1, poor + (r.Category > 1 ? 1 : 0));
            if (r.HasWork)
            {
                See("work");
                See("industry" + r.Industry);
                var shanxi = RegionCode.Shanxi.Contains(new RegionCode(r.Workplace));
                var place = !shanxi ? "inter" : r.Workplace == r.Home / 1000 * 1000 ? "home" : "intra";
                See(place);
                See("protected", r.Category > 1);
                See("protected inter", r.Category > 1 && place == "inter");
            }
        }

        // five standard deviations and the rounding of a published tenth of a percent
        void Near(double published, string what, int of)
        {
            var share = (double)seen.GetValueOrDefault(what) / of;
            var slack = (5 * Math.Sqrt(published * (1 - published) / of)) + 0.0006;
            Assert.True(Math.Abs(share - published) <= slack, string.Create(CultureInfo.InvariantCulture, $"{what}: {share:0.0000}, published {published:0.0000} ± {slack:0.0000}"));
        }

        Near(Published("sex_pct", "male"), "male", n);
        Near(Published("marital_pct", "married"), "married", n);
        Assert.Equal(0, seen.GetValueOrDefault("age<16") + seen.GetValueOrDefault("age>63"));
        foreach (var band in (string[])["16-20", "21-30", "31-40", "41-50", "51+"])
        {
            Near(Published("age_pct", band), "age" + band, n);
        }

        foreach (var (key, code) in new[] { ("none", "90"), ("primary", "81"), ("junior", "71"), ("senior", "61"), ("college+", "31") })
        {
            Near(Published("education_pct", key), "edu" + code, n);
        }

        var work = seen["work"];
        foreach (var key in (string[])["C 制造业", "E 建筑业", "F 批发和零售业", "G 交通运输仓储邮政", "H 住宿餐饮", "O 居民服务修理"])
        {
            Near(Published("industry_pct", key), "industry" + key[0], work);
        }

        Near(Published("industry_pct", "其他三产"), "industryR", work);
        Near(Published("industry_pct", "一产"), "industryA", work);
        Near(Published("industry_pct", "二产合计") - Published("industry_pct", "C 制造业") - Published("industry_pct", "E 建筑业"), "industryB", work);

        // the plan: 100 + 180 + 320 of 600, of them 95 protected, 18 of these outside the province
        Near(100.0 / 600, "inter", work);
        Near(180.0 / 600, "intra", work);
        Near(320.0 / 600, "home", work);
        Near(18.0 / 95, "protected inter", seen["protected"]);
        var targets = file.RootElement.GetProperty("shanxi").GetProperty("synthetic_city_targets_wan");
        foreach (var (city, (people, poor)) in cities)
        {
            var code = (city / 1_000_000).ToString(CultureInfo.InvariantCulture);
            seen["poor" + code] = poor;
            Near(targets.GetProperty("poverty_work").GetProperty(code).GetDouble() / targets.GetProperty("migrant_total").GetProperty(code).GetDouble(), "poor" + code, people);
            seen["rural" + code] = people;
            Near(targets.GetProperty("rural_pop_est").GetProperty(code).GetDouble() / targets.GetProperty("rural_pop_est").EnumerateObject().Sum(c => c.Value.GetDouble()), "rural" + code, n);
        }

        Assert.Equal(11, cities.Count);
    }

    [Fact(DisplayName = "身份证号有效、不重复，属本县，出生日期与性别相符；统计用管理区的人用本市县级代码")]
    public void Identity_numbers_are_right()
    {
        var counties = File.ReadLines(Path.Combine(Reference.Data, "regions", "shanxi_to_town.csv")).Select(l => l.Split(','))
            .Where(c => c[2] == "county" && c[5].Length == 0).Select(c => int.Parse(c[0][..6], CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Equal(117, counties.Count);
        var seen = new HashSet<IdNumber>();
        var fromZones = 0;
        foreach (var person in People(60_000))
        {
            var row = person.Row;
            var text = row.Id.ToString();
            Assert.True(IdNumber.TryParse(text, out var read, out var fault), $"{text} {fault}");
            Assert.Equal(row.Id, read);
            Assert.True(seen.Add(read), text);
            Assert.Contains(read.Area, counties);
            var home = Regions[new RegionCode(row.Home).At(RegionLevel.County)];
            if (home.Kind == "zone")
            {
                fromZones++;
                Assert.Equal(home.Code.Value / 100_000_000, read.Area / 100);
            }
            else
            {
                Assert.Equal(home.Code.Value / 1_000_000, read.Area);
            }
        }

        Assert.True(fromZones > 0);
    }

    [Fact(DisplayName = "住在真实的行政村；代码都在代码集里；电话和账号不属于任何真实的人")]
    public void Rows_hold_what_the_register_knows()
    {
        foreach (var person in People(20_000))
        {
            var r = person.Row;
            Assert.Equal((RegionLevel.Village, "村委会"), (Regions[new RegionCode(r.Home)].Level, Regions[new RegionCode(r.Home)].Kind));
            Assert.InRange(r.Name.Length, 2, 4);
            foreach (var (set, code) in new[]
            {
                (Codes.Nation, r.Nation), (Codes.Political, r.Political), (Codes.Education, r.Education), (Codes.Health, r.Health), (Codes.Marital, r.Marital),
                (Codes.UnemployedReason, r.UnemployedReason), (Codes.PersonCategory, $"P{r.Category:D2}"),
            })
            {
                Assert.True(code.Length == 0 || set.TryGet(code, out _), $"{set.Name} {code}");
            }

            Assert.True(r.Category is 1 or 10 or 21 or 22 or 23);
            Assert.Equal(r.Category is 1 or 10, r.Risk == 0);
            Assert.Equal(r.Category == 1, r.StatusFrom is null);
            Assert.True(r.Phone.Length == 0 || (r.Phone.Length == 11 && r.Phone.StartsWith("154", StringComparison.Ordinal)), r.Phone);
            Assert.True(r.BankAccount.Length == 0 || (r.BankAccount.Length == 19 && r.BankAccount.StartsWith("999999", StringComparison.Ordinal)), r.BankAccount);
            Assert.InRange(r.VerifiedOn!.Value, AsOf.AddDays(-19), AsOf);
        }
    }

    [Fact(DisplayName = "务工记录：满十六周岁以后开始，不晚于截止日，不重复，务工地与就业形式真实")]
    public void Spells_make_sense()
    {
        var (several, none) = (0, 0);
        foreach (var person in People(20_000))
        {
            var spells = DemoRoster.SpellsOf(person);
            several += spells.Count > 1 ? 1 : 0;
            none += spells.Count == 0 ? 1 : 0;
            Assert.InRange(spells.Count, 0, 3);
            Assert.Equal(spells.Count, spells.Select(s => (s.StartsOn, s.Workplace / 1_000_000)).Distinct().Count());
            foreach (var spell in spells)
            {
                Assert.InRange(spell.StartsOn, person.Row.Id.BirthDate.AddYears(16), AsOf);
                Assert.True(spell.EndsOn is null || spell.EndsOn >= spell.StartsOn);
                Assert.True(Codes.EmploymentForm.TryGet(spell.Form.ToString("D2", CultureInfo.InvariantCulture), out _));
                Assert.True(Codes.Industry.TryGet(spell.Industry, out _));
                Assert.True(Codes.OrgChannel.TryGet(spell.Channel, out _));
                Assert.InRange(spell.WageFen, 50_000, 2_000_000);
                Assert.NotEqual("nominal", Regions[new RegionCode(spell.Workplace)].Kind);
            }
        }

        Assert.InRange(several, 5_000, 15_000);
        Assert.InRange(none, 1_000, 1_600);
    }

    [Fact(DisplayName = "一户一个户主；配偶是已婚的异性；未到婚龄的都是未婚")]
    public void Households_make_sense()
    {
        var heads = new Dictionary<string, (string Name, Sex Sex, long Home, bool HasSpouse)>();
        foreach (var person in People(20_000))
        {
            var r = person.Row;
            Assert.False(r.Marital == "20" && r.Id.AgeOn(AsOf) < (r.Id.Sex == Sex.Male ? 22 : 20));
            if (r.Relation == "户主")
            {
                heads.Add(r.HouseholdNo, (r.Name, r.Id.Sex, r.Home, false));
                continue;
            }

            var head = heads[r.HouseholdNo];
            Assert.Equal((head.Name, head.Home), (r.HeadName, r.Home));
            if (r.Relation == "配偶")
            {
                Assert.False(head.HasSpouse);
                Assert.Equal("20", r.Marital);
                Assert.NotEqual(head.Sex, r.Id.Sex);
                heads[r.HouseholdNo] = head with { HasSpouse = true };
            }
        }
    }
}
