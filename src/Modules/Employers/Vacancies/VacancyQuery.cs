using System.Linq.Expressions;
using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Vacancies;

/// <summary>Which vacancies are listed.</summary>
internal enum VacancyTab
{
    /// <summary>Published, open today.</summary>
    Open,
    /// <summary>Waiting for the account's review, the longest wait first.</summary>
    Review,
    /// <summary>Sent back or not yet sent, of those the account may write.</summary>
    Drafts,
    /// <summary>Sent by the account's unit, for stations and agencies.</summary>
    Sent,
    All,
}

/// <summary>What somebody looks for; empty members do not filter.</summary>
/// <param name="Text">Part of the title or of the employer's name.</param>
/// <param name="Place">Workplace inside this region.</param>
/// <param name="Occupation">An occupation or a group, as the engine numbers it; 0 for any.</param>
/// <param name="LeastMonthFen">Fen a month at least; 0 for any.</param>
internal sealed record VacancyFilter(
    VacancyTab Tab, string? Text = null, RegionCode? Place = null, int Occupation = 0, long LeastMonthFen = 0, bool Lodging = false, PostingState? State = null, Guid? Employer = null);

/// <summary>One line of the list.</summary>
internal sealed record VacancyRow(
    Guid VacancyId, Guid EmployerId, string Title, string Employer, int Occupation, long Place, short PayPeriod, long LowFen, long HighFen, long MonthFen, int Posts, int PostsOpen,
    short State, DateOnly ToDay, DateTime? SubmittedAt, string SentName);

/// <summary>Reads the vacancies an account may see.</summary>
internal sealed class VacancyQuery(ChunfengDb db, TimeProvider clock)
{
    private static readonly KeyOrder<Posting> NewestFirst = KeyOrder.ByDescending((Posting p) => p.VacancyId), OldestFirst = KeyOrder.By((Posting p) => p.VacancyId);

    public Task<KeyPage<VacancyRow>> HandleAsync(VacancyFilter filter, PageAsk ask, Actor actor, CancellationToken cancel) =>
        (filter.Tab is VacancyTab.Review ? OldestFirst : NewestFirst).PageAsync(Narrow(filter, actor), ask, Line(), cancel);

    /// <summary>The newest vacancies of one employer, whatever their state.</summary>
    public async Task<IReadOnlyList<VacancyRow>> OfEmployerAsync(Guid employer, int most, Actor actor, CancellationToken cancel)
    {
        var (from, end, unit) = EmployerScope.Of(actor);
        var (reads, sender) = EmployerScope.Beyond(actor);
        return EmployerScope.MayOpen(actor) ? await db.Compiled<VacancyReads>().OfEmployer(db, employer, from, end, reads, sender, unit, most).ToListAsync(cancel) : [];
    }

    /// <summary>The lines of these published vacancies, in the order asked for; what is no longer published is left out.</summary>
    public async Task<IReadOnlyList<VacancyRow>> RowsAsync(IReadOnlyList<Guid> ids, Actor actor, CancellationToken cancel)
    {
        var published = Narrow(new VacancyFilter(VacancyTab.Open), actor).Where(p => ids.Contains(p.VacancyId));
        var rows = await published.Select(Line()).ToDictionaryAsync(r => r.VacancyId, cancel);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    public Task<int> CountAsync(VacancyTab tab, Actor actor, CancellationToken cancel) => Narrow(new VacancyFilter(tab), actor).CountBoundedAsync(cancel);

    /// <summary>The one that has waited longest for the account's review, after another; null when none waits.</summary>
    public async Task<Guid?> NextToReviewAsync(Guid? after, Actor actor, CancellationToken cancel)
    {
        var waiting = Narrow(new VacancyFilter(VacancyTab.Review), actor);
        var next = after is { } at ? await waiting.Where(p => p.VacancyId.CompareTo(at) > 0).OrderBy(p => p.VacancyId).Select(p => (Guid?)p.VacancyId).FirstOrDefaultAsync(cancel) : null;
        return next ?? await waiting.Where(p => p.VacancyId != after).OrderBy(p => p.VacancyId).Select(p => (Guid?)p.VacancyId).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Null when there is none in the account's scope.</summary>
    public async Task<(Posting Posting, Employer Employer)?> FindAsync(Guid vacancyId, Actor actor, CancellationToken cancel)
    {
        var posting = EmployerScope.MayOpen(actor) ? await EmployerScope.Postings(db, actor).AsNoTracking().SingleOrDefaultAsync(p => p.VacancyId == vacancyId, cancel) : null;
        return posting is null ? null : (posting, await db.Employers().AsNoTracking().SingleAsync(e => e.EmployerId == posting.EmployerId, cancel));
    }

    private Expression<Func<Posting, VacancyRow>> Line() => Shared.Written<Func<Posting, VacancyRow>>(p => Shared.Of(VacancyReads.Line, db, p));

    private IQueryable<Posting> Narrow(VacancyFilter filter, Actor actor)
    {
        if (!EmployerScope.MayOpen(actor))
        {
            return db.Postings().Where(p => false);
        }

        var today = clock.Today;
        var query = EmployerScope.Postings(db, actor).AsNoTracking();
        var (from, end) = (actor.Region.Value, actor.Region.End);
        var unit = actor.May(Rights.EmployersOwn) ? actor.Unit : null;
        var (writes, sender) = (actor.May(Rights.EmployersWrite), EmployerScope.IsSender(actor) ? actor.Unit : null);
        query = filter.Tab switch
        {
            VacancyTab.Open => query.Where(p => p.State == (short)PostingState.Published && p.PostsOpen > 0 && p.FromDay <= today && p.ToDay >= today),
            VacancyTab.Review when actor.May(Rights.VacanciesReview) => query.Where(p => p.State == (short)PostingState.Submitted && p.Region >= from && p.Region < end),
            VacancyTab.Review => query.Where(p => false),
            VacancyTab.Drafts => query.Where(p => (p.State == (short)PostingState.Draft || p.State == (short)PostingState.Returned)
                && ((writes && p.Region >= from && p.Region < end) || (sender != null && p.SentUnit == sender) || (unit != null && db.Employers().Any(e => e.EmployerId == p.EmployerId && e.UnitId == unit)))),
            VacancyTab.Sent => query.Where(p => sender != null && p.SentUnit == sender),
            _ => query,
        };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = VacancyRules.Clean(filter.Text);
            query = query.Where(p => p.Title.Contains(text) || db.Employers().Any(e => e.EmployerId == p.EmployerId && e.Name.Contains(text)));
        }

        if (filter.Place is { } place)
        {
            long first = place.Value, last = place.End;
            query = query.Where(p => p.Place >= first && p.Place < last);
        }

        if (filter.Occupation != 0)
        {
            var (first, last) = (filter.Occupation, filter.Occupation + Engine.Matching.OccupationCode.Span(filter.Occupation));
            query = query.Where(p => p.Occupation >= first && p.Occupation < last);
        }

        if (filter.LeastMonthFen > 0)
        {
            query = query.Where(p => p.MonthFen >= filter.LeastMonthFen);
        }

        if (filter.Lodging)
        {
            query = query.Where(p => p.Lodging);
        }

        if (filter.State is { } state)
        {
            var value = (short)state;
            query = query.Where(p => p.State == value);
        }

        return filter.Employer is { } employer ? query.Where(p => p.EmployerId == employer) : query;
    }
}
