using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Chunfeng.Platform.Time;

/// <summary>What was last read or made, at most half a minute old; swept when ten thousand things lie on it.</summary>
public sealed class Shelf<TKey, T>(TimeProvider clock, IEqualityComparer<TKey>? same = null) where TKey : notnull where T : class
{
    private const int Most = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<TKey, (T Value, long At)> kept = new(same);

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out T value)
    {
        var fresh = kept.TryGetValue(key, out var last) && clock.GetElapsedTime(last.At) < Fresh;
        value = fresh ? last.Value : null;
        return fresh;
    }

    public void Keep(TKey key, T value)
    {
        if (kept.Count >= Most)
        {
            kept.Clear();
        }

        kept[key] = (value, clock.GetTimestamp());
    }

    public void Forget(TKey key) => kept.TryRemove(key, out _);
}
