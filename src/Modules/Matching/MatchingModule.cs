using Chunfeng.Employers.Contracts;
using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Pages;
using Chunfeng.Matching.Recommend;
using Chunfeng.Matching.Referrals;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Matching;

/// <summary>推荐就业: recommendations, referrals, applications, placements.</summary>
public sealed class MatchingModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(s => ReferralClocks.Load(s.GetRequiredService<Places>()));
        services.AddSingleton(s => MatchSettings.Load(s.GetRequiredService<Places>(), s.GetRequiredService<CodeSets>(), s.GetRequiredService<RegionTree>()));
        services.AddSingleton<TradeWords>();
        services.AddSingleton<MakeSeeker>();
        services.AddSingleton<MarketShelf>();
        services.AddSingleton<MatchShelf>();
        services.AddScoped<CountTownspeople>();
        services.AddScoped<RecommendJobs>();
        services.AddScoped<RecommendPeople>();
        services.AddScoped(s => new RunMatch(
            s.GetRequiredService<IVacancies>(), s.GetRequiredService<ISeekers>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<CountTownspeople>(),
            s.GetRequiredService<RecommendJobs>(), s.GetRequiredService<MakeSeeker>(), s.GetRequiredService<MatchSettings>(), s.GetRequiredService<MatchShelf>()));
        services.AddScoped<Viewers>();
        services.AddScoped<OpenReferral>();
        services.AddScoped<ReferOne>();
        services.AddScoped<TakeReferralStep>();
        services.AddScoped<ReadReferral>();
        services.AddScoped<MyReferrals>();
        services.AddScoped<MyWish>();
        services.AddScoped<ReferralList>();
        services.AddScoped<AssessUnits>();
        services.AddScoped<IReferrals, ReferralDesk>();
        services.AddScoped(s => new DemoReferrals(
            s.GetRequiredService<ChunfengDb>(), s.GetRequiredService<ISeekers>(), s.GetRequiredService<IVacancies>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<MarketShelf>(),
            s.GetRequiredService<MakeSeeker>(), s.GetRequiredService<OpenReferral>(), s.GetRequiredService<TakeReferralStep>()));
        services.AddSingleton<IPersonLinks, PersonJobsLink>();
        services.AddScoped<ISearchSource, ReferralSearch>();
        services.AddSingleton<ITodoSource, ReferralTodo>();
        services.AddJob<NightRun, NoInput>();
        services.AddSchedule<NightRun>("为全部求职人员推荐岗位", NightRun.Nightly);
        services.AddJob<ExpireReferrals, NoInput>();
        services.AddSchedule<ExpireReferrals>("结束超期没有答复的推荐", ExpireReferrals.Nightly);
        services.AddJob<MassReferral, MassInput>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(MatchingPageText.Path, ["GET", "HEAD"], MatchingPageText.HandleAsync);
        routes.MapMethods(PersonJobsPageText.Path, ["GET", "HEAD"], PersonJobsPageText.HandleAsync);
        routes.MapMethods(VacancyPeoplePageText.Path, ["GET", "HEAD"], VacancyPeoplePageText.HandleAsync);
        routes.MapReferrals();
    }

    public IReadOnlyList<NavItem> Portal => [new("首页", "/my"), new("找工作", "/my/jobs"), new("报名", "/my/applications")];

    public IReadOnlyList<NavRoom> Menu(Actor actor)
    {
        List<NavItem> pages = [];
        if (actor.May(Rights.MatchingRead) && actor.May(Rights.PeopleRead))
        {
            pages.Add(new NavItem("推荐与应聘", "/matching"));
            pages.Add(new NavItem("推荐成效", "/matching/units"));
            if (actor.May(Rights.MatchingRefer))
            {
                pages.Add(new NavItem("批量推荐", "/matching/mass"));
            }
        }
        else if (actor.May(Rights.EmployersOwn))
        {
            pages.Add(new NavItem("应聘人员", "/matching/applicants"));
        }

        return pages.Count == 0 ? [] : [new NavRoom("推荐就业", pages)];
    }
}
