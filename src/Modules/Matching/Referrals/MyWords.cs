using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Time;

namespace Chunfeng.Matching.Referrals;

/// <summary>Where a referral stands, as the person is told.</summary>
internal static class MyWords
{
    public static string Now(Referral referral) => (ReferralState)referral.State switch
    {
        ReferralState.Referred => $"给您推荐的，请在 {Day(referral)} 前答复去不去",
        ReferralState.Applied => "已报名，等单位答复",
        ReferralState.Interviewing when referral.InterviewAt is { } at => $"面试：{ChinaTime.Show(at)}",
        ReferralState.Interviewing => "约了面试",
        ReferralState.Passed => "面试通过了，等单位通知上岗",
        ReferralState.Hired when referral.LeftOn is { } left => $"{ReferralWords.Day(left)} 离开了",
        ReferralState.Hired => $"已录用，{ReferralWords.Day(referral.StartsOn!.Value)} 到岗",
        _ => "已结束：" + ReferralWords.Ending((ReferralAct)referral.ClosedBy, referral.Reason),
    };

    private static string Day(Referral referral) => referral.DueOn is { } due ? $"{due.Month}月{due.Day}日" : "近日";
}
