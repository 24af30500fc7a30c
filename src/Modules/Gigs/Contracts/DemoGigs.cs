using Chunfeng.Employers.Contracts;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs.Contracts;

/// <summary>Three gig markets with a few days of traffic, and a labour and a talent market, every one marked 演示. The same day and seed give the same traffic.</summary>
public sealed class DemoGigs(ChunfengDb db, FindPeople people, IEmployers register, KeyRing keys, TimeProvider clock)
{
    private const int DaysBack = 3, Workers = 24;

    private static readonly (long Region, string Name, MarketKind Kind, string Address)[] Halls =
    [
        (140802000000, "盐湖区零工市场（演示）", MarketKind.Gig, "运城市盐湖区（演示地址）"),
        (140121000000, "清徐县零工市场（演示）", MarketKind.Gig, "太原市清徐县（演示地址）"),
        (140213000000, "平城区零工市场（演示）", MarketKind.Gig, "大同市平城区（演示地址）"),
        (140802000000, "盐湖区劳动力市场（演示）", MarketKind.Labour, "运城市盐湖区（演示地址）"),
        (140121000000, "清徐县人才市场（演示）", MarketKind.Talent, "太原市清徐县（演示地址）"),
    ];

    private static readonly (string Trade, string Title, string Place, PayUnit Unit, long Pay, string Piece, string Dangers, int Places)[] Jobs =
    [
        ("scaffold", "外墙架子拆除", "城东工地", PayUnit.Day, 28000, "", "height", 3), ("mason", "砌围墙", "开发区北门", PayUnit.Day, 24000, "", "", 4),
        ("pipe", "换水管", "老城小区", PayUnit.Hour, 4000, "", "", 2), ("porter", "卸货", "物流园3号库", PayUnit.Piece, 80, "箱", "heavy", 4),
        ("cleaner", "新房开荒保洁", "学府小区", PayUnit.Day, 15000, "", "", 3), ("general", "展会布场", "会展中心", PayUnit.Hour, 2500, "", "", 5),
    ];

    /// <summary>Only over a demonstration, and only once.</summary>
    /// <returns>How many markets were made.</returns>
    public async Task<int> HandleAsync(int seed, CancellationToken cancel)
    {
        if (await db.SettingAsync(Setting.RegisterKind, cancel) is not { } kind || !kind.StartsWith("demo", StringComparison.Ordinal) || await db.Markets().AnyAsync(cancel))
        {
            return 0;
        }

        var (today, random, made) = (clock.Today, new Random(seed), 0);
        foreach (var (region, name, which, address) in Halls)
        {
            var market = new GigMarket
            {
                Name = name, Kind = (short)which, Region = region, Address = address, Hours = "06:00—18:00", Capacity = 300, IsOpen = true, CreatedAt = clock.UtcStamp, Version = 1,
                Services = "seek recruit introduce policy training rights", Areas = which == MarketKind.Gig ? "scaffold:东侧1区|mason:东侧2区|pipe:西侧1区" : "",
            };
            db.Markets().Add(market);
            made++;
            for (var back = DaysBack; back >= 0; back--)
            {
                foreach (var service in (string[])["seek", "recruit", "policy"])
                {
                    db.ServiceDays().Add(new ServiceDay { MarketId = market.MarketId, Day = today.AddDays(-back), Service = service, Region = region, Times = random.Next(5, 60), RecordedBy = Actor.Operator.Login, Version = 1 });
                }
            }

            if (which == MarketKind.Gig)
            {
                await TrafficAsync(market, today, random, cancel);
            }
        }

        db.Audit(clock, Actor.Operator, "gigs.demo", $"markets={made} seed={seed}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return made;
    }

    private async Task TrafficAsync(GigMarket market, DateOnly today, Random random, CancellationToken cancel)
    {
        var some = await people.SomeAsync(new RegionCode(market.Region), Workers, today.AddYears(-20), Actor.Operator, cancel);
        var workers = some.Select((p, i) => new GigWorker
        {
            WorkerId = p.WorkerId, MaskedName = p.MaskedName, BornOn = p.BirthDate, Home = p.Home, JoinedAt = clock.UtcStamp, Version = 1,
            Trades = $"{Jobs[i % Jobs.Length].Trade}{(i % 2 == 0 || Jobs[i % Jobs.Length].Trade == "general" ? "" : " general")}",
        }).ToList();
        db.GigWorkers().AddRange(workers);
        var registered = (await register.SearchAsync(null, new PageAsk(Size: 2), Actor.Operator with { Region = new RegionCode(market.Region) }, cancel)).Rows;
        var employers = new[]
        {
            Employer(market, EmployerKind.Unit, "演示建筑工程有限公司", "19900000001", registered.ElementAtOrDefault(0)), Employer(market, EmployerKind.Unit, "演示物流有限公司", "19900000002", registered.ElementAtOrDefault(1)),
            Employer(market, EmployerKind.Household, "演示用户", "19900000003"),
        };
        db.GigEmployers().AddRange(employers);
        for (var back = DaysBack; back >= -1; back--)
        {
            var day = today.AddDays(-back);
            var counters = new MarketDay { MarketId = market.MarketId, Day = day, Version = 1 };
            db.MarketDays().Add(counters);
            var line = back < 0 ? [] : workers.Where(_ => random.Next(4) > 0).ToList();
            foreach (var worker in line)
            {
                db.Presences().Add(new Presence
                {
                    WorkerId = worker.WorkerId, Day = day, MarketId = market.MarketId, Region = market.Region, Number = ++counters.LastNumber, Turn = ++counters.LastTurn, Trades = worker.Trades,
                    MaskedName = worker.MaskedName, Way = (short)(counters.LastNumber % 3 == 0 ? SignInWay.Phone : SignInWay.Staff), SignedInAt = At(day, 6, counters.LastNumber), LeftAt = back > 0 ? At(day, 18, 0) : null, Version = 1,
                });
            }

            foreach (var (job, i) in Jobs.Select((j, i) => (j, i)))
            {
                var employer = employers[(i + back + 1) % employers.Length];
                var post = new GigPost
                {
                    MarketId = market.MarketId, Region = market.Region, Day = day, EmployerId = employer.EmployerId, EmployerName = employer.ShownName, Trade = job.Trade, Title = $"{job.Title}（演示）",
                    Place = job.Place, StartsAt = At(day, 8, 0), EndsAt = At(day, 17, 30), PayUnit = (short)job.Unit, PayFen = job.Pay, PieceName = job.Piece, Places = job.Places, Dangers = job.Dangers,
                    Ways = (short)FillWays.All, State = (short)(back <= 0 ? i == 5 ? PostState.Submitted : PostState.Open : PostState.Closed), SubmittedBy = Actor.Operator.Login, SubmittedAt = At(day, 6, 10 + i),
                    CheckedBy = Actor.Operator.Login, CheckedAt = At(day, 6, 20 + i), Version = 1,
                };
                db.GigPosts().Add(post);
                if (back < 0 || post.State == (short)PostState.Submitted)
                {
                    continue;
                }

                foreach (var worker in line.Where(w => w.TradeSet.Contains(job.Trade)).Take(back == 0 ? 1 : job.Places).ToList())
                {
                    line.Remove(worker); // one job a day
                    Work(post, worker, employer, counters, back > 0, random);
                }
            }
        }
    }

    private void Work(GigPost post, GigWorker worker, GigEmployer employer, MarketDay counters, bool over, Random random)
    {
        var place = new GigPlace
        {
            WorkerId = worker.WorkerId, PostId = post.PostId, MarketId = post.MarketId, Region = post.Region, Day = post.Day, StartsAt = post.StartsAt, EndsAt = post.EndsAt, MaskedName = worker.MaskedName,
            Way = (short)(1 + random.Next(3)), State = (short)PlaceState.Taken, OfferedAt = At(post.Day, 6, 40), TakenAt = At(post.Day, 6, 42), Version = 1,
        };
        db.GigPlaces().Add(place);
        if (over && random.Next(12) == 0)
        {
            (place.State, place.Reason) = ((short)PlaceState.Absent, "没有到岗（演示）");
            worker.Absences++;
            return;
        }

        post.Held++;
        if (!over)
        {
            return;
        }

        var quantity = (PayUnit)post.PayUnit switch { PayUnit.Day => 1_00L, PayUnit.Hour => 8_50L, _ => random.Next(150, 260) * 100L };
        (place.State, place.ArrivedAt, place.ArrivedSide, place.Quantity, place.StatedSide, place.DoneAt) =
            ((short)PlaceState.Done, At(post.Day, 7, 50), (short)GigSide.Worker, quantity, (short)GigSide.Employer, At(post.Day, 17, 40));
        (place.Slip, place.AmountFen) = (++counters.LastSlip, SlipMath.Amount(post.PayFen, quantity));
        worker.Done++;
        var share = random.Next(10);
        place.PaidFen = share == 0 ? 0 : share == 1 ? place.AmountFen / 2 : place.AmountFen;
        if (place.PaidFen > 0)
        {
            db.GigPayments().Add(new GigPayment
            {
                WorkerId = worker.WorkerId, PaymentId = Guid.CreateVersion7(), PlaceId = place.PlaceId, Fen = place.PaidFen, Method = share % 2 == 0 ? "cash" : "phone", Evidence = "窗口当面点清（演示）",
                Side = (short)GigSide.Staff, Login = Actor.Operator.Login, At = At(post.Day, 17, 50),
            });
        }

        if (random.Next(3) == 0)
        {
            var stars = random.Next(4, 6);
            db.GigRatings().Add(new GigRating { WorkerId = worker.WorkerId, PlaceId = place.PlaceId, Side = (short)GigSide.Employer, Stars = (short)stars, Text = "", Login = Actor.Operator.Login, At = At(post.Day, 18, 0) });
            (worker.Stars, worker.Ratings) = (worker.Stars + stars, worker.Ratings + 1);
        }

        if (share == 0)
        {
            db.GigDisputes().Add(new GigDispute
            {
                WorkerId = worker.WorkerId, PlaceId = place.PlaceId, PostId = post.PostId, Region = post.Region, Kind = "unpaid", OwedFen = place.OwedFen, Text = "说好当天给，还没给（演示）", Side = (short)GigSide.Worker,
                Login = $"worker:{worker.WorkerId:N}", At = At(post.Day, 19, 0), Version = 1,
            });
        }
    }

    private GigEmployer Employer(GigMarket market, EmployerKind kind, string name, string phone, EmployerCard? card = null)
    {
        var crypto = new PersonCrypto(keys);
        return new GigEmployer
        {
            Kind = (short)kind, ShownName = kind == EmployerKind.Unit ? card?.Name ?? name : "演*（个人）", Credit = card?.CreditCode ?? "", RegisterId = card?.EmployerId, NameCipher = kind == EmployerKind.Unit ? null : crypto.Encrypt(name), PhoneCipher = crypto.Encrypt(phone),
            PhoneBlind = crypto.Blind('p', phone), Region = market.Region, CheckedBy = Actor.Operator.Login, CheckedAt = clock.UtcStamp, Version = 1,
        };
    }

    private static DateTime At(DateOnly day, int hour, int minute) => ChinaTime.StartOf(day).AddMinutes((hour * 60) + minute);
}
