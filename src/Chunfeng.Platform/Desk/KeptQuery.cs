using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.WebUtilities;

namespace Chunfeng.Platform.Desk;

/// <summary>The filters of a list as an address that may be kept: its conditions and their order, without the place on the page and without what was said of the last post.</summary>
public static class KeptQuery
{
    private const int MostValues = 20, LongestValue = 100, LongestNumber = 10; // eleven digits are a telephone
    private const string Region = "region"; // its code has twelve
    private static readonly string[] Passing = [.. Links.Cursors, "as", "done", "refused", "kept"];

    /// <summary>Lists whose filters are kept here; the register of people looks after its own.</summary>
    public static readonly IReadOnlySet<string> Pages = new HashSet<string>(StringComparer.Ordinal) { "/employers", "/vacancies", "/matching", "/dispatch/orders" };

    /// <summary>Null for what no filter of a list looks like, and where a number of a person may stand in it.</summary>
    /// <param name="query">With or without "?".</param>
    public static string? Clean(string? query)
    {
        if ((query ?? "").Length > SavedViews.LongestQuery * 2)
        {
            return null;
        }

        var values = QueryHelpers.ParseQuery(query).SelectMany(p => p.Value.OfType<string>().Select(v => (Name: p.Key, Value: v)))
            .Where(p => p.Value.Length > 0 && !Passing.Contains(p.Name, StringComparer.OrdinalIgnoreCase)).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        return values.Count > MostValues || values.Exists(p => p.Name.Length > LongestValue || p.Value.Length > LongestValue || (p.Name != Region && MayBeNumber(p.Value))) ? null
            : string.Join('&', values.Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));
    }

    /// <summary>A run of digits as long as a telephone's.</summary>
    private static bool MayBeNumber(string value)
    {
        var run = 0;
        foreach (var letter in value)
        {
            run = char.IsDigit(letter) ? run + 1 : 0;
            if (run > LongestNumber)
            {
                return true;
            }
        }

        return false;
    }
}
