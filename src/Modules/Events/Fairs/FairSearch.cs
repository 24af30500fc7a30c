using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>Events by part of their title, inside the account's scope.</summary>
internal sealed class FairSearch(ChunfengDb db, RegionTree regions) : ISearchSource
{
    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel)
    {
        if (!FairScope.MayOpen(actor))
        {
            return null;
        }

        var typed = CleanText.Line(text);
        if (typed.Length < 2 || typed.Count(char.IsDigit) > 8)
        {
            return new SearchGroup("活动", []); // a number of a person is no title
        }

        var found = await FairScope.Seen(db, actor).AsNoTracking().Where(f => f.Title.Contains(typed)).OrderByDescending(f => f.StartsOn).ThenBy(f => f.FairId)
            .Take(ISearchSource.Most + 1).Select(f => new { f.FairId, f.Title, f.StartsOn, f.EndsOn, f.Region, f.State }).ToListAsync(cancel);
        return new SearchGroup("活动", [.. found.Take(ISearchSource.Most).Select(f => new SearchHit(
            f.Title, $"/events/{f.FairId}", [FairWords.Days(f.StartsOn, f.EndsOn), regions.Path(new RegionCode(f.Region)), FairWords.Name((FairState)f.State)]))])
        {
            MoreHref = found.Count > ISearchSource.Most ? Platform.Ui.Links.With("/events?view=list", ("q", typed)) : null,
        };
    }
}
