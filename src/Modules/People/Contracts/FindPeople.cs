using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Contracts;

/// <summary>Finds people the actor may see as the search box does: by a full ID number, a full telephone, or the beginning of a name. What was typed goes into no
/// address and no log.</summary>
public sealed class FindPeople(ChunfengDb db, KeyRing keys, NamedPeople named)
{
    /// <summary>People one search answers with.</summary>
    public const int Most = 20;

    public async Task<Result<IReadOnlyList<NamedPerson>>> HandleAsync(string? text, Actor actor, CancellationToken cancel)
    {
        var sought = Sought.Read(text, new PersonCrypto(keys));
        if (sought.Fault is not null)
        {
            return new Refusal("bad-search", sought.Fault);
        }

        if (sought is { Worker: null, PhoneBlind: null, Name: null })
        {
            return new Refusal("nothing-typed", "请填身份证号、手机号或姓名");
        }

        var people = db.Workers().AsNoTracking().Within(actor).Where(w => w.MergedInto == null);
        people = sought.Worker is { } id ? people.Where(w => w.WorkerId == id)
            : sought.PhoneBlind is { } phone ? people.Where(w => w.PhoneBlind == phone)
            : people.Where(w => w.Name.StartsWith(sought.Name!));
        var ids = await people.OrderBy(w => w.Name).ThenBy(w => w.WorkerId).Select(w => w.WorkerId).Take(Most).ToListAsync(cancel);
        return Result.Of<IReadOnlyList<NamedPerson>>([.. (await named.HandleAsync(ids, actor, cancel)).OfType<NamedPerson>()]);
    }
}
