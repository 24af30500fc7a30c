using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Orders;
using Chunfeng.Dispatch.Pages;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Dispatch;

/// <summary>调度: indicators, targets, the weekly cut, ranking, the bulletin.</summary>
public sealed class DispatchModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddScoped<WeeklyDispatch>();
        services.AddScoped<DemoTargets>();
        services.AddScoped<CompositeRanking>();
        services.AddScoped<MakeBulletin>();
        services.AddScoped<WeekTrend>();
        services.AddScoped<PeopleBehind>();
        services.AddSingleton<CutShelf>();
        services.AddScoped<OrderList>();
        services.AddScoped<IssueOrder>();
        services.AddScoped<TakeStep>();
        services.AddScoped<IOrders, OrderDesk>();
        services.AddScoped<ReadOrder>();
        services.AddScoped<ProposeRecipients>();
        services.AddScoped<MakeSpecialReport>();
        services.AddSingleton<ITodoSource, WeekTodo>();
        services.AddSingleton<ITodoSource, OrderTodo>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dispatch/{week}/bulletin.docx", BulletinEndpoint.GetAsync);
        routes.MapMethods(PeoplePageText.Path, ["GET", "HEAD"], PeoplePageText.HandleAsync);
        routes.MapOrders();
    }

    public IReadOnlyList<NavRoom> Menu(Actor actor)
    {
        List<NavItem> pages = [];
        if (actor.May(Rights.DispatchRead))
        {
            pages.Add(new NavItem("周调度", "/dispatch"));
        }

        if (OrderScope.MayOpen(actor))
        {
            pages.Add(new NavItem("调度令", "/dispatch/orders"));
        }

        return pages.Count == 0 ? [] : [new NavRoom("调度", pages)];
    }
}
