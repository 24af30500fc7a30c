using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Money;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.Gigs.Pages;

/// <summary>What a person did as a day labourer. Written in one go (decision 42).</summary>
internal static class WorkerPageText
{
    public const string Path = "/gigs/workers/{id:guid}";

    /// <summary>GET /gigs/workers/{id}: "after" and "before".</summary>
    public static async Task<IResult> HandleAsync(Guid id, HttpContext context, ReadWorker read, GigTerms terms, Actor actor, CancellationToken cancel)
    {
        if (await read.HandleAsync(id, new PageAsk(PageText.Said(context, "after"), PageText.Said(context, "before")), actor, cancel) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var empty = view.Places.Rows.Count > 0 ? default : await PageText.RenderAsync<EmptyState>(
            context, ("Title", "还没有干过零工"), ("ChildContent", (RenderFragment)(b => b.AddContent(0, "到零工市场签到，或在手机上抢单，就会记在这里。"))));
        var address = $"/gigs/workers/{id}{context.Request.QueryString}";
        return new PageText(view.Name + " · 零工 · 春风", (html, _) =>
        {
            PageHeader.Write(html, view.Name + "的零工", view.Worker is { } w ? "会干：" + terms.TradeNames(w.Trades) : "还没有在零工市场签到过");
            if (view.Worker is { } worker)
            {
                Kpi.Write(html.Tag("<div class=\"kpis\">"), "完工", Numbers.Wan(worker.Done), "单");
                Kpi.Write(html, "婉拒", Numbers.Wan(worker.Declines), "次");
                Kpi.Write(html, "没来、没应", Numbers.Wan(worker.Absences), "次");
                Kpi.Write(html, "还欠他的", new Fen(view.OwedFen).ToYuan(), "元");
                Kpi.Write(html, "评分", GigWords.Stars(worker.Stars, worker.Ratings)).Tag("</div>");
            }

            GridText.Cards(html, "零工",
            [
                new GridColumn<WorkerGig>("零工") { RowHeader = true, Wrap = true, Html = (g, cell) => Named(cell, g, actor) },
                new GridColumn<WorkerGig>("时间") { Value = g => GigWords.When(g.Place.StartsAt, g.Place.EndsAt) },
                new GridColumn<WorkerGig>("用工方") { Wrap = true, Value = g => g.Post.EmployerName },
                new GridColumn<WorkerGig>("状态") { Html = (g, cell) => Badge.Write(cell, GigWords.Name((PlaceState)g.Place.State), GigWords.Tone((PlaceState)g.Place.State)) },
                new GridColumn<WorkerGig>("应付") { Numeric = true, Value = g => g.Place.Slip > 0 ? new Fen(g.Place.AmountFen).ToString() : null },
                new GridColumn<WorkerGig>("还欠") { Numeric = true, Value = g => g.Place.Slip > 0 ? new Fen(g.Place.OwedFen).ToString() : null },
            ], view.Places.Rows, empty, foot => Pager.Write(foot, $"本页 {view.Places.Rows.Count} 单", address, view.Places.Previous, view.Places.Next));
        }) { Trail = [new Crumb(view.Name, view.InArea ? $"/people/{id}" : null), new Crumb("零工")] };
    }

    private static void Named(HtmlText html, WorkerGig gig, Actor actor) =>
        _ = GigScope.Sees(actor, gig.Post) ? html.Tag("<a href=\"/gigs/posts/").Id(gig.Post.PostId).Tag("\">").Words(gig.Post.Title).Tag("</a>") : html.Words(gig.Post.Title);
}
