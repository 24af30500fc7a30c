using System.Security.Cryptography;
using Chunfeng.People.Contracts;
using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Masking;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People.Portal;

/// <summary>Gives passes, ends them, and lets their holders in (decision 18).</summary>
internal sealed class WorkerPasses(ChunfengDb db, KeyRing keys, TimeProvider clock) : IWorkerPasses
{
    /// <summary>A pass ends after so many wrong last fours in a row: one in a thousand guesses would be right.</summary>
    public const int MostFailures = 5;

    private const int MostDays = 366;

    private static readonly Refusal NotFound = new("worker-not-found", "没有找到这个人的登记，或不在您的管辖范围内");
    private static readonly Refusal NoRight = new("no-right", "您的账号不能发放服务卡；需要时请联系管理员");

    /// <summary>The same words whether the link is made up, ended or past its day: a stranger learns nothing.</summary>
    public static readonly Refusal Gone = new("pass-gone", "这张服务卡已经不能用了，请让村干部或乡镇重新发一张");

    public static readonly Refusal WrongDigits = new("wrong-digits", "身份证号后四位不对，请再核对一次");

    private static readonly Refusal JustChanged = new("just-changed", "刚刚有人办理了这张服务卡，请刷新后再试");

    public async Task<Result<IssuedPass>> IssueAsync(Guid workerId, int days, Actor actor, CancellationToken cancel)
    {
        if (await WhyNotAsync(workerId, actor, cancel) is { } refusal)
        {
            return refusal;
        }

        if (days is < 1 or > MostDays)
        {
            return new Refusal("pass-days", $"有效天数填 1 到 {MostDays}，现在是 {days}");
        }

        var token = new PassToken(workerId, Guid.CreateVersion7(), RandomNumberGenerator.GetBytes(PassToken.SecretSize));
        var pass = new Pass
        {
            WorkerId = workerId, PassId = token.PassId, SecretHash = SHA256.HashData(token.Secret), IssuedAt = clock.UtcStamp, IssuedBy = actor.Login,
            LastDay = clock.Today.AddDays(days - 1),
        };
        await EndAllAsync(workerId, cancel);
        db.Set<Pass>().Add(pass);
        db.Audit(clock, actor, "pass.issue", $"{pass.PassId} to={pass.LastDay:yyyy-MM-dd}", workerId);
        return await SaveAsync(cancel) is { } failed ? failed : new IssuedPass($"/p/{token}", pass.LastDay);
    }

    public async Task<Refusal?> EndAsync(Guid workerId, Actor actor, CancellationToken cancel)
    {
        if (await WhyNotAsync(workerId, actor, cancel) is { } refusal)
        {
            return refusal;
        }

        if (await EndAllAsync(workerId, cancel) == 0)
        {
            return new Refusal("no-pass", "没有正在使用的服务卡");
        }

        db.Audit(clock, actor, "pass.end", "", workerId);
        return await SaveAsync(cancel);
    }

    public async Task<PassState?> LatestAsync(Guid workerId, Actor actor, CancellationToken cancel) =>
        await WhyNotAsync(workerId, actor, cancel) is not null ? null
        : await db.Set<Pass>().AsNoTracking().Where(p => p.WorkerId == workerId).OrderByDescending(p => p.IssuedAt).ThenByDescending(p => p.PassId)
            .Select(p => new PassState(p.PassId, p.IssuedAt, p.IssuedBy, p.LastDay, p.LastUsedAt, p.EndedAt)).FirstOrDefaultAsync(cancel);

    /// <summary>Whose pass an address is, to greet them by a masked name; null when it does not hold.</summary>
    public async Task<PortalWorker?> PeekAsync(string? token, CancellationToken cancel) => await HeldAsync(token, cancel) is { } held ? held.Worker : null;

    /// <summary>Lets in who has the link and knows the last four of the ID number.</summary>
    /// <param name="digits">The last four of the 18-character number; x or X.</param>
    public async Task<Result<(PortalWorker Worker, DateOnly LastDay)>> EnterAsync(string? token, string? digits, string source, CancellationToken cancel)
    {
        if (await HeldAsync(token, cancel) is not { } held)
        {
            return Gone;
        }

        var (pass, worker, idCipher) = held;
        var actor = worker.ToActor(source);
        var right = new PersonCrypto(keys).TryDecrypt(idCipher, worker.WorkerId) is { Length: > 4 } id && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(id[^4..]), System.Text.Encoding.UTF8.GetBytes((digits ?? "").Trim().ToUpperInvariant()));
        if (right)
        {
            (pass.Failures, pass.LastUsedAt) = (0, clock.UtcStamp);
            db.Audit(clock, actor, "pass.enter", pass.PassId.ToString(), worker.WorkerId);
        }
        else
        {
            pass.Failures++;
            pass.EndedAt = pass.Failures >= MostFailures ? clock.UtcStamp : null;
            db.Audit(clock, actor, "pass.refused", $"{pass.PassId} failures={pass.Failures}", worker.WorkerId);
        }

        pass.Version++;
        return await SaveAsync(cancel) is { } failed ? failed
            : right ? (worker, pass.LastDay)
            : pass.EndedAt is null ? WrongDigits : Gone;
    }

    /// <summary>The worker a running visit belongs to, or null when it has ended.</summary>
    public async Task<PortalWorker?> RecheckAsync(Guid workerId, Guid passId, CancellationToken cancel)
    {
        var pass = await db.Set<Pass>().AsNoTracking().SingleOrDefaultAsync(p => p.WorkerId == workerId && p.PassId == passId, cancel);
        return pass is not null && pass.HoldsOn(clock.Today) && await WorkerAsync(workerId, passId, cancel) is { } found ? found.Worker : null;
    }

    private async Task<(Pass Pass, PortalWorker Worker, byte[] IdCipher)?> HeldAsync(string? text, CancellationToken cancel)
    {
        if (PassToken.Read(text) is not { } token
            || await db.Set<Pass>().SingleOrDefaultAsync(p => p.WorkerId == token.WorkerId && p.PassId == token.PassId, cancel) is not { } pass
            || !CryptographicOperations.FixedTimeEquals(pass.SecretHash, SHA256.HashData(token.Secret)) || !pass.HoldsOn(clock.Today))
        {
            return null;
        }

        return await WorkerAsync(token.WorkerId, token.PassId, cancel) is { } found ? (pass, found.Worker, found.IdCipher) : null;
    }

    /// <summary>A registration that was merged into another does not act any more: a new pass is given to the one that stays.</summary>
    private async Task<(PortalWorker Worker, byte[] IdCipher)?> WorkerAsync(Guid workerId, Guid passId, CancellationToken cancel) =>
        await db.Workers().AsNoTracking().Where(w => w.WorkerId == workerId && w.MergedInto == null).Select(w => new { w.Name, w.Home, w.IdCipher }).SingleOrDefaultAsync(cancel) is { } who
            ? (new PortalWorker(workerId, passId, Mask.Name(who.Name), new RegionCode(who.Home)), who.IdCipher)
            : null;

    private async Task<Refusal?> WhyNotAsync(Guid workerId, Actor actor, CancellationToken cancel) =>
        !actor.May(Rights.PeoplePass) ? NoRight
        : await db.Workers().Within(actor).AnyAsync(w => w.WorkerId == workerId && w.MergedInto == null, cancel) ? null : NotFound;

    private async Task<int> EndAllAsync(Guid workerId, CancellationToken cancel)
    {
        var open = await db.Set<Pass>().Where(p => p.WorkerId == workerId && p.EndedAt == null).ToListAsync(cancel);
        foreach (var pass in open)
        {
            pass.EndedAt = clock.UtcStamp;
            pass.Version++;
        }

        return open.Count(p => p.LastDay >= clock.Today);
    }

    private async Task<Refusal?> SaveAsync(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return JustChanged;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
