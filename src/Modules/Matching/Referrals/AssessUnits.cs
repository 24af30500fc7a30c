using System.Globalization;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching.Referrals;

/// <summary>Whether people stayed so many months: asked, answered yes, and due by now.</summary>
internal readonly record struct Stayed(int Still, int Answered, int Due);

/// <summary>What one unit's referrals came to.</summary>
/// <param name="People">Different people referred.</param>
/// <param name="Hired">Hires that were not undone.</param>
/// <param name="HiredOutside">Of them to a workplace outside the province.</param>
internal sealed record UnitScore(
    ReferralChannel Channel, Guid? UnitId, string Unit, int Referred, int People, int Applied, int Hired, int HiredOutside, Stayed One, Stayed Three, Stayed Six);

/// <summary>Counts referrals by unit and channel, from opening to the sixth month: what the assessments of 13.5 and the subsidy of 1.5 rest on. Only the viewer's people.</summary>
internal sealed class AssessUnits(ChunfengDb db, TimeProvider clock)
{
    public const int PageSize = 50;
    private static readonly long OutsideFrom = RegionCode.Shanxi.Value, OutsideEnd = RegionCode.Shanxi.End;

    /// <summary>Every unit with a referral opened on the days; most hires first, then by channel and unit.</summary>
    public async Task<IReadOnlyList<UnitScore>> HandleAsync(DateOnly from, DateOnly to, ReferralChannel? channel, Viewer viewer, CancellationToken cancel)
    {
        var opened = Opened(from, to, channel, viewer);
        var counts = await opened.GroupBy(r => new { r.Channel, r.UnitId }).Select(g => new
        {
            g.Key.Channel, g.Key.UnitId, Referred = g.Count(), People = g.Select(r => r.WorkerId).Distinct().Count(), Applied = g.Count(r => r.AppliedAt != null),
            Hired = g.Count(r => r.HiredAt != null && r.State == (short)ReferralState.Hired),
            Outside = g.Count(r => r.HiredAt != null && r.State == (short)ReferralState.Hired && (r.Workplace < OutsideFrom || r.Workplace >= OutsideEnd)),
        }).ToListAsync(cancel);
        var today = clock.Today;
        var stayed = await opened.Join(db.RetentionChecks().AsNoTracking().Where(c => c.Answer != (short)RetentionAnswer.HireUndone),
                r => new { r.WorkerId, r.ReferralId }, c => new { c.WorkerId, c.ReferralId }, (r, c) => new { r.Channel, r.UnitId, c.Months, c.Answer, c.DueOn })
            .GroupBy(c => new { c.Channel, c.UnitId, c.Months }).Select(g => new
            {
                g.Key.Channel, g.Key.UnitId, g.Key.Months, Still = g.Count(c => c.Answer == (short)RetentionAnswer.StillThere),
                Answered = g.Count(c => c.Answer != (short)RetentionAnswer.Open), Due = g.Count(c => c.DueOn <= today),
            }).ToListAsync(cancel);
        var checks = stayed.ToDictionary(s => (s.Channel, s.UnitId, s.Months), s => new Stayed(s.Still, s.Answered, s.Due));
        var ids = counts.Select(c => c.UnitId).OfType<Guid>().Distinct().ToArray();
        var names = await db.Units().AsNoTracking().Where(u => EF.Parameter(ids).Contains(u.UnitId)).ToDictionaryAsync(u => u.UnitId, u => u.Name, cancel);
        return
        [
            .. counts.Select(c => new UnitScore(
                    (ReferralChannel)c.Channel, c.UnitId, c.UnitId is { } id ? names.GetValueOrDefault(id, "（已撤销的单位）") : "—", c.Referred, c.People, c.Applied, c.Hired, c.Outside,
                    checks.GetValueOrDefault((c.Channel, c.UnitId, (short)1)), checks.GetValueOrDefault((c.Channel, c.UnitId, (short)3)), checks.GetValueOrDefault((c.Channel, c.UnitId, (short)6))))
                .OrderByDescending(u => u.Hired).ThenByDescending(u => u.Referred).ThenBy(u => u.Channel).ThenBy(u => u.UnitId),
        ];
    }

    /// <summary>One row a unit as a table for other programs; logged first.</summary>
    public async Task WriteAsync(Stream output, DateOnly from, DateOnly to, ReferralChannel? channel, Viewer viewer, CancellationToken cancel)
    {
        var units = await HandleAsync(from, to, channel, viewer, cancel);
        db.Audit(clock, viewer.Actor, "matching.export.units", $"area={viewer.Actor.Region} from={from:yyyy-MM-dd} to={to:yyyy-MM-dd} channel={channel}");
        await db.SaveChangesAsync(cancel);
        using var table = TableWriter.Create(output, "units.xlsx", "推荐成效");
        table.WriteRow([
            "渠道", "单位", "推荐人次", "推荐人数", "报名", "录用", "其中省外", "满1个月在岗", "满1个月已回访", "满1个月应回访", "满3个月在岗", "满3个月已回访", "满3个月应回访",
            "满6个月在岗", "满6个月已回访", "满6个月应回访",
        ]);
        foreach (var unit in units)
        {
            table.WriteRow([
                ReferralWords.Name(unit.Channel), unit.Unit, Text(unit.Referred), Text(unit.People), Text(unit.Applied), Text(unit.Hired), Text(unit.HiredOutside),
                .. new[] { unit.One, unit.Three, unit.Six }.SelectMany(s => new[] { Text(s.Still), Text(s.Answered), Text(s.Due) }),
            ]);
        }
    }

    /// <summary>One row a placement, by ids and without names: what each counted hire and each paid introduction can be traced to; logged first.</summary>
    public async Task WritePlacementsAsync(Stream output, DateOnly from, DateOnly to, ReferralChannel? channel, Viewer viewer, CancellationToken cancel)
    {
        db.Audit(clock, viewer.Actor, "matching.export.placements", $"area={viewer.Actor.Region} from={from:yyyy-MM-dd} to={to:yyyy-MM-dd} channel={channel}");
        await db.SaveChangesAsync(cancel);
        using var table = TableWriter.Create(output, "placements.xlsx", "成功介绍");
        table.WriteRow(["推荐编号", "劳动者编号", "渠道", "单位编号", "用人单位", "统一社会信用代码", "岗位", "务工地行政区划代码", "到岗日期", "离岗日期", "满1个月", "满3个月", "满6个月"]);
        var last = Guid.Empty;
        while (true)
        {
            var after = last;
            var page = await Opened(from, to, channel, viewer).Where(r => r.State == (short)ReferralState.Hired && r.ReferralId.CompareTo(after) > 0)
                .OrderBy(r => r.ReferralId).Take(500).ToListAsync(cancel);
            var ids = page.Select(r => r.ReferralId).ToArray();
            var checks = (await db.RetentionChecks().AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.ReferralId)).ToListAsync(cancel)).ToLookup(c => c.ReferralId);
            foreach (var r in page)
            {
                table.WriteRow([
                    r.ReferralId.ToString(), r.WorkerId.ToString(), ReferralWords.Name((ReferralChannel)r.Channel), r.UnitId?.ToString() ?? "", r.Employer, r.EmployerCredit, r.Title,
                    r.Workplace.ToString("D12", CultureInfo.InvariantCulture), r.StartsOn is { } start ? ReferralWords.Day(start) : "", r.LeftOn is { } left ? ReferralWords.Day(left) : "",
                    .. ReferralRules.Checks.Select(c => checks[r.ReferralId].FirstOrDefault(k => k.Months == c.Months) is { } check ? ReferralWords.Name((RetentionAnswer)check.Answer) : ""),
                ]);
            }

            if (page.Count < 500)
            {
                return;
            }

            last = page[^1].ReferralId;
        }
    }

    private IQueryable<Referral> Opened(DateOnly from, DateOnly to, ReferralChannel? channel, Viewer viewer)
    {
        var (start, end) = (ChinaTime.StartOf(from), ChinaTime.StartOf(to.AddDays(1)));
        var opened = ReferralScope.Referrals(db, viewer).AsNoTracking().Where(r => r.OpenedAt >= start && r.OpenedAt < end);
        if (channel is not { } wanted)
        {
            return opened;
        }

        var code = (short)wanted;
        return opened.Where(r => r.Channel == code);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
