namespace Chunfeng.Standards.Regions;

/// <summary>One area. Kind: "" ordinary, "zone" a statistical zone that is no county (综改区…), "other" dev-zones and farms,
/// "村委会", "居委会"; "nominal" a layer that only groups (市辖区, 省直辖县级行政区划).</summary>
public sealed record Region(RegionCode Code, string Name, RegionLevel Level, RegionCode Parent, string Kind, string FullName)
{
    /// <summary>Without what it is: 太原市 → 太原, 小店区 → 小店.</summary>
    public string ShortName => RegionNames.Bare(RegionNames.Canonical(Name, Level), Level);
}
