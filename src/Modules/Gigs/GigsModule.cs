using Chunfeng.Platform.Access;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Gigs;

/// <summary>零工: gig markets: same-day jobs, queue, sign-in, settlement, ratings.</summary>
public sealed class GigsModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor) => [];
}
