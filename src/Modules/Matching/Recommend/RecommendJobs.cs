using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Referrals;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Recommend;

/// <summary>One vacancy for one person, with why.</summary>
/// <param name="Open">The referral of the two that is open.</param>
internal sealed record Offer(VacancyCard Card, MatchExplanation Why, Referral? Open);

/// <summary>What suits a person.</summary>
/// <param name="Nightly">From last night's run; false when looked for just now.</param>
internal sealed record PersonOffers(SeekerFact Person, Seeker Seeker, IReadOnlyList<Offer> Offers, bool Nightly);

/// <summary>Vacancies for one person, each with its reasons. Looked for in today's market; what is shown is looked up anew and checked again.</summary>
internal sealed class RecommendJobs(
    ChunfengDb db, MarketShelf shelf, MatchShelf nights, IVacancies vacancies, ISeekers seekers, MakeSeeker make, MatchSettings settings, TimeProvider clock)
{
    public const int Most = 50;
    private static readonly Refusal NotFound = new("worker-not-found", "没有找到这个人的登记，或不在您的管辖范围内");

    /// <param name="person">Who may read the person.</param>
    /// <param name="nightly">Take last night's list where there is one.</param>
    /// <param name="asked">What to look for instead of the registered wishes, as typed; null for those.</param>
    public async Task<Result<PersonOffers>> HandleAsync(Guid workerId, int count, bool nightly, Actor person, CancellationToken cancel, string? asked = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        var (today, self) = (clock.Today, IsSelf(person));
        if (await seekers.FindAsync(workerId, today, person, cancel) is not { } fact)
        {
            return NotFound;
        }

        var (seeker, market) = (make.Of(string.IsNullOrWhiteSpace(asked) ? fact : fact with { JobWish = asked }), await shelf.MarketAsync(cancel));
        nightly &= string.IsNullOrWhiteSpace(asked);
        var kept = nightly && nights.Newest() is { } night && night.Day.AddDays(1) >= today ? night.Find(workerId) : null;
        var offers = kept is { Count: > 0 } ? await OffersAsync(kept.Select(m => m.VacancyId), seeker, market, count, today, self, cancel) : [];
        var fromNight = offers.Count > 0;
        if (!fromNight)
        {
            // some may have been filled since the market was read: look for more than is shown
            var best = new Match[Math.Min(count * 2, 100)];
            var found = market.Index.Top(new SeekerTable([seeker], 1), 0, best);
            offers = await OffersAsync(best.Take(found).Select(m => market.Table.IdAt(m.Row)), seeker, market, count, today, self, cancel);
        }

        var open = await db.Compiled<ReferralReads>().Open(db, [workerId]).ToDictionaryAsync(r => r.VacancyId, cancellationToken: cancel);
        return new PersonOffers(fact, seeker, [.. offers.Select(o => o with { Open = open.GetValueOrDefault(o.Card.VacancyId) })], fromNight);
    }

    /// <summary>One pair, taken apart; vacancies that are not for the person are explained too.</summary>
    public async Task<Result<PersonOffers>> ExplainAsync(Guid workerId, Guid vacancyId, Actor person, CancellationToken cancel)
    {
        if (await seekers.FindAsync(workerId, clock.Today, person, cancel) is not { } fact)
        {
            return NotFound;
        }

        if (await vacancies.FindAsync(vacancyId, cancel) is not { } card)
        {
            return new Refusal("vacancy-not-found", "这个岗位没有发布或已经撤下，请看看其他岗位");
        }

        var (seeker, market) = (make.Of(fact), await shelf.MarketAsync(cancel));
        var open = await db.Referrals().AsNoTracking().Where(r => r.WorkerId == workerId && r.VacancyId == vacancyId && r.EndedAt == null).SingleOrDefaultAsync(cancel);
        return new PersonOffers(fact, seeker, [new Offer(card, Explain(card, seeker, market, clock.Today, IsSelf(person)), open)], false);
    }

    /// <summary>The person's own hand reads the registration and does no matching (<see cref="MyReferrals.ReaderOf"/>).</summary>
    private static bool IsSelf(Actor reader) => !reader.May(Rights.MatchingRead);

    private async Task<List<Offer>> OffersAsync(IEnumerable<Guid> ids, Seeker seeker, Market market, int count, DateOnly today, bool self, CancellationToken cancel) =>
    [
        .. (await vacancies.FindAsync([.. ids], cancel)).Where(c => c.OpenOn(today)).Select(c => new Offer(c, Explain(c, seeker, market, today, self), null))
            .Where(o => o.Why.IsShown).OrderByDescending(o => o.Why.Score).ThenBy(o => o.Card.VacancyId).Take(count),
    ];

    private MatchExplanation Explain(VacancyCard card, Seeker seeker, Market market, DateOnly today, bool self) =>
        ExplainMatch.Of(card.Facts, seeker, settings.Weights, today, market.Townspeople, settings.To(self));
}

/// <summary>One person for a vacancy.</summary>
internal sealed record Candidate(NamedPerson Person, MatchExplanation Why, Referral? Open);

/// <summary>Who suits a vacancy in an area.</summary>
/// <param name="Area">Null when the area is too wide: choose a county first.</param>
internal sealed record VacancyPeople(VacancyCard Card, RegionCode? Area, IReadOnlyList<Candidate> People);

/// <summary>People for a vacancy, each with the reasons; only those registered in the actor's area.</summary>
internal sealed class RecommendPeople(
    ChunfengDb db, MarketShelf shelf, IVacancies vacancies, NamedPeople names, MatchSettings settings, TimeProvider clock)
{
    public const int Most = 50;

    /// <param name="area">A county or less inside the actor's; null for the actor's own where that is one.</param>
    public async Task<Result<VacancyPeople>> HandleAsync(Guid vacancyId, RegionCode? area, int count, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.MatchingRead) || !actor.May(Rights.PeopleRead))
        {
            return new Refusal("no-right", "您没有查看推荐人选的权限，请联系管理员");
        }

        if (await vacancies.FindAsync(vacancyId, cancel) is not { } card)
        {
            return new Refusal("vacancy-not-found", "这个岗位没有发布或已经撤下");
        }

        var within = area ?? actor.Region;
        if (!actor.Region.Contains(within))
        {
            return new Refusal("outside-scope", "这个地区不在您的管辖范围内，请选择本地区");
        }

        if (within.Level < RegionLevel.County)
        {
            return new VacancyPeople(card, null, []);
        }

        var (today, pool) = (clock.Today, await shelf.PoolAsync(within, actor, cancel));
        var ids = pool.Best(card, Math.Clamp(count, 1, Most) * 2);
        var people = await names.HandleAsync(ids, actor, cancel);
        var referrals = (await db.Compiled<ReferralReads>().Open(db, [.. ids]).ToListAsync(cancel)).ToLookup(r => r.WorkerId);
        var townspeople = (await shelf.MarketAsync(cancel)).Townspeople;
        var rows = new List<Candidate>();
        for (var i = 0; i < ids.Count && rows.Count < count; i++)
        {
            // hired since the pool was read, or moved away
            if (people[i] is { } named && !referrals[ids[i]].Any(r => r.State == (short)ReferralState.Hired))
            {
                rows.Add(new Candidate(
                    named, ExplainMatch.Of(card.Facts, pool.Table[pool.Table.Find(ids[i])], settings.Weights, today, townspeople, settings.To(self: false)),
                    referrals[ids[i]].FirstOrDefault(r => r.VacancyId == vacancyId)));
            }
        }

        return new VacancyPeople(card, within, rows);
    }
}
