using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Joining two registrations of one person, and taking it back.</summary>
/// <remarks>A merge is one dated mark on one registration; no spell is moved. Whoever reads the ledger — the cut, the person page —
/// counts the spells of a registration at the person it was merged into as known then (docs/decisions/0011-merge.md).</remarks>
internal sealed partial class PersonLedger
{
    private static readonly Refusal NoMergeRight = new("no-right", "您没有合并登记的权限，请联系县级管理员");

    public async Task<Result<LedgerReceipt>> MergeAsync(Guid from, Guid into, string reason, Actor actor, CancellationToken cancel)
    {
        if ((actor.May(Rights.PeopleMerge) ? CheckReason(reason) : NoMergeRight) is { } refused)
        {
            return refused;
        }

        if (from == into)
        {
            return new Refusal("merge-self", "这是同一条登记，不需合并");
        }

        return await AloneAsync(actor, async now =>
        {
            var two = await db.Workers().Within(actor).Where(w => w.WorkerId == from || w.WorkerId == into).ToListAsync(cancel);
            if (two.SingleOrDefault(w => w.WorkerId == from) is not { } source || two.SingleOrDefault(w => w.WorkerId == into) is not { } target)
            {
                return NotFound;
            }

            if (source.MergedInto is not null)
            {
                return new Refusal("merge-already", "此登记已经合并过；如合并有误，请先撤销合并");
            }

            if (target.MergedInto is not null)
            {
                return new Refusal("merge-chain", "目标登记本身已合并到另一人，请直接合并到那一人");
            }

            if (await db.Workers().AnyAsync(w => w.MergedInto == from, cancel))
            {
                return new Refusal("merge-chain", "已有登记合并到此登记，请把它们也合并到同一人：先撤销那些合并，再逐一合并");
            }

            Mark(source, into, "merge", into, reason, actor, now);
            return new LedgerReceipt(into, null, source.Version, LedgerOutcome.Revised,
                source.Sex != target.Sex || source.BirthDate != target.BirthDate ? ["两条登记的性别或出生日期不同，请再核对一次"] : []);
        }, cancel);
    }

    public async Task<Result<LedgerReceipt>> UndoMergeAsync(Guid from, string reason, Actor actor, CancellationToken cancel)
    {
        if ((actor.May(Rights.PeopleMerge) ? CheckReason(reason) : NoMergeRight) is { } refused)
        {
            return refused;
        }

        return await AloneAsync(actor, async now =>
        {
            if (await db.Workers().Within(actor).SingleOrDefaultAsync(w => w.WorkerId == from, cancel) is not { } source)
            {
                return NotFound;
            }

            if (source.MergedInto is not { } into)
            {
                return new Refusal("merge-none", "此登记没有合并到别人，不需撤销");
            }

            // the person it counts at loses facts by this: who may not see that person may not do it
            if (!await db.Workers().Within(actor).AnyAsync(w => w.WorkerId == into, cancel))
            {
                return NotFound;
            }

            Mark(source, null, "merge.undo", into, reason, actor, now);
            return new LedgerReceipt(from, null, source.Version, LedgerOutcome.Revised, []);
        }, cancel);
    }

    private void Mark(Worker source, Guid? mergedInto, string name, Guid into, string reason, Actor actor, DateTime now)
    {
        var at = Later(now, source.RecordedAt);
        var because = new LedgerSource(0, reason);
        var act = new Act(name, Guid.CreateVersion7(clock.GetUtcNow()), Fingerprint.Request(name, (source.WorkerId, into)), because, actor, at);
        Keep(source, act);
        source.MergedInto = mergedInto;
        Enter(act, source.WorkerId, null, source.Version, other: into);
        Enter(act with { Name = name + ".in" }, into, null, source.Version, other: source.WorkerId);
    }

    private static Refusal? CheckReason(string reason) =>
        string.IsNullOrWhiteSpace(reason) ? new("reason-missing", "请写明原因，如“身份证号录错一位，已核对原件”")
        : reason.Length > LedgerEntryTable.MaxSource ? new("reason-too-long", $"原因最多{LedgerEntryTable.MaxSource}个字，请写得短一些")
        : null;
}
