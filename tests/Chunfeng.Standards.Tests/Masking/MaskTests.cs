using Chunfeng.Standards.Masking;
using CsCheck;

namespace Chunfeng.Standards.Tests.Masking;

public sealed class MaskTests
{
    [Theory]
    [InlineData("张三", "张*")]
    [InlineData("张三丰", "张**")]
    [InlineData("欧阳娜娜", "欧阳**")]
    [InlineData("司马光", "司马*")]
    [InlineData("东方", "东*")]
    [InlineData("张", "*")]
    [InlineData("", "")]
    [InlineData(" 李四 ", "李*")]
    [InlineData("𠮷田", "𠮷*")]
    public void Names(string name, string shown) => Assert.Equal(shown, Mask.Name(name));

    [Theory]
    [InlineData("140105199001011234", "140***********1234")]
    [InlineData("140105900101123", "140********1123")]
    [InlineData("14010519900101", "**************")]
    [InlineData("", "")]
    public void Identity_numbers(string id, string shown) => Assert.Equal(shown, Mask.IdNumber(id));

    [Theory]
    [InlineData("13812341234", "138****1234")]
    [InlineData("2023456", "*****56")]
    [InlineData("120", "***")]
    public void Phones(string phone, string shown) => Assert.Equal(shown, Mask.Phone(phone));

    [Theory]
    [InlineData("6222021234561234", "************1234")]
    [InlineData("12345678", "********")]
    public void Accounts(string account, string shown) => Assert.Equal(shown, Mask.Account(account));

    [Fact(DisplayName = "遮蔽后不留下可还原的内容：至多露出前三后四")]
    public void Never_shows_more_than_seven() => Gen.String[Gen.Char['0', '9'], 0, 30].Sample(text =>
    {
        Assert.True(Mask.IdNumber(text).Count(c => c != '*') <= 7);
        Assert.True(Mask.Phone(text).Count(c => c != '*') <= 7);
        Assert.True(Mask.Account(text).Count(c => c != '*') <= 4);
    });
}
