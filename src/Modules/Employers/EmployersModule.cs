using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Employers;

/// <summary>用人单位: employers, vacancies, key-employer guarantee, retention, conduct record.</summary>
public sealed class EmployersModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddScoped<WriteEmployer>();
        services.AddScoped<WriteVacancy>();
        services.AddScoped<TakeVacancyStep>();
        services.AddScoped<IVacancies, VacancyDesk>();
        services.AddScoped<IOwnEmployer, OwnEmployer>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor) => [];
}
