using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Standing;

/// <summary>What one employer or help unit took on in a year.</summary>
/// <param name="Protected">脱贫劳动力和监测对象 who began in the year, each person once.</param>
/// <param name="Staying">Of these, still there on the day.</param>
/// <param name="All">Everybody who began in the year.</param>
/// <param name="Rank">By <paramref name="Protected"/>, equal ones sharing a place (1, 1, 3); null where nobody was taken on.</param>
internal sealed record Absorbed(Guid Id, string Name, long Region, int Protected, int Staying, int All, int? Rank);

/// <summary>State-owned employers and help units ranked by the people they took on (2.5), counted from the hires.</summary>
internal sealed class AbsorptionRanking(ChunfengDb db)
{
    /// <summary>One person's begin at one employer.</summary>
    internal readonly record struct Begin(Guid At, Guid Worker, bool Protected, bool Staying);

    /// <param name="which">State-owned employers, or employers that are help units.</param>
    public async Task<IReadOnlyList<Absorbed>> EmployersAsync(EmployerFlags which, int year, DateOnly today, Actor actor, CancellationToken cancel)
    {
        var bits = (int)which;
        var employers = await EmployerScope.Employers(db, actor).AsNoTracking().Where(e => (e.Flags & bits) != 0).Select(e => new { e.EmployerId, e.Name, e.Region }).ToListAsync(cancel);
        var begins = await BeginsAsync(year, today, employers.Select(e => e.EmployerId).ToHashSet(), h => h.EmployerId, cancel);
        return Rank(employers.Select(e => (e.EmployerId, e.Name, e.Region)), begins);
    }

    /// <summary>Units of the kind 帮扶单位 that brought people to any employer.</summary>
    public async Task<IReadOnlyList<Absorbed>> HelpUnitsAsync(int year, DateOnly today, Actor actor, CancellationToken cancel)
    {
        long from = actor.Region.Value, end = actor.Region.End;
        var units = await db.Set<Unit>().AsNoTracking().Where(u => u.Kind == "help" && u.Region >= from && u.Region < end).Select(u => new { u.UnitId, u.Name, u.Region }).ToListAsync(cancel);
        var begins = await BeginsAsync(year, today, units.Select(u => u.UnitId).ToHashSet(), h => h.HelpUnit ?? Guid.Empty, cancel);
        return Rank(units.Select(u => (u.UnitId, u.Name, u.Region)), begins);
    }

    /// <summary>Counts each person once and ranks. Pure.</summary>
    public static IReadOnlyList<Absorbed> Rank(IEnumerable<(Guid Id, string Name, long Region)> bodies, IEnumerable<Begin> begins)
    {
        var counted = begins.GroupBy(b => b.At).ToDictionary(g => g.Key, g => g.GroupBy(b => b.Worker)
            .Select(w => (Protected: w.Any(b => b.Protected), Staying: w.Any(b => b.Staying && b.Protected))).ToList());
        var lines = bodies.Select(b => counted.TryGetValue(b.Id, out var people)
                ? new Absorbed(b.Id, b.Name, b.Region, people.Count(p => p.Protected), people.Count(p => p.Staying), people.Count, null)
                : new Absorbed(b.Id, b.Name, b.Region, 0, 0, 0, null))
            .OrderByDescending(l => l.Protected).ThenByDescending(l => l.Staying).ThenBy(l => l.Name, StringComparer.Ordinal).ThenBy(l => l.Id).ToList();
        return [.. lines.Select(l => l with { Rank = l.Protected == 0 ? null : lines.FindIndex(o => o.Protected == l.Protected) + 1 })];
    }

    private async Task<List<Begin>> BeginsAsync(int year, DateOnly today, HashSet<Guid> bodies, Func<Hire, Guid> at, CancellationToken cancel)
    {
        DateOnly from = new(year, 1, 1), end = new(year, 12, 31);
        var begins = new List<Begin>();
        if (bodies.Count == 0)
        {
            return begins;
        }

        await foreach (var hire in db.Hires().AsNoTracking().Where(h => h.HiredOn >= from && h.HiredOn <= end).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (bodies.Contains(at(hire)))
            {
                begins.Add(new Begin(at(hire), hire.WorkerId, hire.Protected, hire.LeftOn is not { } left || left >= today));
            }
        }

        return begins;
    }
}
