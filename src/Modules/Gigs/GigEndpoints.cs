using System.Globalization;
using Chunfeng.Gigs.Counts;
using Chunfeng.Gigs.Hall;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Pages;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Slips;
using Chunfeng.Gigs.Work;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Money;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Gigs;

/// <summary>The posts of the room's pages, for staff and employers, and the downloads.</summary>
internal static class GigEndpoints
{
    public static void MapGigs(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(WorkerPageText.Path, ["GET", "HEAD"], WorkerPageText.HandleAsync);
        routes.MapPost("/gigs/markets/{id:guid}/sign-in", async (Guid id, IFormCollection form, SignIn entry, Actor actor, CancellationToken cancel) =>
            To($"/gigs/markets/{id}", "sign-in", (await entry.ByStaffAsync(id, Id(form["worker"]), [.. form["trade"].OfType<string>()], actor, cancel)).Refusal));
        routes.MapPost("/gigs/markets/{id:guid}/leave", async (Guid id, [FromForm] Guid? worker, SignIn entry, Actor actor, CancellationToken cancel) =>
            To($"/gigs/markets/{id}", "leave", await entry.LeaveAsync(id, worker ?? Guid.Empty, false, actor, cancel)));
        routes.MapPost("/gigs/markets/{id:guid}/services", ServicesAsync);
        routes.MapPost("/gigs/employers/{id:guid}/register", async (Guid id, [FromForm] string? seat, [FromForm] string? confirmed, KeepEmployer keep, Actor actor, CancellationToken cancel) =>
        {
            var refusal = await keep.TellAsync(id, seat, confirmed == "yes", actor, cancel);
            return refusal == KeepEmployer.NotFound ? TypedResults.NotFound() : To($"/gigs/employers/{id}", "tell", refusal);
        });
        routes.MapPost("/gigs/posts/{id:guid}/act", PostActAsync);
        routes.MapPost("/gigs/posts/{id:guid}/fill", FillAsync);
        routes.MapPost("/gigs/work/{worker:guid}/{id:guid}/act", ActAsync);
        routes.MapPost("/gigs/work/{worker:guid}/{id:guid}/pay", async (
            Guid worker, Guid id, [FromForm] Guid? key, [FromForm] string? amount, [FromForm] string? method, [FromForm] string? evidence, SettleSlip slips, Actor actor, CancellationToken cancel) =>
            To($"/gigs/work/{worker}/{id}", "pay", await slips.PayAsync(worker, id, Payment(key, amount, method, evidence), false, actor, cancel)));
        routes.MapPost("/gigs/work/{worker:guid}/{id:guid}/rate", async (Guid worker, Guid id, [FromForm] string? stars, [FromForm] string? text, SettleSlip slips, Actor actor, CancellationToken cancel) =>
            To($"/gigs/work/{worker}/{id}", "rate", await slips.RateAsync(worker, id, Stars(stars), text, false, actor, cancel)));
        routes.MapPost("/gigs/work/{worker:guid}/{id:guid}/dispute", async (Guid worker, Guid id, [FromForm] string? kind, [FromForm] string? text, SettleSlip slips, Actor actor, CancellationToken cancel) =>
            To($"/gigs/work/{worker}/{id}", "dispute", await slips.DisputeAsync(worker, id, kind, text, false, actor, cancel)));
        routes.MapPost("/gigs/disputes/{worker:guid}/{id:guid}/settle", async (Guid worker, Guid id, [FromForm] Guid? place, [FromForm] string? text, SettleSlip slips, Actor actor, CancellationToken cancel) =>
            To($"/gigs/work/{worker}/{place}", "dispute-settle", await slips.SettleAsync(worker, id, text ?? "", actor, cancel)));
        routes.MapGet("/gigs/work/{worker:guid}/{id:guid}/slip.docx", async (Guid worker, Guid id, ReadWork read, GigTerms terms, Actor actor, CancellationToken cancel) =>
            Slip(await read.ForStaffAsync(worker, id, actor, cancel), terms));
        routes.MapGet("/gigs/stats/export", ExportAsync);
        routes.MapMyGigs();
    }

    private static void MapMyGigs(this IEndpointRouteBuilder routes)
    {
        var mine = routes.MapGroup("/my/gigs").RequireAuthorization(PortalPolicy.Name);
        mine.MapPost("/trades", async (IFormCollection form, SignIn entry, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
            To("/my/gigs", "trades", await entry.TradesAsync(visitor.Required.WorkerId, [.. form["trade"].OfType<string>()], Who(visitor, context), cancel)));
        mine.MapPost("/here/{market:guid}/sign-in", async (Guid market, IFormCollection form, SignIn entry, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
        {
            var signed = await entry.ByPhoneAsync(market, form["code"], [.. form["trade"].OfType<string>()], visitor.Required.WorkerId, Who(visitor, context), cancel);
            return signed.IsRefused ? To(Links.With($"/my/gigs/here/{market}", ("code", form["code"].ToString())), "", signed.Refusal) : To("/my/gigs", "sign-in", null);
        });
        mine.MapPost("/leave", async ([FromForm] Guid? market, SignIn entry, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
            To("/my/gigs", "leave", await entry.LeaveAsync(market ?? Guid.Empty, visitor.Required.WorkerId, true, Who(visitor, context), cancel)));
        mine.MapPost("/{id:guid}/grab", async (Guid id, [FromForm] string? dangers, FillPlaces fill, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
        {
            var taken = await fill.GrabAsync(id, visitor.Required.WorkerId, dangers == "seen", Who(visitor, context), cancel);
            return taken.IsRefused ? To("/my/gigs", "", taken.Refusal) : To($"/my/gigs/{taken.Value.PlaceId}", "grab", null);
        });
        mine.MapPost("/{id:guid}/act", async (Guid id, [FromForm] string? act, [FromForm] string? quantity, [FromForm] long? seen, TakePlaceStep take, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
            Act(act) is not { } step || step is PlaceAct.Lapse or PlaceAct.Absent or PlaceAct.Settle ? TypedResults.BadRequest()
            : To($"/my/gigs/{id}", act!, await take.ByWorkerAsync(visitor.Required.WorkerId, id, new PlaceInput(step, "", GigWords.ReadQuantity(quantity), seen), Who(visitor, context), cancel)));
        mine.MapPost("/{id:guid}/pay", async (Guid id, [FromForm] Guid? key, [FromForm] string? amount, [FromForm] string? method, SettleSlip slips, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
            To($"/my/gigs/{id}", "pay", await slips.PayAsync(visitor.Required.WorkerId, id, Payment(key, amount, method, ""), true, Who(visitor, context), cancel)));
        mine.MapPost("/{id:guid}/rate", async (Guid id, [FromForm] string? stars, [FromForm] string? text, SettleSlip slips, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
            To($"/my/gigs/{id}", "rate", await slips.RateAsync(visitor.Required.WorkerId, id, Stars(stars), text, true, Who(visitor, context), cancel)));
        mine.MapPost("/{id:guid}/dispute", async (Guid id, [FromForm] string? kind, [FromForm] string? text, SettleSlip slips, PortalVisitor visitor, HttpContext context, CancellationToken cancel) =>
            To($"/my/gigs/{id}", "dispute", await slips.DisputeAsync(visitor.Required.WorkerId, id, kind, text, true, Who(visitor, context), cancel)));
        mine.MapGet("/{id:guid}/slip.docx", async (Guid id, ReadWork read, GigTerms terms, PortalVisitor visitor, CancellationToken cancel) =>
            Slip(await read.ForWorkerAsync(visitor.Required.WorkerId, id, cancel), terms));
    }

    private static async Task<IResult> ServicesAsync(Guid id, IFormCollection form, KeepMarket keep, GigTerms terms, TimeProvider clock, Actor actor, CancellationToken cancel)
    {
        var day = ChinaTime.ReadDay(form["day"]) ?? clock.Today;
        Refusal? refusal = null;
        foreach (var service in terms.Services)
        {
            if (refusal is null && int.TryParse(form[$"times-{service.Value}"], NumberStyles.None, CultureInfo.InvariantCulture, out var times))
            {
                refusal = await keep.ServiceAsync(id, day, service.Value, times, actor, cancel);
            }
        }

        return To(Links.With($"/gigs/markets/{id}", ("day", day == clock.Today ? null : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), "services", refusal);
    }

    private static async Task<IResult> PostActAsync(Guid id, [FromForm] string? act, [FromForm] string? text, JudgePost judge, Actor actor, CancellationToken cancel)
    {
        PostAct? step = act switch { "approve" => PostAct.Approve, "return" => PostAct.Return, "close" => PostAct.Close, "cancel" => PostAct.Cancel, _ => null };
        if (step is null)
        {
            return TypedResults.BadRequest();
        }

        var refusal = await judge.HandleAsync(id, step.Value, text, actor, cancel);
        return refusal == JudgePost.NotFound ? TypedResults.NotFound() : To($"/gigs/posts/{id}", act!, refusal);
    }

    private static async Task<IResult> FillAsync(Guid id, [FromForm] string? way, [FromForm] string? count, [FromForm] string? number, FillPlaces fill, Actor actor, CancellationToken cancel)
    {
        var refusal = way switch
        {
            "dispatch" => (await fill.DispatchAsync(id, Number(count), actor, cancel)).Refusal,
            "spot" => (await fill.SpotAsync(id, Number(number), actor, cancel)).Refusal,
            _ => new Refusal("bad-way", "请选择派单或现场快招"),
        };
        return refusal == JudgePost.NotFound ? TypedResults.NotFound() : To($"/gigs/posts/{id}", way!, refusal);
    }

    private static async Task<IResult> ActAsync(
        Guid worker, Guid id, [FromForm] string? act, [FromForm] string? text, [FromForm] string? quantity, [FromForm] long? seen, [FromForm] string? back,
        TakePlaceStep take, ReadWork read, Actor actor, CancellationToken cancel)
    {
        if (Act(act) is not { } step)
        {
            return TypedResults.BadRequest();
        }

        var refusal = await take.ByStaffAsync(worker, id, new PlaceInput(step, text, GigWords.ReadQuantity(quantity), seen), actor, cancel);
        if (refusal == TakePlaceStep.NotFound)
        {
            return TypedResults.NotFound();
        }

        var page = back == "post" && await read.ForStaffAsync(worker, id, actor, cancel) is { } view ? $"/gigs/posts/{view.Post.PostId}" : $"/gigs/work/{worker}/{id}";
        return To(page, act!, refusal);
    }

    private static async Task<IResult> ExportAsync(string? from, string? to, string? market, CountGigs count, TimeProvider clock, Actor actor, CancellationToken cancel)
    {
        var last = ChinaTime.ReadDay(to) ?? clock.Today;
        var made = await count.ExportAsync(ChinaTime.ReadDay(from) ?? last.AddDays(-6), last, Guid.TryParse(market, out var id) ? id : null, actor, cancel);
        return made.IsRefused ? TypedResults.NotFound() : TypedResults.File(made.Value, MediaTypes.Xlsx, $"零工统计-{last:yyyyMMdd}.xlsx");
    }

    private static IResult Slip(PlaceView? view, GigTerms terms) => view is not { Place.Slip: > 0 } ? TypedResults.NotFound()
        : TypedResults.File(SlipDocx.Write(view, terms), MediaTypes.Docx, $"日结凭证-{GigWords.SlipNumber(view.Place.Day, view.Place.Slip)}.docx");

    private static PlaceAct? Act(string? code) => code switch
    {
        "accept" => PlaceAct.Accept, "decline" => PlaceAct.Decline, "lapse" => PlaceAct.Lapse, "cancel" => PlaceAct.Cancel, "arrive" => PlaceAct.Arrive, "absent" => PlaceAct.Absent,
        "state" => PlaceAct.State, "confirm" => PlaceAct.Confirm, "settle" => PlaceAct.Settle, _ => null,
    };

    private static PaymentInput Payment(Guid? key, string? amount, string? method, string? evidence) =>
        new(key ?? Guid.CreateVersion7(), Fen.TryParseYuan(amount ?? "", out var fen) ? fen.Value : 0, method ?? "", evidence ?? "");

    private static Actor Who(PortalVisitor visitor, HttpContext context) => visitor.Required.ToActor(context.Connection.RemoteIpAddress?.ToString() ?? "");

    private static int Stars(string? text) => Number(text);

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static Guid Id(string? text) => Guid.TryParse(text, out var id) ? id : Guid.Empty;

    private static IResult To(string page, string done, Refusal? refusal) =>
        TypedResults.LocalRedirect(Links.With(page, (refusal is null ? "done" : "refused", refusal is null ? done : refusal.Message)));
}
