using Chunfeng.Platform.Ui;

namespace Chunfeng.Events.Campaigns;

/// <summary>The words of actions on the screen, in addresses and in the audit.</summary>
internal static class ActionWords
{
    public static IReadOnlyList<Choice> Kinds { get; } = [new("trip", "点对点输送"), new("training", "培训"), new("publicity", "宣传")];

    public static IReadOnlyList<Choice> States { get; } = [new("planned", "筹备中"), new("done", "已办完"), new("cancelled", "已取消")];

    public static IReadOnlyList<Choice> Vehicles { get; } = [new("coach", "大巴"), new("train", "火车"), new("plane", "飞机"), new("other", "其他车辆")];

    public static IReadOnlyList<Choice> Channels { get; } =
    [
        new("banner", "标语横幅"), new("broadcast", "村村响广播"), new("visit", "入户走访"), new("video", "短视频"), new("leaflet", "发放资料"),
        new("talk", "宣讲会"), new("desk", "现场咨询"), new("online", "微信和网站"), new("sms", "短信"),
    ];

    public static ActionKind? Kind(string? code) => At(Kinds, code) is { } i ? (ActionKind)i : null;

    public static ActionState? State(string? code) => At(States, code) is { } i ? (ActionState)i : null;

    public static TripVehicle? Vehicle(string? code) => At(Vehicles, code) is { } i ? (TripVehicle)i : null;

    public static string Code(ActionKind kind) => Kinds[(int)kind - 1].Value;

    public static string Code(ActionState state) => States[(int)state - 1].Value;

    public static string Code(TripVehicle vehicle) => Vehicles[(int)vehicle - 1].Value;

    public static string Name(ActionKind kind) => Kinds[(int)kind - 1].Text;

    public static string Name(ActionState state) => state == ActionState.Planned ? "在筹备" : state == ActionState.Done ? "办完" : "取消";

    public static string Label(ActionState state) => States[(int)state - 1].Text;

    public static string Name(TripVehicle vehicle) => Vehicles[(int)vehicle - 1].Text;

    public static string Channel(string code) => Channels.FirstOrDefault(c => c.Value == code)?.Text ?? code;

    public static string Name(ActionAct act) => act switch { ActionAct.Change => "修改", ActionAct.Name => "改名单", ActionAct.Finish => "登记办完", ActionAct.Cancel => "取消", _ => "改回筹备" };

    /// <summary>The act's word in the audit and in a form: "events.action-done".</summary>
    public static string Code(ActionAct act) => act switch { ActionAct.Change => "action-change", ActionAct.Name => "action-people", ActionAct.Finish => "action-done", ActionAct.Cancel => "action-cancel", _ => "action-reopen" };

    public static Tone Tone(ActionState state) => state switch
    {
        ActionState.Planned => Platform.Ui.Tone.Warning, ActionState.Done => Platform.Ui.Tone.Success, _ => Platform.Ui.Tone.Neutral,
    };

    /// <summary>Index from 1; null when there is no such code.</summary>
    private static int? At(IReadOnlyList<Choice> choices, string? code)
    {
        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i].Value == code)
            {
                return i + 1;
            }
        }

        return null;
    }
}
