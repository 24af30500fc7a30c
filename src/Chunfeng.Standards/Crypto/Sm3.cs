using Org.BouncyCastle.Crypto.Digests;

namespace Chunfeng.Standards.Crypto;

/// <summary>SM3 digests (GB/T 32905-2016).</summary>
public static class Sm3
{
    /// <summary>The 32 bytes of the digest.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        var digest = new SM3Digest();
        var hash = new byte[digest.GetDigestSize()];
        digest.BlockUpdate(message);
        digest.DoFinal(hash);
        return hash;
    }
}
