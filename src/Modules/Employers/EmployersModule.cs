using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Intake;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Search;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Ui;
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
        services.AddScoped<DemoEmployers>();
        services.AddScoped<IVacancies, VacancyDesk>();
        services.AddScoped<IVacancySearch, FindVacancies>();
        services.AddScoped<IEmployers, EmployerDesk>();
        services.AddScoped<IHires>(s => s.GetRequiredService<HireRegister>());
        services.AddScoped<ISearchSource, EmployerSearch>();
        services.AddScoped<ISearchSource, VacancyFinder>();
        services.AddSingleton<ITodoSource, VacancyTodo>();
        services.AddJob<ExpireVacancies, NoInput>();
        services.AddSchedule<ExpireVacancies>("岗位到期处理", ExpireVacancies.Nightly);
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapEmployers();
        routes.MapVacancies();
        routes.MapVacancyApi();
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor)
    {
        if (!EmployerScope.MayOpen(actor))
        {
            return [];
        }

        return actor.May(Rights.EmployersRead)
            ? [new NavRoom("用工", [new NavItem("岗位", "/vacancies"), new NavItem("用人单位", "/employers"), new NavItem("重点企业保障", "/employers/guarantee"), new NavItem("吸纳登记", "/employers/absorption")])]
            : [new NavRoom("用工", [new NavItem("我的岗位", "/vacancies"), new NavItem("我的单位", "/employers/mine")])];
    }
}
