using System.Linq.Expressions;
using Chunfeng.Employers.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Demand;

/// <summary>Which rounds exist for an account and whose answers it sees there: an office those of its area and above, with the employers of its area only;
/// an employer's account the rounds it stands in, with its own answer.</summary>
internal static class DemandScope
{
    /// <summary>From the county up; below it there is no office that keeps employers.</summary>
    public static bool IsOffice(Actor actor) => EmployerScope.SeesArea(actor) && actor.Region.Level <= RegionLevel.County;

    public static bool MayOpen(Actor actor) => IsOffice(actor) || (actor.May(Rights.EmployersOwn) && actor.Unit is not null);

    /// <summary>Opens rounds in its area, ends those it could have opened.</summary>
    public static bool MayRun(Actor actor, long region) => IsOffice(actor) && actor.May(Rights.EmployersWrite) && actor.Region.Contains(new RegionCode(region));

    /// <summary>Takes an employer's answer down: its office, its service officer, itself.</summary>
    public static bool MayAnswer(Actor actor, Employer employer) => EmployerScope.MayKeep(actor, employer) || EmployerScope.IsOwn(actor, employer)
        || (actor.May(Rights.EmployersRead) && employer.OfficerLogin == actor.Login && actor.Region.Contains(new RegionCode(employer.Region)));

    public static IQueryable<DemandRound> Rounds(ChunfengDb db, Actor actor)
    {
        var (from, end, above, unit) = Of(actor);
        return db.DemandRounds().Where(Shared.Written<Func<DemandRound, bool>>(r => Shared.Of(VisibleRound, db, r, from, end, above, unit)));
    }

    /// <summary>The area [from, end) whose rounds an office sees, the areas above it, and the unit of an employer's own account.</summary>
    public static (long From, long End, long[] Above, Guid? Unit) Of(Actor actor)
    {
        var (from, end) = IsOffice(actor) ? (actor.Region.Value, actor.Region.End) : (0, 0);
        return (from, end, IsOffice(actor) ? actor.Region.Above() : [], EmployerScope.Of(actor).Unit);
    }

    /// <summary>A round of the area or above it, or one the own employer stands in.</summary>
    // an employer's region lies in the round's when cutting it to the round's level gives the round's region
    public static readonly Expression<Func<ChunfengDb, DemandRound, long, long, long[], Guid?, bool>> VisibleRound = (db, r, from, end, above, unit) =>
        (r.Region >= from && r.Region < end) || above.Contains(r.Region)
        || (unit != null && db.Set<Employer>().Any(e => e.UnitId == unit
            && (e.Region == r.Region || e.Region - (e.Region % 100_000_000) == r.Region || e.Region - (e.Region % 10_000_000_000) == r.Region || e.Region - (e.Region % 1_000_000) == r.Region)
            && (r.Flags == 0 || (r.Flags & e.Flags) != 0 || db.Set<DemandAnswer>().Any(a => a.RoundId == r.RoundId && a.EmployerId == e.EmployerId))));

    /// <summary>The employers a round asks: those of its area that fit and were registered before it ended, and who answered.</summary>
    public static IQueryable<Employer> Asked(this IQueryable<Employer> employers, ChunfengDb db, DemandRound round)
    {
        var region = new RegionCode(round.Region);
        var (from, end, flags, id) = (region.Value, region.End, round.Flags, round.RoundId);
        var until = Until(round);
        return employers.Where(e => e.Region >= from && e.Region < end
            && (((flags == 0 || (e.Flags & flags) != 0) && e.RegisteredAt <= until) || db.DemandAnswers().Any(a => a.RoundId == id && a.EmployerId == e.EmployerId)));
    }

    /// <summary>The same for one employer that was read.</summary>
    /// <param name="answered">It answered the round, whatever became of the answer.</param>
    public static bool Asks(DemandRound round, Employer employer, bool answered) => new RegionCode(round.Region).Contains(new RegionCode(employer.Region))
        && (((round.Flags == 0 || (employer.Flags & round.Flags) != 0) && employer.RegisteredAt <= Until(round)) || answered);

    public static IQueryable<Employer> Outstanding(this IQueryable<Employer> asked, ChunfengDb db, Guid roundId) =>
        asked.Where(e => !db.DemandAnswers().Any(a => a.RoundId == roundId && a.EmployerId == e.EmployerId));

    private static DateTime Until(DemandRound round) => round.ClosedAt ?? new DateTime(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);
}
