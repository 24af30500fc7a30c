using System.Text.Encodings.Web;
using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Events.Live;

/// <summary>Registration of the live rooms, their wire and their addresses.</summary>
internal static class LiveEndpoints
{
    private const string Playlist = "application/vnd.apple.mpegurl", Transport = "video/mp2t";

    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton(s => LiveSettings.Of(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<LiveWordList>();
        services.AddDataProtection();
        services.AddSingleton<LiveTickets>();
        services.AddSingleton<LiveStage>();
        services.AddHostedService(s => s.GetRequiredService<LiveStage>());
        services.AddScoped<Contracts.DemoLive>();
        services.AddScoped<LiveList>();
        services.AddScoped<RunRoom>();
        services.AddScoped<Moderate>();
        services.AddScoped<EditLiveWords>();
        services.AddSingleton<ITodoSource, LiveTodo>();
        services.AddScoped<ISearchSource, LiveSearch>();
        services.AddJob<ExpireReplays, NoInput>();
        services.AddSchedule<ExpireReplays>("清理到期的直播回放", ExpireReplays.Nightly);
        services.AddSignalR(hub =>
        {
            hub.MaximumParallelInvocationsPerClient = 4; // a stream down and calls up at the same time
            hub.MaximumReceiveMessageSize = 64 * 1024;
        }).AddJsonProtocol(json => json.PayloadSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        var hub = routes.MapHub<LiveHub>(LiveHub.Path, options => options.Transports = HttpTransportType.WebSockets);
        hub.Add(endpoint =>
        {
            // the script opens the WebSocket at once; there is nothing to negotiate
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.EndsWith("negotiate", StringComparison.Ordinal))
            {
                endpoint.RequestDelegate = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                };
            }
        });
        routes.MapGet("/live/{id:guid}/hls/{part:int}/index.m3u8", PlaylistAsync).AllowAnonymous();
        routes.MapGet("/live/{id:guid}/hls/{part:int}/{segment}", SegmentAsync).AllowAnonymous();
        routes.MapGet("/live/{id:guid}/cards", CardsAsync).AllowAnonymous();
        routes.MapPost("/live/{id:guid}/apply", ApplyAsync).RequireAuthorization(PortalPolicy.Name);
        routes.MapPost("/events/live/{id:guid}/act", async (Guid id, [FromForm] string? act, RunRoom run, Actor actor, CancellationToken cancel) =>
            Act(act) is not { } step ? TypedResults.BadRequest() : Back(id, act, await run.ActAsync(id, step, actor, cancel)));
        routes.MapPost("/events/live/{id:guid}/pin", async (Guid id, [FromForm] string? vacancy, [FromForm] string? act, [FromForm] string? back, RunRoom run, Actor actor, CancellationToken cancel) =>
            Back(id, act == "off" ? "unpin" : "pin", await run.PinAsync(id, vacancy, act != "off", actor, cancel), back));
        routes.MapPost("/events/live/{id:guid}/moderate", async (
            Guid id, [FromForm] string? act, [FromForm] long? seq, HttpContext context, Moderate moderate, Actor actor, CancellationToken cancel) =>
            Answer(context, id, "moderate", await moderate.HandleAsync(id, act, seq ?? 0, actor, cancel)));
        routes.MapPost("/events/live/{id:guid}/parts", async (Guid id, [FromQuery] string? mime, RunRoom run, Actor actor, CancellationToken cancel) =>
            Plain(await run.BeginPartAsync(id, mime ?? "", actor, cancel))).AddEndpointFilter(TokenAsync);
        routes.MapPost("/events/live/{id:guid}/parts/{part:int}/{piece:int}", PieceAsync).AddEndpointFilter(TokenAsync).WithMetadata(new RequestSizeLimitAttribute(16 * 1024 * 1024));
        routes.MapPost("/events/live/{id:guid}/parts/stop", async (Guid id, ChunfengDb db, LiveStreams streams, LiveStage stage, Actor actor, CancellationToken cancel) =>
        {
            if (await LiveScope.RunnableAsync(db, id, actor, cancel) is null)
            {
                return Results.NotFound();
            }

            if (streams.PartOf(id) is { } part)
            {
                await streams.StopAsync(id);
                await (await stage.FloorAsync(id)).TellAsync(LiveKind.Picture, $"paused:{part}");
            }

            return Results.Text("");
        }).AddEndpointFilter(TokenAsync);
        routes.MapPost("/events/live/words", async ([FromForm] string? word, [FromForm] string? act, EditLiveWords edit, Actor actor, CancellationToken cancel) =>
            TypedResults.LocalRedirect(await edit.HandleAsync(word, act != "allow", actor, cancel) is { } refusal
                ? Links.With("/events/live/words", ("refused", refusal.Message)) : "/events/live/words?done=1"));
    }

    /// <summary>Whether this visitor may watch: anybody where the room is open to all, else staff and workers with a pass.</summary>
    public static bool MayWatch(LiveRoom room, HttpContext context, PortalVisitor visitor) =>
        room.State != (short)LiveState.Cancelled && (room.OpenToAll || visitor.Worker is not null || context.User.Identity?.IsAuthenticated == true);

    private static LiveAct? Act(string? act) => act switch { "start" => LiveAct.Start, "end" => LiveAct.End, "cancel" => LiveAct.Cancel, _ => null };

    private static async Task<LiveRoom?> WatchableAsync(Guid id, HttpContext context, ChunfengDb db, PortalVisitor visitor, CancellationToken cancel) =>
        await db.LiveRooms().AsNoTracking().SingleOrDefaultAsync(r => r.RoomId == id, cancel) is { } room && MayWatch(room, context, visitor) && room.State is (short)LiveState.Live or (short)LiveState.Ended
            ? room : null;

    private static async Task<IResult> PlaylistAsync(Guid id, int part, HttpContext context, ChunfengDb db, PortalVisitor visitor, LiveStreams streams, CancellationToken cancel) =>
        await WatchableAsync(id, context, db, visitor, cancel) is null || await streams.PlaylistAsync(id, part, cancel) is not { } list ? Absent(context)
            : Results.Text(list, Playlist);

    private static async Task<IResult> SegmentAsync(Guid id, int part, string segment, HttpContext context, ChunfengDb db, PortalVisitor visitor, LiveStreams streams, CancellationToken cancel)
    {
        if (streams.Segment(id, part, segment) is not { } file || await WatchableAsync(id, context, db, visitor, cancel) is null)
        {
            return Absent(context);
        }

        context.Response.Headers.CacheControl = "private, max-age=3600, immutable"; // a segment is never written again
        return Results.File(file, Transport, enableRangeProcessing: true);
    }

    /// <summary>A bare 404 for players: no page that would have to be drawn every two seconds.</summary>
    private static IResult Absent(HttpContext context)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return Results.NotFound();
    }

    private static async Task<IResult> CardsAsync(Guid id, HttpContext context, ChunfengDb db, PortalVisitor visitor, RunRoom run, CancellationToken cancel) =>
        await db.LiveRooms().AsNoTracking().SingleOrDefaultAsync(r => r.RoomId == id, cancel) is not { } room || !MayWatch(room, context, visitor) ? Absent(context)
            : new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<LiveCards>(new Dictionary<string, object?>
            {
                [nameof(LiveCards.RoomId)] = id, [nameof(LiveCards.Cards)] = await run.CardsAsync(id, cancel), [nameof(LiveCards.HasPass)] = visitor.Worker is not null,
                [nameof(LiveCards.Open)] = room.State is (short)LiveState.Planned or (short)LiveState.Live,
            });

    /// <summary>A worker taps a card.</summary>
    private static async Task<IResult> ApplyAsync(
        Guid id, [FromForm] Guid? vacancy, HttpContext context, ChunfengDb db, RunRoom run, PortalVisitor visitor, IReferrals referrals, TimeProvider clock, CancellationToken cancel)
    {
        var worker = visitor.Required;
        if (vacancy is not { } wanted || await db.LiveRooms().AsNoTracking().SingleOrDefaultAsync(r => r.RoomId == id, cancel) is not { } room || !MayWatch(room, context, visitor))
        {
            return Results.NotFound();
        }

        var refusal = (LiveState)room.State is LiveState.Ended ? new Refusal("is-over", "直播已经结束，请到“找工作”里看这个岗位还招不招")
            : !await db.LivePins().AnyAsync(p => p.RoomId == id && p.VacancyId == wanted, cancel) ? new Refusal("not-pinned", "主持人刚取下了这个岗位，请到“找工作”里找")
            : null;
        if (refusal is null)
        {
            var source = context.Connection.RemoteIpAddress?.ToString() ?? "";
            var applied = await referrals.ApplyAsync(worker.WorkerId, wanted, new ReferralSource(ReferralChannel.Self, null, id), worker.ToActor(source), cancel);
            refusal = applied.Refusal;
            if (refusal is null)
            {
                db.Audit(clock, worker.ToActor(source), "live.apply", $"{id} vacancy={wanted}", worker.WorkerId);
                await db.SaveChangesAsync(cancel);
            }
        }

        return context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal)
            ? Results.Json(new { ok = refusal is null, text = refusal?.Message ?? "报名成功！有消息会在“我的报名”里告诉您" })
            : Results.LocalRedirect(Links.With($"/live/{id}", refusal is null ? ("done", "apply") : ("refused", refusal.Message)));
    }

    private static async Task<IResult> PieceAsync(Guid id, int part, int piece, HttpContext context, ChunfengDb db, LiveStreams streams, LiveSettings settings, Actor actor, CancellationToken cancel)
    {
        if (await LiveScope.RunnableAsync(db, id, actor, cancel) is null)
        {
            return Results.NotFound();
        }

        if (context.Request.ContentLength is not { } length || length <= 0 || length > settings.MostChunkBytes)
        {
            return Results.Text("画面数据太大，请降低清晰度", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        // read whole before a byte goes on: a line that breaks here leaves the picture as it was
        var data = new byte[length];
        await context.Request.Body.ReadExactlyAsync(data, cancel);
        return Plain(await streams.PushAsync(id, part, piece, actor.Login, data, cancel));
    }

    private static IResult Plain(Result<string> result) => result.IsRefused
        ? Results.Text(result.Refusal.Message, statusCode: result.Refusal.Code switch
        {
            "room-not-found" => StatusCodes.Status404NotFound, "piece-missing" => StatusCodes.Status416RangeNotSatisfiable, "too-much" => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status409Conflict,
        })
        : Results.Text(result.Value);

    private static IResult Answer(HttpContext context, Guid id, string act, Refusal? refusal) =>
        context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal) && refusal != RunRoom.NotFound
            ? Results.Json(new { ok = refusal is null, text = refusal?.Message }) : Back(id, act, refusal);

    private static IResult Back(Guid id, string? act, Refusal? refusal, string? picker = null) => refusal == RunRoom.NotFound ? TypedResults.NotFound()
        : TypedResults.LocalRedirect(Links.With(Fairs.FairEndpoints.PickerOf($"/events/live/{id}", picker) ?? $"/events/live/{id}", ("done", refusal is null ? act : null), ("refused", refusal?.Message)));

    /// <summary>Posts without a form carry the token as a header.</summary>
    internal static async ValueTask<object?> TokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context.HttpContext) ? await next(context) : Results.BadRequest();
}
