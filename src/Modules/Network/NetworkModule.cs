using Chunfeng.Network.Agreements;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Network;

/// <summary>协作网络: cooperation agreements with places elsewhere; later stations, bases and help units.</summary>
public sealed class NetworkModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(s => Groupings.Load(Path.Combine(s.GetRequiredService<Places>().Reference, "network")));
        services.AddScoped<KeepAgreement>();
        services.AddScoped<AgreementList>();
        services.AddScoped<Contracts.DemoAgreements>();
        services.AddScoped<ISearchSource, AgreementSearch>();
        services.AddSingleton<ITodoSource, AgreementTodo>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapAgreements();

    public IReadOnlyList<NavRoom> Menu(Actor actor) => AgreementScope.MayOpen(actor) ? [new NavRoom("劳务协作", [new NavItem("协作协议", "/network/agreements")])] : [];
}
