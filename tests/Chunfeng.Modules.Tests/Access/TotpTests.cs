using System.Text;
using Chunfeng.Platform.Access;
using CsCheck;

namespace Chunfeng.Modules.Tests.Access;

public class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the last six of eight digits
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact(DisplayName = "前后各差一个30秒的验证码有效，差两个无效；用过的不再有效")]
    public void Window_and_replay()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_650_000_000);
        var step = Totp.StepOf(now);
        foreach (var (away, good) in new[] { (-2, false), (-1, true), (0, true), (1, true), (2, false) })
        {
            Assert.Equal(good ? step + away : null, Totp.Match(Secret, Totp.Code(Secret, step + away), now, 0));
        }

        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step), now, step));
        Assert.NotNull(Totp.Match(Secret, Totp.Code(Secret, step + 1), now, step));
        Assert.Null(Totp.Match(Secret, "", now, 0));
    }

    [Fact]
    public void Base32_comes_back() => Gen.Byte.Array[0, 40].Sample(bytes => bytes.AsSpan().SequenceEqual(Totp.FromBase32(Totp.ToBase32(bytes))));

    [Fact]
    public void Base32_is_the_usual_one()
    {
        Assert.Equal("MZXW6YTBOI", Totp.ToBase32("foobar"u8)); // RFC 4648, section 10
        Assert.Throws<FormatException>(() => Totp.FromBase32("0189"));
    }

    [Theory(DisplayName = "密码规则：长度、种类、不含账号、不常见")]
    [InlineData("tree-77-x", "password-length")]
    [InlineData("tree-77-xy", null)]
    [InlineData("abcdefghijkl", "password-kinds")]
    [InlineData("12345678901234", "password-kinds")]
    [InlineData("xx-zhangsan-77", "password-login")]
    [InlineData("Password123!", "password-common")]
    [InlineData("aaaaaaaaaa1!", "password-common")]
    [InlineData("correct horse 7", null)]
    [InlineData("春风吹又生 2022", null)]
    public void Password_rule(string password, string? code) => Assert.Equal(code, Passwords.Check(password, "zhangsan")?.Code);

    [Fact]
    public void A_made_password_follows_the_rule_and_is_not_made_twice()
    {
        var made = Enumerable.Range(0, 500).Select(_ => Passwords.New()).ToList();
        Assert.All(made, p => Assert.Null(Passwords.Check(p, "admin")));
        Assert.Equal(500, made.Distinct().Count());
    }
}
