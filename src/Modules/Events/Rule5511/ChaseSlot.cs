using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Rule5511;

/// <summary>催办 — asks the areas about slots that are over and empty; each finds it on its to-do list until the slot is met.</summary>
internal sealed class ChaseSlot(ChunfengDb db, ReadCompliance compliance, TimeProvider clock)
{
    /// <summary>How many slots were asked about.</summary>
    internal sealed record Count(int Slots);

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

        foreach (var slot in due)
        {
            db.Chases().Add(new Chase
            {
                Region = slot.Slot.Region, Rule = (short)slot.Slot.Rule, SlotKey = slot.Slot.Key, Quarter = name, Issuer = actor.Region.Value,
                At = clock.UtcStamp, Login = actor.Login, Name = actor.DisplayName, Text = words,
            });
        }

        db.Audit(clock, actor, "events.chase", $"{name} area={area.Value:D12} slots={due.Count}");
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return new Count(due.Count);
    }
}
