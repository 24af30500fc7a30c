using System.Text;
using System.Text.Json;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Calendar;

namespace Chunfeng.Matching.Referrals;

/// <summary>How long whoever has the ball may wait before a referral runs out; working days. No source sets them: an office's own file may.</summary>
/// <param name="Confirm">The person, on what was recommended.</param>
/// <param name="Answer">The employer, on an application.</param>
/// <param name="Result">The employer, after the interview.</param>
/// <param name="Hire">The employer, after an interview that went well.</param>
/// <param name="MostOpen">Open referrals of one person at a time.</param>
internal sealed record ReferralClocks(int Confirm, int Answer, int Result, int Hire, int MostOpen)
{
    /// <exception cref="InvalidDataException">A field is absent or not above zero.</exception>
    public static ReferralClocks Load(Places places)
    {
        var path = Path.Combine(places.Reference, "matching", "clocks-demonstration.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        int Number(string name) => document.RootElement.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) && number > 0
            ? number : throw new InvalidDataException($"{path}: {name} must be a whole number above 0.");
        return new ReferralClocks(Number("confirmDays"), Number("answerDays"), Number("resultDays"), Number("hireDays"), Number("mostOpen"));
    }

    /// <summary>The day by which the next step is owed; null where nobody owes one.</summary>
    public DateOnly? Due(ReferralState state, DateOnly today, DateOnly? interview, WorkCalendar calendar) => state switch
    {
        ReferralState.Referred => ReferralRules.After(calendar, today, Confirm),
        ReferralState.Applied => ReferralRules.After(calendar, today, Answer),
        ReferralState.Interviewing => ReferralRules.After(calendar, interview is { } day && day > today ? day : today, Result),
        ReferralState.Passed => ReferralRules.After(calendar, today, Hire),
        _ => null,
    };
}

/// <summary>Limits and days of referrals; pure.</summary>
internal static class ReferralRules
{
    public const int MostText = 500, MostPageSize = 200;

    /// <summary>Days after the first one at work on which it is asked whether the person is still there: 一、三、六个月.</summary>
    public static IReadOnlyList<(short Months, int Days)> Checks { get; } = [(1, 30), (3, 90), (6, 180)];

    /// <summary>A first day lies at most so many days before or after the day the hire is entered.</summary>
    public const int MostDaysAround = 60;

    /// <summary>The n-th working day after; where no holiday notice is known yet, Monday to Friday count.</summary>
    public static DateOnly After(WorkCalendar calendar, DateOnly start, int days)
    {
        var day = start;
        while (days > 0)
        {
            day = day.AddDays(1);
            var works = day >= calendar.FirstDay && day <= calendar.LastDay ? calendar.IsWorkingDay(day) : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            days -= works ? 1 : 0;
        }

        return day;
    }

    public static Refusal? CheckStart(DateOnly? startsOn, DateOnly today) =>
        startsOn is not { } day ? new Refusal("start-missing", "请填写到岗日期")
        : day < today.AddDays(-MostDaysAround) || day > today.AddDays(MostDaysAround)
            ? new Refusal("start-far", $"到岗日期应在今天前后 {MostDaysAround} 天以内，请核对")
        : day.Year > today.Year ? new Refusal("start-next-year", $"到岗日期在 {today.Year} 年以后，请到那时再录用")
        : null;

    public static Refusal? CheckLeft(DateOnly? leftOn, DateOnly startsOn, DateOnly today) =>
        leftOn is not { } day ? new Refusal("left-missing", "请填写最后一天上班的日期")
        : day < startsOn ? new Refusal("left-early", $"最后一天上班不能早于到岗日 {startsOn:yyyy-MM-dd}；没有到岗请用“撤销录用”")
        : day > today ? new Refusal("left-future", "最后一天上班不能晚于今天")
        : null;

    /// <summary>Text as people type it, made fit to keep: control characters other than line ends mean nothing.</summary>
    public static string Clean(string? text) =>
        string.Concat((text ?? "").ReplaceLineEndings("\n").EnumerateRunes().Where(r => !Rune.IsControl(r) || r.Value == '\n').Select(r => r.ToString())).Trim();

    /// <summary>Code of data/codes/org_channel.csv: how the work spell says the person came to the work.</summary>
    public static string OrgChannel(ReferralChannel channel) => channel switch
    {
        ReferralChannel.Office => "1", ReferralChannel.Agency => "2", ReferralChannel.Station => "3", ReferralChannel.HelpUnit => "7", _ => "6",
    };

    /// <summary>The channel a unit's referrals count under.</summary>
    public static ReferralChannel ChannelOf(string unitKind) => unitKind switch
    {
        "station" => ReferralChannel.Station, "help" or "soe" => ReferralChannel.HelpUnit, "agency" => ReferralChannel.Agency, _ => ReferralChannel.Office,
    };
}
