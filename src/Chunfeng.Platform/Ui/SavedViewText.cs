using Chunfeng.Platform.Desk;

namespace Chunfeng.Platform.Ui;

/// <summary>Filters kept under a name: what <see cref="SavedViewBar"/> shows.</summary>
/// <param name="Views">The account's own.</param>
/// <param name="Path">The list's path.</param>
/// <param name="Action">Where "name" and "query" are posted to be kept; "/drop" behind it takes "id".</param>
/// <param name="Query">The list's query string as it stands, without "?"; empty when nothing is filtered.</param>
public sealed record SavedViewText(IReadOnlyList<SavedView> Views, string Path, string Action, string Query)
{
    private static readonly FieldText Name = new("名字", "name")
    {
        Id = "view-name", Required = true, Placeholder = "例如：清徐县的",
        Attributes = new Dictionary<string, object> { ["maxlength"] = SavedViews.LongestName, ["autocomplete"] = "off" },
    };

    /// <summary>Posted as "page", where one address serves several lists.</summary>
    public string? Page { get; init; }

    public HtmlText Write(HtmlText html, FormToken token)
    {
        html.Tag("<div class=\"views no-print\" role=\"group\" aria-label=\"常用条件\"><span class=\"views-title\">常用条件</span>");
        foreach (var view in Views)
        {
            html.Tag("<a class=\"chip\"").Attribute("href", Path + "?" + view.Query).Attribute("aria-current", view.Query == Query ? "true" : null).Tag(">").Words(view.Name).Tag("</a>");
        }

        if (Views.Count == 0 && Query.Length == 0)
        {
            html.Tag("<span class=\"hint\">查好以后可以存下来，下次一点就到</span>");
        }

        if (Query.Length > 0)
        {
            Kept(html.Tag("<details class=\"picker\"><summary class=\"btn btn-small\">存为常用</summary>").PostForm(token, Action, "picker-box"));
            Name.Write(html).Tag("<button class=\"btn btn-primary btn-small\" type=\"submit\" data-busy=\"正在保存…\">保存</button></form></details>");
        }

        if (Views.Count > 0)
        {
            Kept(html.Tag("<details class=\"picker\"><summary class=\"btn btn-quiet btn-small\">整理</summary>").PostForm(token, Action + "/drop", "picker-box"));
            foreach (var view in Views)
            {
                html.Tag("<button class=\"btn btn-small btn-danger\" type=\"submit\" data-busy=\"正在删除…\" name=\"id\" value=\"").Id(view.ViewId).Tag("\">删除“").Words(view.Name).Tag("”</button>");
            }

            html.Tag("</form></details>");
        }

        return html.Tag("</div>");
    }

    private HtmlText Kept(HtmlText html) => Page is null ? html.Hidden("query", Query) : html.Hidden("query", Query).Hidden("page", Page);
}
