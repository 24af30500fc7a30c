using Chunfeng.Events.Campaigns;
using Chunfeng.Events.Rule5511;
using Chunfeng.Events.SignIns;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Events.Fairs;

/// <summary>The posts of the event pages, the export of 5511 and the campaign's report; and what they stand on.</summary>
internal static class FairEndpoints
{
    public static void AddFairs(this IServiceCollection services)
    {
        services.AddSingleton(s => Checklists.Load(Path.Combine(s.GetRequiredService<Places>().Reference, "events", "safety-2022.json")));
        services.AddSingleton(s => Data5511.Load(Path.Combine(s.GetRequiredService<Places>().Reference, "events")));
        services.AddScoped<PlanFair>();
        services.AddScoped<MoveFair>();
        services.AddScoped<ChangeParts>();
        services.AddScoped<ReadFair>();
        services.AddScoped<FairList>();
        services.AddScoped<SignInCode>();
        services.AddScoped<SignInToFair>();
        services.AddScoped<StateIntent>();
        services.AddScoped<CountHires>();
        services.AddScoped<MyFairs>();
        services.AddScoped<ReadCompliance>();
        services.AddScoped<ChaseSlot>();
        services.AddScoped<Export5511>();
        services.AddScoped<ReadCampaign>();
        services.AddScoped<WriteCampaign>();
        services.AddScoped<MakeCampaignReport>();
        services.AddScoped<WriteAction>();
        services.AddScoped<NameWorkers>();
        services.AddScoped<ListActions>();
        services.AddScoped<ExportActions>();
        services.AddScoped<IPersonParts, PersonActions>();
        services.AddScoped<Contracts.DemoFairs>();
        services.AddSingleton<ITodoSource, FairTodo>();
        services.AddScoped<ISearchSource, FairSearch>();
    }

    public static void MapFairs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/events/{id:guid}/move", MoveAsync);
        routes.MapPost("/events/{id:guid}/checks", ChecksAsync);
        routes.MapPost("/events/{id:guid}/employers", async (
            Guid id, [FromForm] string? name, [FromForm] string? credit, [FromForm] string? posts, [FromForm] string? booth, [FromForm] Guid? register, [FromForm] string? back,
            ChangeParts parts, Actor actor, CancellationToken cancel) =>
            Back(id, "employers", "employer", await parts.AddEmployerAsync(id, new FairEmployerInput(name, credit, posts, booth, register), actor, cancel), back));
        routes.MapPost("/events/{id:guid}/vacancies", async (Guid id, [FromForm] string? vacancy, [FromForm] string? back, ChangeParts parts, Actor actor, CancellationToken cancel) =>
            Back(id, "employers", "vacancy", await parts.AddVacancyAsync(id, vacancy, actor, cancel), back));
        routes.MapPost("/events/{id:guid}/promotion", async (
            Guid id, [FromForm] string? channel, [FromForm] string? on, [FromForm] string? text, [FromForm] string? link, ChangeParts parts, Actor actor, CancellationToken cancel) =>
            Back(id, "promotion", "promotion", await parts.AddPromotionAsync(id, channel, on, text, link, actor, cancel)));
        routes.MapPost("/events/{id:guid}/drop", async (Guid id, [FromForm] string? kind, [FromForm] Guid? line, [FromForm] string? back, ChangeParts parts, Actor actor, CancellationToken cancel) =>
            line is null ? TypedResults.BadRequest() : Back(id, kind == "promotion" ? "promotion" : "employers", "drop", await parts.DropAsync(id, kind, line.Value, actor, cancel), back));
        routes.MapPost("/events/{id:guid}/sign-in/one", async (Guid id, [FromForm] Guid? worker, SignInToFair sign, Actor actor, CancellationToken cancel) =>
        {
            if (worker is null)
            {
                return TypedResults.BadRequest();
            }

            var done = await sign.ByStaffAsync(id, worker.Value, actor, cancel);
            return done.Refusal == MoveFair.NotFound ? TypedResults.NotFound()
                : (IResult)TypedResults.LocalRedirect(Links.With($"/events/{id}/sign-in", (done.IsRefused ? "refused" : "done", done.IsRefused ? done.Refusal.Message : done.Value.Already ? "already" : "signed")));
        });
        routes.MapPost("/my/events/{id:guid}/sign-in", async (Guid id, [FromForm] string? code, HttpContext context, PortalVisitor visitor, SignInToFair sign, CancellationToken cancel) =>
        {
            var done = await sign.ByPhoneAsync(id, code, visitor.Required.WorkerId, visitor.Required.Home, ActorOf(visitor, context), cancel);
            return Mine(id, done.Refusal, done.Value?.Already == true ? "already" : "signed");
        }).RequireAuthorization(PortalPolicy.Name);
        routes.MapPost("/my/events/{id:guid}/intent", async (Guid id, [FromForm] Guid? vacancy, HttpContext context, PortalVisitor visitor, StateIntent state, CancellationToken cancel) =>
            vacancy is null ? TypedResults.BadRequest()
                : Mine(id, await state.HandleAsync(id, vacancy.Value, visitor.Required.WorkerId, ActorOf(visitor, context), cancel), "intent")).RequireAuthorization(PortalPolicy.Name);
        routes.MapPost("/events/5511/chase", ChaseAsync);
        routes.MapGet("/events/5511/export", async (string? quarter, Export5511 export, Actor actor, TimeProvider clock, CancellationToken cancel) =>
        {
            if (!Quarter.TryParse(quarter, out var asked))
            {
                return TypedResults.NotFound();
            }

            var made = await export.HandleAsync(asked, actor, cancel);
            return made.IsRefused ? TypedResults.Problem(made.Refusal.Message, statusCode: StatusCodes.Status404NotFound, type: made.Refusal.Code)
                : (IResult)TypedResults.File(made.Value, MediaTypes.Xlsx, $"5511-{asked}.xlsx");
        });
        routes.MapGet("/events/campaigns/{id:guid}/report.docx", async (Guid id, MakeCampaignReport report, Actor actor, CancellationToken cancel) =>
        {
            var made = await report.HandleAsync(id, actor, cancel);
            return made.IsRefused ? TypedResults.Problem(made.Refusal.Message, statusCode: StatusCodes.Status404NotFound, type: made.Refusal.Code)
                : (IResult)TypedResults.File(made.Value.Docx, MediaTypes.Docx, made.Value.FileName);
        });
    }

    private static async Task<IResult> MoveAsync(
        Guid id, [FromForm] string? act, [FromForm] string? text, [FromForm] string? attendance, [FromForm] string? posts, [FromForm] string? intents, [FromForm] string? hires,
        [FromForm] string? note, [FromForm] long? seen, MoveFair move, Actor actor, CancellationToken cancel)
    {
        FairAct? wanted = act switch
        {
            "release" => FairAct.Release, "hold" => FairAct.Hold, "file" => FairAct.File, "close" => FairAct.Close, "cancel" => FairAct.Cancel, "recall" => FairAct.Recall, _ => null,
        };
        if (wanted is null)
        {
            return TypedResults.BadRequest();
        }

        var result = wanted == FairAct.File ? new StatedResult(attendance, posts, intents, hires, note) : null;
        return Back(id, null, act!, await move.HandleAsync(id, wanted.Value, text, result, seen, actor, cancel));
    }

    private static async Task<IResult> ChecksAsync(Guid id, HttpRequest request, ChangeParts parts, Actor actor, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(cancel);
        var answers = form.Keys.Where(k => k.StartsWith("a.", StringComparison.Ordinal)).Take(100)
            .Select(k => (Item: k[2..], Answer: form[k].ToString(), Note: form["n." + k[2..]].ToString())).ToList();
        return Back(id, "checks", "checks", await parts.AnswerAsync(id, answers, actor, cancel));
    }

    private static async Task<IResult> ChaseAsync(
        [FromForm] string? quarter, [FromForm] string? area, [FromForm] string? slot, [FromForm] string? text, ChaseSlot chase, Actor actor, CancellationToken cancel)
    {
        var one = slot?.Split('~') is [var place, var key] ? (place, key) : (area ?? "", (string?)null); // one slot, or every empty one of an area
        if (!Quarter.TryParse(quarter, out var asked) || !RegionCode.TryParse(one.Item1, out var region))
        {
            return TypedResults.BadRequest();
        }

        var done = await chase.HandleAsync(asked, region, one.Item2, text, actor, cancel);
        return TypedResults.LocalRedirect(Links.With("/events/5511", ("quarter", asked.ToString()), ("area", region == actor.Region || one.Item2 is not null ? null : region.ToString()),
            ("refused", done.Refusal?.Message), ("chased", done.Value is { } count ? $"{count.Slots}" : null), ("order", done.Value?.Order?.OrderId.ToString()),
            ("again", done.Value is { Again: > 0 and var again } ? $"{again}" : null), ("unordered", done.Value?.NoOrder?.Message)));
    }

    private static Actor ActorOf(PortalVisitor visitor, HttpContext context) => visitor.Required.ToActor(context.Connection.RemoteIpAddress?.ToString() ?? "");

    private static IResult Mine(Guid id, Refusal? refusal, string done) => refusal == MoveFair.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Links.With($"/my/events/{id}", (refusal is null ? "done" : "refused", refusal is null ? done : refusal.Message)));

    /// <param name="picker">A page of this event where one was chosen, with what was sought there; anything else is the event itself.</param>
    private static IResult Back(Guid id, string? tab, string done, Refusal? refusal, string? picker = null) => refusal == MoveFair.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Links.With(PickerOf($"/events/{id}", picker) ?? Links.With($"/events/{id}", ("tab", tab)), ("done", refusal is null ? done : null), ("refused", refusal?.Message)));

    /// <summary>The address of a picker below a page, as the form carried it; null for any other.</summary>
    internal static string? PickerOf(string page, string? back) =>
        back is { Length: <= 1000 } && (back == page + "/jobs" || back == page + "/firms" || back.StartsWith(page + "/jobs?", StringComparison.Ordinal) || back.StartsWith(page + "/firms?", StringComparison.Ordinal)) ? back : null;
}
