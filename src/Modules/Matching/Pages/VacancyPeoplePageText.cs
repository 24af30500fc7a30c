using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Recommend;
using Chunfeng.Matching.Referrals;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.Matching.Pages;

/// <summary>The people who suit a vacancy, each with why, and a button to recommend them. Offices work through it person by person, so it is written in one go (decision 42).</summary>
internal sealed class VacancyPeoplePageText
{
    public const string Path = "/matching/vacancies/{id:guid}";
    private const int Shown = 30;

    private readonly Guid id;
    private readonly VacancyPeople found;
    private readonly RegionTree regions;
    private readonly Actor actor;
    private readonly bool open, done;
    private readonly string? refused;

    private VacancyPeoplePageText(Guid id, VacancyPeople found, RegionTree regions, Actor actor, DateOnly today, HttpContext context)
    {
        (this.id, this.found, this.regions, this.actor) = (id, found, regions, actor);
        open = found.Card.OpenOn(today);
        done = Guid.TryParse(PageText.Said(context, "done"), out _);
        refused = PageText.Said(context, "refused") is { Length: > 0 and <= 300 } said ? said : null;
    }

    /// <summary>GET /matching/vacancies/{id}: "region" is where to look; "done" and "refused" say how a recommendation went.</summary>
    public static async Task<IResult> HandleAsync(Guid id, HttpContext context, RecommendPeople recommend, RegionTree regions, Actor actor, TimeProvider clock, CancellationToken cancel)
    {
        RegionCode? area = RegionCode.TryParse(PageText.Said(context, "region"), out var code) && actor.Region.Contains(code) && code.Level >= RegionLevel.County && regions.TryGet(code, out _) ? code : null;
        var answer = await recommend.HandleAsync(id, area, Shown, actor, cancel);
        if (answer.IsRefused)
        {
            return TypedResults.NotFound();
        }

        var page = new VacancyPeoplePageText(id, answer.Value, regions, actor, clock.Today, context);
        var empty = await page.EmptyAsync(context);
        return new PageText(page.found.Card.Title + " 的人选 · 春风", (html, token) => page.Write(html, token, empty)) { Trail = [new Crumb(page.found.Card.Title)] };
    }

    private async Task<MarkupString> EmptyAsync(HttpContext context)
    {
        if (found.People.Count > 0)
        {
            return default;
        }

        var (title, text) = found.Area is null ? ("先选一个县", "按县找人：选好以后，列出当地最合适、还没有务工的人和理由。")
            : (open ? "这里没有合适的人" : "这个岗位现在不招人", "换一个县看看，或等新的登记。");
        return await PageText.RenderAsync<EmptyState>(context, ("Title", title), ("ChildContent", (RenderFragment)(b => b.AddContent(0, text))));
    }

    private void Write(HtmlText html, FormToken token, MarkupString empty)
    {
        var card = found.Card;
        PageHeader.Write(html, card.Title, $"{card.Employer} · {card.Place} · {(card.Pay.Length > 0 ? card.Pay : "工资面议")}",
            meta: meta => Badge.Write(meta, $"还招 {card.Facts.Posts} 人", open ? Tone.Success : Tone.Neutral).Tag("<span>招聘至 ").Words(ReferralWords.Day(card.Facts.To)).Tag("</span>"));
        if (card.ConductWarning is { } warning)
        {
            Alert.Write(html, Tone.Danger, warning, "推荐以前请先告诉本人");
        }

        if (done)
        {
            Alert.Write(html, Tone.Success, "已推荐，请联系本人确认");
        }

        if (refused is not null)
        {
            Alert.Write(html, Tone.Danger, "没有推荐成", refused);
        }

        var county = new FieldText("县（市、区）", "region") { Value = found.Area?.At(RegionLevel.County).ToString(), Options = Counties(), Blank = actor.Region.Level < RegionLevel.County ? "请选择" : null };
        new FilterText("在哪里找人", $"/matching/vacancies/{id}", [county]) { Submit = "找人" }.Write(html, token);
        if (found.People.Count == 0)
        {
            html.Markup(empty);
            return;
        }

        Card.Write(html, "合适的人", $"{regions.Path(found.Area!.Value)}，最合适的 {found.People.Count} 人，都没有在务工", flush: true, body => GridText.Cards(body, "合适的人",
        [
            new GridColumn<Candidate>("姓名") { RowHeader = true, Html = (c, cell) => cell.Tag("<a href=\"/matching/people/").Id(c.Person.WorkerId).Tag("\">").Words(c.Person.Name).Tag("</a>") },
            new GridColumn<Candidate>("户籍地") { WideOnly = true, Value = c => regions.Path(new RegionCode(c.Person.Home)) },
            new GridColumn<Candidate>("理由") { Wrap = true, Value = c => string.Join("；", c.Why.Parts.Where(p => p.Score > 0).Select(p => p.Text)) },
            new GridColumn<Candidate>("合适程度") { Numeric = true, Value = c => c.Why.Score },
            new GridColumn<Candidate>("推荐") { Html = (c, cell) => Refer(c, cell, token) },
        ], found.People));
    }

    private Choice[] Counties() => actor.Region.Level >= RegionLevel.County
        ? [new Choice(actor.Region.At(RegionLevel.County).ToString(), regions.Path(actor.Region))]
        : [.. regions.Within(actor.Region, RegionLevel.County).Select(r => new Choice(r.Code.ToString(), regions.Path(r.Code)))];

    private void Refer(Candidate candidate, HtmlText html, FormToken token)
    {
        var worker = candidate.Person.WorkerId;
        if (candidate.Open is { } referral)
        {
            html.Tag("<a href=\"/matching/").Id(worker).Tag("/").Id(referral.ReferralId).Tag("\">").Words(ReferralWords.Name((ReferralState)referral.State)).Tag("</a>");
        }
        else if (actor.May(Rights.MatchingRefer))
        {
            html.PostForm(token, "/matching/refer").Hidden("worker", worker.ToString()).Hidden("vacancy", id.ToString()).Hidden("from", "vacancy").Hidden("area", found.Area?.ToString())
                .Tag("<button class=\"btn btn-small\" type=\"submit\" data-busy=\"正在推荐…\">推荐</button></form>");
        }
    }
}
