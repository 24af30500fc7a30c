namespace Chunfeng.Standards.Crypto;

/// <summary>SM3 (GB/T 32905-2016) and HMAC-SM3.</summary>
public sealed class Sm3Hmac
{
    /// <param name="key">16–64 bytes. The instance is reused for many messages by one thread.</param>
    public Sm3Hmac(ReadOnlySpan<byte> key) => throw new NotImplementedException();
    /// <summary>Writes 32 bytes.</summary>
    public void Compute(ReadOnlySpan<byte> message, Span<byte> mac) => throw new NotImplementedException();
}

public static class Sm3
{
    public static byte[] Hash(ReadOnlySpan<byte> message) => throw new NotImplementedException();
}

/// <summary>SM4-GCM (GB/T 32907-2016, GB/T 36624) with a 12-byte nonce and a 16-byte tag. One instance, one thread.</summary>
public sealed class Sm4Gcm
{
    public const int NonceSize = 12, TagSize = 16;
    /// <param name="key">16 bytes.</param>
    public Sm4Gcm(ReadOnlySpan<byte> key) => throw new NotImplementedException();
    /// <param name="output">plaintext.Length + 16 bytes: cipher text then tag.</param>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output) => throw new NotImplementedException();
    /// <summary>False when the tag does not match; output is then zeroed.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipherAndTag, Span<byte> plaintext) => throw new NotImplementedException();
}
