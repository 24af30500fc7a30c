namespace Chunfeng.Standards.Regions;

/// <summary>What a name inside a parent resolves to: a region, or nothing with the nearest names to suggest.</summary>
public sealed record RegionMatch(Region? Region, IReadOnlyList<Region> Suggestions);
