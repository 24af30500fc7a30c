using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Register;

/// <summary>Employers in the answer to the search box: part of the name, or the credit code.</summary>
internal sealed class EmployerSearch(EmployerQuery query, RegionTree regions) : ISearchSource
{
    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.SeesArea(actor) || text.Trim().Length < 2)
        {
            return null;
        }

        var page = await query.HandleAsync(new EmployerFilter(text), new PageAsk(), actor, cancel);
        return new SearchGroup("用人单位", [.. page.Rows.Take(ISearchSource.Most).Select(r => new SearchHit(r.Name, $"/employers/{r.EmployerId}", [r.CreditCode, EmployerWords.Place(regions, r.Seat)]))])
        {
            MoreHref = page.Rows.Count > ISearchSource.Most ? Links.With("/employers", ("q", text.Trim())) : null,
        };
    }
}

/// <summary>Vacancies in the answer to the search box: part of the title or of the employer's name.</summary>
internal sealed class VacancyFinder(VacancyQuery query, RegionTree regions) : ISearchSource
{
    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.MayOpen(actor) || text.Trim().Length < 2)
        {
            return null;
        }

        var page = await query.HandleAsync(new VacancyFilter(VacancyTab.All, Text: text), new PageAsk(), actor, cancel);
        return new SearchGroup("岗位", [.. page.Rows.Take(ISearchSource.Most).Select(r => new SearchHit(
            r.Title, $"/vacancies/{r.VacancyId}", [r.Employer, EmployerWords.Place(regions, r.Place), VacancyWords.Name((PostingState)r.State)]))])
        {
            MoreHref = page.Rows.Count > ISearchSource.Most ? Links.With("/vacancies", ("q", text.Trim()), ("tab", "all")) : null,
        };
    }
}
