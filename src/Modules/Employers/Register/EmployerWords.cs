using Chunfeng.Employers.Standing;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Register;

/// <summary>An employer's codes as words for the screen.</summary>
internal static class EmployerWords
{
    public static readonly IReadOnlyList<Choice> Sizes = [new("1", "大型"), new("2", "中型"), new("3", "小型"), new("4", "微型")];

    public static readonly IReadOnlyList<(EmployerFlags Bit, string Code, string Text)> Flags =
    [
        (EmployerFlags.LabourIntensive, "labour", "劳动密集型"), (EmployerFlags.Private, "private", "民营"), (EmployerFlags.StateOwned, "state", "国有"),
        (EmployerFlags.Key, "key", "重点企业"), (EmployerFlags.Platform, "platform", "平台企业"), (EmployerFlags.HelpWorkshop, "workshop", "帮扶车间"),
        (EmployerFlags.HelpUnit, "help", "帮扶单位"),
    ];

    public static readonly IReadOnlyList<Choice> ConductKinds =
    [
        new("1", "拖欠工资"), new("2", "未签劳动合同"), new("3", "未参加社会保险"), new("4", "超时加班、休息休假"), new("5", "招聘歧视"),
        new("6", "虚假招聘、收费扣证"), new("7", "平台用工不规范"), new("8", "安全和职业病防护"), new("9", "其他"),
    ];

    public static readonly IReadOnlyList<Choice> ConductStates = [new("1", "未整改"), new("2", "已整改"), new("3", "已撤销")];

    public static string Size(short size) => size is >= 1 and <= 4 ? Sizes[size - 1].Text : "未填";

    public static IEnumerable<string> FlagTexts(int flags) => Flags.Where(f => ((EmployerFlags)flags & f.Bit) != 0).Select(f => f.Text);

    public static EmployerFlags Flag(string? code) => Flags.FirstOrDefault(f => f.Code == code).Bit;

    public static string Conduct(short kind) => ConductKinds[Math.Clamp((int)kind, 1, ConductKinds.Count) - 1].Text;

    public static string ConductStateText(short state) => ConductStates[Math.Clamp((int)state, 1, ConductStates.Count) - 1].Text;

    public static Tone ConductTone(ConductEntry entry) =>
        (ConductState)entry.State != ConductState.Open ? Tone.Neutral : entry.Serious ? Tone.Danger : Tone.Warning;

    /// <summary>What people are told on every vacancy; null when there is nothing open and serious.</summary>
    /// <param name="kinds">The kinds of the open serious entries.</param>
    public static string? Warning(IReadOnlyCollection<short> kinds) => kinds.Count == 0 ? null
        : $"该单位有 {kinds.Count} 项严重的用工问题还没有整改：{string.Join("、", kinds.Distinct().Order().Select(Conduct))}。应聘前请先问清楚，签好劳动合同";

    /// <summary>"山西省太原市小店区": from the province down, without blanks.</summary>
    public static string Place(RegionTree regions, long code)
    {
        var region = new RegionCode(code);
        return (RegionCode.Shanxi.Contains(region) && region != RegionCode.Shanxi ? "山西省" : "") + regions.Path(region).Replace(" ", "", StringComparison.Ordinal);
    }
}
