using System.Text.RegularExpressions;
using Bunit;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Web.Tests.Ui;

/// <summary>What each component promises: the words, the links, and what a screen reader is told.</summary>
public class ComponentTests : BunitContext
{
    public ComponentTests() => Services.AddSingleton<AntiforgeryStateProvider, Tokens>();

    private sealed record Row(string Name, int Count);

    private static readonly Row[] Two = [new("太原市", 12_345), new("大同市", 7)];

    [Fact]
    public void Shell_has_skip_link_navigation_ribbon_and_user()
    {
        var page = Render<Shell>(p => p.Add(s => s.Frame, new PageFrame
        {
            Rooms = [new NavRoom("人员", [new NavItem("劳动者", "/people"), new NavItem("导入", "/people/import") { Note = "3" }]), new NavRoom("维权", [new NavItem("投诉", "/rights")])],
            Current = "/people/import", Demo = true, UserName = "李敏", Search = true, Token = new FormToken("t", "1"),
            Crumbs = [new Crumb("人员", "/people"), new Crumb("房间") { Here = false }, new Crumb("导入")],
        }).Add(s => s.Trail, "<li>加的</li>").AddChildContent("<p>正文</p>"));
        Assert.Equal("/#main", page.Find("a.skip").GetAttribute("href"));
        Assert.NotNull(page.Find("main#main"));
        Assert.Equal("/people/import", page.Find(".sidenav [aria-current=page]").GetAttribute("href"));
        Assert.True(page.Find(".sidenav details").HasAttribute("open"));
        Assert.Equal("/people/import", page.Find("details.menu [aria-current=page]").GetAttribute("href"));
        Assert.Contains("演示数据", page.Find(".ribbon").TextContent);
        Assert.Equal("导入", page.Find(".crumbs [aria-current=page]").TextContent);
        Assert.Equal(["人员", "房间", "导入", "加的"], page.FindAll(".crumbs li").Select(e => e.TextContent));
        Assert.Contains("李敏", page.Find(".topbar-user").TextContent);
        Assert.All(page.FindAll("form"), form => Assert.Equal("1", form.QuerySelector("input[name=t]")!.GetAttribute("value")));
        Assert.Equal("正文", page.Find("main#main > p").TextContent);
    }

    [Fact]
    public void Shell_without_rooms_or_demo_shows_neither() =>
        Assert.Empty(Render<Shell>(p => p.Add(s => s.Frame, new PageFrame()).Add(s => s.Trail, "<li>x</li>").AddChildContent("x")).FindAll("nav, .ribbon, details, li, form"));

    [Fact]
    public void Head_links_only_our_own_files() =>
        Assert.All(Regex.Matches(Document.Head.Value, "(?:href|src)=\"([^\"]*)\"").Select(m => m.Groups[1].Value), a => Assert.Matches("^(_content/Chunfeng.Platform/.+|/|data:,)$", a));

    [Fact]
    public void Bare_layout_shows_its_body_only() => Render<BareLayout>(p => p.Add(l => l.Body, "<p>x</p>")).MarkupMatches("<p>x</p>");

    [Fact]
    public void Page_header_has_one_h1()
    {
        var page = Render<PageHeader>(p => p.Add(h => h.Title, "每周调度").Add(h => h.Lead, "说明").Add(h => h.Meta, "截至").Add(h => h.Actions, "<a>导出</a>"));
        Assert.Equal("每周调度", Assert.Single(page.FindAll("h1")).TextContent);
        Assert.Contains("导出", page.Find(".actions").TextContent);
    }

    [Fact]
    public void Card_is_named_by_its_title()
    {
        var card = Render<Card>(p => p.Add(c => c.Title, "排名").Add(c => c.Footer, "尾").AddChildContent("体"));
        Assert.Equal(card.Find("h2").Id, card.Find("section").GetAttribute("aria-labelledby"));
        Assert.Contains("尾", card.Find(".card-foot").TextContent);
    }

    [Theory(DisplayName = "指标的升降用箭头和文字说明，不只靠颜色")]
    [InlineData(1208L, false, "▲较上周增加1,208人", "good")]
    [InlineData(-1208L, false, "▼较上周减少1,208人", "bad")]
    [InlineData(-14L, true, "▼较上周减少14人", "good")]
    [InlineData(0L, false, "＝较上周持平", "same")]
    public void Kpi_tells_change_in_words(long change, bool lowerIsBetter, string text, string css)
    {
        var kpi = Render<Kpi>(p => p.Add(k => k.Label, "务工").Add(k => k.Number, 1_234_000).Add(k => k.Unit, "人").Add(k => k.Change, change).Add(k => k.ChangeUnit, "人").Add(k => k.LowerIsBetter, lowerIsBetter));
        Assert.Equal(text, string.Concat(kpi.Find(".kpi-change").TextContent.Where(c => !char.IsWhiteSpace(c))));
        Assert.Contains(css, kpi.Find(".kpi-change").ClassList);
        Assert.Equal("123.4万", kpi.Find(".kpi-value .num").TextContent);
        Assert.Equal("1,234,000人", kpi.Find(".kpi-value").GetAttribute("title"));
    }

    [Fact]
    public void Kpi_completion_is_cut_and_the_bar_stops_at_full()
    {
        Assert.Equal("99.9%", Render<Kpi>(p => p.Add(k => k.Label, "x").Add(k => k.Completion, 0.9999)).Find(".kpi-done strong").TextContent);
        var over = Render<Kpi>(p => p.Add(k => k.Label, "x").Add(k => k.Target, "90万").Add(k => k.Completion, 1.2));
        Assert.Equal("120.0%", over.Find(".kpi-done strong").TextContent);
        Assert.Equal("100%", over.Find(".bar-fill").GetAttribute("width"));
        Assert.Equal("—", Render<Kpi>(p => p.Add(k => k.Label, "x")).Find(".kpi-value .num").TextContent);
    }

    private IRenderedComponent<DataGrid<Row>> Grid(IReadOnlyList<Row> rows, Action<ComponentParameterCollectionBuilder<DataGrid<Row>>>? more = null) => Render<DataGrid<Row>>(p =>
    {
        p.Add(g => g.Items, rows).Add(g => g.Caption, "各市").Add(g => g.SortedBy, "count");
        p.AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "地区").Add(x => x.Value, r => r.Name).Add(x => x.RowHeader, true));
        p.AddChildContent<Column<Row>>(c => c.Add(x => x.Title, "人数").Add(x => x.Value, r => r.Count).Add(x => x.Numeric, true).Add(x => x.Sort, "count").Add(x => x.Foot, "合计"));
        more?.Invoke(p);
    });

    [Fact]
    public void Grid_shows_typed_rows_with_headers_sort_and_sum()
    {
        var grid = Grid(Two);
        Assert.Equal("各市", grid.Find("caption").TextContent);
        Assert.Equal(["太原市", "大同市"], grid.FindAll("tbody th[scope=row]").Select(e => e.TextContent));
        Assert.Equal("12,345", grid.Find("tbody td.n").TextContent);
        Assert.Equal("人数", grid.Find("tbody td").GetAttribute("data-label"));
        Assert.Equal("ascending", grid.Find("th[aria-sort]").GetAttribute("aria-sort"));
        Assert.Equal("/?sort=count&dir=desc", grid.Find("a.sort").GetAttribute("href"));
        Assert.Contains("合计", grid.Find("tfoot").TextContent);
        Assert.Equal("0", grid.Find(".grid-scroll").GetAttribute("tabindex"));
    }

    [Fact]
    public void Grid_sorting_keeps_the_filters_and_drops_the_page()
    {
        Go("people?q=%E5%BC%A0&after=x&sort=count&dir=desc");
        var grid = Grid(Two, p => p.Add(g => g.Descending, true));
        Assert.Equal("/people?q=%E5%BC%A0&sort=count", grid.Find("a.sort").GetAttribute("href"));
        Assert.Equal("descending", grid.Find("th[aria-sort]").GetAttribute("aria-sort"));
    }

    [Fact]
    public void Empty_grid_says_why()
    {
        Assert.Contains("没有符合条件的记录", Grid([]).Find(".grid-empty").TextContent);
        Assert.Contains("都办完了", Grid([], p => p.Add(g => g.Empty, "都办完了")).Find(".grid-empty").TextContent);
        Assert.Empty(Grid([]).FindAll("tbody, tfoot"));
    }

    [Fact]
    public void Column_outside_a_grid_is_a_bug() => Assert.Throws<InvalidOperationException>(() => Render<Column<Row>>(p => p.Add(c => c.Title, "x")));

    [Fact]
    public void Later_renders_its_content() => Render<Later>(p => p.Add(l => l.Content, "<i>x</i>")).MarkupMatches("<i>x</i>");

    [Fact]
    public void Pager_keeps_the_query_and_holds_one_cursor()
    {
        Go("people?q=a&before=3");
        var pager = Render<Pager>(p => p.Add(x => x.After, "7").Add(x => x.Before, "4"));
        Assert.Equal("/people?q=a&after=7", pager.Find("a[rel=next]").GetAttribute("href"));
        Assert.Equal("/people?q=a&before=4", pager.Find("a[rel=prev]").GetAttribute("href"));
        Assert.Equal(2, Render<Pager>().FindAll("span[aria-disabled=true]").Count);
    }

    [Fact]
    public void Filter_bar_is_a_get_form_with_hidden_values_and_chips()
    {
        Go("people?q=a");
        var bar = Render<FilterBar>(p => p.Add(f => f.Keep, [new("sort", "name"), new("dir", null)]).Add(f => f.Applied, [new AppliedFilter("太原市", "/people")]).Add(f => f.More, "x").AddChildContent("<b>y</b>"));
        Assert.Equal("get", bar.Find("form").GetAttribute("method"));
        Assert.Equal("/people", bar.Find("form").GetAttribute("action"));
        Assert.Equal("name", Assert.Single(bar.FindAll("input[type=hidden]")).GetAttribute("value"));
        Assert.Equal("/people", bar.Find("a.chip").GetAttribute("href"));
        Assert.False(bar.Find("details").HasAttribute("open"));
    }

    [Fact]
    public void Region_tree_opens_down_to_the_chosen_one()
    {
        RegionNode[] nodes = [new("14", "山西省", "/14") { Children = [new("1401", "太原市", "/1401") { Children = [new("140105", "小店区", "/x") { HasChildren = true }] }, new("1402", "大同市", "/1402") { Children = [new("140212", "新荣区", "/y")] }] }];
        var tree = Render<RegionPicker>(p => p.Add(t => t.Nodes, nodes).Add(t => t.Selected, "140105"));
        Assert.Equal([true, true, false], tree.FindAll("details").Select(d => d.HasAttribute("open")));
        Assert.Equal("小店区", tree.Find("a[aria-current]").TextContent.Trim());
        Assert.Single(tree.FindAll(".leaf.more"));
    }

    [Fact]
    public void Badge_says_its_state_in_words() => Assert.Contains("tone-warning", Render<Badge>(p => p.Add(b => b.Text, "登记失业").Add(b => b.Tone, Tone.Warning)).Find(".badge").ClassList);

    [Fact(DisplayName = "被更正的记录仍然可见，划线并注明")]
    public void Timeline_strikes_what_was_superseded()
    {
        var line = Render<Timeline>(p => p.Add(t => t.Items, [
            new TimelineItem(new DateOnly(2022, 2, 1), "郑州") { Open = true },
            new TimelineItem(new DateOnly(2021, 1, 1), "太原") { Until = new DateOnly(2021, 5, 1), Superseded = true, Note = "经社保比对更正" }]));
        Assert.Equal("太原", line.Find("del").TextContent);
        Assert.Contains("已更正", line.Find(".superseded").TextContent);
        Assert.Contains("经社保比对更正", line.Find(".timeline-note").TextContent);
        Assert.Contains("至今", line.Find("li").TextContent);
        Assert.Equal("2021-05-01", line.FindAll("time")[2].GetAttribute("datetime"));
    }

    [Fact]
    public void Steps_mark_the_present_one()
    {
        var steps = Render<Steps>(p => p.Add(s => s.Titles, ["一", "二", "三"]).Add(s => s.Current, 1).Add(s => s.Href, i => "/s" + i));
        Assert.Contains("二", steps.Find("[aria-current=step]").TextContent);
        Assert.Equal("/s0", Assert.Single(steps.FindAll("a")).GetAttribute("href"));
        Assert.Contains("已完成", steps.Find("li").TextContent);
    }

    [Fact]
    public void Progress_tells_how_far()
    {
        var progress = Render<Progress>(p => p.Add(x => x.Label, "核对").Add(x => x.Done, 1).Add(x => x.Total, 4).Add(x => x.RefreshSeconds, 3));
        Assert.Equal("25", progress.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
        Assert.Contains("每 3 秒", progress.Markup);
        Assert.Contains("准备中", Render<Progress>(p => p.Add(x => x.Label, "核对").Add(x => x.Done, 0).Add(x => x.Total, 0)).Markup);
    }

    [Theory]
    [InlineData(-1, "0", 0)]
    [InlineData(0.5, "50", 1)]
    [InlineData(2, "100", 1)]
    [InlineData(double.NaN, "0", 0)]
    public void Progress_bar_stays_within_its_track(double value, string now, int fills)
    {
        var bar = Render<ProgressBar>(p => p.Add(b => b.Value, value).Add(b => b.Label, "完成率").Add(b => b.Mark, 0.3));
        Assert.Equal(now, bar.Find("svg").GetAttribute("aria-valuenow"));
        Assert.Equal(fills, bar.FindAll(".bar-fill").Count);
        Assert.Equal("30%", bar.Find(".bar-mark").GetAttribute("x1"));
    }

    [Fact]
    public void Alert_says_what_to_do_next()
    {
        var alert = Render<Alert>(p => p.Add(a => a.Tone, Tone.Danger).Add(a => a.Title, "未保存").Add(a => a.Next, "请重试"));
        Assert.Equal("alert", alert.Find(".alert").GetAttribute("role"));
        Assert.Contains("请重试", alert.Find(".alert-next").TextContent);
        Assert.Equal("status", Render<Alert>(p => p.Add(a => a.Title, "x")).Find(".alert").GetAttribute("role"));
    }

    [Fact]
    public void Empty_state_has_title_and_advice() =>
        Assert.Contains("新的申请会出现在这里", Render<EmptyState>(p => p.Add(e => e.Title, "办完了").AddChildContent("新的申请会出现在这里")).Markup);

    [Fact]
    public void Field_ties_label_help_and_error_to_its_input()
    {
        var field = Render<Field>(p => p.Add(f => f.Label, "手机号").Add(f => f.Name, "phone").Add(f => f.Value, "138").Add(f => f.Help, "联系用").Add(f => f.Error, "应为11位").AddUnmatched("inputmode", "tel"));
        var input = field.Find("input");
        Assert.Equal(field.Find("label").GetAttribute("for"), input.Id);
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("tel", input.GetAttribute("inputmode"));
        Assert.All(input.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotNull(field.Find("#" + id)));
    }

    [Fact]
    public void Field_can_be_a_list_a_text_box_or_the_callers_own()
    {
        var list = Render<Field>(p => p.Add(f => f.Label, "状态").Add(f => f.Name, "s").Add(f => f.Options, [new Choice("a", "甲"), new Choice("b", "乙")]).Add(f => f.Blank, "全部").Add(f => f.Value, "b"));
        Assert.Equal(["全部", "甲", "乙"], list.FindAll("option").Select(o => o.TextContent));
        Assert.Equal("b", list.Find("option[selected]").GetAttribute("value"));
        Assert.Equal("话", Render<Field>(p => p.Add(f => f.Label, "x").Add(f => f.Name, "t").Add(f => f.Rows, 3).Add(f => f.Value, "话")).Find("textarea").TextContent);
        Assert.NotNull(Render<Field>(p => p.Add(f => f.Label, "x").Add(f => f.Name, "t").Add(f => f.ChildContent, id => $"<input id=\"{id}\" class=\"own\" />")).Find("#f-t.own"));
    }

    [Fact]
    public void Facts_are_a_description_list()
    {
        var facts = Render<Facts>(p => p.AddChildContent<Fact>(f => f.Add(x => x.Label, "姓名").Add(x => x.Value, "张三")).AddChildContent<Fact>(f => f.Add(x => x.Label, "电话")));
        Assert.Equal(["张三", "—"], facts.FindAll("dl dd").Select(d => d.TextContent.Trim()));
    }

    [Fact]
    public void Dialog_opens_by_its_address_too()
    {
        Go("people/3?x=1");
        var dialog = Render<Dialog>(p => p.Add(d => d.Id, "void").Add(d => d.Title, "作废？").Add(d => d.Open, "作废"));
        Assert.Equal("/people/3?x=1#void", dialog.Find("a[data-dialog=void]").GetAttribute("href"));
        Assert.Equal("void-title", dialog.Find("dialog#void").GetAttribute("aria-labelledby"));
    }

    [Fact(DisplayName = "地图下注明：示意图，无审图号，不作划界依据")]
    public void Map_has_links_titles_legend_and_the_note()
    {
        var map = Render<RegionMap>(p => p.Add(m => m.Label, "完成率").Add(m => m.Legend, ["低", "高"]).Add(m => m.Selected, "1").Add(m => m.Shapes,
            [new MapShape("1", "太原市", "M0 0L1 1Z", 1.25, 2, "98.0%", 2, "/r/1"), new MapShape("2", "大同市", "M0 0L2 2Z", 300, 4, "暂无数据", 0)]));
        Assert.Equal("/r/1", map.Find("a").GetAttribute("href"));
        Assert.Equal("太原市：98.0%", map.Find("a title").TextContent);
        Assert.Equal(["太原", "大同"], map.FindAll(".map-labels text").Select(t => t.TextContent));
        Assert.Contains("暂无数据", map.Find(".legend").TextContent);
        Assert.Contains("示意图，边界为近似，无审图号，不作划界依据", map.Find(".map-note").TextContent);
        Assert.NotNull(map.Find(".map-chosen"));
    }

    [Fact]
    public void Bars_are_as_long_as_their_share_of_the_greatest()
    {
        var bars = Render<BarList>(p => p.Add(b => b.Label, "排名").Add(b => b.Items, [new BarItem("甲", 80, "80%") { Rank = 1, Href = "/a" }, new BarItem("乙", 20, "20%") { Rank = 2 }, new BarItem("丙", 0, "0%") { Rank = 3 }]));
        Assert.Equal(["100%", "25%"], bars.FindAll(".bar-fill").Select(r => r.GetAttribute("width")));
        Assert.Equal(["1", "2", "3"], bars.FindAll(".bars-rank").Select(r => r.TextContent));
    }

    [Fact]
    public void Chart_leaves_a_gap_and_gives_the_figures_as_a_table()
    {
        var chart = Render<LineChart>(p => p.Add(c => c.Title, "近四周").Add(c => c.Labels, ["1周", "2周", "3周", "4周"]).Add(c => c.Unit, "人").Add(c => c.Series, [new ChartSeries("今年", [100, 200, null, 1234])]));
        Assert.Single(chart.FindAll("g.series-0 line"));
        Assert.Equal(3, chart.FindAll("circle").Count);
        Assert.Equal("今年 4周：1,234人", chart.FindAll("circle title")[2].TextContent);
        Assert.Equal(["100人", "200人", "—", "1,234人"], chart.FindAll("tbody td").Select(t => t.TextContent));
        Assert.Contains("今年最近为1,234人", chart.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Chart_without_figures_still_draws() =>
        Assert.NotNull(Render<LineChart>(p => p.Add(c => c.Title, "空").Add(c => c.Labels, []).Add(c => c.Series, [new ChartSeries("今年", [])])).Find("svg"));

    [Fact]
    public void Gallery_shows_all_without_inline_style_or_script()
    {
        var page = Render<Gallery>();
        Assert.Empty(page.FindAll("[style], script, style, [onclick]"));
        Assert.Single(page.FindAll("h1"));
        Assert.All(page.FindAll("input:not([type=hidden]), select, textarea").Where(e => !e.HasAttribute("aria-label") && e.Closest("label") is null), e => Assert.NotNull(page.Find($"label[for='{e.Id}']")));
        Assert.All(page.FindAll("svg"), svg => Assert.True(svg.HasAttribute("aria-label") || svg.HasAttribute("aria-hidden") || svg.Closest("[aria-hidden]") is not null));
        foreach (var css in new[] { ".kpi", ".alert", ".regions", ".filters", ".grid", ".pager", ".map", ".bars", ".chart", ".timeline", ".facts", ".steps", ".progress", ".badge", ".field", "dialog", ".empty", ".searchbox", ".todos", ".views", ".picker" })
        {
            Assert.NotEmpty(page.FindAll(css));
        }
    }

    [Fact(DisplayName = "二维码是一张图，说得出是做什么的，内容变了图也变")]
    public void Qr_code_says_what_it_is_for()
    {
        string Path(string text) => Render<QrCode>(p => p.Add(c => c.Text, text).Add(c => c.Label, "二维码：扫码签到")).Find("path").GetAttribute("d")!;
        Assert.Equal("二维码：扫码签到", Render<QrCode>(p => p.Add(c => c.Text, "a").Add(c => c.Label, "二维码：扫码签到")).Find("svg").GetAttribute("aria-label"));
        Assert.NotEqual(Path("https://example.test/1"), Path("https://example.test/2"));
    }

    [Fact(DisplayName = "组件一览里每个部件都有")]
    public void Gallery_leaves_no_component_out()
    {
        string[] frame = [nameof(Gallery), nameof(BareLayout), nameof(LoadedComponent), nameof(Leaf), "Later", nameof(PageTrail), nameof(PortalLayout)]; // the frame and what stands inside others
        var source = File.ReadAllText(Path.Combine(House.HouseFiles.Root, "src/Chunfeng.Platform/Ui/Gallery.razor"));
        var components = typeof(Shell).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(Shell).Namespace && typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(t) && !t.Name.Contains('<'))
            .Select(t => t.Name.Split('`')[0]).Except(frame).ToList();
        Assert.True(components.Count > 25);
        Assert.All(components, name => Assert.Matches($"<{name}[\\s>/]", source));
    }

    private void Go(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);
}
