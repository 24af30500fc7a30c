using Chunfeng.Standards.Identity;

namespace Chunfeng.Standards.Tests.Identity;

public sealed class CreditCodeTests
{
    // public codes of well-known companies
    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("91110000802100433B")]
    [InlineData("914403001922038216")]
    [InlineData(" 91350100m000100y43")]
    [InlineData("９１３５０１００M000100Y43")]
    public void Reads_a_code(string text)
    {
        Assert.True(CreditCode.TryParse(text, out var code, out var reason), reason);
        Assert.Equal(18, code.Value.Length);
        Assert.Equal("", reason);
    }

    [Theory]
    [InlineData("", "为空")]
    [InlineData("91350100M000100Y4", "18位")]
    [InlineData("91350100M000100Y44", "校验")]
    [InlineData("91350100O000100Y43", "不含")]
    [InlineData("9135010XM000100Y43", "第3至8位")]
    public void Says_what_is_wrong(string text, string part)
    {
        Assert.False(CreditCode.TryParse(text, out var code, out var reason));
        Assert.Contains(part, reason, StringComparison.Ordinal);
        Assert.Equal("", code.Value);
    }
}
