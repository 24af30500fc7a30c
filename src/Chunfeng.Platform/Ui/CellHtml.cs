using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Chunfeng.Platform.Ui;

/// <summary>Writes the inside of a cell as HTML. For lists that are asked for all day, in place of components.</summary>
/// <remarks>Words are encoded; what is not encoded can only be a constant of the program.</remarks>
public readonly struct CellHtml(StringBuilder text)
{
    // Chinese stays Chinese: the framework's own encoder writes each character as eight
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Words, from wherever they come.</summary>
    public CellHtml Words(string? words)
    {
        text.Append(string.IsNullOrEmpty(words) ? "" : Encoder.Encode(words));
        return this;
    }

    /// <summary>Markup, as the program has it.</summary>
    public CellHtml Tag([ConstantExpected] string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <summary>An id: nothing in it to encode.</summary>
    public CellHtml Id(Guid value)
    {
        text.Append(value);
        return this;
    }
}
