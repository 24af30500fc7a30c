using Chunfeng.Data;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Web.Host;

/// <summary>The frame of workers' pages: every room's pages in the bottom bar.</summary>
internal sealed class PortalFrame(PortalVisitor visitor, IHttpContextAccessor http) : IPortalFrame
{
    private static readonly IReadOnlyList<NavItem> All = [.. ModuleList.All.SelectMany(m => m.Portal)];

    public string? Name => visitor.Worker?.Name;
    public IReadOnlyList<NavItem> Items => All;
    public bool Large => PortalDoor.LargeType(http.HttpContext);
}
