using Chunfeng.People.Roster;
using Chunfeng.Platform.Ui;

namespace Chunfeng.People.Pages;

/// <summary>The words of the import wizard.</summary>
internal static class ImportSteps
{
    public static readonly string[] Titles = ["选择文件", "核对", "写入", "完成"];

    public static string StateName(RosterImport import) => import.State switch
    {
        ImportStates.Queued => import.DryRun ? "等待核对" : "等待写入",
        ImportStates.Running => import.DryRun ? "正在核对" : "正在写入",
        ImportStates.Checked => import.Uploaded ? "待确认" : "只核对",
        ImportStates.Done => "已写入",
        ImportStates.Dropped => "已放弃",
        _ => "未成功",
    };

    public static Tone StateTone(RosterImport import) => import.State switch
    {
        ImportStates.Done => Tone.Success,
        ImportStates.Failed => Tone.Danger,
        ImportStates.Checked => Tone.Warning,
        ImportStates.Dropped => Tone.Neutral,
        _ => Tone.Info,
    };

    public static int Current(RosterImport import) => import.State switch
    {
        ImportStates.Done => 3,
        ImportStates.Queued or ImportStates.Running => import.DryRun ? 1 : 2,
        _ => 1,
    };

    public static string KindName(string kind) => kind switch { "rejected" => "退回", "duplicate" => "重复", "conflict" => "冲突", _ => "提醒" };

    public static Tone KindTone(string kind) => kind switch { "rejected" => Tone.Danger, "duplicate" => Tone.Neutral, "conflict" => Tone.Warning, _ => Tone.Info };
}
