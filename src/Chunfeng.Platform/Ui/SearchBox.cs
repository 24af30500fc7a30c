namespace Chunfeng.Platform.Ui;

/// <summary>Search over all rooms in the bar; on phones a link to its page. The form may be sent again: it changes nothing.</summary>
internal static class SearchBox
{
    private const string Everywhere = "/search", Find = "查找", Who = "姓名、身份证号或手机号";

    public static HtmlText Write(HtmlText html, FormToken token) =>
        html.PostForm(token, Everywhere, "searchbox", free: true, role: "search", label: Find)
            .Tag("<input type=\"search\" name=\"q\"").Attribute("aria-label", Who).Attribute("placeholder", Who)
            .Tag(" maxlength=\"50\" autocomplete=\"off\" title=\"按 / 键到这里\" required data-search></form><a class=\"searchbox-link\"").Attribute("href", Everywhere).Tag(">").Words(Find).Tag("</a>");
}
