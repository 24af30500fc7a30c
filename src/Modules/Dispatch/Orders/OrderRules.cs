using Chunfeng.Platform.Data;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Calendar;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Dispatch.Orders;

/// <summary>An order as it is written, before it is issued.</summary>
/// <param name="Recipients">Regions strictly inside the issuer's.</param>
/// <param name="Week">"2022-W08" together with an indicator, or neither.</param>
internal sealed record OrderDraft(
    OrderKind Kind, string Title, string Text, IReadOnlyCollection<RegionCode> Recipients, string? Week, string? Indicator, DateOnly? DueOn, bool ReplyRequired)
{
    /// <summary>Made with the form: sent twice, it is one order.</summary>
    public Guid? Once { get; init; }
}

/// <summary>What an order must be to be issued.</summary>
internal static class OrderRules
{
    /// <summary>A layer that only groups (市辖区): nobody there answers.</summary>
    public const string Nominal = "nominal";

    /// <summary>A statistical zone that is no county (综改区).</summary>
    public const string Zone = "zone";

    public const int MostTitle = 100, MostText = 5000, MostReason = Contracts.IOrders.MostChase, MostRecipients = 200;

    /// <summary>Working days to answer unless another day is set: our own proposal, no source sets one.</summary>
    public const int DaysToAnswer = 3;

    /// <summary>Working days for the corrected reply when the order's day is past or near: our own proposal.</summary>
    public const int DaysToCorrect = 2;

    /// <summary>Why an order cannot be issued; null when it can.</summary>
    /// <param name="issuer">The region of the one who signs.</param>
    public static Refusal? Check(OrderDraft draft, RegionCode issuer, RegionTree regions, WorkCalendar calendar, DateOnly today)
    {
        if (draft.Title.Length is 0 or > MostTitle || draft.Title.Contains('\n', StringComparison.Ordinal))
        {
            return new Refusal("bad-title", $"请写一行标题，不超过 {MostTitle} 字");
        }

        if (draft.Text.Length is 0 or > MostText)
        {
            return new Refusal("bad-text", $"请写明要办的事，不超过 {MostText} 字");
        }

        if (draft.Recipients.Count == 0)
        {
            return new Refusal("no-recipients", "还没有选择发往的地区；请至少选一个");
        }

        if (draft.Recipients.Count > MostRecipients)
        {
            return new Refusal("too-many-recipients", $"一份调度令最多发往 {MostRecipients} 个地区，已选 {draft.Recipients.Count} 个；请分次下达，或发给上一级地区");
        }

        foreach (var region in draft.Recipients)
        {
            if (region == issuer || !issuer.Contains(region) || !regions.TryGet(region, out var place) || place.Kind == Nominal)
            {
                return new Refusal("recipient-outside", $"{Name(regions, region)}不在您辖区以内的下级地区中；请从列表中选择");
            }
        }

        return (draft.Week is null) != (draft.Indicator is null)
            ? new Refusal("half-figures", "引用数字时，周次和指标要一起选；不引用时都不选")
            : CheckDue(draft.DueOn, calendar, today);
    }

    /// <summary>A due day is a working day, today or later, in a year whose holidays are known.</summary>
    public static Refusal? CheckDue(DateOnly? dueOn, WorkCalendar calendar, DateOnly today)
    {
        if (dueOn is not { } day)
        {
            return new Refusal("no-due-day", "请填写期限");
        }

        if (day < today)
        {
            return new Refusal("due-past", $"期限 {day:yyyy-MM-dd} 已经过去；请填今天（{today:yyyy-MM-dd}）或以后的工作日");
        }

        if (day < calendar.FirstDay || day > calendar.LastDay)
        {
            return new Refusal("due-unknown-year", $"工作日历只到 {calendar.LastDay:yyyy-MM-dd}；请填这一天以前的工作日，或请系统管理员更新日历");
        }

        return calendar.IsWorkingDay(day) ? null
            : new Refusal("due-holiday", NextWorkingDay(calendar, day) is { } next
                ? $"{day:yyyy-MM-dd} 是休息日；最近的工作日是 {next:yyyy-MM-dd}" : $"{day:yyyy-MM-dd} 是休息日；请改填工作日");
    }

    /// <summary>So many working days from today; null where the calendar ends before.</summary>
    public static DateOnly? Due(WorkCalendar calendar, DateOnly today, int days)
    {
        if (today < calendar.FirstDay)
        {
            return null;
        }

        var day = today;
        while (days > 0)
        {
            day = day.AddDays(1);
            if (day > calendar.LastDay)
            {
                return null;
            }

            days -= calendar.IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>Working days past the due day; null where the calendar does not reach.</summary>
    public static int? DaysOver(WorkCalendar calendar, DateOnly dueOn, DateOnly today) =>
        dueOn < calendar.FirstDay || today > calendar.LastDay || today <= dueOn ? null : calendar.WorkingDaysBetween(dueOn, today);

    /// <summary>Text as it may be stored, shown and written into a document: one kind of line end, no control characters, no half characters.</summary>
    public static string Clean(string? text) => CleanText.Lines(text);

    private static DateOnly? NextWorkingDay(WorkCalendar calendar, DateOnly day) => Due(calendar, day, 1);

    private static string Name(RegionTree regions, RegionCode region) => regions.TryGet(region, out var place) ? place.Name : region.ToString();
}
