using System.Text;
using Chunfeng.Dispatch.Contracts;
using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events.Rule5511;

/// <summary>催办 — asks the areas about slots that are over and empty: each finds it on its to-do list until the slot is met, and must answer an order (调度令) where the one who asks may issue one.</summary>
internal sealed class ChaseSlot(ChunfengDb db, ReadCompliance compliance, IOrders orders, RegionTree regions, TimeProvider clock)
{
    private const int MostListed = 4000;

    /// <summary>How many slots were asked about.</summary>
    /// <param name="Order">The order that was issued; null for none.</param>
    /// <param name="Again">Areas that still owe the answer to an earlier order, and were asked about it again.</param>
    /// <param name="NoOrder">Why no order was issued although one may be.</param>
    internal sealed record Count(int Slots, IssuedOrder? Order = null, int Again = 0, Refusal? NoOrder = null);

    public static bool MayChase(Actor actor) => actor.May(Rights.EventsWrite) && actor.Region.Level < RegionLevel.County;

    /// <param name="area">Every overdue slot of this region and those inside it.</param>
    /// <param name="key">One slot of exactly this region; null is all.</param>
    public async Task<Result<Count>> HandleAsync(Quarter quarter, RegionCode area, string? key, string? text, Actor actor, CancellationToken cancel)
    {
        if (!MayChase(actor))
        {
            return new Refusal("no-right", "只有省、市两级可以催办下级的场次，请联系上级专班");
        }

        var words = CleanText.Lines(text);
        if (words.Length > FairRules.MostReason)
        {
            return new Refusal("text-too-long", $"催办的话最多 {FairRules.MostReason} 字");
        }

        var view = actor.Region.Contains(area) ? await compliance.HandleAsync(quarter, actor, cancel) : null;
        // one does not chase oneself, and not the same slot twice a day
        var missed = view?.Slots.Where(s => s.State == SlotState.Missed && s.Slot.Region != actor.Region.Value
            && (key is null ? area.Contains(new RegionCode(s.Slot.Region)) : s.Slot.Region == area.Value && s.Slot.Key == key)).ToList() ?? [];
        if (missed.Count == 0)
        {
            return new Refusal("nothing-missed", "没有逾期的场次，不用催办");
        }

        var (name, start) = (quarter.ToString(), ChinaTime.StartOf(clock.Today));
        var today = db.Chases().Where(c => c.Quarter == name && c.Issuer == actor.Region.Value && c.At >= start).Select(c => new { c.Region, c.SlotKey }).AsEnumerable()
            .Select(c => (c.Region, c.SlotKey)).ToHashSet();
        var due = missed.Where(s => !today.Contains((s.Slot.Region, s.Slot.Key))).ToList();
        if (due.Count == 0)
        {
            return new Refusal("chased-today", "今天已经催办过了，明天还没有补报再催");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (order, again, refusal) = orders.MayIssue(actor) ? await OrderAsync(quarter, due, words, actor, cancel) : (null, [], null);
        foreach (var slot in due)
        {
            db.Chases().Add(new Chase
            {
                Region = slot.Slot.Region, Rule = (short)slot.Slot.Rule, SlotKey = slot.Slot.Key, Quarter = name, Issuer = actor.Region.Value,
                At = clock.UtcStamp, Login = actor.Login, Name = actor.DisplayName, Text = words, OrderId = again.TryGetValue(slot.Slot.Region, out var earlier) ? earlier : order?.OrderId,
            });
        }

        db.Audit(clock, actor, "events.chase", $"{name} area={area.Value:D12} slots={due.Count} order={order?.OrderId} again={again.Count}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
        return new Count(due.Count, order, again.Count, refusal);
    }

    /// <summary>One order for the areas that have none of ours to answer in this quarter; the others are asked about theirs.</summary>
    private async Task<(IssuedOrder? Order, Dictionary<long, Guid> Again, Refusal? Refusal)> OrderAsync(Quarter quarter, IReadOnlyList<JudgedSlot> due, string words, Actor actor, CancellationToken cancel)
    {
        var (name, issuer, areas, again) = (quarter.ToString(), actor.Region.Value, due.Select(s => s.Slot.Region).Distinct().Order().ToList(), new Dictionary<long, Guid>());
        var earlier = (await db.Chases().AsNoTracking().Where(c => c.Quarter == name && c.Issuer == issuer && c.OrderId != null && areas.Contains(c.Region)).Select(c => new { c.Region, c.At, c.OrderId }).ToListAsync(cancel))
            .GroupBy(c => c.Region).ToDictionary(g => g.Key, g => g.MaxBy(c => c.At)!.OrderId!.Value);
        foreach (var (region, order) in earlier)
        {
            // the order may name other slots
            var text = $"{SlotsOf(due, region)}。{words}";
            if (await orders.ChaseAsync(order, new RegionCode(region), text.Length > IOrders.MostChase ? text[..IOrders.MostChase] : text, actor, cancel) is null)
            {
                again[region] = order;
            }
        }

        var asked = areas.Where(a => !again.ContainsKey(a)).ToList();
        if (asked.Count == 0)
        {
            return (null, again, null);
        }

        var issued = await orders.IssueAsync(new OrderAsk($"补办5511场次（{quarter.Name}）", TextOf(quarter, due, asked, words), [.. asked.Select(a => new RegionCode(a))]), actor, cancel);
        return (issued.Value, again, issued.Refusal);
    }

    private string TextOf(Quarter quarter, IReadOnlyList<JudgedSlot> due, IReadOnlyList<long> asked, string words)
    {
        var text = new StringBuilder($"{quarter.Name}下列场次已经到期，还没有达标的活动。请尽快补办，并答复没有办的原因和补办的日期。\n");
        foreach (var area in asked)
        {
            var line = $"{regions[new RegionCode(area)].Name}：{SlotsOf(due, area)}。\n";
            if (text.Length + line.Length > MostListed)
            {
                text.Append("其余地区的场次见“5511 考核”页面。\n");
                break;
            }

            text.Append(line);
        }

        return text.Append(words).ToString().TrimEnd();
    }

    private static string SlotsOf(IReadOnlyList<JudgedSlot> due, long area) => string.Join("、", due.Where(s => s.Slot.Region == area).Select(s => Words5511.Key(s.Slot)));
}
