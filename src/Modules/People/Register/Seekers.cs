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
        var (from, end) = PeopleScope.Range(actor, null);
        var people = await db.Compiled<SeekerReads>().One(db, workerId, from, end).ToListAsync(cancel);
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
            var people = await own.Workers().AsNoTracking().TagWith(Planned.Anew).Within(actor, area).Where(w => w.MergedInto == null && w.WorkerId.CompareTo(after) > 0)
                .OrderBy(w => w.WorkerId).Take(Page).Select(SeekerReads.Row).ToListAsync(cancel);
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

    private static async Task<IReadOnlyList<SeekerFact>> WithFactsAsync(ChunfengDb db, List<SeekerRow> people, DateOnly day, CancellationToken cancel)
    {
        if (people.Count == 0)
        {
            return [];
        }

        var reads = db.Compiled<SeekerReads>();
        var merged = await reads.MergedInto(db, people.ConvertAll(p => p.WorkerId)).ToDictionaryAsync(w => w.WorkerId, w => w.Into, cancellationToken: cancel);
        List<Guid> owners = [.. people.Select(p => p.WorkerId), .. merged.Keys];
        Guid Counted(Guid owner) => merged.TryGetValue(owner, out var into) ? into : owner;
        var work = (await reads.Work(db, owners, day).ToListAsync(cancel)).ToLookup(s => Counted(s.WorkerId));
        var categories = (await reads.Categories(db, owners, day).ToListAsync(cancel)).ToLookup(s => Counted(s.WorkerId), s => s.Category);
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
}
