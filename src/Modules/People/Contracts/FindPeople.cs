using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>The least another room needs of a person who acts for themselves: a masked name, the day of birth, the home.</summary>
public sealed record OwnFacts(Guid WorkerId, string MaskedName, DateOnly BirthDate, long Home);

/// <summary>Finds registered people for another room: for staff by what somebody says at a window, inside their area; or the worker who is there in person.</summary>
public sealed class FindPeople(ChunfengDb db, NamedPeople named, KeyRing keys)
{
    /// <summary>Most people one search shows.</summary>
    public const int Most = 20;

    /// <summary>By a full ID number or telephone, the last four of either, or the beginning of a name, inside the actor's area; a merged registration's numbers find the one it was merged into.</summary>
    /// <returns>Refused when the text is none of these; empty when nobody fits.</returns>
    public async Task<Result<IReadOnlyList<NamedPerson>>> HandleAsync(string? text, Actor actor, CancellationToken cancel)
    {
        var sought = Sought.Read(text, new PersonCrypto(keys));
        if (sought.Fault is not null)
        {
            return new Refusal("bad-search", sought.Fault);
        }

        if (sought is { Worker: null, PhoneBlind: null, Name: null, Tail: null })
        {
            return new Refusal("bad-search", "请写身份证号、手机号（写全或后四位），或姓名的开头");
        }

        var people = await SoughtPeople.WithinAsync(db, keys, sought, actor, null, cancel);
        if (people.IsRefused)
        {
            return people.Refusal;
        }

        var ids = await people.Value.OrderBy(w => w.Name).ThenBy(w => w.WorkerId).Take(Most).Select(w => w.WorkerId).ToListAsync(cancel);
        return Result.Of<IReadOnlyList<NamedPerson>>([.. (await named.HandleAsync(ids, actor, cancel)).OfType<NamedPerson>()]);
    }

    /// <summary>By full ID numbers, inside the actor's area; a number whose registration was merged finds the one it was merged into.</summary>
    /// <returns>As many as asked for and in their order; null where nobody is registered inside the actor's area.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="NamedPeople.Most"/> numbers.</exception>
    public async Task<IReadOnlyList<NamedPerson?>> ByNumbersAsync(IReadOnlyList<IdNumber> numbers, Actor actor, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers.Count, NamedPeople.Most);
        var crypto = new PersonCrypto(keys);
        var ids = numbers.Select(crypto.WorkerId).ToArray();
        var merged = await db.Workers().AsNoTracking().Where(w => EF.Parameter(ids).Contains(w.WorkerId) && w.MergedInto != null)
            .Select(w => new { w.WorkerId, w.MergedInto }).ToDictionaryAsync(w => w.WorkerId, w => w.MergedInto, cancel);
        return await named.HandleAsync([.. ids.Select(id => merged.GetValueOrDefault(id) ?? id)], actor, cancel);
    }

    /// <summary>One person, whoever asks: the caller has made sure that it is the person themselves. A merged registration answers as the one it was merged into.</summary>
    public async Task<OwnFacts?> SelfAsync(Guid workerId, CancellationToken cancel)
    {
        var into = await db.Workers().Where(w => w.WorkerId == workerId).Select(w => w.MergedInto).SingleOrDefaultAsync(cancel) ?? workerId;
        var worker = await db.Workers().AsNoTracking().Where(w => w.WorkerId == into).Select(w => new { w.WorkerId, w.Name, w.BirthDate, w.Home }).SingleOrDefaultAsync(cancel);
        return worker is null ? null : new OwnFacts(worker.WorkerId, Mask.Name(worker.Name), worker.BirthDate, worker.Home);
    }

    /// <summary>The first so many people of working age registered in an area, by id: for demonstrations.</summary>
    public async Task<IReadOnlyList<OwnFacts>> SomeAsync(RegionCode area, int most, DateOnly bornBy, Actor actor, CancellationToken cancel) =>
        [.. (await db.Workers().AsNoTracking().TagWith(Planned.Anew).Within(actor, area).Where(w => w.BirthDate <= bornBy && w.MergedInto == null).OrderBy(w => w.WorkerId).Take(most)
            .Select(w => new { w.WorkerId, w.Name, w.BirthDate, w.Home }).ToListAsync(cancel)).Select(w => new OwnFacts(w.WorkerId, Mask.Name(w.Name), w.BirthDate, w.Home))];
}
