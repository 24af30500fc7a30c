namespace Chunfeng.Gigs.Markets;

/// <summary>待工区: where each trade waits, as it is stored: "scaffold:东侧1区|mason:东侧2区".</summary>
internal static class MarketAreas
{
    private const int MostWhere = 40;

    public static IReadOnlyList<(string Trade, string Where)> Read(string stored) =>
        [.. stored.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split(':', 2)).Where(a => a.Length == 2).Select(a => (a[0], a[1]))];

    public static string Write(IEnumerable<(string Trade, string? Where)> areas) => string.Join('|', areas
        .Select(a => (a.Trade, Where: MarketRules.Clean(a.Where, MostWhere).Replace('|', ' ').Replace('\n', ' '))).Where(a => a.Where.Length > 0).Select(a => $"{a.Trade}:{a.Where}"));
}
