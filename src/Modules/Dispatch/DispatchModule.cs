using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Targets;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Dispatch;

/// <summary>调度 — targets, the weekly cut, ranking and the bulletin.</summary>
public sealed class DispatchModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(s => CompositeWeights.Load(
            Path.Combine(s.GetRequiredService<Places>().Reference, "indicators", "composite-weights-2022.json")));
        services.AddScoped<SetTargets>();
        services.AddScoped<RunWeek>();
        services.AddScoped<WeekTableQuery>();
        services.AddScoped<CompositeQuery>();
        services.AddScoped<MakeBulletin>();
        services.AddScoped<IWeeklyDispatch, WeeklyDispatch>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes) { }
}
