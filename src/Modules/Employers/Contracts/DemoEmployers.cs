using System.Globalization;
using Chunfeng.Employers.Demand;
using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Contracts;

/// <summary>Employers and vacancies of a demonstration province, invented and marked 演示: the same for one seed and day.</summary>
public sealed class DemoEmployers(ChunfengDb db, RegionTree regions, KeyRing keys, TimeProvider clock)
{
    public const int Employers = 300, Vacancies = 2000;

    /// <summary>What is made, with the pay asked for in yuan a month: invented for the demonstration, no wage statistics.</summary>
    private static readonly (string Title, int Occupation, string Industry, int Low, int High, bool Labour)[] Trades =
    [
        ("缝纫工", 6050103, "18", 4000, 6000, true), ("保洁员", 4090801, "78", 2200, 3000, true), ("焊工", 6180204, "33", 5500, 8500, true), ("保安员", 4070501, "72", 2500, 3500, true),
        ("餐厅服务员", 4030205, "62", 3000, 4200, true), ("快递员", 4020708, "60", 4500, 7500, true), ("网约配送员", 4100801, "60", 5000, 8000, true), ("家政服务员", 4100106, "80", 3500, 6000, true),
        ("养老护理员", 4100105, "85", 3200, 5000, true), ("理货员", 4020602, "59", 3200, 4500, false), ("钢筋工", 6290104, "47", 6000, 9000, true), ("砌筑工", 6290101, "47", 6000, 9000, true),
        ("架子工", 6290105, "47", 6500, 9500, true), ("客房服务员", 4030102, "61", 2800, 3800, true), ("中式烹调师", 4030201, "62", 4500, 7500, false), ("装卸搬运工", 4020501, "59", 4500, 6500, true),
        ("包装工", 6310500, "14", 3500, 5000, true), ("车工", 6180101, "34", 5000, 7500, false), ("铸造工", 6180201, "33", 5500, 8000, true), ("收银员", 4010204, "52", 2600, 3500, false),
        ("货车驾驶员", 4020202, "54", 6000, 9000, false),
    ];

    /// <summary>Counties around the two cities: invented, the zone's real extent is for the office to enter.</summary>
    private static readonly long[] DemoMembers = [140108000000, 140122000000, 140902000000, 140921000000, 140981000000];

    private static readonly string[] Words = ["晋丰", "恒泰", "汾河", "太行", "鑫源", "宏达", "瑞和", "华康", "永盛", "金阳", "嘉禾", "福泽", "盛世", "龙城", "北方", "同兴", "惠民", "晨光", "利民", "安康"];

    /// <summary>Makes them in an installation that is a demonstration and has no employers; anywhere else nothing happens.</summary>
    /// <returns>How many employers and vacancies were made.</returns>
    public async Task<(int Employers, int Vacancies)> MakeAsync(int seed, CancellationToken cancel)
    {
        if (await db.SettingAsync(Setting.RegisterKind, cancel) is not { } kind || !kind.StartsWith("demo", StringComparison.Ordinal) || await db.Employers().AnyAsync(cancel))
        {
            return (0, 0);
        }

        var random = new Random(seed);
        var (today, now, crypto) = (clock.Today, clock.UtcStamp, new PersonCrypto(keys));
        var counties = regions.Within(RegionCode.Shanxi, RegionLevel.County).Where(c => c.Kind.Length == 0).ToList();
        var unit = await db.Set<Unit>().AsNoTracking().Where(u => u.Kind == "employer").OrderBy(u => u.Region).ThenBy(u => u.Name).FirstOrDefaultAsync(cancel);
        var station = await db.Set<Unit>().AsNoTracking().Where(u => u.Kind == "station").OrderBy(u => u.Region).ThenBy(u => u.Name).FirstOrDefaultAsync(cancel);
        var employers = new List<(Employer Employer, int Trade)>(Employers);
        for (var i = 0; i < Employers; i++)
        {
            var own = i == 0 && unit is not null;
            var county = own ? regions[new RegionCode(unit!.Region)] : counties[i % counties.Count];
            var trade = random.Next(Trades.Length);
            var employer = EmployerOf(i, county, trade, own ? unit!.UnitId : null, random, crypto, now);
            employers.Add((employer, trade));
            db.Employers().Add(employer);
            AddStanding(employer, random, today, now);
        }

        var made = 0;
        var posted = new List<Posting>(Vacancies);
        while (made < Vacancies)
        {
            var (employer, trade) = employers[made < Employers ? made : random.Next(Employers)];
            posted.Add(PostingOf(made, employer, made < Employers ? trade : random.Next(3) > 0 ? trade : random.Next(Trades.Length), random, today, made % 2 == 1 && station?.Region == employer.Region ? station : null));
            made++;
        }

        foreach (var posting in posted)
        {
            db.Postings().Add(posting);
            AddSteps(posting);
            AddFills(posting, random, today);
        }

        var zone = new Zone { ZoneId = IdOf(4, 0, now), Name = "太忻经济区（演示）", Basis = "演示名单，不是正式范围；由省级专班按正式文件维护", ChangedAt = now };
        db.Zones().Add(zone);
        db.ZoneMembers().AddRange(DemoMembers.Select(m => new ZoneMember { ZoneId = zone.ZoneId, Region = m }));
        DemoDemand.Add(db, [.. employers.Select(e => (e.Employer, Trades[e.Trade].Occupation, Trades[e.Trade].Low, Trades[e.Trade].High))], seed, today, now);
        db.Audit(clock, Actor.Operator, "employers.demo", $"employers={Employers} vacancies={Vacancies} seed={seed}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return (Employers, Vacancies);
    }

    private static Employer EmployerOf(int index, Region county, int trade, Guid? unit, Random random, PersonCrypto crypto, DateTime now)
    {
        var (title, _, industry, _, _, labour) = Trades[trade];
        var flags = (labour ? EmployerFlags.LabourIntensive : EmployerFlags.None) | (index % 10 == 3 ? EmployerFlags.StateOwned : EmployerFlags.Private)
            | (index % 6 == 0 ? EmployerFlags.Key : EmployerFlags.None) | (title is "网约配送员" or "快递员" ? EmployerFlags.Platform : EmployerFlags.None)
            | (title is "缝纫工" && index % 2 == 0 ? EmployerFlags.HelpWorkshop : EmployerFlags.None) | (index % 25 == 7 ? EmployerFlags.HelpUnit : EmployerFlags.None);
        var name = $"{county.Name}{Words[index % Words.Length]}{Words[(index / Words.Length + 3) % Words.Length][..1]}{KindOf(industry)}有限公司（演示）";
        return new Employer
        {
            EmployerId = IdOf(1, index, now), CreditCode = CreditOf(county.Code.Value / 1_000_000, index), Number = index, Name = name, NameKey = EmployerNames.KeyOf(name), Industry = industry,
            Size = (short)(index % 10 == 3 ? 1 : random.Next(2, 5)), Flags = (int)flags, Region = county.Code.Value, Seat = county.Code.Value, Address = $"{county.Name}工业园区{random.Next(1, 99)}号",
            ContactName = "演示联系人", PhoneCipher = crypto.Encrypt("0351-0000000"), OfficerName = index % 6 == 0 ? "演示服务专员" : "", UnitId = unit, RegisteredAt = now, RegisteredBy = Actor.Operator.Login, ChangedAt = now,
        };
    }

    private static string KindOf(string industry) => industry switch
    {
        "18" => "服饰", "14" => "食品", "33" or "34" => "机械", "47" => "建筑劳务", "52" => "商贸", "54" or "59" or "60" => "物流", "61" or "62" => "餐饮", "80" or "85" => "家政养老", _ => "服务",
    };

    private static Posting PostingOf(int index, Employer employer, int trade, Random random, DateOnly today, Unit? sender)
    {
        var (title, occupation, _, low, high, _) = Trades[trade];
        var from = today.AddDays(-random.Next(1, 46));
        var state = index % 40 == 9 ? PostingState.Submitted : index % 80 == 11 ? PostingState.Returned : index % 50 == 13 ? PostingState.Closed : PostingState.Published;
        var byDay = random.Next(8) == 0;
        var (lowFen, highFen) = byDay ? (low / 26 / 5 * 500L, high / 26 / 5 * 500L) : ((low + (random.Next(5) * 100)) * 100L, (high + (random.Next(5) * 100)) * 100L);
        var days = byDay ? 26 : 0;
        var posts = random.Next(3) == 0 ? random.Next(10, 60) : random.Next(1, 10);
        var at = ChinaTime.StartOf(from).AddHours(9);
        var id = IdOf(2, index, at);
        return new Posting
        {
            VacancyId = id, EmployerId = employer.EmployerId, EmployerNumber = employer.Number, Region = employer.Region, ExternalNo = id.ToString("N"), SentUnit = sender?.UnitId, SentName = sender?.Name ?? "", Title = title,
            Description = $"演示岗位（{index + 1:D4}）。主要从事{title}工作，可培训上岗，按时发放工资。", Occupation = occupation, Place = employer.Seat, Address = employer.Address, Form = (short)(title == "网约配送员" ? 4 : 1),
            PayPeriod = (short)(byDay ? PayPeriod.Day : PayPeriod.Month), LowFen = lowFen, HighFen = highFen, DaysPerMonth = days,
            MonthFen = MatchCodes.MonthFen(byDay ? PayPeriod.Day : PayPeriod.Month, lowFen, days), Posts = posts, PostsOpen = posts, Board = random.Next(2) == 0, Lodging = random.Next(2) == 0,
            Insurances = (short)(random.Next(3) > 0 ? Insurances.Pension | Insurances.Medical | Insurances.Injury : Insurances.Accident), MinimumAge = 18, Welcomes = (short)(random.Next(4) == 0 ? PriorityGroups.LiftedOutOfPoverty | PriorityGroups.Monitored : PriorityGroups.None),
            Education = (short)(random.Next(4) == 0 ? EducationRank.JuniorMiddle : EducationRank.Unknown), FromDay = from, ToDay = today.AddDays(random.Next(10, 110)), State = (short)state,
            Reason = state is PostingState.Returned ? "请补充工资的发放时间（演示）" : state is PostingState.Closed ? "已招满（演示）" : "", SubmittedAt = at.AddHours(1),
            PublishedAt = state is PostingState.Published or PostingState.Closed ? at.AddHours(6) : null, CreatedAt = at, CreatedBy = Actor.Operator.Login, ChangedAt = at.AddHours(6),
        };
    }

    private void AddSteps(Posting posting)
    {
        void Add(PostingAct act, DateTime at, string reason = "") => db.PostingSteps().Add(WriteVacancy.StepOf(posting, act, Actor.Operator, at, reason));
        Add(PostingAct.Write, posting.CreatedAt);
        Add(PostingAct.Submit, posting.SubmittedAt!.Value);
        if (posting.PublishedAt is { } published)
        {
            Add(PostingAct.Publish, published);
        }

        if ((PostingState)posting.State is PostingState.Returned or PostingState.Closed)
        {
            Add((PostingState)posting.State is PostingState.Returned ? PostingAct.Return : PostingAct.Close, posting.ChangedAt, posting.Reason);
        }
    }

    /// <summary>Some posts were filled: days spread, at least one post stays open.</summary>
    private void AddFills(Posting posting, Random random, DateOnly today)
    {
        if (posting.PublishedAt is not { } published || posting.Posts < 3)
        {
            return;
        }

        var filled = random.Next(0, posting.Posts / 2);
        var since = today.DayNumber - ChinaTime.DayOf(published).DayNumber;
        for (var i = 0; i < filled; i++)
        {
            var days = random.Next(0, Math.Max(1, since + 1));
            db.PostingFills().Add(new PostingFill
            {
                VacancyId = posting.VacancyId, HireId = IdOf(3, i, published), EmployerId = posting.EmployerId,
                FilledOn = ChinaTime.DayOf(published).AddDays(days), Days = days,
            });
            posting.PostsOpen--;
        }
    }

    private void AddStanding(Employer employer, Random random, DateOnly today, DateTime now)
    {
        if (employer.Is(EmployerFlags.Key))
        {
            var heads = random.Next(60, 400);
            for (var back = 6; back >= 1; back--)
            {
                var month = today.AddMonths(-back);
                var (left, joined) = (random.Next(0, 12), random.Next(0, 16));
                heads = heads - left + joined;
                db.HeadCounts().Add(new HeadCount
                {
                    EmployerId = employer.EmployerId, Month = (month.Year * 100) + month.Month, Heads = heads, Joined = joined, StatedBy = Actor.Operator.Login, StatedAt = now,
                });
            }

            db.ServiceVisits().Add(new ServiceVisit
            {
                VisitId = IdOf(5, employer.Number, now), EmployerId = employer.EmployerId, VisitedOn = today.AddDays(-random.Next(3, 60)), Login = Actor.Operator.Login, Name = "演示服务专员",
                PostsNeeded = random.Next(5, 50), Need = "缺一线操作工，希望组织专场招聘（演示）", Outcome = "已列入下期招聘会名单，并推送给周边乡镇（演示）", Open = random.Next(3) == 0, RecordedAt = now,
            });
        }

        if (employer.Number % 60 == 17)
        {
            db.ConductEntries().Add(new ConductEntry
            {
                EntryId = IdOf(6, employer.Number, now), EmployerId = employer.EmployerId, Kind = (short)ConductKind.WagesOwed, Serious = true, FoundOn = today.AddDays(-40),
                Document = $"演示文书〔{today.Year.ToString(CultureInfo.InvariantCulture)}〕{employer.Number}号", Text = "拖欠工资（演示）", State = (short)ConductState.Open, RecordedAt = now, RecordedBy = Actor.Operator.Login,
            });
        }
    }

    /// <summary>A UUID that begins with the moment as one of version 7 does, so that lists keep their order; then the kind of row and its number.</summary>
    internal static Guid IdOf(byte kind, int number, DateTime at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, new DateTimeOffset(at).ToUnixTimeMilliseconds() << 16);
        (bytes[6], bytes[7], bytes[8]) = (0x80, kind, 0x80);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[12..], number);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A credit code whose check character is right; nobody has it: the body is "DEM" with a number.</summary>
    private static string CreditOf(long county, int number)
    {
        // the national letters leave out I, O, S, V and Z
        var body = string.Create(CultureInfo.InvariantCulture, $"91{county:D6}DEM{number:D6}");
        return "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(c => body + c).First(c => CreditCode.TryParse(c, out _, out _));
    }
}
