using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Vacancies;

/// <summary>Every night: published vacancies past their last day are marked so. Lists and matching look at the day itself and do not wait for it.</summary>
internal sealed class ExpireVacancies(ChunfengDb db, TimeProvider clock) : IJob<NoInput>
{
    /// <summary>00:05 in China.</summary>
    public const string Nightly = "0 5 16 * * ?";

    private const int Batch = 500;

    public static JobKind Kind { get; } = new("vacancies.expire", "岗位到期处理", Rights.VacanciesReview);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        var (today, done) = (clock.Today, 0);
        while (true)
        {
            var due = await db.Postings().Where(p => p.State == (short)PostingState.Published && p.ToDay < today).OrderBy(p => p.VacancyId).Take(Batch).ToListAsync(cancel);
            if (due.Count == 0)
            {
                break;
            }

            foreach (var posting in due)
            {
                var at = clock.UtcStamp;
                (posting.State, posting.ChangedAt) = ((short)PostingState.Expired, at);
                db.PostingSteps().Add(WriteVacancy.StepOf(posting, PostingAct.Expire, run.Actor, at));
            }

            db.Audit(clock, run.Actor, "vacancies.expire", $"count={due.Count}");
            await db.SaveChangesAsync(cancel); // a vacancy changed meanwhile fails the run; the next night takes the rest
            db.ChangeTracker.Clear();
            done += due.Count;
        }

        return new JobOutcome(done == 0 ? "没有到期的岗位" : $"{done} 个岗位到期");
    }
}
