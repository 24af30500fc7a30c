using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Chunfeng.Standards.Crypto;

/// <summary>HMAC with SM3 (GB/T 15852.2, GB/T 32905-2016): blind indexes and seals. One instance, one thread.</summary>
public sealed class Sm3Hmac
{
    public const int Size = 32;

    private readonly HMac mac = new(new SM3Digest());

    /// <param name="key">16–64 bytes. The instance is reused for many messages by one thread.</param>
    /// <exception cref="ArgumentException">A key of another length.</exception>
    public Sm3Hmac(ReadOnlySpan<byte> key)
    {
        if (key.Length is < 16 or > 64)
        {
            throw new ArgumentException("An HMAC-SM3 key has 16 to 64 bytes.", nameof(key));
        }

        mac.Init(new KeyParameter(key));
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Compute(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        this.mac.BlockUpdate(message);
        this.mac.DoFinal(mac);
    }
}
