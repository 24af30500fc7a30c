using System.Globalization;
using Chunfeng.Gigs.Markets;
using Chunfeng.Gigs.Posts;
using Chunfeng.Gigs.Work;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Money;

namespace Chunfeng.Gigs;

/// <summary>What the room's states are called on the screen.</summary>
internal static class GigWords
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static readonly IReadOnlyList<Choice> MarketKinds = [new("labour", "劳动力市场"), new("talent", "人才市场"), new("gig", "零工市场")];
    public static readonly IReadOnlyList<Choice> PayUnits = [new("day", "按天"), new("hour", "按小时"), new("piece", "计件")];
    public static readonly IReadOnlyList<Choice> Ways = [new("dispatch", "派单"), new("grab", "抢单"), new("spot", "现场快招")];

    public static string Name(MarketKind kind) => MarketKinds[(int)kind - 1].Text;

    public static MarketKind? Kind(string? code) => Find(MarketKinds, code) is { } i ? (MarketKind)(i + 1) : null;

    public static PayUnit? Unit(string? code) => Find(PayUnits, code) is { } i ? (PayUnit)(i + 1) : null;

    public static string Code(PayUnit unit) => PayUnits[(int)unit - 1].Value;

    public static FillWays ReadWays(IEnumerable<string?> codes) => codes.Aggregate(FillWays.None, (all, c) => all | c switch
    {
        "dispatch" => FillWays.Dispatch, "grab" => FillWays.Grab, "spot" => FillWays.Spot, _ => FillWays.None,
    });

    public static string Names(FillWays ways) => string.Join("、", Ways.Where((_, i) => ((int)ways & (1 << i)) != 0).Select(w => w.Text));

    public static string Name(FillWay way) => Ways[(int)way - 1].Text;

    public static string Name(PostState state) => state switch
    {
        PostState.Submitted => "待审核", PostState.Returned => "已退回", PostState.Open => "招人中", PostState.Closed => "已截止", _ => "已取消",
    };

    public static Tone Tone(PostState state) => state switch
    {
        PostState.Submitted => Platform.Ui.Tone.Warning, PostState.Returned => Platform.Ui.Tone.Danger, PostState.Open => Platform.Ui.Tone.Success, _ => Platform.Ui.Tone.Neutral,
    };

    public static string Name(PlaceState state) => state switch
    {
        PlaceState.Offered => "等应答", PlaceState.Taken => "已接单", PlaceState.Arrived => "已到岗", PlaceState.Done => "已完工",
        PlaceState.Declined => "已婉拒", PlaceState.Absent => "没来", _ => "已取消",
    };

    public static Tone Tone(PlaceState state) => state switch
    {
        PlaceState.Offered => Platform.Ui.Tone.Warning, PlaceState.Taken or PlaceState.Arrived => Platform.Ui.Tone.Info, PlaceState.Done => Platform.Ui.Tone.Success,
        PlaceState.Absent => Platform.Ui.Tone.Danger, _ => Platform.Ui.Tone.Neutral,
    };

    public static string Side(short side) => ((GigSide)side) switch { GigSide.Worker => "本人", GigSide.Employer => "用工方", GigSide.Staff => "服务台", _ => "" };

    /// <summary>"200元/天", "25.50元/小时", "3元/箱".</summary>
    public static string Pay(short unit, long fen, string piece) =>
        $"{new Fen(fen).ToYuan()}元/{((PayUnit)unit) switch { PayUnit.Day => "天", PayUnit.Hour => "小时", _ => piece }}";

    /// <summary>Hundredths as people write them: "1.5".</summary>
    public static string Quantity(long hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Quantity(long hundredths, short unit, string piece) => Quantity(hundredths) + ((PayUnit)unit) switch { PayUnit.Day => "天", PayUnit.Hour => "小时", _ => piece };

    /// <summary>"已付清", "已付一部分", "还没付".</summary>
    public static string Paid(long amount, long paid) => paid >= amount ? "已付清" : paid > 0 ? "已付一部分" : "还没付";

    public static Tone PaidTone(long amount, long paid) => paid >= amount ? Platform.Ui.Tone.Success : paid > 0 ? Platform.Ui.Tone.Warning : Platform.Ui.Tone.Danger;

    /// <summary>"08:00—17:30", with 次日 where it ends after midnight.</summary>
    public static string Hours(DateTime from, DateTime to) =>
        $"{Local(from):HH:mm}—{(Local(to).Date > Local(from).Date && Local(to).TimeOfDay > TimeSpan.Zero ? "次日 " : "")}{Local(to):HH:mm}";

    public static string When(DateTime from, DateTime to) => $"{Local(from):M月d日} {Hours(from, to)}";

    public static string Clock(DateTime utc) => Local(utc).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string SlipNumber(DateOnly day, int number) => $"{day:yyyyMMdd}-{number:D4}";

    public static string DisputeKind(string dispute) => SettleSlip.Kinds.FirstOrDefault(k => k.Value == dispute)?.Text ?? dispute;

    public static string Method(string method) => SettleSlip.Methods.FirstOrDefault(m => m.Value == method)?.Text ?? method;

    /// <summary>"4.5 分（2 人评）"; "—" before the first.</summary>
    public static string Stars(int stars, int ratings) => ratings == 0 ? "还没有评价" : $"{(stars * 10 / ratings) / 10m:0.0} 分（{ratings} 人评）";

    /// <summary>Reads hours, days or pieces as people type them, at most two decimals.</summary>
    public static long? ReadQuantity(string? text) =>
        decimal.TryParse((text ?? "").Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 10_000_000 && value * 100 == decimal.Truncate(value * 100)
            ? (long)(value * 100) : null;

    private static DateTime Local(DateTime utc) => DateTime.SpecifyKind(utc, DateTimeKind.Unspecified) + China;

    private static int? Find(IReadOnlyList<Choice> choices, string? code)
    {
        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i].Value == code)
            {
                return i;
            }
        }

        return null;
    }
}
