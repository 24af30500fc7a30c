namespace Chunfeng.Standards.Regions;

/// <summary>The five levels of administration under the country.</summary>
public enum RegionLevel : byte
{
    Country = 0,
    Province = 1,
    City = 2,
    County = 3,
    Township = 4,
    Village = 5,
}
