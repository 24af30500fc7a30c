using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Chunfeng.Standards.Crypto;

/// <summary>SM4-GCM (GB/T 32907-2016, GB/T 36624) with a 12-byte nonce and a 16-byte tag. One instance, one thread.</summary>
public sealed class Sm4Gcm
{
    public const int NonceSize = 12;
    public const int TagSize = 16;

    private readonly GcmBlockCipher encryption = new(new SM4Engine());
    private readonly GcmBlockCipher decryption = new(new SM4Engine());

    /// <param name="key">16 bytes.</param>
    /// <exception cref="ArgumentException">A key of another length.</exception>
    public Sm4Gcm(ReadOnlySpan<byte> key)
    {
        if (key.Length != 16)
        {
            throw new ArgumentException("An SM4 key has 16 bytes.", nameof(key));
        }

        // a first init with the key makes its schedule and tables, later ones name the nonce alone
        var parameter = new KeyParameter(key);
        encryption.Init(true, new ParametersWithIV(parameter, new byte[NonceSize + 1]));
        decryption.Init(false, new ParametersWithIV(parameter, new byte[NonceSize + 1]));
    }

    /// <param name="nonce">12 bytes, never twice under one key.</param>
    /// <param name="plaintext">Of any length.</param>
    /// <param name="output">plaintext.Length + 16 bytes: cipher text then tag.</param>
    /// <exception cref="ArgumentException">A nonce or an output of another length, or the nonce of the call before.</exception>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output) =>
        Encrypt(nonce, plaintext, [], output);

    /// <summary>As above, with data that is sealed but not hidden: the record and field the value belongs to.</summary>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> output)
    {
        CheckLengths(nonce, output.Length, plaintext.Length + TagSize, nameof(output));
        encryption.Init(true, new ParametersWithIV(null, nonce));
        encryption.ProcessAadBytes(associated);
        var written = encryption.ProcessBytes(plaintext, output);
        encryption.DoFinal(output[written..]);
    }

    /// <summary>False when the tag does not match; output is then zeroed.</summary>
    /// <param name="nonce">The 12 bytes it was encrypted with.</param>
    /// <param name="cipherAndTag">At least 16 bytes.</param>
    /// <param name="plaintext">cipherAndTag.Length - 16 bytes.</param>
    /// <exception cref="ArgumentException">A nonce or a plaintext of another length.</exception>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipherAndTag, Span<byte> plaintext) =>
        TryDecrypt(nonce, cipherAndTag, [], plaintext);

    /// <summary>As above; also false when the associated data differ.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipherAndTag, ReadOnlySpan<byte> associated, Span<byte> plaintext)
    {
        if (cipherAndTag.Length < TagSize)
        {
            plaintext.Clear();
            return false;
        }

        CheckLengths(nonce, plaintext.Length, cipherAndTag.Length - TagSize, nameof(plaintext));
        decryption.Init(false, new ParametersWithIV(null, nonce));
        try
        {
            decryption.ProcessAadBytes(associated);
            var written = decryption.ProcessBytes(cipherAndTag, plaintext);
            decryption.DoFinal(plaintext[written..]);
            return true;
        }
        catch (InvalidCipherTextException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }
    }

    private static void CheckLengths(ReadOnlySpan<byte> nonce, int actual, int expected, string name)
    {
        if (nonce.Length != NonceSize)
        {
            throw new ArgumentException("An SM4-GCM nonce has 12 bytes.", nameof(nonce));
        }

        if (actual != expected)
        {
            throw new ArgumentException($"{expected} bytes are needed, not {actual}.", name);
        }
    }
}
