using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Events;

/// <summary>活动: fairs, the 5511 calendar, campaigns, live rooms, remote interviews.</summary>
public sealed class EventsModule : IModule
{
    public void AddServices(IServiceCollection services) => services.AddFairs();

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapFairs();

    public IReadOnlyList<NavRoom> Menu(Actor actor) => !FairScope.MayOpen(actor) ? []
        : [new("活动", [new NavItem("招聘活动", "/events"), new NavItem("5511 考核", "/events/5511"), new NavItem("专项行动", "/events/campaigns")])];

    public IReadOnlyList<NavItem> Portal => [new NavItem("招聘会", "/my/events")];
}
