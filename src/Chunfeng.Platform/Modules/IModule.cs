using Chunfeng.Platform.Access;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Platform.Modules;

/// <summary>One room of the house. Its assembly holds its tables, rules, endpoints and pages.</summary>
public interface IModule
{
    void AddServices(IServiceCollection services);
    void MapEndpoints(IEndpointRouteBuilder routes);

    /// <summary>The room's pages in the navigation, only those this actor may open; none hides the room.</summary>
    IReadOnlyList<NavRoom> Menu(Actor actor) => [];

    /// <summary>The room's pages for workers, in the portal's bottom bar; short names.</summary>
    IReadOnlyList<NavItem> Portal => [];
}
