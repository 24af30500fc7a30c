using Chunfeng.Employers.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Matching.Referrals;

/// <summary>Whose hand it is: an office with its area, the one employer an account speaks for, or the person alone.</summary>
internal sealed record Viewer(ReferralRole Role, Actor Actor, Guid Own = default)
{
    public static readonly Viewer Nobody = new(ReferralRole.None, new Actor("", "", RegionCode.China, new HashSet<string>()));

    public static Viewer Worker(Guid worker, Actor actor) => new(ReferralRole.Worker, actor, worker);

    /// <summary>May move referrals on; whoever sees as an employer or as the person may.</summary>
    public bool MayAct => Role is ReferralRole.Worker or ReferralRole.Employer || (Role == ReferralRole.Office && Actor.May(Rights.MatchingRefer));
}

/// <summary>Tells whose hand an account is.</summary>
internal sealed class Viewers(IEmployers employers)
{
    public async Task<Viewer> OfAsync(Actor actor, CancellationToken cancel)
    {
        // an employer's account never sees an area, whatever else it may do
        if (actor.May(Rights.EmployersOwn) && actor.Unit is { } unit && await employers.OfUnitAsync(unit, cancel) is { } employer)
        {
            return new Viewer(ReferralRole.Employer, actor, employer.EmployerId);
        }

        return actor.May(Rights.MatchingRead) && actor.May(Rights.PeopleRead) ? new Viewer(ReferralRole.Office, actor) : Viewer.Nobody with { Actor = actor };
    }
}

/// <summary>Which referrals exist for a viewer: those of people registered in the area, applications to the own employer, the own ones. Anything else is not there.</summary>
internal static class ReferralScope
{
    public static IQueryable<Referral> Referrals(ChunfengDb db, Viewer viewer)
    {
        var (from, end, own) = (viewer.Actor.Region.Value, viewer.Actor.Region.End, viewer.Own);
        return viewer.Role switch
        {
            ReferralRole.Office or ReferralRole.System => db.Referrals().Where(r => r.Home >= from && r.Home < end),
            ReferralRole.Employer => db.Referrals().Where(r => r.EmployerId == own && r.AppliedAt != null),
            ReferralRole.Worker => db.Referrals().Where(r => r.WorkerId == own),
            _ => db.Referrals().Where(r => false),
        };
    }

    public static IQueryable<RetentionCheck> Checks(ChunfengDb db, Viewer viewer)
    {
        var (from, end, own) = (viewer.Actor.Region.Value, viewer.Actor.Region.End, viewer.Own);
        return viewer.Role switch
        {
            ReferralRole.Office or ReferralRole.System => db.RetentionChecks().Where(c => c.Home >= from && c.Home < end),
            ReferralRole.Employer => db.RetentionChecks().Where(c => c.EmployerId == own),
            ReferralRole.Worker => db.RetentionChecks().Where(c => c.WorkerId == own),
            _ => db.RetentionChecks().Where(c => false),
        };
    }

    /// <summary>The hand that writes a hire into the register for whoever may hire: an employer's account has no area of people and no right to
    /// record. It is used for the one person of a referral in the viewer's scope, never for another; the ledger's audit names the account.</summary>
    public static Actor HandOf(Actor account, long home) => new(
        account.Login, account.DisplayName, new RegionCode(home).At(RegionLevel.Province), new HashSet<string>(StringComparer.Ordinal) { Rights.PeopleRead, Rights.PeopleImport })
    {
        Source = account.Source, Unit = account.Unit,
    };
}
