using System.Globalization;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Network.Agreements;

/// <summary>What is added to an agreement, and the list as a file.</summary>
internal static class AgreementEndpoints
{
    public static void MapAgreements(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/network/agreements/{id:guid}/promise", async (
            Guid id, [FromForm] string? occupation, [FromForm] string? industry, [FromForm] string? from, [FromForm] string? to, [FromForm] string? posts, KeepAgreement keep, Actor actor, CancellationToken cancel) =>
            To(id, "promise", await keep.PromiseAsync(id, occupation, industry, Day(from), Day(to), Number(posts), actor, cancel)));
        routes.MapPost("/network/agreements/{id:guid}/offer", async (
            Guid id, [FromForm] string? on, [FromForm] string? occupation, [FromForm] string? posts, [FromForm] string? evidence, KeepAgreement keep, Actor actor, CancellationToken cancel) =>
            To(id, "offer", await keep.OfferAsync(id, Day(on), occupation, Number(posts), evidence, actor, cancel)));
        routes.MapPost("/network/agreements/{id:guid}/review", async (
            Guid id, [FromForm] string? on, [FromForm] string? reviewer, [FromForm] string? verdict, [FromForm] string? finding, KeepAgreement keep, Actor actor, CancellationToken cancel) =>
            To(id, "review", await keep.ReviewAsync(id, Day(on), reviewer, verdict switch { "good" => Verdict.Good, "fair" => Verdict.Fair, "poor" => Verdict.Poor, _ => null }, finding, actor, cancel)));
        routes.MapPost("/network/agreements/{id:guid}/end", async (Guid id, [FromForm] string? last, [FromForm] string? reason, KeepAgreement keep, Actor actor, CancellationToken cancel) =>
            To(id, "end", await keep.EndAsync(id, Day(last), reason, actor, cancel)));
        routes.MapGet("/network/agreements/export", async (string? q, string? grouping, string? state, AgreementList list, TimeProvider clock, Actor actor, CancellationToken cancel) =>
        {
            var made = await list.ExportAsync(new AgreementFilter(q, grouping, state), actor, cancel);
            return made.IsRefused ? TypedResults.NotFound() : (IResult)TypedResults.File(made.Value, MediaTypes.Xlsx, $"协作协议-{Platform.Time.ChinaTime.DayOf(clock.GetUtcNow().UtcDateTime):yyyyMMdd}.xlsx");
        });
    }

    /// <summary>A day no calendar of ours holds where none was written: refused with the days that would do.</summary>
    internal static DateOnly Day(string? text) => ChinaTime.ReadDay(text) ?? default;

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static IResult To(Guid id, string done, Refusal? refusal) => refusal == KeepAgreement.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Links.With($"/network/agreements/{id}", (refusal is null ? "done" : "refused", refusal is null ? done : refusal.Message)));
}
