using Microsoft.AspNetCore.Components;

namespace Chunfeng.Platform.Ui;

/// <summary>The navigation inside a <see cref="Shell"/>.</summary>
public static class NavMenu
{
    /// <summary>The list of rooms, in one piece: it stands on every page.</summary>
    internal static MarkupString Of(IReadOnlyList<NavRoom> rooms, NavItem? current) => HtmlText.Of(html =>
    {
        html.Tag("<ul class=\"nav\">");
        foreach (var room in rooms)
        {
            html.Tag("<li>");
            if (room.Items is [var only])
            {
                Note(Title(html.Tag("<a class=\"nav-room\"").Attribute("href", only.Href).Attribute("aria-current", Here(only, current)).Tag(">"), room), only).Tag("</a>");
            }
            else
            {
                Title(html.Tag("<details").Attribute("open", room.Items.Contains(current)).Tag("><summary class=\"nav-room\">"), room).Tag("</summary><ul class=\"nav-items\">");
                foreach (var item in room.Items)
                {
                    html.Tag("<li><a").Attribute("href", item.Href).Attribute("aria-current", Here(item, current)).Tag("><span class=\"nav-text\">").Words(item.Text).Tag("</span>");
                    Note(html, item).Tag("</a></li>");
                }

                html.Tag("</ul></details>");
            }

            html.Tag("</li>");
        }

        html.Tag("</ul>");
    });

    private static HtmlText Title(HtmlText html, NavRoom room) => html.Tag("<span class=\"nav-mark\" aria-hidden=\"true\">").Words(room.Mark ?? room.Title[..1])
        .Tag("</span><span class=\"nav-text\">").Words(room.Title).Tag("</span>");

    private static HtmlText Note(HtmlText html, NavItem item) => item.Note is null ? html : html.Tag("<span class=\"nav-note\">").Words(item.Note).Tag("</span>");

    private static string? Here(NavItem item, NavItem? current) => ReferenceEquals(item, current) ? "page" : null;

    /// <summary>The item whose address is the longest beginning of the path, whole segments only.</summary>
    public static NavItem? Find(IReadOnlyList<NavRoom> rooms, string path)
    {
        var here = Bare(path);
        NavItem? found = null;
        var longest = -1;
        foreach (var room in rooms)
        {
            foreach (var item in room.Items)
            {
                var start = Bare(item.Href);
                if (start.Length > longest && here.StartsWith(start, StringComparison.Ordinal) && (here.Length == start.Length || (start.Length > 0 && here[start.Length] == '/')))
                {
                    (found, longest) = (item, start.Length);
                }
            }
        }

        return found;
    }

    private static ReadOnlySpan<char> Bare(string path)
    {
        var end = path.AsSpan().IndexOfAny('?', '#');
        return (end < 0 ? path : path.AsSpan(0, end)).Trim('/');
    }
}
