using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Dispatch;

/// <summary>调度: indicators, targets, the weekly cut, ranking, the bulletin.</summary>
public sealed class DispatchModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddScoped<WeeklyDispatch>();
        services.AddScoped<DemoTargets>();
        services.AddScoped<CompositeRanking>();
        services.AddScoped<MakeBulletin>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes) =>
        routes.MapGet("/dispatch/{week}/bulletin.docx", BulletinEndpoint.GetAsync);
}
