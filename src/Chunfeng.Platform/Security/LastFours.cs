using System.Text;
using Chunfeng.Standards.Crypto;

namespace Chunfeng.Platform.Security;

/// <summary>What the last four characters of an ID number or a telephone are looked for by: one byte of their keyed hash. Some forty fours share a
/// byte, so a byte narrows a search and names no four (decision 35).</summary>
/// <remarks>There are so few fours that each table is made once, when first asked for; a row then costs one look into it.</remarks>
public sealed class LastFours
{
    private const int Ends = 11; // an ID number ends in a digit or X

    private readonly Lazy<byte[]> ids, phones;

    internal LastFours(byte[] identity)
    {
        ids = new(() => Table(identity, "id-tail", 1000 * Ends, at => $"{at / Ends:D3}{"0123456789X"[at % Ends]}"));
        phones = new(() => Table(identity, "phone-tail", 10_000, at => $"{at:D4}"));
    }

    /// <summary>0 to 255; null when the last four are not those of an ID number: three digits and a digit or X.</summary>
    public short? OfId(ReadOnlySpan<char> number) =>
        Three(number) is { } three && End(number[^1]) is var end and >= 0 ? ids.Value[(three * Ends) + end] : null;

    /// <summary>0 to 255; null when the last four are not digits.</summary>
    public short? OfPhone(ReadOnlySpan<char> number) =>
        Three(number) is { } three && char.IsAsciiDigit(number[^1]) ? phones.Value[(three * 10) + number[^1] - '0'] : null;

    private static int End(char c) => char.IsAsciiDigit(c) ? c - '0' : c == 'X' ? 10 : -1;

    /// <summary>The three digits before the last character; null when they are none.</summary>
    private static int? Three(ReadOnlySpan<char> number)
    {
        if (number.Length < 4)
        {
            return null;
        }

        var value = 0;
        foreach (var c in number[^4..^1])
        {
            if (!char.IsAsciiDigit(c))
            {
                return null;
            }

            value = (value * 10) + c - '0';
        }

        return value;
    }

    private static byte[] Table(byte[] identity, string domain, int length, Func<int, string> four)
    {
        var hmac = new Sm3Hmac(identity);
        Span<byte> mac = stackalloc byte[Sm3Hmac.Size];
        var table = new byte[length];
        for (var at = 0; at < length; at++)
        {
            // 't' begins no other message under this key
            hmac.Compute(Encoding.ASCII.GetBytes($"t{domain}{four(at)}"), mac);
            table[at] = mac[0];
        }

        return table;
    }
}
