using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Employers.Demand;

/// <summary>全部在待办里催一次、结束, and the round as a file.</summary>
internal static class DemandEndpoints
{
    public static void MapDemand(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/employers/demand/{id:guid}/remind", async (Guid id, IFormCollection form, RunRound run, Actor actor, CancellationToken cancel) =>
        {
            var reminded = await run.RemindAsync(id, null, ReminderDraft.Desk, actor, cancel);
            return Back(id, "waiting", reminded.IsRefused ? reminded.Refusal : null, reminded.IsRefused ? "" : $"remind-{reminded.Value}-0", form["mine"] == "yes" ? "yes" : null);
        });
        routes.MapPost("/employers/demand/{id:guid}/close", async (Guid id, RunRound run, Actor actor, CancellationToken cancel) => Back(id, null, await run.CloseAsync(id, actor, cancel), "close"));
        routes.MapGet("/employers/demand/{id:guid}/export", async (Guid id, DemandQuery query, Actor actor, CancellationToken cancel) =>
        {
            if (await query.FindAsync(id, actor, cancel) is not { } round || !DemandScope.IsOffice(actor))
            {
                return TypedResults.NotFound();
            }

            var output = new MemoryStream();
            var written = await query.ExportAsync(round, output, actor, cancel);
            output.Position = 0;
            return written.IsRefused ? Back(id, null, written.Refusal, "") : (IResult)TypedResults.File(output, MediaTypes.Xlsx, "用工需求调查.xlsx");
        });
    }

    private static IResult Back(Guid id, string? tab, Refusal? refusal, string done, string? mine = null) => refusal == RunRound.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Links.With($"/employers/demand/{id}", ("tab", tab), ("mine", mine), (refusal is null ? "done" : "refused", refusal?.Message ?? done)));
}
