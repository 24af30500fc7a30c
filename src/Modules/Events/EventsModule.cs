using Chunfeng.Platform.Access;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Events;

/// <summary>活动: fairs, the 5511 calendar, campaigns, live rooms, remote interviews.</summary>
public sealed class EventsModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor) => [];
}
