using Chunfeng.Employers.Contracts;
using Chunfeng.Engine.Matching;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Results;

namespace Chunfeng.Events.Fairs;

/// <summary>Stands in where the room of employers is not installed: there are no vacancies.</summary>
internal sealed class NoVacancies : IVacancies
{
    private static readonly Refusal Absent = new("no-vacancies", "还没有接入岗位库");

    public Task<VacancyCard?> FindAsync(Guid vacancyId, CancellationToken cancel) => Task.FromResult<VacancyCard?>(null);

    public Task<IReadOnlyList<VacancyCard>> FindAsync(IReadOnlyCollection<Guid> vacancyIds, CancellationToken cancel) => Task.FromResult<IReadOnlyList<VacancyCard>>([]);

    public IAsyncEnumerable<Vacancy> OpenAsync(DateOnly day, CancellationToken cancel) => AsyncEnumerable.Empty<Vacancy>();

    public Task<Result<int>> FillAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => Task.FromResult<Result<int>>(Absent);

    public Task<Result<int>> ReopenAsync(Guid vacancyId, Guid hireId, Actor actor, CancellationToken cancel) => Task.FromResult<Result<int>>(Absent);
}

/// <summary>Stands in where the room of matching is not installed: nobody can apply.</summary>
internal sealed class NoReferrals : IReferrals
{
    private static readonly Refusal Absent = new("no-referrals", "还没有开通报名，请到展位当面谈");

    public Task<Result<ReferralCard>> ApplyAsync(Guid workerId, Guid vacancyId, ReferralSource source, Actor actor, CancellationToken cancel) => Task.FromResult<Result<ReferralCard>>(Absent);

    public Task<ReferralCard?> FindAsync(Guid workerId, Guid referralId, Actor actor, CancellationToken cancel) => Task.FromResult<ReferralCard?>(null);

    public Task<Refusal?> InterviewBookedAsync(Guid workerId, Guid referralId, Guid interviewId, DateTime at, Actor actor, CancellationToken cancel) => Task.FromResult<Refusal?>(Absent);

    public Task<Refusal?> InterviewedAsync(Guid workerId, Guid referralId, Guid interviewId, InterviewOutcome outcome, string note, Actor actor, CancellationToken cancel) =>
        Task.FromResult<Refusal?>(Absent);
}
