using System.Buffers.Binary;
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
    public const int BlockSize = Sm4Lanes.Block;

    private readonly Sm4Lanes? lanes;
    private readonly GcmBlockCipher encryption = null!, decryption = null!;

    /// <param name="key">16 bytes.</param>
    /// <exception cref="ArgumentException">A key of another length.</exception>
    public Sm4Gcm(ReadOnlySpan<byte> key) : this(key, Sm4Lanes.IsSupported)
    {
    }

    /// <param name="key">16 bytes.</param>
    /// <param name="inLanes">False: by the library, as on processors without the instructions.</param>
    internal Sm4Gcm(ReadOnlySpan<byte> key, bool inLanes)
    {
        if (key.Length != 16)
        {
            throw new ArgumentException("An SM4 key has 16 bytes.", nameof(key));
        }

        if (inLanes)
        {
            lanes = new Sm4Lanes(key);
            return;
        }

        (encryption, decryption) = (new(new SM4Engine()), new(new SM4Engine()));

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
        if (lanes is not null)
        {
            var cipher = output[..plaintext.Length];
            Span<byte> mask = stackalloc byte[TagSize];
            plaintext.CopyTo(cipher);
            Stream(nonce, cipher, mask);
            Tag(associated, cipher, mask, output[plaintext.Length..]);
            return;
        }

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
        if (lanes is not null)
        {
            Span<byte> mask = stackalloc byte[TagSize];
            Span<byte> tag = stackalloc byte[TagSize];
            cipherAndTag[..plaintext.Length].CopyTo(plaintext);
            Stream(nonce, plaintext, mask);
            Tag(associated, cipherAndTag[..^TagSize], mask, tag);
            if (CryptographicOperations.FixedTimeEquals(tag, cipherAndTag[^TagSize..]))
            {
                return true;
            }

            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }

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

    /// <summary>Several short values, whose blocks are encrypted side by side: what <see cref="Encrypt(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    /// writes for each.</summary>
    /// <param name="outputs">Nonce, then room for the cipher text, where the plain text stands, then for the tag; one behind the other.</param>
    /// <param name="lengths">The length of each plain text.</param>
    public void EncryptTogether(Span<byte> outputs, ReadOnlySpan<int> lengths)
    {
        Span<byte> blocks = stackalloc byte[Sm4Lanes.Blocks * Sm4Lanes.Block];
        var at = 0;
        if (!TryStreams(outputs, lengths, blocks))
        {
            foreach (var length in lengths)
            {
                var value = outputs[at..];
                var plain = value.Slice(NonceSize, length).ToArray();
                Encrypt(value[..NonceSize], plain, value.Slice(NonceSize, length + TagSize));
                at += NonceSize + length + TagSize;
            }

            return;
        }

        var block = 0;
        foreach (var length in lengths)
        {
            var cipher = outputs.Slice(at + NonceSize, length);
            Xor(cipher, blocks[((block + 1) * Sm4Lanes.Block)..]);
            Tag([], cipher, blocks.Slice(block * Sm4Lanes.Block, TagSize), outputs.Slice(at + NonceSize + length, TagSize));
            block += 1 + BlocksOf(length);
            at += NonceSize + length + TagSize;
        }
    }

    /// <summary>Undoes <see cref="EncryptTogether"/> in place. False when one of the tags does not match; what stands in <paramref name="values"/> is then of no use.</summary>
    public bool TryDecryptTogether(Span<byte> values, ReadOnlySpan<int> lengths)
    {
        Span<byte> blocks = stackalloc byte[Sm4Lanes.Blocks * Sm4Lanes.Block];
        Span<byte> tag = stackalloc byte[TagSize];
        var (at, block, whole) = (0, 0, true);
        if (!TryStreams(values, lengths, blocks))
        {
            foreach (var length in lengths)
            {
                var sealedText = values.Slice(at + NonceSize, length + TagSize).ToArray();
                whole &= TryDecrypt(values.Slice(at, NonceSize), sealedText, values.Slice(at + NonceSize, length));
                at += NonceSize + length + TagSize;
            }

            return whole;
        }

        foreach (var length in lengths)
        {
            var cipher = values.Slice(at + NonceSize, length);
            Tag([], cipher, blocks.Slice(block * Sm4Lanes.Block, TagSize), tag);
            whole &= CryptographicOperations.FixedTimeEquals(tag, values.Slice(at + NonceSize + length, TagSize));
            Xor(cipher, blocks[((block + 1) * Sm4Lanes.Block)..]);
            block += 1 + BlocksOf(length);
            at += NonceSize + length + TagSize;
        }

        return whole;
    }

    /// <summary>The streams of several short values in one go: of each a block that masks its tag, then those for its text. False when they do not fit side by side.</summary>
    private bool TryStreams(ReadOnlySpan<byte> values, ReadOnlySpan<int> lengths, Span<byte> blocks)
    {
        var (needed, block, at) = (0, 0, 0);
        foreach (var length in lengths)
        {
            needed += 1 + BlocksOf(length);
        }

        if (lanes is null || needed > Sm4Lanes.Blocks)
        {
            return false;
        }

        foreach (var length in lengths)
        {
            for (var i = 0; i <= BlocksOf(length); i++)
            {
                Counter(values.Slice(at, NonceSize), (uint)i + 1, blocks[(block++ * Sm4Lanes.Block)..]);
            }

            at += NonceSize + length + TagSize;
        }

        lanes.Encrypt(blocks);
        return true;
    }

    /// <summary>How many blocks are worked on in one go.</summary>
    public const int MostBlocks = Sm4Lanes.Blocks;

    /// <summary>The blocks of one value: one that masks its tag, and those of its text.</summary>
    public static int BlocksTogether(int length) => 1 + BlocksOf(length);

    private static int BlocksOf(int length) => (length + Sm4Lanes.Block - 1) / Sm4Lanes.Block;

    private static void Counter(ReadOnlySpan<byte> nonce, uint number, Span<byte> block)
    {
        nonce.CopyTo(block);
        BinaryPrimitives.WriteUInt32BigEndian(block[NonceSize..], number);
    }

    private static void Xor(Span<byte> text, ReadOnlySpan<byte> stream)
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] ^= stream[i];
        }
    }

    /// <summary>Encrypts or decrypts in place; block 1 of the stream masks the tag.</summary>
    private void Stream(ReadOnlySpan<byte> nonce, Span<byte> text, Span<byte> mask)
    {
        Span<byte> blocks = stackalloc byte[Sm4Lanes.Blocks * Sm4Lanes.Block];
        var (number, first) = (1u, true);
        do
        {
            for (var i = 0; i < Sm4Lanes.Blocks; i++)
            {
                Counter(nonce, number++, blocks[(i * Sm4Lanes.Block)..]);
            }

            lanes!.Encrypt(blocks);
            ReadOnlySpan<byte> stream = blocks;
            if (first)
            {
                stream[..TagSize].CopyTo(mask);
                stream = stream[TagSize..];
                first = false;
            }

            var some = Math.Min(stream.Length, text.Length);
            Xor(text[..some], stream);
            text = text[some..];
        }
        while (text.Length > 0);
    }

    private void Tag(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> mask, Span<byte> tag)
    {
        Span<byte> hash = stackalloc byte[TagSize];
        lanes!.Hash(associated, cipher, hash);
        Xor(hash, mask);
        hash.CopyTo(tag);
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
