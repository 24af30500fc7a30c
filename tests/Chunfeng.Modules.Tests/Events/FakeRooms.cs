using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.Modules.Tests.Events;

/// <summary>Vacancies of a test's own making.</summary>
internal sealed class FakeVacancies(params VacancyCard[] cards) : IVacancies
{
    public static VacancyCard Card(Guid id, int posts = 10, string title = "焊工") => new(
        id, Guid.Parse("00000000-0000-7000-8000-00000000e001"), "山西某制造公司", "", title, "", new Vacancy { Id = id, Occupation = 6180204, Place = 140121000000, Posts = posts, From = new(2022, 1, 1), To = new(2022, 12, 31) },
        140121000000, "C", "5000—7000元/月", "太原市清徐县", posts, null, 1);

    public Task<VacancyCard?> FindAsync(Guid vacancyId, CancellationToken cancel) => Task.FromResult(cards.FirstOrDefault(c => c.VacancyId == vacancyId));

    public Task<IReadOnlyList<VacancyCard>> FindAsync(IReadOnlyCollection<Guid> vacancyIds, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<VacancyCard>>([.. vacancyIds.Select(i => cards.FirstOrDefault(c => c.VacancyId == i)).OfType<VacancyCard>()]);

    public IAsyncEnumerable<Vacancy> OpenAsync(DateOnly day, CancellationToken cancel) => cards.Select(c => c.Facts).ToAsyncEnumerable();

    public Task<Result<int>> FillAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Result<int>> ReopenAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => throw new NotSupportedException();
}

/// <summary>Referrals kept in memory, with what was asked of them.</summary>
internal sealed class FakeReferrals : IReferrals
{
    public List<(ReferralCard Card, ReferralSource Source)> Made { get; } = [];
    public Refusal? Refuses { get; set; }

    public void Hire(Guid worker)
    {
        var i = Made.FindIndex(m => m.Card.WorkerId == worker);
        Made[i] = (Made[i].Card with { State = ReferralState.Hired }, Made[i].Source);
    }

    public Task<Result<ReferralCard>> ApplyAsync(Guid workerId, Guid vacancyId, ReferralSource source, Actor actor, CancellationToken cancel)
    {
        if (Refuses is not null)
        {
            return Task.FromResult<Result<ReferralCard>>(Refuses);
        }

        var card = new ReferralCard(workerId, Guid.CreateVersion7(), vacancyId, Guid.Empty, "张*", ReferralState.Applied, 140121000000, 1);
        Made.Add((card, source));
        return Task.FromResult<Result<ReferralCard>>(card);
    }

    public Task<ReferralCard?> FindAsync(Guid workerId, Guid referralId, Actor actor, CancellationToken cancel) =>
        Task.FromResult(Made.Select(m => m.Card).FirstOrDefault(c => c.WorkerId == workerId && c.ReferralId == referralId));

    public Task<Refusal?> InterviewBookedAsync(Guid workerId, Guid referralId, Guid interviewId, DateTime at, Actor actor, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Refusal?> InterviewedAsync(Guid workerId, Guid referralId, Guid interviewId, InterviewOutcome outcome, string note, Actor actor, CancellationToken cancel) =>
        throw new NotSupportedException();
}
