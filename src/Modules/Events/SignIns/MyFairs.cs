using Chunfeng.Employers.Contracts;
using Chunfeng.Events.Fairs;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.SignIns;

/// <summary>An event as a worker sees it.</summary>
/// <param name="Vacancies">Open ones only.</param>
/// <param name="Wanted">Vacancies this worker asked for here.</param>
internal sealed record MyFair(Fair Fair, bool SignedIn, IReadOnlyList<string> Employers, IReadOnlyList<VacancyCard> Vacancies, IReadOnlySet<Guid> Wanted);

/// <summary>Public events for a worker: of the regions the home lies in, and those meant for them. One event opens by its address, whoever organised it.</summary>
internal sealed class MyFairs(ChunfengDb db, IVacancies vacancies, TimeProvider clock)
{
    private const int Most = 50;

    /// <summary>Coming ones, the next first.</summary>
    public async Task<IReadOnlyList<FairRow>> ComingAsync(PortalWorker worker, CancellationToken cancel)
    {
        var today = clock.Today;
        var around = worker.Home.Above().Append(worker.Home.Value).ToArray();
        return await db.Fairs().AsNoTracking()
            .Where(f => (f.State == (short)FairState.Released || f.State == (short)FairState.Held) && f.EndsOn >= today && (around.Contains(f.Region) || around.Contains(f.Target)))
            .OrderBy(f => f.StartsOn).ThenBy(f => f.OpensAt).ThenBy(f => f.FairId).Take(Most)
            .Select(f => new FairRow(f.FairId, f.Title, (FairKind)f.Kind, (FairMode)f.Mode, f.Region, f.UnitName, f.Target, f.Place, f.StartsOn, f.EndsOn, f.OpensAt, f.ClosesAt, (FairState)f.State))
            .ToListAsync(cancel);
    }

    /// <returns>Null when there is none, or it is not public.</returns>
    public async Task<MyFair?> HandleAsync(Guid fairId, PortalWorker worker, CancellationToken cancel)
    {
        var fair = await db.Fairs().AsNoTracking().SingleOrDefaultAsync(f => f.FairId == fairId && f.State != (short)FairState.Planned, cancel);
        if (fair is null)
        {
            return null;
        }

        var signed = await db.SignIns().AnyAsync(s => s.WorkerId == worker.WorkerId && s.FairId == fairId, cancel);
        var employers = await db.FairEmployers().AsNoTracking().Where(e => e.FairId == fairId).OrderBy(e => e.LineId).Select(e => e.Name).ToListAsync(cancel);
        var ids = await db.FairVacancies().AsNoTracking().Where(v => v.FairId == fairId).OrderBy(v => v.VacancyId).Select(v => v.VacancyId).ToListAsync(cancel);
        var cards = ids.Count == 0 ? [] : await vacancies.FindAsync(ids, cancel);
        var wanted = await db.Intents().AsNoTracking().Where(i => i.WorkerId == worker.WorkerId && i.FairId == fairId).Select(i => i.VacancyId).ToHashSetAsync(cancel);
        return new MyFair(fair, signed, employers, [.. cards.Where(c => c.OpenOn(clock.Today))], wanted);
    }
}
