using System.Collections.Concurrent;
using Chunfeng.Platform.Time;

namespace Chunfeng.Platform.Desk;

/// <summary>What was last read for an account and stands on page after page: at most half a minute old, forgotten when the account does something on this server.
/// Only for what may be that old on another server: a number beside the desk, the account's own kept filters; never for a right.</summary>
public sealed class AccountShelf(TimeProvider clock)
{
    private readonly Shelf<(string Login, string What), object> kept = new(clock);
    private readonly ConcurrentDictionary<string, bool> whats = new(StringComparer.Ordinal); // a handful: one a kind of thing, not one an account

    /// <summary>Null when nothing is known that is at most half a minute old.</summary>
    public T? Of<T>(string login, string what) where T : class => kept.TryGet((login, what), out var value) ? value as T : null;

    public void Keep(string login, string what, object value)
    {
        whats.TryAdd(what, true);
        kept.Keep((login, what), value);
    }

    /// <summary>The account did something.</summary>
    public void Forget(string login)
    {
        foreach (var what in whats.Keys)
        {
            kept.Forget((login, what));
        }
    }
}
