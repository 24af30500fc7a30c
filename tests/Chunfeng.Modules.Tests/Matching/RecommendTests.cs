using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Recommend;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.People;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.Matching;

/// <summary>Recommendations both ways, at night and at once, out of what the register says.</summary>
[Trait("Clause", "1.3")]
[Trait("Clause", "7.7")]
public sealed class RecommendTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    private static WishText Read(string text) => WishText.Read(text, Reference.Regions);

    [Theory(DisplayName = "就业意愿读得懂：工种、地方、工资、住宿，写成什么样都行")]
    [InlineData("工种：中式烹调师、保洁员；地区：北京市、太原市；月薪：5000元；需要住宿", "中式烹调师 保洁员", "110000000000 140100000000", 500_000, true)]
    [InlineData("保洁员 太原 4000", "保洁员", "140100000000", 400_000, false)]
    [InlineData("厨师，北京，5千以上，包住", "厨师", "110000000000", 500_000, true)]
    [InlineData("省内", "", "140000000000", 0, false)]
    [InlineData("", "", "", 0, false)]
    [InlineData("999999999", "999999999", "", 0, false)]
    public void A_wish_is_understood(string text, string trades, string places, int fen, bool lodging)
    {
        var wish = Read(text);
        Assert.Equal((trades, places, fen, lodging), (string.Join(' ', wish.Trades), string.Join(' ', wish.Places), wish.MonthFen, wish.NeedsLodging));
    }

    [Fact(DisplayName = "按本平台的格式写下的意愿，读回来一字不差")]
    public void What_is_written_reads_back() => Gen.Select(
        LedgerWorld.One("保洁员", "中式烹调师", "缝纫工").Array[0, 3], LedgerWorld.One(140100000000L, 110000000000L, 140121000000L).Array[0, 3], Gen.Int[0, 90].Select(y => y * 10_000), Gen.Bool)
        .Sample((trades, places, fen, lodging) =>
        {
            var wish = new WishText([.. trades.Distinct()], [.. places.Distinct()], fen, lodging);
            var read = Read(wish.Write(p => Reference.Regions[new RegionCode(p)].Name));
            return read.Trades.SequenceEqual(wish.Trades) && read.Places.SequenceEqual(wish.Places) && (read.MonthFen, read.NeedsLodging) == (fen, lodging);
        });

    [Fact(DisplayName = "登记里的情况变成匹配用的情况；不知道的就是不知道")]
    public void A_seeker_out_of_the_register()
    {
        var make = new MakeSeeker(new TradeWords(new OccupationWords(MatchingWorld.Codes.Occupation, [new EverydayWord("厨师", ["4-03-02-01"])])), Reference.Regions);
        var fact = new SeekerFact(Guid.NewGuid(), 1, 2, new(1985, 3, 9), 140121100205, "71", "10", true, 2, "厨师 北京", "保洁员（初级）", "", [10, 21, 40],
            [new("中式面点师", "", "", new(2021, 1, 1), false), new("中式面点师", "", "", new(2020, 1, 1), false)]);
        var seeker = make.Of(fact);
        Assert.Equal([4030201], seeker.Occupations);
        Assert.Equal([4030202, 4090801], seeker.Experience);
        Assert.Equal([110000000000], seeker.Places);
        Assert.Equal(PriorityGroups.LiftedOutOfPoverty | PriorityGroups.Monitored | PriorityGroups.Relocated, seeker.Groups);
        Assert.Equal((EducationRank.JuniorMiddle, HealthStates.Good, 0), (seeker.Education, seeker.Health, seeker.WishedFen));
        var unknown = make.Of(fact with { Education = "", Health = "", JobWish = "", Skill = "", Work = [] });
        Assert.Equal((EducationRank.Unknown, HealthStates.None, 0, 0), (unknown.Education, unknown.Health, unknown.Occupations.Count, unknown.Experience.Count));
    }

    [Theory(DisplayName = "主动推荐给谁：满16周岁、能劳动、没有在务工的人"), InlineData(2006, 2, 28, 2, false, true), InlineData(2006, 3, 1, 2, false, false), InlineData(1985, 3, 9, 4, false, false), InlineData(1985, 3, 9, 2, true, false)]
    public void Who_looks(int year, int month, int day, short ability, bool works, bool looks) => Assert.Equal(looks, MakeSeeker.IsLooking(
        new SeekerFact(Guid.NewGuid(), 1, 1, new(year, month, day), 140121100205, "", "", false, ability, "", "", "", [], works ? [new("", "", "", new(2022, 1, 1), true)] : []), new(2022, 2, 28)));

    [Theory(DisplayName = "为一个人推荐：最合适的在前，每个都说理由；招满的、过期的不出现"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Jobs_for_a_person(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var cook = await world.VacancyAsync(place: 110105000000);
        var clean = await world.VacancyAsync("保洁员", occupation: 4090801);
        await world.VacancyAsync("已满", change: p => p.PostsOpen = 0);
        await world.VacancyAsync("过期", change: p => p.ToDay = new(2022, 2, 27));
        await world.Ledger.Must(l => l.ChangePersonAsync(LedgerWorld.Worker(1), 1, new() { JobWish = "中式烹调师 北京 5000" }, LedgerWorld.Village, Actor.Operator, Cancel));
        var found = (await world.Do<RecommendJobs, Result<PersonOffers>>(r => r.HandleAsync(LedgerWorld.Worker(1), 10, false, MatchingWorld.Clerk, Cancel))).Value!;
        Assert.Equal([cook, clean], found.Offers.Select(o => o.Card.VacancyId));
        Assert.Contains(found.Offers[0].Why.Parts, p => p.Text == "工种相符：中式烹调师" && p.Score > 0);
        Assert.Contains(found.Offers[0].Why.Parts, p => p.Text == "在本人想去的北京市" && p.Score > 0);
        var asked = (await world.Do<RecommendJobs, Result<PersonOffers>>(r => r.HandleAsync(LedgerWorld.Worker(1), 10, false, MatchingWorld.Clerk, Cancel, "保洁员"))).Value!;
        Assert.Equal(clean, asked.Offers[0].Card.VacancyId);
        Assert.Equal("worker-not-found", (await world.Do<RecommendJobs, Result<PersonOffers>>(r =>
            r.HandleAsync(LedgerWorld.Worker(1), 10, false, MatchingWorld.Clerk with { Region = new RegionCode(140122000000) }, Cancel))).Refusal?.Code);
    }

    [Theory(DisplayName = "为一个岗位找人：只在自己的辖区里找，正在务工的不出现；省市先选县"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task People_for_a_vacancy(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var vacancy = await world.VacancyAsync(posts: 5);
        await world.Ledger.Work(2, LedgerWorld.Job(new(2022, 1, 5)));
        await world.Referred(3, vacancy);
        Task<Result<VacancyPeople>> Find(Actor actor, RegionCode? area = null) => world.Do<RecommendPeople, Result<VacancyPeople>>(r => r.HandleAsync(vacancy, area, 10, actor, Cancel));
        var people = (await Find(MatchingWorld.Clerk)).Value!.People;
        Assert.Equal(new[] { LedgerWorld.Worker(1), LedgerWorld.Worker(3) }.Order(), people.Select(p => p.Person.WorkerId).Order());
        Assert.NotNull(people.Single(p => p.Person.WorkerId == LedgerWorld.Worker(3)).Open);
        Assert.Empty((await Find(MatchingWorld.Clerk with { Region = new RegionCode(140122000000) })).Value!.People);
        Assert.Equal("outside-scope", (await Find(MatchingWorld.Clerk, new RegionCode(140122000000))).Refusal?.Code);
        var city = MatchingWorld.Clerk with { Region = new RegionCode(140100000000) };
        Assert.Null((await Find(city)).Value!.Area);
        Assert.Equal(2, (await Find(city, new RegionCode(140121000000))).Value!.People.Count);
        Assert.Equal("no-right", (await Find(MatchingWorld.Boss)).Refusal?.Code);

        // searched once for each version of a vacancy
        var (pool, card) = (await world.Get<MarketShelf>().PoolAsync(MatchingWorld.Clerk.Region, MatchingWorld.Clerk, Cancel), (await world.Do<IVacancies, VacancyCard?>(v => v.FindAsync(vacancy, Cancel)))!);
        Assert.Same(pool.Best(card, 10), pool.Best(card, 10));
        Assert.Single(pool.Best(card, 1));
        Assert.Empty(pool.Best(card with { Version = card.Version + 1, Facts = card.Facts with { MinimumAge = 60 } }, 10));
    }

    [Theory(DisplayName = "夜里为全部求职人员算好，白天一查就有；与当场算的一样"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_night_equals_the_day(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine, people: 5);
        foreach (var (title, occupation) in new[] { ("中式烹调师", 4030201), ("保洁员", 4090801), ("缝纫工", 6050103) })
        {
            await world.VacancyAsync(title, 3, occupation);
        }

        await world.Ledger.Work(5, LedgerWorld.Job(new(2022, 1, 5)));
        var report = await world.Do<RunMatch, MatchRunReport>(r => r.ToShelfAsync(20, Guid.NewGuid(), Actor.Operator, _ => { }, Cancel));
        Assert.Equal((3, 4L, 12L), (report.Vacancies, report.People, report.Matches));
        var night = world.Get<MatchShelf>().Newest()!;
        Assert.Null(night.Find(LedgerWorld.Worker(5)));
        Assert.Null(night.Find(Guid.NewGuid()));
        for (var serial = 1; serial <= 4; serial++)
        {
            var worker = LedgerWorld.Worker(serial);
            Result<PersonOffers> Of(bool nightly) => world.Do<RecommendJobs, Result<PersonOffers>>(r => r.HandleAsync(worker, 10, nightly, Actor.Operator, Cancel)).GetAwaiter().GetResult();
            var (kept, live) = (Of(true).Value!, Of(false).Value!);
            Assert.Equal((true, false), (kept.Nightly, live.Nightly));
            Assert.Equal(live.Offers.Select(o => (o.Card.VacancyId, o.Why.Score)), kept.Offers.Select(o => (o.Card.VacancyId, o.Why.Score)));
            Assert.Equal(night.Find(worker)!.Select(m => (m.VacancyId, m.Score)), live.Offers.Select(o => (o.Card.VacancyId, o.Why.Score)));
        }
    }

    [Fact(DisplayName = "夜间文件：随便多少人多少岗位，写进去的原样读出来；没写完的打不开")]
    public void A_night_reads_back()
    {
        var vacancies = new VacancyTable(Enumerable.Range(0, 40).Select(i => new Vacancy { Id = Guid.CreateVersion7(), Occupation = 4030201, Place = 140121000000 }));
        Gen.Select(Gen.Guid.Array[0, 300], Gen.Int[0, 20]).Sample((people, k) =>
        {
            var ids = people.Distinct().Order().ToList();
            using var stream = new MemoryStream();
            var writer = new MatchFileWriter(stream, vacancies, new(2022, 2, 28), 20);
            Match[] ListOf(Guid id) => [.. Enumerable.Range(0, Math.Min(k, 20)).Select(i => new Match((id.GetHashCode() & 0x7fff) % 20 + i, 999_999 - i))];
            foreach (var id in ids)
            {
                writer.Add(id, ListOf(id));
            }

            writer.Complete([(3, 140121000000, 7)]);
            using var file = new MatchFile(stream);
            return (file.People, file.K, file.Day) == (ids.Count, 20, new DateOnly(2022, 2, 28)) && file.Find(Guid.Empty) is null
                && ids.All(id => file.Find(id)!.SequenceEqual(ListOf(id).Select(m => new NightMatch(vacancies.IdAt(m.Row), m.Score))));
        });
        Assert.Throws<InvalidDataException>(() => new MatchFile(new MemoryStream(new byte[100])));
        Assert.Throws<InvalidDataException>(() => new MatchFile(new MemoryStream(new byte[10])));
    }

    [Theory(DisplayName = "每个岗位最多推荐名额×倍数，减去已经在路上的；已满的不推荐"), InlineData(100, 0, 2), InlineData(150, 0, 3), InlineData(125, 0, 3), InlineData(100, 1, 1), InlineData(100, 5, 0)]
    public void Capacities(int percent, int open, int expected)
    {
        var vacancy = new Vacancy { Id = Guid.NewGuid(), Occupation = 4030201, Place = 140121000000, Posts = 2 };
        Assert.Equal([expected], MassReferral.Capacities(new VacancyTable([vacancy]), percent, new Dictionary<Guid, int> { [vacancy.Id] = open }));
    }

    [Theory(DisplayName = "批量推荐：一人一个，谁也不超过名额；再来一次不重复推荐"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Mass_referral(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine, people: 6);
        var (cook, clean) = (await world.VacancyAsync(posts: 2), await world.VacancyAsync("保洁员", 3, 4090801));
        Task<Result<JobOutcome>> Run() => world.Do<MassReferral, Result<JobOutcome>>(m =>
            m.RunAsync(new MassInput(140121000000, 100), new JobRun(Guid.NewGuid(), MatchingWorld.Clerk, 1, () => Stream.Null), Cancel));
        Assert.False((await Run()).IsRefused);
        await using var db = world.Ledger.Test.Open();
        var sent = await db.Referrals().AsNoTracking().ToListAsync(Cancel);
        Assert.Equal((5, 5), (sent.Count, sent.Select(r => r.WorkerId).Distinct().Count()));
        Assert.Equal((2, 3), (sent.Count(r => r.VacancyId == cook), sent.Count(r => r.VacancyId == clean)));
        Assert.False((await Run()).IsRefused);
        Assert.Equal(5, await db.Referrals().CountAsync(Cancel));
    }
}
