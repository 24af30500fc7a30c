using Chunfeng.Dispatch.Contracts;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>A frozen week's table at one level, with the province's row.</summary>
internal sealed class WeekTableQuery(ChunfengDb db, RegionTree regions)
{
    public async Task<Result<WeekTableJson>> HandleAsync(string weekText, string level, long? region, int? revision, CancellationToken cancel)
    {
        if (!IsoWeek.TryParse(weekText, out var week))
        {
            return WeekRefusals.NoWeek(weekText);
        }

        if (LevelOf(level) is not { } at)
        {
            return new Refusal("unknown-level", $"没有“{level}”这个级别；请用 province、city、county 或 township");
        }

        var within = new RegionCode(region ?? RegionCode.Shanxi.Value);
        if (!regions.TryGet(within, out var area) || !RegionCode.Shanxi.Contains(within))
        {
            return new Refusal("unknown-region", $"没有区划代码 {within}；请核对是否为山西省内的12位代码");
        }

        if (within.Level > at)
        {
            return new Refusal("level-above-region", $"{area.Name}内没有更高级别的地区；请选择比它低的级别");
        }

        if (await db.FrozenAsync(week.ToString(), revision, cancel) is not { } frozen)
        {
            return WeekRefusals.NotFrozen(week.ToString(), revision);
        }

        var wanted = regions.Within(within, at).Select(r => r.Code.Value).Append(RegionCode.Shanxi.Value).Distinct().ToList();
        var rows = await db.RowsAsync(frozen.Week, frozen.Revision, cancel, wanted);
        return new WeekTableJson(frozen.Week, frozen.AsOf, frozen.CutHash, frozen.Revision, [.. rows.Select(r => r.ToJson(regions))]);
    }

    private static RegionLevel? LevelOf(string text) => text switch
    {
        "province" => RegionLevel.Province,
        "city" => RegionLevel.City,
        "county" => RegionLevel.County,
        "township" => RegionLevel.Township,
        _ => null,
    };
}
