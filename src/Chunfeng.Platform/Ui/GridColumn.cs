using Microsoft.AspNetCore.Components;

namespace Chunfeng.Platform.Ui;

/// <summary>A column of a <see cref="DataGrid{T}"/> as data.</summary>
public sealed class GridColumn<T>(string title)
{
    public string Title { get; } = title;

    /// <summary>The cell's text.</summary>
    public Func<T, object?>? Value { get; init; }

    /// <summary>The cell, written as HTML by hand.</summary>
    public Action<T, HtmlText>? Html { get; init; }

    /// <summary>The cell as components; a grid with such a column is rendered, not written.</summary>
    public RenderFragment<T>? Cell { get; init; }

    /// <summary>The figure of the last line (sum); null leaves the cell empty.</summary>
    public RenderFragment? Foot { get; init; }

    /// <summary>Right aligned, equal-width digits.</summary>
    public bool Numeric { get; init; }

    /// <summary>The cell names its row.</summary>
    public bool RowHeader { get; init; }

    /// <summary>Key in the query value "sort"; null: the column cannot be sorted.</summary>
    public string? Sort { get; init; }

    /// <summary>The column is left out on phones; the same fact must be one tap away.</summary>
    public bool WideOnly { get; init; }

    /// <summary>Long text may wrap; other cells stay on one line.</summary>
    public bool Wrap { get; init; }

    /// <summary>The title is for screen readers only (checkboxes, actions).</summary>
    public bool HiddenTitle { get; init; }

    internal string? Css => (Numeric, WideOnly, Wrap) switch
    {
        (false, false, false) => null,
        (true, false, false) => "n",
        (false, true, false) => "wide",
        (false, false, true) => "wrap",
        (true, true, false) => "n wide",
        (true, false, true) => "n wrap",
        (false, true, true) => "wide wrap",
        _ => "n wide wrap",
    };

    internal string? Label => RowHeader || !HiddenTitle ? Title : null;
}
