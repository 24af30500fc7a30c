using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.Employers.Contracts;

/// <summary>A published vacancy as other rooms show it; nothing in it is personal.</summary>
/// <param name="Facts">What the matching engine compares; <see cref="Vacancy.Posts"/> is the posts still open.</param>
/// <param name="Region">12-digit code of the office that reviewed it: whose staff may act on it.</param>
/// <param name="Pay">In words, such as 4500—6000元/月; "" when not stated.</param>
/// <param name="Place">In words, such as 山西省太原市小店区.</param>
/// <param name="Version">Counts up with every change.</param>
public sealed record VacancyCard(
    Guid VacancyId, Guid EmployerId, string Employer, string EmployerCredit, string Title, string Description, Vacancy Facts, long Region, string Industry,
    string Pay, string Place, int Posts, string? ConductWarning, long Version)
{
    public bool OpenOn(DateOnly day) => Facts.From <= day && day <= Facts.To && Facts.Posts > 0;
}

/// <summary>What other rooms may ask and tell about vacancies.</summary>
public interface IVacancies
{
    /// <summary>Null when there is none, or it is not published.</summary>
    Task<VacancyCard?> FindAsync(Guid vacancyId, CancellationToken cancel);

    /// <summary>In the order asked for; what is not published is left out.</summary>
    Task<IReadOnlyList<VacancyCard>> FindAsync(IReadOnlyCollection<Guid> vacancyIds, CancellationToken cancel);

    /// <summary>Every published vacancy open on the day, by id; streamed for the nightly run.</summary>
    IAsyncEnumerable<Vacancy> OpenAsync(DateOnly day, CancellationToken cancel);

    /// <summary>Somebody was hired: one post fewer, in the caller's transaction or unit of work. Refused as no-posts when none is left;
    /// the same <paramref name="hireId"/> again changes nothing.</summary>
    Task<Result<int>> FillAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel);

    /// <summary>A hire fell through: the post is open again. The same hire again changes nothing.</summary>
    Task<Result<int>> ReopenAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel);
}
