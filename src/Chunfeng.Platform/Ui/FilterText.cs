namespace Chunfeng.Platform.Ui;

/// <summary>A bar of filters as data, on a page that is written: what <see cref="FilterBar"/> shows.</summary>
/// <param name="Label">What it looks for, for a screen reader.</param>
/// <param name="Action">Path of the list.</param>
/// <param name="Fields">The conditions.</param>
public sealed record FilterText(string Label, string Action, IReadOnlyList<FieldText> Fields)
{
    /// <summary>Where the conditions are posted to, which answers with the list's address: for filters that may hold a number no address may carry.</summary>
    public string? Post { get; init; }

    /// <summary>Query values to carry along unseen, such as the sort order.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Keep { get; init; } = [];

    /// <summary>Filters in force, each with a link that removes it.</summary>
    public IReadOnlyList<AppliedFilter> Applied { get; init; } = [];

    /// <summary>Rarely used conditions, folded away.</summary>
    public IReadOnlyList<FieldText> More { get; init; } = [];

    public bool MoreOpen { get; init; }

    /// <summary>Address without conditions; <see cref="Action"/> when null.</summary>
    public string? Reset { get; init; }

    /// <summary>Words of the button.</summary>
    public string Submit { get; init; } = "查询";

    public HtmlText Write(HtmlText html, FormToken token)
    {
        html = Post is not null ? html.PostForm(token, Post, "filters no-print", role: "search", label: Label)
            : html.Tag("<form class=\"filters no-print\" role=\"search\" method=\"get\"").Attribute("action", Action).Attribute("aria-label", Label).Tag(">");
        Row(Kept(html, Keep), Fields).Tag("<div class=\"filters-buttons\"><button class=\"btn btn-primary\" type=\"submit\">").Words(Submit).Tag("</button><a class=\"btn btn-quiet\"")
            .Attribute("href", Reset ?? Action).Tag(">清空</a></div></div>");
        if (More.Count > 0)
        {
            Row(html.Tag("<details class=\"filters-more\"").Attribute("open", MoreOpen).Tag("><summary>更多条件</summary>"), More).Tag("</div></details>");
        }

        return Chips(html, Applied).Tag("</form>");
    }

    internal static HtmlText Kept(HtmlText html, IReadOnlyList<KeyValuePair<string, string?>> values)
    {
        foreach (var (name, value) in values)
        {
            _ = string.IsNullOrEmpty(value) ? html : html.Hidden(name, value);
        }

        return html;
    }

    internal static HtmlText Chips(HtmlText html, IReadOnlyList<AppliedFilter> applied)
    {
        if (applied.Count == 0)
        {
            return html;
        }

        html.Tag("<ul class=\"chips\" aria-label=\"已选条件\">");
        foreach (var filter in applied)
        {
            html.Tag("<li><a class=\"chip\"").Attribute("href", filter.RemoveHref).Tag(">").Words(filter.Text)
                .Tag("<span aria-hidden=\"true\">×</span><span class=\"vh\">，点击取消</span></a></li>");
        }

        return html.Tag("</ul>");
    }

    private static HtmlText Row(HtmlText html, IReadOnlyList<FieldText> fields)
    {
        html.Tag("<div class=\"filters-row\">");
        foreach (var field in fields)
        {
            field.Write(html);
        }

        return html;
    }
}
