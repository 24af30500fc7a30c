using Chunfeng.Gigs.Contracts;
using Chunfeng.Gigs.Counts;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Gigs;

/// <summary>零工: gig markets: same-day jobs, queue, sign-in, settlement, ratings.</summary>
public sealed class GigsModule : IModule
{
    public IReadOnlyList<NavItem> Portal => [new NavItem("零工", "/my/gigs")];

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(s => GigTerms.Load(s.GetRequiredService<Places>(), s.GetService<IConfiguration>()));
        services.AddSingleton(new SecretTable("gigs_employer", "employer_id", "name_cipher", "phone_cipher"));
        services.AddScoped<KeepMarket>();
        services.AddScoped<GigDesk>();
        services.AddScoped<SignIn>();
        services.AddScoped<HallBoard>();
        services.AddScoped<EmployerTies>();
        services.AddScoped<KeepEmployer>();
        services.AddScoped<SubmitPost>();
        services.AddScoped<JudgePost>();
        services.AddScoped<ReadPost>();
        services.AddScoped<FillPlaces>();
        services.AddScoped<TakePlaceStep>();
        services.AddScoped<SettleSlip>();
        services.AddScoped<IGigDisputes>(s => s.GetRequiredService<SettleSlip>());
        services.AddScoped<ReadWork>();
        services.AddScoped<ReadWorker>();
        services.AddSingleton<IPersonLinks, PersonGigsLink>();
        services.AddScoped<CountGigs>();
        services.AddScoped<DemoGigs>();
        services.AddScoped<ISearchSource, GigSearch>();
        services.AddSingleton<ITodoSource, GigTodo>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapGigs();

    public IReadOnlyList<NavRoom> Menu(Actor actor)
    {
        if (!GigScope.MayOpen(actor) && GigScope.OwnUnit(actor) is null)
        {
            return [];
        }

        return GigScope.MayOpen(actor)
            ? [new NavRoom("零工", [new NavItem("零工市场", "/gigs"), new NavItem("零工统计", "/gigs/stats")])]
            : [new NavRoom("零工", [new NavItem("零工用工", "/gigs")])];
    }
}
