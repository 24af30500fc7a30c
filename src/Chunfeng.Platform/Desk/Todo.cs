using System.Data.Common;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.Extensions.Logging;

namespace Chunfeng.Platform.Desk;

/// <summary>One thing that waits for somebody: what it is, and where to do it.</summary>
/// <param name="Title">What is to be done, in a few words: "确认一份核对完的名册".</param>
/// <param name="Href">The page on which it is done.</param>
public sealed record TodoItem(string Title, string Href)
{
    /// <summary>Which one: a file's name, a week; no name or number of a person.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How many cases stand behind the line; the badge in the navigation counts them.</summary>
    public int Count { get; init; } = 1;

    /// <summary>UTC moment since which it waits; null where none is known. The longest wait stands first.</summary>
    public DateTime? Since { get; init; }

    /// <summary>It waits longer than it should; stands before everything else, and on the wall.</summary>
    public bool Late { get; init; }

    /// <summary>Something is broken and not only waiting: told at the top of the desk.</summary>
    public bool Alarm { get; init; }
}

/// <summary>What waits for an account in one room: a few small indexed queries, asked anew by the desk, at most twice a minute for the badge on every page.</summary>
public interface ITodoSource
{
    /// <summary>Title of the group: the room's name in the navigation.</summary>
    string Room { get; }

    /// <param name="db">A context of the desk's own: the page beside it is busy with the request's.</param>
    Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel);
}

/// <summary>One room's share of the list.</summary>
/// <param name="Failed">The room could not be asked; the rest of the list stands.</param>
public sealed record TodoGroup(string Room, IReadOnlyList<TodoItem> Items, bool Failed = false);

/// <summary>我的待办: what waits for whoever asks, over all rooms, asked once a request.</summary>
public sealed class TodoDesk(IEnumerable<ITodoSource> sources, IDbFactory databases, AccountShelf shelf, Actor actor, ILogger<TodoDesk> log)
{
    private const string Badge = "todo";
    private Task<IReadOnlyList<TodoGroup>>? asked;

    private sealed record Waited(Actor Of, int Cases);

    /// <summary>Rooms in which something waits, or which could not be asked; late first, then the longest wait.</summary>
    public Task<IReadOnlyList<TodoGroup>> MineAsync(CancellationToken cancel) => asked ??= ReadAsync(cancel);

    /// <summary>How many cases wait.</summary>
    public async Task<int> CountAsync(CancellationToken cancel) => Waiting(await MineAsync(cancel));

    /// <summary>How many cases wait, at most half a minute old, for pages on which nothing else tells it: two dozen queries a page for one number are too many.</summary>
    public async Task<int> BadgeAsync(CancellationToken cancel) => shelf.Of<Waited>(actor.Login, Badge) is { } last && Same(last.Of, actor) ? last.Cases : await CountAsync(cancel);

    // rights or a region that changed make it another account's number
    private static bool Same(Actor one, Actor other) => (one.Region, one.Unit) == (other.Region, other.Unit) && one.Rights.SetEquals(other.Rights);

    private static int Waiting(IReadOnlyList<TodoGroup> groups) => groups.Sum(g => g.Items.Sum(i => i.Count));

    private async Task<IReadOnlyList<TodoGroup>> ReadAsync(CancellationToken cancel)
    {
        var groups = new List<TodoGroup>();
        await using var db = databases.Create(plannedOnce: true);
        foreach (var source in sources)
        {
            try
            {
                var items = await source.WaitingAsync(db, actor, cancel);
                groups.Add(new TodoGroup(source.Room,
                    [.. items.OrderByDescending(i => i.Late).ThenBy(i => i.Since ?? DateTime.MaxValue).ThenBy(i => i.Href, StringComparer.Ordinal)]));
            }
            catch (DbException failure)
            {
                // the list stands in the frame of every page: a room that fails must not take them along
                log.LogError(failure, "The to-do list of {Room} could not be read", source.Room);
                groups.Add(new TodoGroup(source.Room, [], Failed: true));
            }
        }

        shelf.Keep(actor.Login, Badge, new Waited(actor, Waiting(groups)));
        return [.. groups.GroupBy(g => g.Room).Select(g => new TodoGroup(g.Key, [.. g.SelectMany(x => x.Items)], g.Any(x => x.Failed))).Where(g => g.Failed || g.Items.Count > 0)];
    }
}
