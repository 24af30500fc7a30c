namespace Chunfeng.Standards.Regions;

/// <summary>A county that gave way to another. Approximate when its land went to more than one: the code then follows the larger part.</summary>
internal sealed record Succession(RegionCode Old, RegionCode Current, string FormerName, bool Approximate);
