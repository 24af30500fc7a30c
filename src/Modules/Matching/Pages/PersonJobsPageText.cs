using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Recommend;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.Matching.Pages;

/// <summary>The vacancies that suit a person, each with why, and a button to recommend it. Written in one go (decision 42).</summary>
internal static class PersonJobsPageText
{
    public const string Path = "/matching/people/{id:guid}";
    private const int Shown = 20;

    /// <summary>GET /matching/people/{id}: "done" and "refused" say how a recommendation went.</summary>
    public static async Task<IResult> HandleAsync(Guid id, HttpContext context, RecommendJobs recommend, NamedPeople names, MakeSeeker make, RegionTree regions, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.MatchingRead))
        {
            return TypedResults.NotFound();
        }

        var answer = await recommend.HandleAsync(id, Shown, nightly: false, actor, cancel);
        if (answer.IsRefused || (await names.HandleAsync([id], actor, cancel))[0] is not { Name: var name })
        {
            return TypedResults.NotFound(); // the same answer whether absent or another area's
        }

        var (found, notes) = (answer.Value, await NotesAsync(id, context));
        var empty = found.Offers.Count > 0 ? default : await PageText.RenderAsync<EmptyState>(
            context, ("Title", "眼下没有合适的岗位"), ("ChildContent", (RenderFragment)(b => b.AddContent(0, "新岗位发布后再来看；补充本人想做的工种和想去的地方，推荐会更准。"))));
        var wish = found.Person.JobWish.Length == 0 ? "登记里没有就业意愿，先按做过的工作推荐"
            : make.Wish(found.Person.JobWish).Write(p => MatchSettings.NameOf(regions, p)) is { Length: > 0 } read ? read : found.Person.JobWish;
        return new PageText(name + " 的推荐岗位 · 春风", (html, token) =>
        {
            PageHeader.Write(html, name + " 的推荐岗位", wish, actions => actions.Tag("<a class=\"btn\" href=\"/people/").Id(id).Tag("\">看登记</a>"), meta =>
            {
                Badge.Write(meta, found.Person.AtWork ? "正在务工" : "没有务工", found.Person.AtWork ? Tone.Success : Tone.Neutral);
                if (found.Seeker.Groups != PriorityGroups.None)
                {
                    Badge.Write(meta.Tag(" "), "优先服务对象", Tone.Info);
                }
            });
            html.Markup(notes);
            if (found.Person.AtWork)
            {
                Alert.Write(html, Tone.Info, "登记里本人正在务工", "推荐前请先问清是否想换工作");
            }

            Offers(html.Markup(empty).Tag("<div class=\"stack\">"), id, found.Offers, actor, token).Tag("</div>");
        }) { Trail = [new Crumb(name, $"/people/{id}"), new Crumb("推荐岗位")] };
    }

    private static async Task<MarkupString> NotesAsync(Guid id, HttpContext context)
    {
        var text = "";
        if (Guid.TryParse(PageText.Said(context, "done"), out var opened))
        {
            var link = HtmlText.Of(html => html.Tag("<a href=\"/matching/").Id(id).Tag("/").Id(opened).Tag("\">看这次推荐</a>"));
            text = (await PageText.RenderAsync<Alert>(context, ("Tone", Tone.Success), ("Title", "已推荐，请联系本人确认"), ("ChildContent", (RenderFragment)(b => b.AddContent(0, link))))).Value;
        }

        return PageText.Said(context, "refused") is { Length: > 0 and <= 300 } refused
            ? new MarkupString(text + HtmlText.Of(html => Alert.Write(html, Tone.Danger, "没有推荐成", refused)).Value) : new MarkupString(text);
    }

    private static HtmlText Offers(HtmlText html, Guid id, IReadOnlyList<Offer> offers, Actor actor, FormToken token)
    {
        foreach (var offer in offers)
        {
            OfferCard.Write(html, offer, more =>
            {
                if (offer.Open is { } open)
                {
                    more.Tag("<div><a class=\"btn\" href=\"/matching/").Id(id).Tag("/").Id(open.ReferralId).Tag("\">看进展</a></div>");
                }
                else if (actor.May(Rights.MatchingRefer))
                {
                    more.PostForm(token, "/matching/refer", css: "actions").Hidden("worker", id.ToString()).Hidden("vacancy", offer.Card.VacancyId.ToString())
                        .Tag("<button class=\"btn btn-primary\" type=\"submit\" data-busy=\"正在推荐…\">推荐</button></form>");
                }
            });
        }

        return html;
    }
}
