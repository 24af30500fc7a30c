using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.Matching.Referrals;

/// <summary>What waits in matching: for an office overdue referrals, people to confirm and to ask after; for an employer its applicants.</summary>
internal sealed class ReferralTodo(IServiceScopeFactory scopes, TimeProvider clock) : ITodoSource
{
    private const short Hired = (short)ReferralState.Hired;

    public string Room => "推荐就业";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.MatchingRefer) && !actor.May(Rights.EmployersOwn))
        {
            return [];
        }

        await using var scope = scopes.CreateAsyncScope();
        var viewer = await scope.ServiceProvider.GetRequiredService<Viewers>().OfAsync(actor, cancel);
        if (!viewer.MayAct)
        {
            return [];
        }

        var (today, items) = (clock.Today, new List<TodoItem>());
        var mine = ReferralScope.Referrals(db, viewer).AsNoTracking();
        var asked = await ReferralScope.Checks(db, viewer).AsNoTracking().CountAsync(c => c.Answer == (short)RetentionAnswer.Open && c.DueOn <= today, cancel);
        if (viewer.Role == ReferralRole.Employer)
        {
            var waiting = await mine.CountAsync(r => r.State > (short)ReferralState.Referred && r.State < Hired, cancel);
            var late = await mine.AnyAsync(r => r.State > (short)ReferralState.Referred && r.State < Hired && r.DueOn < today, cancel);
            Add(waiting, $"{waiting} 名应聘人员等您答复", "/matching/applicants", late);
            Add(asked, $"答复 {asked} 人是否还在岗", "/matching/applicants?tab=checks", false);
            return items;
        }

        var overdue = await mine.CountAsync(r => r.State < Hired && r.DueOn < today, cancel);
        Add(overdue, $"{overdue} 次推荐超过期限没有答复", "/matching?tab=overdue", true);
        var unconfirmed = await mine.CountAsync(r => r.State == (short)ReferralState.Referred && r.DueOn >= today && r.UnitId == actor.Unit, cancel);
        Add(unconfirmed, $"{unconfirmed} 名推荐的人还没有确认", "/matching?tab=referred", false);
        Add(asked, $"回访 {asked} 人是否还在岗", "/matching?tab=checks", false);
        return items;

        void Add(int count, string title, string href, bool isLate)
        {
            if (count > 0)
            {
                items.Add(new TodoItem(title, href) { Count = count, Late = isLate });
            }
        }
    }
}

/// <summary>The search box finds referrals by the vacancy's or the employer's name, inside the viewer's scope.</summary>
internal sealed class ReferralSearch(ReferralList list, Viewers viewers) : ISearchSource
{
    private const int MostDigits = 6;

    public async Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel)
    {
        var viewer = await viewers.OfAsync(actor, cancel);
        if (viewer.Role == ReferralRole.None)
        {
            return null;
        }

        // a number is for the register to find
        if (text.Trim().Length < 2 || text.Count(char.IsDigit) > MostDigits)
        {
            return new SearchGroup("推荐", []);
        }

        var found = await list.HandleAsync(new ReferralFilter(ReferralTab.All, Text: text), null, null, viewer, cancel, ISearchSource.Most);
        return new SearchGroup("推荐", [.. found.Lines.Select(l => new SearchHit(
            $"{l.Name} · {l.Referral.Title}", $"/matching/{l.Referral.WorkerId}/{l.Referral.ReferralId}",
            [l.Referral.Employer, ReferralWords.Name((ReferralState)l.Referral.State, l.Referral.LeftOn is not null)]))])
        {
            MoreHref = found.Next is null || viewer.Role != ReferralRole.Office ? null : Platform.Ui.Links.With("/matching", ("tab", "all"), ("q", text)),
        };
    }
}
