using Chunfeng.Platform.Access;

namespace Chunfeng.Platform.Desk;

/// <summary>One thing found. What it shows is masked.</summary>
/// <param name="Detail">What tells it from others of the same name.</param>
public sealed record SearchHit(string Title, string Href, IReadOnlyList<string> Detail);

/// <summary>What one room found.</summary>
/// <param name="Title">What kind of thing: "劳动者".</param>
public sealed record SearchGroup(string Title, IReadOnlyList<SearchHit> Hits)
{
    /// <summary>Where the rest stands, when there is more than is shown.</summary>
    public string? MoreHref { get; init; }

    /// <summary>Why nothing was looked for, and what to type instead; null when it was.</summary>
    public string? Fault { get; init; }
}

/// <summary>Answers the search box of the frame for one room. What is typed may be a full ID number: it goes into no address and no log.</summary>
public interface ISearchSource
{
    /// <summary>How many hits a room shows.</summary>
    const int Most = 20;

    /// <summary>Characters anybody types; longer text is cut before it gets here.</summary>
    const int Longest = 50;

    /// <returns>Null when the actor may not look in this room at all.</returns>
    Task<SearchGroup?> FindAsync(string text, Actor actor, CancellationToken cancel);
}
