using Chunfeng.Standards.Identity;
using CsCheck;

namespace Chunfeng.Standards.Tests.Identity;

public sealed class IdNumberTests
{
    // the example of GB 11643-1999, appendix A
    private const string Valid = "11010519491231002X";

    private static readonly Gen<IdNumber> Anyone =
        from area in Gen.Int[110_000, 919_999]
        from day in Gen.Int[0, 73_413]
        from serial in Gen.Int[0, 999]
        select IdNumber.Create(area, new DateOnly(1900, 1, 1).AddDays(day), serial);

    [Fact(DisplayName = "国标附录的号码读得出地区、生日、性别")]
    public void Reads_the_example_of_the_standard()
    {
        Assert.True(IdNumber.TryParse(Valid, out var id, out var fault));
        Assert.Equal(IdNumberFault.None, fault);
        Assert.Equal(110105, id.Area);
        Assert.Equal(new DateOnly(1949, 12, 31), id.BirthDate);
        Assert.Equal(Sex.Female, id.Sex);
        Assert.Equal(Valid, id.ToString());
    }

    [Theory(DisplayName = "全角、空格、小写x、表格单引号都能读")]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ")]
    [InlineData("110105 19491231 002x")]
    [InlineData(" 11010519491231002X\u00A0")]
    [InlineData("11010519491231002X\t\r\n")]
    [InlineData("'11010519491231002X")]
    [InlineData("’11010519491231002ｘ")]
    [InlineData("\uFEFF110105\u300019491231002X\u200B")]
    public void Reads_what_rosters_hold(string text)
    {
        Assert.True(IdNumber.TryParse(text, out var id, out _));
        Assert.Equal(Valid, id.ToString());
    }

    [Theory(DisplayName = "读不出的号码说得出原因")]
    [InlineData("", IdNumberFault.Empty)]
    [InlineData("  ' ", IdNumberFault.Empty)]
    [InlineData("1.40105E+17", IdNumberFault.DigitsLost)]
    [InlineData("1.40105199001011e+17", IdNumberFault.DigitsLost)]
    [InlineData("1.40105E17", IdNumberFault.DigitsLost)]
    [InlineData("110105194912310021", IdNumberFault.CheckDigit)]
    [InlineData("110105194912310000", IdNumberFault.DigitsLost)]
    [InlineData("1101051949123100", IdNumberFault.Length)]
    [InlineData("11010519491231002X1", IdNumberFault.Length)]
    [InlineData("1101051949123100211", IdNumberFault.Length)]
    [InlineData("1101051949123X0021", IdNumberFault.Characters)]
    [InlineData("11010519491231002E", IdNumberFault.Characters)]
    [InlineData("身份证丢失", IdNumberFault.Characters)]
    [InlineData("100105194912310021", IdNumberFault.Characters)]
    [InlineData("920105194912310021", IdNumberFault.Characters)]
    [InlineData("110105194902290021", IdNumberFault.BirthDate)]
    [InlineData("110105189912310021", IdNumberFault.BirthDate)]
    [InlineData("110105194913310021", IdNumberFault.BirthDate)]
    [InlineData("110105194900310021", IdNumberFault.BirthDate)]
    [InlineData("11010549123100X", IdNumberFault.Characters)]
    public void Names_the_fault(string text, IdNumberFault expected)
    {
        Assert.False(IdNumber.TryParse(text, out var id, out var fault));
        Assert.Equal(expected, fault);
        Assert.Equal(default, id);
        Assert.NotEmpty(IdNumberFaults.Explain(fault));
    }

    [Fact(DisplayName = "数字格里末三位为000的号码不收，文本格里校验对的收")]
    public void A_number_cell_loses_digits()
    {
        var serial = Enumerable.Range(0, 10).Select(i => i * 100)
            .First(s => IdNumber.Create(140105, new DateOnly(1990, 1, 1), s).ToString().EndsWith("000", StringComparison.Ordinal));
        var text = IdNumber.Create(140105, new DateOnly(1990, 1, 1), serial).ToString();

        Assert.True(IdNumber.TryParse(text, out _, out _));
        Assert.False(IdNumber.TryParse(text, out _, out var fault, fromNumberCell: true));
        Assert.Equal(IdNumberFault.DigitsLost, fault);
    }

    [Fact(DisplayName = "15位旧号升为18位")]
    public void Raises_fifteen_digits()
    {
        Assert.True(IdNumber.TryParse("110105491231002", out var id, out _));
        Assert.Equal(Valid, id.ToString());
    }

    [Theory(DisplayName = "港澳台居民居住证与已撤销地区的号码都收")]
    [InlineData(810000)]
    [InlineData(820000)]
    [InlineData(830000)]
    [InlineData(140421)]
    [InlineData(142401)]
    [InlineData(910000)]
    public void Accepts_every_area(int area)
    {
        var made = IdNumber.Create(area, new DateOnly(1972, 2, 29), 5);
        Assert.True(IdNumber.TryParse(made.ToString(), out var read, out _));
        Assert.Equal(made, read);
    }

    [Theory(DisplayName = "生日当天满岁，前一天未满")]
    [InlineData(2022, 6, 14, 29)]
    [InlineData(2022, 6, 15, 30)]
    [InlineData(2022, 6, 16, 30)]
    public void A_birthday_counts_on_the_day(int year, int month, int day, int age) =>
        Assert.Equal(age, IdNumber.Create(140105, new DateOnly(1992, 6, 15), 1).AgeOn(new DateOnly(year, month, day)));

    [Fact(DisplayName = "闰日出生者平年3月1日满岁")]
    public void A_leap_day_birth_ages_in_march()
    {
        var id = IdNumber.Create(140105, new DateOnly(2004, 2, 29), 1);
        Assert.Equal(17, id.AgeOn(new DateOnly(2022, 2, 28)));
        Assert.Equal(18, id.AgeOn(new DateOnly(2022, 3, 1)));
    }

    [Fact]
    public void Every_number_made_is_read_back() => Anyone.Sample(id =>
    {
        Assert.True(IdNumber.TryParse(id.ToString(), out var read, out _));
        Assert.Equal(id, read);
        Assert.Equal(id, IdNumber.Create(id.Area, id.BirthDate, int.Parse(id.ToString()[14..17])));
    });

    [Fact(DisplayName = "任何一位写错都查得出")]
    public void Any_single_digit_change_is_caught() =>
        Gen.Select(Anyone, Gen.Int[0, 16], Gen.Int[1, 9]).Sample((id, place, shift) =>
        {
            var digits = id.ToString().ToCharArray();
            digits[place] = (char)('0' + ((digits[place] - '0' + shift) % 10));
            Assert.False(IdNumber.TryParse(digits, out _, out _));
        });

    [Fact]
    public void Never_throws_on_any_text() => Gen.String.Sample(text => { _ = IdNumber.TryParse(text, out _, out _); });

    [Fact]
    public void Success_allocates_nothing()
    {
        Assert.True(IdNumber.TryParse(Valid, out _, out _));
        var read = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            read &= IdNumber.TryParse(Valid, out _, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(read);
    }

    [Fact]
    public void A_wrong_number_in_a_register_is_a_bug()
    {
        Assert.Throws<FormatException>(() => IdNumber.Parse("110105194912310021"));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdNumber.Create(140105, new DateOnly(1990, 1, 1), 1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdNumber.Create(99999, new DateOnly(1990, 1, 1), 1));
        Assert.Equal("", default(IdNumber).ToString());
        Assert.False(IdNumber.Parse(Valid).TryFormat(new char[17]));
    }
}
