namespace Chunfeng.Standards.Regions;

/// <summary>Reads the region files into regions sorted by code, each code once.</summary>
internal static class RegionFiles
{
    public static Region[] Regions(string directory)
    {
        var rows = new Dictionary<long, (RegionCode Code, string Name, string Kind)>
        {
            [0] = (RegionCode.China, "全国", ""),
        };
        foreach (var row in CsvFile.Read(Path.Combine(directory, "shanxi_to_town.csv"), "code", "name", "kind"))
        {
            Add(row[0], row[1], row[2] switch { "其他" => RegionTree.Other, "" or "镇" or "乡" or "街道" => "", _ => RegionTree.Zone });
        }

        foreach (var row in CsvFile.Read(Path.Combine(directory, "shanxi_villages.csv"), "code", "name", "kind"))
        {
            Add(row[0], row[1], row[2] == "其他" ? RegionTree.Other : row[2]);
        }

        // 东莞, 中山 and 儋州 have no counties: the file repeats the city as its own county, the first row stays
        foreach (var row in CsvFile.Read(Path.Combine(directory, "cn_province_city_county.csv"), "code", "name"))
        {
            Add(row[0], row[1], row[1] is "市辖区" or "县" || row[1].Contains("直辖县级", StringComparison.Ordinal) ? RegionTree.Nominal : "");
        }

        void Add(string digits, string name, string kind)
        {
            if (!RegionCode.TryParse(digits, out var code))
            {
                throw new InvalidDataException($"Region files hold a wrong code: {digits}.");
            }

            rows.TryAdd(code.Value, (code, name, kind));
        }

        var sorted = rows.Values.OrderBy(r => r.Code).ToArray();
        var full = new Dictionary<long, string>(sorted.Length);
        return Array.ConvertAll(sorted, r =>
        {
            // the country says nothing in a full name, nor does a layer that only groups
            var parent = r.Code.Parent;
            var above = parent.Level == RegionLevel.Country ? "" : full[parent.Value];
            var name = r.Kind == RegionTree.Nominal ? above : above + r.Name;
            full[r.Code.Value] = name;
            return new Region(r.Code, r.Name, r.Code.Level, parent, r.Kind, name);
        });
    }

    public static Succession[] Successions(string directory) =>
    [
        .. CsvFile.Read(Path.Combine(directory, "successors.csv"), "old_code", "new_code", "note", "old_name").Select(row =>
            RegionCode.TryParse(row[0], out var old) && RegionCode.TryParse(row[1], out var current)
                ? new Succession(old, current, row[3], row[2].StartsWith("近似", StringComparison.Ordinal))
                : throw new InvalidDataException($"successors.csv holds a wrong code: {row[0]}, {row[1]}.")),
    ];
}
