using System.Linq.Expressions;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Register;

/// <summary>What is read of those who look for work: one person on page after page, an area page by page. Found by keys, so planned once, and put together once.</summary>
internal sealed class SeekerReads
{
    /// <summary>A registration's own columns.</summary>
    public static readonly Expression<Func<Worker, SeekerRow>> Row = w => new SeekerRow
    {
        WorkerId = w.WorkerId, Version = w.Version, Sex = w.Sex, BirthDate = w.BirthDate, Home = w.Home, Education = w.Education, Health = w.Health,
        Relocated = w.Relocated, Ability = w.Ability, JobWish = w.JobWish, Skill = w.Skill, TrainingTrade = w.TrainingTrade,
    };

    /// <summary>A registration inside the homes [from, to); none for one that was merged.</summary>
    public Func<ChunfengDb, Guid, long, long, IAsyncEnumerable<SeekerRow>> One { get; } = EF.CompileAsyncQuery((ChunfengDb db, Guid worker, long from, long to) =>
        db.Set<Worker>().AsNoTracking().TagWith(Planned.Once).Where(w => w.WorkerId == worker && w.MergedInto == null && w.Home >= from && w.Home < to).Select(Row));

    /// <summary>Registrations merged into some people.</summary>
    public Func<ChunfengDb, List<Guid>, IAsyncEnumerable<MergedWorker>> MergedInto { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> people) =>
        db.Set<Worker>().AsNoTracking().TagWith(Planned.Once).Where(w => w.MergedInto != null && people.Contains(w.MergedInto.Value)).Select(w => new MergedWorker(w.WorkerId, w.MergedInto!.Value)));

    /// <summary>Work begun by a day.</summary>
    public Func<ChunfengDb, List<Guid>, DateOnly, IAsyncEnumerable<SeekerSpell>> Work { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> owners, DateOnly day) =>
        db.Set<WorkSpell>().AsNoTracking().TagWith(Planned.Once).Where(s => owners.Contains(s.WorkerId) && s.SupersededAt == null && s.StartsOn <= day)
            .Select(s => new SeekerSpell(s.WorkerId, s.SpellId, s.Job, s.Employer, s.EmployerCredit, s.StartsOn, s.EndsOn)));

    /// <summary>Categories on a day.</summary>
    public Func<ChunfengDb, List<Guid>, DateOnly, IAsyncEnumerable<SeekerCategory>> Categories { get; } = EF.CompileAsyncQuery((ChunfengDb db, List<Guid> owners, DateOnly day) =>
        db.Set<StatusSpell>().AsNoTracking().TagWith(Planned.Once)
            .Where(s => owners.Contains(s.WorkerId) && s.SupersededAt == null && s.StartsOn <= day && (s.EndsOn == null || s.EndsOn >= day))
            .Select(s => new SeekerCategory(s.WorkerId, s.Category)));
}

/// <summary>A registration's own columns.</summary>
internal sealed class SeekerRow
{
    public Guid WorkerId { get; init; }
    public long Version { get; init; }
    public short Sex { get; init; }
    public DateOnly BirthDate { get; init; }
    public long Home { get; init; }
    public string? Education { get; init; }
    public string? Health { get; init; }
    public bool? Relocated { get; init; }
    public short? Ability { get; init; }
    public string? JobWish { get; init; }
    public string? Skill { get; init; }
    public string? TrainingTrade { get; init; }
}

/// <summary>A registration and the one it was merged into.</summary>
internal sealed record MergedWorker(Guid WorkerId, Guid Into);

/// <summary>A work spell, as matching looks at it.</summary>
internal sealed record SeekerSpell(Guid WorkerId, Guid SpellId, string? Job, string? Employer, string? EmployerCredit, DateOnly StartsOn, DateOnly? EndsOn);

/// <summary>A category that holds.</summary>
internal sealed record SeekerCategory(Guid WorkerId, short Category);
