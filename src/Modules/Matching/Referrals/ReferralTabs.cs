using Chunfeng.Matching.Contracts;

namespace Chunfeng.Matching.Referrals;

/// <summary>The tabs of the lists, their words and addresses.</summary>
internal static class ReferralTabs
{
    public static IReadOnlyList<(ReferralTab Tab, string Text)> OfOffice { get; } =
    [
        (ReferralTab.Overdue, "超期"), (ReferralTab.Referred, "待本人确认"), (ReferralTab.Applied, "待单位答复"), (ReferralTab.Interviewing, "待面试"), (ReferralTab.Passed, "待录用"),
        (ReferralTab.Checks, "待回访"), (ReferralTab.Hired, "已录用"), (ReferralTab.Closed, "已结束"), (ReferralTab.All, "全部"),
    ];

    /// <summary>An employer sees nobody before they applied.</summary>
    public static IReadOnlyList<(ReferralTab Tab, string Text)> OfEmployer { get; } =
    [
        (ReferralTab.Applied, "新报名"), (ReferralTab.Interviewing, "待面试"), (ReferralTab.Passed, "待录用"), (ReferralTab.Checks, "是否在岗"), (ReferralTab.Hired, "已录用"),
        (ReferralTab.Closed, "已结束"),
    ];

    public static string Code(ReferralTab tab) => tab.ToString().ToLowerInvariant();

    public static ReferralTab? Tab(string? code) => Enum.GetValues<ReferralTab>().Cast<ReferralTab?>().FirstOrDefault(t => Code(t!.Value) == code);

    /// <summary>What stands in the last column.</summary>
    public static string DueText(ReferralLine line, ReferralTab tab) =>
        line.CheckDue is { } check ? ReferralWords.Day(check)
        : (ReferralState)line.Referral.State == ReferralState.Closed ? ReferralWords.Ending((ReferralAct)line.Referral.ClosedBy, line.Referral.Reason)
        : (ReferralState)line.Referral.State == ReferralState.Hired ? line.Referral.LeftOn is { } left ? $"{ReferralWords.Day(left)} 离职" : $"{ReferralWords.Day(line.Referral.StartsOn!.Value)} 到岗"
        : line.Referral.DueOn is { } due ? ReferralWords.Day(due) + (line.Late ? "（已超期）" : "") : "—";
}
