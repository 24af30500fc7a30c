using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Demand;
using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Intake;
using Chunfeng.Employers.Policies;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Search;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Employers;

/// <summary>用人单位: employers, vacancies, key-employer guarantee, retention, conduct record.</summary>
public sealed class EmployersModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(new SecretTable("employers_employer", "employer_id", "phone_cipher"));
        services.AddSingleton<VacancyShelf>();
        services.AddScoped<WriteEmployer>();
        services.AddScoped<EmployerQuery>();
        services.AddScoped<KeepStanding>();
        services.AddScoped<HireRegister>();
        services.AddScoped<AbsorptionRanking>();
        services.AddScoped<ShortageList>();
        services.AddScoped<WriteVacancy>();
        services.AddScoped<TakeVacancyStep>();
        services.AddScoped<VacancyQuery>();
        services.AddScoped<TakeVacancies>();
        services.AddScoped<VacancyFiles>();
        services.AddScoped<RunRound>();
        services.AddScoped<StateDemand>();
        services.AddScoped<DemandQuery>();
        services.AddSingleton(s => PolicyBook.Load(Path.Combine(s.GetRequiredService<Places>().Reference, "retention"), s.GetRequiredService<RegionTree>(), s.GetRequiredService<CodeSets>()));
        services.AddScoped<PolicyQuery>();
        services.AddScoped<TakePolicyStep>();
        services.AddScoped<DemoEmployers>();
        services.AddScoped<IVacancies, VacancyDesk>();
        services.AddScoped<IVacancySearch, FindVacancies>();
        services.AddScoped<IEmployers, EmployerDesk>();
        services.AddScoped<IHires>(s => s.GetRequiredService<HireRegister>());
        services.AddScoped<ISearchSource, EmployerSearch>();
        services.AddScoped<ISearchSource, VacancyFinder>();
        services.AddSingleton<ITodoSource, VacancyTodo>();
        services.AddSingleton<ITodoSource, DemandTodo>();
        services.AddSingleton<ITodoSource, PolicyTodo>();
        services.AddJob<ExpireVacancies, NoInput>();
        services.AddSchedule<ExpireVacancies>("岗位到期处理", ExpireVacancies.Nightly);
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapEmployers();
        routes.MapDemand();
        routes.MapPolicies();
        routes.MapVacancies();
        routes.MapVacancyApi();
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor)
    {
        if (!EmployerScope.MayOpen(actor))
        {
            return [];
        }

        if (EmployerScope.IsSender(actor))
        {
            return [new NavRoom("用工", [new NavItem("岗位", "/vacancies"), new NavItem("送岗位", "/vacancies/send")])];
        }

        return actor.May(Rights.EmployersRead)
            ? [new NavRoom("用工", [new NavItem("岗位", "/vacancies"), new NavItem("用人单位", "/employers"), new NavItem("需求调查", "/employers/demand"), new NavItem("援企稳岗", "/employers/retention"), new NavItem("重点企业保障", "/employers/guarantee"), new NavItem("吸纳登记", "/employers/absorption")])]
            : [new NavRoom("用工", [new NavItem("我的岗位", "/vacancies"), new NavItem("我的单位", "/employers/mine"), new NavItem("需求调查", "/employers/demand")])];
    }
}
