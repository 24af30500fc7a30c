using Chunfeng.Standards.Calendar;
using CsCheck;

namespace Chunfeng.Standards.Tests.Calendar;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Calendar = Reference.Calendar;

    [Theory(DisplayName = "节假日、调休上班日、普通周末按国务院通知")]
    [InlineData("2022-01-29", true)]
    [InlineData("2022-01-31", false)]
    [InlineData("2022-02-06", false)]
    [InlineData("2022-02-07", true)]
    [InlineData("2022-02-12", false)]
    [InlineData("2025-01-26", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-10-10", true)]
    [InlineData("2021-01-01", false)]
    [InlineData("2026-12-31", true)]
    public void Knows_working_days(string day, bool working) => Assert.Equal(working, Calendar.IsWorkingDay(Day(day)));

    [Theory(DisplayName = "没有通知的年份不猜")]
    [InlineData("2020-12-31")]
    [InlineData("2027-01-01")]
    public void Refuses_other_years(string day)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.IsWorkingDay(Day(day)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(new DateOnly(2026, 12, 30), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddCalendarDays(new DateOnly(2026, 12, 30), 2));
    }

    [Theory(DisplayName = "工作日自次日起算")]
    [InlineData("2022-01-28", 1, "2022-01-29")]
    [InlineData("2022-01-28", 3, "2022-02-07")]
    [InlineData("2022-03-04", 5, "2022-03-11")]
    [InlineData("2022-03-05", 0, "2022-03-05")]
    public void Counts_working_days(string start, int days, string end) => Assert.Equal(Day(end), Calendar.AddWorkingDays(Day(start), days));

    [Theory(DisplayName = "期间末日逢节假日顺延至次一工作日")]
    [InlineData("2022-01-16", 15, "2022-02-07")]
    [InlineData("2022-03-01", 15, "2022-03-16")]
    [InlineData("2022-03-04", 15, "2022-03-21")]
    [InlineData("2022-01-14", 15, "2022-01-29")]
    public void A_term_ends_on_a_working_day(string start, int days, string end) =>
        Assert.Equal(Day(end), Calendar.AddCalendarDays(Day(start), days));

    [Fact]
    public void Counting_undoes_adding() => Gen.Select(Gen.Int[0, 1500], Gen.Int[0, 200]).Sample((offset, days) =>
    {
        var start = Calendar.FirstDay.AddDays(offset);
        var end = Calendar.AddWorkingDays(start, days);
        Assert.Equal(days, Calendar.WorkingDaysBetween(start, end));
        Assert.Equal(-days, Calendar.WorkingDaysBetween(end, start));
        Assert.True(days == 0 || Calendar.IsWorkingDay(end));
    });

    [Fact]
    public void Knows_its_years() => Assert.Equal((Day("2021-01-01"), Day("2026-12-31")), (Calendar.FirstDay, Calendar.LastDay));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
