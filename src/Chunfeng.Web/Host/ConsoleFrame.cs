using Chunfeng.Data;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Web.Host;

/// <summary>The frame of the console: the rooms an account may enter, what waits for it, and the way to the page.</summary>
internal sealed class ConsoleFrame(Actor actor, RegisterKind register, RegionTree regions, TodoDesk todo) : IConsoleFrame
{
    public async Task<PageFrame> OfAsync(string here, FormToken token, CancellationToken cancel)
    {
        // the desk and the cockpit show the list itself: the number beside it is of the same moment
        var waiting = here.Split('?')[0] is "/" or "/desk" ? await todo.CountAsync(cancel) : await todo.BadgeAsync(cancel);
        NavRoom[] own = [new("总览", [new NavItem("总览", "/")]), new("待办", [new NavItem("我的待办", "/desk") { Note = waiting == 0 ? null : Numbers.Plain(waiting) }])];
        NavRoom[] rooms = [.. own, .. ModuleList.All.SelectMany(m => m.Menu(actor)), .. Offices()];
        var item = NavMenu.Find(rooms, here);
        return new PageFrame
        {
            Rooms = rooms, Here = here, Demo = await register.IsDemoAsync(cancel), Crumbs = item is null || item.Href == "/" ? [] : Way(Array.Find(rooms, r => r.Items.Contains(item))!, item, here),
            Search = true, UserName = actor.DisplayName, UserArea = regions.TryGet(actor.Region, out var region) ? region.Name : null, Token = token,
        };
    }

    private static Crumb[] Way(NavRoom room, NavItem item, string here)
    {
        var page = here == item.Href ? new Crumb(item.Text) : new Crumb(item.Text, item.Href);
        return room.Items.Count > 1 ? [new Crumb(room.Title) { Here = false }, page] : [page];
    }

    /// <summary>What belongs to an office rather than to a room.</summary>
    private IEnumerable<NavRoom> Offices()
    {
        if (actor.Login.Length > 0)
        {
            yield return new NavRoom("后台任务", [new NavItem("后台任务", "/jobs")]);
        }

        if (AccessRules.MayList(actor))
        {
            yield return new NavRoom("账号", [new NavItem("单位与账号", "/access")]);
        }

        if (actor.May(Rights.AuditRead))
        {
            yield return new NavRoom("审计", [new NavItem("审计记录", "/audit")]);
        }
    }
}
