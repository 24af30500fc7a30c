using System.Linq.Expressions;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Register;

/// <summary>Which employers and vacancies exist for an account: staff see those of their area, an employer's account its own, a station or an agency the vacancies
/// its unit sent. Published vacancies are public and seen by all staff, to send people to them; anything else is not there.</summary>
internal static class EmployerScope
{
    public static bool MayOpen(Actor actor) => actor.May(Rights.EmployersRead) || (actor.Unit is not null && (actor.May(Rights.EmployersOwn) || actor.May(Rights.VacanciesSend)));

    /// <summary>Sends vacancies for employers it does not keep: a station, an agency.</summary>
    public static bool IsSender(Actor actor) => actor.May(Rights.VacanciesSend) && !actor.May(Rights.EmployersWrite);

    /// <summary>Sees the employers of its area and all that is recorded of them.</summary>
    public static bool SeesArea(Actor actor) => actor.May(Rights.EmployersRead) && !IsSender(actor);

    /// <summary>The employers an account may send vacancies for: its own scope; any registered one for a sender, who names it by its full credit code.</summary>
    public static IQueryable<Employer> Sendable(ChunfengDb db, Actor actor) => IsSender(actor) && actor.Unit is not null ? db.Employers() : Employers(db, actor);

    public static IQueryable<Employer> Employers(ChunfengDb db, Actor actor)
    {
        var (from, end, unit) = Of(actor);
        return db.Employers().Where(Shared.Written<Func<Employer, bool>>(e => Shared.Of(VisibleEmployer, e, from, end, unit)));
    }

    /// <summary>An employer of the area [from, end), or the account's own.</summary>
    public static readonly Expression<Func<Employer, long, long, Guid?, bool>> VisibleEmployer = (e, from, end, unit) =>
        (e.Region >= from && e.Region < end) || (unit != null && e.UnitId == unit);

    private static readonly Func<Employer, long, long, Guid?, bool> VisibleOne = VisibleEmployer.Compile();

    /// <summary>The same of one that was read.</summary>
    public static bool Sees(Actor actor, Employer employer)
    {
        var (from, end, unit) = Of(actor);
        return VisibleOne(employer, from, end, unit);
    }

    public static IQueryable<Posting> Postings(ChunfengDb db, Actor actor)
    {
        var (from, end, unit) = Of(actor);
        var (reads, sender) = Beyond(actor);
        return db.Postings().Where(Shared.Written<Func<Posting, bool>>(p => Shared.Of(VisiblePosting, db, p, from, end, reads, sender, unit)));
    }

    /// <summary>A vacancy of the area [from, end), a published one for who reads them, one the unit sent, one of the own employer.</summary>
    public static readonly Expression<Func<ChunfengDb, Posting, long, long, bool, Guid?, Guid?, bool>> VisiblePosting = (db, p, from, end, reads, sender, unit) =>
        (p.Region >= from && p.Region < end) || (reads && p.State == (short)PostingState.Published) || (sender != null && p.SentUnit == sender)
        || (unit != null && db.Set<Employer>().Any(e => e.EmployerId == p.EmployerId && e.UnitId == unit));

    /// <summary>What else an account sees of vacancies: published ones, and those its unit sent.</summary>
    public static (bool Published, Guid? Sender) Beyond(Actor actor) => (actor.May(Rights.EmployersRead), IsSender(actor) ? actor.Unit : null);

    /// <summary>The offices' side of an employer: all of its record.</summary>
    public static bool MayKeep(Actor actor, Employer employer) => actor.May(Rights.EmployersWrite) && actor.Region.Contains(new RegionCode(employer.Region));

    /// <summary>The employer's own account: contact, address, size, heads, vacancies.</summary>
    public static bool IsOwn(Actor actor, Employer employer) => actor.May(Rights.EmployersOwn) && actor.Unit is { } unit && employer.UnitId == unit;

    /// <summary>Everything an account may be towards a vacancy.</summary>
    /// <param name="sentUnit">The unit that sent it; a sender's own for a new one.</param>
    public static PostingSide SideOf(Actor actor, long office, Employer employer, Guid? sentUnit) =>
        (IsOwn(actor, employer) || (IsSender(actor) && actor.Unit is { } unit && sentUnit == unit) || (actor.May(Rights.EmployersWrite) && (actor.Region.Contains(new RegionCode(office)) || actor.Region.Contains(new RegionCode(employer.Region))))
            ? PostingSide.Writer : PostingSide.None)
        | (actor.May(Rights.VacanciesReview) && actor.Region.Contains(new RegionCode(office)) ? PostingSide.Reviewer : PostingSide.None);

    /// <summary>The homes [from, end) of the employers an account sees, and its own unit where that is one.</summary>
    public static (long From, long End, Guid? Unit) Of(Actor actor)
    {
        var (from, end) = SeesArea(actor) ? (actor.Region.Value, actor.Region.End) : (0, 0);
        return (from, end, actor.May(Rights.EmployersOwn) ? actor.Unit : null);
    }
}
