using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Events.Campaigns;

/// <summary>The posts of an action's page and the exports of actions.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/events/campaigns/actions/{id:guid}/move", async (
            Guid id, [FromForm] string? act, [FromForm] string? text, [FromForm] string? copies, [FromForm] string? households, [FromForm] long? seen, WriteAction write, Actor actor, CancellationToken cancel) =>
            act is not ("done" or "cancel" or "reopen") ? TypedResults.BadRequest()
                : Back(id, act, await write.MoveAsync(id, act == "done" ? ActionAct.Finish : act == "cancel" ? ActionAct.Cancel : ActionAct.Reopen, text, copies, households, seen, actor, cancel)));
        routes.MapPost("/events/campaigns/actions/{id:guid}/drop", async (Guid id, [FromForm] Guid? worker, NameWorkers named, Actor actor, CancellationToken cancel) =>
            worker is null ? TypedResults.BadRequest() : Back(id, "drop", await named.DropAsync(id, worker.Value, actor, cancel)));
        routes.MapGet("/events/campaigns/{id:guid}/actions/export", async (Guid id, string? kind, string? state, string? area, ExportActions export, Actor actor, CancellationToken cancel) =>
            File(await export.ListAsync(id, FilterOf(kind, state, area), actor, cancel)));
        routes.MapGet("/events/campaigns/actions/{id:guid}/export", async (Guid id, ExportActions export, Actor actor, CancellationToken cancel) => File(await export.PeopleAsync(id, actor, cancel)));
    }

    /// <summary>What a list's address asks for; words that mean nothing do not filter.</summary>
    public static ActionFilter FilterOf(string? kind, string? state, string? area) => new()
    {
        Kind = ActionWords.Kind(kind), State = ActionWords.State(state), Area = RegionCode.TryParse(area ?? "", out var region) ? region : null,
    };

    private static IResult File(Result<ExportActions.Made> made) => made.IsRefused
        ? TypedResults.Problem(made.Refusal.Message, statusCode: made.Refusal.Code == "too-many" ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound, type: made.Refusal.Code)
        : TypedResults.File(made.Value.Xlsx, MediaTypes.Xlsx, made.Value.FileName);

    private static IResult Back(Guid id, string done, Refusal? refusal) => refusal == WriteAction.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Links.With($"/events/campaigns/actions/{id}", (refusal is null ? "done" : "refused", refusal is null ? done : refusal.Message)));
}
