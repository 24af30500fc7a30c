using Chunfeng.Events.Fairs;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Campaigns;

/// <summary>An action as it is typed; what its kind does not ask for is not looked at.</summary>
internal sealed record ActionDraft(
    string? Title, string? HeldOn, string? Note = null,
    string? FromPlace = null, string? Destination = null, string? ToPlace = null, string? Vehicle = null, string? Vehicles = null,
    string? Subject = null, string? Occupation = null, string? Body = null, string? Channel = null);

/// <summary>What a draft says, read; null or "" where its kind does not ask.</summary>
internal sealed record ActionContent(
    string Title, DateOnly HeldOn, string Note, string FromPlace, long? Destination, string ToPlace, short? Vehicle, int? Vehicles, string Subject, string Occupation, string Body, string Channel);

/// <summary>What an action must be to be kept.</summary>
internal static class ActionRules
{
    public const int MostVehicles = 500, MostPeople = 2000;

    /// <summary>Reads a draft and says everything that is wrong with it, by field.</summary>
    public static (ActionContent? Read, IReadOnlyDictionary<string, string> Wrong) Check(ActionDraft draft, ActionKind kind, Campaign campaign, RegionTree regions, OccupationWords trades)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        void Say(bool bad, string field, string words)
        {
            if (bad)
            {
                wrong.TryAdd(field, words);
            }
        }

        var (title, note, day) = (CleanText.Line(draft.Title), CleanText.Lines(draft.Note), FairRules.Day(draft.HeldOn));
        Say(title.Length is 0 or > FairRules.MostTitle, "title", $"请写名称，不超过 {FairRules.MostTitle} 字");
        Say(day is null || day < campaign.FromDay || day > campaign.ToDay, "held", $"请填行动期间的日期：{FairWords.Days(campaign.FromDay, campaign.ToDay)}");
        Say(note.Length > FairRules.MostText, "note", $"说明不超过 {FairRules.MostText} 字");
        var read = new ActionContent(title, day ?? default, note, "", null, "", null, null, "", "", "", "");
        switch (kind)
        {
            case ActionKind.Trip:
                var place = PlaceText.Read(regions, draft.Destination);
                var vehicle = ActionWords.Vehicle(draft.Vehicle);
                var count = FairRules.Number(draft.Vehicles, "车辆数").Value?.Value;
                read = read with { FromPlace = CleanText.Line(draft.FromPlace), Destination = place?.Code.Value, ToPlace = CleanText.Line(draft.ToPlace), Vehicle = (short?)vehicle, Vehicles = count };
                Say(read.FromPlace.Length is 0 or > FairRules.MostPlace, "from", $"请写从哪里上车，不超过 {FairRules.MostPlace} 字");
                Say(place is null || place.Code == RegionCode.China, "to", "没有认出这个地方，请写成“江苏省苏州市”“太原市小店区”的样子");
                Say(read.ToPlace.Length > FairRules.MostPlace, "at", $"送到哪里不超过 {FairRules.MostPlace} 字");
                Say(vehicle is null, "vehicle", "请选择乘什么车");
                Say(count is null or < 1 or > MostVehicles, "vehicles", $"车辆数填 1 到 {MostVehicles}；包一节车厢也算 1");
                break;
            case ActionKind.Training:
                var trade = CleanText.Line(draft.Occupation);
                var (code, odd) = Trade(trades, trade);
                read = read with { Subject = CleanText.Line(draft.Subject), Occupation = code, Body = CleanText.Line(draft.Body) };
                Say(read.Subject.Length is 0 or > FairRules.MostPlace, "subject", $"请写培训什么，不超过 {FairRules.MostPlace} 字");
                Say(read.Body.Length is 0 or > FairRules.MostPlace, "body", $"请写哪家机构培训，不超过 {FairRules.MostPlace} 字");
                Say(odd is not null, "occupation", odd ?? "");
                break;
            default:
                read = read with { Channel = ActionWords.Channels.FirstOrDefault(c => c.Value == draft.Channel)?.Value ?? "" };
                Say(read.Channel.Length == 0, "channel", "请选择宣传方式");
                break;
        }

        return (wrong.Count == 0 ? read : null, wrong);
    }

    /// <summary>The occupation a word clearly means, or what to write instead; nothing typed is none.</summary>
    private static (string Code, string? Odd) Trade(OccupationWords trades, string typed)
    {
        if (typed.Length == 0)
        {
            return ("", null);
        }

        var hits = trades.Find(typed.Length > 50 ? typed[..50] : typed);
        if (OccupationWords.Meant(hits) is { } meant)
        {
            return (meant.Entry.Code, null);
        }

        var near = (hits.Count > 0 ? hits : trades.Suggest(typed.Length > 50 ? typed[..50] : typed, 5)).Take(5).Select(h => h.Entry.Name).ToList();
        return ("", near.Count == 0 ? "没有认出这个工种，请换个说法，如：焊工、家政服务员；没有可以不填" : $"可能是：{string.Join("、", near)}；请写其中一个，没有可以不填");
    }
}
