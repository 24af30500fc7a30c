namespace Chunfeng.Dispatch.Contracts;

/// <summary>One target of one region.</summary>
/// <param name="Region">Twelve digits; province, city, county or township.</param>
/// <param name="Value">People; 0 or more.</param>
/// <param name="Source">Where the number comes from, in Chinese.</param>
/// <param name="IsDemo">Made for the demonstration and published by nobody.</param>
public sealed record TargetLine(string Indicator, long Region, long Value, string Source, bool IsDemo);
