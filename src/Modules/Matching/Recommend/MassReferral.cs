using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Matching.Referrals;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Recommend;

/// <summary>What a mass recommendation is asked for.</summary>
/// <param name="Region">12-digit code of the area whose people are recommended.</param>
/// <param name="Percent">Each vacancy is recommended to its open posts × this, in hundredths, 100 to 1,000.</param>
internal sealed record MassInput(long Region, int Percent);

/// <summary>One vacancy for each person of an area who looks for work and has no referral open: the greatest sum of scores that sends no vacancy more people than
/// its posts × factor.</summary>
internal sealed class MassReferral(
    ChunfengDb db, MarketShelf shelf, ISeekers seekers, MakeSeeker make, IVacancies vacancies, OpenReferral open, TimeProvider clock) : IJob<MassInput>
{
    public const int LeastPercent = 100, MostPercent = 1000, MostPeople = 20_000;
    private const int Candidates = 20, Batch = 100;

    public static JobKind Kind { get; } = new("matching.mass", "批量推荐", Rights.MatchingRefer);

    public async Task<Result<JobOutcome>> RunAsync(MassInput input, JobRun run, CancellationToken cancel)
    {
        if (input.Percent is < LeastPercent or > MostPercent)
        {
            return new Refusal("percent-out-of-range", $"每个名额推荐的人数应在 {LeastPercent / 100m} 至 {MostPercent / 100m} 倍之间");
        }

        var (market, area) = (await shelf.MarketAsync(cancel), new RegionCode(input.Region));
        var (people, starts, rows, scores) = (new List<SeekerFact>(), new List<int> { 0 }, new List<int>(), new List<int>());
        var busy = await ReferralScope.Referrals(db, new Viewer(ReferralRole.Office, run.Actor)).AsNoTracking().Where(r => r.EndedAt == null).Select(r => r.WorkerId).ToHashSetAsync(cancel);
        var best = new Match[Candidates];
        await foreach (var fact in seekers.StreamAsync(area, market.Day, run.Actor, cancel))
        {
            if (!MakeSeeker.IsLooking(fact, market.Day) || busy.Contains(fact.WorkerId))
            {
                continue;
            }

            var found = market.Index.Top(new SeekerTable([make.Of(fact)], 1), 0, best);
            if (found == 0)
            {
                continue;
            }

            people.Add(fact);
            rows.AddRange(best.Take(found).Select(m => m.Row));
            scores.AddRange(best.Take(found).Select(m => m.Score));
            starts.Add(rows.Count);
            if (people.Count == MostPeople)
            {
                break;
            }
        }

        var capacities = Capacities(market.Table, input.Percent, await OpenAsync(cancel));
        var plan = CapacityPlanner.Plan(starts.ToArray(), rows.ToArray(), scores.ToArray(), capacities);
        var source = await ReferOne.SourceAsync(db, run.Actor, cancel);
        int sent = 0, done = 0;
        foreach (var batch in Enumerable.Range(0, people.Count).Where(p => plan.Vacancies[p] >= 0).Chunk(Batch))
        {
            var cards = (await vacancies.FindAsync([.. batch.Select(p => market.Table.IdAt(plan.Vacancies[p])).Distinct()], cancel)).ToDictionary(c => c.VacancyId);
            var ids = batch.Select(p => people[p].WorkerId).ToList();
            var since = await db.Referrals().AsNoTracking().Where(r => ids.Contains(r.WorkerId) && r.EndedAt == null).Select(r => r.WorkerId).ToHashSetAsync(cancel);
            foreach (var p in batch.Where(p => !since.Contains(people[p].WorkerId)))
            {
                if (cards.TryGetValue(market.Table.IdAt(plan.Vacancies[p]), out var card) && card.OpenOn(clock.Today))
                {
                    open.Make(people[p], card, source, ReferralState.Referred, ReferralRole.Office, "批量推荐", run.Actor);
                    sent++;
                }
            }

            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            done += batch.Length;
            run.Report((double)done / people.Count, $"已推荐 {sent} 人");
        }

        db.Audit(clock, run.Actor, "matching.mass", $"area={area} percent={input.Percent} people={people.Count} sent={sent} certain={plan.CertainPartsPerMillion}");
        await db.SaveChangesAsync(cancel);
        return new JobOutcome(
            $"{people.Count} 名求职人员有合适岗位，推荐了 {sent} 人；在名额限制下，合适程度至少是最好方案的 {plan.CertainPartsPerMillion / 10_000m:0.##}%", "/matching?tab=referred");
    }

    /// <summary>What each vacancy may still be recommended to: posts × factor, rounded up, less those on their way.</summary>
    internal static int[] Capacities(VacancyTable table, int percent, IReadOnlyDictionary<Guid, int> open) =>
    [
        .. Enumerable.Range(0, table.Count).Select(row =>
            Math.Max(0, (int)Math.Min(int.MaxValue, (((long)table.PostsAt(row) * percent) + 99) / 100) - open.GetValueOrDefault(table.IdAt(row)))),
    ];

    private async Task<Dictionary<Guid, int>> OpenAsync(CancellationToken cancel) =>
        await db.Referrals().AsNoTracking().Where(r => r.State < (short)ReferralState.Hired).GroupBy(r => r.VacancyId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
}
