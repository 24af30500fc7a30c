namespace Chunfeng.Platform.Ui;

/// <summary>What stands around a page of the console, as data: navigation, search, who is signed in, where the page belongs.</summary>
public sealed record PageFrame
{
    public string Product { get; init; } = "春风";

    /// <summary>What stands after the product name.</summary>
    public string? Subtitle { get; init; } = "农民工就业服务平台";

    public IReadOnlyList<NavRoom> Rooms { get; init; } = [];

    /// <summary>Path and query of the present page.</summary>
    public string Here { get; init; } = "/";

    /// <summary>Path that is marked in the navigation, where it is another than the present one.</summary>
    public string? Current { get; init; }

    /// <summary>Shows the ribbon "演示数据".</summary>
    public bool Demo { get; init; }

    /// <summary>The way to the page; a page may add to it.</summary>
    public IReadOnlyList<Crumb> Crumbs { get; init; } = [];

    /// <summary>Who is signed in; empty: no account stands in the bar.</summary>
    public string UserName { get; init; } = "";

    public string? UserArea { get; init; }

    /// <summary>Search over all rooms in the bar.</summary>
    public bool Search { get; init; }

    /// <summary>Of the forms in the bar.</summary>
    public FormToken Token { get; init; }

    /// <summary>Everything before the page, up to where a page may add to the way to it.</summary>
    public HtmlText Open(HtmlText html)
    {
        // with <base href="/"> a bare "#main" would leave the page
        html.Tag("<a class=\"skip\"").Attribute("href", Here + "#main").Tag(">跳到正文</a><div class=\"shell\">");
        if (Demo)
        {
            html.Tag("<div class=\"ribbon\" role=\"note\"><strong>演示数据</strong><span>页面上的人员和单位均为虚构，请勿录入真实信息。</span></div>");
        }

        var menu = Rooms.Count == 0 ? default : NavMenu.Of(Rooms, NavMenu.Find(Rooms, Current ?? Here)); // stands twice: beside the page, and folded for a phone
        html.Tag("<header class=\"topbar\">");
        if (Rooms.Count > 0)
        {
            html.Tag("<details class=\"menu\"><summary><span class=\"menu-bars\" aria-hidden=\"true\"></span>菜单</summary><nav class=\"menu-panel\" aria-label=\"主导航（手机）\">").Markup(menu).Tag("</nav></details>");
        }

        Leaf.Write(html.Tag("<a class=\"brand\" href=\"/\">")).Tag("<span class=\"brand-name\">").Words(Product).Tag("</span>");
        if (Subtitle is not null)
        {
            html.Tag("<span class=\"brand-sub\">").Words(Subtitle).Tag("</span>");
        }

        html.Tag("</a>");
        if (Search)
        {
            SearchBox.Write(html.Tag("<div class=\"topbar-tools\">"), Token).Tag("</div>");
        }

        if (UserName.Length > 0)
        {
            html.Tag("<div class=\"topbar-user\"><a class=\"topbar-who\" href=\"/account\" title=\"我的账号\"><span class=\"topbar-name\">").Words(UserName).Tag("</span><span class=\"topbar-area\">").Words(UserArea)
                .Tag("</span></a>").PostForm(Token, "/sign-out").Tag("<button class=\"btn btn-small\" type=\"submit\" data-busy=\"正在退出…\">退出</button></form></div>");
        }

        html.Tag("</header>");
        html = Rooms.Count == 0 ? html.Tag("<div class=\"shell-body no-nav\">") : html.Tag("<div class=\"shell-body\"><nav class=\"sidenav\" aria-label=\"主导航\">").Markup(menu).Tag("</nav>");
        html.Tag("<main id=\"main\" class=\"main\" tabindex=\"-1\">");
        if (Crumbs.Count > 0)
        {
            html.Tag("<nav class=\"crumbs\" aria-label=\"当前位置\"><ol>");
            foreach (var crumb in Crumbs)
            {
                Step(html, crumb);
            }
        }

        return html;
    }

    /// <summary>One step of the way to a page.</summary>
    internal static HtmlText Step(HtmlText html, Crumb crumb) => crumb switch
    {
        { Href: { } href } => html.Tag("<li><a").Attribute("href", href).Tag(">").Words(crumb.Text).Tag("</a></li>"),
        { Here: true } => html.Tag("<li><span aria-current=\"page\">").Words(crumb.Text).Tag("</span></li>"),
        _ => html.Tag("<li>").Words(crumb.Text).Tag("</li>"),
    };

    /// <summary>Between what the page added to the way and the page.</summary>
    public HtmlText Start(HtmlText html) => Crumbs.Count > 0 ? html.Tag("</ol></nav>") : html;

    /// <summary>Everything behind the page.</summary>
    public static HtmlText Close(HtmlText html) => html.Tag("</main></div></div>");
}

/// <summary>What the frame of the console needs to know, asked for by every page.</summary>
public interface IConsoleFrame
{
    /// <param name="here">Path and query of the page.</param>
    /// <param name="token">Of the forms in the bar.</param>
    /// <param name="cancel">Ends the asking.</param>
    Task<PageFrame> OfAsync(string here, FormToken token, CancellationToken cancel);
}
