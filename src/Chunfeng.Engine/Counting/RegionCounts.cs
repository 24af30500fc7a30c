namespace Chunfeng.Engine.Counting;

/// <summary>A figure both ways, in people: 在岗 on the day, 累计 in the year so far.</summary>
public readonly record struct Count(long Stock, long Cumulative);

/// <summary>Every indicator of one region.</summary>
public sealed class RegionCounts
{
    private readonly Count[] _counts;

    internal RegionCounts(Count[] counts) => _counts = counts;

    /// <summary>The figure of an indicator by its code, for example employed.total.</summary>
    /// <exception cref="ArgumentException">There is no such indicator.</exception>
    public Count this[string indicator] => _counts[Indicators.IndexOf(indicator)];
}
