using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>Reading one person, as in force on a day and as known at a moment.</summary>
internal sealed partial class PersonLedger
{
    /// <summary>A household of the register has a handful of members; a wrong household number must not load a village.</summary>
    private const int MaxHousehold = 100;

    public async Task<Result<PersonFacts>> ReadAsync(Guid workerId, DateOnly inForceOn, DateTime? knownOn, Actor actor, CancellationToken cancel)
    {
        var known = DateTime.SpecifyKind(knownOn ?? clock.UtcStamp, DateTimeKind.Utc);
        if (await AsKnownAsync(workerId, known, actor, cancel) is not { } asked)
        {
            return NotFound;
        }

        var person = asked;
        if (asked.MergedInto is { } into)
        {
            if (await AsKnownAsync(into, known, actor, cancel) is not { } target)
            {
                return new Refusal("merged-elsewhere", "此登记已合并到其他地区的登记，请联系上级查看");
            }

            person = target;
        }

        var owners = await OwnersAsync(person.WorkerId, known, cancel);
        var reads = db.Compiled<PersonReads>();
        var work = await reads.WorkKnown(db, owners, inForceOn, known).ToListAsync(cancel);
        var statuses = await reads.StatusesKnown(db, owners, inForceOn, known).ToListAsync(cancel);
        return new PersonFacts(
            person.WorkerId, workerId, person.Version, inForceOn, person.Name, person.Sex, person.BirthDate, person.Home, person.Education,
            person.HouseholdId, person.WantsTraining, person.TrainingTrade, person.JobWish,
            [.. work.OrderBy(s => s.StartsOn).ThenBy(s => s.SpellId)
                .Select(s => new WorkFact(s.SpellId, s.Revision, Stated(s), (Evidence)s.Evidence, s.RecordedAt, s.WorkerId))],
            [.. statuses.OrderBy(s => s.StartsOn).ThenBy(s => s.SpellId)
                .Select(s => new CategoryFact(s.SpellId, s.Revision, Stated(s), (Evidence)s.Evidence, s.RecordedAt, s.WorkerId))]);
    }

    public async Task<Result<PersonHistory>> HistoryAsync(Guid workerId, Actor actor, CancellationToken cancel)
    {
        var (from, end) = PeopleScope.Range(actor, null);
        if (await db.Compiled<PersonReads>().Worker(db, workerId, from, end, cancel) is not { } worker)
        {
            return NotFound;
        }

        var owners = await OwnersAsync(workerId, cancel);
        var versions = await db.WorkersPast().AsNoTracking().Where(w => owners.Contains(w.WorkerId)).ToListAsync<WorkerProfile>(cancel);
        versions.AddRange(owners.Count == 1 ? [worker] : await db.Workers().AsNoTracking().Where(w => owners.Contains(w.WorkerId)).ToListAsync(cancel));
        var history = LedgerHistory.Of(
            versions,
            await db.WorkSpells().AsNoTracking().Where(s => owners.Contains(s.WorkerId)).ToListAsync(cancel),
            await db.StatusSpells().AsNoTracking().Where(s => owners.Contains(s.WorkerId)).ToListAsync(cancel),
            await db.LedgerEntries().AsNoTracking().Where(e => owners.Contains(e.WorkerId)).ToListAsync(cancel),
            new LedgerWords(codes, regions, crypto));
        return new PersonHistory(workerId, history);
    }

    public async Task<Result<HouseholdView>> HouseholdAsync(Guid householdId, Actor actor, CancellationToken cancel)
    {
        var everybody = db.Workers().AsNoTracking().Where(w => w.HouseholdId == householdId && w.MergedInto == null);
        var seen = await everybody.Within(actor).OrderBy(w => w.BirthDate).ThenBy(w => w.WorkerId).Take(MaxHousehold).ToListAsync(cancel);
        if (seen.Count == 0)
        {
            return new Refusal("household-not-found", "没有找到这户人，或不在您的管辖范围内");
        }

        var today = clock.Today;
        var ids = seen.Select(w => w.WorkerId).ToList();
        var merged = await db.Workers().Where(w => w.MergedInto != null && ids.Contains(w.MergedInto.Value))
            .Select(w => new { w.WorkerId, Into = w.MergedInto!.Value }).ToDictionaryAsync(w => w.WorkerId, w => w.Into, cancel);
        List<Guid> owners = [.. ids, .. merged.Keys];
        Guid Counted(Guid owner) => merged.TryGetValue(owner, out var into) ? into : owner;
        var atWork = (await db.WorkSpells()
            .Where(s => owners.Contains(s.WorkerId) && s.SupersededAt == null && s.StartsOn <= today && (s.EndsOn == null || s.EndsOn >= today))
            .Select(s => s.WorkerId).ToListAsync(cancel)).Select(Counted).ToHashSet();
        var categories = (await db.StatusSpells()
            .Where(s => owners.Contains(s.WorkerId) && s.SupersededAt == null && s.StartsOn <= today && (s.EndsOn == null || s.EndsOn >= today))
            .Select(s => new { s.WorkerId, s.Category }).ToListAsync(cancel)).ToLookup(s => Counted(s.WorkerId), s => s.Category);
        var all = await everybody.CountAsync(cancel);
        return new HouseholdView(
            householdId, seen[0].HouseholdNo, seen[0].HeadName,
            [.. seen.Select(w => new HouseholdPerson(
                w.WorkerId, w.Name, w.Relation, w.Sex, w.BirthDate, atWork.Contains(w.WorkerId), [.. categories[w.WorkerId].Distinct().Order()]))],
            Math.Max(0, all - seen.Count));
    }

    /// <summary>The registration as known at a moment; who may see it is decided by where it is registered now.</summary>
    private async Task<WorkerProfile?> AsKnownAsync(Guid workerId, DateTime known, Actor actor, CancellationToken cancel)
    {
        var (from, to) = PeopleScope.Range(actor, null);
        var now = await db.Compiled<PersonReads>().Worker(db, workerId, from, to, cancel);
        return now is null || now.RecordedAt <= known
            ? now
            : await db.WorkersPast().AsNoTracking().Where(w => w.WorkerId == workerId && w.RecordedAt <= known && w.SupersededAt > known)
                .OrderByDescending(w => w.Version).FirstOrDefaultAsync(cancel);
    }

    private async Task<List<Guid>> OwnersAsync(Guid workerId, DateTime known, CancellationToken cancel)
    {
        var reads = db.Compiled<PersonReads>();
        var now = await reads.MergedBy(db, workerId, known).ToListAsync(cancel);
        var then = await reads.MergedThen(db, workerId, known).ToListAsync(cancel);
        return [workerId, .. now.Union(then)];
    }
}
