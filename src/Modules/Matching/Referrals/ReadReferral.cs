using Chunfeng.Employers.Contracts;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>One referral as a viewer sees it.</summary>
/// <param name="Name">As the viewer may know it.</param>
/// <param name="Contact">For an employer's own applicant: the telephone; null for everybody else, who have the register.</param>
/// <param name="Unit">Name of the unit that referred; "" for none.</param>
internal sealed record ReferralView(
    Referral Referral, string Name, PersonContact? Contact, string Unit, VacancyCard? Card, IReadOnlyList<ReferralStep> Steps, IReadOnlyList<RetentionCheck> Checks, Viewer Viewer)
{
    public Standing Standing => TakeReferralStep.StandingOf(Referral);

    public bool May(ReferralAct act) => Viewer.MayAct && ReferralMachine.May(Standing, act, Viewer.Role);
}

/// <summary>Opens one referral.</summary>
internal sealed class ReadReferral(ChunfengDb db, IVacancies vacancies, ReferralList list, ContactPeople contacts)
{
    /// <returns>Null when there is none in the viewer's scope.</returns>
    public async Task<ReferralView?> HandleAsync(Guid workerId, Guid referralId, Viewer viewer, CancellationToken cancel)
    {
        var (reads, from, end) = (db.Compiled<ReferralReads>(), viewer.Actor.Region.Value, viewer.Actor.Region.End);
        var referral = viewer.Role == ReferralRole.Office ? await reads.One(db, workerId, referralId, from, end, cancel)
            : await ReferralScope.Referrals(db, viewer).AsNoTracking().SingleOrDefaultAsync(r => r.WorkerId == workerId && r.ReferralId == referralId, cancel);
        if (referral is null)
        {
            return null;
        }

        var steps = await reads.Steps(db, workerId, referralId).ToListAsync(cancel);
        var checks = await reads.Checks(db, workerId, referralId).ToListAsync(cancel);
        var unit = referral.UnitId is { } id ? await reads.UnitName(db, id, cancel) ?? "" : "";

        // an employer calls its applicants; when it is over it has no business with them
        var standing = TakeReferralStep.StandingOf(referral);
        var contact = viewer.Role == ReferralRole.Employer && (standing.IsOpen || standing.IsAtWork)
            ? await contacts.OneAsync(workerId, $"referral={referralId}", viewer.Actor, cancel) : null;
        var name = (await list.NamesAsync([workerId], viewer, cancel))[0];
        return new ReferralView(referral, name, contact, unit, await vacancies.FindAsync(referral.VacancyId, cancel), steps, checks, viewer);
    }
}
