namespace Chunfeng.Employers.Contracts;

/// <summary>An employer as other rooms show it; nothing in it is personal.</summary>
/// <param name="Region">12-digit code of the office that keeps it.</param>
/// <param name="Unit">The unit whose accounts speak for it; null for none.</param>
/// <param name="ConductWarning">What people are told; null when nothing serious is open.</param>
public sealed record EmployerCard(Guid EmployerId, string Name, string CreditCode, string Industry, long Region, Guid? Unit, string? ConductWarning);

/// <summary>What other rooms may ask about employers.</summary>
public interface IEmployers
{
    /// <summary>Null when there is none.</summary>
    Task<EmployerCard?> FindAsync(Guid employerId, CancellationToken cancel);

    /// <summary>The employer a unit's accounts speak for; null when the unit is no employer's.</summary>
    Task<EmployerCard?> OfUnitAsync(Guid unitId, CancellationToken cancel);

    /// <summary>By the full credit code; null when there is none.</summary>
    Task<EmployerCard?> ByCreditAsync(string creditCode, CancellationToken cancel);
}
