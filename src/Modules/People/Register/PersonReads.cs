using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>What is read of one person on page after page: found by keys, so planned once, and put together once (<see cref="ChunfengDb.Compiled{T}"/>).</summary>
internal sealed class PersonReads
{
    /// <summary>Most of a household that are shown beside a person.</summary>
    public const int MostHousehold = 20;

    /// <summary>A registration inside the homes [from, to).</summary>
    public Func<ChunfengDb, Guid, long, long, CancellationToken, Task<Worker?>> Worker { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, long from, long to, CancellationToken cancel) =>
        db.Set<Worker>().AsNoTracking().TagWith(Planned.Once).SingleOrDefault(w => w.WorkerId == worker && w.Home >= from && w.Home < to));

    /// <summary>Registrations merged into a person, each with whether it stands inside the homes [from, to).</summary>
    public Func<ChunfengDb, Guid, long, long, IAsyncEnumerable<MergedRegistration>> Merged { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, long from, long to) =>
        db.Set<Worker>().AsNoTracking().TagWith(Planned.Once).Where(w => w.MergedInto == worker).OrderBy(w => w.WorkerId)
            .Select(w => new MergedRegistration(w.WorkerId, w.Name, w.Home >= from && w.Home < to)));

    /// <summary>Every work spell of some registrations, superseded ones too, the latest first.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<WorkSpell>> Work { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> owners) =>
        db.Set<WorkSpell>().AsNoTracking().TagWith(Planned.Once).Where(s => owners.Contains(s.WorkerId))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.SpellId).ThenByDescending(s => s.Revision).AsQueryable());

    /// <summary>Every spell of a category of some registrations, superseded ones too, the latest first.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<StatusSpell>> Statuses { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> owners) =>
        db.Set<StatusSpell>().AsNoTracking().TagWith(Planned.Once).Where(s => owners.Contains(s.WorkerId))
            .OrderByDescending(s => s.StartsOn).ThenBy(s => s.SpellId).ThenByDescending(s => s.Revision).AsQueryable());

    /// <summary>Earlier versions of a registration, the last first.</summary>
    public Func<ChunfengDb, Guid, IAsyncEnumerable<WorkerPast>> Past { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker) =>
        db.Set<WorkerPast>().AsNoTracking().TagWith(Planned.Once).Where(w => w.WorkerId == worker).OrderByDescending(w => w.Version).AsQueryable());

    /// <summary>Others of a household inside the homes [from, to), the eldest first.</summary>
    public Func<ChunfengDb, Guid, Guid, long, long, IAsyncEnumerable<HouseholdMember>> Household { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid house, Guid worker, long from, long to) =>
        db.Set<Worker>().AsNoTracking().TagWith(Planned.Once)
            .Where(w => w.Home >= from && w.Home < to && w.HouseholdId == house && w.WorkerId != worker && w.MergedInto == null)
            .OrderBy(w => w.BirthDate).Take(MostHousehold).Select(w => new HouseholdMember(w.WorkerId, w.Name, w.Relation)));

    /// <summary>Registrations merged into a person by a moment, as they stand now.</summary>
    public Func<ChunfengDb, Guid, DateTime, IAsyncEnumerable<Guid>> MergedBy { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, DateTime known) =>
        db.Set<Worker>().TagWith(Planned.Once).Where(w => w.MergedInto == worker && w.RecordedAt <= known).Select(w => w.WorkerId));

    /// <summary>Registrations merged into a person at a moment, whatever became of that since.</summary>
    public Func<ChunfengDb, Guid, DateTime, IAsyncEnumerable<Guid>> MergedThen { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, DateTime known) =>
        db.Set<WorkerPast>().TagWith(Planned.Once).Where(w => w.MergedInto == worker && w.RecordedAt <= known && w.SupersededAt > known).Select(w => w.WorkerId));

    /// <summary>Work begun by a day, as known at a moment.</summary>
    public Func<ChunfengDb, List<Guid>, DateOnly, DateTime, IAsyncEnumerable<WorkSpell>> WorkKnown { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> owners, DateOnly on, DateTime known) =>
        db.Set<WorkSpell>().AsNoTracking().TagWith(Planned.Once)
            .Where(s => owners.Contains(s.WorkerId) && s.StartsOn <= on && s.RecordedAt <= known && (s.SupersededAt == null || s.SupersededAt > known)));

    /// <summary>Categories begun by a day, as known at a moment.</summary>
    public Func<ChunfengDb, List<Guid>, DateOnly, DateTime, IAsyncEnumerable<StatusSpell>> StatusesKnown { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> owners, DateOnly on, DateTime known) =>
        db.Set<StatusSpell>().AsNoTracking().TagWith(Planned.Once)
            .Where(s => owners.Contains(s.WorkerId) && s.StartsOn <= on && s.RecordedAt <= known && (s.SupersededAt == null || s.SupersededAt > known)));

    /// <summary>Names of people by their ids, inside the homes [from, to).</summary>
    public Func<ChunfengDb, List<Guid>, long, long, IAsyncEnumerable<NameRow>> Names { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> workers, long from, long to) =>
        db.Set<Worker>().AsNoTracking().TagWith(Planned.Once).Where(w => w.Home >= from && w.Home < to && workers.Contains(w.WorkerId))
            .Select(w => new NameRow(w.WorkerId, w.Name, w.IdCipher, w.Sex, w.BirthDate, w.Home)));
}

/// <summary>A person's name, the number still encrypted.</summary>
internal sealed record NameRow(Guid WorkerId, string Name, byte[] IdCipher, short Sex, DateOnly BirthDate, long Home);
