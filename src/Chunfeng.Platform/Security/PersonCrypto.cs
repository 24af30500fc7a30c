using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Chunfeng.Standards.Crypto;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Platform.Security;

/// <summary>Encrypts a person's numbers and makes the keyed hashes they are found by. One instance a thread.</summary>
/// <remarks>A stored value is [key version 1][nonce 12][SM4-GCM cipher text][tag 16].</remarks>
public sealed class PersonCrypto(KeyRing keys)
{
    private const int Header = 1 + Sm4Gcm.NonceSize;
    private const int MessageRoom = 64;
    private const int MostKept = 32; // characters a blind index looks at

    private readonly Sm3Hmac hmac = new(keys.Identity);
    private readonly Dictionary<byte, Sm4Gcm> ciphers = [];
    private byte[] nonces = []; // made when something is encrypted: most pages only decrypt
    private int nonceAt = int.MaxValue;

    /// <summary>What last fours are looked for by.</summary>
    public LastFours LastFours { get; } = keys.LastFours;

    /// <summary>The person's id everywhere: a keyed hash of the 18-character number, as a version 8 UUID.</summary>
    public Guid WorkerId(IdNumber id)
    {
        Span<char> text = stackalloc char[18];
        id.TryFormat(text);
        Span<byte> bytes = stackalloc byte[18];
        Encoding.ASCII.GetBytes(text, bytes);
        return Keyed('i', bytes);
    }

    /// <summary>The household's id: a keyed hash of its number inside its county.</summary>
    public Guid HouseholdId(long county, string number)
    {
        Span<byte> bytes = stackalloc byte[8 + 256];
        BinaryPrimitives.WriteInt64BigEndian(bytes, county);
        var length = Encoding.UTF8.GetBytes(number.AsSpan(0, Math.Min(number.Length, 80)), bytes[8..]);
        return Keyed('h', bytes[..(8 + length)]);
    }

    /// <summary>What a phone number or an account is found by without being stored in clear.</summary>
    public long Blind(char purpose, string value)
    {
        Span<byte> bytes = stackalloc byte[96];
        var length = Encoding.UTF8.GetBytes(value.AsSpan(0, Math.Min(value.Length, MostKept)), bytes);
        Span<byte> mac = stackalloc byte[32];
        Mac(purpose, bytes[..length], mac);
        return BinaryPrimitives.ReadInt64BigEndian(mac);
    }

    /// <summary>The keyed hashes of one person at once, each as its own method makes it; "" has none.</summary>
    public (Guid Worker, long Phone, long Bank, Guid Household) Hashes(IdNumber id, string phone, string bank, long county, string household)
    {
        if (household.Length > MostKept)
        {
            return (WorkerId(id), Blind('p', phone), Blind('b', bank), HouseholdId(county, household)); // longer than a block
        }

        Span<byte> messages = stackalloc byte[4 * MessageRoom];
        Span<int> lengths = stackalloc int[4];
        Span<byte> macs = stackalloc byte[4 * Sm3Hmac.Size];
        Span<char> text = stackalloc char[18];
        id.TryFormat(text);
        messages[0] = (byte)'i';
        lengths[0] = 1 + Encoding.ASCII.GetBytes(text, messages[1..]);
        if (!TryPut('p', phone, messages[MessageRoom..], out lengths[1]) || !TryPut('b', bank, messages[(2 * MessageRoom)..], out lengths[2])
            || !TryPut('h', household, messages[(3 * MessageRoom)..], out lengths[3]))
        {
            return (WorkerId(id), Blind('p', phone), Blind('b', bank), HouseholdId(county, household));
        }

        // the household's number stands behind its county
        var named = messages[(3 * MessageRoom)..];
        named[1..lengths[3]].CopyTo(named[9..]);
        BinaryPrimitives.WriteInt64BigEndian(named[1..], county);
        lengths[3] += 8;
        hmac.ComputeFour(messages, lengths, macs);
        return (
            Id(macs[..16]), BinaryPrimitives.ReadInt64BigEndian(macs[Sm3Hmac.Size..]), BinaryPrimitives.ReadInt64BigEndian(macs[(2 * Sm3Hmac.Size)..]),
            Id(macs.Slice(3 * Sm3Hmac.Size, 16)));
    }

    /// <summary>False when the text may not fit; then it takes the long way.</summary>
    private static bool TryPut(char purpose, string value, Span<byte> message, out int length)
    {
        message[0] = (byte)purpose;
        length = 1;
        if (value.Length > MostKept || !Encoding.UTF8.TryGetBytes(value, message[1..(Sm3Hmac.Short - 8)], out var written))
        {
            return false;
        }

        length += written;
        return true;
    }

    public byte[] Encrypt(ReadOnlySpan<char> value)
    {
        var output = new byte[Header + Encoding.UTF8.GetByteCount(value) + Sm4Gcm.TagSize];
        Encrypt(value, output);
        return output;
    }

    /// <summary>Encrypts into a caller's buffer; returns the length written: 29 + the UTF-8 length of the value.</summary>
    public int Encrypt(ReadOnlySpan<char> value, Span<byte> output)
    {
        Span<byte> plain = stackalloc byte[256];
        var length = Encoding.UTF8.GetBytes(value, plain);
        var nonce = NextNonce();
        output[0] = keys.Active;
        nonce.CopyTo(output[1..]);
        Cipher(output[0]).Encrypt(nonce, plain[..length], output[Header..(Header + length + Sm4Gcm.TagSize)]);
        return Header + length + Sm4Gcm.TagSize;
    }

    /// <summary>Encrypts the numbers of one person together; "" is passed over.</summary>
    /// <param name="output">Stored values one behind the other: at least 29 + the length of each.</param>
    /// <param name="sizes">The length of each stored value; 0 for "".</param>
    public void Encrypt(ReadOnlySpan<char> id, ReadOnlySpan<char> phone, ReadOnlySpan<char> bank, Span<byte> output, Span<int> sizes)
    {
        Span<byte> values = stackalloc byte[(3 * (Sm4Gcm.NonceSize + Sm4Gcm.TagSize)) + 256];
        Span<int> lengths = stackalloc int[3];
        var (count, at) = (0, 0);
        Put(id, values, lengths);
        Put(phone, values, lengths);
        Put(bank, values, lengths);
        Cipher(keys.Active).EncryptTogether(values[..at], lengths[..count]);
        (count, at) = (0, 0);
        var to = 0;
        for (var i = 0; i < 3; i++)
        {
            var given = i switch { 0 => id.Length, 1 => phone.Length, _ => bank.Length } > 0;
            sizes[i] = given ? Header + lengths[count++] + Sm4Gcm.TagSize : 0;
            if (given)
            {
                output[to] = keys.Active;
                values.Slice(at, sizes[i] - 1).CopyTo(output[(to + 1)..]);
                (to, at) = (to + sizes[i], at + sizes[i] - 1);
            }
        }

        void Put(ReadOnlySpan<char> value, Span<byte> all, Span<int> given)
        {
            if (value.Length > 0)
            {
                NextNonce().CopyTo(all[at..]);
                given[count] = Encoding.UTF8.GetBytes(value, all[(at + Sm4Gcm.NonceSize)..]);
                at += Sm4Gcm.NonceSize + given[count++] + Sm4Gcm.TagSize;
            }
        }
    }

    /// <summary>Gives stored values of one row, one behind the other, the active key in place; none gets longer or shorter.</summary>
    /// <param name="sizes">The length of each; 0 where nothing is stored.</param>
    /// <param name="shut">Set for each value no key opens; such a value stays as it is.</param>
    /// <returns>How many values changed their key.</returns>
    public int Renew(Span<byte> stored, ReadOnlySpan<int> sizes, Span<bool> shut)
    {
        if (TryRenewTogether(stored, sizes) is { } all)
        {
            return all;
        }

        var (renewed, at) = (0, 0);
        for (var i = 0; i < sizes.Length; at += sizes[i++])
        {
            var value = stored.Slice(at, sizes[i]);
            if (value.Length > 0 && value[0] != keys.Active)
            {
                shut[i] = TryDecrypt(value) is not { } plain || Encrypt(plain, value) == 0;
                renewed += shut[i] ? 0 : 1;
            }
        }

        return renewed;
    }

    /// <summary>The usual case: few short values of one older key, all of which it opens. Null, and nothing done, in any other.</summary>
    private int? TryRenewTogether(Span<byte> stored, ReadOnlySpan<int> sizes)
    {
        const int most = 3;
        Span<byte> values = stackalloc byte[256];
        Span<int> lengths = stackalloc int[most];
        var (count, from, to, version) = (0, 0, 0, (byte)0);
        foreach (var size in sizes)
        {
            if (size > 0)
            {
                if (count == most || size < Header + Sm4Gcm.TagSize || to + size > values.Length || (count > 0 && stored[from] != version))
                {
                    return null;
                }

                version = stored[from];
                lengths[count++] = size - Header - Sm4Gcm.TagSize;
                stored.Slice(from + 1, size - 1).CopyTo(values[to..]);
                (from, to) = (from + size, to + size - 1);
            }
        }

        if (count == 0 || version == keys.Active)
        {
            return 0;
        }

        if (!Together(version, values[..to], lengths[..count]))
        {
            return null;
        }

        to = 0;
        foreach (var length in lengths[..count])
        {
            NextNonce().CopyTo(values[to..]);
            to += Sm4Gcm.NonceSize + length + Sm4Gcm.TagSize;
        }

        Cipher(keys.Active).EncryptTogether(values[..to], lengths[..count]);
        (from, to) = (0, 0);
        foreach (var size in sizes)
        {
            if (size > 0)
            {
                stored[from] = keys.Active;
                values.Slice(to, size - 1).CopyTo(stored[(from + 1)..]);
                (from, to) = (from + size, to + size - 1);
            }
        }

        CryptographicOperations.ZeroMemory(values);
        return count;
    }

    private ReadOnlySpan<byte> NextNonce()
    {
        if (nonceAt >= nonces.Length)
        {
            nonces = nonces.Length == 0 ? new byte[Sm4Gcm.NonceSize * 1024] : nonces;
            RandomNumberGenerator.Fill(nonces);
            nonceAt = 0;
        }

        nonceAt += Sm4Gcm.NonceSize;
        return nonces.AsSpan(nonceAt - Sm4Gcm.NonceSize, Sm4Gcm.NonceSize);
    }

    /// <exception cref="CryptographicException">The stored value was changed, or belongs to another key.</exception>
    public string Decrypt(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < Header + Sm4Gcm.TagSize)
        {
            throw new CryptographicException("A stored value is too short to be encrypted text.");
        }

        Span<byte> plain = stackalloc byte[stored.Length - Header - Sm4Gcm.TagSize];
        return Cipher(stored[0]).TryDecrypt(stored.Slice(1, Sm4Gcm.NonceSize), stored[Header..], plain)
            ? Encoding.UTF8.GetString(plain)
            : throw new CryptographicException("A stored value does not match its tag.");
    }

    private const int MostTogether = Sm4Gcm.MostBlocks / 2; // the shortest value has two blocks

    /// <summary>Many stored values at once, their blocks side by side: a third of the time of one after the other. Null where nothing is stored or it cannot be read.</summary>
    public string?[] TryDecryptAll(IReadOnlyList<byte[]?> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var opened = new string?[stored.Count];
        Span<byte> values = stackalloc byte[MostTogether * (Sm4Gcm.NonceSize + Sm4Gcm.TagSize) + Sm4Gcm.MostBlocks * Sm4Gcm.BlockSize];
        Span<int> lengths = stackalloc int[MostTogether];
        for (var from = 0; from < stored.Count;)
        {
            var (count, blocks, size, to) = (0, 0, 0, from);
            byte version = 0;
            for (; to < stored.Count && count < lengths.Length; to++)
            {
                if (stored[to] is not { } value)
                {
                    continue;
                }

                var length = value.Length - Header - Sm4Gcm.TagSize;
                if (length < 0 || blocks + Sm4Gcm.BlocksTogether(length) > Sm4Gcm.MostBlocks || (count > 0 && value[0] != version))
                {
                    break;
                }

                (version, blocks) = (value[0], blocks + Sm4Gcm.BlocksTogether(length));
                lengths[count++] = length;
                value.AsSpan(1).CopyTo(values[size..]);
                size += value.Length - 1;
            }

            if (count == 0 && to < stored.Count)
            {
                opened[to] = TryDecrypt(stored[to]); // too long, or no cipher text at all
                from = to + 1;
                continue;
            }

            var whole = count > 0 && Together(version, values[..size], lengths[..count]);
            var at = 0;
            count = 0;
            for (; from < to; from++)
            {
                if (stored[from] is { } value)
                {
                    opened[from] = whole ? Encoding.UTF8.GetString(values.Slice(at + Sm4Gcm.NonceSize, lengths[count])) : TryDecrypt(value);
                    (at, count) = (at + value.Length - 1, count + 1);
                }
            }
        }

        CryptographicOperations.ZeroMemory(values);
        return opened;
    }

    /// <summary>Decrypts short values of one key in place; false when it cannot, or there is no such key.</summary>
    private bool Together(byte version, Span<byte> values, ReadOnlySpan<int> lengths)
    {
        try
        {
            return Cipher(version).TryDecryptTogether(values, lengths);
        }
        catch (InvalidOperationException) // no such key
        {
            return false;
        }
    }

    /// <summary>A stored value as a page shows it. One that cannot be read is said to be so, and the system office hears of it: it must not take the page along.</summary>
    /// <param name="worker">Whose it is; null for a number that is no person's of the register.</param>
    /// <param name="none">What stands there when nothing is stored.</param>
    public string Masked(byte[]? stored, Func<string, string> mask, Guid? worker, string none = "") =>
        stored is null ? none : (worker is { } whose ? TryDecrypt(stored, whose) : TryDecrypt(stored)) is { } value ? mask(value) : UnreadableNumbers.Shown;

    /// <summary>The value, or null when it cannot be read; then the person's id is kept for the system office.</summary>
    public string? TryDecrypt(ReadOnlySpan<byte> stored, Guid worker)
    {
        var value = TryDecrypt(stored);
        if (value is null)
        {
            keys.Unreadable.Report(worker);
        }

        return value;
    }

    /// <summary>The value, or null when it cannot be read.</summary>
    public string? TryDecrypt(ReadOnlySpan<byte> stored)
    {
        try
        {
            return Decrypt(stored);
        }
        catch (Exception damaged) when (damaged is CryptographicException or InvalidOperationException)
        {
            return null;
        }
    }

    private Sm4Gcm Cipher(byte version)
    {
        if (!ciphers.TryGetValue(version, out var cipher))
        {
            ciphers[version] = cipher = new Sm4Gcm(keys.Encryption(version));
        }

        return cipher;
    }

    private Guid Keyed(char purpose, ReadOnlySpan<byte> message)
    {
        Span<byte> mac = stackalloc byte[32];
        Mac(purpose, message, mac);
        return Id(mac[..16]);
    }

    private static Guid Id(Span<byte> mac)
    {
        mac[6] = (byte)((mac[6] & 0x0F) | 0x80);
        mac[8] = (byte)((mac[8] & 0x3F) | 0x80);
        return new Guid(mac, bigEndian: true);
    }

    private void Mac(char purpose, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        Span<byte> prefixed = stackalloc byte[message.Length + 1];
        prefixed[0] = (byte)purpose;
        message.CopyTo(prefixed[1..]);
        hmac.Compute(prefixed, mac);
    }
}
