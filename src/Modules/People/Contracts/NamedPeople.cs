using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Masking;

namespace Chunfeng.People.Contracts;

/// <summary>One person as a list shows them: the name, the rest masked.</summary>
/// <param name="IdNumber">Masked, "140***********1234".</param>
/// <param name="Sex">1 man, 2 woman.</param>
/// <param name="Home">Twelve digits, as registered now.</param>
public sealed record NamedPerson(Guid WorkerId, string Name, string IdNumber, short Sex, DateOnly BirthDate, long Home);

/// <summary>Puts names to people another room knows by their ids, for those the actor may see.</summary>
public sealed class NamedPeople(ChunfengDb db, KeyRing keys)
{
    /// <summary>Most ids one call takes: a page, never a province.</summary>
    public const int Most = 200;

    /// <returns>As many as asked for and in their order; null where the person is not registered inside the actor's region (any more).</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="Most"/> ids.</exception>
    public async Task<IReadOnlyList<NamedPerson?>> HandleAsync(IReadOnlyList<Guid> workers, Actor actor, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workers.Count, Most);
        var (from, to) = PeopleScope.Range(actor, null);
        var rows = await db.Compiled<PersonReads>().Names(db, [.. workers], from, to).ToListAsync(cancel);
        var crypto = new PersonCrypto(keys);
        var numbers = crypto.TryDecryptAll(rows.ConvertAll(w => (byte[]?)w.IdCipher));
        var named = new Dictionary<Guid, NamedPerson>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var w = rows[i];
            var number = numbers[i] is { } opened ? Mask.IdNumber(opened) : crypto.Masked(w.IdCipher, Mask.IdNumber, w.WorkerId);
            named.Add(w.WorkerId, new NamedPerson(w.WorkerId, w.Name, number, w.Sex, w.BirthDate, w.Home));
        }

        return [.. workers.Select(named.GetValueOrDefault)];
    }
}
