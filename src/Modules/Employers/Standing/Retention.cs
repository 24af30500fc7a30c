using Chunfeng.Platform.Results;

namespace Chunfeng.Employers.Standing;

/// <summary>What an employer says of one month.</summary>
/// <param name="Month">202202 is February 2022.</param>
/// <param name="Heads">People at the month's end.</param>
/// <param name="Joined">Of these, new in the month.</param>
internal sealed record MonthStatement(int Month, int Heads, int Joined);

/// <summary>One month with what follows from it and the month before.</summary>
/// <param name="Kept">Of the heads, those who were there before: 稳定.</param>
/// <param name="Added">Posts more than the month before, or fewer when negative; null without a statement of the month before.</param>
/// <param name="Left">Gone since the month before; null likewise.</param>
internal sealed record MonthKept(int Month, int Heads, int Joined, int Kept, int? Added, int? Left);

/// <summary>Heads kept and added month by month (2.3). Pure.</summary>
internal static class Retention
{
    public const int MostHeads = 1_000_000;

    /// <summary>The months in order, each against the month before it where that was stated.</summary>
    public static IReadOnlyList<MonthKept> Of(IEnumerable<MonthStatement> stated)
    {
        var months = stated.OrderBy(m => m.Month).ToList();
        return
        [
            .. months.Select((m, i) =>
            {
                var before = i > 0 && months[i - 1].Month == Before(m.Month) ? months[i - 1] : null;
                return new MonthKept(m.Month, m.Heads, m.Joined, m.Heads - m.Joined, m.Heads - before?.Heads, before?.Heads - (m.Heads - m.Joined));
            }),
        ];
    }

    /// <summary>Why a statement cannot be; null when it can.</summary>
    /// <param name="before">The month before, and <paramref name="after"/> the one after, where they are stated.</param>
    public static Refusal? Check(MonthStatement month, MonthStatement? before, MonthStatement? after, DateOnly today)
    {
        if (month.Month is < 200001 or > 999912 || month.Month % 100 is < 1 or > 12)
        {
            return new Refusal("bad-month", "请选择月份");
        }

        if (month.Month > (today.Year * 100) + today.Month)
        {
            return new Refusal("month-ahead", "还没有到这个月，请在月底以后填报");
        }

        if (month.Heads is < 0 or > MostHeads || month.Joined < 0 || month.Joined > month.Heads)
        {
            return new Refusal("bad-heads", "请写整数，其中本月新进的人数不多于月末人数");
        }

        if (before is not null && month.Heads - month.Joined > before.Heads)
        {
            return new Refusal("more-than-before", $"上月末只有 {before.Heads} 人，本月留下的不会有 {month.Heads - month.Joined} 人；请核对新进人数");
        }

        return after is not null && after.Heads - after.Joined > month.Heads
            ? new Refusal("fewer-than-after", $"下个月填报留下了 {after.Heads - after.Joined} 人，本月末不会只有 {month.Heads} 人；请先核对下个月的数")
            : null;
    }

    public static int Before(int month) => month % 100 == 1 ? month - 89 : month - 1;

    public static int After(int month) => month % 100 == 12 ? month + 89 : month + 1;

    /// <summary>"2022年2月".</summary>
    public static string Name(int month) => $"{month / 100}年{month % 100}月";
}
