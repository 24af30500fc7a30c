using System.Security.Cryptography;
using System.Text;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

namespace Chunfeng.Web.Host;

/// <summary>What was typed into the search box, sealed for its own account, so that an address may carry it: back and reload work, and no number is in a history or a log.</summary>
internal sealed class SearchSeal(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(8); // as long as a sign-in
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("search").ToTimeLimitedDataProtector();

    public string Seal(string text, Actor actor) => protector.Protect($"{actor.Login}\n{text}", Life);

    /// <summary>Null when the address is too old, another account's, or written by hand.</summary>
    public string? Open(string? sealedText, Actor actor)
    {
        if (string.IsNullOrEmpty(sealedText))
        {
            return null;
        }

        try
        {
            var parts = protector.Unprotect(sealedText).Split('\n', 2);
            return parts.Length == 2 && parts[0] == actor.Login ? parts[1] : null;
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>Asks every room in turn.</summary>
internal sealed class SearchEverywhere(IEnumerable<ISearchSource> sources, Actor actor)
{
    public async Task<IReadOnlyList<SearchGroup>> HandleAsync(string text, CancellationToken cancel)
    {
        var groups = new List<SearchGroup>();
        foreach (var source in sources)
        {
            if (await source.FindAsync(text, actor, cancel) is { } group)
            {
                groups.Add(group);
            }
        }

        return groups;
    }
}

/// <summary>The search box of the frame: posted, never in an address.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this WebApplication app) => app.MapPost("/search", async (
        [FromForm] string? q, SearchEverywhere search, SearchSeal seal, Actor actor, CancellationToken cancel) =>
    {
        var text = Cut(q);
        if (text.Length == 0)
        {
            return Results.LocalRedirect("/search");
        }

        var found = await search.HandleAsync(text, cancel);
        return found.SelectMany(g => g.Hits).ToList() is [var only]
            ? Results.LocalRedirect(only.Href) // the one meant
            : Results.LocalRedirect($"/search?k={seal.Seal(text, actor)}");
    });

    private static string Cut(string? typed)
    {
        var runes = (typed ?? "").EnumerateRunes().Where(r => !Rune.IsControl(r) && r != Rune.ReplacementChar).Take(ISearchSource.Longest);
        return string.Concat(runes.Select(r => r.ToString())).Trim();
    }
}
