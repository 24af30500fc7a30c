using Chunfeng.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.People;

public sealed class PeopleModule : IModule
{
    public void AddServices(IServiceCollection services) { }
    public void MapEndpoints(IEndpointRouteBuilder routes) { }
}
