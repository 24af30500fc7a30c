using Chunfeng.Employers.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Live;

/// <summary>Plans, begins, ends and cancels rooms, and pins vacancies in them; the record tells the watchers.</summary>
internal sealed class RunRoom(ChunfengDb db, LiveStage stage, LiveStreams streams, LiveSettings settings, IVacancies vacancies, TimeProvider clock)
{
    public static readonly Refusal NotFound = new("room-not-found", "没有找到这个直播间，或不归您管理");
    private static readonly Refusal JustChanged = new("just-changed", "直播间刚刚有了变化，请看过最新情况再办");

    public async Task<Result<LiveRoom>> PlanAsync(LivePlan plan, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.LiveHost))
        {
            return new Refusal("no-right", "您没有主持直播的权限，请联系本级系统管理员开通");
        }

        if (LiveRules.Check(plan, clock.GetUtcNow().UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        var room = new LiveRoom
        {
            Region = actor.Region.Value, EventId = plan.EventId, Title = LiveRules.Clean(plan.Title), Lead = LiveRules.Clean(plan.Lead), StartsAt = plan.StartsAt!.Value, // checked
            HostLogin = actor.Login, HostName = actor.DisplayName, State = (short)LiveState.Planned, OpenToAll = plan.OpenToAll, CreatedAt = clock.UtcStamp, Version = 1,
        };
        db.LiveRooms().Add(room);
        db.Audit(clock, actor, "live.plan", $"{room.RoomId} at={room.StartsAt:O}");
        await db.SaveChangesAsync(cancel);
        return room;
    }

    public async Task<Refusal?> ActAsync(Guid roomId, LiveAct act, Actor actor, CancellationToken cancel)
    {
        if (await LiveScope.RunnableAsync(db, roomId, actor, cancel) is not { } room)
        {
            return NotFound;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var next = LiveRules.Next((LiveState)room.State, act, room.StartsAt, now);
        if (next.IsRefused)
        {
            return next.Refusal;
        }

        if (act == LiveAct.Start && await db.LiveRooms().CountAsync(r => r.State == (short)LiveState.Live, cancel) >= settings.MostRooms)
        {
            return new Refusal("too-many-rooms", $"同时直播的房间最多 {settings.MostRooms} 个，请等别的房间结束");
        }

        var state = Enum.Parse<LiveState>(next.Value);
        (room.State, room.Version) = ((short)state, room.Version + 1);
        if (state == LiveState.Live)
        {
            room.StartedAt = clock.UtcStamp;
        }
        else if (state == LiveState.Ended)
        {
            room.Bytes += await streams.StopAsync(roomId);
            (room.EndedAt, room.ReplayUntil) = (clock.UtcStamp, clock.Today.AddDays(settings.RetentionDays));
        }

        db.Audit(clock, actor, $"live.{act.ToString().ToLowerInvariant()}", $"{roomId}", after: $"state={state}");
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        await (await stage.FloorAsync(roomId)).TellAsync(LiveKind.Picture, state switch { LiveState.Live => "open", LiveState.Ended => "ended", _ => "cancelled" });
        return null;
    }

    /// <summary>A new part of the picture: the host's camera starts.</summary>
    public async Task<Result<string>> BeginPartAsync(Guid roomId, string mime, Actor actor, CancellationToken cancel)
    {
        if (await LiveScope.RunnableAsync(db, roomId, actor, cancel) is not { } room)
        {
            return NotFound;
        }

        if (room.State != (short)LiveState.Live)
        {
            return new Refusal("not-live", "直播还没有开始或已经结束");
        }

        room.Bytes += await streams.StopAsync(roomId);
        if (room.Bytes > settings.MostRoomBytes)
        {
            return new Refusal("too-much", "这个直播间的画面已达上限，请结束后另开一个");
        }

        (room.Parts, room.Version) = (room.Parts + 1, room.Version + 1);
        db.Audit(clock, actor, "live.part", $"{roomId} part={room.Parts}");
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        if (await streams.BeginAsync(roomId, room.Parts, actor.Login, mime) is { } refusal)
        {
            return refusal;
        }

        await (await stage.FloorAsync(roomId)).TellAsync(LiveKind.Picture, $"part:{room.Parts}");
        return $"{room.Parts}";
    }

    /// <summary>Pins a published vacancy, given by its id or any address that ends in it; or takes it off.</summary>
    public async Task<Refusal?> PinAsync(Guid roomId, string? which, bool pin, Actor actor, CancellationToken cancel)
    {
        if (await LiveScope.RunnableAsync(db, roomId, actor, cancel) is not { } room)
        {
            return NotFound;
        }

        if (room.State is not ((short)LiveState.Planned or (short)LiveState.Live))
        {
            return new Refusal("is-over", "直播已经结束，岗位卡片不能再改");
        }

        if (!Guid.TryParse((which ?? "").Trim().Split('?', '#')[0].TrimEnd('/').Split('/')[^1], out var vacancyId))
        {
            return new Refusal("bad-vacancy", "请粘贴岗位页面的链接");
        }

        var pinned = await db.LivePins().SingleOrDefaultAsync(p => p.RoomId == roomId && p.VacancyId == vacancyId, cancel);
        if (pin == pinned is not null)
        {
            return null;
        }

        if (pinned is not null)
        {
            db.LivePins().Remove(pinned);
        }
        else if (await vacancies.FindAsync(vacancyId, cancel) is not { } card || !card.OpenOn(clock.Today))
        {
            return new Refusal("vacancy-closed", "这个岗位没有发布、已过期或已招满，请换一个");
        }
        else if (await db.LivePins().CountAsync(p => p.RoomId == roomId, cancel) >= LiveRules.MostPins)
        {
            return new Refusal("too-many-pins", $"最多挂 {LiveRules.MostPins} 个岗位，请先取下不讲的");
        }
        else
        {
            db.LivePins().Add(new LivePin { RoomId = roomId, VacancyId = vacancyId, PinnedAt = clock.UtcStamp });
        }

        db.Audit(clock, actor, pin ? "live.pin" : "live.unpin", $"{roomId} vacancy={vacancyId}");
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            return JustChanged; // pressed twice
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        await (await stage.FloorAsync(roomId)).TellAsync(LiveKind.Pins, "");
        return null;
    }

    /// <summary>The vacancies of a room in the order they were pinned, last first; those no longer published are left out.</summary>
    public async Task<IReadOnlyList<VacancyCard>> CardsAsync(Guid roomId, CancellationToken cancel)
    {
        var ids = await db.LivePins().AsNoTracking().Where(p => p.RoomId == roomId).OrderByDescending(p => p.PinnedAt).ThenBy(p => p.VacancyId).Select(p => p.VacancyId).ToListAsync(cancel);
        return ids.Count == 0 ? [] : await vacancies.FindAsync(ids, cancel);
    }

    /// <summary>The house ends a room that ran as long as one may.</summary>
    internal static Task EndAsync(ChunfengDb db, Guid roomId, LiveSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        var (now, until) = (clock.UtcStamp, clock.Today.AddDays(settings.RetentionDays));
        return db.LiveRooms().Where(r => r.RoomId == roomId && r.State == (short)LiveState.Live).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.State, (short)LiveState.Ended).SetProperty(r => r.EndedAt, now).SetProperty(r => r.ReplayUntil, until).SetProperty(r => r.Version, r => r.Version + 1), cancel);
    }
}

/// <summary>The host's hand on the chat: take a message away, keep somebody from writing, have somebody leave for as long as the room lasts.</summary>
internal sealed class Moderate(ChunfengDb db, LiveStage stage, TimeProvider clock)
{
    /// <param name="act">"remove", "mute", "unmute", "ban".</param>
    /// <param name="seq">A message; its writer is meant.</param>
    public async Task<Refusal?> HandleAsync(Guid roomId, string? act, long seq, Actor actor, CancellationToken cancel)
    {
        if (await LiveScope.RunnableAsync(db, roomId, actor, cancel) is null)
        {
            return RunRoom.NotFound;
        }

        var floor = await stage.FloorAsync(roomId);
        if (floor.Line(seq) is not { K: (short)LiveKind.Chat } line)
        {
            return new Refusal("no-message", "没有这条消息");
        }

        if (act is "remove" or "ban" && line.X.Length > 0)
        {
            var told = await floor.TellAsync(LiveKind.Removed, "", seq);
            if (told.IsRefused)
            {
                return told.Refusal;
            }
        }

        if (act == "remove")
        {
            return await AuditedAsync(roomId, act, seq, actor, cancel);
        }

        if (act is not ("mute" or "unmute" or "ban") || floor.SeatOf(seq) is not { } id)
        {
            return new Refusal("host-message", "这是主持人的消息，只能删除");
        }

        var seat = floor.Seats().FirstOrDefault(s => s.Seat == id);
        var mine = seat is null ? null : await db.LiveSeats().SingleOrDefaultAsync(s => s.WorkerId == seat.WorkerId && s.RoomId == roomId, cancel);
        if (mine is null)
        {
            return new Refusal("no-seat", "这个人已经不在");
        }

        mine.MutedAt = act == "unmute" ? null : mine.MutedAt ?? clock.UtcStamp;
        mine.BannedAt = act == "ban" ? mine.BannedAt ?? clock.UtcStamp : mine.BannedAt;
        mine.Version++;
        var refusal = await AuditedAsync(roomId, act, seq, actor, cancel);
        if (refusal is null)
        {
            floor.Apply(mine);
        }

        return refusal;
    }

    private async Task<Refusal?> AuditedAsync(Guid roomId, string act, long seq, Actor actor, CancellationToken cancel)
    {
        db.Audit(clock, actor, $"live.{act}", $"{roomId} message={seq}");
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("just-changed", "刚刚有别人也在处理，请再看一次");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
