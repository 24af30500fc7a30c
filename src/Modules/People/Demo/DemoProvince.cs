using Chunfeng.People.Roster;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Demo;

/// <summary>How large a demonstration province is, from which seed, and the day its story ends.</summary>
internal sealed record DemoSettings(int Workers, ulong Seed, DateOnly AsOf);

/// <summary>A made-up person: a roster row and the work spells a roster has no room for. One instance is reused.</summary>
internal sealed class DemoPerson
{
    public RosterRow Row { get; } = new();
    public List<WorkFacts> Extra { get; } = [];
}

/// <summary>A demonstration province: real regions, published distributions (data/stats/distributions.json), invented people.
/// Same settings, same people; constant memory at any size. People are spread over all villages, so a smaller province is not
/// the beginning of a larger one.</summary>
internal sealed class DemoProvince(RegionTree regionTree, DemoSettings demoSettings)
{
    private readonly RegionTree regions = regionTree;
    private readonly DemoSettings settings = demoSettings;

    // 估算乡村人口（万×10）与脱贫劳动力务工（万×10）：distributions.json synthetic_city_targets_wan — not published, demonstration only
    private static readonly (long City, int Rural, int Poverty, int Total)[] Cities =
    [
        (140100000000, 588, 10, 271), (140200000000, 846, 100, 390), (140300000000, 375, 10, 173), (140400000000, 1358, 90, 626),
        (140500000000, 829, 35, 382), (140600000000, 600, 35, 276), (140700000000, 1356, 80, 625), (140800000000, 2404, 120, 1108),
        (140900000000, 1252, 150, 577), (141000000000, 1831, 110, 844), (141100000000, 1579, 210, 728),
    ];

    // NBS 2022 monitoring report: age bands, education, industry
    private static readonly (int From, int To)[] AgeBands = [(16, 20), (21, 30), (31, 40), (41, 50), (51, 63)];
    private static readonly int[] AgeWeights = [13, 185, 272, 238, 292];
    private static readonly string[] Educations = ["90", "81", "71", "61", "31"];
    private static readonly int[] EducationWeights = [7, 134, 552, 170, 137];
    // R stands for 其他三产; B for what 二产合计 leaves beside C and E; the wages of R, A and B are assumptions
    private static readonly string[] Industries = ["C", "E", "F", "G", "H", "O", "R", "A", "B"];
    private static readonly int[] IndustryWeights = [274, 177, 125, 68, 61, 119, 144, 5, 27];
    private static readonly int[] IndustryWage = [4694, 5358, 3979, 5301, 3824, 3874, 4200, 3600, 5300];
    private static readonly string[] Jobs = ["普工", "建筑工", "售货员", "驾驶员", "服务员", "家政服务员", "文体服务员", "农业工人", "采矿工"];
    private static readonly byte[] OutForms = [1, 2, 3, 4, 5];
    private static readonly int[] OutFormWeights = [60, 12, 13, 10, 5];
    private static readonly byte[] HomeForms = [1, 3, 5, 7, 8, 9, 10, 12];
    private static readonly int[] HomeFormWeights = [8, 34, 16, 3, 6, 7, 4, 22];
    private static readonly long[] Provinces =
    [
        110000000000, 120000000000, 130000000000, 150000000000, 610000000000, 410000000000,
        320000000000, 330000000000, 310000000000, 440000000000, 370000000000, 500000000000,
    ];
    private static readonly int[] ProvinceWeights = [20, 7, 13, 9, 10, 8, 8, 8, 6, 7, 3, 1];

    private static readonly string[] Surnames =
    [
        "王", "李", "张", "刘", "赵", "杨", "陈", "郭", "高", "武", "马", "梁", "任", "韩", "冯", "闫", "孙", "曹", "白", "田", "贾", "薛",
        "吴", "宋", "董", "史", "侯", "段", "郝", "温", "乔", "崔", "范", "秦", "姚", "霍", "卫", "牛", "樊", "靳", "原", "申屠", "欧阳",
    ];
    private static readonly string[] MaleGiven =
        ["建", "国", "军", "伟", "强", "志", "明", "永", "文", "海", "俊", "勇", "林", "平", "红", "生", "福", "贵", "晓", "宏", "亮", "峰", "龙", "杰", "斌", "鹏"];
    private static readonly string[] FemaleGiven =
        ["秀", "英", "丽", "芳", "兰", "梅", "红", "玲", "桂", "娟", "艳", "霞", "燕", "淑", "萍", "爱", "翠", "慧", "晓", "静", "敏", "云", "莲", "凤", "洁", "彩"];
    
    // 154 is given to no operator and 999… to no bank: an invented number must not reach a real person
    private const string PhonePrefix = "154", AccountPrefix = "999999";

    /// <summary>Everybody, county by county and village by village.</summary>
    public IEnumerable<DemoPerson> People()
    {
        var person = new DemoPerson();
        var destinations = Provinces.Select(p => regions.Within(new RegionCode(p), RegionLevel.County).Where(r => r.Kind != "nominal").Select(r => r.Code.Value).ToArray()).ToArray();
        var cityPeople = Fen.Split(new Fen(settings.Workers), [.. Cities.Select(c => (long)c.Rural)]);
        var serial = 0L;
        for (var c = 0; c < Cities.Length; c++)
        {
            var counties = regions.Children(new RegionCode(Cities[c].City))
                .Select(county => (county.Code, Villages: regions.Within(county.Code, RegionLevel.Village).Where(v => v.Kind == "村委会").Select(v => v.Code.Value).ToArray()))
                .Where(county => county.Villages.Length > 0).ToArray();
            var countyPeople = Fen.Split(cityPeople[c], [.. counties.Select(x => (long)x.Villages.Length)]);
            for (var k = 0; k < counties.Length; k++)
            {
                var maker = new CountyMaker(this, c, counties[k].Code, destinations);
                var villages = counties[k].Villages;
                var skew = new SplitMix(settings.Seed ^ (ulong)counties[k].Code.Value);
                var villagePeople = Fen.Split(countyPeople[k], [.. villages.Select(_ => 1L + skew.Below(9))]);
                for (var v = 0; v < villages.Length; v++)
                {
                    for (var n = 0; n < villagePeople[v].Value; n++)
                    {
                        maker.Make(person, villages[v], n, serial++);
                        yield return person;
                    }
                }
            }
        }
    }

    /// <summary>Makes the people of one county from a generator of its own.</summary>
    private sealed class CountyMaker
    {
        private readonly DemoProvince province;
        private readonly (long City, int Rural, int Poverty, int Total) city;
        private readonly RegionCode county;
        private readonly long[][] destinations;
        private readonly long[] cityCounties, townships, capital;
        private readonly int[,] made = new int[3, 5];
        private readonly int idArea;
        private readonly bool isZone;
        private SplitMix random;
        private string household = "", head = "";
        private IdNumber headId;
        private bool lacksSpouse;
        private int householdLeft;

        public CountyMaker(DemoProvince province, int cityIndex, RegionCode county, long[][] destinations)
        {
            this.province = province;
            city = Cities[cityIndex];
            this.county = county;
            this.destinations = destinations;
            random = new SplitMix(province.settings.Seed * 0x9E3779B97F4A7C15 ^ (ulong)county.Value);

            // a statistical zone gives no identity numbers: its people hold those of a county of the city, from the far half of the walk
            isZone = province.regions[county].Kind == "zone";
            idArea = (int)((isZone ? province.regions.Children(new RegionCode(city.City)).First(r => r.Kind != "zone").Code : county).Value / 1_000_000);
            cityCounties = [.. province.regions.Children(new RegionCode(city.City)).Select(r => r.Code.Value).Where(x => x != county.Value).DefaultIfEmpty(county.Value)];
            townships = [.. province.regions.Children(county).Select(r => r.Code.Value)];
            capital = [.. province.regions.Children(new RegionCode(140100000000)).Select(r => r.Code.Value)];
        }

        public void Make(DemoPerson person, long village, int inVillage, long serial)
        {
            var row = person.Row;
            row.Clear();
            person.Extra.Clear();
            row.RowNo = checked((int)serial + 2);
            row.Home = village;
            var sex = random.Chance(0.634) ? Sex.Male : Sex.Female;
            row.Id = Identity(sex);
            var given = sex == Sex.Male ? MaleGiven : FemaleGiven;
            row.Name = random.Pick(Surnames) + random.Pick(given) + (random.Chance(0.7) ? random.Pick(given) : "");
            // 79.6 of 100 over all ages; nobody below the age of marriage
            var marriage = row.Id.BirthDate.AddYears(sex == Sex.Male ? 22 : 20);
            row.Marital = random.Chance(0.816) && marriage <= province.settings.AsOf ? "20" : "10";
            var isHead = inVillage == 0 || householdLeft == 0;
            if (isHead)
            {
                householdLeft = 1 + random.Weighted([55, 33, 12]);
                household = $"{village % 10_000_000_000:D10}{inVillage:D5}";
                (head, headId, lacksSpouse) = (row.Name, row.Id, row.Marital == "20");
            }

            householdLeft--;
            row.HouseholdNo = household;
            row.HeadName = head;
            row.Relation = isHead ? "户主" : Relation(row);
            row.Nation = random.Chance(0.997) ? "01" : random.Chance(0.6) ? "03" : "11";
            row.Political = random.Chance(0.05) ? "01" : "13";
            row.Education = Educations[random.Weighted(EducationWeights)];
            row.Health = random.Chance(0.96) ? "10" : "30";
            row.Phone = random.Chance(0.97) ? $"{PhonePrefix}{random.Below(100_000_000):D8}" : "";
            row.BankAccount = random.Chance(0.8) ? Account(serial) : "";
            row.Ability = (byte)(random.Chance(0.22) ? 2 : 1);
            row.Skill = row.Ability == 2 ? Jobs[random.Below(Jobs.Length)] + "（初级）" : "";
            row.WantsTraining = random.Chance(0.25);
            row.TrainingTrade = row.WantsTraining == true ? Jobs[random.Below(Jobs.Length)] : "";
            row.VerifiedOn = province.settings.AsOf.AddDays(-random.Below(20));
            row.VerifiedBy = "村级核实";
            Status(row);
            Work(person, row);
        }

        private string Relation(RosterRow row)
        {
            var id = row.Id;
            var younger = id.BirthDate.DayNumber - headId.BirthDate.DayNumber;
            if (Math.Abs(younger) >= 18 * 366)
            {
                return (younger > 0, id.Sex) switch { (true, Sex.Male) => "子", (true, _) => "女", (_, Sex.Male) => "父", _ => "母" };
            }

            if (!lacksSpouse || row.Marital != "20" || id.Sex == headId.Sex)
            {
                return "其他亲属";
            }

            lacksSpouse = false;
            return "配偶";
        }

        private void Status(RosterRow row)
        {
            // a city's share of protected workers, scaled to the province's 95 of 600
            if (!random.Chance((double)city.Poverty / city.Total))
            {
                row.Category = 1;
                return;
            }

            row.Category = (byte)(random.Weighted([88, 5, 5, 2]) switch { 0 => 10, 1 => 21, 2 => 22, _ => 23 });
            row.Risk = (byte)(row.Category == 10 ? 0 : random.Chance(0.6) ? 2 : 1);
            row.StatusFrom = row.Category == 10 ? new DateOnly(2020, 12, 31) : new DateOnly(2020, 12, 31).AddDays(random.Below(300));
            row.Relocated = row.Category == 10 && random.Chance(0.15);
        }

        private void Work(DemoPerson person, RosterRow row)
        {
            var day = province.settings.AsOf;
            var year = new DateOnly(day.Year, 1, 1);
            var grown = row.Id.BirthDate.AddYears(16);
            if (!random.Chance(0.94))
            {
                row.UnemployedReason = random.Pick(["1", "2", "3", "4", "5"]);
                return;
            }

            var inter = row.Category > 1 ? 18.0 / 95 : 82.0 / 505;
            var bucket = random.Unit();
            var place = bucket < inter ? 1 : bucket < inter + 0.30 ? 2 : 3;
            var (workplace, form) = Place(place, row.Home);
            var kind = random.Weighted(IndustryWeights);
            var industry = Industries[kind];
            var wage = Wage(kind, place);
            var ongoing = random.Unit();
            DateOnly from;
            DateOnly? to = null;
            if (ongoing < 0.52)
            {
                from = year.AddDays(-1 - random.Below(1000));
            }
            else if (ongoing < 0.76 && day >= new DateOnly(day.Year, 2, 10))
            {
                // home for the festival; most go out again after it
                from = year.AddDays(-30 - random.Below(500));
                to = new DateOnly(day.Year, 1, 8).AddDays(random.Below(20));
                if (random.Chance(0.8))
                {
                    var again = new DateOnly(day.Year, 2, 6).AddDays(random.Below(Math.Max(1, day.DayNumber - new DateOnly(day.Year, 2, 6).DayNumber)));
                    Extra(person, grown, again, null, workplace, form, industry, kind, wage + 10000);
                }
            }
            else
            {
                from = year.AddDays(random.Below(Math.Max(1, day.DayNumber - year.DayNumber + 1)));
            }

            from = from < grown ? grown : from;
            if (from > day || to < from)
            {
                return; // not yet sixteen
            }

            row.HasWork = true;
            row.Workplace = workplace;
            row.Form = form;
            row.Industry = industry;
            row.Job = Jobs[kind];
            row.Employer = form is 1 or 2 ? Employer(workplace, kind) : "";
            row.WageFen = wage;
            row.WorkFrom = from;
            row.WorkTo = to;
            row.Channel = random.Pick(["1", "2", "3", "5", "5", "6", "6"]);
            row.HasContract = form == 1 || random.Chance(0.2);
            row.HasInsurance = form == 1 && random.Chance(0.5);
            if (random.Chance(0.5))
            {
                var (earlier, earlierForm) = Place(1 + random.Below(3), row.Home);
                var start = new DateOnly(day.Year - 2, 1, 1).AddDays(-random.Below(300));
                var end = start.AddDays(60 + random.Below(200));
                if (end < from)
                {
                    Extra(person, grown, start, end, earlier, earlierForm, industry, kind, wage - 30000);
                }
            }
        }

        private void Extra(DemoPerson person, DateOnly grown, DateOnly from, DateOnly? to, long workplace, byte form, string industry, int kind, long wage)
        {
            if (from >= grown)
            {
                person.Extra.Add(new WorkFacts(
                    from, to, workplace, form, form is 1 or 2 ? Employer(workplace, kind) : "", "", Jobs[kind], industry, "6", wage, 0, form == 1, null, 0));
            }
        }

        private (long Workplace, byte Form) Place(int bucket, long home)
        {
            switch (bucket)
            {
                case 1:
                    var province1 = random.Weighted(ProvinceWeights);
                    return (destinations[province1][random.Below(destinations[province1].Length)], OutForms[random.Weighted(OutFormWeights)]);
                case 2:
                    var form = OutForms[random.Weighted(OutFormWeights)];
                    var which = random.Weighted([35, 30, 25, 10]);
                    var own = home / 1000 * 1000;
                    var other = random.Pick(townships);
                    return (which switch
                    {
                        0 when other != own => other,
                        0 or 1 => random.Pick(cityCounties),
                        2 => random.Pick(capital),
                        _ => random.Pick(cityCounties),
                    }, form);
                default:
                    return (home / 1000 * 1000, HomeForms[random.Weighted(HomeFormWeights)]);
            }
        }

        /// <summary>Fen a month: the industry's published mean, the region's level, a spread of about a quarter, whole fifties of yuan.</summary>
        private long Wage(int kind, int place)
        {
            var level = place switch { 1 => 1.12, 2 => 0.97, _ => 0.86 };
            var spread = Math.Exp(0.25 * (random.Unit() + random.Unit() + random.Unit() + random.Unit() - 2) * 1.73);
            return (long)Math.Round(IndustryWage[kind] * level * spread / 50) * 50 * 100;
        }

        private string Employer(long workplace, int kind) =>
            province.regions[new RegionCode(workplace).At(RegionLevel.County)].Name + (kind switch
            {
                0 => "制造", 1 => "建筑", 2 => "商贸", 3 => "物流", 4 => "餐饮", 5 => "家政服务", 6 => "文化服务", 7 => "农业", _ => "矿业",
            }) + $"第{1 + random.Below(40)}公司（演示）";

        /// <summary>The next unused number of this county, sex and age band: a full-cycle walk over (day, serial) slots.</summary>
        private IdNumber Identity(Sex sex)
        {
            var band = random.Weighted(AgeWeights);
            var asOf = province.settings.AsOf;
            int first = asOf.AddYears(-AgeBands[band].To - 1).AddDays(1).DayNumber, last = asOf.AddYears(-AgeBands[band].From).DayNumber;
            long slots = (long)(last - first + 1) * 500;
            long step = 7_368_787; // prime, larger than any factor of the slot count: the walk visits every slot once
            var begin = ((long)(province.settings.Seed % 1000) * 7919) + (idArea * 104_729L);
            var slot = (((made[(int)sex, band]++ + (isZone ? slots / 2 : 0)) * step) + begin) % slots;
            var birth = DateOnly.FromDayNumber(first + (int)(slot / 500));
            var serial = (int)(slot % 500 * 2) + (sex == Sex.Male ? 1 : 0);
            return IdNumber.Create(idArea, birth, serial);
        }

        /// <summary>An invented account with a right Luhn digit.</summary>
        private static string Account(long serial)
        {
            Span<char> digits = stackalloc char[19];
            AccountPrefix.CopyTo(digits);
            serial.TryFormat(digits[6..18], out _, "D12");
            var sum = 0;
            for (var i = 0; i < 18; i++)
            {
                var digit = digits[17 - i] - '0';
                digit = i % 2 == 0 ? digit * 2 : digit;
                sum += digit > 9 ? digit - 9 : digit;
            }

            digits[18] = (char)('0' + ((10 - (sum % 10)) % 10));
            return new string(digits);
        }
    }
}
