using System.Collections.Concurrent;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>How many people were placed.</summary>
/// <param name="People">Null while they are still being counted.</param>
/// <param name="CountedAt">UTC.</param>
public sealed record PlacedCount(long? People, DateTime CountedAt);

/// <summary>Counts registered people of a home area who worked in a place during a period, each once; only those the actor may see.</summary>
/// <remarks>Over a province this reads every spell: seconds. So a count is made once an hour, one after the other, and whoever asks waits for it only so long.</remarks>
public sealed class CountPlaced(IDbFactory databases, TimeProvider clock) : IDisposable
{
    private const int MostKept = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1), Patience = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(long First, long End, string Places, DateOnly From, DateOnly To), (Lazy<Task<PlacedCount>> Counting, long At)> kept = new();
    private readonly SemaphoreSlim turn = new(1);

    /// <param name="home">The household-register area.</param>
    /// <param name="places">Areas of the workplace; they do not overlap.</param>
    /// <param name="from">First day of the period; a spell that touches any day of it counts.</param>
    public async Task<PlacedCount> HandleAsync(RegionCode home, IReadOnlyList<RegionCode> places, DateOnly from, DateOnly to, Actor actor, CancellationToken cancel)
    {
        var (first, end) = PeopleScope.Range(actor, home);
        var key = (first, end, string.Join(' ', places), from, to);
        if (kept.TryGetValue(key, out var old) && (clock.GetElapsedTime(old.At) >= Kept || old.Counting is { IsValueCreated: true, Value.IsFaulted: true }))
        {
            kept.TryRemove(new(key, old)); // only what was looked at: another request may have begun anew
        }

        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        // the count belongs to nobody's request: who leaves does not end it for those who wait
        var (counting, _) = kept.GetOrAdd(key, _ => (new(() => Task.Run(() => CountAsync(first, end, places, from, to), CancellationToken.None)), clock.GetTimestamp()));
        try
        {
            return await counting.Value.WaitAsync(Patience, clock, cancel);
        }
        catch (TimeoutException)
        {
            return new PlacedCount(null, clock.UtcStamp);
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<PlacedCount> CountAsync(long first, long end, IReadOnlyList<RegionCode> places, DateOnly from, DateOnly to)
    {
        await turn.WaitAsync();
        try
        {
            await using var db = databases.Create();
            db.Database.SetCommandTimeout(Longest);
            var people = db.Workers().Where(w => w.Home >= first && w.Home < end);
            var placed = places.Select(place => (place.Value, place.End)).Select(area => people.Join(db.WorkSpells(), w => w.WorkerId, s => s.WorkerId, (w, s) => new { w, s })
                .Where(x => x.s.Workplace >= area.Value && x.s.Workplace < area.End && x.s.StartsOn <= to && (x.s.EndsOn == null || x.s.EndsOn >= from) && x.s.SupersededAt == null)
                .Select(x => x.w.MergedInto ?? x.w.WorkerId)).ToList();
            return new PlacedCount(placed.Count == 0 ? 0 : await placed.Aggregate((one, other) => one.Concat(other)).Distinct().LongCountAsync(), clock.UtcStamp);
        }
        finally
        {
            turn.Release();
        }
    }
}
