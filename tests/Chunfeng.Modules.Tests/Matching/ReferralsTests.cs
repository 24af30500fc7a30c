using Chunfeng.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Referrals;
using Chunfeng.Modules.Tests.People;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Engine.Facts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Modules.Tests.Matching;

/// <summary>Referrals in a database: what a hire does, and undoes, in one transaction.</summary>
[Trait("Clause", "1.3")]
[Trait("Clause", "13.5")]
public sealed class ReferralsTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly DateOnly Today = new(2022, 2, 28);

    [Theory(DisplayName = "录用一步做完：名额减一、记入务工记录（单位证明）、其他报名结束、排好三次回访"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_hire_and_what_it_does(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var (wanted, other) = (await world.VacancyAsync(posts: 2), await world.VacancyAsync("保洁员", occupation: 4090801));
        var (referral, elsewhere) = (await world.Applied(1, wanted), await world.Applied(1, other));
        Assert.Null(await world.Take(referral, new(ReferralAct.Book, Day: Today, At: new DateTime(2022, 3, 1, 2, 0, 0, DateTimeKind.Utc)), ReferralRole.Employer));
        Assert.Equal("result-missing", await world.Take(referral, new(ReferralAct.Hire, Day: Today), ReferralRole.Employer));
        Assert.Null(await world.Take(referral, new(ReferralAct.Pass), ReferralRole.Employer));
        Assert.Null(await world.Take(referral, new(ReferralAct.Hire, Day: new(2022, 3, 2), WageFen: 520_000), ReferralRole.Employer));

        Assert.Equal(1, await world.PostsOpen(wanted));
        var spell = Assert.Single(await world.Work(1));
        Assert.Equal((new DateOnly(2022, 3, 2), 140121000000L, Evidence.Employer, 520_000L), (spell.Stated.StartsOn, spell.Stated.Workplace, spell.Evidence, spell.Stated.WageFen ?? 0));
        Assert.Equal(("91140121MA0GTEST1X", "1"), (spell.Stated.EmployerCredit, spell.Stated.Channel));
        var closed = await world.Now(elsewhere);
        Assert.Equal(((short)ReferralState.Closed, (short)ReferralAct.Supersede, referral.ReferralId), (closed.State, closed.ClosedBy, closed.SupersededBy!.Value));
        await using var db = world.Ledger.Test.Open();
        Assert.Equal([new DateOnly(2022, 4, 1), new DateOnly(2022, 5, 31), new DateOnly(2022, 8, 29)],
            await db.RetentionChecks().OrderBy(c => c.Months).Select(c => c.DueOn).ToListAsync(Cancel));
        Assert.Contains(await db.AuditEntries().Where(e => e.Act == "people.work.record").Select(e => e.Login).ToListAsync(Cancel), l => l == "boss");
    }

    [Theory(DisplayName = "录用一个人，下一次封存的累计务工人数正好多一"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_next_cut_counts_one_more(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var vacancy = await world.VacancyAsync();
        async Task<long> Employed()
        {
            using var facts = FactsFile.Open((await world.Ledger.Cut(Today, world.Ledger.Now)).Path);
            return Engine.Counting.IndicatorCounter.Count(facts, [140000000000])[140000000000]["employed.total"].Cumulative;
        }

        var before = await Employed();
        world.Ledger.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Hired(1, vacancy);
        world.Ledger.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(before + 1, await Employed());
    }

    [Theory(DisplayName = "撤销录用，一切照旧：名额恢复、记录撤销、别处的报名恢复、不再回访"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task An_undone_hire(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var (wanted, other) = (await world.VacancyAsync(), await world.VacancyAsync("保洁员", occupation: 4090801));
        var elsewhere = await world.Applied(1, other);
        var referral = await world.Hired(1, wanted);
        Assert.Equal(0, await world.PostsOpen(wanted));
        Assert.Equal("text-missing", await world.Take(referral, new(ReferralAct.Undo), ReferralRole.Employer));
        Assert.Null(await world.Take(referral, new(ReferralAct.Undo, Text: "没有到岗"), ReferralRole.Employer));
        Assert.Equal(1, await world.PostsOpen(wanted));
        Assert.Empty(await world.Work(1));
        Assert.Equal((short)ReferralState.Applied, (await world.Now(elsewhere)).State);
        await using var db = world.Ledger.Test.Open();
        Assert.All(await db.RetentionChecks().ToListAsync(Cancel), c => Assert.Equal((short)RetentionAnswer.HireUndone, c.Answer));
        Assert.False((await world.Refer(1, wanted)).IsRefused); // the two may meet again
    }

    [Theory(DisplayName = "务工记录登记不了（本人登记已合并）：名额不减，推荐不动"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task All_or_nothing(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var vacancy = await world.VacancyAsync();
        var referral = await world.Applied(1, vacancy);
        await world.Ledger.Must(l => l.MergeAsync(LedgerWorld.Worker(1), LedgerWorld.Worker(2), "同一人", Actor.Operator, Cancel));
        var before = await world.Ledger.Trace();
        Assert.Equal("merged", await world.Take(referral, new(ReferralAct.Hire, Day: Today), ReferralRole.Employer));
        Assert.Equal((1, (short)ReferralState.Applied), (await world.PostsOpen(vacancy), (await world.Now(referral)).State));
        Assert.Equal(before, await world.Ledger.Trace());
    }

    [Theory(DisplayName = "两个单位同时录用同一岗位最后一个名额，只成一个；另一个说名额用完"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Two_hires_race_for_the_last_post(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var vacancy = await world.VacancyAsync(posts: 1);
        Referral[] both = [await world.Applied(1, vacancy), await world.Applied(2, vacancy)];
        var answers = await Task.WhenAll(both.Select(r => Task.Run(() => world.Take(r, new(ReferralAct.Hire, Day: Today), ReferralRole.Employer))));
        Assert.Equal(["no-posts", null], answers.OrderByDescending(a => a, StringComparer.Ordinal));
        Assert.Equal(0, await world.PostsOpen(vacancy));
        Assert.Equal(1, (await world.Work(1)).Count + (await world.Work(2)).Count);
    }

    [Theory(DisplayName = "同一个人同时被两家录用，只成一家"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Two_employers_race_for_one_person(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        Referral[] both = [await world.Applied(1, await world.VacancyAsync()), await world.Applied(1, await world.VacancyAsync("保洁员", occupation: 4090801))];
        var answers = await Task.WhenAll(both.Select(r => Task.Run(() => world.Take(r, new(ReferralAct.Hire, Day: Today), ReferralRole.Employer))));
        Assert.Single(answers, a => a is null);
        await using var db = world.Ledger.Test.Open();
        Assert.Equal(1, await db.Referrals().CountAsync(r => r.State == (short)ReferralState.Hired, Cancel));
        Assert.Single(await world.Work(1));
    }

    [Theory(DisplayName = "随便怎么走，空名额加上有效录用总是等于招聘人数，在岗记录总是等于有效录用"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Posts_and_hires_always_add_up(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine, people: 4);
        const int posts = 2;
        var vacancy = await world.VacancyAsync(posts: posts);
        ReferralAct[] acts = [ReferralAct.Confirm, ReferralAct.Hire, ReferralAct.Hire, ReferralAct.Undo, ReferralAct.Book, ReferralAct.Pass, ReferralAct.Decline, ReferralAct.Leave];
        var open = new Dictionary<int, Referral>();
        var random = new Random(22);
        for (var step = 0; step < 60; step++)
        {
            var (person, act) = (random.Next(1, 5), acts[random.Next(acts.Length)]);
            if (!open.TryGetValue(person, out var referral) || (await world.Now(referral)).EndedAt is not null)
            {
                if ((await world.Refer(person, vacancy)) is { IsRefused: false, Value: { } fresh })
                {
                    open[person] = fresh;
                }

                continue;
            }

            var role = act is ReferralAct.Decline ? ReferralRole.Worker : act is ReferralAct.Confirm ? ReferralRole.Office : ReferralRole.Employer;
            await world.Take(referral, new(act, Reason: 11, Text: "写明", Day: Today, At: new DateTime(2022, 3, 1, 2, 0, 0, DateTimeKind.Utc)), role);
            await using var db = world.Ledger.Test.Open();
            var hired = await db.Referrals().CountAsync(r => r.VacancyId == vacancy && r.State == (short)ReferralState.Hired, Cancel);
            Assert.Equal(posts, await world.PostsOpen(vacancy) + hired);
            Assert.Equal(hired, (await Task.WhenAll(Enumerable.Range(1, 4).Select(world.Work))).Sum(w => w.Count));
        }
    }

    [Theory(DisplayName = "回访：到期前不问，到期了记在岗；离职记最后一天，以后的回访作数"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Retention(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var referral = await world.Hired(1, await world.VacancyAsync());
        world.Ledger.Clock.SetUtcNow(new(2022, 3, 29, 15, 59, 0, TimeSpan.Zero)); // 29 March in China, the day before the first question
        Assert.Equal("not-due", await world.Take(referral, new(ReferralAct.StillThere), ReferralRole.Worker));
        world.Ledger.Clock.SetUtcNow(new(2022, 3, 29, 16, 0, 0, TimeSpan.Zero));
        Assert.Null(await world.Take(referral, new(ReferralAct.StillThere), ReferralRole.Worker));
        world.Ledger.Clock.SetUtcNow(new(2022, 6, 20, 1, 0, 0, TimeSpan.Zero));
        Assert.Equal("left-future", await world.Take(referral, new(ReferralAct.Leave, Day: new(2022, 6, 21)), ReferralRole.Employer));
        Assert.Equal("left-early", await world.Take(referral, new(ReferralAct.Leave, Day: new(2022, 2, 27)), ReferralRole.Employer));
        Assert.Null(await world.Take(referral, new(ReferralAct.Leave, Day: new(2022, 6, 10)), ReferralRole.Worker));
        Assert.Equal(new DateOnly(2022, 6, 10), Assert.Single(await world.Work(1)).Stated.EndsOn);
        await using var db = world.Ledger.Test.Open();
        Assert.Equal([(short)RetentionAnswer.StillThere, (short)RetentionAnswer.StillThere, (short)RetentionAnswer.Left], // the third month had passed before
            await db.RetentionChecks().OrderBy(c => c.Months).Select(c => c.Answer).ToListAsync(Cancel));
    }

    [Theory(DisplayName = "过了期限没有答复，夜里自动结束；期限当天还不结束"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Unanswered_ones_expire(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var referral = await world.Referred(1, await world.VacancyAsync());
        Assert.Equal(new DateOnly(2022, 3, 7), referral.DueOn); // five working days
        Task<int> Expire() => world.Do<ExpireReferrals, int>(e => e.HandleAsync(Actor.Operator, Cancel));
        world.Ledger.Clock.SetUtcNow(new(2022, 3, 7, 15, 59, 0, TimeSpan.Zero));
        Assert.Equal(0, await Expire());
        world.Ledger.Clock.SetUtcNow(new(2022, 3, 7, 16, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, await Expire());
        Assert.Equal((short)ReferralAct.Expire, (await world.Now(referral)).ClosedBy);
        Assert.Equal(0, await Expire());
    }

    [Theory(DisplayName = "同一个人同一个岗位只有一次没结束的推荐；岗位满了、人不合硬条件，说全原因"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Who_may_be_referred(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var vacancy = await world.VacancyAsync();
        await world.Referred(1, vacancy);
        Assert.Equal("already-open", (await world.Refer(1, vacancy)).Refusal?.Code);
        var strict = await world.VacancyAsync("技术员", change: p => (p.Education, p.MaximumAge) = (6, 30));
        var refused = (await world.Refer(2, strict)).Refusal!;
        Assert.Equal("limits", refused.Code);
        Assert.Contains("本科", refused.Message, StringComparison.Ordinal);
        Assert.Contains("30周岁", refused.Message, StringComparison.Ordinal);
        Assert.Equal("vacancy-full", (await world.Refer(2, await world.VacancyAsync(change: p => p.PostsOpen = 0))).Refusal?.Code);
        Assert.Equal("vacancy-not-found", (await world.Refer(2, await world.VacancyAsync(change: p => p.State = 1))).Refusal?.Code);
        Assert.Equal("worker-not-found", (await world.Refer(2, vacancy, MatchingWorld.Clerk with { Region = new RegionCode(140122000000) })).Refusal?.Code);
        Assert.Equal("no-right", (await world.Refer(2, vacancy, MatchingWorld.Clerk with { Rights = new HashSet<string> { Rights.PeopleRead, Rights.MatchingRead } })).Refusal?.Code);
    }

    [Theory(DisplayName = "谁见得到：本县的、报名本单位的、本人的；邻县和别的单位与不存在一样；没报名单位不知道"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Scope(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var vacancy = await world.VacancyAsync(posts: 3);
        var (waiting, applied) = (await world.Referred(1, vacancy), await world.Applied(2, vacancy));
        async Task<int> Sees(Viewer viewer) => (await world.Do<ReferralList, ReferralLines>(l => l.HandleAsync(new(ReferralTab.All), null, null, viewer, Cancel))).Lines.Count;
        var boss = await world.ViewerAsync(ReferralRole.Employer, default);
        Assert.Equal(2, await Sees(await world.ViewerAsync(ReferralRole.Office, default)));
        Assert.Equal(0, await Sees(await world.Do<Viewers, Viewer>(v => v.OfAsync(MatchingWorld.Clerk with { Region = new RegionCode(140122000000) }, Cancel))));
        Assert.Equal(1, await Sees(boss)); // who has not applied is not there
        Assert.Equal(0, await Sees(boss with { Own = Guid.NewGuid() }));
        Assert.Equal(1, await Sees(await world.ViewerAsync(ReferralRole.Worker, waiting.WorkerId)));
        Assert.Equal(ReferralRole.None, (await world.Do<Viewers, Viewer>(v => v.OfAsync(MatchingWorld.Boss with { Unit = Guid.NewGuid() }, Cancel))).Role);
        Assert.Equal("referral-not-found", await world.Take(waiting, new(ReferralAct.Refuse, Reason: 21), ReferralRole.Employer));
        var view = await world.Do<ReadReferral, ReferralView?>(r => r.HandleAsync(applied.WorkerId, applied.ReferralId, boss, Cancel));
        Assert.Equal(("张三", "19900001234"), (view!.Name, view.Contact!.Phone));
        await using var db = world.Ledger.Test.Open();
        Assert.Single(await db.AuditEntries().Where(e => e.Act == "people.contact" && e.Login == "boss" && e.WorkerId == applied.WorkerId).ToListAsync(Cancel));
    }

    [Theory(DisplayName = "每个标签打开时列的，和带着条件查的一样，个数也对；邻县的一个也没有"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Opening_lists(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine, people: 5);
        var (cook, clean) = (await world.VacancyAsync(posts: 9), await world.VacancyAsync("保洁员", 9, 4090801));
        await world.Hired(1, cook);
        await world.Referred(2, cook);
        await world.Referred(2, clean);
        await world.Applied(3, cook);
        await world.Applied(3, clean);
        var passed = await world.Applied(4, cook);
        Assert.Null(await world.Take(passed, new(ReferralAct.Book, Day: Today, At: new DateTime(2022, 3, 1, 2, 0, 0, DateTimeKind.Utc)), ReferralRole.Employer));
        Assert.Null(await world.Take(passed, new(ReferralAct.Pass), ReferralRole.Employer));
        Assert.Null(await world.Take(await world.Applied(5, clean), new(ReferralAct.Refuse, Reason: 21), ReferralRole.Employer));
        world.Ledger.Clock.SetUtcNow(new(2022, 6, 20, 1, 0, 0, TimeSpan.Zero)); // all that waits is late, and two questions wait for one person
        var office = await world.ViewerAsync(ReferralRole.Office, default);
        var neighbour = await world.Do<Viewers, Viewer>(v => v.OfAsync(MatchingWorld.Clerk with { Region = new RegionCode(140122000000) }, Cancel));
        async Task<List<(Guid, string, bool, DateOnly?)>> Lines(ReferralFilter filter, Viewer viewer) => [.. (await world.Do<ReferralList, ReferralLines>(l => l.HandleAsync(filter, null, null, viewer, Cancel)))
            .Lines.Select(l => (l.Referral.ReferralId, l.Name, l.Late, l.CheckDue))];
        var counted = new List<int>();
        foreach (var tab in Enum.GetValues<ReferralTab>())
        {
            var lines = await Lines(new(tab), office);
            Assert.Equal(await Lines(new(tab, Text: ""), office), lines);
            Assert.Empty(await Lines(new(tab), neighbour));
            Assert.Equal(0, await world.Do<ReferralList, int>(l => l.CountAsync(tab, neighbour, Cancel)));
            Assert.Equal(lines.Count, await world.Do<ReferralList, int>(l => l.CountAsync(tab, office, Cancel)));
            counted.Add(lines.Count);

            // the first page of a short list is followed by the one the other way puts together
            var first = await world.Do<ReferralList, ReferralLines>(l => l.HandleAsync(new(tab), null, null, office, Cancel, pageSize: 1));
            var second = first.Next is null ? null : await world.Do<ReferralList, ReferralLines>(l => l.HandleAsync(new(tab), first.Next, null, office, Cancel, pageSize: 1));
            Assert.Equal(lines.Take(2).Select(l => l.Item1), [.. first.Lines.Select(l => l.Referral.ReferralId), .. second?.Lines.Select(l => l.Referral.ReferralId) ?? []]);
        }

        Assert.Equal([5, 2, 2, 0, 1, 1, 1, 1, 7], counted);
    }

    [Theory(DisplayName = "考核数字：按渠道和单位数推荐、录用、省外、留下来的；撤销的录用不算"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "1.5")]
    public async Task Counts_by_unit(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine, people: 4);
        var (help, agency) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var db = world.Ledger.Test.Open())
        {
            db.Units().Add(new Unit { UnitId = help, Name = "省直帮扶单位", Kind = "help", Region = 140121000000, CreatedAt = world.Ledger.Now });
            db.Units().Add(new Unit { UnitId = agency, Name = "清徐人力资源", Kind = "agency", Region = 140121000000, CreatedAt = world.Ledger.Now });
            await db.SaveChangesAsync(Cancel);
        }

        var outside = await world.VacancyAsync(posts: 5, place: 110105000000);
        async Task<Referral> By(int serial, Guid unit)
        {
            var referral = (await world.Refer(serial, outside, MatchingWorld.Clerk with { Unit = unit })).Value!;
            Assert.Null(await world.Take(referral, new(ReferralAct.Confirm), ReferralRole.Office));
            return referral;
        }

        var (first, second, third) = (await By(1, help), await By(2, help), await By(3, agency));
        Assert.Null(await world.Take(first, new(ReferralAct.Hire, Day: Today), ReferralRole.Office));
        Assert.Null(await world.Take(second, new(ReferralAct.Hire, Day: Today), ReferralRole.Office));
        Assert.Null(await world.Take(second, new(ReferralAct.Undo, Text: "没有到岗"), ReferralRole.Office));
        Assert.Null(await world.Take(third, new(ReferralAct.Hire, Day: Today), ReferralRole.Office));
        world.Ledger.Clock.SetUtcNow(new(2022, 4, 5, 1, 0, 0, TimeSpan.Zero));
        Assert.Null(await world.Take(first, new(ReferralAct.StillThere), ReferralRole.Employer));
        var office = await world.ViewerAsync(ReferralRole.Office, default);
        var units = await world.Do<AssessUnits, IReadOnlyList<UnitScore>>(a => a.HandleAsync(new(2022, 1, 1), new(2022, 12, 31), null, office, Cancel));
        var helped = units.Single(u => u.UnitId == help);
        Assert.Equal((ReferralChannel.HelpUnit, "省直帮扶单位", 2, 2, 1, 1), (helped.Channel, helped.Unit, helped.Referred, helped.People, helped.Hired, helped.HiredOutside));
        Assert.Equal(new Stayed(1, 1, 1), helped.One);
        var paid = units.Single(u => u.UnitId == agency);
        Assert.Equal((ReferralChannel.Agency, 1, new Stayed(0, 0, 1)), (paid.Channel, paid.Hired, paid.One)); // nobody has asked yet
        Assert.Empty(await world.Do<AssessUnits, IReadOnlyList<UnitScore>>(a => a.HandleAsync(new(2022, 3, 1), new(2022, 12, 31), null, office, Cancel)));
        var file = new MemoryStream();
        await world.Do<AssessUnits, bool>(async a => { await a.WritePlacementsAsync(file, new(2022, 1, 1), new(2022, 12, 31), ReferralChannel.Agency, office, Cancel); return true; });
        Assert.True(file.ToArray().Length > 0);
    }

    [Theory(DisplayName = "其他房间：报名、约面试、面试结果；同一场说两遍不改变，改约后旧的不作数"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_contract(string engine)
    {
        await using var world = await MatchingWorld.CreateAsync(engine);
        var vacancy = await world.VacancyAsync();
        var worker = LedgerWorld.Worker(1);
        var own = (await world.ViewerAsync(ReferralRole.Worker, worker)).Actor;
        var occasion = Guid.CreateVersion7();
        var card = (await world.Do<IReferrals, Platform.Results.Result<ReferralCard>>(r => r.ApplyAsync(worker, vacancy, new(ReferralChannel.Self, Occasion: occasion), own, Cancel))).Value!;
        Assert.Equal(("张*", ReferralState.Applied), (card.WorkerName, card.State));
        Task<string?> Booked(Guid interview, int hour) => world.Do<IReferrals, string?>(async r =>
            (await r.InterviewBookedAsync(worker, card.ReferralId, interview, new DateTime(2022, 3, 1, hour, 0, 0, DateTimeKind.Utc), own, Cancel))?.Code);
        Task<string?> Told(Guid interview, InterviewOutcome outcome) => world.Do<IReferrals, string?>(async r =>
            (await r.InterviewedAsync(worker, card.ReferralId, interview, outcome, "", MatchingWorld.Boss, Cancel))?.Code);
        var (early, late) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.Null(await Booked(early, 2));
        Assert.Null(await Booked(early, 2));
        Assert.Null(await Told(early, InterviewOutcome.EmployerAbsent));
        Assert.Null(await Told(early, InterviewOutcome.EmployerAbsent));
        Assert.Null(await Booked(late, 3));
        Assert.Equal("interview-replaced", await Told(early, InterviewOutcome.Failed));
        Assert.Null(await Told(late, InterviewOutcome.Passed));
        Assert.Null(await Told(late, InterviewOutcome.Passed));
        var seen = await world.Do<IReferrals, ReferralCard?>(r => r.FindAsync(worker, card.ReferralId, own, Cancel));
        Assert.Equal((ReferralState.Passed, 5L), (seen!.State, seen.Version));
        Assert.Null(await world.Do<IReferrals, ReferralCard?>(r => r.FindAsync(worker, card.ReferralId, own with { Login = $"worker:{Guid.NewGuid():N}" }, Cancel)));
        Assert.NotNull(await world.Do<IReferrals, ReferralCard?>(r => r.FindAsync(worker, card.ReferralId, MatchingWorld.Boss, Cancel)));
    }

    [Fact(DisplayName = "手机上的本人，与服务卡给出的身份是同一个")]
    public void The_portal_s_worker_is_recognised()
    {
        var worker = new PortalWorker(Guid.NewGuid(), Guid.NewGuid(), "张*", new RegionCode(140121100205));
        Assert.True(PortalHand.IsWorker(worker.ToActor(), worker.WorkerId));
        Assert.False(PortalHand.IsWorker(worker.ToActor(), Guid.NewGuid()));
    }
}
