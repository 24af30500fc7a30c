using Chunfeng.Matching.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>What a worker does on their own phone: sees where each referral stands, applies, confirms, gives up, answers whether still there.</summary>
internal sealed class MyReferrals(ChunfengDb db, OpenReferral open, TakeReferralStep take, ReadReferral read)
{
    private const int Most = 50;

    /// <summary>Open ones first, then the latest.</summary>
    public async Task<IReadOnlyList<Referral>> ListAsync(PortalWorker worker, CancellationToken cancel) =>
        await ReferralScope.Referrals(db, ViewerOf(worker)).AsNoTracking().OrderBy(r => r.State == (short)ReferralState.Closed ? 1 : 0).ThenByDescending(r => r.ReferralId).Take(Most).ToListAsync(cancel);

    public Task<ReferralView?> FindAsync(PortalWorker worker, Guid referral, CancellationToken cancel) => read.HandleAsync(worker.WorkerId, referral, ViewerOf(worker), cancel);

    public Task<Result<Referral>> ApplyAsync(PortalWorker worker, Guid vacancy, CancellationToken cancel) => open.HandleAsync(
        worker.WorkerId, vacancy, new ReferralSource(ReferralChannel.Self), ReferralRole.Worker, "", worker.ToActor(), ReaderOf(worker), cancel);

    public Task<Refusal?> TakeAsync(PortalWorker worker, Guid referral, ReferralInput input, CancellationToken cancel) =>
        take.HandleAsync(worker.WorkerId, referral, input, ViewerOf(worker), cancel);

    public static Viewer ViewerOf(PortalWorker worker) => Viewer.Worker(worker.WorkerId, worker.ToActor());

    /// <summary>The hand that reads the worker's own registration.</summary>
    public static Actor ReaderOf(PortalWorker worker) => ReferralScope.HandOf(worker.ToActor(), RegionCode.Shanxi.Value);
}
