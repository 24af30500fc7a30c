using Microsoft.AspNetCore.WebUtilities;

namespace Chunfeng.Platform.Ui;

/// <summary>Addresses made from the present one.</summary>
public static class Links
{
    /// <summary>Names of the query values that hold a page's place; sorting or filtering anew drops them.</summary>
    public static readonly IReadOnlyList<string> Cursors = ["after", "before"];

    /// <summary>Path and query of an absolute or rooted address, without the fragment.</summary>
    public static string PathAndQuery(string uri)
    {
        var bare = uri.Split('#')[0];
        return Uri.TryCreate(bare, UriKind.Absolute, out var absolute) && !absolute.IsFile ? absolute.PathAndQuery : bare;
    }

    /// <summary>The same address with one query value anew each time, for lists of links: the rest is read once.</summary>
    public static Func<string?, string> Choosing(string uri, string name)
    {
        var bare = With(uri, (name, null));
        var start = $"{bare}{(bare.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Uri.EscapeDataString(name)}=";
        return value => value is null ? bare : start + Uri.EscapeDataString(value);
    }

    /// <summary>The same address with some query values changed; null removes one.</summary>
    public static string With(string uri, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var parts = PathAndQuery(uri).Split('?', 2);
        var query = QueryHelpers.ParseQuery(parts.Length > 1 ? parts[1] : "")
            .SelectMany(p => p.Value.Select(v => (Name: p.Key, Value: v)))
            .ToList();
        foreach (var (name, value) in changes)
        {
            query.RemoveAll(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
            if (value is not null)
            {
                query.Add((name, value));
            }
        }

        return parts[0] + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(p => Uri.EscapeDataString(p.Name) + "=" + Uri.EscapeDataString(p.Value ?? ""))));
    }
}
