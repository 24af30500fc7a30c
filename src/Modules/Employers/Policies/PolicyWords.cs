using Chunfeng.Employers.Register;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Employers.Policies;

/// <summary>Policies as words for the screen and in the data.</summary>
internal static class PolicyWords
{
    public const string NoAmount = "以当地文件为准";

    public static readonly IReadOnlyList<(PolicyAct Act, string Code, string Text)> Acts =
    [
        (PolicyAct.Told, "told", "已告知"), (PolicyAct.Checked, "checked", "已核对文件和材料"), (PolicyAct.Applied, "applied", "已申请"), (PolicyAct.Granted, "granted", "已批准"), (PolicyAct.Refused, "refused", "未批准"),
    ];

    public static string Name(PolicyAct act) => Acts.First(a => a.Act == act).Text;

    public static PolicyAct? Act(string? code) => Acts.FirstOrDefault(a => a.Code == code) is { Code: not null } known ? known.Act : null;

    public static Tone Tone(PolicyAct act) => act switch
    {
        PolicyAct.Granted => Platform.Ui.Tone.Success, PolicyAct.Refused => Platform.Ui.Tone.Danger, PolicyAct.Applied => Platform.Ui.Tone.Info, _ => Platform.Ui.Tone.Neutral,
    };

    public static string Name(Fit fit) => fit switch { Fit.Fits => "符合", Fit.CannotTell => "还不能判断", _ => "不符合" };

    public static Tone Tone(Fit fit) => fit switch { Fit.Fits => Platform.Ui.Tone.Success, Fit.CannotTell => Platform.Ui.Tone.Warning, _ => Platform.Ui.Tone.Neutral };

    /// <summary>The size a word of the data means; null for no such word.</summary>
    public static EmployerSize? Size(string word) => word switch
    {
        "large" => EmployerSize.Large, "medium" => EmployerSize.Medium, "small" => EmployerSize.Small, "micro" => EmployerSize.Micro, _ => null,
    };

    public static string Validity(Policy policy) => !policy.ValidityKnown ? "有效期没有查到，" + NoAmount
        : (policy.From, policy.To) switch
        {
            ({ } from, { } to) => $"{from:yyyy-MM-dd} 至 {to:yyyy-MM-dd}", ({ } from, _) => $"{from:yyyy-MM-dd} 起", (_, { } to) => $"到 {to:yyyy-MM-dd}", _ => "长期",
        };
}
