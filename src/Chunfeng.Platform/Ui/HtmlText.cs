using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Chunfeng.Platform.Ui;

/// <summary>Writes HTML in one piece, in place of components. For what stands on every page and for lists that are asked for all day.</summary>
/// <remarks>Words are encoded; what is not encoded can only be a constant of the program.</remarks>
public readonly struct HtmlText
{
    private const int LargestSpare = 128 * 1024;

    // Chinese stays Chinese: the framework's own encoder writes each character as eight
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // a page writes a dozen pieces one after the other on one thread
    [ThreadStatic] private static StringBuilder? spare;

    private readonly StringBuilder text;

    private HtmlText(StringBuilder text) => this.text = text;

    /// <summary>What is written, as a component shows it.</summary>
    public static MarkupString Of(Action<HtmlText> write) => Use(write, builder => new MarkupString(builder.ToString()));

    /// <summary>What is written, in UTF-8.</summary>
    /// <returns>Bytes of the shared pool, to be given back, and how many of them count.</returns>
    internal static (byte[] Bytes, int Length) Encoded(Action<HtmlText> write) => Use(write, builder =>
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(builder.Length));
        var encoder = Encoding.UTF8.GetEncoder(); // remembers half of a pair from one chunk to the next: rare characters of names are pairs
        var length = 0;
        foreach (var chunk in builder.GetChunks())
        {
            length += encoder.GetBytes(chunk.Span, bytes.AsSpan(length), false);
        }

        return (bytes, length + encoder.GetBytes([], bytes.AsSpan(length), true));
    });

    private static T Use<T>(Action<HtmlText> write, Func<StringBuilder, T> take)
    {
        ArgumentNullException.ThrowIfNull(write);
        var builder = spare ?? new StringBuilder(4096);
        spare = null;
        write(new HtmlText(builder));
        var taken = take(builder);
        if (builder.Capacity <= LargestSpare)
        {
            builder.Clear();
            spare = builder;
        }

        return taken;
    }

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

    /// <summary>Markup written before, by this or a component.</summary>
    public HtmlText Markup(MarkupString written)
    {
        text.Append(written.Value);
        return this;
    }

    /// <summary>An attribute with its value; none where the value is null.</summary>
    public HtmlText Attribute([ConstantExpected] string name, string? value) => value is null ? this : Tag(" ").Tag(name).Tag("=\"").Words(value).Tag("\"");

    /// <summary>An attribute that is there or not.</summary>
    public HtmlText Attribute([ConstantExpected] string name, bool there) => there ? Tag(" ").Tag(name) : this;

    /// <summary>Attributes a page gives beyond those a part knows, as the renderer of components writes them.</summary>
    /// <param name="attributes">Their names come from markup of the program.</param>
    internal HtmlText Attributes(IReadOnlyDictionary<string, object>? attributes)
    {
        if (attributes is null)
        {
            return this;
        }

        foreach (var (name, value) in attributes)
        {
            if (value is false or null)
            {
                continue;
            }

            text.Append(' ').Append(name);
            if (value is not true)
            {
                Tag("=\"").Words(Convert.ToString(value, CultureInfo.InvariantCulture)).Tag("\"");
            }
        }

        return this;
    }

    /// <summary>The beginning of a form that is posted, with its antiforgery token: the only way a form is begun here.</summary>
    /// <param name="token">Of the page.</param>
    /// <param name="action">Where it is posted to.</param>
    /// <param name="css">Its style class.</param>
    /// <param name="free">May be sent more than once, such as a download.</param>
    /// <param name="role">ARIA role.</param>
    /// <param name="label">What it is called for a screen reader.</param>
    public HtmlText PostForm(FormToken token, string action, string? css = null, bool free = false, string? role = null, string? label = null) =>
        Tag("<form method=\"post\"").Attribute("action", action).Attribute("class", css).Attribute("role", role).Attribute("aria-label", label).Attribute("data-free", free).Tag(">")
            .Hidden(token.Name, token.Value);

    /// <summary>A value a form carries along unseen.</summary>
    public HtmlText Hidden(string name, string? value) => Tag("<input type=\"hidden\"").Attribute("name", name).Attribute("value", value).Tag(">");

    /// <summary>A whole number as it is: nothing in it to encode.</summary>
    public HtmlText Number(long value)
    {
        text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    /// <summary>An id: nothing in it to encode.</summary>
    public HtmlText Id(Guid value)
    {
        Span<char> digits = stackalloc char[36];
        value.TryFormat(digits, out _);
        text.Append(digits);
        return this;
    }
}
