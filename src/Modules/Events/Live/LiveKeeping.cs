using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Live;

/// <summary>Takes the files of replays away whose last day has passed; the record of the room stays.</summary>
internal sealed class ExpireReplays(ChunfengDb db, LiveStreams streams, TimeProvider clock) : IJob<NoInput>
{
    /// <summary>03:20 in China.</summary>
    public const string Nightly = "0 20 19 * * ?";

    public static JobKind Kind { get; } = new("live.expire", "清理到期的直播回放", Rights.LiveHost);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        var today = clock.Today;
        var over = await db.LiveRooms().Where(r => r.ReplayUntil < today && r.Parts > 0).Take(1000).ToListAsync(cancel);
        foreach (var room in over)
        {
            streams.Drop(room.RoomId);
            (room.Parts, room.Version) = (0, room.Version + 1);
            await db.SaveChangesAsync(cancel);
        }

        return new JobOutcome($"清理了 {over.Count} 个直播间的回放");
    }
}

/// <summary>Rooms whose time has come, and rooms still open, for those who run them.</summary>
internal sealed class LiveTodo(TimeProvider clock) : ITodoSource
{
    public string Room => "直播招聘";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.LiveHost))
        {
            return [];
        }

        var (now, until) = (clock.GetUtcNow().UtcDateTime, ChinaTime.StartOf(clock.Today.AddDays(1)));
        var mine = LiveScope.Rooms(db, actor).AsNoTracking().Where(r => r.HostLogin == actor.Login);
        var due = await mine.Where(r => (r.State == (short)LiveState.Planned && r.StartsAt < until) || r.State == (short)LiveState.Live)
            .OrderBy(r => r.StartsAt).Take(5).Select(r => new { r.RoomId, r.Title, r.StartsAt, r.State }).ToListAsync(cancel);
        return [.. due.Select(r => new TodoItem(r.State == (short)LiveState.Live ? "正在直播" : "今天要开播", $"/events/live/{r.RoomId}")
        {
            Detail = $"{r.Title}，{ChinaTime.Show(r.StartsAt)[11..]}", Since = r.StartsAt, Late = r.State == (short)LiveState.Planned && r.StartsAt < now,
        })];
    }
}

/// <summary>Finds rooms of the reader's area by words of their title.</summary>
internal sealed class LiveSearch(ChunfengDb db) : ISearchSource
{
    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel)
    {
        if (!LiveScope.MayList(actor))
        {
            return null;
        }

        var found = await LiveScope.Rooms(db, actor).AsNoTracking().Where(r => r.Title.Contains(text)).OrderByDescending(r => r.StartsAt).ThenBy(r => r.RoomId)
            .Take(ISearchSource.Most).Select(r => new { r.RoomId, r.Title, r.State, r.StartsAt }).ToListAsync(cancel);
        return new SearchGroup("直播间", [.. found.Select(r => new SearchHit(r.Title, $"/events/live/{r.RoomId}", [LiveTexts.Name((LiveState)r.State), ChinaTime.Show(r.StartsAt)]))]);
    }
}
