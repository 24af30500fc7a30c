using System.Text;
using Chunfeng.Standards.Crypto;
using CsCheck;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Chunfeng.Standards.Tests.Crypto;

public sealed class GmTests
{
    private static readonly byte[] Key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Theory(DisplayName = "SM3 与 GB/T 32905-2016 附录A示例一致")]
    [InlineData("abc", "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732")]
    public void Sm3_meets_the_standard(string message, string digest) =>
        Assert.Equal(digest, Convert.ToHexString(Sm3.Hash(Encoding.ASCII.GetBytes(message))));

    [Fact(DisplayName = "HMAC-SM3 与公开测试向量一致")]
    public void Hmac_meets_a_published_vector()
    {
        // the first case of RFC 4231 (key 0b × 20, "Hi There") under SM3, as in the Linux kernel's crypto test manager
        var key = Enumerable.Repeat((byte)0x0b, 20).ToArray();
        var hmac = new Sm3Hmac(key);
        var mac = new byte[32];
        hmac.Compute("Hi There"u8, mac);
        Assert.Equal("51B00D1FB49832BFB01C3CE27848E59F871D9BA938DC563B338CA964755CCE70", Convert.ToHexString(mac));

        hmac.Compute("something else"u8, mac);
        hmac.Compute("Hi There"u8, mac);
        Assert.StartsWith("51B00D1F", Convert.ToHexString(mac), StringComparison.Ordinal);
    }

    [Fact]
    public void Hmac_agrees_with_its_definition() => Gen.Select(Gen.Byte.Array[16, 64], Gen.Byte.Array[0, 200]).Sample((key, message) =>
    {
        var mac = new byte[32];
        new Sm3Hmac(key).Compute(message, mac);
        byte[] Pad(byte with) => [.. key.Concat(new byte[64 - key.Length]).Select(b => (byte)(b ^ with))];
        Assert.Equal(Sm3.Hash([.. Pad(0x5c), .. Sm3.Hash([.. Pad(0x36), .. message])]), mac);
    });

    [Fact(DisplayName = "SM4 与 GB/T 32907-2016 附录A示例一致")]
    public void Sm4_meets_the_standard()
    {
        var engine = new SM4Engine();
        engine.Init(true, new KeyParameter(Key));
        var block = new byte[16];
        engine.ProcessBlock(Key, block);
        Assert.Equal("681EDF34D206965E86B3E94F536E4246", Convert.ToHexString(block));
    }

    [Fact(DisplayName = "SM4-GCM 与 RFC 8998 附录A.1 向量一致")]
    public void Sm4_gcm_meets_rfc_8998()
    {
        var nonce = Convert.FromHexString("00001234567800000000ABCD");
        var associated = Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        var plain = Convert.FromHexString(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        const string expected =
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
            + "83DE3541E4C2B58177E065A9BF7B62EC";
        var cipher = new Sm4Gcm(Key);
        var output = new byte[plain.Length + Sm4Gcm.TagSize];
        cipher.Encrypt(nonce, plain, associated, output);
        Assert.Equal(expected, Convert.ToHexString(output));

        var back = new byte[plain.Length];
        Assert.True(cipher.TryDecrypt(nonce, output, associated, back));
        Assert.Equal(plain, back);
        Assert.False(cipher.TryDecrypt(nonce, output, [], back));
        Assert.All(back, b => Assert.Equal(0, b));
    }

    [Fact]
    public void One_instance_serves_many_values()
    {
        var cipher = new Sm4Gcm(Key);
        Gen.Select(Gen.Byte.Array[12], Gen.Byte.Array[0, 100]).Sample((nonce, plain) =>
        {
            var output = new byte[plain.Length + 16];
            cipher.Encrypt(nonce, plain, output);
            var fresh = new byte[output.Length];
            new Sm4Gcm(Key).Encrypt(nonce, plain, fresh);
            Assert.Equal(fresh, output);
            var back = new byte[plain.Length];
            Assert.True(cipher.TryDecrypt(nonce, output, back));
            Assert.Equal(plain, back);
        }, threads: 1);
    }

    [Fact(DisplayName = "密文改动一位即拒绝，且不留明文")]
    public void Any_flipped_bit_is_refused()
    {
        var cipher = new Sm4Gcm(Key);
        var nonce = new byte[12];
        var output = new byte[18 + 16];
        cipher.Encrypt(nonce, "14010519900101123X"u8, output);
        for (var bit = 0; bit < output.Length * 8; bit++)
        {
            output[bit / 8] ^= (byte)(1 << (bit % 8));
            var back = new byte[18];
            Assert.False(cipher.TryDecrypt(nonce, output, back));
            Assert.All(back, b => Assert.Equal(0, b));
            output[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(cipher.TryDecrypt(nonce, output, new byte[18]));
        Assert.False(cipher.TryDecrypt(nonce, output.AsSpan(0, 15), []));
    }

    [Fact]
    public void Wrong_lengths_are_bugs()
    {
        Assert.Throws<ArgumentException>(() => new Sm4Gcm(new byte[15]));
        Assert.Throws<ArgumentException>(() => new Sm3Hmac(new byte[15]));
        Assert.Throws<ArgumentException>(() => new Sm4Gcm(Key).Encrypt(new byte[11], [], new byte[16]));
        Assert.Throws<ArgumentException>(() => new Sm4Gcm(Key).Encrypt(new byte[12], [1], new byte[16]));
    }
}
