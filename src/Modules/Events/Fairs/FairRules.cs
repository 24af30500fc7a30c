using System.Globalization;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Fairs;

/// <summary>An event as it is written, before it is kept; what could not be read is null.</summary>
/// <param name="OpensAt">Minutes of the day.</param>
internal sealed record FairDraft(
    string Title, FairKind? Kind, FairMode? Mode, RegionCode? Region, Guid? UnitId, RegionCode? Target, string Place, DateOnly? StartsOn, DateOnly? EndsOn,
    short? OpensAt, short? ClosesAt, int? Booths, string Contact, string Intro, Guid? CampaignId);

/// <summary>What an event must be to be kept.</summary>
internal static class FairRules
{
    public const int MostTitle = 80, MostPlace = 120, MostText = 2000, MostReason = 500, MostBooths = 5000, MostDays = 92, MostEmployers = 500, MostFigure = 10_000_000;

    /// <summary>Everything that is wrong with a draft, by field; empty when it can be kept.</summary>
    /// <param name="area">What the writer's account covers.</param>
    public static IReadOnlyDictionary<string, string> Check(FairDraft draft, RegionCode area, RegionTree regions)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        void Say(bool bad, string field, string words)
        {
            if (bad)
            {
                wrong.TryAdd(field, words);
            }
        }

        Say(draft.Title.Length is 0 or > MostTitle, "title", $"请写名称，不超过 {MostTitle} 字");
        Say(draft.Kind is null, "kind", "请选择类型");
        Say(draft.Mode is null, "mode", "请选择举办方式");
        Say(draft.Kind == FairKind.Cloud && draft.Mode == FairMode.OnSite, "mode", "云招聘在线上举办；请选“线上”或“线上线下同步”");
        Say(draft.Region is not { } region || !area.Contains(region) || !regions.TryGet(region, out _) || region.Level is < RegionLevel.Province or > RegionLevel.Township,
            "region", "请选择本辖区内的主办地区");
        Say(draft.UnitId is null, "unit", "请选择主办单位");
        Say(draft.Target is not { } target || !regions.TryGet(target, out _) || target == RegionCode.China, "target", "请选择举办地或面向的地区");
        Say(draft.Place.Length > MostPlace, "place", $"地点不超过 {MostPlace} 字");
        Say(draft.Place.Length == 0 && draft.Mode is FairMode.OnSite or FairMode.Both, "place", "现场活动请写明地点");
        Say(draft.Place.Length == 0 && draft.Mode is FairMode.Online, "place", "请写明线上平台或直播间");
        Say(draft.StartsOn is null, "starts", "请填开始日期");
        Say(draft.EndsOn is null || draft.EndsOn < draft.StartsOn, "ends", "结束日期不能早于开始日期");
        Say(draft.StartsOn is { } from && draft.EndsOn is { } to && to.DayNumber - from.DayNumber >= MostDays, "ends", $"一场活动最多 {MostDays} 天；更长的请建专项行动，分场举办");
        Say(draft.OpensAt is null or < 0 or >= 1440, "opens", "请填开场时间，如 09:00");
        Say(draft.ClosesAt is null or < 0 or >= 1440 || draft.ClosesAt <= draft.OpensAt, "closes", "散场时间要晚于开场时间");
        Say(draft.Booths is null or < 0 or > MostBooths, "booths", $"展位数填 0 到 {MostBooths}");
        Say(draft.Contact.Length > MostPlace, "contact", $"咨询方式不超过 {MostPlace} 字");
        Say(draft.Intro.Length > MostText, "intro", $"说明不超过 {MostText} 字");
        return wrong;
    }

    /// <summary>"09:30" → 570; null for anything else.</summary>
    public static short? Minutes(string? text) => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? (short)((time.Hour * 60) + time.Minute) : null;

    /// <summary>"2022-02-27"; null for anything else.</summary>
    public static DateOnly? Day(string? text) => ChinaTime.ReadDay(text) is { Year: >= 2000 and <= 2100 } day ? day : null;

    /// <summary>A whole number people typed; "" is none.</summary>
    public static Result<Figure> Number(string? text, string what)
    {
        var typed = (text ?? "").Trim();
        return typed.Length == 0 ? new Figure(null)
            : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= MostFigure ? new Figure(n)
            : new Refusal("bad-number", $"{what}请填不带单位的整数，没有统计就空着");
    }

    /// <summary>A figure that may be left out.</summary>
    internal sealed record Figure(int? Value);
}
