using System.Runtime.CompilerServices;
using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Register;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Vacancies;

/// <summary>Answers the other rooms about vacancies and takes their hires in.</summary>
internal sealed class VacancyDesk(ChunfengDb db, RegionTree regions, TimeProvider clock) : IVacancies
{
    private const int MostIds = 500;

    public async Task<VacancyCard?> FindAsync(Guid vacancyId, CancellationToken cancel) => (await FindAsync([vacancyId], cancel)) is [var card] ? card : null;

    public async Task<IReadOnlyList<VacancyCard>> FindAsync(IReadOnlyCollection<Guid> vacancyIds, CancellationToken cancel)
    {
        var cards = new Dictionary<Guid, VacancyCard>();
        var reads = db.Compiled<VacancyReads>();
        foreach (var ids in vacancyIds.Distinct().Chunk(MostIds))
        {
            var postings = await reads.Published(db, [.. ids]).ToListAsync(cancel);
            List<Guid> employerIds = [.. postings.Select(p => p.EmployerId).Distinct()];
            var employers = await reads.Employers(db, employerIds).ToDictionaryAsync(e => e.EmployerId, cancellationToken: cancel);
            var warnings = await WarningsAsync(db, employerIds, cancel);
            foreach (var posting in postings)
            {
                cards[posting.VacancyId] = Card(posting, employers[posting.EmployerId], warnings.GetValueOrDefault(posting.EmployerId));
            }
        }

        return [.. vacancyIds.Where(cards.ContainsKey).Select(id => cards[id])];
    }

    public async IAsyncEnumerable<Vacancy> OpenAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancel)
    {
        var open = db.Postings().AsNoTracking().Where(p => p.State == (short)PostingState.Published && p.PostsOpen > 0 && p.FromDay <= day && p.ToDay >= day).OrderBy(p => p.VacancyId);
        await foreach (var posting in open.AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return FactsOf(posting);
        }
    }

    public Task<Result<int>> FillAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => TogetherAsync(async () =>
    {
        if (await PostsAsync(vacancyId, cancel) is not { } before || before.State is PostingState.Draft or PostingState.Submitted or PostingState.Returned)
        {
            return new Refusal("vacancy-not-open", "这个岗位没有发布，不能登记录用");
        }

        var fill = await db.PostingFills().AsNoTracking().SingleOrDefaultAsync(f => f.VacancyId == vacancyId && f.HireId == hireId, cancel);
        if (fill is { ReopenedAt: null })
        {
            return before.Open;
        }

        // one statement: two hires at once cannot take the same last post
        var now = clock.UtcStamp;
        var taken = await db.Postings().Where(p => p.VacancyId == vacancyId && p.PostsOpen > 0).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.PostsOpen, p => p.PostsOpen - 1).SetProperty(p => p.Version, p => p.Version + 1).SetProperty(p => p.ChangedAt, now), cancel);
        if (taken == 0)
        {
            return new Refusal("no-posts", "这个岗位的名额已经用完；需要再招，请先增加招聘人数");
        }

        var (today, days) = (clock.Today, DaysSince(before.PublishedAt));
        if (fill is null)
        {
            db.PostingFills().Add(new PostingFill { VacancyId = vacancyId, HireId = hireId, EmployerId = before.Employer, FilledOn = today, Days = days });
        }
        else
        {
            await db.PostingFills().Where(f => f.VacancyId == vacancyId && f.HireId == hireId).ExecuteUpdateAsync(
                s => s.SetProperty(f => f.ReopenedAt, (DateTime?)null).SetProperty(f => f.FilledOn, today).SetProperty(f => f.Days, days).SetProperty(f => f.Version, f => f.Version + 1), cancel);
        }

        return await DoneAsync(vacancyId, "vacancies.fill", hireId, actor, cancel);
    }, cancel);

    public Task<Result<int>> ReopenAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => TogetherAsync(async () =>
    {
        if (await PostsAsync(vacancyId, cancel) is not { } before)
        {
            return new Refusal("vacancy-not-found", "没有找到这个岗位");
        }

        DateTime? now = clock.UtcStamp;
        var freed = await db.PostingFills().Where(f => f.VacancyId == vacancyId && f.HireId == hireId && f.ReopenedAt == null).ExecuteUpdateAsync(
            s => s.SetProperty(f => f.ReopenedAt, now).SetProperty(f => f.Version, f => f.Version + 1), cancel);
        if (freed == 0)
        {
            return before.Open; // never filled by this hire, or reopened before
        }

        await db.Postings().Where(p => p.VacancyId == vacancyId).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.PostsOpen, p => p.PostsOpen + 1).SetProperty(p => p.Version, p => p.Version + 1).SetProperty(p => p.ChangedAt, now!.Value), cancel);
        return await DoneAsync(vacancyId, "vacancies.reopen", hireId, actor, cancel);
    }, cancel);

    /// <summary>Employer → what people are told about it, for those with open serious entries.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, string>> WarningsAsync(ChunfengDb db, List<Guid> employers, CancellationToken cancel)
    {
        var entries = await db.Compiled<VacancyReads>().Serious(db, employers).ToListAsync(cancel);
        return entries.GroupBy(e => e.EmployerId).ToDictionary(g => g.Key, g => EmployerWords.Warning([.. g.Select(e => e.Kind)])!);
    }

    /// <summary>What the engine compares of a vacancy.</summary>
    internal static Vacancy FactsOf(Posting p) => new()
    {
        Id = p.VacancyId, Occupation = p.Occupation, Place = p.Place, MonthFen = (int)p.MonthFen, Posts = p.PostsOpen, MinimumAge = p.MinimumAge, MaximumAge = p.MaximumAge,
        Hazardous = p.Hazardous, OnlySex = (byte)p.OnlySex, SexReason = (SexLimitReason)p.SexReason, Education = (EducationRank)p.Education, Health = (HealthStates)p.Health,
        Employer = p.EmployerNumber, Board = p.Board, Lodging = p.Lodging, Welcomes = (PriorityGroups)p.Welcomes, ReservedFor = (PriorityGroups)p.ReservedFor, From = p.FromDay, To = p.ToDay,
    };

    private VacancyCard Card(Posting p, Employer e, string? warning) => new(
        p.VacancyId, p.EmployerId, e.Name, e.CreditCode, p.Title, p.Description, FactsOf(p), p.Region, e.Industry,
        p.LowFen == 0 ? "" : VacancyWords.Pay((PayPeriod)p.PayPeriod, p.LowFen, p.HighFen, p.MonthFen), EmployerWords.Place(regions, p.Place), p.Posts, warning, p.Version);

    private async Task<Result<int>> DoneAsync(Guid vacancyId, string act, Guid hireId, Actor actor, CancellationToken cancel)
    {
        db.Audit(clock, actor, act, $"{vacancyId} hire={hireId}");
        await db.SaveChangesAsync(cancel);
        foreach (var held in db.ChangeTracker.Entries<Posting>().Where(e => e.Entity.VacancyId == vacancyId).ToList())
        {
            await held.ReloadAsync(cancel);
        }

        return (await PostsAsync(vacancyId, cancel))!.Value.Open;
    }

    /// <summary>In the caller's transaction where there is one, else in one of its own.</summary>
    private async Task<Result<int>> TogetherAsync(Func<Task<Result<int>>> work, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var result = await work();
        if (!result.IsRefused)
        {
            await transaction.CommitAsync(cancel);
        }

        return result;
    }

    private async Task<(int Open, PostingState State, Guid Employer, DateTime? PublishedAt)?> PostsAsync(Guid vacancyId, CancellationToken cancel)
    {
        var row = await db.Postings().AsNoTracking().Where(p => p.VacancyId == vacancyId).Select(p => new { p.PostsOpen, p.State, p.EmployerId, p.PublishedAt }).SingleOrDefaultAsync(cancel);
        return row is null ? null : (row.PostsOpen, (PostingState)row.State, row.EmployerId, row.PublishedAt);
    }

    private int DaysSince(DateTime? publishedAt) => publishedAt is { } at ? Math.Max(0, clock.Today.DayNumber - ChinaTime.DayOf(at).DayNumber) : 0;
}
