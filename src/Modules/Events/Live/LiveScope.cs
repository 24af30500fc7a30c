using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Live;

/// <summary>Which rooms staff see in their lists: those of offices inside their area. Watching is public; running a room is <see cref="LiveRules.MayRun"/>.</summary>
internal static class LiveScope
{
    public static bool MayList(Actor actor) => actor.May(Rights.EventsRead) || actor.May(Rights.LiveHost);

    public static IQueryable<LiveRoom> Rooms(ChunfengDb db, Actor actor)
    {
        long from = actor.Region.Value, end = actor.Region.End;
        return db.LiveRooms().Where(r => r.Region >= from && r.Region < end);
    }

    /// <summary>A room the account may run, tracked; null for any other, as if it were not there.</summary>
    public static async Task<LiveRoom?> RunnableAsync(ChunfengDb db, Guid roomId, Actor actor, CancellationToken cancel) =>
        actor.May(Rights.LiveHost) ? await Rooms(db, actor).SingleOrDefaultAsync(r => r.RoomId == roomId, cancel) : null;
}

/// <summary>One line of the list of rooms.</summary>
internal sealed record LiveRow(Guid RoomId, string Title, string HostName, long Region, DateTime StartsAt, LiveState State, int Peak, int Anonymous, int Seats, DateOnly? ReplayUntil);

/// <summary>Lists rooms of an area, newest first, page by key.</summary>
internal sealed class LiveList(ChunfengDb db)
{
    public const int PageSize = 30;

    /// <returns>The rows, and the position after the last one; null when there are no more.</returns>
    public async Task<(IReadOnlyList<LiveRow> Rows, string? Next)> HandleAsync(LiveState? state, string? after, Actor actor, CancellationToken cancel)
    {
        if (!LiveScope.MayList(actor))
        {
            return ([], null);
        }

        var rooms = LiveScope.Rooms(db, actor).AsNoTracking();
        if (state is { } wanted)
        {
            rooms = rooms.Where(r => r.State == (short)wanted);
        }

        if (Position(after) is var (at, id))
        {
            rooms = rooms.Where(r => r.StartsAt < at || (r.StartsAt == at && r.RoomId.CompareTo(id) < 0));
        }

        var found = await rooms.OrderByDescending(r => r.StartsAt).ThenByDescending(r => r.RoomId).Take(PageSize + 1).ToListAsync(cancel);
        var page = found.Take(PageSize).ToList();
        var ids = page.ConvertAll(r => r.RoomId);
        var seats = await db.LiveSeats().Where(s => ids.Contains(s.RoomId)).GroupBy(s => s.RoomId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return ([.. page.Select(r => new LiveRow(r.RoomId, r.Title, r.HostName, r.Region, r.StartsAt, (LiveState)r.State, r.Peak, r.Anonymous, seats.GetValueOrDefault(r.RoomId), r.ReplayUntil))],
            found.Count > PageSize ? $"{page[^1].StartsAt.Ticks:D19}-{page[^1].RoomId:N}" : null);
    }

    private static (DateTime At, Guid Id)? Position(string? key) =>
        key is { Length: 52 } && long.TryParse(key.AsSpan(0, 19), out var ticks) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && Guid.TryParseExact(key.AsSpan(20), "N", out var id)
            ? (new DateTime(ticks, DateTimeKind.Utc), id) : null;
}
