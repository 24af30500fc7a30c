using System.Security.Cryptography;
using Chunfeng.Standards.Crypto;

namespace Chunfeng.Standards.Tests.Crypto;

/// <summary>The side-by-side ways of SM3 and SM4 against the library's, which the published vectors are checked with too.</summary>
public class LanesTests
{
    [Fact(DisplayName = "四路 HMAC-SM3 与逐条计算相同")]
    public void Four_macs_equal_single_ones()
    {
        var random = new Random(20220227);
        for (var round = 0; round < 300; round++)
        {
            var key = new byte[random.Next(16, 65)];
            random.NextBytes(key);
            var hmac = new Sm3Hmac(key);
            var messages = new byte[4 * 64];
            random.NextBytes(messages);
            int[] lengths = [random.Next(0, Sm3Hmac.Short + 1), 0, Sm3Hmac.Short, random.Next(0, Sm3Hmac.Short + 1)];
            var expected = new byte[4 * Sm3Hmac.Size];
            for (var i = 0; i < 4; i++)
            {
                hmac.Compute(messages.AsSpan(i * 64, lengths[i]), expected.AsSpan(i * Sm3Hmac.Size));
            }

            var found = new byte[4 * Sm3Hmac.Size];
            hmac.ComputeFour(messages, lengths, found);
            Assert.Equal(expected, found);
        }
    }

    [Fact(DisplayName = "四路 HMAC-SM3 不接受超过一个分组的消息")]
    public void Too_long_a_message_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new Sm3Hmac(new byte[16]).ComputeFour(new byte[256], [Sm3Hmac.Short + 1, 0, 0, 0], new byte[128]));

    [Fact(DisplayName = "并行 SM4-GCM 与逐块计算相同，长度不限")]
    public void Lanes_equal_the_library()
    {
        var random = new Random(20220227);
        for (var length = 0; length < 400; length++)
        {
            var (key, nonce, plain, associated) = (Bytes(random, 16), Bytes(random, 12), Bytes(random, length), Bytes(random, length % 37));
            var (byLibrary, byLanes) = (new Sm4Gcm(key, inLanes: false), new Sm4Gcm(key));
            var (expected, found) = (new byte[length + 16], new byte[length + 16]);
            byLibrary.Encrypt(nonce, plain, associated, expected);
            byLanes.Encrypt(nonce, plain, associated, found);
            Assert.Equal(expected, found);
            var back = new byte[length];
            Assert.True(byLanes.TryDecrypt(nonce, expected, associated, back));
            Assert.Equal(plain, back);
            expected[random.Next(expected.Length)] ^= 1;
            Assert.False(byLanes.TryDecrypt(nonce, expected, associated, back));
            Assert.Equal(new byte[length], back);
        }
    }

    [Fact(DisplayName = "几个号码一起加密与逐个加密相同")]
    public void Together_equals_one_by_one()
    {
        var random = new Random(20220227);
        var key = Bytes(random, 16);
        foreach (var inLanes in (bool[])[true, false])
        {
            var cipher = inLanes ? new Sm4Gcm(key) : new Sm4Gcm(key, inLanes: false);
            var alone = new Sm4Gcm(key, inLanes: false);
            foreach (var lengths in (int[][])[[18, 11, 19], [18], [18, 11], [0, 1, 16], [17, 33, 32], [100, 100, 100], []])
            {
                var together = RandomNumberGenerator.GetBytes(lengths.Sum() + (lengths.Length * 28));
                var (expected, plain) = (new List<byte>(), together.ToArray());
                var at = 0;
                foreach (var length in lengths)
                {
                    var output = new byte[length + 16];
                    alone.Encrypt(together.AsSpan(at, 12), together.AsSpan(at + 12, length), output);
                    expected.AddRange([.. together.AsSpan(at, 12), .. output]);
                    at += 28 + length;
                }

                cipher.EncryptTogether(together, lengths);
                Assert.Equal(expected, together);
                for (var (i, from) = (0, 0); i < lengths.Length; from += 28 + lengths[i++])
                {
                    var bad = together.ToArray();
                    bad[from + 12 + random.Next(lengths[i] + 16)] ^= 1;
                    Assert.False(cipher.TryDecryptTogether(bad, lengths));
                }

                Assert.True(cipher.TryDecryptTogether(together, lengths));
                for (var (i, from) = (0, 0); i < lengths.Length; from += 28 + lengths[i++])
                {
                    Assert.Equal(plain[from..(from + 12 + lengths[i])], together[from..(from + 12 + lengths[i])]);
                }
            }
        }
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
