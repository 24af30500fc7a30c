using System.Globalization;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Engine.Counting;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.Dispatch.Pages;

/// <summary>数字背后的人: the named people in a published figure. Every figure of the table leads here, so it is written in one go (decision 42).</summary>
internal sealed class PeoplePageText
{
    public const string Path = "/dispatch/people";
    private const string DocumentTitle = "数字背后的人 · 春风", Stock = "stock", Cumulative = "cumulative";

    private readonly RegionTree regions;
    private readonly RegionCode region;
    private readonly string? week, indicator, kind;
    private readonly DateOnly? asOf;
    private readonly string title;

    private PeoplePageText(RegionTree regions, RegionCode region, string? week, string? indicator, string? kind)
    {
        (this.regions, this.region, this.week, this.indicator, this.kind) = (regions, region, week, indicator, kind);
        asOf = IsoWeek.TryParse(week ?? "", out var known) ? known.Sunday : null;
        title = regions.TryGet(region, out _) ? regions.Path(region) : region.ToString();
    }

    private string KindName => kind == Stock ? "在岗" : "累计";

    private string AsOf => asOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private string Back => Links.With("/dispatch", ("week", week), ("indicator", indicator), ("level", region.Level == RegionLevel.Province ? "city" : null),
        ("region", region.Level switch { RegionLevel.Township => region.Parent.ToString(), RegionLevel.Province => null, _ => region.ToString() }));

    /// <summary>GET /dispatch/people: "week", "region", "indicator", "kind" and "start"; without a week the last one.</summary>
    public static async Task<IResult> HandleAsync(HttpContext context, PeopleBehind behind, WeeklyDispatch dispatch, RegionTree regions, Actor actor, CancellationToken cancel)
    {
        string? Said(string name) => PageText.Said(context, name);
        var week = IsoWeek.TryParse(Said("week") ?? "", out var asked) ? asked.ToString() : await dispatch.WeeksAsync(cancel) is [var last, ..] ? last : null;
        var kind = Said("kind");
        var whole = RegionCode.TryParse(Said("region") ?? "", out var region) && kind is Stock or Cumulative;
        var page = new PeoplePageText(regions, whole ? region : FigureScope.Start(actor), week, Said("indicator"), kind);
        var start = long.TryParse(Said("start"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var found = whole ? await behind.HandleAsync(week ?? "", region, page.indicator ?? "", kind == Cumulative, start, actor, cancel)
            : new Refusal("bad-address", "地址不完整；请从周调度表里点数字进入");
        IReadOnlyList<Crumb> trail = [new(page.title, page.Back), new("名单")];
        if (found.IsRefused)
        {
            var refusal = await PageText.RenderAsync<Alert>(context, ("Tone", Tone.Warning), ("Title", found.Refusal.Message), ("ChildContent", (RenderFragment)(b => b.AddContent(0, page.Remedy(found.Refusal.Code)))));
            return new PageText(DocumentTitle, (html, _) => PageHeader.Write(html, page.title, "数字背后的人").Markup(refusal)) { Trail = trail };
        }

        var definition = Indicators.Find(page.indicator!)!;
        var empty = found.Value.People.Count > 0 ? default
            : await PageText.RenderAsync<EmptyState>(context, ("Title", "这个数字是 0"), ("ChildContent", (RenderFragment)(b => b.AddContent(0, $"截至 {page.AsOf}，{page.title} 没有人计入“{definition.Name}”。"))));
        return new PageText(DocumentTitle, (html, _) => page.Write(html, found.Value, definition, empty)) { Trail = trail };
    }

    /// <summary>What a refusal leaves to do.</summary>
    private MarkupString Remedy(string code) => HtmlText.Of(html =>
    {
        if (code is "cut-gone" or "cut-damaged")
        {
            html.Tag("<p>请系统管理员在服务器上重建，登记没有变化时会得到同一个封存编号，名单随即恢复：</p><pre class=\"command\">./chunfeng facts build --as-of ").Words(AsOf)
                .Tag("</pre><p>如果重建后封存编号不同，说明登记已有更正，请再运行下面一行，形成本周的修订：</p><pre class=\"command\">./chunfeng dispatch run --week ").Words(week).Tag("</pre>");
        }

        html.Tag("<p><a").Attribute("href", Back).Tag(">回到周调度表</a></p>");
    });

    private void Write(HtmlText html, CountedPage page, IndicatorDefinition definition, MarkupString empty)
    {
        PageHeader.Write(html, title + " 名单", $"{definition.Name}（{KindName}）：{Numbers.Plain(page.Total)}{definition.Unit}",
            actions => actions.Tag("<a class=\"btn\"").Attribute("href", Links.With(At(null), ("kind", kind == Stock ? Cumulative : Stock))).Tag(">改看").Words(kind == Stock ? "累计" : "在岗")
                .Tag("名单</a><a class=\"btn\"").Attribute("href", Back).Tag(">回到周调度表</a>"),
            meta => meta.Tag("<span>").Words(week).Tag("，截至 ").Words(AsOf).Tag(" 24时</span><span>名单取自当周封存数据，人数与周调度表一致</span>"));
        GridText.Cards(html, $"{title}{definition.Name}{KindName}名单",
        [
            new GridColumn<CountedPerson>("姓名") { RowHeader = true, Html = NameCell },
            new GridColumn<CountedPerson>("身份证号") { Wrap = true, Html = (p, cell) => cell.Tag("<span class=\"num\">").Words(p.Named?.IdNumber ?? "—").Tag("</span>") },
            new GridColumn<CountedPerson>("性别年龄") { Value = p => p.Named is null ? null : (p.Named.Sex == 1 ? "男 " : "女 ") + Ages.On(p.Named.BirthDate, asOf!.Value) + "岁" },
            new GridColumn<CountedPerson>("户籍地") { Wrap = true, Value = p => Home(p.Home) },
            new GridColumn<CountedPerson>("年内主要务工地") { Wrap = true, Value = p => Place(p.Workplace) },
        ], page.People, empty, foot => Pager.Write(foot,
            page.Total == 0 ? "共 0 人" : $"第 {Numbers.Plain(page.Start + 1)}–{Numbers.Plain(page.Start + page.People.Count)} 人，共 {Numbers.Plain(page.Total)} 人",
            page.Start > 0 ? At(page.Start - PeopleBehind.PageSize) : null, page.Start + page.People.Count < page.Total ? At(page.Start + PeopleBehind.PageSize) : null));
    }

    private string At(long? start) => Links.With(Path, ("week", week), ("region", region.ToString()), ("indicator", indicator), ("kind", kind),
        ("start", start is null or <= 0 ? null : start.Value.ToString(CultureInfo.InvariantCulture)));

    private static void NameCell(CountedPerson person, HtmlText html)
    {
        if (person.Named is { } named)
        {
            html.Tag("<a href=\"/people/").Id(person.WorkerId).Tag("\">").Words(named.Name).Tag("</a>");
        }
        else
        {
            html.Tag("<span class=\"muted\">已迁出或不在管辖范围</span>");
        }
    }

    // what every line would repeat stands in the title
    private string Home(long code) => regions.Path(new RegionCode(code)) is var path && path.StartsWith(title + " ", StringComparison.Ordinal) ? path[(title.Length + 1)..] : path;

    private string Place(long? workplace) => workplace switch { null => "—", 0 => "境外", { } code => regions.Path(new RegionCode(code)) };
}
