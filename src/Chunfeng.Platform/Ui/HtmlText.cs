using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Chunfeng.Platform.Ui;

/// <summary>Writes HTML in one piece, in place of components. For what stands on every page and for lists that are asked for all day.</summary>
/// <remarks>Words are encoded; what is not encoded can only be a constant of the program.</remarks>
public readonly struct HtmlText(StringBuilder text)
{
    // Chinese stays Chinese: the framework's own encoder writes each character as eight
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Words, from wherever they come.</summary>
    public HtmlText Words(string? words)
    {
        text.Append(string.IsNullOrEmpty(words) ? "" : Encoder.Encode(words));
        return this;
    }

    /// <summary>Markup, as the program has it.</summary>
    public HtmlText Tag([ConstantExpected] string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <summary>An attribute with its value; none where the value is null.</summary>
    public HtmlText Attribute([ConstantExpected] string name, string? value) => value is null ? this : Tag(" ").Tag(name).Tag("=\"").Words(value).Tag("\"");

    /// <summary>An id: nothing in it to encode.</summary>
    public HtmlText Id(Guid value)
    {
        text.Append(value);
        return this;
    }
}
