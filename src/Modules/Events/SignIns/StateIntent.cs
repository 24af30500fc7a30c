using Chunfeng.Events.Fairs;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.SignIns;

/// <summary>意向 — a worker who signed in wants a vacancy shown at the event: an application that names the event, and the intent, both or neither.</summary>
internal sealed class StateIntent(ChunfengDb db, IReferrals referrals, TimeProvider clock)
{
    public async Task<Refusal?> HandleAsync(Guid fairId, Guid vacancyId, Guid worker, Actor actor, CancellationToken cancel)
    {
        var fair = await db.Fairs().AsNoTracking().SingleOrDefaultAsync(f => f.FairId == fairId && f.State != (short)FairState.Planned, cancel);
        if (fair is null)
        {
            return MoveFair.NotFound;
        }

        if (SignInToFair.Check((FairState)fair.State, fair.StartsOn, fair.EndsOn, clock.Today) is { } closed)
        {
            return closed;
        }

        if (!await db.FairVacancies().AnyAsync(v => v.FairId == fairId && v.VacancyId == vacancyId, cancel))
        {
            return new Refusal("vacancy-not-here", "这个岗位不在本场活动里，请从列表中选择");
        }

        if (!await db.SignIns().AnyAsync(s => s.WorkerId == worker && s.FairId == fairId, cancel))
        {
            return new Refusal("not-signed-in", "请先签到，再报名岗位");
        }

        if (await db.Intents().AnyAsync(i => i.WorkerId == worker && i.FairId == fairId && i.VacancyId == vacancyId, cancel))
        {
            return new Refusal("intent-there", "您已经报过这个岗位，不用再报");
        }

        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var applied = await referrals.ApplyAsync(worker, vacancyId, new ReferralSource(ReferralChannel.Self, null, fairId), actor, cancel);
        if (applied.IsRefused)
        {
            return applied.Refusal;
        }

        db.Intents().Add(new Intent { WorkerId = worker, FairId = fairId, VacancyId = vacancyId, ReferralId = applied.Value.ReferralId, At = clock.UtcStamp });
        db.Audit(clock, actor, "events.intent", $"{fairId} vacancy={vacancyId} referral={applied.Value.ReferralId}", worker);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancel);
        }

        return null;
    }
}

/// <summary>How many of an event's intents came to a hire. Asked one by one, so it is done with a result and kept, not on every page.</summary>
internal sealed class CountHires(ChunfengDb db, IReferrals referrals, TimeProvider clock)
{
    public async Task IntoAsync(Fair fair, CancellationToken cancel)
    {
        var intents = await db.Intents().AsNoTracking().Where(i => i.FairId == fair.FairId).Select(i => new { i.WorkerId, i.ReferralId }).ToListAsync(cancel);
        var hires = 0;
        foreach (var intent in intents)
        {
            // a number only, and the organiser's whole event: counted as the installation, not as the account, whose area may not hold every visitor's home
            var card = await referrals.FindAsync(intent.WorkerId, intent.ReferralId, Actor.Operator, cancel);
            hires += card?.State == ReferralState.Hired ? 1 : 0;
        }

        (fair.CountedHires, fair.CountedAt) = (hires, clock.UtcStamp);
    }
}
