using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Gigs;

/// <summary>What waits for who runs the markets of an area: posts to check, slips unpaid the day after, disputes nobody settled, units
/// the employers' register does not have.</summary>
internal sealed class GigTodo(TimeProvider clock) : ITodoSource
{
    private const int UnpaidDays = 30;

    public string Room => "零工市场";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!GigScope.MayRun(actor))
        {
            return [];
        }

        var (today, items) = (clock.Today, new List<TodoItem>());
        long from = actor.Region.Value, end = actor.Region.End;
        var check = db.GigPosts().Where(p => p.Region >= from && p.Region < end && p.Day >= today && p.State == (short)PostState.Submitted);
        if (await check.CountAsync(cancel) is var waiting and > 0)
        {
            items.Add(new TodoItem($"审核 {waiting} 条零工用工信息", "/gigs?tab=check") { Count = waiting, Since = await check.MinAsync(p => p.SubmittedAt, cancel) });
        }

        var since = today.AddDays(-UnpaidDays);
        var unpaid = await db.GigPlaces().CountAsync(p => p.Region >= from && p.Region < end && p.Day < today && p.Day >= since && p.State == (short)PlaceState.Done && p.PaidFen < p.AmountFen, cancel);
        if (unpaid > 0)
        {
            items.Add(new TodoItem($"催付 {unpaid} 张没付清的日结凭证", "/gigs?tab=unpaid") { Count = unpaid, Late = true });
        }

        var disputes = await db.GigDisputes().CountAsync(d => d.Region >= from && d.Region < end && d.SettledAt == null && d.CaseId == null, cancel);
        if (disputes > 0)
        {
            items.Add(new TodoItem($"处理 {disputes} 件零工争议", "/gigs?tab=disputes") { Count = disputes });
        }

        var untold = actor.May(Rights.EmployersWrite)
            ? await db.GigEmployers().CountAsync(e => e.Region >= from && e.Region < end && e.RegisterId == null && e.Credit != "", cancel) : 0;
        if (untold > 0)
        {
            items.Add(new TodoItem($"登记 {untold} 家零工用工单位到用人单位名册", "/gigs?tab=employers&only=untold") { Count = untold });
        }

        return items;
    }
}

/// <summary>Markets, posts and slips by what people type: a market's name, a post's words, a slip's number.</summary>
internal sealed class GigSearch(ChunfengDb db) : ISearchSource
{
    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel)
    {
        if (!GigScope.MayOpen(actor))
        {
            return null;
        }

        var sought = MarketRules.Clean(text, 50);
        if (sought.Length < 2)
        {
            return new SearchGroup("零工", []);
        }

        var markets = await GigScope.Markets(db, actor).AsNoTracking().Where(m => m.Name.Contains(sought)).OrderBy(m => m.Name).Take(ISearchSource.Most).ToListAsync(cancel);
        var posts = await GigScope.Posts(db, actor).AsNoTracking().Where(p => p.Title.Contains(sought) || p.EmployerName.Contains(sought)).OrderByDescending(p => p.Day).ThenBy(p => p.PostId)
            .Take(ISearchSource.Most - markets.Count).ToListAsync(cancel);
        return new SearchGroup("零工",
        [
            .. markets.Select(m => new SearchHit(m.Name, $"/gigs/markets/{m.MarketId}", [GigWords.Name((MarketKind)m.Kind), m.Address])),
            .. posts.Select(p => new SearchHit(p.Title, $"/gigs/posts/{p.PostId}", [p.EmployerName, GigWords.When(p.StartsAt, p.EndsAt), GigWords.Name((PostState)p.State)])),
        ]);
    }
}
