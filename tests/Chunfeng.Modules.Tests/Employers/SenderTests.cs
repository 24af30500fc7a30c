using System.Text;
using Chunfeng.Employers;
using Chunfeng.Employers.Intake;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Stations and agencies send vacancies for employers they do not keep, and see only what they sent.</summary>
public sealed class SenderTests
{
    private static readonly Guid StationUnit = Guid.Parse("00000000-0000-8000-8000-0000000000aa"), AgencyUnit = Guid.Parse("00000000-0000-8000-8000-0000000000ab");

    private static readonly WorkCalendar Calendar = WorkCalendar.Load(Path.Combine(Reference.Data, "calendar", "cn_holidays_2021_2026.csv"));

    /// <summary>A station of 清徐县 that works in 北京.</summary>
    private static Actor Station { get; } = new("station", "站里的人", new RegionCode(Qingxu), Roles.Find("station-staff")!.Rights) { Unit = StationUnit };

    private static Actor Agency { get; } = new("agency", "机构的人", new RegionCode(Taiyuan), Roles.Find("agency-staff")!.Rights) { Unit = AgencyUnit };

    [Fact(DisplayName = "劳务工作站、人力资源机构能送岗位，县管理员给得出这个角色；帮扶单位、培训机构不能送")]
    public void Who_may_send()
    {
        foreach (var role in new[] { "station-staff", "agency-staff" })
        {
            Assert.Contains(Rights.VacanciesSend, Roles.Find(role)!.Rights);
            Assert.Empty(Roles.Find(role)!.Rights.Except(Roles.Find("county-admin")!.Rights));
        }

        Assert.All(new[] { "help-staff", "training-staff", "employer", "village-cadre", "township-clerk" }, r => Assert.DoesNotContain(Rights.VacanciesSend, Roles.Find(r)!.Rights));
        Assert.False(EmployerScope.IsSender(Clerk())); // who keeps employers is no mere sender
        Assert.True(EmployerScope.SeesArea(Clerk()));
    }

    [Theory(DisplayName = "站里登记省外单位、送岗位：站所在的县审核，谁送来的留着；退回、改好、发布走得通"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task A_station_sends_for_an_employer_elsewhere(string engine)
    {
        await using var world = await WithUnitsAsync(engine);
        var draft = Named("北京某食品厂", Chaoyang, EmployerFlags.Key) with { Officer = "clerk" };
        Assert.Equal("in-province", (await world.Employers.RegisterAsync(Credit(7), draft with { Seat = Yangqu }, true, Station, Cancel)).Refusal?.Code);
        var employer = (await world.Employers.RegisterAsync(Credit(7), draft, true, Station, Cancel)).Value!;
        Assert.Equal((Qingxu, 0, ""), (employer.Region, employer.Flags, employer.OfficerLogin)); // what the office judges is left to it
        Assert.Equal("already-registered", (await world.Employers.RegisterAsync(Credit(7), draft, true, Station, Cancel)).Refusal?.Code);

        var made = await world.Write.AddAsync(employer.EmployerId, Sewing with { Place = Chaoyang }, new WriteOrder(Submit: true), Station, Cancel);
        Assert.False(made.IsRefused, made.Refusal?.Message);
        var (id, posting) = (made.Value!.VacancyId, await world.PostingAsync(made.Value.VacancyId));
        Assert.Equal((Qingxu, StationUnit, "驻京劳务工作站"), (posting.Region, posting.SentUnit, posting.SentName));
        Assert.Equal("驻京劳务工作站", Assert.Single((await world.Query.HandleAsync(new VacancyFilter(VacancyTab.Review), new PageAsk(), Clerk(), Cancel)).Rows).SentName);
        Assert.Equal("not-reviewer", (await world.Steps.HandleAsync(id, PostingAct.Publish, null, null, Station, Cancel))?.Code);
        Assert.Null(await world.Steps.HandleAsync(id, PostingAct.Return, "请写明发薪日", null, Clerk(), Cancel));
        Assert.Equal("修改 1 个被退回的岗位", Assert.Single(await new VacancyTodo(Calendar, world.Clock).WaitingAsync(world.Db, Station, Cancel)).Title);
        var version = (await world.PostingAsync(id)).Version;
        Assert.False((await world.Write.ChangeAsync(id, Sewing with { Place = Chaoyang, Description = "每月15日发工资。" }, version, true, false, Station, Cancel)).IsRefused);
        Assert.Null(await world.Steps.HandleAsync(id, PostingAct.Publish, null, null, Clerk(), Cancel));
        Assert.Equal(StationUnit, (await world.PostingAsync(id)).SentUnit);
    }

    [Theory(DisplayName = "省内已登记的单位：凭完整的信用代码就能送，由工作地点所在的县审核"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task A_sender_names_an_employer_by_its_code(string engine)
    {
        await using var world = await WithUnitsAsync(engine);
        var employer = await world.EmployerAsync(1, Yangqu);
        Assert.Null(await Query(world).SendableAsync(Credit(1)[..17], Station, Cancel));
        Assert.Null(await Query(world).SendableAsync(Credit(1), Clerk(), Cancel)); // not by this way
        Assert.Equal(employer.EmployerId, (await Query(world).SendableAsync(Credit(1), Station, Cancel))?.EmployerId);
        var made = await world.Write.AddAsync(employer.EmployerId, Sewing with { Place = Yangqu }, new WriteOrder(Submit: true), Station, Cancel);
        Assert.Equal(Yangqu, (await world.PostingAsync(made.Value!.VacancyId)).Region);
        // the employer and its office may change it too
        Assert.NotEqual(PostingSide.None, EmployerScope.SideOf(Own(), Yangqu, (await world.Db.Employers().SingleAsync(Cancel)), StationUnit));
        Assert.Equal(PostingSide.None, EmployerScope.SideOf(Agency with { Region = new RegionCode(Datong) }, Yangqu, employer, StationUnit));
    }

    [Theory(DisplayName = "只看到自己送的：别家送的、单位自己没发布的、用人单位名册都不在；发布了的公开"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    [Trait("Clause", "13.1")]
    public async Task They_see_only_what_they_sent(string engine)
    {
        await using var world = await WithUnitsAsync(engine);
        var employer = await world.EmployerAsync(1);
        var e = employer.EmployerId;
        async Task<Guid> Add(Actor actor, string title) =>
            (await world.Write.AddAsync(e, Sewing with { Title = title, Description = $"{title}：各是各的活，写清楚一点免得说是一样的。" }, new WriteOrder(true, Confirmed: true), actor, Cancel)).Value!.VacancyId;
        var (station, agency, own) = (await Add(Station, "裁剪工"), await Add(Agency, "锁边工"), await Add(Own(), "包装工"));
        async Task<List<Guid>> All(Actor actor, VacancyTab tab = VacancyTab.All) => [.. (await world.Query.HandleAsync(new VacancyFilter(tab), new PageAsk(), actor, Cancel)).Rows.Select(r => r.VacancyId)];
        Assert.Equal([station], await All(Station));
        Assert.Equal([agency], await All(Agency));
        Assert.Equal([agency], await All(Agency, VacancyTab.Sent));
        Assert.Empty(await All(Clerk(), VacancyTab.Sent));
        Assert.Equal(3, (await All(Clerk())).Count);
        Assert.Equal(3, (await All(Own())).Count);
        Assert.Equal("vacancy-not-found", (await world.Steps.HandleAsync(agency, PostingAct.Close, "不招了", null, Station, Cancel))?.Code);
        Assert.Equal("vacancy-not-found", (await world.Write.ChangeAsync(own, Sewing, 2, true, true, Station, Cancel)).Refusal?.Code);
        Assert.Empty((await Query(world).HandleAsync(new EmployerFilter(), new PageAsk(), Station, Cancel)).Rows);
        Assert.Null(await Query(world).FindAsync(e, Agency, Cancel));
        Assert.Equal("no-right", (await Query(world).ExportAsync(new EmployerFilter(), Stream.Null, Station, Cancel)).Refusal?.Code);

        Assert.Null(await world.Steps.HandleAsync(own, PostingAct.Publish, null, null, Clerk(), Cancel));
        Assert.Equal([station, own], (await All(Station)).Order());
        Assert.Equal("not-writer", (await world.Steps.HandleAsync(own, PostingAct.Close, "不招了", null, Station, Cancel))?.Code);
        // a sender is not told what another wrote
        var near = await world.Write.AddAsync(e, Sewing with { Title = "锁边工", Description = "锁边工：各是各的活，写清楚一点免得说是一样的。" }, new WriteOrder(true), Station, Cancel);
        Assert.Equal("near-duplicate", near.Refusal?.Code);
        Assert.DoesNotContain("锁边工", near.Refusal!.Message);
    }

    [Theory(DisplayName = "站和机构各传一份同样的表格：各算各的，不会改到对方的；没登记的单位逐行说找谁"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task Files_of_senders_do_not_meet(string engine)
    {
        await using var world = await WithUnitsAsync(engine);
        await world.EmployerAsync(1);
        Stream File(string posts) => new MemoryStream(Encoding.UTF8.GetBytes(
            $"外部编号,统一社会信用代码,岗位名称,工种,招聘人数,工作地点,计薪方式,工资低,截止日期,岗位说明\nA-1,{Credit(1)},缝纫工,缝纫工,{posts},太原市清徐县,每月,4500,2022-03-20,流水线作业。\nA-2,{Credit(9)},缝纫工,缝纫工,1,太原市清徐县,每月,4500,2022-03-20,别的。\n"));
        var first = await world.Files.HandleAsync("站.csv", File("3"), partly: true, Station, Cancel);
        Assert.Equal((1, 1), (first.Value!.Added, first.Value.Rejected));
        using (var rejects = new StreamReader((await world.Files.RejectsAsync(first.Value.FileId, Station, Cancel))!.Value.Content))
        {
            Assert.Contains("请先在“送岗位”里登记省外的单位", await rejects.ReadToEndAsync(Cancel));
        }

        Assert.Null(await world.Files.RejectsAsync(first.Value.FileId, Agency, Cancel));
        Assert.Equal(2, (await world.Files.HandleAsync("站.csv", File("4"), partly: true, Station, Cancel)).Value!.Rejected); // waits for its review: not changed meanwhile
        var second = await world.Files.HandleAsync("机构.csv", File("5"), partly: true, Agency, Cancel);
        Assert.Equal(2, second.Value!.Rejected); // nearly the same as what another sent: looked at before it comes twice
        Assert.Equal(StationUnit, (await world.Db.Postings().SingleAsync(Cancel)).SentUnit);
        Assert.Equal("no-right", (await world.Files.HandleAsync("x.csv", File("1"), true, Station with { Unit = null }, Cancel)).Refusal?.Code);
    }

    [Theory(DisplayName = "站里的系统用接口成批送：重发不变，没登记的单位退回并说找谁，审核人看得到是站里送的"), MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    [Trait("Clause", "2.2")]
    public async Task A_program_of_a_station_sends(string engine)
    {
        await using var world = await WithUnitsAsync(engine);
        await world.EmployerAsync(1, Yangqu);
        SentVacancy Sent(string no, int employer) => new(Credit(employer), no, new ApiVacancy { Title = "包装工", Occupation = "包装工", Posts = 3, Place = "太原市阳曲县", PayLow = "3500", To = "2022-03-20", Text = "装箱打包" }.Said);
        async Task<string[]> SendAsync(params SentVacancy[] batch) =>
            [.. (await world.Take.HandleAsync(VacancyApi.SourceOf(Station), batch, partly: true, Station, Cancel)).Value!.Select(v => v.Refusal?.Code ?? $"{v.Outcome}")];
        Assert.Equal(["Added", "employer-not-found"], await SendAsync(Sent("P-1", 1), Sent("P-2", 9)));
        Assert.Equal(["Unchanged"], await SendAsync(Sent("P-1", 1)));
        var posting = await world.Db.Postings().SingleAsync(Cancel);
        Assert.Equal((Yangqu, "api:station", StationUnit, "驻京劳务工作站"), (posting.Region, posting.Source, posting.SentUnit, posting.SentName));
        Assert.False(VacancyFiles.MayImport(Station with { Unit = null }));
        Assert.True(VacancyFiles.MayImport(Agency));
    }

    private static EmployerQuery Query(EmployersWorld world) => new(world.Db, Reference.Regions, Codes, world.Clock);

    private static async Task<EmployersWorld> WithUnitsAsync(string engine)
    {
        var world = await CreateAsync(engine);
        world.Db.Units().Add(new Unit { UnitId = StationUnit, Name = "驻京劳务工作站", Kind = "station", Region = Qingxu, CreatedAt = world.Clock.GetUtcNow().UtcDateTime });
        world.Db.Units().Add(new Unit { UnitId = AgencyUnit, Name = "太原人力", Kind = "agency", Region = Taiyuan, CreatedAt = world.Clock.GetUtcNow().UtcDateTime });
        await world.Db.SaveChangesAsync(Cancel);
        world.Db.ChangeTracker.Clear();
        return world;
    }
}
