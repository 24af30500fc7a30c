using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Policies;

/// <summary>告知、核对、申请、批准 — records a step of a policy for an employer with its audit entry, or says why not.</summary>
internal sealed class TakePolicyStep(ChunfengDb db, PolicyBook book, PolicyQuery query, TimeProvider clock)
{
    /// <summary>Our own limits: words of a step, employers told at once.</summary>
    public const int MostNote = 500, MostTold = 200;

    private static readonly Refusal NoPolicy = new("policy-not-found", "没有找到这项政策，可能已经更新；请刷新后再看");
    private static readonly Refusal JustChanged = new("just-changed", "刚刚有别人登记了一步；请看过最新内容后再登记");

    public async Task<Refusal?> HandleAsync(Guid employerId, string? code, string? version, PolicyAct act, string? note, Actor actor, CancellationToken cancel)
    {
        var employer = EmployerScope.MayOpen(actor) ? await EmployerScope.Employers(db, actor).AsNoTracking().SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel) : null;
        if (employer is null)
        {
            return WriteEmployer.NotFound;
        }

        var (keeps, own) = (EmployerScope.MayKeep(actor, employer), EmployerScope.IsOwn(actor, employer));
        if (!keeps && !own)
        {
            return new Refusal("no-right", "您没有登记的权限；请由单位所在地的经办人办理");
        }

        if (book.Find(code, version) is not { } policy)
        {
            return NoPolicy;
        }

        var refusal = await PutAsync([employer], policy, act, VacancyRules.Clean(note), keeps, actor, cancel);
        return refusal.Refused.Count > 0 ? refusal.Refused[0] : await SaveAsync($"{employerId} policy={policy.Code} version={policy.Version}", act, actor, cancel);
    }

    /// <summary>Says of several employers that they were told; those that cannot be are left out.</summary>
    /// <returns>How many were recorded.</returns>
    public async Task<Result<int>> TellAsync(IReadOnlyCollection<Guid> employerIds, string? code, string? version, string? note, Actor actor, CancellationToken cancel)
    {
        if (!EmployerScope.SeesArea(actor) || !actor.May(Rights.EmployersWrite))
        {
            return new Refusal("no-right", "您没有登记的权限，请联系本级专班的系统管理员开通");
        }

        if (book.Find(code, version) is not { } policy)
        {
            return NoPolicy;
        }

        if (employerIds.Count is 0 or > MostTold)
        {
            return new Refusal("nobody-chosen", employerIds.Count == 0 ? "请先勾选已经告知的单位" : $"一次最多登记 {MostTold} 家");
        }

        var employers = (await EmployerScope.Employers(db, actor).AsNoTracking().Where(e => employerIds.Contains(e.EmployerId)).ToListAsync(cancel)).Where(e => EmployerScope.MayKeep(actor, e)).ToList();
        var (put, refused) = await PutAsync(employers, policy, PolicyAct.Told, VacancyRules.Clean(note), office: true, actor, cancel);
        if (put == 0)
        {
            db.ChangeTracker.Clear();
            return refused.Count > 0 ? refused[0] : new Refusal("nobody-chosen", "勾选的单位不在您的管辖范围内，或者已经登记过");
        }

        return await SaveAsync($"policy={policy.Code} version={policy.Version} employers={put}", PolicyAct.Told, actor, cancel) is { } failed ? failed : put;
    }

    private async Task<(int Put, List<Refusal> Refused)> PutAsync(IReadOnlyList<Employer> employers, Policy policy, PolicyAct act, string note, bool office, Actor actor, CancellationToken cancel)
    {
        var (put, refused) = (0, new List<Refusal>());
        if (note.Length > MostNote)
        {
            return (0, [new Refusal("text-too-long", $"说明最多 {MostNote} 字，请精简")]);
        }

        foreach (var view in await query.MatchAsync(employers, [policy], cancel))
        {
            var done = view.Steps.Select(s => (PolicyAct)s.Act).ToList();
            if (PolicyMachine.Refuse(done, act, office, view.Match.Fit, note) is { } no)
            {
                refused.Add(no);
                continue;
            }

            db.PolicySteps().Add(new PolicyStep
            {
                EmployerId = view.EmployerId, Policy = policy.Code, Document = policy.Version, Seq = view.Steps.Count + 1, Act = (short)act, At = clock.UtcStamp, Login = actor.Login,
                Name = actor.DisplayName, Note = note,
            });
            put++;
        }

        return (put, refused);
    }

    private async Task<Refusal?> SaveAsync(string what, PolicyAct act, Actor actor, CancellationToken cancel)
    {
        try
        {
            db.Audit(clock, actor, $"policies.{PolicyWords.Acts.First(a => a.Act == act).Code}", what);
            await db.SaveChangesAsync(cancel);
            return null;
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
