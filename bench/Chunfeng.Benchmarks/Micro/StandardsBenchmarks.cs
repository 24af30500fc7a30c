using System.Text;
using BenchmarkDotNet.Attributes;
using Chunfeng.Platform.Security;
using Chunfeng.Standards;
using Chunfeng.Standards.Crypto;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Benchmarks.Micro;

/// <summary>What every row of a roster costs at least: one number read, three values encrypted, four hashed.</summary>
public class StandardsBenchmarks
{
    private readonly IdNumber id = IdNumber.Create(140121, new DateOnly(1985, 3, 9), 21);
    private readonly string text = IdNumber.Create(140121, new DateOnly(1985, 3, 9), 21).ToString();
    private readonly byte[] plain = Encoding.ASCII.GetBytes(IdNumber.Create(140121, new DateOnly(1985, 3, 9), 21).ToString());
    private readonly byte[] nonce = new byte[Sm4Gcm.NonceSize];
    private readonly byte[] output = new byte[128];
    private readonly byte[] mac = new byte[Sm3Hmac.Size];
    private readonly Sm4Gcm cipher = new(new byte[16]);
    private readonly Sm3Hmac hmac = new(new byte[32]);
    private readonly PersonCrypto crypto = new(KeyRing.ForTests);
    private uint count;

    [Benchmark]
    public bool IdNumberTryParse() => IdNumber.TryParse(text, out _, out _);

    [Benchmark]
    public bool RosterDateTryParse() => RosterDate.TryParse("2022-03-01", out _);

    [Benchmark]
    public void Sm4GcmEncrypt18()
    {
        BitConverter.TryWriteBytes(nonce, ++count);
        cipher.Encrypt(nonce, plain, output.AsSpan(0, plain.Length + Sm4Gcm.TagSize));
    }

    [Benchmark]
    public void Sm3Hmac18() => hmac.Compute(plain, mac);

    [Benchmark]
    public Guid WorkerId() => crypto.WorkerId(id);

    [Benchmark]
    public int EncryptValue() => crypto.Encrypt(text, output);
}
