using Chunfeng.Platform.Access;

namespace Chunfeng.Employers.Contracts;

/// <summary>What somebody looks for among the published vacancies; empty members do not filter.</summary>
/// <param name="Words">Everyday words for the work: 电焊, 包住 保洁.</param>
/// <param name="Firm">Part of the employer's name.</param>
/// <param name="Where">The workplace as people write it, or its code: 太原市清徐县.</param>
/// <param name="Page">From 1.</param>
public sealed record VacancyAsk(string? Words = null, string? Firm = null, string? Where = null, int Page = 1);

/// <summary>A wider question that finds something.</summary>
public sealed record WiderAsk(string Text, int Total, VacancyAsk Ask);

/// <summary>A page of what was found, the best fit first.</summary>
/// <param name="Why">Why nothing fits; "" when something does.</param>
/// <param name="WhereOdd">What was wrong with the place; null when it was understood. Nothing is found then.</param>
public sealed record VacancyFinds(IReadOnlyList<VacancyCard> Cards, int Total, int Page, int Pages, string Why, IReadOnlyList<WiderAsk> Wider, string? WhereOdd = null);

/// <summary>The house's search over published vacancies, for rooms that let people choose some.</summary>
public interface IVacancySearch
{
    /// <summary>Those open today with a post left; published vacancies are public, so staff who read vacancies, hold fairs or host live rooms find those of every area; anybody else finds none.</summary>
    Task<VacancyFinds> FindAsync(VacancyAsk ask, Actor actor, CancellationToken cancel);
}
