using Chunfeng.Platform.Access;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Matching;

/// <summary>匹配: recommendations, referrals, applications, placements.</summary>
public sealed class MatchingModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor) => [];
}
