using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Everything the register knows of one person, history included.</summary>
internal sealed record PersonView(
    Worker Worker, IReadOnlyList<WorkSpell> Work, IReadOnlyList<StatusSpell> Statuses, IReadOnlyList<WorkerPast> Past, IReadOnlyList<HouseholdMember> Household,
    IReadOnlyList<MergedRegistration> Merged);

internal sealed record HouseholdMember(Guid WorkerId, string Name, string? Relation);

/// <summary>A registration that turned out to be this person; its facts count here (decision 11).</summary>
internal sealed record MergedRegistration(Guid WorkerId, string Name, bool InScope);

/// <summary>Reads one person, as known now or at an earlier moment. Everything is found by keys: planned once.</summary>
internal sealed class PersonQuery(ChunfengDb db, KeyRing keys, TimeProvider clock)
{
    private const int MostInReason = 200, MostDigitsInReason = 8; // a date passes

    public async Task<Result<PersonView>> HandleAsync(Guid workerId, Actor actor, CancellationToken cancel)
    {
        var worker = await db.Workers().AsNoTracking().TagWith(PlannedOnce.Tag).Within(actor).SingleOrDefaultAsync(w => w.WorkerId == workerId, cancel);
        if (worker is null)
        {
            return new Refusal("worker-not-found", "没有找到这个人的登记，或不在您的管辖范围内");
        }

        var (from, to) = PeopleScope.Range(actor, null);
        var merged = await db.Workers().AsNoTracking().TagWith(PlannedOnce.Tag).Where(w => w.MergedInto == workerId).OrderBy(w => w.WorkerId)
            .Select(w => new MergedRegistration(w.WorkerId, w.Name, w.Home >= from && w.Home < to)).ToListAsync(cancel);
        List<Guid> owners = [workerId, .. merged.Select(m => m.WorkerId)];
        var work = await db.WorkSpells().AsNoTracking().TagWith(PlannedOnce.Tag).Where(s => owners.Contains(s.WorkerId))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.SpellId).ThenByDescending(s => s.Revision).ToListAsync(cancel);
        var statuses = await db.StatusSpells().AsNoTracking().TagWith(PlannedOnce.Tag).Where(s => owners.Contains(s.WorkerId))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.SpellId).ThenByDescending(s => s.Revision).ToListAsync(cancel);
        var past = await db.WorkersPast().AsNoTracking().TagWith(PlannedOnce.Tag).Where(w => w.WorkerId == workerId).OrderByDescending(w => w.Version).ToListAsync(cancel);
        IReadOnlyList<HouseholdMember> household = worker.HouseholdId is not { } house ? [] :
            await db.Workers().AsNoTracking().TagWith(PlannedOnce.Tag).Within(actor).Where(w => w.HouseholdId == house && w.WorkerId != workerId && w.MergedInto == null)
                .OrderBy(w => w.BirthDate).Take(20).Select(w => new HouseholdMember(w.WorkerId, w.Name, w.Relation)).ToListAsync(cancel);
        return new PersonView(worker, work, statuses, past, household, merged);
    }

    /// <summary>The full numbers, for someone who may see them and says why; logged before they are shown.</summary>
    public async Task<Result<(string Id, string Phone, string Bank)>> UnmaskAsync(Guid workerId, string reason, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.PeopleUnmask))
        {
            return new Refusal("no-right", "您没有查看完整号码的权限，请联系管理员");
        }

        var why = Typed.Clean(reason, MostInReason);
        if (why.Length == 0)
        {
            return new Refusal("reason-missing", "请写明查看完整号码的事由");
        }

        // the reason is kept in the audit, where no number belongs
        if (why.Count(char.IsDigit) > MostDigitsInReason)
        {
            return new Refusal("reason-holds-number", "事由里请不要写身份证号、手机号或银行账号，写明为什么查看即可");
        }

        var view = await HandleAsync(workerId, actor, cancel);
        if (view.IsRefused)
        {
            return view.Refusal;
        }

        db.Audit(clock, actor, "people.unmask", why, workerId);
        await db.SaveChangesAsync(cancel);
        var crypto = new PersonCrypto(keys);
        var worker = view.Value.Worker;
        return (Open(crypto, worker.IdCipher, workerId), Open(crypto, worker.PhoneCipher, workerId), Open(crypto, worker.BankCipher, workerId));
    }

    private static string Open(PersonCrypto crypto, byte[]? stored, Guid worker) => crypto.Masked(stored, value => value, worker);
}
