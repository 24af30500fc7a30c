using Chunfeng.Dispatch.Bulletin;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Documents;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Contracts;

/// <summary>The bulletin as a file.</summary>
public sealed record BulletinFile(string FileName, byte[] Docx);

/// <summary>专报 — makes the bulletin of a frozen week from its stored figures; the same figures give the same bytes.</summary>
public sealed class MakeBulletin(ChunfengDb db, RegionTree regions, WeeklyDispatch dispatch, CompositeRanking composite)
{
    private const string Total = "employed.total";

    /// <param name="weekText">"2022-W08".</param>
    /// <param name="revision">null is the latest.</param>
    public async Task<Result<BulletinFile>> HandleAsync(string weekText, int? revision, CancellationToken cancel)
    {
        if (!IsoWeek.TryParse(weekText, out var week))
        {
            return new Refusal("not-a-week", $"“{weekText}”不是 ISO 周；写法如 2022-W08");
        }

        var table = await dispatch.TableAsync(
            week.ToString(), revision, [RegionLevel.Province, RegionLevel.City, RegionLevel.County], null, cancel);
        if (table is null)
        {
            return new Refusal("week-not-frozen", revision is null
                ? $"{week} 还没有封存；请先封存该周数据" : $"{week} 没有第{revision}次修订；请查看该周的修订记录");
        }

        var text = BulletinWriter.Write(await FactsAsync(week, table, DispatchOffice.Bulletin, cancel));
        var name = $"农民务工就业周调度-{table.Week}" + (table.Revision > 0 ? $"-修订{table.Revision}" : "") + ".docx";
        return new BulletinFile(name, OfficialDocx.Write(text));
    }

    internal async Task<BulletinFacts> FactsAsync(IsoWeek week, WeekTable table, IssuingOffice office, CancellationToken cancel)
    {
        var frozenAt = await db.FrozenWeeks().Where(w => w.Week == table.Week && w.Revision == table.Revision)
            .Select(w => w.FrozenAt).SingleAsync(cancel);

        // what was known when this revision was frozen: a later freeze must not change an issued bulletin
        var previous = week.Previous.ToString();
        var earlier = await db.FrozenWeeks().Where(w => w.Week == previous && w.Revision > 0 && w.FrozenAt <= frozenAt)
            .OrderByDescending(w => w.Revision).Select(w => w.Note).FirstOrDefaultAsync(cancel);
        var register = await db.SettingAsync(Setting.RegisterKind, cancel);
        var levels = table.Rows.ToLookup(r => Code(r).Level);
        var places = composite.Of(table);
        return new BulletinFacts(
            table.Week, week.Year, week.Number, week.Sunday, table.Revision, table.Cut,
            DateOnly.ParseExact(ChinaTime.Show(frozenAt)[..10], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            table.Note, earlier ?? "", table.DemoTargets, register?.StartsWith("demo", StringComparison.Ordinal) == true,
            levels[RegionLevel.Province].ToDictionary(r => r.Indicator),
            [.. levels[RegionLevel.City]],
            [
                .. levels[RegionLevel.County].Where(r => r.Indicator == Total && regions[Code(r)].Kind != "zone")
                    .Select(r => r with { Name = regions[Code(r).Parent].Name + r.Name }),
            ],
            places.WeightsNote,
            places.Places.Any(p => p.Rank == 0) ? [] : [.. places.Places.Select(p => (p.Name, p.Rank, p.Score))],
            office);
    }

    private static RegionCode Code(WeekRow row) => new(long.Parse(row.Region, System.Globalization.CultureInfo.InvariantCulture));
}
