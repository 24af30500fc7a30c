namespace Chunfeng.Platform.Ui;

/// <summary>What a colour stands for; the words beside it always say the same.</summary>
public enum Tone
{
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
    Accent,
}

/// <summary>The style class of a tone.</summary>
public static class ToneClass
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Info => "tone-info",
        Tone.Success => "tone-success",
        Tone.Warning => "tone-warning",
        Tone.Danger => "tone-danger",
        Tone.Accent => "tone-accent",
        _ => "tone-neutral",
    };
}

/// <summary>A page in the navigation.</summary>
public sealed record NavItem(string Text, string Href)
{
    /// <summary>A short figure beside the name, such as the number of waiting cases.</summary>
    public string? Note { get; init; }
}

/// <summary>A room in the navigation; a room with one page is shown as that page.</summary>
public sealed record NavRoom(string Title, IReadOnlyList<NavItem> Items)
{
    /// <summary>One Chinese character that stands for the room; the title's first when empty.</summary>
    public string? Mark { get; init; }
}

/// <summary>One step of the path to a page; the last has no address.</summary>
public sealed record Crumb(string Text, string? Href = null)
{
    /// <summary>The page itself; without, a step without an address is a room that has no page of its own.</summary>
    public bool Here { get; init; } = Href is null;
}

/// <summary>A value to choose and the words for it.</summary>
public sealed record Choice(string Value, string Text);

/// <summary>A filter in force, with the address of the list without it.</summary>
public sealed record AppliedFilter(string Text, string RemoveHref);

/// <summary>A region one can choose. Give <see cref="Children"/> only where the tree is open; elsewhere set <see cref="HasChildren"/>.</summary>
public sealed record RegionNode(string Code, string Name, string Href)
{
    public IReadOnlyList<RegionNode> Children { get; init; } = [];

    /// <summary>There are children the caller did not load; following the link loads them.</summary>
    public bool HasChildren { get; init; }

    /// <summary>A short figure beside the name.</summary>
    public string? Note { get; init; }
}

/// <summary>One dated fact.</summary>
public sealed record TimelineItem(DateOnly On, string Title)
{
    /// <summary>Last day of a spell; null when the item is one day or still open.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The spell is still in force.</summary>
    public bool Open { get; init; }

    public string? Detail { get; init; }

    /// <summary>Who recorded it, when, on what evidence; for a superseded item, what replaced it.</summary>
    public string? Note { get; init; }

    public bool Superseded { get; init; }

    public Tone Tone { get; init; } = Tone.Accent;

    public string? Href { get; init; }
}

/// <summary>A region on the map. Level 0 is "no data", 1 the lowest class, 5 the highest.</summary>
/// <param name="Path">SVG path data in the map's view box.</param>
/// <param name="Value">The figure as text, with its unit.</param>
/// <param name="Title">The tooltip; also what a screen reader says. Empty: name and value.</param>
public sealed record MapShape(
    string Code, string Name, string Path, double LabelX, double LabelY, string Value, int Level, string? Href = null, string? Title = null);

/// <summary>One bar. The value sets the length, the text is what is read.</summary>
public sealed record BarItem(string Label, double Value, string Text)
{
    public string? Href { get; init; }

    /// <summary>Rank as computed by the caller (shared on ties); null hides it.</summary>
    public int? Rank { get; init; }

    public Tone Tone { get; init; } = Tone.Accent;
}

/// <summary>A line of a chart; null leaves a gap.</summary>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values);
