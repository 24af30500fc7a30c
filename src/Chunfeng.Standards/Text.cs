using System.Diagnostics.CodeAnalysis;

namespace Chunfeng.Standards;

/// <summary>How people's typing is read: full-width forms, blanks of every kind, and the marks spreadsheets leave behind.</summary>
internal static class Text
{
    /// <summary>The half-width form of a full-width ASCII character; others unchanged.</summary>
    public static char HalfWidth(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c == '\u3000' ? ' ' : c;

    /// <summary>Blanks that carry no meaning inside a number: spaces, no-break and zero-width ones, byte order marks.</summary>
    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF';

    /// <summary>The apostrophe that marks a cell as text.</summary>
    public static bool IsTextMark(char c) => c is '\'' or '\u2019' or '\u2018' or '`';

    /// <summary>Half-width and without blanks; the same instance when there was nothing to change.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Compact(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var dirty = false;
        foreach (var c in text)
        {
            dirty |= IsBlank(c) || HalfWidth(c) != c;
        }

        return dirty ? string.Concat(text.Where(c => !IsBlank(c)).Select(HalfWidth)) : text;
    }
}
