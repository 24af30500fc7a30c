using Chunfeng.Platform.Access;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Contracts;

/// <summary>One piece of work a person has done, as registered; "" is not stated.</summary>
/// <param name="Goes">In force on the day asked for.</param>
public sealed record SeekerWork(string Job, string Employer, string EmployerCredit, DateOnly StartsOn, bool Goes);

/// <summary>What matching needs to know of a person on a day, and nothing else: no name, no number. Texts as registered, "" when not stated.</summary>
/// <param name="Education">Code of GB/T 4658-2006.</param>
/// <param name="Health">Code of GB/T 2261.3.</param>
/// <param name="Ability">1 普通, 2 技能, 3 弱或半, 4 丧失; 0 not stated.</param>
/// <param name="Categories">Numbers of data/codes/person_category.csv in force on the day: P10 → 10.</param>
/// <param name="Work">Begun by the day, the latest first, those that go on before those that ended, at most <see cref="ISeekers.MostWork"/>; those of registrations merged into this one included.</param>
public sealed record SeekerFact(
    Guid WorkerId, long Version, short Sex, DateOnly BirthDate, long Home, string Education, string Health, bool Relocated, short Ability, string JobWish, string Skill,
    string TrainingTrade, IReadOnlyList<short> Categories, IReadOnlyList<SeekerWork> Work)
{
    public bool AtWork => Work.Any(w => w.Goes);
}

/// <summary>How many people of a county work for an employer on a day, as registered.</summary>
/// <param name="County">12-digit code of their register home's county.</param>
public sealed record EmployerTownspeople(string EmployerCredit, string Employer, long County, int People);

/// <summary>Reads people as those who might look for work. One person at a time or a whole area as a stream; only who the actor may see.</summary>
public interface ISeekers
{
    const int MostWork = 5;

    /// <summary>Null when there is none in the actor's area, or it was merged into another registration.</summary>
    Task<SeekerFact?> FindAsync(Guid workerId, DateOnly day, Actor actor, CancellationToken cancel);

    /// <summary>Everybody registered in the area, in rising order of their ids; memory does not grow with their number.</summary>
    /// <param name="area">Null for the whole of the actor's area.</param>
    IAsyncEnumerable<SeekerFact> StreamAsync(RegionCode? area, DateOnly day, Actor actor, CancellationToken cancel);

    /// <summary>Work in force on the day by employer and home county; work without an employer's name is left out.</summary>
    IAsyncEnumerable<EmployerTownspeople> AtWorkAsync(DateOnly day, Actor actor, CancellationToken cancel);
}
