using Chunfeng.Employers.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>What was counted of an event, and what its organiser stated; the two stand beside each other and are never mixed.</summary>
/// <param name="Attendance">People who signed in.</param>
/// <param name="Posts">Posts of the vacancies shown, and those the organiser wrote down for other employers.</param>
/// <param name="Intents">Applications made at the event.</param>
/// <param name="Hires">As counted with the last result; null before.</param>
internal sealed record FairFigures(int Employers, int Attendance, int Posts, int Intents, int? Hires, int? StatedAttendance, int? StatedPosts, int? StatedIntents, int? StatedHires);

/// <summary>One event with everything that belongs to it.</summary>
/// <param name="Cards">Vacancies that are still published, by id.</param>
internal sealed record FairView(
    Fair Fair, IReadOnlyList<FairStep> Steps, IReadOnlyList<FairEmployer> Employers, IReadOnlyList<FairVacancy> Vacancies, IReadOnlyDictionary<Guid, VacancyCard> Cards,
    IReadOnlyList<CheckItem> Items, IReadOnlyDictionary<string, FairCheck> Checks, ChecklistVerdict Verdict, IReadOnlyList<FairPromotion> Promotions, FairFigures Figures, FairFacts Facts);

/// <summary>Opens an event in the account's scope.</summary>
internal sealed class ReadFair(ChunfengDb db, IVacancies vacancies, Checklists checklists, TimeProvider clock)
{
    /// <returns>Null when there is no such event in scope.</returns>
    public async Task<FairView?> HandleAsync(Guid fairId, Actor actor, CancellationToken cancel)
    {
        var fair = await FairScope.Seen(db, actor).AsNoTracking().SingleOrDefaultAsync(f => f.FairId == fairId, cancel);
        if (fair is null)
        {
            return null;
        }

        var steps = await db.FairSteps().AsNoTracking().Where(s => s.FairId == fairId).OrderBy(s => s.Seq).ToListAsync(cancel);
        var employers = await db.FairEmployers().AsNoTracking().Where(e => e.FairId == fairId).OrderBy(e => e.LineId).ToListAsync(cancel);
        var shown = await db.FairVacancies().AsNoTracking().Where(v => v.FairId == fairId).OrderBy(v => v.VacancyId).ToListAsync(cancel);
        var cards = shown.Count == 0 ? [] : await vacancies.FindAsync([.. shown.Select(v => v.VacancyId)], cancel);
        var checks = await db.FairChecks().AsNoTracking().Where(c => c.FairId == fairId).ToDictionaryAsync(c => c.Item, cancel);
        var items = checklists.On(fair.StartsOn);
        var verdict = Checklists.Judge(items, checks.Values.Select(c => (c.Item, (CheckAnswer)c.Answer, c.Note)));
        var promotions = await db.FairPromotions().AsNoTracking().Where(p => p.FairId == fairId).OrderBy(p => p.On).ThenBy(p => p.LineId).ToListAsync(cancel);
        var signed = await db.SignIns().CountAsync(s => s.FairId == fairId, cancel);
        var intents = await db.Intents().CountAsync(i => i.FairId == fairId, cancel);
        return new FairView(fair, steps, employers, shown, cards.ToDictionary(c => c.VacancyId), items, checks, verdict, promotions,
            new FairFigures(employers.Count, signed, employers.Sum(e => e.Posts) + shown.Sum(v => v.Posts), intents, fair.CountedHires,
                fair.StatedAttendance, fair.StatedPosts, fair.StatedIntents, fair.StatedHires),
            new FairFacts((FairState)fair.State, fair.StartsOn, fair.EndsOn, verdict, employers.Count, clock.Today));
    }
}
