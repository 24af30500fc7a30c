using Chunfeng.Events.Campaigns;
using Chunfeng.Events.Fairs;
using Chunfeng.Events.Interviews;
using Chunfeng.Events.Live;
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
        services.AddFairs();
        services.AddLive();
        services.AddInterviews();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapFairs();
        routes.MapActions();
        routes.MapLive();
        routes.MapInterviews();
    }

    public IReadOnlyList<NavItem> Portal => [new("招聘会", "/my/events"), new("直播", "/live"), new("面试", "/my/interviews")];

    public IReadOnlyList<NavRoom> Menu(Actor actor)
    {
        List<NavItem> pages = [];
        if (FairScope.MayOpen(actor))
        {
            pages.Add(new NavItem("招聘活动", "/events"));
            pages.Add(new NavItem("5511 考核", "/events/5511"));
            pages.Add(new NavItem("专项行动", "/events/campaigns"));
        }

        if (LiveScope.MayList(actor))
        {
            pages.Add(new NavItem("直播招聘", "/events/live"));
        }

        if (InterviewScope.MayOpen(actor))
        {
            pages.Add(new NavItem("远程面试", "/interviews"));
        }

        return pages.Count == 0 ? [] : [new NavRoom("活动", pages)];
    }
}
