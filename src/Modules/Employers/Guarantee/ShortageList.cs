using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers.Guarantee;

/// <summary>One key employer in the list of shortages.</summary>
/// <param name="Posts">Posts of its published vacancies that are open on the day, filled ones included.</param>
/// <param name="Open">Still missing.</param>
/// <param name="Filled">Posts taken by hires that hold, of all its vacancies.</param>
/// <param name="TwiceMedianDays">See <see cref="TimeToFill"/>.</param>
/// <param name="LastVisit">Null when nobody has been there.</param>
internal sealed record Shortage(
    Guid EmployerId, string Name, long Region, string OfficerName, int Posts, int Open, int Filled, int? TwiceMedianDays, DateOnly? LastVisit, bool NeedOpen);

/// <summary>A zone with its members, for those who look at it.</summary>
internal sealed record ZoneView(Zone Zone, IReadOnlyList<long> Members);

/// <summary>重点企业用工保障: the key employers of a zone or an area, worst shortage first (2.4).</summary>
internal sealed class ShortageList(ChunfengDb db, RegionTree regions, TimeProvider clock)
{
    public const int Most = 500, MostMembers = 200;

    public async Task<IReadOnlyList<ZoneView>> ZonesAsync(CancellationToken cancel)
    {
        var members = (await db.ZoneMembers().AsNoTracking().ToListAsync(cancel)).ToLookup(m => m.ZoneId, m => m.Region);
        return [.. (await db.Zones().AsNoTracking().OrderBy(z => z.Name).ToListAsync(cancel)).Select(z => new ZoneView(z, [.. members[z.ZoneId].Order()]))];
    }

    /// <param name="zone">Null is the whole area of the actor.</param>
    /// <param name="mine">Only those the actor serves.</param>
    public async Task<IReadOnlyList<Shortage>> HandleAsync(ZoneView? zone, bool mine, Actor actor, CancellationToken cancel)
    {
        var (today, login, key) = (clock.Today, actor.Login, (int)EmployerFlags.Key);
        var employers = (await EmployerScope.Employers(db, actor).AsNoTracking().Where(e => (e.Flags & key) != 0 && (!mine || e.OfficerLogin == login))
                .OrderBy(e => e.EmployerId).Take(Most).ToListAsync(cancel))
            .Where(e => zone is null || zone.Members.Any(m => new RegionCode(m).Contains(new RegionCode(e.Seat)))).ToList();
        var ids = employers.Select(e => e.EmployerId).ToList();
        var open = (await db.Postings().AsNoTracking().Where(p => ids.Contains(p.EmployerId) && p.State == (short)PostingState.Published && p.FromDay <= today && p.ToDay >= today)
            .Select(p => new { p.EmployerId, p.Posts, p.PostsOpen }).ToListAsync(cancel)).ToLookup(p => p.EmployerId);
        var fills = (await db.PostingFills().AsNoTracking().Where(f => ids.Contains(f.EmployerId) && f.ReopenedAt == null)
            .Select(f => new { f.EmployerId, f.Days }).ToListAsync(cancel)).ToLookup(f => f.EmployerId, f => f.Days);
        var visits = (await db.ServiceVisits().AsNoTracking().Where(v => ids.Contains(v.EmployerId)).Select(v => new { v.EmployerId, v.VisitedOn, v.VisitId, v.Open }).ToListAsync(cancel))
            .GroupBy(v => v.EmployerId).ToDictionary(g => g.Key, g => g.OrderBy(v => v.VisitedOn).ThenBy(v => v.VisitId).Last());
        return
        [
            .. employers.Select(e => new Shortage(e.EmployerId, e.Name, e.Region, e.OfficerName, open[e.EmployerId].Sum(p => p.Posts), open[e.EmployerId].Sum(p => p.PostsOpen),
                    fills[e.EmployerId].Count(), TimeToFill.TwiceMedian(fills[e.EmployerId]), visits.GetValueOrDefault(e.EmployerId)?.VisitedOn, visits.GetValueOrDefault(e.EmployerId)?.Open == true))
                .OrderByDescending(s => s.Open).ThenBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.EmployerId),
        ];
    }

    /// <summary>Zones span cities, so the province keeps them.</summary>
    public static bool MayKeepZones(Actor actor) => actor.May(Rights.EmployersWrite) && actor.Region.Contains(RegionCode.Shanxi);

    /// <summary>Writes a zone's name, its members and where they come from; a new zone without an id.</summary>
    public async Task<Refusal?> KeepZoneAsync(Guid? zoneId, string? name, string? basis, IReadOnlyCollection<long> members, Actor actor, CancellationToken cancel)
    {
        if (!MayKeepZones(actor))
        {
            return new Refusal("no-right", "保障区域由省级专班维护；需要调整时请联系省级专班");
        }

        var (title, source, wanted) = (VacancyRules.Clean(name), VacancyRules.Clean(basis), members.Distinct().ToList());
        if (title.Length is 0 or > 50 || source.Length > 200)
        {
            return new Refusal("bad-zone", "请写区域名称，不超过 50 字；依据不超过 200 字");
        }

        if (wanted.Count > MostMembers || wanted.Any(m => !regions.TryGet(new RegionCode(m), out _) || !RegionCode.Shanxi.Contains(new RegionCode(m))))
        {
            return new Refusal("bad-member", "成员只能是本省的市、县（市、区）或乡镇，请逐行核对名称");
        }

        if (await db.Zones().AnyAsync(z => z.Name == title && z.ZoneId != zoneId, cancel))
        {
            return new Refusal("zone-known", "已经有同名的区域");
        }

        try
        {
            var zone = zoneId is { } id ? await db.Zones().SingleOrDefaultAsync(z => z.ZoneId == id, cancel) : null;
            if (zone is null && zoneId is not null)
            {
                return new Refusal("zone-not-found", "没有找到这个区域，请刷新后再看");
            }

            if (zone is null)
            {
                zone = new Zone { Name = title, Basis = source, ChangedAt = clock.UtcStamp };
                db.Zones().Add(zone);
            }
            else
            {
                (zone.Name, zone.Basis, zone.ChangedAt, zone.Version) = (title, source, clock.UtcStamp, zone.Version + 1);
            }

            var known = await db.ZoneMembers().Where(m => m.ZoneId == zone.ZoneId).ToListAsync(cancel);
            db.ZoneMembers().RemoveRange(known.Where(m => !wanted.Contains(m.Region)));
            db.ZoneMembers().AddRange(wanted.Except(known.Select(m => m.Region)).Select(m => new ZoneMember { ZoneId = zone.ZoneId, Region = m }));
            db.Audit(clock, actor, "employers.zone", $"{zone.ZoneId} members={wanted.Count}", before: string.Join(',', known.Select(m => m.Region).Order()), after: string.Join(',', wanted.Order()));
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal("just-changed", "这个区域刚刚被别人改过；请看过最新内容后再改一次");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
