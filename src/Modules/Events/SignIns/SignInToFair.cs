using Chunfeng.Events.Fairs;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.SignIns;

/// <summary>签到 — writes down that a worker came to an event, once; by the code on the screen, or by staff.</summary>
internal sealed class SignInToFair(ChunfengDb db, SignInCode codes, NamedPeople people, TimeProvider clock)
{
    /// <summary>What became of it.</summary>
    /// <param name="Already">The worker had signed in before; nothing was written.</param>
    internal sealed record Done(bool Already);

    /// <summary>Why nobody can sign in to an event now; null when one can.</summary>
    public static Refusal? Check(FairState state, DateOnly startsOn, DateOnly endsOn, DateOnly today) => state switch
    {
        FairState.Cancelled => new Refusal("fair-cancelled", "这场活动取消了，不用签到；请看看别的活动"),
        FairState.Planned => new Refusal("fair-not-public", "这场活动还没有发布，不能签到"),
        FairState.Filed or FairState.Closed => new Refusal("fair-over", "这场活动已经报了结果，不能再签到"),
        _ => today < startsOn ? new Refusal("fair-not-begun", $"活动 {startsOn:yyyy-MM-dd} 开始，到那天再签到")
            : today > endsOn ? new Refusal("fair-over", $"活动 {endsOn:yyyy-MM-dd} 已经结束，不能再签到") : null,
    };

    /// <param name="code">What was scanned; may be missing only at an event that is (also) online.</param>
    /// <param name="worker">Who holds the phone, by their own pass.</param>
    public async Task<Result<Done>> ByPhoneAsync(Guid fairId, string? code, Guid worker, RegionCode home, Actor actor, CancellationToken cancel)
    {
        var fair = await db.Fairs().AsNoTracking().SingleOrDefaultAsync(f => f.FairId == fairId && f.State != (short)FairState.Planned, cancel);
        if (fair is null)
        {
            return MoveFair.NotFound;
        }

        var online = (FairMode)fair.Mode is not FairMode.OnSite && string.IsNullOrEmpty(code);
        return Check((FairState)fair.State, fair.StartsOn, fair.EndsOn, clock.Today) is { } no ? no
            : !online && codes.Check(fairId, code) is { } stale ? stale
            : await WriteAsync(fairId, worker, home.Value, SignInWay.Phone, actor, cancel);
    }

    /// <summary>Staff sign somebody in whom they may see.</summary>
    public async Task<Result<Done>> ByStaffAsync(Guid fairId, Guid worker, Actor actor, CancellationToken cancel)
    {
        var fair = await FairScope.FindAsync(db, fairId, actor, cancel);
        if (fair is null)
        {
            return MoveFair.NotFound;
        }

        if (!FairScope.MayWrite(actor, new RegionCode(fair.Region)))
        {
            return MoveFair.NotOurs;
        }

        if (Check((FairState)fair.State, fair.StartsOn, fair.EndsOn, clock.Today) is { } no)
        {
            return no;
        }

        return await people.HandleAsync([worker], actor, cancel) is [{ } person]
            ? await WriteAsync(fairId, worker, person.Home, SignInWay.Staff, actor, cancel)
            : new Refusal("worker-not-found", "辖区内没有找到这个人的实名登记；外地来的人请用手机扫码签到");
    }

    private async Task<Result<Done>> WriteAsync(Guid fairId, Guid worker, long home, SignInWay way, Actor actor, CancellationToken cancel)
    {
        if (await IsThereAsync(fairId, worker, cancel))
        {
            return new Done(true);
        }

        db.SignIns().Add(new SignIn { WorkerId = worker, FairId = fairId, Home = home, Way = (short)way, At = clock.UtcStamp, Login = actor.Login });
        db.Audit(clock, actor, "events.sign-in", $"{fairId} way={(short)way}", worker);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new Done(false);
        }
        catch (DbUpdateException) when (Taken())
        {
            return new Done(true); // scanned twice at once
        }
        finally
        {
            db.ChangeTracker.Clear();
        }

        bool Taken() => db.SignIns().AsNoTracking().Any(s => s.FairId == fairId && s.WorkerId == worker);
    }

    public Task<bool> IsThereAsync(Guid fairId, Guid worker, CancellationToken cancel) => db.SignIns().AnyAsync(s => s.WorkerId == worker && s.FairId == fairId, cancel);
}
