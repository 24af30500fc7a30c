using System.Globalization;

namespace Chunfeng.Platform.Ui;

/// <summary>An input with its label, as data: what <see cref="Field"/> shows, and what a bar of filters takes as a list.</summary>
public sealed record FieldText(string Label, string Name)
{
    /// <summary>Made from the name when empty.</summary>
    public string? Id { get; init; }

    /// <summary>HTML input type.</summary>
    public string Type { get; init; } = "text";

    public string? Value { get; init; }

    /// <summary>A drop-down list of these in place of an input.</summary>
    public IReadOnlyList<Choice>? Options { get; init; }

    /// <summary>Words of the empty choice, such as "全部"; null: there is none.</summary>
    public string? Blank { get; init; }

    /// <summary>A text box of so many lines in place of an input.</summary>
    public int Rows { get; init; }

    public string? Placeholder { get; init; }

    public string? Help { get; init; }

    /// <summary>What is wrong and how to mend it.</summary>
    public string? Error { get; init; }

    public bool Required { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Takes the whole width of the form.</summary>
    public bool Wide { get; init; }

    /// <summary>Further HTML attributes of the input (autocomplete, inputmode, maxlength, data-search …).</summary>
    public IReadOnlyDictionary<string, object>? Attributes { get; init; }

    /// <summary>The id the label points to.</summary>
    public string InputId => Id ?? "f-" + Name;

    internal string Css => (Wide, Error) switch
    {
        (false, null) => "field",
        (true, null) => "field field-wide",
        (false, _) => "field field-bad",
        _ => "field field-wide field-bad",
    };

    private string? Described => (Error, Help) switch
    {
        (null, null) => null,
        (null, _) => InputId + "-help",
        (_, null) => InputId + "-error",
        _ => InputId + "-error " + InputId + "-help",
    };

    public HtmlText Write(HtmlText html) => Tail(Input(Head(html.Tag("<div").Attribute("class", Css).Tag(">")))).Tag("</div>");

    /// <summary>The label.</summary>
    internal HtmlText Head(HtmlText html)
    {
        html.Tag("<label").Attribute("for", InputId).Tag(">").Words(Label);
        return Required ? html.Tag("<span class=\"req\">必填</span></label>") : html.Tag("</label>");
    }

    /// <summary>What is wrong with the input, and what helps.</summary>
    internal HtmlText Tail(HtmlText html)
    {
        if (Error is not null)
        {
            html.Tag("<p class=\"field-error\"").Attribute("id", InputId + "-error").Tag("><span aria-hidden=\"true\">!</span>").Words(Error).Tag("</p>");
        }

        return Help is null ? html : html.Tag("<p class=\"field-help\"").Attribute("id", InputId + "-help").Tag(">").Words(Help).Tag("</p>");
    }

    private HtmlText Input(HtmlText html)
    {
        if (Options is not null)
        {
            Named(html.Tag("<select")).Tag(">");
            if (Blank is not null)
            {
                html.Tag("<option value=\"\">").Words(Blank).Tag("</option>");
            }

            foreach (var option in Options)
            {
                html.Tag("<option").Attribute("value", option.Value).Attribute("selected", option.Value == Value).Tag(">").Words(option.Text).Tag("</option>");
            }

            return html.Tag("</select>");
        }

        return Rows > 0
            ? Named(html.Tag("<textarea").Attribute("rows", Rows.ToString(CultureInfo.InvariantCulture)).Attribute("placeholder", Placeholder)).Tag(">").Words(Value).Tag("</textarea>")
            : Named(html.Tag("<input").Attribute("type", Type).Attribute("value", Value).Attribute("placeholder", Placeholder)).Tag(">");
    }

    private HtmlText Named(HtmlText html) => html.Attribute("id", InputId).Attribute("name", Name).Attribute("required", Required).Attribute("disabled", Disabled)
        .Attribute("aria-invalid", Error is null ? null : "true").Attribute("aria-describedby", Described).Attributes(Attributes);
}
