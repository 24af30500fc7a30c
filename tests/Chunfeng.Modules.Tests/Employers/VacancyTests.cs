using Chunfeng.Employers;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Employers and vacancies in a database.</summary>
public sealed class VacancyTests
{
    [Theory(DisplayName = "单位提交、县里退回、单位改好再提交、县里发布：每一步都留着，审计有记录"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task From_draft_to_published(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync();
        var made = await world.Write.AddAsync(employer.EmployerId, Sewing, new WriteOrder(Submit: true), Own(), Cancel);
        Assert.False(made.IsRefused, made.Refusal?.Message);
        var id = made.Value!.VacancyId;
        Assert.Equal("not-reviewer", (await world.Steps.HandleAsync(id, PostingAct.Publish, null, null, Own(), Cancel))?.Code);
        Assert.Equal("vacancy-not-found", (await world.Steps.HandleAsync(id, PostingAct.Publish, null, null, Clerk(Yangqu), Cancel))?.Code);
        Assert.Equal("just-changed", (await world.Steps.HandleAsync(id, PostingAct.Publish, null, 1, Clerk(), Cancel))?.Code);
        Assert.Null(await world.Steps.HandleAsync(id, PostingAct.Return, "请写明工资发放时间", 2, Clerk(), Cancel));
        Assert.Equal("请写明工资发放时间", (await world.PostingAsync(id)).Reason);
        Assert.Equal("in-review", await world.Write.ChangeAsync(id, Sewing with { Description = "每月15日发工资。" }, 3, submit: true, confirmed: false, Own(), Cancel) is { IsRefused: false }
            ? (await world.Write.ChangeAsync(id, Sewing, 5, true, false, Own(), Cancel)).Refusal?.Code : "changed");
        Assert.Null(await world.Steps.HandleAsync(id, PostingAct.Publish, null, 5, Clerk(), Cancel));
        Assert.Equal([PostingAct.Write, PostingAct.Submit, PostingAct.Return, PostingAct.Edit, PostingAct.Submit, PostingAct.Publish],
            (await world.Db.PostingSteps().Where(s => s.VacancyId == id).OrderBy(s => s.Seq).ToListAsync(Cancel)).Select(s => (PostingAct)s.Act));
        Assert.Equal(["vacancies.edit", "vacancies.publish", "vacancies.return", "vacancies.write"],
            await world.Db.AuditEntries().Where(a => a.Act.StartsWith("vacancies.")).Select(a => a.Act).OrderBy(a => a).ToListAsync(Cancel));
        Assert.Equal(id, Assert.Single(await world.OpenAsync(Today)).Id);
        Assert.Empty(await world.OpenAsync(Sewing.ToDay.AddDays(1)));
    }

    [Theory(DisplayName = "录用一人少一个名额，招满就不在在招里；录用落空又回来；同一次录用重复登记不变"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.4")]
    public async Task Fills_and_reopens(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync();
        var id = await world.PublishedAsync(employer.EmployerId);
        var (first, second, third) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        world.Clock.Advance(TimeSpan.FromDays(12));
        Assert.Equal(1, (await world.Desk.FillAsync(id, first, Clerk(), Cancel)).Value);
        Assert.Equal(1, (await world.Desk.FillAsync(id, first, Clerk(), Cancel)).Value);
        Assert.Equal(0, (await world.Desk.FillAsync(id, second, Clerk(), Cancel)).Value);
        Assert.Equal("no-posts", (await world.Desk.FillAsync(id, third, Clerk(), Cancel)).Refusal?.Code);
        Assert.Empty(await world.OpenAsync(Today.AddDays(12)));
        Assert.NotNull(await world.Desk.FindAsync(id, Cancel));
        Assert.Equal([12, 12], await world.Db.PostingFills().Where(f => f.VacancyId == id).Select(f => f.Days).ToListAsync(Cancel));

        Assert.Equal(1, (await world.Desk.ReopenAsync(id, first, Clerk(), Cancel)).Value);
        Assert.Equal(1, (await world.Desk.ReopenAsync(id, first, Clerk(), Cancel)).Value);
        Assert.Equal(1, (await world.Desk.ReopenAsync(id, third, Clerk(), Cancel)).Value); // never hired
        Assert.Equal(1, Assert.Single(await world.OpenAsync(Today.AddDays(12))).Posts);
        Assert.Equal(0, (await world.Desk.FillAsync(id, first, Clerk(), Cancel)).Value); // taken on after all
        Assert.Equal("fewer-than-filled", (await world.Write.ChangeAsync(id, Sewing with { Posts = 1 }, (await world.PostingAsync(id)).Version, false, false, Clerk(), Cancel)).Refusal?.Code);
    }

    [Theory(DisplayName = "最后一个名额，几次录用同时到：只有一次成"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.4")]
    public async Task One_last_post_is_taken_once(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync();
        var id = await world.PublishedAsync(employer.EmployerId, Sewing with { Posts = 1 });
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            await using var db = world.Test.Open();
            return (await world.On(db).FillAsync(id, Guid.CreateVersion7(), Clerk() with { Login = $"c{i}" }, Cancel)).Refusal?.Code ?? "taken";
        }));
        Assert.Single(results, "taken");
        Assert.Equal(3, results.Count(r => r == "no-posts"));
        Assert.Equal((0, 1), ((await world.PostingAsync(id)).PostsOpen, await world.Db.PostingFills().CountAsync(Cancel)));
    }

    [Theory(DisplayName = "录用与调用方同一个事务：调用方回滚，名额就还在"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task A_fill_stands_or_falls_with_its_caller(string engine)
    {
        await using var world = await CreateAsync(engine);
        var id = await world.PublishedAsync((await world.EmployerAsync()).EmployerId);
        await using (var transaction = await world.Db.Database.BeginTransactionAsync(Cancel))
        {
            Assert.Equal(1, (await world.Desk.FillAsync(id, Guid.CreateVersion7(), Clerk(), Cancel)).Value);
            await transaction.RollbackAsync(Cancel);
        }

        world.Db.ChangeTracker.Clear();
        Assert.Equal((2, 0), ((await world.PostingAsync(id)).PostsOpen, await world.Db.PostingFills().CountAsync(Cancel)));
    }

    [Theory(DisplayName = "草稿、待审、退回的岗位别的房间看不到，也不能登记录用"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Unpublished_is_not_there(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync();
        var draft = (await world.Write.AddAsync(employer.EmployerId, Sewing, new WriteOrder(false), Own(), Cancel)).Value!.VacancyId;
        Assert.Null(await world.Desk.FindAsync(draft, Cancel));
        Assert.Equal("vacancy-not-open", (await world.Desk.FillAsync(draft, Guid.CreateVersion7(), Clerk(), Cancel)).Refusal?.Code);
        var published = await world.PublishedAsync(employer.EmployerId, Sewing with { Title = "裁剪工", Description = "面料裁剪、排版。" });
        Assert.Equal([published], (await world.Desk.FindAsync([draft, published, Guid.NewGuid()], Cancel)).Select(c => c.VacancyId));
        var card = (await world.Desk.FindAsync(published, Cancel))!;
        Assert.Equal(("山西省太原市清徐县", "4500—6000元/月", Qingxu, (string?)null), (card.Place, card.Pay, card.Region, card.ConductWarning));
        Assert.True(card.OpenOn(Today));
        // a change takes it off until it is reviewed again
        Assert.False((await world.Write.ChangeAsync(published, Sewing with { Title = "裁剪工", Description = "面料裁剪、排版。", Posts = 3 }, card.Version, true, false, Own(), Cancel)).IsRefused);
        Assert.Null(await world.Desk.FindAsync(published, Cancel));
    }

    [Theory(DisplayName = "严重的用工问题没整改，每个岗位都提醒；整改后不再提醒，记录还在"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "11.2")]
    public async Task Conduct_shows_on_every_vacancy(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync();
        var id = await world.PublishedAsync(employer.EmployerId);
        var e = employer.EmployerId;
        Assert.Equal("no-right", (await world.Standing.AddConductAsync(e, ConductKind.WagesOwed, true, Today, "清人社监〔2022〕3号", "", Own(), Cancel))?.Code);
        Assert.Equal("employer-not-found", (await world.Standing.AddConductAsync(e, ConductKind.WagesOwed, true, Today, "x", "", Clerk(Yangqu), Cancel))?.Code);
        Assert.Equal("conduct-incomplete", (await world.Standing.AddConductAsync(e, ConductKind.WagesOwed, true, Today, " ", "", Clerk(), Cancel))?.Code);
        Assert.Equal("bad-day", (await world.Standing.AddConductAsync(e, ConductKind.WagesOwed, true, Today.AddDays(1), "文", "", Clerk(), Cancel))?.Code);
        Assert.Null(await world.Standing.AddConductAsync(e, ConductKind.Rest, false, Today, "文1", "", Clerk(), Cancel));
        Assert.Null((await world.Desk.FindAsync(id, Cancel))!.ConductWarning);
        Assert.Null(await world.Standing.AddConductAsync(e, ConductKind.WagesOwed, true, Today, "清人社监〔2022〕3号", "", Clerk(), Cancel));
        Assert.Contains("拖欠工资", (await world.Desk.FindAsync(id, Cancel))!.ConductWarning);
        var entry = await world.Db.ConductEntries().Where(c => c.Serious).Select(c => c.EntryId).SingleAsync(Cancel);
        Assert.Equal("closing-missing", (await world.Standing.CloseConductAsync(e, entry, ConductState.Mended, "", Clerk(), Cancel))?.Code);
        Assert.Null(await world.Standing.CloseConductAsync(e, entry, ConductState.Mended, "工资已补发", Clerk(), Cancel));
        Assert.Equal("entry-closed", (await world.Standing.CloseConductAsync(e, entry, ConductState.Withdrawn, "x", Clerk(), Cancel))?.Code);
        Assert.Null((await world.Desk.FindAsync(id, Cancel))!.ConductWarning);
        Assert.Equal(2, await world.Db.ConductEntries().CountAsync(Cancel));
    }

    [Theory(DisplayName = "平台企业：标明平台用工，平台用工不规范的记录提醒到每个岗位"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.6")]
    public async Task Platform_work_is_marked(string engine)
    {
        await using var world = await CreateAsync(engine);
        var platform = await world.EmployerAsync(1, Qingxu, EmployerFlags.Platform | EmployerFlags.Private);
        var id = await world.PublishedAsync(platform.EmployerId, Sewing with { Title = "网约配送员", Description = "同城即时配送。", Occupation = 4100801, Form = 4 });
        Assert.Equal((short)4, (await world.PostingAsync(id)).Form);
        Assert.Null(await world.Standing.AddConductAsync(platform.EmployerId, ConductKind.Platform, true, Today, "清人社监〔2022〕8号", "超时罚款", Clerk(), Cancel));
        Assert.Contains("平台用工不规范", (await world.Desk.FindAsync(id, Cancel))!.ConductWarning);
    }

    [Theory(DisplayName = "几乎一样的岗位先提醒，核对过才存；换一个县的不算"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task Near_duplicates_are_told(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync();
        var id = await world.PublishedAsync(employer.EmployerId);
        var twin = Sewing with { Description = "服装流水线作业，可培训上岗！" };
        Assert.Equal("near-duplicate", (await world.Write.AddAsync(employer.EmployerId, twin, new WriteOrder(true), Own(), Cancel)).Refusal?.Code);
        Assert.False((await world.Write.AddAsync(employer.EmployerId, twin with { Place = Yangqu }, new WriteOrder(true), Own(), Cancel)).IsRefused);
        Assert.False((await world.Write.AddAsync(employer.EmployerId, twin, new WriteOrder(true, Confirmed: true), Own(), Cancel)).IsRefused);
        Assert.Null(await world.Steps.HandleAsync(id, PostingAct.Close, "已招满", null, Own(), Cancel));
    }

    [Theory(DisplayName = "单位的账号只见自己的单位和岗位；外县经办见不到未发布的，写不了"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "13.1")]
    public async Task Scope(string engine)
    {
        await using var world = await CreateAsync(engine);
        var mine = await world.EmployerAsync();
        var other = await world.EmployerAsync(2);
        var far = await world.EmployerAsync(3, Yangqu);
        var published = await world.PublishedAsync(other.EmployerId);
        var draft = (await world.Write.AddAsync(other.EmployerId, Sewing with { Title = "裁剪工", Description = "裁剪" }, new WriteOrder(true), Clerk(), Cancel)).Value!.VacancyId;
        async Task<Guid[]> Seen(Actor actor) => [.. (await world.Query.HandleAsync(new VacancyFilter(VacancyTab.All), new PageAsk(), actor, Cancel)).Rows.Select(r => r.VacancyId)];
        async Task<Guid[]> Known(Actor actor) => [.. await EmployerScope.Employers(world.Db, actor).Select(e => e.EmployerId).OrderBy(e => e).ToListAsync(Cancel)];
        Assert.Equal([mine.EmployerId], await Known(Own()));
        Assert.Empty(await Seen(Own()));
        Assert.Empty(await Known(Own(Guid.NewGuid())));
        Assert.Equal([mine.EmployerId, other.EmployerId], await Known(Clerk()));
        Assert.Equal(3, (await Known(Clerk(Taiyuan))).Length);
        Assert.Equal([far.EmployerId], await Known(Clerk(Yangqu)));
        Assert.Equal([published], await Seen(Clerk(Yangqu))); // a published vacancy is public
        Assert.Equal(2, (await Seen(Clerk())).Length);
        Assert.Empty(await Seen(new Actor("x", "x", Clerk().Region, new HashSet<string>())));
        Assert.Equal("not-writer", (await world.Steps.HandleAsync(published, PostingAct.Close, "x", null, Clerk(Yangqu), Cancel))?.Code);
        Assert.Equal("vacancy-not-found", (await world.Steps.HandleAsync(draft, PostingAct.Close, "x", null, Own(), Cancel))?.Code);
        Assert.Equal("employer-not-found", (await world.Write.AddAsync(other.EmployerId, Sewing, new WriteOrder(true), Own(), Cancel)).Refusal?.Code);
        Assert.Equal(1, await world.Query.CountAsync(VacancyTab.Review, Clerk(), Cancel));
        Assert.Equal(0, await world.Query.CountAsync(VacancyTab.Review, Clerk(Yangqu), Cancel));
    }

    [Theory(DisplayName = "同一信用代码只登记一次；名称相近先提醒；单位自己只能改联系方式"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task One_credit_code_one_employer(string engine)
    {
        await using var world = await CreateAsync(engine);
        var employer = await world.EmployerAsync();
        Task<Chunfeng.Platform.Results.Result<Employer>> Register(string credit, EmployerDraft draft, Actor actor, bool confirmed = false) => world.Employers.RegisterAsync(credit, draft, confirmed, actor, Cancel);
        Assert.Equal("already-registered", (await Register(Credit(1), Named("别的名字"), Clerk())).Refusal?.Code);
        Assert.DoesNotContain("第1号服装厂", (await Register(Credit(1), Named("别的名字", Yangqu), Clerk(Yangqu))).Refusal!.Message); // not told across the border
        Assert.Equal("bad-credit", (await Register("911401210000000000", Named("别的名字"), Clerk())).Refusal?.Code);
        Assert.Equal("near-name", (await Register(Credit(2), Named("清徐县第1号服装有限公司"), Clerk())).Refusal?.Code);
        Assert.False((await Register(Credit(2), Named("清徐县第1号服装有限公司"), Clerk(), confirmed: true)).IsRefused);
        Assert.Equal("outside-area", (await Register(Credit(3), Named("阳曲某厂", Yangqu), Clerk())).Refusal?.Code);
        Assert.Equal("no-right", (await Register(Credit(3), Named("某某厂"), Own())).Refusal?.Code);
        Assert.Equal("no-officer", (await Register(Credit(3), Named("某某厂") with { Officer = "nobody" }, Clerk())).Refusal?.Code);
        Assert.Equal(Qingxu, (await Register(Credit(4), Named("北京某餐饮公司", Chaoyang), Clerk())).Value!.Region); // outside the province: kept by who registers it

        var stored = await world.Db.Employers().AsNoTracking().SingleAsync(e => e.EmployerId == employer.EmployerId, Cancel);
        Assert.DoesNotContain("1234567", System.Text.Encoding.UTF8.GetString(stored.PhoneCipher!));
        var changed = await world.Employers.ChangeAsync(employer.EmployerId, Named("改名", Yangqu, EmployerFlags.Key) with { ContactName = "李经理" }, stored.Version, Own(), Cancel);
        Assert.Equal(("第1号服装厂", (int)EmployerFlags.Private, Qingxu, "李经理"), (changed.Value!.Name, changed.Value.Flags, changed.Value.Region, changed.Value.ContactName));
        Assert.Equal("just-changed", (await world.Employers.ChangeAsync(employer.EmployerId, Named("x厂"), stored.Version, Clerk(), Cancel)).Refusal?.Code);
        Assert.Equal([0, 1, 2], await world.Db.Employers().Select(e => e.Number).OrderBy(n => n).ToListAsync(Cancel));
    }

    [Theory(DisplayName = "到期的岗位夜里转为已过期；截止当天的不动"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Vacancies_expire(string engine)
    {
        await using var world = await CreateAsync(engine);
        var id = await world.PublishedAsync((await world.EmployerAsync()).EmployerId);
        var run = new Chunfeng.Platform.Jobs.JobRun(Guid.NewGuid(), Actor.Operator, 1, () => Stream.Null);
        world.Clock.SetUtcNow(new DateTimeOffset(Sewing.ToDay, new TimeOnly(15, 59), TimeSpan.Zero)); // the last minute of the last day
        await new ExpireVacancies(world.Db, world.Clock).RunAsync(new(), run, Cancel);
        Assert.Equal((short)PostingState.Published, (await world.PostingAsync(id)).State);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await new ExpireVacancies(world.Db, world.Clock).RunAsync(new(), run, Cancel);
        Assert.Equal((short)PostingState.Expired, (await world.PostingAsync(id)).State);
    }

    [Theory(DisplayName = "月度用工和走访：存得下、改得了、说不通的退回"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.3"), Trait("Clause", "2.2")]
    public async Task Heads_and_visits(string engine)
    {
        await using var world = await CreateAsync(engine);
        var e = (await world.EmployerAsync()).EmployerId;
        Assert.Null(await world.Standing.StateHeadsAsync(e, new(202201, 100, 5), Own(), Cancel));
        Assert.Null(await world.Standing.StateHeadsAsync(e, new(202202, 110, 15), Own(), Cancel));
        Assert.Equal("more-than-before", (await world.Standing.StateHeadsAsync(e, new(202202, 130, 15), Clerk(), Cancel))?.Code);
        Assert.Equal("fewer-than-after", (await world.Standing.StateHeadsAsync(e, new(202201, 90, 0), Clerk(), Cancel))?.Code);
        Assert.Null(await world.Standing.StateHeadsAsync(e, new(202202, 108, 13), Own(), Cancel));
        Assert.Equal([(202201, 100, 1L), (202202, 108, 2L)], (await world.Db.HeadCounts().AsNoTracking().OrderBy(h => h.Month).ToListAsync(Cancel)).Select(h => (h.Month, h.Heads, h.Version)));
        Assert.Equal("employer-not-found", (await world.Standing.StateHeadsAsync(e, new(202202, 1, 0), Clerk(Datong), Cancel))?.Code);
        Assert.Equal("no-right", (await world.Standing.AddVisitAsync(e, Today, 5, "缺人", "已推荐", false, Own(), Cancel))?.Code);
        Assert.Equal("visit-incomplete", (await world.Standing.AddVisitAsync(e, Today, 5, "缺人", "", false, Clerk(), Cancel))?.Code);
        Assert.Null(await world.Standing.AddVisitAsync(e, Today, 5, "缺人", "已推荐", true, Clerk(), Cancel));
        Assert.Single(await world.Db.ServiceVisits().ToListAsync(Cancel));
    }
}
