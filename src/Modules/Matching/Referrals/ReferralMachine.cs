using Chunfeng.Matching.Contracts;
using Chunfeng.Platform.Results;

namespace Chunfeng.Matching.Referrals;

/// <summary>Who acts; the numbers are stored.</summary>
internal enum ReferralRole : short
{
    None = 0,
    /// <summary>本人。</summary>
    Worker = 1,
    /// <summary>用人单位。</summary>
    Employer = 2,
    /// <summary>推荐单位、就业部门。</summary>
    Office = 3,
    /// <summary>The clock, or a hire elsewhere.</summary>
    System = 4,
}

/// <summary>What can happen to a referral; the numbers are stored.</summary>
internal enum ReferralAct : short
{
    Refer = 1,
    Apply = 2,
    /// <summary>The person says yes to what an office recommended.</summary>
    Confirm = 3,
    Book = 4,
    Pass = 5,
    Fail = 6,
    WorkerAbsent = 7,
    EmployerAbsent = 8,
    Hire = 9,
    /// <summary>本人放弃。</summary>
    Decline = 10,
    /// <summary>用人单位不录用。</summary>
    Refuse = 11,
    /// <summary>推荐单位撤回。</summary>
    Withdraw = 12,
    Expire = 13,
    /// <summary>Hired elsewhere.</summary>
    Supersede = 14,
    /// <summary>回访：还在岗。</summary>
    StillThere = 15,
    /// <summary>离职。</summary>
    Leave = 16,
    /// <summary>录用没有成行: everything the hire did is undone.</summary>
    Undo = 17,
    /// <summary>The hire that superseded it was undone.</summary>
    Reinstate = 18,
}

/// <summary>Where a referral stands, as far as the next step depends on it.</summary>
/// <param name="HasLeft">Hired, and gone since.</param>
internal readonly record struct Standing(ReferralState State, bool HasLeft = false)
{
    public bool IsOpen => State is >= ReferralState.Referred and <= ReferralState.Passed;
    public bool IsAtWork => State == ReferralState.Hired && !HasLeft;
}

/// <summary>The way of a person to a vacancy: referred → applied → interviewing → passed → hired, closed from anywhere before, looked after from then on.
/// Pure; every "no" says why and what to do.</summary>
internal static class ReferralMachine
{
    /// <summary>Every act that can be taken on a referral that exists.</summary>
    public static IReadOnlyList<ReferralAct> Acts { get; } =
    [
        ReferralAct.Confirm, ReferralAct.Book, ReferralAct.Pass, ReferralAct.Fail, ReferralAct.WorkerAbsent, ReferralAct.EmployerAbsent, ReferralAct.Hire,
        ReferralAct.Decline, ReferralAct.Refuse, ReferralAct.Withdraw, ReferralAct.Expire, ReferralAct.Supersede, ReferralAct.StillThere, ReferralAct.Leave,
        ReferralAct.Undo, ReferralAct.Reinstate,
    ];

    /// <summary>The standing after an act, or why the act is refused.</summary>
    /// <param name="before">Of a reinstatement: where it stood when it was superseded.</param>
    public static Result<Next> Take(Standing now, ReferralAct act, ReferralRole role, ReferralReason? reason, string text, ReferralState before = default) =>
        Refuse(now, act, role, reason, text) is { } refusal ? refusal : new Next(After(now, act, before));

    /// <summary>Whether the act is open to the role now, whatever reason would be given: what the page offers.</summary>
    public static bool May(Standing now, ReferralAct act, ReferralRole role) => Who(act, role) is null && Stands(now, act) is null;

    private static Standing After(Standing now, ReferralAct act, ReferralState before) => act switch
    {
        ReferralAct.Confirm or ReferralAct.WorkerAbsent or ReferralAct.EmployerAbsent => new(ReferralState.Applied),
        ReferralAct.Book => new(ReferralState.Interviewing),
        ReferralAct.Pass => new(ReferralState.Passed),
        ReferralAct.Hire => new(ReferralState.Hired),
        ReferralAct.StillThere => now,
        ReferralAct.Leave => now with { HasLeft = true },
        ReferralAct.Reinstate => new(before),
        _ => new(ReferralState.Closed),
    };

    private static Refusal? Refuse(Standing now, ReferralAct act, ReferralRole role, ReferralReason? reason, string text) =>
        Who(act, role) ?? Stands(now, act) ?? Reason(act, role, reason, text);

    private static Refusal? Who(ReferralAct act, ReferralRole role)
    {
        ReferralRole[] may = act switch
        {
            ReferralAct.Confirm => [ReferralRole.Worker, ReferralRole.Office],
            ReferralAct.Decline => [ReferralRole.Worker],
            ReferralAct.Refuse => [ReferralRole.Employer],
            ReferralAct.Withdraw => [ReferralRole.Office],
            // a person may take one of the times an employer offers
            ReferralAct.Book or ReferralAct.StillThere or ReferralAct.Leave => [ReferralRole.Worker, ReferralRole.Employer, ReferralRole.Office],
            ReferralAct.Expire or ReferralAct.Supersede or ReferralAct.Reinstate => [ReferralRole.System],
            _ => [ReferralRole.Employer, ReferralRole.Office],
        };
        return may.Contains(role) ? null : new Refusal("not-yours", act switch
        {
            ReferralAct.Confirm => "只有本人或推荐单位可以确认报名",
            ReferralAct.Decline => "只有本人可以放弃；推荐单位请用“撤回”",
            ReferralAct.Refuse => "只有用人单位可以答复不录用；推荐单位请用“撤回”",
            ReferralAct.Withdraw => "只有推荐单位可以撤回；本人请用“放弃”",
            ReferralAct.Book or ReferralAct.StillThere or ReferralAct.Leave => "请由本人、用人单位或推荐单位答复",
            ReferralAct.Expire or ReferralAct.Supersede or ReferralAct.Reinstate => "这一步由系统办理",
            _ => "请由用人单位或推荐单位办理",
        });
    }

    private static Refusal? Stands(Standing now, ReferralAct act) => act switch
    {
        ReferralAct.Reinstate => now.State == ReferralState.Closed ? null : new Refusal("not-closed", "这次推荐没有结束，不用恢复"),
        ReferralAct.StillThere or ReferralAct.Leave or ReferralAct.Undo => now.IsAtWork ? null
            : now.State == ReferralState.Hired ? new Refusal("already-left", "已登记离职，不用再回访")
            : new Refusal("not-hired", "还没有录用，不能登记在岗或离职"),
        _ when now.State == ReferralState.Closed => new Refusal("referral-closed", "这次推荐已经结束；还想去这个岗位，请重新推荐或报名"),
        _ when now.State == ReferralState.Hired => new Refusal("already-hired", "已经录用；没有到岗请用“撤销录用”，离开了请登记离职"),
        ReferralAct.Confirm when now.State != ReferralState.Referred => new Refusal("already-applied", "已经报名了，请等用人单位答复"),
        ReferralAct.Confirm => null,
        ReferralAct.Decline or ReferralAct.Withdraw or ReferralAct.Expire or ReferralAct.Supersede => null,
        _ when now.State == ReferralState.Referred => new Refusal("not-confirmed", "本人还没有确认报名，请先联系本人确认"),
        ReferralAct.Refuse => null,
        ReferralAct.Book when now.State == ReferralState.Passed => new Refusal("already-passed", "面试已经通过，请直接录用或答复不录用"),
        ReferralAct.Book => null,
        ReferralAct.Hire when now.State == ReferralState.Interviewing => new Refusal("result-missing", "面试还没有结果，请先登记面试结果"),
        ReferralAct.Hire => null,
        _ when now.State != ReferralState.Interviewing => new Refusal("no-interview", "没有约好的面试，请先约面试"),
        _ => null,
    };

    private static Refusal? Reason(ReferralAct act, ReferralRole role, ReferralReason? reason, string text)
    {
        if (act is ReferralAct.Decline or ReferralAct.Refuse or ReferralAct.Withdraw)
        {
            return reason is null || reason.Role != role ? new Refusal("reason-missing", "请选择原因")
                : reason.NeedsText && text.Length == 0 ? new Refusal("text-missing", $"选了“{reason.Words}”，请写明情况")
                : null;
        }

        return act == ReferralAct.Undo && text.Length == 0 ? new Refusal("text-missing", "请写明为什么撤销录用") : null;
    }

    /// <summary>A standing as an answer.</summary>
    internal sealed record Next(Standing Standing);
}

/// <summary>Why a referral ended, by who ended it; the numbers are stored.</summary>
/// <param name="NeedsText">The words alone say too little.</param>
internal sealed record ReferralReason(short Code, ReferralRole Role, string Words, bool NeedsText = false)
{
    public static IReadOnlyList<ReferralReason> All { get; } =
    [
        new(11, ReferralRole.Worker, "工资不合适"), new(12, ReferralRole.Worker, "离家太远"), new(13, ReferralRole.Worker, "不想做这个工种"),
        new(14, ReferralRole.Worker, "已经找到工作"), new(15, ReferralRole.Worker, "家里走不开"), new(16, ReferralRole.Worker, "身体原因"),
        new(17, ReferralRole.Worker, "岗位与介绍的不一样", true), new(19, ReferralRole.Worker, "其他", true),
        new(21, ReferralRole.Employer, "技能或证书不符合"), new(22, ReferralRole.Employer, "工作经验不够"), new(23, ReferralRole.Employer, "体检不符合法定要求", true),
        new(24, ReferralRole.Employer, "已经招满"), new(25, ReferralRole.Employer, "联系不上本人"), new(26, ReferralRole.Employer, "面试没有来"),
        new(27, ReferralRole.Employer, "岗位不再招聘"), new(29, ReferralRole.Employer, "其他", true),
        new(31, ReferralRole.Office, "联系不上本人"), new(32, ReferralRole.Office, "本人不愿意去"), new(33, ReferralRole.Office, "推荐有误"),
        new(34, ReferralRole.Office, "用人单位不录用"), new(35, ReferralRole.Office, "单位有拖欠工资等情况", true), new(39, ReferralRole.Office, "其他", true),
    ];

    public static ReferralReason? Find(short code) => All.FirstOrDefault(r => r.Code == code);

    public static IEnumerable<ReferralReason> Of(ReferralRole role) => All.Where(r => r.Role == role);
}
