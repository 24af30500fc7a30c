using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;

namespace Chunfeng.People.Register;

/// <summary>Everything the register knows of one person, history included.</summary>
internal sealed record PersonView(
    Worker Worker, IReadOnlyList<WorkSpell> Work, IReadOnlyList<StatusSpell> Statuses, IReadOnlyList<WorkerPast> Past, IReadOnlyList<HouseholdMember> Household,
    IReadOnlyList<MergedRegistration> Merged);

internal sealed record HouseholdMember(Guid WorkerId, string Name, string? Relation);

/// <summary>A registration that turned out to be this person; its facts count here (decision 11).</summary>
internal sealed record MergedRegistration(Guid WorkerId, string Name, bool InScope);

/// <summary>Reads one person, as known now or at an earlier moment.</summary>
internal sealed class PersonQuery(ChunfengDb db, KeyRing keys, TimeProvider clock)
{
    private const int MostInReason = 200, MostDigitsInReason = 8; // a date passes

    public async Task<Result<PersonView>> HandleAsync(Guid workerId, Actor actor, CancellationToken cancel)
    {
        var (reads, (from, to)) = (db.Compiled<PersonReads>(), PeopleScope.Range(actor, null));
        if (await reads.Worker(db, workerId, from, to, cancel) is not { } worker)
        {
            return new Refusal("worker-not-found", "没有找到这个人的登记，或不在您的管辖范围内");
        }

        var merged = await reads.Merged(db, workerId, from, to).ToListAsync(cancel);
        List<Guid> owners = [workerId, .. merged.Select(m => m.WorkerId)];
        var work = await reads.Work(db, owners).ToListAsync(cancel);
        var statuses = await reads.Statuses(db, owners).ToListAsync(cancel);
        var past = await reads.Past(db, workerId).ToListAsync(cancel);
        IReadOnlyList<HouseholdMember> household = worker.HouseholdId is not { } house ? [] : await reads.Household(db, house, workerId, from, to).ToListAsync(cancel);
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
