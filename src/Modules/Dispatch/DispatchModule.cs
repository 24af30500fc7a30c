using Chunfeng.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Dispatch;

public sealed class DispatchModule : IModule
{
    public void AddServices(IServiceCollection services) { }
    public void MapEndpoints(IEndpointRouteBuilder routes) { }
}
