using System.Globalization;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Events.Fairs;

/// <summary>The words of events on the screen, in addresses and in the audit.</summary>
internal static class FairWords
{
    private static readonly Choice[] StateWords = [new("planned", "筹备中"), new("released", "已发布"), new("held", "已举办，待报结果"), new("filed", "结果已报"), new("closed", "已办结"), new("cancelled", "已取消")];

    public static IReadOnlyList<Choice> Kinds { get; } =
        [new("general", "综合招聘会"), new("special", "专场招聘会"), new("cloud", "云招聘"), new("market", "乡镇集市招聘"), new("docking", "供需对接会")];

    public static IReadOnlyList<Choice> Modes { get; } = [new("on-site", "现场"), new("online", "线上"), new("both", "线上线下同步")];

    public static IReadOnlyList<Choice> States => StateWords;

    public static IReadOnlyList<Choice> Levels { get; } = [new("province", "省级"), new("city", "市级"), new("county", "县级"), new("township", "乡镇")];

    public static IReadOnlyList<Choice> Channels { get; } =
    [
        new("site", "政府网站"), new("wechat", "微信公众号"), new("group", "微信群"), new("video", "短视频直播平台"), new("broadcast", "广播电视"),
        new("paper", "报纸"), new("loudspeaker", "村村响大喇叭"), new("poster", "海报传单"), new("sms", "短信"), new("visit", "上门告知"),
    ];

    public static IReadOnlyList<Choice> Answers { get; } = [new("1", "符合"), new("2", "不符合"), new("3", "不适用")];

    public static FairKind? Kind(string? code) => Find(Kinds, code) is { } i ? (FairKind)i : null;

    public static FairMode? Mode(string? code) => Find(Modes, code) is { } i ? (FairMode)i : null;

    public static FairState? State(string? code) => Find(StateWords, code) is { } i ? (FairState)i : null;

    /// <summary>Province to township.</summary>
    public static RegionLevel? Level(string? code) => Find(Levels, code) is { } i ? (RegionLevel)i : null;

    public static string Code(FairKind kind) => Kinds[(int)kind - 1].Value;

    public static string Code(FairMode mode) => Modes[(int)mode - 1].Value;

    public static string Code(FairState state) => StateWords[(int)state - 1].Value;

    public static string Name(FairKind kind) => Kinds[(int)kind - 1].Text;

    public static string Name(FairMode mode) => Modes[(int)mode - 1].Text;

    public static string Name(FairState state) => StateWords[(int)state - 1].Text;

    public static string LevelName(RegionLevel level) => level switch
    {
        RegionLevel.Province => "省级", RegionLevel.City => "市级", RegionLevel.County => "县级", RegionLevel.Township => "乡镇", _ => "村级",
    };

    public static string Channel(string code) => Channels.FirstOrDefault(c => c.Value == code)?.Text ?? code;

    public static string Name(CheckAnswer answer) => Answers[(int)answer - 1].Text;

    public static string Name(FairAct act) => act switch
    {
        FairAct.Plan => "筹备", FairAct.Change => "修改", FairAct.Release => "发布", FairAct.Hold => "登记举办", FairAct.File => "报送结果",
        FairAct.Close => "办结", FairAct.Cancel => "取消", FairAct.Recall => "收回修改", _ => "记录",
    };

    /// <summary>The act's word in the audit and in a form: "events.release".</summary>
    public static string Code(FairAct act) => act switch
    {
        FairAct.Plan => "plan", FairAct.Change => "change", FairAct.Release => "release", FairAct.Hold => "hold", FairAct.File => "file",
        FairAct.Close => "close", FairAct.Cancel => "cancel", FairAct.Recall => "recall", _ => "note",
    };

    public static Tone Tone(FairState state) => state switch
    {
        FairState.Planned => Platform.Ui.Tone.Warning,
        FairState.Released => Platform.Ui.Tone.Info,
        FairState.Held => Platform.Ui.Tone.Accent,
        FairState.Filed or FairState.Closed => Platform.Ui.Tone.Success,
        _ => Platform.Ui.Tone.Neutral,
    };

    public static string Days(DateOnly from, DateOnly to) => from == to ? Day(from)
        : from.Year == to.Year ? $"{Day(from)} 至 {to.ToString("MM-dd", CultureInfo.InvariantCulture)}" : $"{Day(from)} 至 {Day(to)}";

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Minutes of the day as "09:30".</summary>
    public static string Hour(short minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:D2}:{minutes % 60:D2}");

    /// <summary>Index from 1; null when there is no such code.</summary>
    private static int? Find(IReadOnlyList<Choice> choices, string? code)
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
