using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>An office, station, help unit or agency recommends one person to one vacancy; its kind is the channel it counts under.</summary>
internal sealed class ReferOne(ChunfengDb db, OpenReferral open)
{
    public async Task<Result<Referral>> HandleAsync(Guid workerId, Guid vacancyId, string? note, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.MatchingRefer))
        {
            return new Refusal("no-right", "您没有推荐的权限，请联系管理员开通");
        }

        return await open.HandleAsync(workerId, vacancyId, await SourceAsync(db, actor, cancel), ReferralRole.Office, note ?? "", actor, actor, cancel);
    }

    public static async Task<ReferralSource> SourceAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        var kind = actor.Unit is { } unit ? await db.Units().Where(u => u.UnitId == unit).Select(u => u.Kind).SingleOrDefaultAsync(cancel) : null;
        return new ReferralSource(ReferralRules.ChannelOf(kind ?? ""), actor.Unit);
    }
}
