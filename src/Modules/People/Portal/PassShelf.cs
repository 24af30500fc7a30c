using System.Collections.Concurrent;
using Chunfeng.People.Contracts;

namespace Chunfeng.People.Portal;

/// <summary>A pass just made waits here to be shown once, so that its address stands in no address, history or log.</summary>
internal sealed class PassShelf(TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Guid, (IssuedPass Pass, string Login, Guid Worker, DateTimeOffset Until)> waiting = new();

    public Guid Put(IssuedPass pass, string login, Guid worker)
    {
        var now = clock.GetUtcNow();
        foreach (var (key, held) in waiting)
        {
            if (held.Until < now)
            {
                waiting.TryRemove(key, out _);
            }
        }

        var id = Guid.NewGuid();
        waiting[id] = (pass, login, worker, now + Keep);
        return id;
    }

    /// <summary>To who made it, once.</summary>
    public IssuedPass? Take(Guid id, string login, Guid worker) =>
        waiting.TryGetValue(id, out var held) && held.Login == login && held.Worker == worker && waiting.TryRemove(id, out held) && held.Until >= clock.GetUtcNow() ? held.Pass : null;
}
