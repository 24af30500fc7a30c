using System.Collections.Concurrent;

namespace Chunfeng.Platform.Desk;

/// <summary>What was last read for an account and stands on page after page: at most half a minute old, forgotten when the account does something on this server.
/// Only for what may be that old on another server: a number beside the desk, the account's own kept filters; never for a right.</summary>
public sealed class AccountShelf(TimeProvider clock)
{
    private const int MostAccounts = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, (object Value, long At)>> kept = new(StringComparer.Ordinal);

    /// <summary>Null when nothing is known that is at most half a minute old.</summary>
    public T? Of<T>(string login, string what) where T : class =>
        kept.TryGetValue(login, out var own) && own.TryGetValue(what, out var last) && clock.GetElapsedTime(last.At) < Fresh ? last.Value as T : null;

    public void Keep(string login, string what, object value)
    {
        if (kept.Count >= MostAccounts)
        {
            kept.Clear();
        }

        kept.GetOrAdd(login, _ => new(StringComparer.Ordinal))[what] = (value, clock.GetTimestamp());
    }

    /// <summary>The account did something.</summary>
    public void Forget(string login) => kept.TryRemove(login, out _);
}
