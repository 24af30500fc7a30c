using System.Text;
using Chunfeng.Employers;
using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Intake;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.People;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Vacancies from files and programs, the guarantee, the absorption register, the demonstration.</summary>
public sealed class IntakeTests
{
    private static readonly string Header = "岗位名称,统一社会信用代码,工种,招聘人数,工作地点,工资低,工资高,截止日期,岗位说明,外部编号";

    [Theory(DisplayName = "导入岗位：逐行给结论，一行退回就一行不写；改好再导全部写入；同一个文件再导一次什么都不变"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task A_file_of_vacancies(string engine)
    {
        await using var world = await CreateAsync(engine);
        await world.EmployerAsync();
        var good = $"缝纫工,{Credit(1)},缝纫工,20人,太原市清徐县,4500,6000,2022-03-31,流水线作业,A1\n保洁员,{Credit(1)},保洁员,3,清徐县,2500,,2022/3/31,打扫车间,\n";
        var bad = $"焊工,{Credit(1)},焊工,5,清徐县,6000,8000,2022-03-31,仅限男性，35岁以下,\n焊工,{Credit(9)},焊工,5,清徐县,6000,8000,2022-03-31,x,\n,{Credit(1)},天外来客,x,火星,,,,,\n";
        var refused = (await ImportAsync(world, $"春季岗位表\n{Header}\n{good}{bad}", partly: false)).Value!;
        Assert.Equal((5, 0, 0, 0, 3, true), (refused.RowsRead, refused.Added, refused.Updated, refused.Unchanged, refused.Rejected, refused.HasRejects));
        Assert.Equal(0, await world.Db.Postings().CountAsync(Cancel));
        var (content, name) = (await world.Files.RejectsAsync(refused.FileId, Clerk(), Cancel))!.Value;
        Assert.Null(await world.Files.RejectsAsync(refused.FileId, Clerk(Yangqu), Cancel));
        using var reader = new StreamReader(content);
        var rejects = (await reader.ReadToEndAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("岗位-退回.csv", name);
        Assert.Equal(4, rejects.Length);
        Assert.StartsWith("退回原因,岗位名称", rejects[0]);
        Assert.Contains("第二十七条", rejects[1]);
        Assert.Contains("第二十六条", rejects[1]); // everything wrong is told at once
        Assert.Contains("请先登记用人单位", rejects[2]);
        Assert.Contains("没有认出这个地点", rejects[3]);
        Assert.Contains("请写一行岗位名称", rejects[3]);

        var partly = (await ImportAsync(world, $"{Header}\n{good}{bad}", partly: true)).Value!;
        Assert.Equal((2, 0, 0, 3), (partly.Added, partly.Updated, partly.Unchanged, partly.Rejected));
        var again = (await ImportAsync(world, $"{Header}\n{good}", partly: false)).Value!;
        Assert.Equal((0, 0, 2, 0), (again.Added, again.Updated, again.Unchanged, again.Rejected));
        Assert.Equal([(PostingState.Submitted, 20, 450_000L), (PostingState.Submitted, 3, 250_000L)],
            (await world.Db.Postings().AsNoTracking().OrderByDescending(p => p.Posts).ToListAsync(Cancel)).Select(p => ((PostingState)p.State, p.Posts, p.LowFen)));

        // one row changed under its number is the same vacancy; while it is in review it stays as it is
        var changed = good.Replace("20人", "30", StringComparison.Ordinal);
        Assert.Equal(1, (await ImportAsync(world, $"{Header}\n{changed}", partly: true)).Value!.Rejected);
        var number = await world.Db.Postings().Where(p => p.Posts == 20).Select(p => p.VacancyId).SingleAsync(Cancel);
        Assert.Null(await world.Steps.HandleAsync(number, PostingAct.Return, "人数不对", null, Clerk(), Cancel));
        Assert.Equal(1, (await ImportAsync(world, $"{Header}\n{changed}", partly: true)).Value!.Updated);
        Assert.Equal((30, 2), ((await world.PostingAsync(number)).Posts, await world.Db.Postings().CountAsync(Cancel)));
    }

    [Theory(DisplayName = "不是岗位表、没有权限、空表：当场说明"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Files_that_are_none(string engine)
    {
        await using var world = await CreateAsync(engine);
        Assert.Equal("no-header", (await ImportAsync(world, "姓名,电话\n张三,1\n", false)).Refusal?.Code);
        Assert.Equal("no-rows", (await ImportAsync(world, Header + "\n", false)).Refusal?.Code);
        Assert.Equal("no-right", (await world.Files.HandleAsync("a.csv", new MemoryStream(Encoding.UTF8.GetBytes(Header)), false, Clerk() with { Rights = new HashSet<string> { Rights.EmployersRead } }, Cancel)).Refusal?.Code);
        using var template = new MemoryStream();
        VacancyFiles.WriteTemplate(template);
        template.Position = 0;
        Assert.Equal(1, (await world.Files.HandleAsync("模板.xlsx", template, true, Clerk(), Cancel)).Value!.Rejected); // the example names no employer
    }

    [Theory(DisplayName = "外部平台按自己的编号发：重发不变，改了更新，编号不能换单位，法律不允许的逐条退回"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task A_program_sends_vacancies(string engine)
    {
        await using var world = await CreateAsync(engine);
        await world.EmployerAsync();
        await world.EmployerAsync(2);
        static SentVacancy Sent(string no, int credit, int posts, string text = "流水线作业") => new(Credit(credit), no, new ApiVacancy
        {
            Title = "缝纫工", Occupation = "缝纫工", Posts = posts, Place = "140121", PayLow = "4500", To = "2022-03-31", Text = text,
        }.Said);
        async Task<string[]> Send(string source, params SentVacancy[] sent) =>
            [.. (await world.Take.HandleAsync(source, sent, true, Clerk(), Cancel)).Value!.Select(v => v.Outcome?.ToString() ?? v.Refusal!.Code)];
        Assert.Equal(["Added", "limit-sex", "sent-twice"], await Send("api:a", Sent("1", 1, 5), Sent("2", 1, 5, "限女性"), Sent("1", 1, 6)));
        Assert.Equal(["Unchanged"], await Send("api:a", Sent("1", 1, 5)));
        Assert.Equal(["other-employer"], await Send("api:a", Sent("1", 2, 5)));
        var id = await world.Db.Postings().Select(p => p.VacancyId).SingleAsync(Cancel);
        Assert.Null(await world.Steps.HandleAsync(id, PostingAct.Close, "已招满", null, Clerk(), Cancel));
        Assert.Equal(["Unchanged"], await Send("api:a", Sent("1", 1, 5))); // sent again it does not rise again
        Assert.Equal(["Updated"], await Send("api:a", Sent("1", 1, 8)));
        Assert.Equal(["Added"], await Send("api:b", Sent("1", 2, 5))); // another sender's number is its own
    }

    [Theory(DisplayName = "缺工清单：只列重点企业，缺口大的在前，区域按成员县，天数取中位"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.4")]
    public async Task Shortages_of_a_zone(string engine)
    {
        await using var world = await CreateAsync(engine);
        var key = await world.EmployerAsync(1, Qingxu, EmployerFlags.Key);
        await world.EmployerAsync(2); // no key employer
        var far = await world.EmployerAsync(3, Yangqu, EmployerFlags.Key);
        var id = await world.PublishedAsync(key.EmployerId, Sewing with { Posts = 5 });
        world.Clock.Advance(TimeSpan.FromDays(3));
        Assert.False((await world.Desk.FillAsync(id, Guid.CreateVersion7(), Clerk(), Cancel)).IsRefused);
        world.Clock.Advance(TimeSpan.FromDays(3));
        Assert.False((await world.Desk.FillAsync(id, Guid.CreateVersion7(), Clerk(), Cancel)).IsRefused);
        var list = new ShortageList(world.Db, Reference.Regions, world.Clock);
        var province = new Actor("force", "省专班", Chunfeng.Standards.Regions.RegionCode.Shanxi, Roles.Find("province-force")!.Rights);
        Assert.Equal("no-right", (await list.KeepZoneAsync(null, "太忻经济区", "", [Yangqu], Clerk(), Cancel))?.Code);
        Assert.Equal("bad-member", (await list.KeepZoneAsync(null, "太忻经济区", "", [Chaoyang], province, Cancel))?.Code);
        Assert.Null(await list.KeepZoneAsync(null, "太忻经济区", "文件", [Yangqu], province, Cancel));
        Assert.Equal("zone-known", (await list.KeepZoneAsync(null, "太忻经济区", "", [], province, Cancel))?.Code);
        var zone = (await list.ZonesAsync(Cancel)).Single();
        var all = await list.HandleAsync(null, false, province, Cancel);
        Assert.Equal([(key.EmployerId, 5, 3, 2, 9), (far.EmployerId, 0, 0, 0, -1)], all.Select(s => (s.EmployerId, s.Posts, s.Open, s.Filled, s.TwiceMedianDays ?? -1)));
        Assert.Equal([far.EmployerId], (await list.HandleAsync(zone, false, province, Cancel)).Select(s => s.EmployerId));
        Assert.Empty(await list.HandleAsync(zone, false, Clerk(), Cancel)); // Qingxu is not in the zone, Yangqu not in its area
        Assert.Null(await list.KeepZoneAsync(zone.Zone.ZoneId, "太忻经济区", "文件", [Qingxu], province, Cancel));
        Assert.Equal([Qingxu], (await list.ZonesAsync(Cancel)).Single().Members);
        Assert.Empty(await list.HandleAsync(null, true, province, Cancel)); // serves nobody
    }

    [Theory(DisplayName = "吸纳登记：上岗当天是监测对象才算；同一人不重复；离岗后不在岗"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.5")]
    public async Task Hires_are_counted(string engine)
    {
        await using var world = await CreateAsync(engine);
        var soe = await world.EmployerAsync(1, Qingxu, EmployerFlags.StateOwned);
        var (first, second) = (LedgerWorld.Id(1), LedgerWorld.Id(2));
        foreach (var id in new[] { 1, 2 })
        {
            Assert.False((await world.Ledger.RegisterAsync(LedgerWorld.Person(id), LedgerWorld.Village, Actor.Operator, Cancel)).IsRefused);
        }

        Assert.False((await world.Ledger.RecordStatusAsync(LedgerWorld.Worker(1), new StatusStatement(21, 1, Today.AddDays(-5)), LedgerWorld.Village, Actor.Operator, Cancel)).IsRefused);
        var e = soe.EmployerId;
        Assert.Equal("bad-id", (await world.Hires.EnterAsync(e, "1401211985", Today, null, Clerk(), Cancel))?.Code);
        Assert.Equal("worker-not-found", (await world.Hires.EnterAsync(e, LedgerWorld.Id(77).ToString(), Today, null, Clerk(), Cancel))?.Code);
        Assert.Null(await world.Hires.EnterAsync(e, first.ToString(), Today, null, Clerk(), Cancel));
        Assert.Equal("hire-known", (await world.Hires.EnterAsync(e, first.ToString(), Today, null, Clerk(), Cancel))?.Code);
        Assert.Null(await world.Hires.EnterAsync(e, second.ToString(), Today, null, Clerk(), Cancel)); // no protected category
        Assert.Equal("no-right", (await world.Hires.EnterAsync(e, second.ToString(), Today, null, Own(), Cancel))?.Code);
        var statement = new HireStatement(LedgerWorld.Worker(1), Guid.CreateVersion7(), e, Today.AddDays(-6)); // a day before the status began
        Assert.True((await world.Hires.RecordAsync(statement, Own(), Cancel)).Value);
        Assert.False((await world.Hires.RecordAsync(statement, Own(), Cancel)).Value);
        Assert.Equal([false, true], (await world.Db.Hires().AsNoTracking().Where(h => h.WorkerId == statement.WorkerId).OrderBy(h => h.HiredOn).ToListAsync(Cancel)).Select(h => h.Protected));
        var ranking = new AbsorptionRanking(world.Db);
        var line = Assert.Single(await ranking.EmployersAsync(EmployerFlags.StateOwned, 2022, Today, Clerk(), Cancel));
        Assert.Equal((1, 1, 2, 1), (line.Protected, line.Staying, line.All, line.Rank ?? 0));
        Assert.Empty(await ranking.EmployersAsync(EmployerFlags.StateOwned, 2022, Today, Clerk(Yangqu), Cancel));
        Assert.Equal(0, Assert.Single(await ranking.EmployersAsync(EmployerFlags.StateOwned, 2021, Today, Clerk(), Cancel)).All);
        var began = await world.Db.Hires().AsNoTracking().SingleAsync(h => h.WorkerId == statement.WorkerId && h.Protected, Cancel);
        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Null(await world.Hires.EndAsync(began.WorkerId, began.HireId, Today, Clerk(), Cancel));
        Assert.Equal(0, Assert.Single(await ranking.EmployersAsync(EmployerFlags.StateOwned, 2022, Today.AddDays(1), Clerk(), Cancel)).Staying);
    }

    [Theory(DisplayName = "演示数据：只在演示库里生成一次，相同种子相同结果，全部标明演示，没有法律不允许的限制"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task The_demonstration(string engine)
    {
        await using var world = await CreateAsync(engine);
        var demo = new DemoEmployers(world.Db, Reference.Regions, KeyRing.ForTests, world.Clock);
        Assert.Equal((0, 0), await demo.MakeAsync(7, Cancel)); // a register of real people
        world.Db.AllSettings().Add(new Setting { Key = Setting.RegisterKind, Value = "demo workers=1" });
        await world.Db.SaveChangesAsync(Cancel);
        Assert.Equal((DemoEmployers.Employers, DemoEmployers.Vacancies), await demo.MakeAsync(7, Cancel));
        Assert.Equal((0, 0), await demo.MakeAsync(7, Cancel));
        Assert.True(await world.Db.Employers().AllAsync(e => e.Name.Contains("演示"), Cancel));
        var postings = await world.Db.Postings().AsNoTracking().ToListAsync(Cancel);
        Assert.All(postings, p => Assert.Empty(VacancyRules.Check(WriteVacancy.DraftOf(p), Reference.Regions, EmployersWorld.Codes, Today).Select(f => f.Message)));
        Assert.Contains(postings, p => (PostingState)p.State == PostingState.Submitted);
        Assert.True((await world.OpenAsync(Today)).Count > 1500);
    }

    private static Task<Chunfeng.Platform.Results.Result<VacancyFile>> ImportAsync(EmployersWorld world, string text, bool partly) =>
        world.Files.HandleAsync("岗位.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), partly, Clerk(), Cancel);
}
