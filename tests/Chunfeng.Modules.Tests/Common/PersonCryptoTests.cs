using Chunfeng.Platform.Security;
using Chunfeng.Standards.Identity;
using CsCheck;

namespace Chunfeng.Modules.Tests.Common;

/// <summary>What is made for a whole row at once is what is made one by one.</summary>
public class PersonCryptoTests
{
    private static readonly IdNumber Id = IdNumber.Create(140121, new(1985, 3, 9), 7);
    private readonly PersonCrypto crypto = new(KeyRing.ForTests);

    [Theory(DisplayName = "一行的四个键控散列与逐个计算相同")]
    [InlineData("19900000007", "6229080000000000011", "H7")]
    [InlineData("", "", "")]
    [InlineData("19900000007", "", "太原市清徐县某村第一百二十三号户")]
    [InlineData("19900000007", "12345678901234567890123456789012345", "H7")]
    [InlineData("19900000007", "1", "这是一个长到放不进一个分组的户编号这是一个长到放不进一个分组的户编号这是一个长到放不进一个分组的户编号")]
    public void Hashes_of_a_row_equal_single_ones(string phone, string bank, string household) => Assert.Equal(
        (crypto.WorkerId(Id), crypto.Blind('p', phone), crypto.Blind('b', bank), crypto.HouseholdId(140121, household)),
        crypto.Hashes(Id, phone, bank, 140121, household));

    [Theory(DisplayName = "一行的号码一起加密，逐个解得开；没有的不写")]
    [InlineData("19900000007", "6229080000000000011")]
    [InlineData("", "6229080000000000011")]
    [InlineData("19900000007", "")]
    [InlineData("", "")]
    [InlineData("19900000007", "12345678901234567890123456789012345678901234567890")]
    public void Numbers_encrypted_together_are_read_one_by_one(string phone, string bank)
    {
        var output = new byte[512];
        var sizes = new int[3];
        crypto.Encrypt(Id.ToString(), phone, bank, output, sizes);
        var at = 0;
        var read = new List<string>();
        foreach (var size in sizes)
        {
            read.Add(size == 0 ? "" : crypto.Decrypt(output.AsSpan(at, size)));
            at += size;
        }

        Assert.Equal([Id.ToString(), phone, bank], read);
        Assert.Equal([0, phone.Length, bank.Length], [0, Math.Max(0, sizes[1] - 29), Math.Max(0, sizes[2] - 29)]);
    }

    [Fact(DisplayName = "许多号码一起解，与逐个解的相同；解不开的、没有的是空")]
    public void Numbers_decrypted_together_are_those_read_one_by_one()
    {
        var old = new PersonCrypto(new KeyRing(new byte[32], new Dictionary<byte, byte[]> { [7] = new byte[16] }));
        var value = Gen.OneOf(
            Gen.Bool.Select(_ => (byte[]?)null),
            Gen.String[Gen.Char['0', '9'], 0, 40].Select(Stored),
            Gen.String[Gen.Char['0', '9'], 11, 18].Select(Stored),
            Gen.String[Gen.Char['0', '9'], 18, 18].Select(s => (byte[]?)old.Encrypt(s)), // of a key that is gone
            Gen.String[Gen.Char['0', '9'], 1, 18].Select(s => Broken(Stored(s)!)),
            Gen.Byte.Array[0, 40].Select(b => (byte[]?)b));
        value.Array[0, 30].Sample(all => crypto.TryDecryptAll(all).SequenceEqual(all.Select(v => v is null ? null : crypto.TryDecrypt(v))), iter: 2_000);
    }

    private byte[]? Stored(string text) => crypto.Encrypt(text);

    private static byte[]? Broken(byte[] stored)
    {
        stored[^1] ^= 1;
        return stored;
    }
}
