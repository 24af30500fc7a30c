using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Contracts;

/// <summary>An employer as other rooms show it; nothing in it is personal.</summary>
/// <param name="Region">12-digit code of the office that keeps it.</param>
/// <param name="Unit">The unit whose accounts speak for it; null for none.</param>
/// <param name="ConductWarning">What people are told; null when nothing serious is open.</param>
public sealed record EmployerCard(Guid EmployerId, string Name, string CreditCode, string Industry, long Region, Guid? Unit, string? ConductWarning);

/// <summary>An employer the register does not have yet, as another room tells it.</summary>
/// <param name="Seat">Where it lies, as people write it, at least down to the county: 太原市小店区.</param>
public sealed record EmployerStatement(string CreditCode, string Name, string Seat);

/// <summary>One entry of an employer's conduct record, in words.</summary>
public sealed record ConductLine(string Kind, bool Serious, bool Open, DateOnly FoundOn, string Document, string State);

/// <summary>What other rooms may ask and tell about employers.</summary>
public interface IEmployers
{
    /// <summary>Null when there is none.</summary>
    Task<EmployerCard?> FindAsync(Guid employerId, CancellationToken cancel);

    /// <summary>Those there are, by id.</summary>
    Task<IReadOnlyDictionary<Guid, EmployerCard>> FindAsync(IReadOnlyCollection<Guid> employerIds, CancellationToken cancel);

    /// <summary>The employer a unit's accounts speak for; null when the unit is no employer's.</summary>
    Task<EmployerCard?> OfUnitAsync(Guid unitId, CancellationToken cancel);

    /// <summary>By the full credit code; null when there is none.</summary>
    Task<EmployerCard?> ByCreditAsync(string creditCode, CancellationToken cancel);

    /// <summary>Those there are, by full credit code.</summary>
    Task<IReadOnlyDictionary<string, EmployerCard>> ByCreditAsync(IReadOnlyCollection<string> creditCodes, CancellationToken cancel);

    /// <summary>A page of those whose name holds the text, the latest registered first: for staff those of their area, and of their county where they work below it; for an
    /// employer's own account its own. A whole credit code is found wherever it is registered.</summary>
    Task<KeyPage<EmployerCard>> SearchAsync(string? text, PageAsk ask, Actor actor, CancellationToken cancel);

    /// <summary>Those of the area's city whose names look like this one, and of the whole province when the bare name is the same; the most alike first.</summary>
    Task<IReadOnlyList<EmployerCard>> NearAsync(string name, RegionCode area, CancellationToken cancel);

    /// <summary>The conduct record, what is open first.</summary>
    Task<IReadOnlyList<ConductLine>> ConductAsync(Guid employerId, int most, CancellationToken cancel);

    /// <summary>Registers an employer by the register's own rules: the right, the area, one employer a credit code.</summary>
    /// <param name="confirmed">Who tells it has seen the names that look alike.</param>
    Task<Result<EmployerCard>> RegisterAsync(EmployerStatement told, bool confirmed, Actor actor, CancellationToken cancel);
}
