using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Dispatch.Report;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Documents;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>专题报告 — the special report to the provincial government (13.2), from a frozen week's stored figures and the state of the
/// province's orders; the same moment gives the same bytes.</summary>
public sealed class MakeSpecialReport(ChunfengDb db, RegionTree regions, WeeklyDispatch dispatch, MakeBulletin bulletin, TimeProvider clock)
{
    public static bool MayMake(Actor actor) => actor.May(Rights.DispatchRead) && actor.May(Rights.OrdersIssue) && actor.Region == RegionCode.Shanxi;

    /// <param name="weekText">"2022-W08"; its newest revision is used.</param>
    public async Task<Result<BulletinFile>> HandleAsync(string weekText, Actor actor, CancellationToken cancel)
    {
        if (!MayMake(actor))
        {
            return new Refusal("no-right", "专题报告由省级专班生成；请联系省级专班");
        }

        if (!IsoWeek.TryParse(weekText, out var week))
        {
            return new Refusal("not-a-week", $"“{weekText}”不是 ISO 周；写法如 2022-W08");
        }

        var table = await dispatch.TableAsync(week.ToString(), null, [RegionLevel.Province, RegionLevel.City, RegionLevel.County], null, cancel);
        if (table is null)
        {
            return new Refusal("week-not-frozen", $"{week} 还没有封存；请先封存该周数据");
        }

        var at = clock.UtcStamp;
        var facts = await FactsAsync(table, await bulletin.FactsAsync(week, table, DispatchOffice.Report, cancel), at, cancel);
        db.Audit(clock, actor, "dispatch.report", $"{table.Week} revision={table.Revision} cut={table.Cut[..12]} orders={facts.Orders.Select(o => o.Order.OrderId).Distinct().Count()}");
        await db.SaveChangesAsync(cancel);
        return new BulletinFile($"农民务工就业专题报告-{table.Week}.docx", OfficialDocx.Write(ReportWriter.Write(facts)));
    }

    private async Task<ReportFacts> FactsAsync(WeekTable table, BulletinFacts figures, DateTime at, CancellationToken cancel)
    {
        var (first, week, year, province) = (table.Week[..5], table.Week, figures.Year, RegionCode.Shanxi.Value);
        var inTime = db.Orders().AsNoTracking().Where(o => o.IssuedAt <= at)
            .Where(o => o.Week == null ? o.Year == year : o.Week.StartsWith(first) && o.Week.CompareTo(week) <= 0);
        var orders = await inTime.Where(o => o.Issuer == province).ToDictionaryAsync(o => o.OrderId, cancel);
        var below = await inTime.CountAsync(o => o.Issuer != province, cancel);
        var steps = await db.OrderSteps().AsNoTracking()
            .Where(s => inTime.Any(o => o.OrderId == s.OrderId && o.Issuer == province)).OrderBy(s => s.Seq).ToListAsync(cancel);
        var addressed = steps.GroupBy(s => (s.OrderId, s.Region)).OrderBy(g => g.Key.Region).ThenBy(g => orders[g.Key.OrderId].Year).ThenBy(g => orders[g.Key.OrderId].Number)
            .Select(g => new AddressedOrder(orders[g.Key.OrderId], g.Key.Region, [.. g])).ToList();
        return new ReportFacts(
            figures, at, addressed, below, regions.Within(RegionCode.Shanxi, RegionLevel.City).ToDictionary(r => r.Code.Value, r => r.Name),
            addressed.Select(a => a.Region).Distinct().ToDictionary(r => r, r => regions.Path(new RegionCode(r)).Replace(" ", "", StringComparison.Ordinal)));
    }
}
