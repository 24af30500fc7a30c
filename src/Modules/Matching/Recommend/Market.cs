using System.Collections.Concurrent;
using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Matching.Recommend;

/// <summary>Every open vacancy of a day, ready to be searched.</summary>
internal sealed record Market(VacancyTable Table, VacancyIndex Index, Townspeople Townspeople, DateOnly Day)
{
    /// <param name="townspeople">Who works where already; see <see cref="CountTownspeople"/>.</param>
    public static async Task<Market> LoadAsync(IVacancies vacancies, MatchSettings settings, DateOnly day, Townspeople townspeople, CancellationToken cancel)
    {
        var open = new List<Vacancy>();
        await foreach (var vacancy in vacancies.OpenAsync(day, cancel))
        {
            open.Add(vacancy);
        }

        var table = new VacancyTable(open);
        return new Market(table, new VacancyIndex(table, settings.Weights, day, townspeople), townspeople, day);
    }
}

/// <summary>People of an area who look for work, ready to be searched.</summary>
internal sealed record Pool(SeekerTable Table, SeekerIndex Index, DateOnly Day)
{
    private const int MostKept = 500;
    private readonly ConcurrentDictionary<(Guid Vacancy, long Version, int Count), IReadOnlyList<Guid>> found = new();

    /// <summary>Who suits a vacancy best, the best first; searched once for each version of it.</summary>
    public IReadOnlyList<Guid> Best(VacancyCard card, int count)
    {
        var key = (card.VacancyId, card.Version, count);
        if (found.TryGetValue(key, out var known))
        {
            return known;
        }

        var best = new Match[count];
        IReadOnlyList<Guid> ids = [.. best.Take(Index.Top(new VacancyTable([card.Facts]), 0, best)).Select(m => Table.IdAt(m.Row))];
        if (found.Count < MostKept)
        {
            found.TryAdd(key, ids);
        }

        return ids;
    }
}

/// <summary>Keeps what is searched again and again in memory for some minutes: the market, and the people of the areas asked last. What a page shows of it is
/// looked up anew, so an answer is never staler than the register; only somebody new may be missing that long.</summary>
internal sealed class MarketShelf(IServiceScopeFactory scopes, MatchSettings settings, MakeSeeker make, MatchShelf nights, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5), Patience = TimeSpan.FromMinutes(10);
    private const int MostPools = 6;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<long, (Pool Pool, DateTimeOffset At)> pools = [];
    private (Market Market, DateTimeOffset At)? market;

    public async Task<Market> MarketAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var (now, today) = (clock.GetUtcNow(), clock.Today);
            if (market is not { } held || held.Market.Day != today || now - held.At >= Fresh || now < held.At)
            {
                await using var scope = scopes.CreateAsyncScope();
                var townspeople = nights.Newest()?.Townspeople ?? Townspeople.Nobody;
                market = held = (await Market.LoadAsync(scope.ServiceProvider.GetRequiredService<IVacancies>(), settings, today, townspeople, cancel), now);
            }

            return held.Market;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <param name="area">A county or less, inside the actor's.</param>
    public async Task<Pool> PoolAsync(RegionCode area, Actor actor, CancellationToken cancel)
    {
        if (!actor.Region.Contains(area) || !actor.May(Rights.PeopleRead) || area.Level < RegionLevel.County)
        {
            throw new ArgumentException("A pool is a county or less inside the actor's area.", nameof(area));
        }

        await turn.WaitAsync(cancel);
        try
        {
            var (now, today) = (clock.GetUtcNow(), clock.Today);
            if (pools.TryGetValue(area.Value, out var held) && held.Pool.Day == today && now - held.At < Patience && now >= held.At)
            {
                return held.Pool;
            }

            await using var scope = scopes.CreateAsyncScope();
            var people = new List<Seeker>();
            await foreach (var fact in scope.ServiceProvider.GetRequiredService<ISeekers>().StreamAsync(area, today, actor, cancel))
            {
                if (MakeSeeker.IsLooking(fact, today))
                {
                    people.Add(make.Of(fact));
                }
            }

            var table = new SeekerTable(people, people.Count);
            var pool = new Pool(table, new SeekerIndex(table, settings.Weights, today, nights.Newest()?.Townspeople ?? Townspeople.Nobody), today);
            if (pools.Count >= MostPools)
            {
                pools.Remove(pools.MinBy(p => p.Value.At).Key);
            }

            pools[area.Value] = (pool, now);
            return pool;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
