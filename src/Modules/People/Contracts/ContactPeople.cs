using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>Who to ask for and where to call.</summary>
/// <param name="Phone">In full; "" when none is registered.</param>
public sealed record PersonContact(Guid WorkerId, string Name, short Sex, DateOnly BirthDate, string Phone);

/// <summary>Names and telephones of people who themselves turned to the reader: an employer's own applicants. Not tied to the reader's area:
/// the room that asks has made sure that the reader may know, and says why.</summary>
public sealed class ContactPeople(ChunfengDb db, KeyRing keys, TimeProvider clock)
{
    /// <summary>Most ids one call takes.</summary>
    public const int Most = 200;

    /// <summary>Names alone; null where there is no such registration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="Most"/> ids.</exception>
    public async Task<IReadOnlyList<string?>> NamesAsync(IReadOnlyList<Guid> workers, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workers.Count, Most);
        var ids = workers.ToArray();
        var rows = await db.Workers().AsNoTracking().Where(w => EF.Parameter(ids).Contains(w.WorkerId)).Select(w => new { w.WorkerId, w.Name }).ToDictionaryAsync(w => w.WorkerId, w => w.Name, cancel);
        return [.. workers.Select(id => rows.GetValueOrDefault(id))];
    }

    /// <summary>One person with the telephone; logged before it is shown. Null when there is no such registration.</summary>
    /// <param name="why">What the reader has to do with the person, ids only.</param>
    public async Task<PersonContact?> OneAsync(Guid worker, string why, Actor actor, CancellationToken cancel)
    {
        var row = await db.Workers().AsNoTracking().Where(w => w.WorkerId == worker).Select(w => new { w.Name, w.Sex, w.BirthDate, w.PhoneCipher }).SingleOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        db.Audit(clock, actor, "people.contact", why, worker);
        await db.SaveChangesAsync(cancel);
        return new PersonContact(worker, row.Name, row.Sex, row.BirthDate, new PersonCrypto(keys).Masked(row.PhoneCipher, number => number, worker));
    }
}
