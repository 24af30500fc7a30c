using Chunfeng.Data;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Web.Host;

/// <summary>The frame of workers' pages: every room's pages in the bottom bar, the most used first.</summary>
internal sealed class PortalFrame(PortalVisitor visitor, IHttpContextAccessor http) : IPortalFrame
{
    private static readonly string[] Order = ["/my", "/my/jobs", "/my/gigs", "/my/events", "/live", "/my/interviews", "/my/applications", "/my/me"];

    private static readonly IReadOnlyList<NavItem> All =
        [.. ModuleList.All.SelectMany(m => m.Portal).OrderBy(i => Array.IndexOf(Order, i.Href) is >= 0 and var at ? at : Order.Length)];

    public string? Name => visitor.Worker?.Name;
    public IReadOnlyList<NavItem> Items => All;
    public bool Large => PortalDoor.LargeType(http.HttpContext);
}
