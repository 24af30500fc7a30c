using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Events.Interviews;
using Chunfeng.Events.Live;
using Chunfeng.Matching.Contracts;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>Remote interviews from booking to result, and who may come in.</summary>
[Trait("Clause", "8.2")]
public class InterviewTests
{
    private static readonly DateTime Now = new(2022, 3, 1, 2, 0, 0, DateTimeKind.Utc), At = Now.AddHours(1);
    private static readonly InterviewFacts Booked = new(InterviewState.Booked, At, 30, WorkerSeen: true, OfficeSeen: true);

    public static TheoryData<string> Engines => TestDb.Engines;

    [Fact(DisplayName = "面试前15分钟整可以进，早一毫秒不行；结束后30分钟整还能进，晚一毫秒不行")]
    public void When_a_side_may_come_in()
    {
        Assert.Equal("too-early", InterviewMachine.CheckJoin(Booked, At.AddMinutes(-15).AddMilliseconds(-1))?.Code);
        Assert.Null(InterviewMachine.CheckJoin(Booked, At.AddMinutes(-15)));
        Assert.Null(InterviewMachine.CheckJoin(Booked, At.AddMinutes(60)));
        Assert.Equal("too-late", InterviewMachine.CheckJoin(Booked, At.AddMinutes(60).AddMilliseconds(1))?.Code);
        Assert.Equal("is-over", InterviewMachine.CheckJoin(Booked with { State = InterviewState.Held }, At)?.Code);
        Assert.Equal("is-cancelled", InterviewMachine.CheckJoin(Booked with { State = InterviewState.Cancelled }, At)?.Code);
    }

    [Fact(DisplayName = "登记未到：过了约定时间10分钟才行；进入过的不能登记为未到")]
    public void Absence()
    {
        var alone = Booked with { WorkerSeen = false };
        Assert.Equal("wait-more", InterviewMachine.CheckOutcome(alone, InterviewOutcome.WorkerAbsent, "", At.AddMinutes(10).AddMilliseconds(-1))?.Code);
        Assert.Null(InterviewMachine.CheckOutcome(alone, InterviewOutcome.WorkerAbsent, "", At.AddMinutes(10)));
        Assert.Equal("was-here", InterviewMachine.CheckOutcome(Booked, InterviewOutcome.WorkerAbsent, "", At.AddMinutes(20))?.Code);
        Assert.Equal("was-here", InterviewMachine.CheckOutcome(Booked, InterviewOutcome.EmployerAbsent, "", At.AddMinutes(20))?.Code);
    }

    [Fact(DisplayName = "没有见过面就登记通过，要写明怎么面试的；见过面的可以不写")]
    public void A_result_without_a_meeting()
    {
        var unseen = Booked with { OfficeSeen = false };
        Assert.Equal("note-missing", InterviewMachine.CheckOutcome(unseen, InterviewOutcome.Passed, "", At)?.Code);
        Assert.Null(InterviewMachine.CheckOutcome(unseen, InterviewOutcome.Passed, "电话面试", At));
        Assert.Null(InterviewMachine.CheckOutcome(Booked, InterviewOutcome.Failed, "", At));
        Assert.Equal("too-early", InterviewMachine.CheckOutcome(Booked, InterviewOutcome.Passed, "好", At.AddMinutes(-16))?.Code);
    }

    [Theory(DisplayName = "过期以后：只来了一方的，记另一方未到；都来了或都没来的，等人登记")]
    [InlineData(true, false, InterviewOutcome.EmployerAbsent)]
    [InlineData(false, true, InterviewOutcome.WorkerAbsent)]
    [InlineData(true, true, null)]
    [InlineData(false, false, null)]
    public void Afterwards(bool worker, bool office, InterviewOutcome? outcome) =>
        Assert.Equal(outcome, InterviewMachine.PlainAfterwards(Booked with { WorkerSeen = worker, OfficeSeen = office }));

    [Theory(DisplayName = "预约、改约、登记结果，求职登记跟着走；本人同一时间约不了两场；邻县和别的用人单位看不到")]
    [MemberData(nameof(Engines))]
    public async Task From_booking_to_result(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var world = new World(database);
        var booked = await world.DoAsync(a => a.BookAsync(world.Worker, world.Referral, At, 30, world.County, default));
        Assert.False(booked.IsRefused, booked.Refusal?.Message);
        var id = booked.Value.InterviewId;
        Assert.Equal("already-booked", (await world.DoAsync(a => a.BookAsync(world.Worker, world.Referral, At.AddHours(3), 30, world.County, default))).Refusal?.Code);
        Assert.Equal("worker-busy", (await world.DoAsync(a => a.BookAsync(world.Worker, Guid.CreateVersion7(), At.AddMinutes(29), 15, world.County, default))).Refusal?.Code);
        var after = await world.DoAsync(a => a.BookAsync(world.Worker, Guid.CreateVersion7(), At.AddMinutes(30), 15, world.County, default));
        Assert.False(after.IsRefused); // one ends as the other begins

        // out of reach looks like absent
        foreach (var stranger in (Actor[])[world.Neighbour, world.OtherEmployer, world.NoRight])
        {
            Assert.Equal(ArrangeInterviews.NotFound, await world.DoAsync(a => a.MoveAsync(id, At.AddHours(2), 30, stranger, default)));
            Assert.Equal(ArrangeInterviews.NotFound, await world.DoAsync(a => a.ConcludeAsync(id, InterviewOutcome.Passed, "好", stranger, default)));
            Assert.Equal(ArrangeInterviews.NotFound, await world.DoAsync(a => a.CancelAsync(id, stranger, default)));
        }

        Assert.Null(await world.DoAsync(a => a.MoveAsync(id, At.AddHours(2), 45, world.OwnEmployer, default)));
        world.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("note-missing", (await world.DoAsync(a => a.ConcludeAsync(id, InterviewOutcome.Passed, "", world.OwnEmployer, default)))?.Code);
        Assert.Null(await world.DoAsync(a => a.ConcludeAsync(id, InterviewOutcome.Passed, "电话谈好", world.OwnEmployer, default)));
        Assert.Equal("is-over", (await world.DoAsync(a => a.ConcludeAsync(id, InterviewOutcome.Failed, "再改", world.County, default)))?.Code);
        Assert.Equal([(id, InterviewOutcome.Passed)], world.Referrals.Told);
        Assert.Equal(3, world.Referrals.BookedTimes.Count); // booked, the second, moved
    }

    [Theory(DisplayName = "求职登记不同意时，面试不改不留")]
    [MemberData(nameof(Engines))]
    public async Task The_referral_has_the_last_word(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var world = new World(database) { Referrals = { No = new Refusal("closed", "已结束") } };
        Assert.Equal("closed", (await world.DoAsync(a => a.BookAsync(world.Worker, world.Referral, At, 30, world.County, default))).Refusal?.Code);
        await using var db = database.Open();
        Assert.Empty(await db.Interviews().ToListAsync());
    }

    [Theory(DisplayName = "过期处理：等了没人来的记招聘方未到；没人来的转待登记；再跑一遍什么都不变")]
    [MemberData(nameof(Engines))]
    public async Task Expiry(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var world = new World(database);
        var waited = (await world.DoAsync(a => a.BookAsync(world.Worker, world.Referral, At, 30, world.County, default))).Value!.InterviewId;
        var nobody = (await world.DoAsync(a => a.BookAsync(Guid.CreateVersion7(), world.Referral, At, 30, world.County, default))).Value!.InterviewId;
        await using (var db = database.Open())
        {
            await db.Interviews().Where(i => i.InterviewId == waited).ExecuteUpdateAsync(s => s.SetProperty(i => i.WorkerSeenAt, At));
        }

        world.Clock.Advance(TimeSpan.FromHours(2)); // the very moment the door closes
        Assert.Equal(0, await world.SweepAsync());
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await world.SweepAsync());
        Assert.Equal(0, await world.SweepAsync());
        Assert.Equal([(waited, InterviewOutcome.EmployerAbsent)], world.Referrals.Told);
        await using var after = database.Open();
        Assert.Equal((short)InterviewState.Expired, (await after.Interviews().SingleAsync(i => i.InterviewId == nobody)).State);
    }

    [Theory(DisplayName = "只有这场面试的两方能进；第二个面试官被挡住；开始以前什么都传不过去，只有招聘方能开始")]
    [MemberData(nameof(Engines))]
    public async Task Only_the_two_sides(string engine)
    {
        await using var database = await TestDb.CreateAsync(engine);
        var world = new World(database);
        var id = (await world.DoAsync(a => a.BookAsync(world.Worker, world.Referral, At, 30, world.County, default))).Value!.InterviewId;
        LiveTicket Side(Guid? worker, string who, bool office) => new(id, Guid.CreateVersion7(), worker, who, office, At.AddHours(5));
        var rooms = world.Meetings;
        Assert.Equal("out", (await FirstAsync(rooms, Side(world.Worker, "w", false))).K); // too early
        world.Clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal("out", (await FirstAsync(rooms, Side(Guid.CreateVersion7(), "x", false))).K); // another worker
        var (worker, office) = (Side(world.Worker, "w", false), Side(null, "county", true));
        await using var w = rooms.MeetAsync(worker, default).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(new MeetingSignal("peer", "0"), await NextAsync(w));
        await using var o = rooms.MeetAsync(office, default).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(new MeetingSignal("peer", "1"), await NextAsync(o));
        Assert.Equal(new MeetingSignal("peer", "1"), await NextAsync(w));
        Assert.Equal("out", (await FirstAsync(rooms, Side(null, "colleague", true))).K);
        Assert.False(rooms.Send(worker, "begin", ""));
        Assert.False(rooms.Send(office, "offer", "sdp"));
        Assert.True(rooms.Send(office, "begin", ""));
        Assert.Equal("begin", (await NextAsync(w)).K);
        Assert.True(rooms.Send(office, "offer", "sdp"));
        Assert.Equal(new MeetingSignal("offer", "sdp"), await NextAsync(w));
        Assert.False(rooms.Send(office, "shell", "x"));
        Assert.False(rooms.Send(office with { Viewer = Guid.CreateVersion7() }, "ice", "x")); // a page that is not in

        // the phone's page anew: the old one is told, the new one is asked in at once
        await using var again = rooms.MeetAsync(worker with { Viewer = Guid.CreateVersion7() }, default).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(new MeetingSignal("peer", "1"), await NextAsync(again));
        Assert.Equal("begin", (await NextAsync(again)).K);
        Assert.Equal("out", (await NextAsync(w)).K);
        rooms.Close(id);
        Assert.Equal("out", (await NextAsync(again)).K);
        await using var db = database.Open();
        var row = await db.Interviews().SingleAsync(i => i.InterviewId == id);
        Assert.NotNull(row.WorkerSeenAt);
        Assert.NotNull(row.OfficeSeenAt);
    }

    private static async Task<MeetingSignal> FirstAsync(MeetingRooms rooms, LiveTicket ticket)
    {
        await using var signals = rooms.MeetAsync(ticket, default).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        return await NextAsync(signals);
    }

    private static async Task<MeetingSignal> NextAsync(IAsyncEnumerator<MeetingSignal> signals)
    {
        Assert.True(await signals.MoveNextAsync());
        return signals.Current;
    }

    /// <summary>One referral of a county, the employer it is about, and the neighbours; the rooms of employers and matching are stood in for.</summary>
    private sealed class World(TestDb database)
    {
        public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(Now));
        public Guid Worker { get; } = Guid.CreateVersion7();
        public Guid Referral { get; } = Guid.CreateVersion7();
        public Actor County { get; } = Who("county", 140121000000, Rights.MatchingRefer);
        public Actor Neighbour { get; } = Who("neighbour", 140122000000, Rights.MatchingRefer);
        public Actor OwnEmployer { get; } = Who("own", 140121000000, Rights.EmployersOwn) with { Unit = Employer };
        public Actor OtherEmployer { get; } = Who("other", 140121000000, Rights.EmployersOwn) with { Unit = Guid.CreateVersion7() };
        public Actor NoRight { get; } = Who("reader", 140121000000, Rights.PeopleRead);
        public FakeReferrals Referrals { get; init; } = new();
        public MeetingRooms Meetings => field ??= new MeetingRooms(database.Factory, Clock);

        public async Task<T> DoAsync<T>(Func<ArrangeInterviews, Task<T>> act)
        {
            await using var db = database.Open();
            return await act(Arrange(db));
        }

        public async Task<int> SweepAsync()
        {
            await using var db = database.Open();
            return await new ExpireInterviews(db, Arrange(db), Clock).SweepAsync(default);
        }

        private ArrangeInterviews Arrange(ChunfengDb db) => new(db, Referrals, new NoVacancies(), new InterviewScope(db, new OneEmployer()), Meetings, Clock);

        private static Actor Who(string login, long region, string right) => new(login, login, new(region), new HashSet<string> { right }) { Unit = login == "own" ? OwnUnit : right == Rights.EmployersOwn ? Guid.CreateVersion7() : null };
    }

    private static readonly Guid Employer = Guid.CreateVersion7(), OwnUnit = Guid.CreateVersion7();

    /// <summary>The unit of the account "own" is the employer of the interviews; any other unit is another employer.</summary>
    private sealed class OneEmployer : IEmployers
    {
        public Task<EmployerCard?> FindAsync(Guid employerId, CancellationToken cancel) => Task.FromResult<EmployerCard?>(null);
        public Task<EmployerCard?> ByCreditAsync(string creditCode, CancellationToken cancel) => Task.FromResult<EmployerCard?>(null);

        public Task<IReadOnlyDictionary<Guid, EmployerCard>> FindAsync(IReadOnlyCollection<Guid> employerIds, CancellationToken cancel) => throw new NotSupportedException();
        public Task<IReadOnlyDictionary<string, EmployerCard>> ByCreditAsync(IReadOnlyCollection<string> creditCodes, CancellationToken cancel) => throw new NotSupportedException();
        public Task<KeyPage<EmployerCard>> SearchAsync(string? text, PageAsk ask, Actor actor, CancellationToken cancel) => throw new NotSupportedException();
        public Task<IReadOnlyList<EmployerCard>> NearAsync(string name, RegionCode area, CancellationToken cancel) => throw new NotSupportedException();
        public Task<IReadOnlyList<ConductLine>> ConductAsync(Guid employerId, int most, CancellationToken cancel) => throw new NotSupportedException();
        public Task<Result<EmployerCard>> RegisterAsync(EmployerStatement told, bool confirmed, Actor actor, CancellationToken cancel) => throw new NotSupportedException();

        /// <summary>A unit's employer has the unit's id here.</summary>
        public Task<EmployerCard?> OfUnitAsync(Guid unitId, CancellationToken cancel) => Task.FromResult<EmployerCard?>(new EmployerCard(unitId, "", "", "", 140121000000, unitId, null));
    }

    private sealed class FakeReferrals : IReferrals
    {
        public Refusal? No { get; set; }
        public List<(Guid Interview, InterviewOutcome Outcome)> Told { get; } = [];
        public List<DateTime> BookedTimes { get; } = [];

        public Task<Result<ReferralCard>> ApplyAsync(Guid workerId, Guid vacancyId, ReferralSource source, Actor actor, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ReferralCard?> FindAsync(Guid workerId, Guid referralId, Actor actor, CancellationToken cancel) =>
            Task.FromResult<ReferralCard?>(new ReferralCard(workerId, referralId, Guid.CreateVersion7(), Employer, "张*", ReferralState.Applied, 140121000000, 1));

        public Task<Refusal?> InterviewBookedAsync(Guid workerId, Guid referralId, Guid interviewId, DateTime at, Actor actor, CancellationToken cancel)
        {
            BookedTimes.Add(at);
            return Task.FromResult(No);
        }

        public Task<Refusal?> InterviewedAsync(Guid workerId, Guid referralId, Guid interviewId, InterviewOutcome outcome, string note, Actor actor, CancellationToken cancel)
        {
            Told.Add((interviewId, outcome));
            return Task.FromResult(No);
        }
    }

    private sealed class NoVacancies : IVacancies
    {
        public Task<VacancyCard?> FindAsync(Guid vacancyId, CancellationToken cancel) => Task.FromResult<VacancyCard?>(null);
        public Task<IReadOnlyList<VacancyCard>> FindAsync(IReadOnlyCollection<Guid> vacancyIds, CancellationToken cancel) => Task.FromResult<IReadOnlyList<VacancyCard>>([]);
        public IAsyncEnumerable<Vacancy> OpenAsync(DateOnly day, CancellationToken cancel) => AsyncEnumerable.Empty<Vacancy>();
        public Task<Result<int>> FillAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => throw new NotSupportedException();
        public Task<Result<int>> ReopenAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => throw new NotSupportedException();
    }
}
