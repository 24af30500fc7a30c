using System.Globalization;
using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Engine.Search;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;
using Sought = Chunfeng.Engine.Search.VacancyQuery;

namespace Chunfeng.Employers.Search;

/// <summary>查岗位 for other rooms: the engine finds, the register shows.</summary>
internal sealed class FindVacancies(ChunfengDb db, VacancyShelf shelf, IVacancies vacancies, RegionTree regions, TimeProvider clock) : IVacancySearch
{
    private const int PageSize = 20, MostWider = 4, MostText = 50, MostOfFirm = 2000;
    private static readonly VacancyFinds Nothing = new([], 0, 1, 1, "", []);

    public async Task<VacancyFinds> FindAsync(VacancyAsk ask, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.EmployersRead) && !actor.May(Rights.EventsWrite) && !actor.May(Rights.LiveHost))
        {
            return Nothing;
        }

        var (words, firm, where) = (Short(ask.Words), Short(ask.Firm), Short(ask.Where));
        var place = where.Length == 0 ? null : PlaceText.Read(regions, where);
        if (where.Length > 0 && place is null)
        {
            return Nothing with { WhereOdd = "没有认出这个地点，请写成“太原市清徐县”的样子" };
        }

        var page = Math.Clamp(ask.Page, 1, Sought.MostSkip / PageSize);
        var sought = new Sought
        {
            Text = words, Region = place?.Code.Value ?? 0, OpenOn = clock.Today, Near = actor.Region.At(RegionLevel.County).Value, Order = words.Length > 0 ? VacancyOrder.Relevance : VacancyOrder.Newest,
            Skip = (page - 1) * PageSize, Take = PageSize,
        };
        var search = await shelf.GetAsync(cancel);
        if (firm.Length > 0)
        {
            return await OfFirmAsync(search, sought, firm, where, page, cancel);
        }

        var hits = search.Find(sought);
        return new VacancyFinds(await vacancies.FindAsync([.. hits.Page.Select(h => h.Id)], cancel), hits.Total, page, PagesOf(hits.Total), hits.Total > 0 ? "" : hits.Why,
            [.. hits.Relaxations.Take(MostWider).Select(r => new WiderAsk(r.Text, r.Total, new VacancyAsk(r.Query.Text, null, r.Query.Region == 0 ? null : r.Query.Region.ToString("D12", CultureInfo.InvariantCulture))))]);
    }

    /// <summary>The same in the engine's order, of employers whose name holds the text: a word of the search may lie anywhere, a name may not.</summary>
    private async Task<VacancyFinds> OfFirmAsync(VacancySearch search, Sought sought, string firm, string where, int page, CancellationToken cancel)
    {
        var today = clock.Today;
        var ofFirm = (await db.Postings().Where(p => p.State == (short)PostingState.Published && p.PostsOpen > 0 && p.FromDay <= today && p.ToDay >= today
                && db.Employers().Any(e => e.EmployerId == p.EmployerId && e.Name.Contains(firm))).OrderByDescending(p => p.VacancyId).Select(p => p.VacancyId).Take(MostOfFirm).ToListAsync(cancel)).ToHashSet();
        List<Guid> found = [];
        VacancyHits hits;
        var skip = 0;
        do
        {
            hits = search.Find(sought with { Skip = skip, Take = Sought.MostTake });
            found.AddRange(hits.Page.Select(h => h.Id).Where(ofFirm.Contains));
            skip += Sought.MostTake;
        }
        while (skip < Math.Min(hits.Total, Sought.MostSkip) && found.Count < ofFirm.Count);

        var shown = found.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        return new VacancyFinds(await vacancies.FindAsync(shown, cancel), found.Count, page, PagesOf(found.Count), found.Count > 0 ? "" : $"没有查到名称里有“{firm}”、又符合其他条件的单位在招的岗位",
            found.Count > 0 ? [] : [.. new WiderAsk[] { new("不限其他条件", ofFirm.Count, new VacancyAsk(null, firm)), new("不限单位", hits.Total, new VacancyAsk(sought.Text, null, where)) }.Where(w => w.Total > 0)]);
    }

    private static int PagesOf(int total) => Math.Max(1, (Math.Min(total, Sought.MostSkip) + PageSize - 1) / PageSize);

    private static string Short(string? text)
    {
        var clean = VacancyRules.Clean(text ?? "");
        return clean.Length > MostText ? clean[..MostText] : clean;
    }
}
