using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Demand;

/// <summary>答复用工需求调查 — the employer itself, or the office for it by telephone or at its door. A new answer supersedes; the old ones stay.</summary>
internal sealed class StateDemand(ChunfengDb db, RegionTree regions, CodeSets codes, TimeProvider clock)
{
    public static readonly Refusal JustChanged = new("just-changed", "这家单位的答复刚刚有了新的；请看过最新内容后再改一次");

    /// <param name="seen">The number of the answer on the page this one was written on; 0 for none.</param>
    public async Task<Result<int>> HandleAsync(Guid roundId, Guid employerId, AnswerDraft written, int seen, Actor actor, CancellationToken cancel)
    {
        var round = DemandScope.MayOpen(actor) ? await DemandScope.Rounds(db, actor).AsNoTracking().SingleOrDefaultAsync(r => r.RoundId == roundId, cancel) : null;
        var employer = round is null ? null : await EmployerScope.Employers(db, actor).AsNoTracking().Asked(db, round).SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel);
        if (round is null || employer is null)
        {
            return RunRound.NotFound;
        }

        if (!DemandScope.MayAnswer(actor, employer))
        {
            return new Refusal("no-right", "您可以查看这家单位的答复，但不能代填；请由单位自己、服务专员或当地经办人填写");
        }

        if (round.ClosedAt is not null)
        {
            return new Refusal("round-closed", $"这一轮调查已经结束；要补报，请联系{regions.Path(new RegionCode(round.Region))}的人社部门");
        }

        // the employer's own account says so itself, today; anybody else says who told it
        var draft = EmployerScope.IsOwn(actor, employer)
            ? written with { Way = AnswerWay.Own, StatedBy = actor.DisplayName, StatedOn = clock.Today, Remark = VacancyRules.Clean(written.Remark) }
            : written with { StatedBy = VacancyRules.Clean(written.StatedBy), Remark = VacancyRules.Clean(written.Remark) };
        if (VacancyRules.Refuse(DemandRules.Check(draft, codes, ChinaTime.DayOf(round.OpenedAt), clock.Today)) is { } refusal)
        {
            return refusal;
        }

        try
        {
            var last = await db.DemandAnswers().Where(a => a.RoundId == roundId && a.EmployerId == employerId).OrderByDescending(a => a.Seq).FirstOrDefaultAsync(cancel);
            if ((last?.Seq ?? 0) != seen)
            {
                return JustChanged;
            }

            var now = clock.UtcStamp;
            if (last is not null)
            {
                last.SupersededAt = now;
            }

            var seq = seen + 1;
            db.DemandAnswers().Add(new DemandAnswer
            {
                RoundId = roundId, EmployerId = employerId, Seq = seq, HeadsNow = draft.HeadsNow, LetGo = draft.LetGo, Added = draft.Added, Helps = (int)draft.Helps, Remark = draft.Remark,
                Way = (short)draft.Way, StatedBy = draft.StatedBy, StatedOn = draft.StatedOn, RecordedBy = actor.Login, RecordedByName = actor.DisplayName, RecordedAt = now,
            });
            db.DemandLines().AddRange(draft.Needs.Select((n, i) => new DemandLine
            {
                RoundId = roundId, EmployerId = employerId, Seq = seq, Line = i + 1, Occupation = n.Occupation, NeededNow = n.Now, NeededInPeriod = n.InPeriod, LowFen = n.LowFen, HighFen = n.HighFen,
            }));
            db.Audit(clock, actor, "demand.answer", $"{roundId} employer={employerId} answer={seq} way={(short)draft.Way} needs={draft.Needs.Count} in-period={draft.Needs.Sum(n => n.InPeriod)}");
            await db.SaveChangesAsync(cancel);
            return seq;
        }
        catch (DbUpdateException)
        {
            return JustChanged; // the number is in the key: two at once cannot both have it
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
