using Chunfeng.Employers.Demand;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Modules.Tests.Dispatch;
using Chunfeng.Modules.Tests.Support;
using Chunfeng.Platform.Data;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>The long lists of the room, read by key.</summary>
[Trait("Clause", "2.2")]
public sealed class EmployerListTests
{
    private const int Many = 5;

    [Theory(DisplayName = "单位、岗位、待审核、调查里没有答复和已经答复的：一页一页翻不丢不重，翻回来一样；单位和岗位新的在前，待审核等得久的在前；乱写的页码当作第一页"),
        MemberData(nameof(TestDb.Engines), MemberType = typeof(TestDb))]
    public async Task Page_by_page(string engine)
    {
        await using var world = await CreateAsync(engine);
        var (employers, demand) = (new EmployerQuery(world.Db, Reference.Regions, Codes, world.Clock), new DemandQuery(world.Db, Reference.Regions, Codes, world.Clock));
        var (made, sent) = (new List<Guid>(), new List<Guid>());
        for (var i = 1; i <= 2 * Many; i++)
        {
            var employer = await world.EmployerAsync(i, flags: EmployerFlags.Key);
            made.Add(employer.EmployerId);
            sent.Add((await world.Write.AddAsync(employer.EmployerId, Sewing, new WriteOrder(Submit: true), Clerk(), Cancel)).Value!.VacancyId);
        }

        var round = (await new RunRound(world.Db, Reference.Regions, world.Clock).OpenAsync(new RoundDraft("一季度用工需求调查", Qingxu, EmployerFlags.Key, Today, Today.AddDays(90), Today.AddDays(14), ""), Clerk(), Cancel)).Value!;
        foreach (var id in made.Take(Many))
        {
            Assert.Equal(1, (await new StateDemand(world.Db, Reference.Regions, Codes, world.Clock)
                .HandleAsync(round.RoundId, id, new AnswerDraft(50, 2, 10, DemandHelp.Recruiting, "", AnswerWay.Phone, "王经理", Today, false, [new(6050103, 3, 10, 0, 0)]), 0, Clerk(), Cancel)).Value);
        }

        Assert.Equal(made.OrderDescending(), await Pages.WalkAsync(ask => employers.HandleAsync(new EmployerFilter(), ask, Clerk(), Cancel), e => e.EmployerId, 2 * Many));
        Assert.Equal(sent.OrderDescending(), await Pages.WalkAsync(ask => world.Query.HandleAsync(new VacancyFilter(VacancyTab.All), ask, Clerk(), Cancel), v => v.VacancyId, 2 * Many));
        Assert.Equal(sent.Order(), await Pages.WalkAsync(ask => world.Query.HandleAsync(new VacancyFilter(VacancyTab.Review), ask, Clerk(), Cancel), v => v.VacancyId, 2 * Many));
        Assert.Equal(made.Skip(Many).Order(), await Pages.WalkAsync(ask => demand.OutstandingAsync(round, false, ask, Clerk(), Cancel), e => e.EmployerId, Many));
        Assert.Equal(made.Take(Many).Order(), await Pages.WalkAsync(ask => demand.AnsweredAsync(round, ask, Clerk(), Cancel), e => e.EmployerId, Many));
        Assert.Equal(sent.Max(), (await world.Query.HandleAsync(new VacancyFilter(VacancyTab.All), new PageAsk("x", "1_2", 1), Clerk(), Cancel)).Rows.Single().VacancyId);
        Assert.Equal("第1号服装厂", (await world.Query.HandleAsync(new VacancyFilter(VacancyTab.All, Employer: made[0]), new PageAsk(), Clerk(), Cancel)).Rows.Single().Employer);
    }
}
