using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Vacancies;

/// <summary>提交、发布、退回、关闭 — moves a vacancy on with its step and its audit entry, or says why not.</summary>
internal sealed class TakeVacancyStep(ChunfengDb db, TimeProvider clock)
{
    /// <param name="seen">The version on the page the act was decided on; null does not mind.</param>
    public async Task<Refusal?> HandleAsync(Guid vacancyId, PostingAct act, string? reason, long? seen, Actor actor, CancellationToken cancel)
    {
        var posting = EmployerScope.MayOpen(actor) ? await EmployerScope.Postings(db, actor).SingleOrDefaultAsync(p => p.VacancyId == vacancyId, cancel) : null;
        if (posting is null)
        {
            return WriteVacancy.NotFound;
        }

        try
        {
            var employer = await db.Employers().AsNoTracking().SingleAsync(e => e.EmployerId == posting.EmployerId, cancel);
            var clean = VacancyRules.Clean(reason);
            if (clean.Length > VacancyRules.MostReason)
            {
                return new Refusal("text-too-long", $"理由最多 {VacancyRules.MostReason} 字，请精简");
            }

            var now = (PostingState)posting.State;
            var next = VacancyMachine.Next(now, act, EmployerScope.SideOf(actor, posting.Region, employer, posting.SentUnit), clean, posting.ToDay, clock.Today);
            if (next.IsRefused)
            {
                return next.Refusal;
            }

            if (seen is { } version && version != posting.Version)
            {
                return WriteVacancy.JustChanged;
            }

            var at = clock.UtcStamp;
            (posting.State, posting.ChangedAt, posting.Reason) = ((short)next.Value.Value, at, act is PostingAct.Return or PostingAct.Close ? clean : "");
            posting.SubmittedAt = act is PostingAct.Submit ? at : posting.SubmittedAt;
            posting.PublishedAt = act is PostingAct.Publish ? posting.PublishedAt ?? at : posting.PublishedAt;
            db.PostingSteps().Add(WriteVacancy.StepOf(posting, act, actor, at, clean));
            db.Audit(clock, actor, $"vacancies.{VacancyWords.ActCode(act)}", $"{vacancyId}", before: $"state={VacancyWords.Code(now)}", after: $"state={VacancyWords.Code(next.Value.Value)}");
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return WriteVacancy.JustChanged;
        }
        catch (DbUpdateException) when (db.PostingSteps().AsNoTracking().Any(s => s.VacancyId == vacancyId && s.Seq == posting.Version))
        {
            return WriteVacancy.JustChanged; // the same, where the step is written before the version is compared
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
