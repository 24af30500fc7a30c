using CsCheck;

namespace Chunfeng.Standards.Tests;

public sealed class RosterDateTests
{
    private static readonly string[] Forms = ["yyyy.M.d", "yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "yyyy年M月d日"];

    [Theory]
    [InlineData("2022.3", "2022-03-01")]
    [InlineData("2022.03", "2022-03-01")]
    [InlineData("2022.1", "2022-01-01")]
    [InlineData("2022.10", "2022-10-01")]
    [InlineData("2022-3-1", "2022-03-01")]
    [InlineData("2022-03-15", "2022-03-15")]
    [InlineData("2022/3/1", "2022-03-01")]
    [InlineData("2022.3.1", "2022-03-01")]
    [InlineData("2022年3月", "2022-03-01")]
    [InlineData("2022年3月份", "2022-03-01")]
    [InlineData("2022年3月1日", "2022-03-01")]
    [InlineData("2022年03月15号", "2022-03-15")]
    [InlineData("2022 年 3 月 5 日", "2022-03-05")]
    [InlineData("20220301", "2022-03-01")]
    [InlineData("202203", "2022-03-01")]
    [InlineData("202203.0", "2022-03-01")]
    [InlineData("44621", "2022-03-01")]
    [InlineData("44621.0", "2022-03-01")]
    [InlineData("44621.75", "2022-03-01")]
    [InlineData("２０２２．３．１５", "2022-03-15")]
    [InlineData("'2022-03-15", "2022-03-15")]
    [InlineData(" 2022/3/15 0:00:00 ", "2022-03-15")]
    [InlineData("2022-03-15T08:30:00", "2022-03-15")]
    [InlineData("1900-01-01", "1900-01-01")]
    [InlineData("2100.12.31", "2100-12-31")]
    [InlineData("73415", "2100-12-31")]
    public void Reads_what_rosters_write(string text, string expected)
    {
        Assert.True(RosterDate.TryParse(text, out var date));
        Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd"), date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2022")]
    [InlineData("2022年")]
    [InlineData("22.3")]
    [InlineData("2022.13")]
    [InlineData("2022.0")]
    [InlineData("2022.100")]
    [InlineData("2022-02-29")]
    [InlineData("20220230")]
    [InlineData("202213")]
    [InlineData("1899.12")]
    [InlineData("2101.1")]
    [InlineData("73416")]
    [InlineData("4462")]
    [InlineData("2022-03-15 下午")]
    [InlineData("长期")]
    [InlineData("2022-03-15至2022-04-15")]
    [InlineData("20220301.5")]
    [InlineData("4.4621E4")]
    public void Refuses_the_rest(string text) => Assert.False(RosterDate.TryParse(text, out _));

    [Theory(DisplayName = "只写到月的，开始取首日，结束取末日")]
    [InlineData("2022.2", "2022-02-28")]
    [InlineData("2024年2月", "2024-02-29")]
    [InlineData("202212", "2022-12-31")]
    [InlineData("2022-12-05", "2022-12-05")]
    public void A_month_may_end_on_its_last_day(string text, string expected)
    {
        Assert.True(RosterDate.TryParse(text, out var date, endOfMonth: true));
        Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd"), date);
    }

    [Fact]
    public void Every_day_is_read_in_every_form() =>
        Gen.Select(Gen.Int[0, 73_413], Gen.Int[0, Forms.Length - 1]).Sample((n, form) =>
        {
            var day = new DateOnly(1900, 1, 1).AddDays(n);
            Assert.True(RosterDate.TryParse(day.ToString(Forms[form]), out var read));
            Assert.Equal(day, read);
        });

    [Fact]
    public void Never_throws_on_any_text() => Gen.String.Sample(text => { _ = RosterDate.TryParse(text, out _); });
}
