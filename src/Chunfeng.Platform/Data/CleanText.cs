using System.Text;

namespace Chunfeng.Platform.Data;

/// <summary>Text that people write in boxes, made fit to keep.</summary>
public static class CleanText
{
    /// <summary>Text as it may be stored, shown and written into a document: one kind of line end, no control characters, no half characters.</summary>
    public static string Lines(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            // half a pair comes out of EnumerateRunes as the replacement character
            if (rune.Value == '\n' || !(Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0xFFFE or 0xFFFF))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string? text) => Lines(text).Replace('\n', ' ');
}
