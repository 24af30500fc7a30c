using System.Data.Common;
using Chunfeng.People.Contracts;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Chunfeng.People.Register;

/// <summary>Records single dated facts: loads a person, lets <see cref="LedgerRules"/> decide, writes revisions.</summary>
internal sealed partial class PersonLedger(
    ChunfengDb db, KeyRing keys, RegionTree regions, CodeSets codes, TimeProvider clock) : IPersonLedger
{
    /// <summary>Who may write the register by file may write it by hand.</summary>
    private const string WriteRight = Rights.PeopleImport;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Refusal NotFound = new("worker-not-found", "没有找到这个人的登记，或不在您的管辖范围内");
    private static readonly Refusal SpellNotFound = new("spell-not-found", "没有找到这条记录，可能已被撤销；请刷新后再看");
    private static readonly Refusal Stale = new("stale", "这条记录刚被他人改过，请刷新后核对再改");

    private readonly PersonCrypto crypto = new(keys);
    private LedgerFingerprint Fingerprint => field ??= new LedgerFingerprint(crypto);

    public Task<Result<LedgerReceipt>> RecordWorkAsync(
        Guid workerId, WorkStatement work, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("work.record", workerId, work, source, actor, async (person, act) =>
        {
            var stated = LedgerRules.Tidy(work);
            if ((LedgerRules.Check(stated, person.Worker.BirthDate, clock.Today) ?? CheckCodes(stated)) is { } wrong)
            {
                return wrong;
            }

            // the same job may have been stated on either registration of a merged person
            var known = person.Work.FirstOrDefault(s => s.SpellId == SpellIds.Work(s.WorkerId, stated.StartsOn, stated.Workplace));
            var verdict = known is null
                ? new Verdict<WorkStatement>(LedgerOutcome.New, stated, source.Evidence)
                : LedgerRules.Weigh(Stated(known), (Evidence)known.Evidence, stated, source.Evidence);
            return await SettleAsync(person, known, known?.SpellId ?? SpellIds.Work(workerId, stated.StartsOn, stated.Workplace), verdict, act, cancel);
        }, cancel);

    public Task<Result<LedgerReceipt>> CorrectWorkAsync(
        Guid workerId, Guid spellId, long revision, WorkStatement work, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("work.correct", workerId, (spellId, revision, work), source, actor, async (person, act) =>
        {
            var stated = LedgerRules.Tidy(work);
            if ((LedgerRules.Check(stated, person.Worker.BirthDate, clock.Today) ?? CheckCodes(stated)) is { } wrong)
            {
                return wrong;
            }

            var known = person.Work.FirstOrDefault(s => s.SpellId == spellId);
            var owner = known?.WorkerId ?? workerId;
            var newId = SpellIds.Work(owner, stated.StartsOn, stated.Workplace);
            var there = person.Work.FirstOrDefault(s => s.SpellId == newId);
            if (there is not null && Stated(there) == stated && there.Evidence >= (short)source.Evidence)
            {
                return Receipt(person, there, LedgerOutcome.Unchanged, []);
            }

            if (known is null)
            {
                return SpellNotFound;
            }

            if (known.Revision != revision)
            {
                return Stale;
            }

            if (there is not null && newId != spellId)
            {
                return new Refusal("work-exists", $"已有 {stated.StartsOn:yyyy-MM-dd} 在同一县开始的务工记录；请更正那条，并撤销这条");
            }

            var verdict = LedgerRules.Replace(Stated(known), (Evidence)known.Evidence, stated, source.Evidence);
            return await SettleAsync(person, known, newId, verdict, act, cancel);
        }, cancel);

    public Task<Result<LedgerReceipt>> EndWorkAsync(
        Guid workerId, Guid spellId, long revision, DateOnly lastDay, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("work.end", workerId, (spellId, revision, lastDay), source, actor, async (person, act) =>
        {
            if (person.Work.FirstOrDefault(s => s.SpellId == spellId) is not { } known)
            {
                return SpellNotFound;
            }

            if (LedgerRules.CheckLastDay(known.StartsOn, lastDay, clock.Today) is { } wrong)
            {
                return wrong;
            }

            var stated = Stated(known);
            var verdict = LedgerRules.End(stated, stated.EndsOn, stated with { EndsOn = lastDay }, lastDay, (Evidence)known.Evidence, source.Evidence);
            return known.Revision != revision && verdict.Value?.Outcome != LedgerOutcome.Unchanged
                ? Stale
                : await SettleAsync(person, known, spellId, verdict, act, cancel);
        }, cancel);

    public Task<Result<LedgerReceipt>> RecordStatusAsync(
        Guid workerId, StatusStatement status, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("status.record", workerId, status, source, actor, async (person, act) =>
        {
            if (LedgerRules.Check(status, person.Worker.BirthDate, clock.Today) is { } wrong)
            {
                return wrong;
            }

            var same = person.Statuses.Where(s => s.Category == status.Category).ToList();
            var known = LedgerRules.About(status, same, Stated);
            var first = SpellIds.Status(workerId, (byte)status.Category);
            var id = known?.SpellId
                ?? (same.Any(s => s.SpellId == first) ? SpellIds.StatusAgain(workerId, status.Category, status.StartsOn) : first);
            var verdict = known is null
                ? new Verdict<StatusStatement>(LedgerOutcome.New, status, source.Evidence)
                : LedgerRules.Weigh(Stated(known), (Evidence)known.Evidence, status, source.Evidence);
            return await SettleAsync(person, known, id, verdict, act, cancel);
        }, cancel);

    public Task<Result<LedgerReceipt>> CorrectStatusAsync(
        Guid workerId, Guid spellId, long revision, StatusStatement status, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("status.correct", workerId, (spellId, revision, status), source, actor, async (person, act) =>
        {
            if (LedgerRules.Check(status, person.Worker.BirthDate, clock.Today) is { } wrong)
            {
                return wrong;
            }

            if (person.Statuses.FirstOrDefault(s => s.SpellId == spellId) is not { } known)
            {
                return SpellNotFound;
            }

            if (known.Category != status.Category)
            {
                return new Refusal("category-fixed", "人员类别不能改成另一类；请撤销这条，再登记正确的类别");
            }

            var verdict = LedgerRules.Replace(Stated(known), (Evidence)known.Evidence, status, source.Evidence);
            return known.Revision != revision && verdict.Value?.Outcome != LedgerOutcome.Unchanged
                ? Stale
                : await SettleAsync(person, known, spellId, verdict, act, cancel);
        }, cancel);

    public Task<Result<LedgerReceipt>> EndStatusAsync(
        Guid workerId, Guid spellId, long revision, DateOnly lastDay, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("status.end", workerId, (spellId, revision, lastDay), source, actor, async (person, act) =>
        {
            if (person.Statuses.FirstOrDefault(s => s.SpellId == spellId) is not { } known)
            {
                return SpellNotFound;
            }

            if (LedgerRules.CheckLastDay(known.StartsOn, lastDay, clock.Today) is { } wrong)
            {
                return wrong;
            }

            var stated = Stated(known);
            var verdict = LedgerRules.End(stated, stated.EndsOn, stated with { EndsOn = lastDay }, lastDay, (Evidence)known.Evidence, source.Evidence);
            return known.Revision != revision && verdict.Value?.Outcome != LedgerOutcome.Unchanged
                ? Stale
                : await SettleAsync(person, known, spellId, verdict, act, cancel);
        }, cancel);

    public Task<Result<LedgerReceipt>> WithdrawAsync(
        Guid workerId, Guid spellId, long revision, string reason, LedgerSource source, Actor actor, CancellationToken cancel) =>
        WriteAsync("spell.withdraw", workerId, (spellId, revision, reason), source, actor, async (person, act) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Refusal("reason-missing", "请写明撤销的原因");
            }

            Spell? known = (Spell?)person.Work.FirstOrDefault(s => s.SpellId == spellId) ?? person.Statuses.FirstOrDefault(s => s.SpellId == spellId);
            if (known is null)
            {
                var last = await LastRevisionAsync(person.Owners, spellId, cancel);
                return last > 0 ? new LedgerReceipt(workerId, spellId, last, LedgerOutcome.Unchanged, []) : SpellNotFound;
            }

            if (known.Revision != revision)
            {
                return Stale;
            }

            if ((short)source.Evidence < known.Evidence)
            {
                return new Refusal("evidence-weaker", $"这条记录已有“{LedgerRules.Name((Evidence)known.Evidence)}”依据，请提交不低于它的依据再撤销");
            }

            var at = Later(act.At, known.RecordedAt);
            known.SupersededAt = at;
            Enter(act with { At = at, Source = act.Source with { Reference = $"{reason.Trim()}（{act.Source.Reference}）" } }, workerId, spellId, known.Revision);
            return Receipt(person, known, LedgerOutcome.Revised, []);
        }, cancel);

    private async Task<Result<LedgerReceipt>> SettleAsync(
        Person person, WorkSpell? known, Guid newId, Result<Verdict<WorkStatement>> weighed, Act act, CancellationToken cancel)
    {
        if (weighed.IsRefused)
        {
            return weighed.Refusal;
        }

        var (outcome, work, evidence) = weighed.Value;
        if (outcome == LedgerOutcome.Unchanged)
        {
            return Receipt(person, known!, outcome, []);
        }

        var notes = new List<string>();
        if (LedgerRules.Overlap(work, person.Work.Where(s => s != known).Select(Stated), notes) is { } clash)
        {
            return clash;
        }

        LedgerRules.Notice(work, person.Worker.BirthDate, notes);
        var owner = known?.WorkerId ?? person.Worker.WorkerId;
        var at = Later(act.At, known?.RecordedAt);
        if (known is not null)
        {
            known.SupersededAt = at;
        }

        var spell = new WorkSpell
        {
            WorkerId = owner, SpellId = newId, Revision = 1 + await LastRevisionAsync([owner], newId, cancel), StartsOn = work.StartsOn,
            EndsOn = work.EndsOn, Workplace = work.Workplace, Form = work.Form, Employer = work.Employer, EmployerCredit = work.EmployerCredit,
            Job = work.Job, Industry = work.Industry, Channel = work.Channel, WageFen = work.WageFen, IncomeFen = work.IncomeFen,
            HasContract = work.HasContract, HasInsurance = work.HasInsurance, Evidence = (short)evidence,
            ContentHash = Fingerprint.Work(work, evidence), BatchId = act.EntryId, RecordedBy = act.Actor.Login, RecordedAt = at,
        };
        db.WorkSpells().Add(spell);
        Enter(act with { At = at }, person.Worker.WorkerId, newId, spell.Revision, known is not null && known.SpellId != newId ? known.SpellId : null);
        return Receipt(person, spell, outcome, notes);
    }

    private async Task<Result<LedgerReceipt>> SettleAsync(
        Person person, StatusSpell? known, Guid id, Result<Verdict<StatusStatement>> weighed, Act act, CancellationToken cancel)
    {
        if (weighed.IsRefused)
        {
            return weighed.Refusal;
        }

        var (outcome, status, evidence) = weighed.Value;
        if (outcome == LedgerOutcome.Unchanged)
        {
            return Receipt(person, known!, outcome, []);
        }

        if (LedgerRules.Overlap(status, person.Statuses.Where(s => s != known).Select(Stated)) is { } clash)
        {
            return clash;
        }

        var owner = known?.WorkerId ?? person.Worker.WorkerId;
        var at = Later(act.At, known?.RecordedAt);
        if (known is not null)
        {
            known.SupersededAt = at;
        }

        var spell = new StatusSpell
        {
            WorkerId = owner, SpellId = id, Revision = 1 + await LastRevisionAsync([owner], id, cancel), StartsOn = status.StartsOn,
            EndsOn = status.EndsOn, Category = status.Category, Risk = status.Risk, Evidence = (short)evidence,
            ContentHash = Fingerprint.Status(status), BatchId = act.EntryId, RecordedBy = act.Actor.Login, RecordedAt = at,
        };
        db.StatusSpells().Add(spell);
        Enter(act with { At = at }, person.Worker.WorkerId, id, spell.Revision);
        return Receipt(person, spell, outcome, []);
    }

    /// <summary>Withdrawn spells keep their numbers, so one stated again goes on counting.</summary>
    private async Task<int> LastRevisionAsync(IReadOnlyList<Guid> owners, Guid spellId, CancellationToken cancel) => Math.Max(
        await db.WorkSpells().Where(s => owners.Contains(s.WorkerId) && s.SpellId == spellId).MaxAsync(s => (int?)s.Revision, cancel) ?? 0,
        await db.StatusSpells().Where(s => owners.Contains(s.WorkerId) && s.SpellId == spellId).MaxAsync(s => (int?)s.Revision, cancel) ?? 0);

    private Refusal? CheckCodes(WorkStatement work) =>
        !codes.EmploymentForm.TryGet(work.Form.ToString("D2"), out _) ? new("form-unknown", "请选择就业形式")
        : work.Industry is { } industry && !codes.Industry.TryGet(industry, out _) ? new("industry-unknown", "请从行业目录中选择")
        : work.Channel is { } channel && !codes.OrgChannel.TryGet(channel, out _) ? new("channel-unknown", "请从组织方式目录中选择")
        : null;

    /// <summary>A person opened for writing: the registration and every spell in force that counts for it, merged ones included.</summary>
    private sealed record Person(Worker Worker, IReadOnlyList<Guid> Owners, IReadOnlyList<WorkSpell> Work, IReadOnlyList<StatusSpell> Statuses);

    /// <summary>One request on its way into the ledger.</summary>
    private sealed record Act(string Name, Guid EntryId, long RequestHash, LedgerSource Source, Actor Actor, DateTime At);

    private Task<Result<LedgerReceipt>> WriteAsync<T>(
        string name, Guid workerId, T request, LedgerSource source, Actor actor, Func<Person, Act, Task<Result<LedgerReceipt>>> decide, CancellationToken cancel) =>
        LedgerRules.Check(source) is { } wrong ? Task.FromResult<Result<LedgerReceipt>>(wrong) : AloneAsync(actor, async now =>
        {
            if (await db.Workers().Within(actor).SingleOrDefaultAsync(w => w.WorkerId == workerId, cancel) is not { } worker)
            {
                return NotFound;
            }

            var act = new Act(name, source.Key ?? Guid.CreateVersion7(clock.GetUtcNow()), Fingerprint.Request(name, request), source, actor, now);
            if (await AnsweredAsync(workerId, act, cancel) is { } before)
            {
                return before;
            }

            if (worker.MergedInto is not null)
            {
                return new Refusal("merged", "此登记已合并到另一人，请在合并后的登记上填写；如合并有误，请先撤销合并");
            }

            var owners = await OwnersAsync(workerId, cancel);
            return await decide(
                new Person(
                    worker, owners,
                    await db.WorkSpells().Where(s => owners.Contains(s.WorkerId) && s.SupersededAt == null).OrderBy(s => s.StartsOn).ThenBy(s => s.SpellId).ToListAsync(cancel),
                    await db.StatusSpells().Where(s => owners.Contains(s.WorkerId) && s.SupersededAt == null).OrderBy(s => s.StartsOn).ThenBy(s => s.SpellId).ToListAsync(cancel)),
                act);
        }, cancel);

    private async Task<List<Guid>> OwnersAsync(Guid workerId, CancellationToken cancel) =>
        [workerId, .. await db.Workers().Where(w => w.MergedInto == workerId).OrderBy(w => w.WorkerId).Select(w => w.WorkerId).ToListAsync(cancel)];

    /// <summary>A key seen before answers as it did then; a key used for something else is a mistake of the caller.</summary>
    private async Task<Result<LedgerReceipt>?> AnsweredAsync(Guid workerId, Act act, CancellationToken cancel)
    {
        if (act.Source.Key is null
            || await db.LedgerEntries().AsNoTracking().SingleOrDefaultAsync(e => e.WorkerId == workerId && e.EntryId == act.EntryId, cancel) is not { } entry)
        {
            return null;
        }

        return entry.RequestHash == act.RequestHash
            ? new LedgerReceipt(workerId, entry.SpellId, entry.Revision, LedgerOutcome.Unchanged, [])
            : new Refusal("key-reused", "这次提交的编号已用于另一项内容，请重新打开页面再提交");
    }

    /// <summary>Runs one act in a transaction that no import and no sealed cut can cross, so that "as known on K" stays true.</summary>
    private async Task<Result<LedgerReceipt>> AloneAsync(Actor actor, Func<DateTime, Task<Result<LedgerReceipt>>> act, CancellationToken cancel)
    {
        if (!actor.May(WriteRight))
        {
            return new Refusal("no-right", "您没有登记人员信息的权限，请联系管理员");
        }

        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        try
        {
            var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            if (own is null)
            {
                await db.Dialect.LockRegisterAsync(transaction.Connection!, transaction, cancel);
            }
            else if (!await LockAsync(transaction, cancel))
            {
                return new Refusal("register-busy", "正在导入名册，请几分钟后再试；这次填写的内容还没有保存");
            }

            Forget();
            var result = await act(clock.UtcStamp); // the moment is taken under the lock: nothing recorded earlier can appear later
            if (!result.IsRefused)
            {
                await db.SaveChangesAsync(cancel);
                if (own is not null)
                {
                    await own.CommitAsync(cancel);
                }
            }

            return result;
        }
        catch
        {
            if (own is not null)
            {
                db.ChangeTracker.Clear();
            }

            throw;
        }
        finally
        {
            Forget();
            if (own is not null)
            {
                await own.DisposeAsync();
            }
        }
    }

    /// <summary>False when an import holds the register longer than a person at a screen waits.</summary>
    private async Task<bool> LockAsync(DbTransaction transaction, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await db.Dialect.LockRegisterAsync(transaction.Connection!, transaction, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A context that lives as long as a page must not answer with what it read an hour ago.</summary>
    private void Forget()
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is WorkerProfile or Spell or LedgerEntry).ToList())
        {
            entry.State = EntityState.Detached;
        }
    }

    private void Enter(Act act, Guid workerId, Guid? spellId, long revision, Guid? replaces = null, Guid? other = null)
    {
        var source = act.Source.Reference.Trim();
        db.LedgerEntries().Add(new LedgerEntry
        {
            WorkerId = workerId, EntryId = act.EntryId, Act = act.Name, SpellId = spellId, Replaces = replaces, Other = other, Revision = revision,
            Evidence = (short)act.Source.Evidence, Source = source.Length > LedgerEntryTable.MaxSource ? source[..LedgerEntryTable.MaxSource] : source,
            RequestHash = act.RequestHash, RecordedBy = act.Actor.Login, RecordedAt = act.At,
        });
        db.Audit(clock, act.Actor, $"people.{act.Name}", $"entry={act.EntryId} spell={spellId} revision={revision} other={other}", workerId);
    }

    /// <summary>A clock set back must not close a row before it was opened.</summary>
    private static DateTime Later(DateTime now, DateTime? recorded) => recorded > now ? recorded.Value : now;

    private static LedgerReceipt Receipt(Person person, Spell spell, LedgerOutcome outcome, IReadOnlyList<string> notes) =>
        new(person.Worker.WorkerId, spell.SpellId, spell.Revision, outcome, notes);

    private static WorkStatement Stated(WorkSpell s) => new(s.StartsOn, s.EndsOn, s.Workplace, s.Form)
    {
        Employer = s.Employer, EmployerCredit = s.EmployerCredit, Job = s.Job, Industry = s.Industry, Channel = s.Channel,
        WageFen = s.WageFen, IncomeFen = s.IncomeFen, HasContract = s.HasContract, HasInsurance = s.HasInsurance,
    };

    private static StatusStatement Stated(StatusSpell s) => new(s.Category, s.Risk, s.StartsOn, s.EndsOn);
}
