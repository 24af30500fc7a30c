using System.Globalization;
using Chunfeng.Events.Campaigns;
using Chunfeng.Events.Rule5511;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Fairs;

/// <summary>What waits for an area about its events: checklists open shortly before the day, fairs over without a result, actions of campaigns
/// over and not marked as done, slots of 5511 that are over and empty.
/// Of the account's own region only: what regions inside it owe stands on the 5511 page.</summary>
internal sealed class FairTodo(RegionTree regions, Data5511 data, TimeProvider clock) : ITodoSource
{
    private const int Shown = 5, Soon = 14;

    public string Room => "活动";

    public async Task<IReadOnlyList<TodoItem>> WaitingAsync(ChunfengDb db, Actor actor, CancellationToken cancel)
    {
        if (!actor.May(Rights.EventsWrite))
        {
            return [];
        }

        var (own, today) = (actor.Region.Value, clock.Today);
        var soon = today.AddDays(Soon);
        var items = new List<TodoItem>();
        var open = await db.Fairs().AsNoTracking()
            .Where(f => f.Region == own && ((f.State == (short)FairState.Planned && f.StartsOn <= soon)
                || ((f.State == (short)FairState.Released || f.State == (short)FairState.Held) && f.EndsOn < today)))
            .OrderBy(f => f.StartsOn).ThenBy(f => f.FairId).Take(50).Select(f => new { f.FairId, f.Title, f.State, f.StartsOn, f.EndsOn, f.CreatedAt }).ToListAsync(cancel);
        var planned = open.Where(f => f.State == (short)FairState.Planned).ToList();
        items.AddRange(planned.Take(Shown).Select(f => new TodoItem("完成安全检查并发布活动", $"/events/{f.FairId}")
        {
            Detail = $"{f.Title}，{Day(f.StartsOn)}举办", Since = f.CreatedAt, Late = f.StartsOn < today,
        }));
        var results = open.Where(f => f.State != (short)FairState.Planned).ToList();
        items.AddRange(results.Take(Shown).Select(f => new TodoItem(f.State == (short)FairState.Released ? "登记举办并报送结果" : "报送活动结果", $"/events/{f.FairId}")
        {
            Detail = $"{f.Title}，{Day(f.EndsOn)}结束", Since = ChinaTime.StartOf(f.EndsOn.AddDays(1)), Late = true,
        }));
        if (Math.Max(0, planned.Count - Shown) + Math.Max(0, results.Count - Shown) is > 0 and var more)
        {
            items.Add(new TodoItem($"还有 {more} 场活动待办", "/events?view=list") { Count = more });
        }

        var over = await db.CampaignActions().AsNoTracking().Where(a => a.Region == own && a.State == (short)ActionState.Planned && a.HeldOn < today)
            .OrderBy(a => a.HeldOn).ThenBy(a => a.ActionId).Take(50).Select(a => new { a.ActionId, a.Title, a.HeldOn }).ToListAsync(cancel);
        items.AddRange(over.Take(Shown).Select(a => new TodoItem("登记行动活动办完", $"/events/campaigns/actions/{a.ActionId}")
        {
            Detail = $"{a.Title}，{Day(a.HeldOn)}", Since = ChinaTime.StartOf(a.HeldOn.AddDays(1)), Late = true,
        }));
        if (over.Count > Shown)
        {
            items.Add(new TodoItem($"还有 {over.Count - Shown} 项行动活动待登记", "/events/campaigns") { Count = over.Count - Shown });
        }

        items.AddRange(await SlotsAsync(db, actor.Region, today, cancel));
        return items;
    }

    /// <summary>Empty slots of the present and the last quarter; those somebody above asked about say so.</summary>
    private async Task<IEnumerable<TodoItem>> SlotsAsync(ChunfengDb db, RegionCode region, DateOnly today, CancellationToken cancel)
    {
        var items = new List<TodoItem>();
        var now = Quarter.Of(today);
        foreach (var quarter in new[] { now.Previous, now })
        {
            var missed = (await ReadCompliance.OwnAsync(db, regions, data, quarter, region, today, cancel)).Where(s => s.State == SlotState.Missed).ToList();
            if (missed.Count == 0)
            {
                continue;
            }

            var (name, own) = (quarter.ToString(), region.Value);
            var keys = missed.Select(s => s.Slot.Key).ToList();
            var chased = await db.Chases().AsNoTracking().Where(c => c.Quarter == name && c.Region == own && keys.Contains(c.SlotKey)).Select(c => c.SlotKey).Distinct().CountAsync(cancel);
            items.Add(new TodoItem($"5511：{missed.Count} 个场次逾期", $"/events/5511?quarter={quarter}")
            {
                Detail = string.Join("、", missed.Take(3).Select(s => Words5511.Short(s.Slot))) + (missed.Count > 3 ? "等" : "") + (chased > 0 ? $"；上级已催办 {chased} 个" : ""),
                Count = missed.Count, Since = ChinaTime.StartOf(missed.Min(s => s.Slot.To).AddDays(1)), Late = true,
            });
        }

        return items;
    }

    private static string Day(DateOnly day) => day.ToString("M月d日", CultureInfo.InvariantCulture);
}
