using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.Employers.Contracts;

/// <summary>A person an employer took on.</summary>
/// <param name="HireId">The caller's id of the hire; the same again changes nothing.</param>
/// <param name="HiredOn">The first day, in China; not in the future.</param>
/// <param name="VacancyId">Null when it was no vacancy here.</param>
/// <param name="HelpUnit">The help unit that brought the person; null for none.</param>
public sealed record HireStatement(Guid WorkerId, Guid HireId, Guid EmployerId, DateOnly HiredOn, Guid? VacancyId = null, Guid? HelpUnit = null);

/// <summary>The register of people employers took on: what the absorption of state-owned employers and help units is counted from (2.5).</summary>
public interface IHires
{
    /// <summary>Writes a hire into the caller's transaction or unit of work; whether the person is 脱贫 or 监测对象 on the first day is read from the register.</summary>
    /// <returns>False when it was known already.</returns>
    Task<Result<bool>> RecordAsync(HireStatement hire, Actor actor, CancellationToken cancel);

    /// <summary>The person left. The same day again changes nothing.</summary>
    Task<Refusal?> EndAsync(Guid workerId, Guid hireId, DateOnly lastDay, Actor actor, CancellationToken cancel);

    /// <summary>The hire never came about: it counts no more. Again, or one that is not known, changes nothing.</summary>
    Task UndoAsync(Guid workerId, Guid hireId, Actor actor, CancellationToken cancel);
}
