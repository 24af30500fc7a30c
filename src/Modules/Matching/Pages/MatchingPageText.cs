using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Recommend;
using Chunfeng.Matching.Referrals;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.Matching.Pages;

/// <summary>推荐与应聘: the referrals of an area by where they stand. Clerks keep it open all day, so it is written in one go (decision 42).</summary>
internal sealed class MatchingPageText
{
    public const string Path = "/matching";
    private const string Title = "推荐与应聘", DocumentTitle = Title + " · 春风";

    private static readonly Dictionary<string, object> SearchInput = new() { ["maxlength"] = 50, ["autocomplete"] = "off", ["data-search"] = true };
    private static readonly Choice[] Channels = [.. ReferralWords.Channels.Select(c => new Choice(c.Code, c.Name))];

    private readonly string address;
    private readonly string? text, channel;
    private readonly RegionTree regions;
    private readonly Actor actor;
    private readonly ReferralTab tab;
    private readonly IReadOnlyList<(ReferralTab Tab, string Text, int Count)> tabs;
    private readonly ReferralLines found;
    private readonly Action<HtmlText, FormToken> kept;

    private MatchingPageText(
        string address, string? text, string? channel, RegionTree regions, Actor actor, ReferralTab tab, IReadOnlyList<(ReferralTab Tab, string Text, int Count)> tabs, ReferralLines found,
        Action<HtmlText, FormToken> kept) =>
        (this.address, this.text, this.channel, this.regions, this.actor, this.tab, this.tabs, this.found, this.kept) = (address, text, channel, regions, actor, tab, tabs, found, kept);

    private bool Filtered => !string.IsNullOrEmpty(channel) || !string.IsNullOrEmpty(text);

    private string EmptyTitle => Filtered ? "没有符合条件的推荐" : tab switch { ReferralTab.Overdue => "没有超期的", ReferralTab.Checks => "回访都做完了", ReferralTab.All => "还没有推荐", _ => "这里没有" };

    private string EmptyText => Filtered ? "换个条件再查，或点“清空”。" : tab switch
    {
        ReferralTab.Overdue => "过了期限没有答复的会出现在这里，次日零点后自动结束。",
        ReferralTab.Checks => "到岗满1、3、6个月，会在这里提醒回访。",
        _ => "打开劳动者或岗位的推荐页，点“推荐”就会出现在这里。",
    };

    /// <summary>GET /matching: "tab", "q", "channel", "after" and "before"; without a tab the first that holds something.</summary>
    public static async Task<IResult> HandleAsync(HttpContext context, ReferralList list, Viewers viewers, SavedViews views, RegionTree regions, Actor actor, CancellationToken cancel)
    {
        var viewer = await viewers.OfAsync(actor, cancel);
        if (viewer.Role == ReferralRole.Employer)
        {
            return TypedResults.LocalRedirect("/matching/applicants");
        }

        if (viewer.Role != ReferralRole.Office)
        {
            return new PageText(DocumentTitle, (html, _) => Alert.Write(PageHeader.Write(html, Title), Tone.Warning, "您没有查看推荐的权限", "请联系本级系统管理员开通"));
        }

        List<(ReferralTab Tab, string Text, int Count)> tabs = [];
        foreach (var (at, name) in ReferralTabs.OfOffice)
        {
            tabs.Add((at, name, at is ReferralTab.Closed or ReferralTab.All ? 0 : await list.CountAsync(at, viewer, cancel)));
        }

        string? Said(string name) => PageText.Said(context, name);
        var tab = ReferralTabs.Tab(Said("tab")) ?? (tabs.FirstOrDefault(t => t.Count > 0) is { Count: > 0 } first ? first.Tab : ReferralTab.All);
        var (text, channel) = (Said("q"), Said("channel"));
        var found = await list.HandleAsync(new ReferralFilter(tab, ReferralWords.Channel(channel), Text: text), Said("after"), Said("before"), viewer, cancel);
        var kept = await KeptFilters.ReadAsync(context, views, Path, actor, cancel);
        var page = new MatchingPageText(Path + context.Request.QueryString, text, channel, regions, actor, tab, tabs, found, kept);
        var empty = found.Lines.Count > 0 ? default
            : await PageText.RenderAsync<EmptyState>(context, ("Title", page.EmptyTitle), ("ChildContent", (RenderFragment)(b => b.AddContent(0, page.EmptyText))));
        return new PageText(DocumentTitle, (html, token) => page.Write(html, token, empty));
    }

    private void Write(HtmlText html, FormToken token, MarkupString empty)
    {
        PageHeader.Write(html, Title, "从推荐、报名、面试、录用到满六个月的回访，一人一岗一条", actions =>
        {
            actions.Tag("<a class=\"btn\" href=\"/matching/units\">推荐成效</a>");
            if (actor.May(Rights.MatchingRefer))
            {
                actions.Tag("<a class=\"btn\" href=\"/matching/mass\">批量推荐</a>");
            }
        });
        Tabs(html);
        var code = ReferralTabs.Code(tab);
        new FilterText("查找推荐", Path,
        [
            new FieldText("岗位或单位", "q") { Type = "search", Value = text, Attributes = SearchInput },
            new FieldText("推荐渠道", "channel") { Value = channel, Options = Channels, Blank = "全部" },
        ]) { Reset = $"{Path}?tab={code}", Keep = [new("tab", code)] }.Write(html, token);
        kept(html, token);
        GridText.Cards(html, tabs.First(t => t.Tab == tab).Text,
        [
            new GridColumn<ReferralLine>("姓名")
            {
                RowHeader = true, Html = (l, cell) => cell.Tag("<a href=\"/matching/").Id(l.Referral.WorkerId).Tag("/").Id(l.Referral.ReferralId).Tag("\">").Words(l.Name).Tag("</a>"),
            },
            new GridColumn<ReferralLine>("岗位") { Wrap = true, Value = l => l.Referral.Title },
            new GridColumn<ReferralLine>("用人单位") { Wrap = true, Value = l => l.Referral.Employer },
            new GridColumn<ReferralLine>("务工地") { WideOnly = true, Value = l => MatchSettings.NameOf(regions, l.Referral.Workplace) },
            new GridColumn<ReferralLine>("渠道") { WideOnly = true, Value = l => ReferralWords.Name((ReferralChannel)l.Referral.Channel) },
            new GridColumn<ReferralLine>("进展") { Html = State },
            new GridColumn<ReferralLine>(tab switch { ReferralTab.Checks => "应回访", ReferralTab.Closed => "结束原因", _ => "期限" }) { Value = l => ReferralTabs.DueText(l, tab) },
        ], found.Lines, empty, foot => Pager.Write(foot, $"本页 {found.Lines.Count} 条", address, found.Previous, found.Next), l => l.Late && tab != ReferralTab.Checks ? "row-danger" : null);
    }

    private void Tabs(HtmlText html)
    {
        html.Tag("<nav class=\"tabs\" aria-label=\"推荐与应聘\"><ul>");
        foreach (var (at, name, count) in tabs)
        {
            html.Tag("<li><a").Attribute("href", $"{Path}?tab={ReferralTabs.Code(at)}").Attribute("aria-current", at == tab ? "page" : null).Tag(">").Words(name).Tag(" ");
            if (count > 0)
            {
                Badge.Write(html, Numbers.UpTo(count), at switch { ReferralTab.Overdue => Tone.Danger, ReferralTab.Hired => Tone.Neutral, _ => Tone.Warning });
            }

            html.Tag("</a></li>");
        }

        html.Tag("</ul></nav>");
    }

    private void State(ReferralLine line, HtmlText html)
    {
        var (state, left) = ((ReferralState)line.Referral.State, line.Referral.LeftOn is not null);
        Badge.Write(html, ReferralWords.Name(state, left), ReferralWords.Tone(state, left, line.Late && tab != ReferralTab.Checks));
    }
}
