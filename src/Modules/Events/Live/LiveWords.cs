using Chunfeng.Platform.Ui;

namespace Chunfeng.Events.Live;

/// <summary>How live rooms are spoken of.</summary>
internal static class LiveTexts
{
    public static string Name(LiveState state) => state switch
    {
        LiveState.Planned => "预告", LiveState.Live => "直播中", LiveState.Ended => "已结束", _ => "已取消",
    };

    public static Tone Tone(LiveState state) => state switch
    {
        LiveState.Planned => Platform.Ui.Tone.Info, LiveState.Live => Platform.Ui.Tone.Danger, LiveState.Ended => Platform.Ui.Tone.Neutral, _ => Platform.Ui.Tone.Warning,
    };

    public static LiveState? State(string? code) => code switch
    {
        "planned" => LiveState.Planned, "live" => LiveState.Live, "ended" => LiveState.Ended, "cancelled" => LiveState.Cancelled, _ => null,
    };

    public static readonly IReadOnlyList<Choice> States = [new("planned", "预告"), new("live", "直播中"), new("ended", "已结束"), new("cancelled", "已取消")];
}
