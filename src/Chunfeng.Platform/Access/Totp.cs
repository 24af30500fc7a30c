using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Chunfeng.Platform.Access;

/// <summary>Time-based one-time codes as authenticator apps make them (RFC 6238, SHA-1, six digits, thirty seconds).</summary>
public static class Totp
{
    public const int StepSeconds = 30;

    private const int Modulus = 1_000_000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The number of whole thirty seconds since 1970.</summary>
    public static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The six digits of one step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8], mac = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // what every authenticator app speaks; a truncated HMAC does not rest on collisions
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = (BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0x0F)..]) & 0x7FFFFFFF) % Modulus;
        return number.ToString("D6");
    }

    /// <summary>The step a code belongs to: the present one or a neighbour, for clocks that are a little off; null when none after
    /// <paramref name="last"/> has it. A code that was used has no step any more.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long last)
    {
        var present = StepOf(now);
        Span<char> expected = stackalloc char[6];
        for (var step = present - 1; step <= present + 1; step++)
        {
            Code(secret, step).CopyTo(expected);
            if (step > last && CryptographicOperations.FixedTimeEquals(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes<char>(expected), System.Runtime.InteropServices.MemoryMarshal.AsBytes(code.AsSpan())))
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>RFC 4648 base 32 without padding: the form a person types into an app.</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder((bytes.Length * 8 + 4) / 5);
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (held, bits) = ((held << 8) | b, bits + 8);
            for (; bits >= 5; bits -= 5)
            {
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
            }

            held &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Alphabet[(held << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    /// <exception cref="FormatException">A character is not of base 32.</exception>
    public static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (held, bits) = (0, 0);
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (digit < 0)
            {
                throw new FormatException("Not base 32.");
            }

            (held, bits) = ((held << 5) | digit, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(held >> bits));
                held &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }

    /// <summary>What a QR code carries into an authenticator app.</summary>
    public static string Uri(string issuer, string login, string base32) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(login)}?secret={base32}&issuer={System.Uri.EscapeDataString(issuer)}&digits=6&period={StepSeconds}";
}
