using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Masking;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>What other rooms may ask and tell about referrals.</summary>
internal sealed class ReferralDesk(ChunfengDb db, OpenReferral open, TakeReferralStep take, Viewers viewers, ContactPeople people) : IReferrals
{
    public async Task<Result<ReferralCard>> ApplyAsync(Guid workerId, Guid vacancyId, ReferralSource source, Actor actor, CancellationToken cancel)
    {
        // the person applies, at a fair or in a live room perhaps: the room that asks knows it is them
        var opened = await open.HandleAsync(
            workerId, vacancyId, source, ReferralRole.Worker, "", actor, ReferralScope.HandOf(actor, Standards.Regions.RegionCode.Shanxi.Value), cancel);
        return opened.IsRefused ? opened.Refusal : await CardAsync(opened.Value, cancel);
    }

    public async Task<ReferralCard?> FindAsync(Guid workerId, Guid referralId, Actor actor, CancellationToken cancel)
    {
        var viewer = await ViewerAsync(workerId, actor, cancel);
        var referral = await ReferralScope.Referrals(db, viewer).AsNoTracking().SingleOrDefaultAsync(r => r.WorkerId == workerId && r.ReferralId == referralId, cancel);
        return referral is null ? null : await CardAsync(referral, cancel);
    }

    public async Task<Refusal?> InterviewBookedAsync(Guid workerId, Guid referralId, Guid interviewId, DateTime at, Actor actor, CancellationToken cancel) =>
        await take.HandleAsync(workerId, referralId, new ReferralInput(ReferralAct.Book, At: at, Interview: interviewId), await ViewerAsync(workerId, actor, cancel), cancel);

    public async Task<Refusal?> InterviewedAsync(
        Guid workerId, Guid referralId, Guid interviewId, InterviewOutcome outcome, string note, Actor actor, CancellationToken cancel)
    {
        var act = outcome switch
        {
            InterviewOutcome.Passed => ReferralAct.Pass, InterviewOutcome.Failed => ReferralAct.Fail, InterviewOutcome.WorkerAbsent => ReferralAct.WorkerAbsent,
            InterviewOutcome.EmployerAbsent => ReferralAct.EmployerAbsent, _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
        return await take.HandleAsync(workerId, referralId, new ReferralInput(act, Text: note, Interview: interviewId), await ViewerAsync(workerId, actor, cancel), cancel);
    }

    private async Task<Viewer> ViewerAsync(Guid workerId, Actor actor, CancellationToken cancel) =>
        PortalHand.IsWorker(actor, workerId) ? Viewer.Worker(workerId, actor) : await viewers.OfAsync(actor, cancel);

    private async Task<ReferralCard> CardAsync(Referral referral, CancellationToken cancel)
    {
        var name = (await people.NamesAsync([referral.WorkerId], cancel))[0];
        return new ReferralCard(
            referral.WorkerId, referral.ReferralId, referral.VacancyId, referral.EmployerId, Mask.Name(name ?? ""), (ReferralState)referral.State, referral.Home, referral.Version);
    }
}
