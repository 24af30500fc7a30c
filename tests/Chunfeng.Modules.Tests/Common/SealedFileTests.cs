using System.Security.Cryptography;
using Chunfeng.Platform.Security;
using CsCheck;

namespace Chunfeng.Modules.Tests.Common;

public sealed class SealedFileTests : IDisposable
{
    private const int Piece = 64 * 1024;
    private readonly string folder = Directory.CreateTempSubdirectory("chunfeng-sealed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData(3 * Piece)]
    public void What_is_written_is_read(int length)
    {
        var (path, bytes) = Make(length);
        using var stream = SealedFile.Open(path, KeyRing.ForTests);
        Assert.Equal(length, stream.Length);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public void Any_place_can_be_read_in_any_order()
    {
        var (path, bytes) = Make((5 * Piece) + 777);
        using var stream = SealedFile.Open(path, KeyRing.ForTests);
        Gen.Select(Gen.Int[0, bytes.Length], Gen.Int[1, 2 * Piece]).Sample((at, count) =>
        {
            stream.Position = at;
            var buffer = new byte[count];
            var read = stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false);
            return read == Math.Min(count, bytes.Length - at) && buffer.AsSpan(0, read).SequenceEqual(bytes.AsSpan(at, read));
        }, iter: 300, threads: 1);
    }

    [Fact(DisplayName = "改动、截短、换序的文件读不出来")]
    public void A_changed_file_is_refused()
    {
        var (path, _) = Make((2 * Piece) + 100);
        var whole = File.ReadAllBytes(path);
        Refused([.. whole[..^1], (byte)(whole[^1] ^ 1)]);
        Refused(whole[..^(100 + 16)]); // ends at a piece's border
        Refused(whole[..^50]);
        const int size = Piece + 16;
        Refused([.. whole[..13], .. whole[(13 + size)..(13 + (2 * size))], .. whole[13..(13 + size)], .. whole[(13 + (2 * size))..]]);
        Assert.ThrowsAny<IOException>(() => Read(whole[..12]));
        Assert.ThrowsAny<IOException>(() => Read([.. "PK"u8, .. whole[2..]]));
    }

    [Fact(DisplayName = "文件里没有明文")]
    public void Nothing_stands_in_clear()
    {
        var path = Path.Combine(folder, "clear");
        using (var stream = SealedFile.Create(path, KeyRing.ForTests))
        {
            stream.Write("姓名,身份证号\n张三,140121198503090010\n"u8);
        }

        Assert.True(File.ReadAllBytes(path).AsSpan().IndexOf("140121198503090010"u8) < 0);
    }

    private void Refused(byte[] bytes) => Assert.Throws<CryptographicException>(() => Read(bytes));

    private void Read(byte[] bytes)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}");
        File.WriteAllBytes(path, bytes);
        using var stream = SealedFile.Open(path, KeyRing.ForTests);
        stream.CopyTo(Stream.Null);
    }

    private (string Path, byte[] Bytes) Make(int length)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}");
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 31) ^ (i >> 8));
        }

        using var stream = SealedFile.Create(path, KeyRing.ForTests);
        for (var at = 0; at < length; at += 10_000)
        {
            stream.Write(bytes, at, Math.Min(10_000, length - at));
        }

        return (path, bytes);
    }
}
