using System.Globalization;
using Chunfeng.Platform.Time;
using Microsoft.AspNetCore.Components;

namespace Chunfeng.Platform.Ui;

/// <summary>A table of rows, written: what <see cref="DataGrid{T}"/> shows when none of its cells is a component.</summary>
public static class GridText
{
    /// <summary>A whole grid, on a page that is written; on phones each row becomes a card.</summary>
    /// <param name="caption">What the table holds; read out first, not shown.</param>
    /// <param name="empty">In place of the rows when there are none.</param>
    /// <param name="foot">Under the table, usually a pager; null for nothing.</param>
    /// <param name="rowClass">A style class for a row, such as "row-danger".</param>
    public static HtmlText Cards<T>(HtmlText html, string caption, IReadOnlyList<GridColumn<T>> columns, IReadOnlyList<T> items, MarkupString empty = default, Action<HtmlText>? foot = null, Func<T, string?>? rowClass = null)
    {
        html.Tag("<div class=\"grid grid-cards\"><div class=\"grid-scroll\" role=\"region\" tabindex=\"0\"").Attribute("aria-label", caption)
            .Tag("><table><caption class=\"vh\">").Words(caption).Tag("</caption>");
        Head(html, columns, null, false, (_, _) => throw new InvalidOperationException("A written grid is not sorted."));
        if (items.Count > 0)
        {
            Rows(html.Tag("<tbody>"), columns, items, rowClass).Tag("</tbody>");
        }

        html.Tag("</table></div>");
        if (items.Count == 0)
        {
            html.Tag("<div class=\"grid-empty\">").Markup(empty).Tag("</div>");
        }

        if (foot is not null)
        {
            foot(html.Tag("<div class=\"grid-foot\">"));
            html.Tag("</div>");
        }

        return html.Tag("</div>");
    }

    /// <param name="html">Where to.</param>
    /// <param name="columns">From left to right.</param>
    /// <param name="sortedBy">Key of the column the rows are sorted by.</param>
    /// <param name="descending">The largest first.</param>
    /// <param name="href">Address of the list sorted by a key, downwards or not.</param>
    internal static HtmlText Head<T>(HtmlText html, IReadOnlyList<GridColumn<T>> columns, string? sortedBy, bool descending, Func<string, bool, string> href)
    {
        html.Tag("<thead><tr>");
        foreach (var column in columns)
        {
            var sorted = column.Sort is not null && column.Sort == sortedBy;
            html.Tag("<th scope=\"col\"").Attribute("class", column.Css).Attribute("aria-sort", !sorted ? null : descending ? "descending" : "ascending").Tag(">");
            if (column.Sort is { } key)
            {
                html.Tag("<a class=\"sort\"").Attribute("href", href(key, sorted && !descending)).Tag(">").Words(column.Title).Tag("<span class=\"sort-mark\" aria-hidden=\"true\">")
                    .Words(!sorted ? "↕" : descending ? "↓" : "↑").Tag("</span></a>");
            }
            else
            {
                _ = column.HiddenTitle ? html.Tag("<span class=\"vh\">").Words(column.Title).Tag("</span>") : html.Words(column.Title);
            }

            html.Tag("</th>");
        }

        return html.Tag("</tr></thead>");
    }

    /// <summary>The rows, where no cell is a component: as the grid renders them otherwise, in one piece.</summary>
    internal static HtmlText Rows<T>(HtmlText html, IReadOnlyList<GridColumn<T>> columns, IReadOnlyList<T> items, Func<T, string?>? rowClass)
    {
        // what every cell of a column begins with
        var begins = new MarkupString[columns.Count];
        for (var i = 0; i < begins.Length; i++)
        {
            var column = columns[i];
            begins[i] = HtmlText.Of(cell => (column.RowHeader ? cell.Tag("<th scope=\"row\"") : cell.Tag("<td"))
                .Attribute("class", column.Css).Attribute("data-label", column.Label).Tag(">"));
        }

        foreach (var item in items)
        {
            html.Tag("<tr").Attribute("class", rowClass?.Invoke(item)).Tag(">");
            for (var i = 0; i < begins.Length; i++)
            {
                var column = columns[i];
                html.Markup(begins[i]);
                if (column.Html is { } write)
                {
                    write(item, html);
                }
                else
                {
                    html.Words(Show(column.Value?.Invoke(item)));
                }

                _ = column.RowHeader ? html.Tag("</th>") : html.Tag("</td>");
            }

            html.Tag("</tr>");
        }

        return html;
    }

    /// <summary>A value as a cell shows it.</summary>
    internal static string? Show(object? value) => value switch
    {
        null => "—",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime utc => ChinaTime.Show(utc),
        long n => Numbers.Plain(n),
        int n => Numbers.Plain(n),
        bool yes => yes ? "是" : "否",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
