using Chunfeng.Employers.Search;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Modules;
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
        services.AddSingleton(all => SearchBooks.Make(
            all.GetRequiredService<CodeSets>(), all.GetRequiredService<OccupationWords>(), all.GetRequiredService<RegionTree>(), all.GetRequiredService<Places>()));
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor) => [];
}
