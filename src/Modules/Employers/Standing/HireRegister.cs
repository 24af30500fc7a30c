using Chunfeng.Employers.Contracts;
using Chunfeng.Employers.Register;
using Chunfeng.Engine.Counting;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Standing;

/// <summary>吸纳登记 — who was taken on, from other rooms' hires or entered by hand for a person of one's area.</summary>
internal sealed class HireRegister(ChunfengDb db, IPersonLedger ledger, KeyRing keys, TimeProvider clock) : IHires
{
    public async Task<Result<bool>> RecordAsync(HireStatement hire, Actor actor, CancellationToken cancel)
    {
        if (hire.HiredOn > clock.Today)
        {
            return new Refusal("hire-ahead", "上岗日期不能晚于今天");
        }

        if (await db.Hires().AsNoTracking().AnyAsync(h => h.WorkerId == hire.WorkerId && h.HireId == hire.HireId, cancel))
        {
            return false;
        }

        if (!await db.Employers().AnyAsync(e => e.EmployerId == hire.EmployerId, cancel))
        {
            return WriteEmployer.NotFound;
        }

        // the room that hires has asked for its own right; an employer's account may not read people, and nothing of what is read is shown to it
        var person = await ledger.ReadAsync(hire.WorkerId, hire.HiredOn, null, Actor.Operator, cancel);
        if (person.IsRefused)
        {
            return person.Refusal;
        }

        db.Hires().Add(new Hire
        {
            WorkerId = hire.WorkerId, HireId = hire.HireId, EmployerId = hire.EmployerId, VacancyId = hire.VacancyId, HelpUnit = hire.HelpUnit, Home = person.Value.Home,
            Protected = person.Value.Statuses.Any(s => PersonClassifier.IsProtected((byte)s.Stated.Category)), HiredOn = hire.HiredOn, RecordedAt = clock.UtcStamp, RecordedBy = actor.Login,
        });
        db.Audit(clock, actor, "employers.hire", $"{hire.EmployerId} hire={hire.HireId}", hire.WorkerId);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    public async Task<Refusal?> EndAsync(Guid workerId, Guid hireId, DateOnly lastDay, Actor actor, CancellationToken cancel)
    {
        var hire = await db.Hires().SingleOrDefaultAsync(h => h.WorkerId == workerId && h.HireId == hireId, cancel);
        if (hire is null)
        {
            return new Refusal("hire-not-found", "没有找到这条吸纳登记");
        }

        if (lastDay < hire.HiredOn || lastDay > clock.Today)
        {
            return new Refusal("bad-day", "离岗日期应在上岗日期以后、今天以前");
        }

        if (hire.LeftOn == lastDay)
        {
            return null;
        }

        (hire.LeftOn, hire.Version) = (lastDay, hire.Version + 1);
        db.Audit(clock, actor, "employers.hire.end", $"{hire.EmployerId} hire={hireId}", workerId);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    public async Task UndoAsync(Guid workerId, Guid hireId, Actor actor, CancellationToken cancel)
    {
        if (await db.Hires().SingleOrDefaultAsync(h => h.WorkerId == workerId && h.HireId == hireId, cancel) is not { } hire)
        {
            return;
        }

        db.Hires().Remove(hire);
        db.Audit(clock, actor, "employers.hire.undo", $"{hire.EmployerId} hire={hireId}", workerId);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>By hand: a person of one's own area, found by the full ID number, at an employer one keeps.</summary>
    public async Task<Refusal?> EnterAsync(Guid employerId, string? idNumber, DateOnly? hiredOn, Guid? helpUnit, Actor actor, CancellationToken cancel)
    {
        var employer = await EmployerScope.Employers(db, actor).AsNoTracking().SingleOrDefaultAsync(e => e.EmployerId == employerId, cancel);
        if (employer is null)
        {
            return WriteEmployer.NotFound;
        }

        if (!EmployerScope.MayKeep(actor, employer) || !actor.May(Rights.PeopleRead))
        {
            return new Refusal("no-right", "您没有登记吸纳人员的权限；请由单位所在地的经办人办理");
        }

        if (!IdNumber.TryParse(idNumber ?? "", out var id, out var fault))
        {
            return new Refusal("bad-id", IdNumberFaults.Explain(fault));
        }

        if (hiredOn is not { } day)
        {
            return new Refusal("bad-day", "请填写上岗日期");
        }

        var worker = new PersonCrypto(keys).WorkerId(id);
        var seen = await ledger.ReadAsync(worker, day, null, actor, cancel);
        if (seen.IsRefused)
        {
            return new Refusal("worker-not-found", "实名登记库中没有这个人，或不在您的管辖范围内；请先登记");
        }

        worker = seen.Value.WorkerId;
        if (helpUnit is { } unit && !await db.Set<Unit>().AnyAsync(u => u.UnitId == unit && u.Kind == "help", cancel))
        {
            return new Refusal("bad-unit", "请从列表中选择帮扶单位");
        }

        // one person counts once at an employer while the hire lasts
        if (await db.Hires().AnyAsync(h => h.WorkerId == worker && h.EmployerId == employerId && h.LeftOn == null, cancel))
        {
            return new Refusal("hire-known", "这个人已经登记在这个单位，不用再登记");
        }

        return (await RecordAsync(new HireStatement(worker, Guid.CreateVersion7(), employerId, day, HelpUnit: helpUnit), actor, cancel)).Refusal;
    }
}
