using System.Buffers;
using System.Text;
using Bunit;
using Chunfeng.Platform.Ui;
using CsCheck;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Ui;

/// <summary>What is written in one go is what the components show; words stay words whatever they say.</summary>
public class WrittenTests : BunitContext
{
    private static readonly FormToken Token = new("t", "1");

    public WrittenTests() => Services.AddSingleton<AntiforgeryStateProvider, Tokens>();

    private sealed record Row(string Name, int Count);

    [Fact(DisplayName = "写出来的页头与部件的一样")]
    public void Header_is_the_component()
    {
        var component = Render<PageHeader>(p => p.Add(h => h.Title, "劳<动>者").Add(h => h.Lead, "清徐县").Add(h => h.Actions, "<a href=\"/x\">导入</a>"));
        component.MarkupMatches(HtmlText.Of(html => PageHeader.Write(html, "劳<动>者", "清徐县", a => a.Tag("<a href=\"/x\">导入</a>"))).Value);
        Render<PageHeader>(p => p.Add(h => h.Title, "x")).MarkupMatches(HtmlText.Of(html => PageHeader.Write(html, "x")).Value);
        Render<PageHeader>(p => p.Add(h => h.Title, "x").Add(h => h.Lead, "数").Add(h => h.Meta, "<span>截至</span>"))
            .MarkupMatches(HtmlText.Of(html => PageHeader.Write(html, "x", "数", meta: m => m.Tag("<span>截至</span>"))).Value);
    }

    [Fact(DisplayName = "写出来的事项与部件的一样，没有的不写")]
    public void Facts_are_the_component() => Render<Facts>(p => p.AddChildContent<Fact>(f => f.Add(x => x.Label, "金额").Add(x => x.Value, "<300>元")))
        .MarkupMatches(HtmlText.Of(html => Facts.Write(html, ("金额", "<300>元"), ("怎么办", null))).Value);

    [Fact(DisplayName = "写出来的一项与部件的一样：没有值、占满一行、号码")]
    public void A_fact_is_the_component()
    {
        Render<Fact>(p => p.Add(f => f.Label, "备注").Add(f => f.Wide, true)).MarkupMatches(HtmlText.Of(html => Fact.Write(html, "备注", null, wide: true)).Value);
        Render<Fact>(p => p.Add(f => f.Label, "手机号").AddChildContent("<span class=\"num\">138****0000</span>")).MarkupMatches(HtmlText.Of(html => Fact.Write(html, "手机号", "138****0000", number: true)).Value);
    }

    [Fact(DisplayName = "写出来的标签和提示与部件的一样")]
    public void Badge_and_alert_are_the_components()
    {
        foreach (var tone in Enum.GetValues<Tone>())
        {
            Render<Badge>(p => p.Add(b => b.Text, "超<期>").Add(b => b.Tone, tone)).MarkupMatches(HtmlText.Of(html => Badge.Write(html, "超<期>", tone)).Value);
            Render<Alert>(p => p.Add(a => a.Title, "有<问题>").Add(a => a.Tone, tone)).MarkupMatches(HtmlText.Of(html => Alert.Write(html, tone, "有<问题>")).Value);
            Render<Alert>(p => p.Add(a => a.Title, "有<问题>").Add(a => a.Tone, tone).Add(a => a.Next, "请<改>")).MarkupMatches(HtmlText.Of(html => Alert.Write(html, tone, "有<问题>", "请<改>")).Value);
        }
    }

    [Fact(DisplayName = "写出来的卡片、数字和翻页与部件的一样")]
    public void Card_figure_and_pager_are_the_components()
    {
        Render<Card>(p => p.Add(c => c.Title, "合<适>").Add(c => c.Note, "共 3 人").Add(c => c.Flush, true).AddChildContent("<b>内</b>"))
            .MarkupMatches(HtmlText.Of(html => Card.Write(html, "合<适>", "共 3 人", flush: true, body => body.Tag("<b>内</b>"))).Value);
        Render<Kpi>(p => p.Add(k => k.Label, "完<工>").Add(k => k.Value, "12").Add(k => k.Unit, "单")).MarkupMatches(HtmlText.Of(html => Kpi.Write(html, "完<工>", "12", "单")).Value);
        Render<Kpi>(p => p.Add(k => k.Label, "评分").Add(k => k.Value, "4.5 分")).MarkupMatches(HtmlText.Of(html => Kpi.Write(html, "评分", "4.5 分")).Value);
        foreach (var (before, after) in new (string?, string?)[] { (null, null), ("b", null), (null, "a"), ("b", "a") })
        {
            var navigation = Services.GetRequiredService<NavigationManager>();
            navigation.NavigateTo("/list?tab=all&after=x");
            Render<Pager>(p => p.Add(g => g.Before, before).Add(g => g.After, after).Add(g => g.Note, "本页 2 条"))
                .MarkupMatches(HtmlText.Of(html => Pager.Write(html, "本页 2 条", "/list?tab=all&after=x", before, after)).Value);
        }
    }

    [Theory(DisplayName = "写出来的查询条与部件的一样")]
    [InlineData(null, "查询", null)]
    [InlineData("/people/list/find", "查询", null)]
    [InlineData(null, "找<人>", "/people?tab=a")]
    public void Filters_are_the_component(string? post, string submit, string? reset)
    {
        KeyValuePair<string, string?>[] keep = [new("sort", "na\"me"), new("dir", null)];
        AppliedFilter[] applied = [new("太原市", "/people?a=1&b=2")];
        var (name, age) = (new FieldText("姓名", "q") { Value = "<张>", Wide = true, Error = "太长" }, new FieldText("年龄", "age") { Options = [new("1", "一"), new("2", "二")], Value = "2", Blank = "全部" });
        var component = Render<FilterBar>(p => p
            .Add(f => f.Label, "查找").Add(f => f.Action, "/people").Add(f => f.Post, post).Add(f => f.Keep, keep).Add(f => f.Applied, applied).Add(f => f.MoreOpen, true).Add(f => f.Submit, submit).Add(f => f.ResetHref, reset)
            .AddChildContent<Field>(c => c.Add(x => x.Label, name.Label).Add(x => x.Name, name.Name).Add(x => x.Value, name.Value).Add(x => x.Wide, true).Add(x => x.Error, name.Error))
            .Add<Field>(f => f.More!, c => c.Add(x => x.Label, age.Label).Add(x => x.Name, age.Name).Add(x => x.Options, age.Options).Add(x => x.Value, age.Value).Add(x => x.Blank, age.Blank)));
        component.MarkupMatches(HtmlText.Of(html => new FilterText("查找", "/people", [name]) { Post = post, Keep = keep, Applied = applied, More = [age], MoreOpen = true, Submit = submit, Reset = reset }.Write(html, Token)).Value);
    }

    [Fact(DisplayName = "写出来的表格与部件的一样")]
    public void Grid_is_the_component()
    {
        Row[] rows = [new("太原<市>", 12_345), new("大同市", 7)];
        foreach (var items in new[] { rows, [] })
        {
            var component = Render<DataGrid<Row>>(p => p.Add(g => g.Items, items).Add(g => g.Caption, "各市").Add(g => g.HideCaption, true).Add(g => g.Cards, true).Add(g => g.Empty, "<b>没有</b>").Add(g => g.Footer, "<i>尾</i>")
                .AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "地区").Add(x => x.RowHeader, true).Add(x => x.ChildContent, r => $"<a>{System.Net.WebUtility.HtmlEncode(r.Name)}</a>"))
                .AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "人数").Add(x => x.Value, r => r.Count).Add(x => x.Numeric, true).Add(x => x.Wrap, true))
                .AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "操作").Add(x => x.Value, _ => null).Add(x => x.HiddenTitle, true).Add(x => x.WideOnly, true)));
            GridColumn<Row>[] columns =
            [
                new("地区") { RowHeader = true, Html = (r, cell) => cell.Tag("<a>").Words(r.Name).Tag("</a>") },
                new("人数") { Value = r => r.Count, Numeric = true, Wrap = true },
                new("操作") { Value = _ => null, HiddenTitle = true, WideOnly = true },
            ];
            // a cell written by hand is the same beside a component and in a grid that is written in one piece
            foreach (var mixed in new[] { true, false })
            {
                Render<DataGrid<Row>>(p => p.Add(g => g.Items, items).Add(g => g.Caption, "各市").Add(g => g.HideCaption, true).Add(g => g.Cards, true).Add(g => g.Empty, "<b>没有</b>").Add(g => g.Footer, "<i>尾</i>")
                    .AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "地区").Add(x => x.RowHeader, true).Add(x => x.Html, (r, cell) => cell.Tag("<a>").Words(r.Name).Tag("</a>")))
                    .AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "人数").Add(x => x.Value, r => r.Count).Add(x => x.Numeric, true).Add(x => x.Wrap, true))
                    .AddChildContent<Column<Row>>(c => (mixed ? c.Add(x => x.ChildContent, _ => "—") : c.Add(x => x.Value, _ => null)).Add(x => x.Title, "操作").Add(x => x.HiddenTitle, true).Add(x => x.WideOnly, true)))
                    .MarkupMatches(component.Markup);
            }

            component.MarkupMatches(HtmlText.Of(html => GridText.Cards(html, "各市", columns, items, new MarkupString("<b>没有</b>"), foot => foot.Tag("<i>尾</i>"))).Value);
            static string? Late(Row row) => row.Count > 10 ? "row-danger" : null;
            Render<DataGrid<Row>>(p => p.Add(g => g.Items, items).Add(g => g.Caption, "各市").Add(g => g.HideCaption, true).Add(g => g.Cards, true).Add(g => g.RowClass, Late).Add(g => g.Empty, "<b>没有</b>")
                .AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "人数").Add(x => x.Value, r => r.Count)))
                .MarkupMatches(HtmlText.Of(html => GridText.Cards(html, "各市", [new GridColumn<Row>("人数") { Value = r => r.Count }], items, new MarkupString("<b>没有</b>"), rowClass: Late)).Value);
        }
    }

    [Fact(DisplayName = "任何文字写出来都还是那些文字，生僻字也不断开")]
    public void Words_stay_words() => Gen.String[Gen.OneOf(Gen.Char['<', '>'], Gen.Char['一', '龥'], Gen.Char[' ', '~']), 0, 40].Array[0, 40].Sample(lines =>
    {
        var rare = string.Concat(lines.Select(l => l + "𠮷"));
        var body = rare + new string('a', 9_001) + "𠅤" + rare; // over the border of a chunk
        var (bytes, length) = HtmlText.Encoded(html => html.Tag("<p>").Words(body).Tag("</p>"));
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        ArrayPool<byte>.Shared.Return(bytes);
        return text.StartsWith("<p>", StringComparison.Ordinal) && text.IndexOf('<', 1) == text.Length - 4 && System.Net.WebUtility.HtmlDecode(text[3..^4]) == body
            && text == HtmlText.Of(html => html.Tag("<p>").Words(body).Tag("</p>")).Value;
    }, iter: 200);

    [Fact(DisplayName = "一段写到一半又写另一段，各是各的")]
    public void Pieces_inside_pieces() => Assert.Equal("<b>外<i>内</i>外</b>", HtmlText.Of(outer =>
    {
        outer.Tag("<b>").Words("外");
        var inner = HtmlText.Of(html => html.Tag("<i>").Words("内").Tag("</i>"));
        outer.Markup(inner).Words("外").Tag("</b>");
    }).Value);

    [Fact(DisplayName = "写出来的表单都带防伪令牌")]
    public void A_written_form_carries_its_token() =>
        Assert.Equal("<form method=\"post\" action=\"/a?b=1&amp;c\" class=\"x\" data-free><input type=\"hidden\" name=\"t\" value=\"1\">",
            HtmlText.Of(html => html.PostForm(Token, "/a?b=1&c", "x", free: true)).Value);
}
