using Chunfeng.People.Contracts;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Masking;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Portal;

/// <summary>What a worker sees of their own registration; numbers masked.</summary>
/// <param name="Parts">What other rooms know of them, the latest first.</param>
internal sealed record MyRegistrationView(string? Phone, string? JobWish, string? Skill, IReadOnlyList<MyWork> Work, IReadOnlyList<PersonPart> Parts);

internal sealed record MyWork(DateOnly From, DateOnly? To, long Workplace, string? Employer, string? Job);

/// <summary>A worker reads their own registration.</summary>
internal sealed class MyRegistration(ChunfengDb db, KeyRing keys, IEnumerable<IPersonParts> rooms)
{
    private const int MostWork = 20;

    public async Task<MyRegistrationView?> HandleAsync(PortalWorker worker, CancellationToken cancel)
    {
        var found = await db.Workers().AsNoTracking().Where(w => w.WorkerId == worker.WorkerId).Select(w => new { w.PhoneCipher, w.JobWish, w.Skill }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var owners = await db.Workers().AsNoTracking().Where(w => w.MergedInto == worker.WorkerId).Select(w => w.WorkerId).ToListAsync(cancel);
        owners.Add(worker.WorkerId);
        var work = await db.WorkSpells().AsNoTracking().Where(s => owners.Contains(s.WorkerId) && s.SupersededAt == null).OrderByDescending(s => s.StartsOn).ThenBy(s => s.SpellId)
            .Take(MostWork).Select(s => new MyWork(s.StartsOn, s.EndsOn, s.Workplace, s.Employer, s.Job)).ToListAsync(cancel);
        return new MyRegistrationView(found.PhoneCipher is null ? null : new PersonCrypto(keys).Masked(found.PhoneCipher, Mask.Phone, worker.WorkerId), found.JobWish, found.Skill, work,
            await rooms.ReadAsync(r => r.OwnAsync(owners, cancel)));
    }
}
