using System.Runtime.CompilerServices;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Reads people page by page along the key, each page with its work and categories.</summary>
internal sealed class Seekers(ChunfengDb db, IDbFactory databases) : ISeekers
{
    private const int Page = 4000;

    public async Task<SeekerFact?> FindAsync(Guid workerId, DateOnly day, Actor actor, CancellationToken cancel)
    {
        var people = await Read(db.Workers().AsNoTracking().TagWith(Planned.Once).Within(actor).Where(w => w.WorkerId == workerId && w.MergedInto == null)).ToListAsync(cancel);
        return people.Count == 0 ? null : (await WithFactsAsync(db, people, day, cancel))[0];
    }

    public async IAsyncEnumerable<SeekerFact> StreamAsync(RegionCode? area, DateOnly day, Actor actor, [EnumeratorCancellation] CancellationToken cancel)
    {
        // a context of its own: the stream outlives a page's other questions
        await using var own = databases.Create();
        var last = Guid.Empty;
        while (true)
        {
            var after = last;
            var people = await Read(own.Workers().AsNoTracking().TagWith(Planned.Anew).Within(actor, area).Where(w => w.MergedInto == null && w.WorkerId.CompareTo(after) > 0)
                .OrderBy(w => w.WorkerId).Take(Page)).ToListAsync(cancel);
            foreach (var fact in await WithFactsAsync(own, people, day, cancel))
            {
                yield return fact;
            }

            if (people.Count < Page)
            {
                yield break;
            }

            last = people[^1].WorkerId;
        }
    }

    public async IAsyncEnumerable<EmployerTownspeople> AtWorkAsync(DateOnly day, Actor actor, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var own = databases.Create();
        var groups = own.WorkSpells().AsNoTracking().TagWith(Planned.Anew)
            .Where(s => s.SupersededAt == null && s.StartsOn <= day && (s.EndsOn == null || s.EndsOn >= day) && s.Employer != null && s.Employer != "")
            .Join(own.Workers().AsNoTracking().Within(actor), s => s.WorkerId, w => w.WorkerId, (s, w) => new { s.Employer, s.EmployerCredit, County = w.Home / 1_000_000 })
            .GroupBy(s => new { s.Employer, s.EmployerCredit, s.County })
            .Select(g => new { g.Key.Employer, g.Key.EmployerCredit, g.Key.County, People = g.Count() });
        await foreach (var g in groups.AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return new EmployerTownspeople(g.EmployerCredit ?? "", g.Employer!, g.County * 1_000_000, g.People);
        }
    }

    private static IQueryable<Row> Read(IQueryable<Worker> workers) => workers.Select(w => new Row
    {
        WorkerId = w.WorkerId, Version = w.Version, Sex = w.Sex, BirthDate = w.BirthDate, Home = w.Home, Education = w.Education, Health = w.Health,
        Relocated = w.Relocated, Ability = w.Ability, JobWish = w.JobWish, Skill = w.Skill, TrainingTrade = w.TrainingTrade,
    });

    private static async Task<IReadOnlyList<SeekerFact>> WithFactsAsync(ChunfengDb db, List<Row> people, DateOnly day, CancellationToken cancel)
    {
        if (people.Count == 0)
        {
            return [];
        }

        var ids = people.Select(p => p.WorkerId).ToArray();
        var merged = await db.Workers().AsNoTracking().TagWith(Planned.Once).Where(w => w.MergedInto != null && EF.Parameter(ids).Contains(w.MergedInto.Value))
            .Select(w => new { w.WorkerId, Into = w.MergedInto!.Value }).ToDictionaryAsync(w => w.WorkerId, w => w.Into, cancel);
        Guid[] owners = [.. ids, .. merged.Keys];
        Guid Counted(Guid owner) => merged.TryGetValue(owner, out var into) ? into : owner;
        var work = (await db.WorkSpells().AsNoTracking().TagWith(Planned.Once).Where(s => EF.Parameter(owners).Contains(s.WorkerId) && s.SupersededAt == null && s.StartsOn <= day)
            .Select(s => new { s.WorkerId, s.Job, s.Employer, s.EmployerCredit, s.StartsOn, s.EndsOn, s.SpellId }).ToListAsync(cancel)).ToLookup(s => Counted(s.WorkerId));
        var categories = (await db.StatusSpells().AsNoTracking().TagWith(Planned.Once)
            .Where(s => EF.Parameter(owners).Contains(s.WorkerId) && s.SupersededAt == null && s.StartsOn <= day && (s.EndsOn == null || s.EndsOn >= day))
            .Select(s => new { s.WorkerId, s.Category }).ToListAsync(cancel)).ToLookup(s => Counted(s.WorkerId), s => s.Category);
        return
        [
            .. people.Select(p => new SeekerFact(
                p.WorkerId, p.Version, p.Sex, p.BirthDate, p.Home, p.Education ?? "", p.Health ?? "", p.Relocated == true, p.Ability ?? 0, p.JobWish ?? "", p.Skill ?? "",
                p.TrainingTrade ?? "", [.. categories[p.WorkerId].Distinct().Order()],
                [
                    .. work[p.WorkerId].Select(s => (Spell: s, Goes: s.EndsOn is not { } end || end >= day))
                        .OrderByDescending(s => s.Goes).ThenByDescending(s => s.Spell.StartsOn).ThenBy(s => s.Spell.SpellId).Take(ISeekers.MostWork)
                        .Select(s => new SeekerWork(s.Spell.Job ?? "", s.Spell.Employer ?? "", s.Spell.EmployerCredit ?? "", s.Spell.StartsOn, s.Goes)),
                ])),
        ];
    }

    /// <summary>A registration's own columns.</summary>
    private sealed class Row
    {
        public Guid WorkerId { get; init; }
        public long Version { get; init; }
        public short Sex { get; init; }
        public DateOnly BirthDate { get; init; }
        public long Home { get; init; }
        public string? Education { get; init; }
        public string? Health { get; init; }
        public bool? Relocated { get; init; }
        public short? Ability { get; init; }
        public string? JobWish { get; init; }
        public string? Skill { get; init; }
        public string? TrainingTrade { get; init; }
    }
}
