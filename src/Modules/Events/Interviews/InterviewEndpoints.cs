using Chunfeng.Events.Live;
using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Events.Interviews;

/// <summary>Registration of remote interviews and the posts of their pages.</summary>
internal static class InterviewEndpoints
{
    public static void AddInterviews(this IServiceCollection services)
    {
        services.AddSingleton<MeetingRooms>();
        services.AddSingleton<IceServers>();
        services.AddScoped<InterviewScope>();
        services.AddScoped<ArrangeInterviews>();
        services.AddSingleton<ITodoSource, InterviewTodo>();
        services.AddJob<ExpireInterviews, NoInput>();
        services.AddSchedule<ExpireInterviews>("处理过期的面试", ExpireInterviews.Quarterly);
    }

    public static void MapInterviews(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/interviews/book", async (
            [FromForm] Guid? worker, [FromForm] Guid? referral, [FromForm] string? at, [FromForm] int? minutes, ArrangeInterviews arrange, Actor actor, CancellationToken cancel) =>
        {
            if (worker is not { } who || referral is not { } which)
            {
                return Results.BadRequest();
            }

            var booked = await arrange.BookAsync(who, which, LiveRules.ReadTime(at), minutes ?? 0, actor, cancel);
            return Results.LocalRedirect(booked.IsRefused
                ? Links.With("/interviews/new", ("worker", $"{who}"), ("referral", $"{which}"), ("refused", booked.Refusal.Message)) : $"/interviews/{booked.Value.InterviewId}?done=book");
        });
        routes.MapPost("/interviews/{id:guid}/move", async (Guid id, [FromForm] string? at, [FromForm] int? minutes, ArrangeInterviews arrange, Actor actor, CancellationToken cancel) =>
            Back(id, "move", await arrange.MoveAsync(id, LiveRules.ReadTime(at), minutes ?? 0, actor, cancel)));
        routes.MapPost("/interviews/{id:guid}/cancel", async (Guid id, [FromForm] string? _, ArrangeInterviews arrange, Actor actor, CancellationToken cancel) =>
            Back(id, "cancel", await arrange.CancelAsync(id, actor, cancel)));
        routes.MapPost("/interviews/{id:guid}/result", async (
            Guid id, [FromForm] string? outcome, [FromForm] string? note, ArrangeInterviews arrange, Actor actor, CancellationToken cancel) => outcome switch
            {
                "note" => Back(id, "note", await arrange.NoteAsync(id, note, actor, cancel)),
                "passed" or "failed" or "worker-absent" or "employer-absent" => Back(id, "result", await arrange.ConcludeAsync(id, InterviewWords.Outcome(outcome), note, actor, cancel)),
                _ => Results.BadRequest(),
            });
        routes.MapPost("/my/interviews/{id:guid}/absent", async (Guid id, [FromForm] string? _, ArrangeInterviews arrange, PortalVisitor visitor, CancellationToken cancel) =>
            await arrange.NobodyCameAsync(id, visitor.Required, cancel) is { } refusal
                ? refusal == ArrangeInterviews.NotFound ? Results.NotFound() : Results.LocalRedirect(Links.With($"/my/interviews/{id}", ("refused", refusal.Message)))
                : Results.LocalRedirect($"/my/interviews/{id}?done=absent")).RequireAuthorization(PortalPolicy.Name);
    }

    private static IResult Back(Guid id, string done, Refusal? refusal) => refusal == ArrangeInterviews.NotFound ? Results.NotFound()
        : Results.LocalRedirect(Links.With($"/interviews/{id}", refusal is null ? ("done", done) : ("refused", refusal.Message)));
}

/// <summary>How interviews are spoken of.</summary>
internal static class InterviewWords
{
    public static InterviewOutcome Outcome(string code) => code switch
    {
        "passed" => InterviewOutcome.Passed, "failed" => InterviewOutcome.Failed, "worker-absent" => InterviewOutcome.WorkerAbsent, _ => InterviewOutcome.EmployerAbsent,
    };

    public static string Name(InterviewState state, short? outcome) => (state, (InterviewOutcome?)outcome) switch
    {
        (InterviewState.Booked, _) => "已约好", (InterviewState.Cancelled, _) => "已取消", (InterviewState.Expired, _) => "已过期，待登记",
        (_, InterviewOutcome.Passed) => "通过", (_, InterviewOutcome.Failed) => "未通过", (_, InterviewOutcome.WorkerAbsent) => "本人未到", _ => "招聘方未到",
    };

    public static Tone Tone(InterviewState state, short? outcome) => (state, (InterviewOutcome?)outcome) switch
    {
        (InterviewState.Booked, _) => Platform.Ui.Tone.Info, (InterviewState.Expired, _) => Platform.Ui.Tone.Warning, (InterviewState.Held, InterviewOutcome.Passed) => Platform.Ui.Tone.Success,
        _ => Platform.Ui.Tone.Neutral,
    };
}

/// <summary>Interviews of today, and those whose result nobody has written down.</summary>
internal sealed class InterviewTodo(TimeProvider clock) : ITodoSource
{
    public string Room => "远程面试";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!InterviewScope.MayOpen(actor))
        {
            return [];
        }

        var (from, to, now) = (ChinaTime.StartOf(clock.Today), ChinaTime.StartOf(clock.Today.AddDays(1)), clock.GetUtcNow().UtcDateTime);
        // the office's whole area is not one clerk's day: only what the account booked itself
        var mine = db.Interviews().AsNoTracking().Where(i => i.BookedBy == actor.Login);
        var today = await mine.Where(i => i.State == (short)InterviewState.Booked && i.At >= from && i.At < to).OrderBy(i => i.At).Take(5)
            .Select(i => new { i.InterviewId, i.Title, i.At }).ToListAsync(cancel);
        List<TodoItem> items = [.. today.Select(i => new TodoItem("今天有一场面试", $"/interviews/{i.InterviewId}")
        {
            Detail = $"{ChinaTime.Show(i.At)[11..]}，{i.Title}", Since = i.At, Late = i.At < now,
        })];
        if (await mine.CountAsync(i => i.State == (short)InterviewState.Expired, cancel) is > 0 and { } late)
        {
            items.Add(new TodoItem($"登记 {late} 场面试的结果", "/interviews?state=expired") { Count = late });
        }

        return items;
    }
}
