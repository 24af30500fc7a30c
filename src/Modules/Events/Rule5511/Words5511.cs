using System.Globalization;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Events.Rule5511;

/// <summary>The words of 5511 on the screen and in the export.</summary>
internal static class Words5511
{
    public static string Name(SlotRule rule) => rule switch
    {
        SlotRule.ProvinceCloud => "省级云招聘", SlotRule.KeyCounty => "省级重点帮扶县专场", SlotRule.CityWeek => "市每周一场", _ => "县每半月一场",
    };

    public static string Name(SlotState state) => state switch
    {
        SlotState.Met => "达标", SlotState.Missed => "缺", SlotState.Running => "进行中", SlotState.Ahead => "未到期", _ => "豁免",
    };

    public static Tone Tone(SlotState state) => state switch
    {
        SlotState.Met => Platform.Ui.Tone.Success, SlotState.Missed => Platform.Ui.Tone.Danger, SlotState.Running => Platform.Ui.Tone.Warning, _ => Platform.Ui.Tone.Neutral,
    };

    /// <summary>"第5周（1月31日—2月6日）", "1月上半月", "第2场".</summary>
    public static string Key(Slot slot) => slot.Rule switch
    {
        SlotRule.CityWeek => string.Create(CultureInfo.InvariantCulture, $"第{int.Parse(slot.Key.AsSpan(6, 2), CultureInfo.InvariantCulture)}周（{slot.From.Month}月{slot.From.Day}日—{slot.To.Month}月{slot.To.Day}日）") + Again(slot.Key),
        SlotRule.CountyHalfMonth => $"{slot.From.Month}月{(slot.From.Day == 1 ? "上" : "下")}半月" + Again(slot.Key),
        _ => $"第{slot.Key}场",
    };

    /// <summary>The same for a column head: "5周", "1月上".</summary>
    public static string Short(Slot slot) => slot.Rule switch
    {
        SlotRule.CityWeek => int.Parse(slot.Key.AsSpan(6, 2), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) + "周" + Again(slot.Key),
        SlotRule.CountyHalfMonth => $"{slot.From.Month}月{(slot.From.Day == 1 ? "上" : "下")}" + Again(slot.Key),
        _ => slot.Key,
    };

    private static string Again(string key) => key.Contains('#', StringComparison.Ordinal) ? "·" + key[(key.IndexOf('#', StringComparison.Ordinal) + 1)..] : "";
}
