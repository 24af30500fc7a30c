using System.Text;

namespace Chunfeng.Platform.Files;

/// <summary>Tells a text file's encoding and separator from a bounded look at it.</summary>
internal static class TextSniffer
{
    private const int SampleBytes = 256 * 1024;
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding StrictGb18030 = MakeGb18030();

    /// <summary>The encoding, throwing on bytes that are not of it; null when the bytes are neither UTF-8, UTF-16 with a mark nor GB18030.
    /// A file may be pure ASCII for long: the sample starts at its first byte beyond ASCII, wherever that is.</summary>
    public static Encoding? DetectEncoding(Stream stream)
    {
        stream.Position = 0;
        var buffer = new byte[SampleBytes];
        var read = stream.ReadAtLeast(buffer, 3, throwOnEndOfStream: false);
        if (buffer.AsSpan(0, read).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return StrictUtf8;
        }

        if (buffer.AsSpan(0, read).StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return new UnicodeEncoding(false, true, true);
        }

        if (buffer.AsSpan(0, read).StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return new UnicodeEncoding(true, true, true);
        }

        while (read > 0)
        {
            var first = buffer.AsSpan(0, read).IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (first >= 0)
            {
                // refill from the first byte beyond ASCII, so that the sample is as telling as it can be
                stream.Position += first - read;
                read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                return Judge(buffer.AsSpan(0, read), atEnd: read < buffer.Length);
            }

            read = stream.Read(buffer);
        }

        return StrictUtf8;
    }

    /// <summary>The separator that parts some line of the sample into the most cells; a comma when none parts any.</summary>
    public static char DetectSeparator(ReadOnlySpan<char> sample)
    {
        ReadOnlySpan<char> candidates = [',', '\t', ';'];
        Span<int> best = stackalloc int[3], now = stackalloc int[3];
        var quoted = false;
        foreach (var c in sample)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c is '\n')
            {
                now.Clear();
                quoted = false;
            }
            else if (!quoted && candidates.IndexOf(c) is >= 0 and var at && ++now[at] > best[at])
            {
                best[at] = now[at];
            }
        }

        return best[0] >= best[1] && best[0] >= best[2] ? ',' : best[1] >= best[2] ? '\t' : ';';
    }

    private static Encoding? Judge(ReadOnlySpan<byte> sample, bool atEnd)
    {
        int good = 0, bad = 0;
        for (var i = 0; i < sample.Length;)
        {
            if (sample[i] < 0x80)
            {
                i++;
                continue;
            }

            var status = Rune.DecodeFromUtf8(sample[i..], out _, out var consumed);
            if (status == System.Buffers.OperationStatus.Done)
            {
                good++;
            }
            else if (status == System.Buffers.OperationStatus.InvalidData || atEnd)
            {
                bad++;
            }

            i += Math.Max(consumed, 1);
        }

        // one damaged byte in a UTF-8 file must not turn the whole of it into other characters
        if (bad == 0 || good > bad * 20)
        {
            return StrictUtf8;
        }

        try
        {
            var decoder = StrictGb18030.GetDecoder();
            decoder.GetCharCount(sample, flush: atEnd);
            return StrictGb18030;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding MakeGb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
