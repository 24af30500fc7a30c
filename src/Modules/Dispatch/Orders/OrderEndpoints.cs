using System.Globalization;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Chunfeng.Dispatch.Orders;

/// <summary>The posts of the order page and the special report as a download.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/dispatch/orders/{id:guid}/step", StepAsync);
        routes.MapPost("/dispatch/orders/{id:guid}/all", AllAsync);
        routes.MapGet("/dispatch/{week}/report.docx", async (string week, MakeSpecialReport report, Actor actor, CancellationToken cancel) =>
        {
            var made = await report.HandleAsync(week, actor, cancel);
            return made.IsRefused
                ? TypedResults.Problem(made.Refusal.Message, statusCode: StatusCodes.Status404NotFound, type: made.Refusal.Code)
                : (IResult)TypedResults.File(made.Value.Docx, MediaTypes.Docx, made.Value.FileName);
        });
    }

    /// <summary>催办、退回、审核 one recipient.</summary>
    private static async Task<IResult> StepAsync(
        Guid id, [FromForm] string? act, [FromForm] long? region, [FromForm] string? text, [FromForm] string? due, [FromForm] long? seen,
        TakeStep take, Actor actor, CancellationToken cancel)
    {
        OrderAct? step = act switch { "chase" => OrderAct.Chase, "return" => OrderAct.Return, "accept" => OrderAct.Accept, _ => null };
        if (step is null || region is null)
        {
            return TypedResults.BadRequest();
        }

        DateOnly? day = null;
        if (!string.IsNullOrEmpty(due))
        {
            if (!DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                return Back(id, region, act, new Refusal("bad-day", "重报期限没有看懂，请写成 2022-03-04 这样"));
            }

            day = read;
        }

        return Back(id, region, act, await take.HandleAsync(id, region.Value, new StepInput(step.Value, text, DueOn: day, Seen: seen), actor, cancel));
    }

    /// <summary>催办、撤回 every recipient it applies to.</summary>
    private static async Task<IResult> AllAsync(
        Guid id, [FromForm] string? act, [FromForm] string? text, TakeStep take, Actor actor, CancellationToken cancel)
    {
        OrderAct? step = act switch { "chase" or "chase-overdue" => OrderAct.Chase, "withdraw" => OrderAct.Withdraw, _ => null };
        return step is null ? TypedResults.BadRequest()
            : Back(id, null, act, (await take.HandleAllAsync(id, new StepInput(step.Value, text), act == "chase-overdue", actor, cancel)).Refusal);
    }

    private static IResult Back(Guid id, long? region, string? act, Refusal? refusal) => refusal == TakeStep.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Platform.Ui.Links.With($"/dispatch/orders/{id}", ("area", region?.ToString("D12", CultureInfo.InvariantCulture)),
            (refusal is null ? "done" : "refused", refusal is null ? act : refusal.Message)));
}
