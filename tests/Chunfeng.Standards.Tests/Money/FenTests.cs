using Chunfeng.Standards.Money;
using CsCheck;

namespace Chunfeng.Standards.Tests.Money;

public sealed class FenTests
{
    [Theory]
    [InlineData("4500", 450_000)]
    [InlineData("4,500.50", 450_050)]
    [InlineData("4500元", 450_000)]
    [InlineData("￥4500", 450_000)]
    [InlineData("0.45万", 450_000)]
    [InlineData("0.45万元", 450_000)]
    [InlineData("1.234567万", 1_234_567)]
    [InlineData("４５００．５", 450_050)]
    [InlineData(" 4 500 ", 450_000)]
    [InlineData("0.01", 1)]
    [InlineData("4500.000", 450_000)]
    [InlineData("1,234,567", 123_456_700)]
    [InlineData("-12.30", -1230)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    [InlineData("-92233720368547758.08", long.MinValue)]
    public void Reads_yuan(string text, long fen)
    {
        Assert.True(Fen.TryParseYuan(text, out var amount));
        Assert.Equal(fen, amount.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("元")]
    [InlineData("万")]
    [InlineData("0.001")]
    [InlineData("4500.505")]
    [InlineData("1.2345678万")]
    [InlineData("45,00")]
    [InlineData("1234,567")]
    [InlineData(",500")]
    [InlineData("4500.5,0")]
    [InlineData("3000-5000")]
    [InlineData("面议")]
    [InlineData("4.5E3")]
    [InlineData("92233720368547758.08")]
    [InlineData("99999999999999999999999999999999999999")]
    public void Refuses_what_is_no_amount(string text) => Assert.False(Fen.TryParseYuan(text, out _));

    [Theory]
    [InlineData(450_000, "4500", "4,500.00元")]
    [InlineData(450_050, "4500.50", "4,500.50元")]
    [InlineData(-5, "-0.05", "-0.05元")]
    [InlineData(0, "0", "0.00元")]
    public void Writes_yuan(long fen, string file, string people)
    {
        Assert.Equal(file, new Fen(fen).ToYuan());
        Assert.Equal(people, new Fen(fen).ToString());
    }

    [Fact]
    public void Written_yuan_is_read_back() => Gen.Long.Sample(value =>
    {
        Assert.True(Fen.TryParseYuan(new Fen(value).ToYuan(), out var read));
        Assert.Equal(value, read.Value);
    });

    [Fact]
    public void Overflow_throws() => Assert.Throws<OverflowException>(() => new Fen(long.MaxValue) + new Fen(1));

    [Fact(DisplayName = "分摊一分不多、一分不少，余数给余数最大者，相同给先者")]
    public void Splits_by_largest_remainder()
    {
        Assert.Equal([34, 33, 33], Fen.Split(new Fen(100), [1, 1, 1]).Select(p => p.Value));
        Assert.Equal([0, 67, 33], Fen.Split(new Fen(100), [0, 2, 1]).Select(p => p.Value));
        Assert.Equal([-34, -33, -33], Fen.Split(new Fen(-100), [1, 1, 1]).Select(p => p.Value));
        Assert.Throws<ArgumentException>(() => Fen.Split(new Fen(1), []));
        Assert.Throws<ArgumentException>(() => Fen.Split(new Fen(1), [0, 0]));
        Assert.Throws<ArgumentException>(() => Fen.Split(new Fen(1), [2, -1]));
    }

    [Fact]
    public void A_split_sums_to_the_whole() =>
        Gen.Select(Gen.Long, Gen.OneOf(Gen.Long[0, 1000], Gen.Long[0, long.MaxValue]).Array[1, 40]).Where((_, w) => w.Any(x => x > 0)).Sample((total, weights) =>
        {
            var parts = Fen.Split(new Fen(total), weights);
            Assert.Equal((Int128)total, parts.Aggregate(Int128.Zero, (s, p) => s + p.Value));
            var sum = weights.Aggregate(Int128.Zero, (s, w) => s + w);
            Assert.All(parts.Zip(weights), p => Assert.True(Int128.Abs(((Int128)p.First.Value * sum) - ((Int128)total * p.Second)) < sum));
        });
}
