using Chunfeng.Standards.Calendar;
using CsCheck;

namespace Chunfeng.Standards.Tests.Calendar;

public sealed class IsoWeekTests
{
    [Fact(DisplayName = "2022-W08 是2022年2月21日（周一）至27日（周日）")]
    public void The_first_week_of_dispatch()
    {
        Assert.True(IsoWeek.TryParse("2022-W08", out var week));
        Assert.Equal(new DateOnly(2022, 2, 21), week.Monday);
        Assert.Equal(new DateOnly(2022, 2, 27), week.Sunday);
        Assert.Equal(("2022-W07", "2022-W09"), (week.Previous.ToString(), week.Next.ToString()));
    }

    [Theory]
    [InlineData(2021, 1, 3, "2020-W53")]
    [InlineData(2021, 1, 4, "2021-W01")]
    [InlineData(2022, 1, 1, "2021-W52")]
    [InlineData(2024, 12, 30, "2025-W01")]
    [InlineData(2026, 12, 31, "2026-W53")]
    public void Years_turn_on_a_monday(int year, int month, int day, string week) =>
        Assert.Equal(week, IsoWeek.Of(new DateOnly(year, month, day)).ToString());

    [Theory]
    [InlineData("2022-W53")]
    [InlineData("2022-W00")]
    [InlineData("2022-8")]
    [InlineData("2022-W8")]
    [InlineData("")]
    [InlineData(null)]
    public void Refuses_what_is_no_week(string? text) => Assert.False(IsoWeek.TryParse(text!, out _));

    [Fact]
    public void Every_day_lies_in_its_week() => Gen.Int[0, 73_413].Sample(n =>
    {
        var day = new DateOnly(1900, 1, 1).AddDays(n);
        var week = IsoWeek.Of(day);
        Assert.InRange(day, week.Monday, week.Sunday);
        Assert.Equal(week, week.Next.Previous);
        Assert.True(week.CompareTo(week.Next) < 0);
        Assert.True(week.Year < 1900 || (IsoWeek.TryParse(week.ToString(), out var read) && read == week));
    });
}
