namespace Chunfeng.Platform.Ui;

/// <summary>Element ids made from what the element says: the same page always renders the same bytes.</summary>
internal static class Ids
{
    /// <summary>A stable id, FNV-1a over the text; two equal texts on one page share it, which only labels them alike.</summary>
    public static string From(string kind, string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return kind + "-" + hash.ToString("x8");
    }
}
