using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Rule5511;

/// <summary>Writes the slots of a quarter into a workbook: one line a slot, with its fairs and what they lack.</summary>
internal sealed class Export5511(ChunfengDb db, ReadCompliance compliance, RegionTree regions, TimeProvider clock)
{
    private static readonly string[] Head = ["项目", "市", "县（市、区）", "场次", "开始", "截止", "状态", "计入考核", "达标活动", "其他活动和问题", "催办次数"];

    public async Task<Result<byte[]>> HandleAsync(Quarter quarter, Actor actor, CancellationToken cancel)
    {
        var view = await compliance.HandleAsync(quarter, actor, cancel);
        if (view is null)
        {
            return new Refusal("not-in-force", $"{quarter.Name}没有 5511 任务，或您没有查看活动的权限");
        }

        var titles = await FairScope.Own(db, actor).AsNoTracking().Where(f => f.StartsOn >= quarter.First.AddDays(-7) && f.StartsOn <= quarter.Last.AddDays(7))
            .ToDictionaryAsync(f => f.FairId, f => f.Title, cancel);
        using var stream = new MemoryStream();
        using (var table = TableWriter.Create(stream, "5511.xlsx", quarter.ToString()))
        {
            table.WriteRow(Head);
            foreach (var (slot, state, due, fairs) in view.Slots)
            {
                var region = new RegionCode(slot.Region);
                var met = fairs.FirstOrDefault(f => f.Faults == FairFault.None);
                table.WriteRow(
                    Words5511.Name(slot.Rule), region.Level >= RegionLevel.City ? regions[region.At(RegionLevel.City)].Name : "", region.Level == RegionLevel.County ? regions[region].Name : "",
                    Words5511.Key(slot), FairWords.Day(slot.From), FairWords.Day(slot.To), Words5511.Name(state), due ? "是" : "否",
                    met is null ? "" : titles.GetValueOrDefault(met.FairId, ""),
                    string.Join("；", fairs.Where(f => f != met).Select(f => titles.GetValueOrDefault(f.FairId, "") + (f.Faults == FairFault.None ? "（多办，不另计）" : $"（{Compliance.Words(f.Faults, view.Terms)}）"))),
                    $"{view.Chases.GetValueOrDefault((slot.Region, slot.Key))}");
            }
        }

        db.Audit(clock, actor, "events.export-5511", $"{quarter} slots={view.Slots.Count}");
        await db.SaveChangesAsync(cancel);
        return stream.ToArray();
    }
}
