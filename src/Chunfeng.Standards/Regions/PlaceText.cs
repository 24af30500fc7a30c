namespace Chunfeng.Standards.Regions;

/// <summary>Reads a place as people write it: a code, "山西省太原市小店区", "太原市 小店区", "清徐县". Pure.</summary>
public static class PlaceText
{
    /// <returns>The deepest region the text names, down to the township; null when none is or several are meant.</returns>
    public static Region? Read(RegionTree regions, string? text)
    {
        var clean = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && c is not ('·' or '-' or '/' or '、')));
        if (clean.Length == 0)
        {
            return null;
        }

        if (RegionCode.TryParse(clean, out var code))
        {
            return regions.TryResolve(code, out var current) ? regions[current] : null;
        }

        var province = regions.Children(RegionCode.China).FirstOrDefault(p => Starts(clean, p));
        if (province is not null)
        {
            return Down(regions, province, After(clean, province));
        }

        return Down(regions, regions[RegionCode.Shanxi], clean) is { Level: > RegionLevel.Province } inside ? inside
            : Only(regions.Within(RegionCode.Shanxi, RegionLevel.County).Where(c => c.Kind is not "nominal" && Starts(clean, c))) is { } county ? Down(regions, county, After(clean, county))
            : Only(regions.Children(RegionCode.China).SelectMany(p => regions.Children(p.Code)).Where(c => c.Kind is not "nominal" && Starts(clean, c))) is { } city
                ? Down(regions, city, After(clean, city)) : null;
    }

    /// <summary>Follows the names below a region as far as the text goes; the layers that only group are passed through.</summary>
    private static Region? Down(RegionTree regions, Region at, string rest)
    {
        while (rest.Length > 0 && at.Level < RegionLevel.Township)
        {
            var below = regions.Children(at.Code).SelectMany(c => c.Kind is "nominal" ? regions.Children(c.Code) : [c]);
            var next = below.Where(c => Starts(rest, c)).OrderByDescending(c => Length(rest, c)).FirstOrDefault();
            if (next is null)
            {
                break;
            }

            (at, rest) = (next, After(rest, next));
        }

        return at;
    }

    private static bool Starts(string text, Region region) => Length(text, region) > 0;

    private static string After(string text, Region region) => text[Length(text, region)..];

    /// <summary>How many characters of the text name the region: its full name, its name, or a name of three or more without the last character.</summary>
    private static int Length(string text, Region region)
    {
        foreach (var name in (string[])[region.FullName, region.Name])
        {
            if (name.Length > 0 && text.StartsWith(name, StringComparison.Ordinal))
            {
                return name.Length;
            }
        }

        return region.Name.Length >= 3 && text.StartsWith(region.Name[..^1], StringComparison.Ordinal) ? region.Name.Length - 1 : 0;
    }

    private static Region? Only(IEnumerable<Region> regions) => regions.Take(2).ToList() is [var one] ? one : null;
}
