using System.Diagnostics.CodeAnalysis;
namespace Chunfeng.Standards.Regions;

public enum RegionLevel : byte { Country = 0, Province = 1, City = 2, County = 3, Township = 4, Village = 5 }

/// <summary>统计用区划代码, twelve digits: 2 province, 2 city, 2 county, 3 township, 3 village.</summary>
public readonly record struct RegionCode(long Value) : IComparable<RegionCode>
{
    public static readonly RegionCode China = new(0);
    public static readonly RegionCode Shanxi = new(140000000000);

    /// <summary>Reads 2, 4, 6, 9 or 12 digits, padded with zeros to twelve.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RegionCode code) => throw new NotImplementedException();
    /// <summary>The level its digits name: 140100000000 is a city.</summary>
    public RegionLevel Level => throw new NotImplementedException();
    public RegionCode At(RegionLevel level) => throw new NotImplementedException();
    public RegionCode Parent => throw new NotImplementedException();
    /// <summary>Every code inside this region is in [Value, End).</summary>
    public long End => throw new NotImplementedException();
    public bool Contains(RegionCode other) => other.Value >= Value && other.Value < End;
    public int CompareTo(RegionCode other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString("D12", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One area. Kind: "" ordinary, "zone" a statistical zone that is no county (综改区…), "other" dev-zones and farms,
/// "村委会", "居委会".</summary>
public sealed record Region(RegionCode Code, string Name, RegionLevel Level, RegionCode Parent, string Kind, string FullName);

/// <summary>What a name inside a parent resolves to: a region, or nothing with the nearest names to suggest.</summary>
public sealed record RegionMatch(Region? Region, IReadOnlyList<Region> Suggestions);

/// <summary>All areas the platform knows: Shanxi to villages, the rest of China to counties. Immutable, thread-safe.</summary>
public sealed class RegionTree
{
    /// <summary>Loads data/regions/*.csv (cn_province_city_county.csv, shanxi_to_town.csv, shanxi_villages.csv, successors.csv).</summary>
    public static RegionTree Load(string directory) => throw new NotImplementedException();

    /// <summary>Every region sorted by code.</summary>
    public IReadOnlyList<Region> All => throw new NotImplementedException();
    public bool TryGet(RegionCode code, [NotNullWhen(true)] out Region? region) => throw new NotImplementedException();
    public Region this[RegionCode code] => TryGet(code, out var r) ? r : throw new KeyNotFoundException($"No region {code}.");
    /// <summary>Direct children sorted by code; empty for a leaf.</summary>
    public IReadOnlyList<Region> Children(RegionCode code) => throw new NotImplementedException();
    /// <summary>All descendants (self included) of one level, sorted by code.</summary>
    public IEnumerable<Region> Within(RegionCode code, RegionLevel level) => throw new NotImplementedException();
    /// <summary>A code in force: itself when known, its successor when abolished, false when unknown.</summary>
    public bool TryResolve(RegionCode code, out RegionCode current) => throw new NotImplementedException();
    /// <summary>Resolves a name (full, or without 省/市/县/区/镇/乡/村委会 suffix) among the children of <paramref name="parent"/>;
    /// an ambiguous short name resolves to nothing with the candidates as suggestions. Near misses (edit distance 1-2, shared
    /// prefix) are suggested, never guessed. Thread-safe, no allocation on the exact-hit path beyond the result.</summary>
    public RegionMatch Resolve(RegionCode parent, string name) => throw new NotImplementedException();
    /// <summary>"太原市 清徐县 清源镇": names from city downward, joined by a blank; outside Shanxi from the province.</summary>
    public string Path(RegionCode code) => throw new NotImplementedException();
}
