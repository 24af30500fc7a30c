using Chunfeng.Dispatch.Contracts;
using Chunfeng.Dispatch.Weeks;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Dispatch.Bulletin;

/// <summary>Makes the bulletin of a frozen week from its stored figures.</summary>
internal sealed class MakeBulletin(ChunfengDb db, RegionTree regions, CompositeWeights weights)
{
    private const string Total = "employed.total";

    public async Task<Result<BulletinFile>> HandleAsync(string weekText, int? revision, CancellationToken cancel)
    {
        if (!IsoWeek.TryParse(weekText, out var week))
        {
            return WeekRefusals.NoWeek(weekText);
        }

        if (await db.FrozenAsync(week.ToString(), revision, cancel) is not { } frozen)
        {
            return WeekRefusals.NotFrozen(week.ToString(), revision);
        }

        var text = BulletinWriter.Write(await FactsAsync(week, frozen, cancel));
        var name = $"农民务工就业周调度-{frozen.Week}" + (frozen.Revision > 0 ? $"-修订{frozen.Revision}" : "") + ".docx";
        return new BulletinFile(name, BulletinDocx.Write(text));
    }

    private async Task<BulletinFacts> FactsAsync(IsoWeek week, DispatchWeek frozen, CancellationToken cancel)
    {
        var cities = regions.Within(RegionCode.Shanxi, RegionLevel.City).ToList();
        var counties = regions.Within(RegionCode.Shanxi, RegionLevel.County).Where(c => c.Kind != "zone").ToList();
        var rows = (await db.RowsAsync(frozen.Week, frozen.Revision, cancel,
            [RegionCode.Shanxi.Value, .. cities.Concat(counties).Select(r => r.Code.Value)])).ToLookup(r => r.Region);
        var composite = CompositeQuery.Rank(weights, cities.Select(c => c.Code.Value), rows);

        // what was known when this revision was frozen: a later freeze must not change an issued bulletin
        var previous = week.Previous.ToString();
        var earlier = await db.Weeks().Where(w => w.Week == previous && w.Revision > 0 && w.FrozenAt <= frozen.FrozenAt)
            .OrderByDescending(w => w.Revision).Select(w => w.Note).FirstOrDefaultAsync(cancel);
        return new BulletinFacts(
            frozen.Week, week.Year, week.Number, frozen.AsOf, frozen.Revision, frozen.CutHash,
            DateOnly.ParseExact(ChinaTime.Show(frozen.FrozenAt)[..10], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            frozen.Note, earlier ?? "",
            frozen.TargetsAreDemo, frozen.PeopleAreDemo,
            rows[RegionCode.Shanxi.Value].ToDictionary(r => r.Indicator),
            [.. cities.SelectMany(c => rows[c.Code.Value].Select(r => new NamedRow(c.Name, r)))],
            [.. counties.SelectMany(c => rows[c.Code.Value].Where(r => r.Indicator == Total).Select(r => new NamedRow(regions[c.Parent].Name + c.Name, r)))],
            weights.Note,
            composite.Count < cities.Count ? [] : [.. composite.Select(c => (regions[new RegionCode(c.Region)].Name, c.Rank, c.Score))],
            BulletinOffice.Province);
    }
}
