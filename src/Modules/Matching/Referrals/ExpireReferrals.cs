using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>Every night: ends what nobody answered in time, one by one; whatever somebody is just answering is left to them.</summary>
internal sealed class ExpireReferrals(ChunfengDb db, TakeReferralStep take, TimeProvider clock) : IJob<NoInput>
{
    /// <summary>00:20 in China.</summary>
    public const string Nightly = "0 20 16 * * ?";
    private const int Page = 500;

    public static JobKind Kind { get; } = new("matching.expire", "结束超期没有答复的推荐", Rights.MatchingRefer);

    public async Task<Result<JobOutcome>> RunAsync(NoInput input, JobRun run, CancellationToken cancel)
    {
        var ended = await HandleAsync(run.Actor, cancel);
        return new JobOutcome($"结束了 {ended} 次超过期限没有答复的推荐", "/matching?tab=closed");
    }

    /// <returns>How many ended.</returns>
    public async Task<int> HandleAsync(Actor actor, CancellationToken cancel)
    {
        var (today, ended, last) = (clock.Today, 0, Guid.Empty);
        var system = new Viewer(ReferralRole.System, actor);
        while (true)
        {
            var after = last;
            var late = await ReferralScope.Referrals(db, system).AsNoTracking()
                .Where(r => r.State < (short)ReferralState.Hired && r.DueOn < today && r.ReferralId.CompareTo(after) > 0)
                .OrderBy(r => r.ReferralId).Take(Page).Select(r => new { r.WorkerId, r.ReferralId, r.Version }).ToListAsync(cancel);
            foreach (var one in late)
            {
                ended += await take.HandleAsync(one.WorkerId, one.ReferralId, new ReferralInput(ReferralAct.Expire, Seen: one.Version), system, cancel) is null ? 1 : 0;
            }

            if (late.Count < Page)
            {
                return ended;
            }

            last = late[^1].ReferralId;
        }
    }
}
