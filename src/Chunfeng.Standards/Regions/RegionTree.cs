using System.Diagnostics.CodeAnalysis;

namespace Chunfeng.Standards.Regions;

/// <summary>All areas the platform knows: Shanxi to villages, the rest of China to counties. Immutable, thread-safe.</summary>
public sealed class RegionTree
{
    internal const string Zone = "zone";
    internal const string Other = "other";
    internal const string Nominal = "nominal";

    private readonly Region[] all;
    private readonly Dictionary<long, int> places;
    private readonly Region[][] children;
    private readonly Dictionary<long, Succession> successions;

    private readonly Dictionary<RegionLevel, (Region[] Regions, long[] Codes)> levels;

    // built when first asked: most parents of a province never are
    private readonly NameIndex?[] names;
    private readonly string?[] paths;

    private RegionTree(Region[] all, Succession[] successions)
    {
        this.all = all;
        places = new Dictionary<long, int>(all.Length);
        for (var i = 0; i < all.Length; i++)
        {
            places.Add(all[i].Code.Value, i);
        }

        this.successions = successions.ToDictionary(s => s.Old.Value);
        names = new NameIndex?[all.Length];
        paths = new string?[all.Length];
        levels = all.GroupBy(r => r.Level).ToDictionary(g => g.Key, g => (Regions: g.ToArray(), Codes: g.Select(r => r.Code.Value).ToArray()));
        children = new Region[all.Length][];
        Array.Fill(children, []);
        foreach (var family in all.Where(r => r.Level != RegionLevel.Country).GroupBy(r => r.Parent.Value))
        {
            children[places[family.Key]] = [.. family];
        }
    }

    /// <summary>Every region sorted by code; the first is the country (全国, code 0).</summary>
    public IReadOnlyList<Region> All => all;

    public Region this[RegionCode code] => TryGet(code, out var r) ? r : throw new KeyNotFoundException($"No region {code}.");

    /// <summary>Loads data/regions/*.csv (cn_province_city_county.csv, shanxi_to_town.csv, shanxi_villages.csv, successors.csv).</summary>
    /// <exception cref="FileNotFoundException">A file is not in <paramref name="directory"/>.</exception>
    /// <exception cref="InvalidDataException">A code is no code.</exception>
    public static RegionTree Load(string directory) => new(RegionFiles.Regions(directory), RegionFiles.Successions(directory));

    public bool TryGet(RegionCode code, [NotNullWhen(true)] out Region? region)
    {
        region = places.TryGetValue(code.Value, out var place) ? all[place] : null;
        return region is not null;
    }

    /// <summary>Direct children sorted by code; empty for a leaf and for an unknown code.</summary>
    public IReadOnlyList<Region> Children(RegionCode code) => places.TryGetValue(code.Value, out var place) ? children[place] : [];

    /// <summary>All descendants (self included) of one level, sorted by code.</summary>
    public IReadOnlyList<Region> Within(RegionCode code, RegionLevel level)
    {
        if (!places.ContainsKey(code.Value) || !levels.TryGetValue(level, out var same))
        {
            return [];
        }

        var (first, end) = (PlaceOf(code.Value), PlaceOf(code.End));
        return new ArraySegment<Region>(same.Regions, first, end - first);

        int PlaceOf(long value) => Array.BinarySearch(same.Codes, value) is var at && at < 0 ? ~at : at;
    }

    /// <summary>A code in force: itself when known, its successor when abolished (a township or village of an abolished county
    /// comes out as the new county), false when unknown. A county divided among several follows its larger part.</summary>
    public bool TryResolve(RegionCode code, out RegionCode current)
    {
        current = code;
        if (places.ContainsKey(code.Value))
        {
            return true;
        }

        if (!successions.TryGetValue(code.At(RegionLevel.County).Value, out var succession))
        {
            return false;
        }

        current = succession.Current;
        return places.ContainsKey(current.Value);
    }

    /// <summary>Resolves a name (full, or without 省/市/县/区/镇/乡/村委会 suffix) among the children of <paramref name="parent"/>;
    /// an ambiguous short name resolves to nothing with the candidates as suggestions. Near misses (edit distance 1-2, shared
    /// prefix) are suggested, never guessed. The former name of a county changed whole (屯留县) finds its successor. Under a
    /// municipality its districts are found directly; the parent's own name in front ("山西省太原市") is read over. Thread-safe, no allocation when the name is written as held.</summary>
    public RegionMatch Resolve(RegionCode parent, string name)
    {
        if (!places.TryGetValue(parent.Value, out var place))
        {
            return new RegionMatch(null, []);
        }

        var match = NamesAt(place).Find(name);
        if (match.Region is not null)
        {
            return match;
        }

        // "山西省太原市" in the column of cities says no more than "太原市"
        var compact = Text.Compact(name);
        foreach (var above in (ReadOnlySpan<string>)[all[place].FullName, all[place].Name])
        {
            if (above.Length > 0 && compact.Length > above.Length && compact.StartsWith(above, StringComparison.Ordinal)
                && NamesAt(place).Find(compact[above.Length..]) is { Region: not null } inside)
            {
                return inside;
            }
        }

        return match;
    }

    /// <summary>"太原市 清徐县 清源镇": names from city downward, joined by a blank; outside Shanxi from the province. The province
    /// and the country alone give their own names; an unknown code gives its digits.</summary>
    public string Path(RegionCode code) => places.TryGetValue(code.Value, out var place) ? paths[place] ??= MakePath(code, all[place]) : code.ToString();

    private string MakePath(RegionCode code, Region region)
    {
        var top = code != RegionCode.Shanxi && RegionCode.Shanxi.Contains(code) ? RegionLevel.City : RegionLevel.Province;
        var parts = new Stack<string>();
        for (var r = region; r.Level >= top && r.Level != RegionLevel.Country; r = this[r.Parent])
        {
            if (r.Kind != Nominal)
            {
                parts.Push(r.Name);
            }
        }

        return parts.Count > 0 ? string.Join(' ', parts) : region.Name;
    }

    private NameIndex NamesAt(int place) => Volatile.Read(ref names[place]) ?? BuildNames(place);

    private NameIndex BuildNames(int place)
    {
        var parent = all[place];
        var mine = children[place].SelectMany(c => c.Kind == Nominal ? children[places[c.Code.Value]].Prepend(c) : [c]).ToArray();
        var former = successions.Values
            .Where(s => !s.Approximate && s.Old.Parent == parent.Code && places.ContainsKey(s.Current.Value))
            .Select(s => (s.FormerName, this[s.Current]));
        var built = new NameIndex(mine, former);

        // another thread may have built the same: one of the two stays
        return Interlocked.CompareExchange(ref names[place], built, null) ?? built;
    }
}
