namespace Chunfeng.Gigs.Hall;

/// <summary>Hours somebody is bound: from, up to but not including the end; UTC.</summary>
internal readonly record struct Span(DateTime From, DateTime To)
{
    /// <summary>A gig that ends at noon and one that begins at noon do not touch.</summary>
    public bool Overlaps(Span other) => From < other.To && other.From < To;
}

/// <summary>One person in line.</summary>
/// <param name="Busy">Hours of the places they hold.</param>
/// <param name="Refused">Posts they were asked for today and did not take.</param>
internal sealed record InLine(Guid WorkerId, int Number, int Turn, IReadOnlySet<string> Trades, IReadOnlyList<Span> Busy, IReadOnlySet<Guid> Refused);

/// <summary>派单: whose turn it is. Who waits longest with the trade and has the hours free comes first; what was refused is not offered to the same person again.</summary>
internal static class HallQueue
{
    /// <summary>Offers a person may decline in a day and keep the place in line: our own proposal, no source sets one.</summary>
    public const int FreeDeclines = 1;

    /// <summary>Everybody who could be asked for a post, the first in line first.</summary>
    /// <param name="anyTrade">The post asks no skill.</param>
    public static IEnumerable<InLine> Order(IEnumerable<InLine> line, Guid post, string trade, bool anyTrade, Span hours) => line
        .Where(w => (anyTrade || w.Trades.Contains(trade)) && !w.Refused.Contains(post) && !w.Busy.Any(b => b.Overlaps(hours)))
        .OrderBy(w => w.Turn).ThenBy(w => w.Number);

    /// <summary>True when a person who declined for the nth time today goes to the end of the line.</summary>
    public static bool GoesToEnd(int declines) => declines > FreeDeclines;
}
