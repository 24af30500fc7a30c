using Chunfeng.Platform.Access;

namespace Chunfeng.People.Contracts;

/// <summary>One dated thing another room knows of a person: a trip, a course.</summary>
/// <param name="On">The day it is about, in China.</param>
/// <param name="What">One line: for staff as the room calls it, for the person in words of their own.</param>
/// <param name="Detail">"" without.</param>
/// <param name="Note">How it stands, where that is worth a word.</param>
/// <param name="Href">Where staff open it; null for the person.</param>
public sealed record PersonPart(DateOnly On, string What, string Detail = "", string? Note = null, string? Href = null);

/// <summary>What a room adds to a person's page and to the person's own record; read with the page, so a room answers with one query by the person's ids.</summary>
public interface IPersonParts
{
    /// <summary>Most parts a room gives, the latest first.</summary>
    const int Most = 50;

    /// <param name="registrations">The person's ids: the registration that stands and those merged into it. The caller has made sure that the actor may see the person.</param>
    /// <returns>Only what the actor may open in that room.</returns>
    Task<IReadOnlyList<PersonPart>> ForAsync(IReadOnlyList<Guid> registrations, Actor actor, CancellationToken cancel);

    /// <summary>The same for the person themselves, whoever wrote it down.</summary>
    Task<IReadOnlyList<PersonPart>> OwnAsync(IReadOnlyList<Guid> registrations, CancellationToken cancel);
}

/// <summary>What all rooms add, as one list.</summary>
internal static class PersonParts
{
    /// <param name="ask">One room after the other: they share the request's context.</param>
    /// <returns>The latest first.</returns>
    public static async Task<IReadOnlyList<PersonPart>> ReadAsync(this IEnumerable<IPersonParts> rooms, Func<IPersonParts, Task<IReadOnlyList<PersonPart>>> ask)
    {
        var parts = new List<PersonPart>();
        foreach (var room in rooms)
        {
            parts.AddRange(await ask(room));
        }

        return [.. parts.OrderByDescending(p => p.On)];
    }
}
