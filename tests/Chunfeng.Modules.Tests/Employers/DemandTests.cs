using System.IO.Compression;
using Chunfeng.Employers;
using Chunfeng.Employers.Demand;
using Chunfeng.Employers.Register;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Surveys in a database: who stands in a round, who sees what, what is counted.</summary>
public sealed class DemandTests
{
    private static readonly RoundDraft Spring = new("一季度用工需求调查", Taiyuan, EmployerFlags.LabourIntensive | EmployerFlags.Key, Today, Today.AddDays(90), Today.AddDays(14), "");
    private static readonly AnswerDraft Needing = new(50, 2, 10, DemandHelp.Recruiting, "", AnswerWay.Phone, "王经理", Today, false, [new(6050103, 3, 10, 450_000, 600_000), new(4090801, 0, 2, 0, 0)]);

    private static Actor City => Clerk(Taiyuan);

    [Theory(DisplayName = "市里开展一轮：有标签的单位都在，没有标签的、外市的不在；县里只见自己的，县里不能替市里结束"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task Who_is_asked(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (run, query) = (Run(world), Query(world));
        var qingxu = await world.EmployerAsync(1, flags: EmployerFlags.LabourIntensive);
        var yangqu = await world.EmployerAsync(2, Yangqu, EmployerFlags.Key | EmployerFlags.Private);
        await world.EmployerAsync(3); // private only
        await world.EmployerAsync(4, 140212000000, EmployerFlags.Key); // another city
        Assert.Equal("outside-area", (await run.OpenAsync(Spring, Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal("no-right", (await run.OpenAsync(Spring, Own(), Cancel)).Refusal?.Code);
        Assert.Equal("bad-due", (await run.OpenAsync(Spring with { DueOn = Today.AddDays(-1) }, City, Cancel)).Refusal?.Code);
        var round = (await run.OpenAsync(Spring, City, Cancel)).Value!;

        Assert.Equal((2, 0), Counts(await query.TotalsAsync(round, City, Cancel)));
        Assert.Equal((1, 0), Counts(await query.TotalsAsync(round, Clerk(), Cancel)));
        Assert.Equal([yangqu.EmployerId], (await query.OutstandingAsync(round, false, new PageAsk(), Clerk(Yangqu), Cancel)).Rows.Select(r => r.EmployerId));
        Assert.NotNull(await query.FindAsync(round.RoundId, Own(), Cancel)); // it stands in the round
        Assert.Null(await query.FindAsync(round.RoundId, Own(Guid.NewGuid()), Cancel));
        Assert.Null(await query.FindAsync(round.RoundId, Clerk(Datong), Cancel));
        Assert.Null(await query.AnswerAsync(round.RoundId, yangqu.EmployerId, Clerk(), Cancel));
        Assert.Null(await query.AnswerAsync(round.RoundId, yangqu.EmployerId, Own(), Cancel));
        Assert.Equal(qingxu.EmployerId, (await query.AnswerAsync(round.RoundId, null, Own(), Cancel))?.Employer.EmployerId);

        async Task<List<Guid>> OfAsync(Employer employer, Actor actor) => [.. (await query.OfEmployerAsync(employer, actor, Cancel)).Select(r => r.Round.RoundId)];
        Assert.Equal([round.RoundId], await OfAsync(qingxu, Clerk()));
        Assert.Equal([round.RoundId], await OfAsync(qingxu, Own()));
        Assert.Empty(await OfAsync(yangqu, Clerk())); // another county's employer
        Assert.Empty(await OfAsync(yangqu, Own()));
        await AsksTheSameAsync(world, round);

        Assert.Equal("no-right", (await run.CloseAsync(round.RoundId, Clerk(), Cancel))?.Code);
        Assert.Equal("round-not-found", (await run.CloseAsync(round.RoundId, Clerk(Datong), Cancel))?.Code);
        Assert.Null(await run.CloseAsync(round.RoundId, City, Cancel));
        Assert.Equal("round-closed", (await run.CloseAsync(round.RoundId, City, Cancel))?.Code);
        Assert.Equal("round-closed", (await State(world).HandleAsync(round.RoundId, qingxu.EmployerId, Needing, 0, Own(), Cancel)).Refusal?.Code);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.EmployerAsync(5, flags: EmployerFlags.Key); // came after it ended
        var closed = (await query.FindAsync(round.RoundId, City, Cancel))!;
        Assert.Equal((2, 0), Counts(await query.TotalsAsync(closed, City, Cancel)));
        await AsksTheSameAsync(world, closed);
        Assert.Empty(await OfAsync(qingxu, Clerk())); // it has ended, and nothing was answered
    }

    /// <summary>Whom a round asks is the same of an employer that was read and in the database.</summary>
    private static async Task AsksTheSameAsync(EmployersWorld world, DemandRound round)
    {
        var asked = await world.Db.Employers().Asked(world.Db, round).Select(e => e.EmployerId).ToListAsync(Cancel);
        foreach (var employer in await world.Db.Employers().ToListAsync(Cancel))
        {
            Assert.Equal(asked.Contains(employer.EmployerId), DemandScope.Asks(round, employer, answered: false));
        }
    }

    [Theory(DisplayName = "单位自己答复、专员电话代填；新的答复取代旧的，旧的还在；合计只数现在的；县外的答不了"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task A_new_answer_supersedes(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (query, state) = (Query(world), State(world));
        var employer = await world.EmployerAsync(1, flags: EmployerFlags.Key);
        var other = await world.EmployerAsync(2, flags: EmployerFlags.Key);
        var round = (await Run(world).OpenAsync(Spring, City, Cancel)).Value!;
        var (r, e) = (round.RoundId, employer.EmployerId);
        Assert.Equal("round-not-found", (await state.HandleAsync(r, e, Needing, 0, Clerk(Yangqu), Cancel)).Refusal?.Code);
        Assert.Equal("round-not-found", (await state.HandleAsync(r, other.EmployerId, Needing, 0, Own(), Cancel)).Refusal?.Code);
        Assert.Equal("no-right", (await state.HandleAsync(r, e, Needing, 0, new Actor("reader", "看的人", new(Qingxu), new HashSet<string> { Rights.EmployersRead }), Cancel)).Refusal?.Code);
        Assert.Equal("bad-need", (await state.HandleAsync(r, e, Needing with { Needs = [new(6050103, 3, 2, 0, 0)] }, 0, Own(), Cancel)).Refusal?.Code);
        Assert.Equal(1, (await state.HandleAsync(r, e, Needing with { StatedBy = "别人" }, 0, Own(), Cancel)).Value);
        Assert.Equal("just-changed", (await state.HandleAsync(r, e, Needing, 0, Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal(2, (await state.HandleAsync(r, e, Needing with { Way = AnswerWay.Visit, Needs = [new(6050103, 5, 20, 0, 0)], LetGo = 0 }, 1, Clerk(), Cancel)).Value);

        var view = (await query.AnswerAsync(r, null, Own(), Cancel))!;
        Assert.Equal([(2, AnswerWay.Visit, "王经理", 50), (1, AnswerWay.Own, "单位人事", 48)], view.Answers.Select(a => (a.Answer.Seq, (AnswerWay)a.Answer.Way, a.Answer.StatedBy, a.Answer.Kept)));
        Assert.NotNull(view.Answers[1].Answer.SupersededAt);
        var totals = await query.TotalsAsync(round, City, Cancel);
        Assert.Equal(new RoundTotals(2, 1, 50, 0, 10, 5, 20), totals);
        Assert.Equal([(Qingxu, 2, 1, 20L)], (await query.CountiesAsync(round, City, Cancel)).Select(c => (c.Region, c.Asked, c.Answered, c.InPeriod)));
        Assert.Equal([e], (await query.AnsweredAsync(round, new PageAsk(), City, Cancel)).Rows.Select(a => a.EmployerId));
        Assert.Equal([other.EmployerId], (await query.OutstandingAsync(round, false, new PageAsk(), City, Cancel)).Rows.Select(a => a.EmployerId));
        Assert.Equal(20, (await query.LineAsync(r, e, 1, Clerk(), Cancel))?.NeededInPeriod);
        Assert.Null(await query.LineAsync(r, e, 2, Clerk(), Cancel)); // only the old answer had it
        Assert.Equal(["demand.answer", "demand.answer", "demand.open"], await world.Db.AuditEntries().Where(a => a.Act.StartsWith("demand.")).Select(a => a.Act).OrderBy(a => a).ToListAsync(Cancel));
    }

    [Theory(DisplayName = "同一家两边同时答复：只有一次成，另一次请重看"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Two_answers_at_once(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync(1, flags: EmployerFlags.Key);
        var round = (await Run(world).OpenAsync(Spring, City, Cancel)).Value!;
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            await using var db = world.Test.Open();
            return (await new StateDemand(db, Reference.Regions, Codes, world.Clock).HandleAsync(round.RoundId, employer.EmployerId, Needing, 0, Clerk() with { Login = $"c{i}" }, Cancel)).Refusal?.Code ?? "answered";
        }));
        Assert.Single(results, "answered");
        Assert.Equal(3, results.Count(r => r == "just-changed"));
        Assert.Equal((1, 2), (await world.Db.DemandAnswers().CountAsync(Cancel), await world.Db.DemandLines().CountAsync(Cancel)));
    }

    [Theory(DisplayName = "按工种：缺口是一共要的减去这些单位在招的空缺，别的单位的岗位不算"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task The_gap_beside_vacancies(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync(1, flags: EmployerFlags.Key);
        var outsider = await world.EmployerAsync(2); // not asked
        var round = (await Run(world).OpenAsync(Spring, City, Cancel)).Value!;
        await world.PublishedAsync(employer.EmployerId, Sewing with { Posts = 4 });
        await world.PublishedAsync(outsider.EmployerId, Sewing with { Posts = 50 });
        await world.Write.AddAsync(employer.EmployerId, Sewing with { Title = "样衣工", Description = "做样衣，另一回事。", Posts = 7 }, new Chunfeng.Employers.Vacancies.WriteOrder(true), Clerk(), Cancel); // not published
        Assert.Equal(1, (await State(world).HandleAsync(round.RoundId, employer.EmployerId, Needing, 0, Own(), Cancel)).Value);
        var gaps = await Query(world).OccupationsAsync(round, City, Cancel);
        Assert.Equal([(6050103, 10, 4, 6), (4090801, 2, 0, 2)], gaps.Select(g => (g.Need.Occupation, g.Need.InPeriod, g.OpenPosts, g.Gap)));
        Assert.Equal((450_000, 600_000, 0), (gaps[0].Need.LowFen, gaps[0].Need.HighFen, gaps[1].Need.LowFen));
    }

    [Theory(DisplayName = "催报：一天一次，答复了的不催；单位和专员的待办里有，答复后没有，过期的标出来"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task Reminded_and_on_the_desk(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (run, todo) = (Run(world), new DemandTodo(world.Clock));
        var employer = await world.EmployerAsync(1, flags: EmployerFlags.Key);
        await world.EmployerAsync(2, Yangqu, EmployerFlags.Key);
        await world.Db.Employers().Where(e => e.EmployerId == employer.EmployerId).ExecuteUpdateAsync(s => s.SetProperty(e => e.OfficerLogin, $"clerk-{Qingxu}"), Cancel);
        var round = (await run.OpenAsync(Spring, City, Cancel)).Value!;
        Assert.Equal("no-right", (await run.RemindAsync(round.RoundId, null, ReminderDraft.Desk, Own(), Cancel)).Refusal?.Code);
        Assert.Equal(1, (await run.RemindAsync(round.RoundId, null, ReminderDraft.Desk, Clerk(), Cancel)).Value); // its own county
        Assert.Equal(1, (await run.RemindAsync(round.RoundId, null, ReminderDraft.Desk, City, Cancel)).Value); // the other one
        Assert.Equal("nobody-to-remind", (await run.RemindAsync(round.RoundId, null, ReminderDraft.Desk, City, Cancel)).Refusal?.Code);
        Assert.Contains("已催 1 次", Assert.Single(await todo.WaitingAsync(world.Db, Own(), Cancel)).Detail);
        Assert.Equal(1, Assert.Single(await todo.WaitingAsync(world.Db, Clerk(), Cancel)).Count);
        Assert.Empty(await todo.WaitingAsync(world.Db, Clerk(Yangqu), Cancel)); // serves nobody
        world.Clock.Advance(TimeSpan.FromDays(15));
        Assert.True(Assert.Single(await todo.WaitingAsync(world.Db, Own(), Cancel)).Late);
        Assert.Equal(2, (await run.RemindAsync(round.RoundId, null, ReminderDraft.Desk, City, Cancel)).Value);
        Assert.Equal(1, (await State(world).HandleAsync(round.RoundId, employer.EmployerId, Needing, 0, Own(), Cancel)).Value);
        Assert.Empty(await todo.WaitingAsync(world.Db, Own(), Cancel));
        Assert.Empty(await todo.WaitingAsync(world.Db, Clerk(), Cancel));
    }

    [Theory(DisplayName = "登记催报：几家一起记，电话、上门、短信告知各记各的；同一天同样催过的、已答复的、邻县的不记；写明哪天、谁、说了什么；单位的待办里有次数和最近一次，没有备注"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task Reminders_are_written_down(string engine)
    {
        await using var world = await CreateAsync(engine);
        var run = Run(world);
        var (first, second, third) = (await world.EmployerAsync(1, flags: EmployerFlags.Key), await world.EmployerAsync(2, flags: EmployerFlags.Key), await world.EmployerAsync(3, Yangqu, EmployerFlags.Key));
        var answered = await world.EmployerAsync(4, flags: EmployerFlags.Key);
        var round = (await run.OpenAsync(Spring, City, Cancel)).Value!;
        Assert.Equal(1, (await State(world).HandleAsync(round.RoundId, answered.EmployerId, Needing, 0, City, Cancel)).Value);
        world.Clock.Advance(TimeSpan.FromDays(2));
        var today = world.Clock.Today;
        var phoned = new ReminderDraft(ReminderWay.Phone, today.AddDays(-1), " 厂长说\n周五前填 ");
        Guid[] all = [first.EmployerId, second.EmployerId, third.EmployerId, answered.EmployerId];
        foreach (var (only, said, actor, code) in new (Guid[]?, ReminderDraft, Actor, string)[]
        {
            (null, phoned, Clerk(), "nobody-chosen"), ([], phoned, Clerk(), "nobody-chosen"), (all, phoned with { Way = null }, Clerk(), "bad-way"), (all, phoned with { On = null }, Clerk(), "bad-day"),
            (all, phoned with { On = today.AddDays(1) }, Clerk(), "bad-day"), (all, phoned with { On = today.AddDays(-3) }, Clerk(), "bad-day"),
            (all, phoned with { Note = new string('字', DemandRules.MostNote + 1) }, Clerk(), "text-too-long"), ([third.EmployerId, Guid.Empty], phoned, Clerk(), "nobody-to-remind"), (all, phoned, Own(), "no-right"),
        })
        {
            Assert.Equal(code, (await run.RemindAsync(round.RoundId, only, said, actor, Cancel)).Refusal?.Code);
        }

        Assert.Empty(await world.Db.DemandReminders().ToListAsync(Cancel));
        Assert.Equal(2, (await run.RemindAsync(round.RoundId, all, phoned, Clerk(), Cancel)).Value); // not the neighbour's, not who answered
        Assert.Equal("nobody-to-remind", (await run.RemindAsync(round.RoundId, all, phoned, Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal(1, (await run.RemindAsync(round.RoundId, [second.EmployerId], phoned with { Way = ReminderWay.Visit }, Clerk(), Cancel)).Value); // telephoned and visited on one day
        Assert.Equal(1, (await run.RemindAsync(round.RoundId, [first.EmployerId], phoned with { Way = ReminderWay.Visit, On = today, Note = "" }, Clerk(), Cancel)).Value);
        Assert.Equal(1, (await run.RemindAsync(round.RoundId, [first.EmployerId, first.EmployerId], phoned with { Way = ReminderWay.Message, On = today.AddDays(-2) }, Clerk(), Cancel)).Value); // the day it was opened
        var rows = (await Query(world).OutstandingAsync(round, false, new PageAsk(), Clerk(), Cancel)).Rows.ToDictionary(r => r.EmployerId);
        Assert.Equal([(ReminderWay.Visit, 0, ""), (ReminderWay.Phone, 1, "厂长说 周五前填"), (ReminderWay.Message, 2, "厂长说 周五前填")],
            rows[first.EmployerId].Reminders.Select(m => ((ReminderWay)m.Way, today.DayNumber - m.On.DayNumber, m.Note)));
        Assert.Equal(($"3 次，最近 {DemandWords.Day(today)} 上门", Clerk().DisplayName), (DemandWords.Reminded(rows[first.EmployerId].Reminders), rows[first.EmployerId].Reminders[0].Name));
        Assert.Equal($"2 次，最近 {DemandWords.Day(today.AddDays(-1))} 上门", DemandWords.Reminded(rows[second.EmployerId].Reminders));
        Assert.Empty((await Query(world).OutstandingAsync(round, false, new PageAsk(), Clerk(Yangqu), Cancel)).Rows.Single().Reminders);
        var desk = Assert.Single(await new DemandTodo(world.Clock).WaitingAsync(world.Db, Own(), Cancel));
        Assert.Contains($"已催 3 次，最近 {DemandWords.Day(today)} 上门", desk.Detail);
        Assert.DoesNotContain("厂长", desk.Detail, StringComparison.Ordinal);
        Assert.Null(await run.CloseAsync(round.RoundId, City, Cancel));
        Assert.Equal("round-closed", (await run.RemindAsync(round.RoundId, all, phoned with { On = today }, Clerk(), Cancel)).Refusal?.Code);
    }

    [Theory(DisplayName = "导出：答复的一工种一行，没有答复的也在；只有辖区的；单位自己不能导出"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task The_round_as_a_file(string engine)
    {
        await using var world = await CreateAsync(engine);
        var query = Query(world);
        var employer = await world.EmployerAsync(1, flags: EmployerFlags.Key);
        await world.EmployerAsync(2, Yangqu, EmployerFlags.Key);
        var round = (await Run(world).OpenAsync(Spring, City, Cancel)).Value!;
        await State(world).HandleAsync(round.RoundId, employer.EmployerId, Needing, 0, Own(), Cancel);
        using var all = new MemoryStream();
        Assert.Equal(3, (await query.ExportAsync(round, all, City, Cancel)).Value);
        Assert.Contains("未答复", Sheet(all));
        Assert.Contains("缝纫工", Sheet(all));
        using var some = new MemoryStream();
        Assert.Equal(1, (await query.ExportAsync(round, some, Clerk(Yangqu), Cancel)).Value);
        Assert.DoesNotContain("第1号服装厂", Sheet(some));
        Assert.Equal("no-right", (await query.ExportAsync(round, some, Own(), Cancel)).Refusal?.Code);
        Assert.Equal(2, await world.Db.AuditEntries().CountAsync(a => a.Act == "demand.export", Cancel));
    }

    private static RunRound Run(EmployersWorld world) => new(world.Db, Reference.Regions, world.Clock);

    private static StateDemand State(EmployersWorld world) => new(world.Db, Reference.Regions, Codes, world.Clock);

    private static DemandQuery Query(EmployersWorld world) => new(world.Db, Reference.Regions, Codes, world.Clock);

    private static (int, int) Counts(RoundTotals totals) => (totals.Asked, totals.Answered);

    private static string Sheet(MemoryStream book)
    {
        using var zip = new ZipArchive(new MemoryStream(book.ToArray()));
        return string.Concat(zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(e => new StreamReader(e.Open()).ReadToEnd()));
    }
}
