using System.Globalization;
using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Matching.Referrals;

/// <summary>What states, acts, channels and roles are called on screen and in addresses.</summary>
internal static class ReferralWords
{
    public static IReadOnlyList<(ReferralState State, string Code, string Name)> States { get; } =
    [
        (ReferralState.Referred, "referred", "待本人确认"), (ReferralState.Applied, "applied", "待单位答复"), (ReferralState.Interviewing, "interviewing", "待面试"),
        (ReferralState.Passed, "passed", "待录用"), (ReferralState.Hired, "hired", "已录用"), (ReferralState.Closed, "closed", "已结束"),
    ];

    public static IReadOnlyList<(ReferralChannel Channel, string Code, string Name)> Channels { get; } =
    [
        (ReferralChannel.Self, "self", "本人自荐"), (ReferralChannel.Office, "office", "就业部门"), (ReferralChannel.Station, "station", "劳务工作站"),
        (ReferralChannel.HelpUnit, "help", "帮扶单位"), (ReferralChannel.Agency, "agency", "人力资源机构"),
    ];

    public static string Name(ReferralState state) => States.First(s => s.State == state).Name;

    public static string Name(ReferralState state, bool left) => state == ReferralState.Hired && left ? "已离职" : Name(state);

    public static string Code(ReferralState state) => States.First(s => s.State == state).Code;

    public static ReferralState? State(string? code) => States.FirstOrDefault(s => s.Code == code) is { Code: not null } found ? found.State : null;

    public static string Name(ReferralChannel channel) => Channels.First(c => c.Channel == channel).Name;

    public static ReferralChannel? Channel(string? code) => Channels.FirstOrDefault(c => c.Code == code) is { Code: not null } found ? found.Channel : null;

    /// <summary>What happened, as the timeline says it.</summary>
    public static string Name(ReferralAct act) => act switch
    {
        ReferralAct.Refer => "推荐", ReferralAct.Apply => "报名", ReferralAct.Confirm => "本人确认报名", ReferralAct.Book => "约好面试", ReferralAct.Pass => "面试通过",
        ReferralAct.Fail => "面试没有通过", ReferralAct.WorkerAbsent => "面试时本人没有到", ReferralAct.EmployerAbsent => "面试时用人单位没有到", ReferralAct.Hire => "录用",
        ReferralAct.Decline => "本人放弃", ReferralAct.Refuse => "用人单位不录用", ReferralAct.Withdraw => "推荐单位撤回", ReferralAct.Expire => "超过期限没有答复，自动结束",
        ReferralAct.Supersede => "已在别处录用，自动结束", ReferralAct.StillThere => "回访：还在岗", ReferralAct.Leave => "登记离职", ReferralAct.Undo => "撤销录用",
        ReferralAct.Reinstate => "恢复（别处的录用撤销了）", _ => "",
    };

    public static string Code(ReferralAct act) => act switch
    {
        ReferralAct.WorkerAbsent => "worker-absent", ReferralAct.EmployerAbsent => "employer-absent", ReferralAct.StillThere => "still",
        _ => act.ToString().ToLowerInvariant(),
    };

    public static ReferralAct? Act(string? code) => ReferralMachine.Acts.Cast<ReferralAct?>().FirstOrDefault(a => Code(a!.Value) == code);

    public static string Name(ReferralRole role) => role switch
    {
        ReferralRole.Worker => "本人", ReferralRole.Employer => "用人单位", ReferralRole.Office => "推荐单位", ReferralRole.System => "系统", _ => "",
    };

    public static string Name(RetentionAnswer answer) => answer switch
    {
        RetentionAnswer.StillThere => "在岗", RetentionAnswer.Left => "已离职", RetentionAnswer.HireUndone => "录用已撤销", _ => "待回访",
    };

    public static Tone Tone(ReferralState state, bool left, bool late) =>
        late ? Platform.Ui.Tone.Danger : state switch
        {
            ReferralState.Hired => left ? Platform.Ui.Tone.Neutral : Platform.Ui.Tone.Success,
            ReferralState.Closed => Platform.Ui.Tone.Neutral,
            ReferralState.Referred => Platform.Ui.Tone.Warning,
            _ => Platform.Ui.Tone.Info,
        };

    public static Tone Tone(ReferralAct act) => act switch
    {
        ReferralAct.Hire or ReferralAct.Pass or ReferralAct.StillThere => Platform.Ui.Tone.Success,
        ReferralAct.Decline or ReferralAct.Refuse or ReferralAct.Withdraw or ReferralAct.Fail or ReferralAct.Undo or ReferralAct.Leave => Platform.Ui.Tone.Danger,
        ReferralAct.Expire or ReferralAct.Supersede or ReferralAct.WorkerAbsent or ReferralAct.EmployerAbsent => Platform.Ui.Tone.Warning,
        _ => Platform.Ui.Tone.Accent,
    };

    /// <summary>Why a closed one ended.</summary>
    public static string Ending(ReferralAct act, short reason) => Name(act) + (ReferralReason.Find(reason) is { } why ? $"：{why.Words}" : "");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Pay(long monthFen) => monthFen == 0 ? "工资面议" : $"月薪 {monthFen / 100m:0.##} 元";
}
