namespace Chunfeng.Standards.Regions;

/// <summary>The names under one parent: full ones first, then equal forms, then short ones; what two share belongs to neither.</summary>
internal sealed class NameIndex
{
    private const int MostSuggestions = 5;
    private readonly Region[] regions;
    private readonly Dictionary<string, RegionMatch> matches = new(StringComparer.Ordinal);

    /// <param name="regions">Those who may be meant.</param>
    /// <param name="former">Names no longer in force with their one successor; they never hide a name in force.</param>
    public NameIndex(Region[] regions, IEnumerable<(string Name, Region Successor)> former)
    {
        this.regions = regions;
        Admit(regions.Select(r => (r.Name, r)));
        Admit(regions.Select(r => (RegionNames.Canonical(r.Name, r.Level), r)));
        Admit(regions.Where(r => r.Kind != RegionTree.Nominal)
            .Select(r => (RegionNames.Bare(RegionNames.Canonical(r.Name, r.Level), r.Level), r)));
        Admit(former.Select(f => (f.Name, f.Successor)));
    }

    public RegionMatch Find(string name)
    {
        if (matches.TryGetValue(name, out var match))
        {
            return match;
        }

        var compact = Text.Compact(name);
        if (compact.Length == 0)
        {
            return new RegionMatch(null, []);
        }

        if (matches.TryGetValue(compact, out match))
        {
            return match;
        }

        foreach (var level in regions.Select(r => r.Level).Distinct())
        {
            if (matches.TryGetValue(RegionNames.Canonical(compact, level), out match))
            {
                return match;
            }
        }

        return new RegionMatch(null, Nearest(compact));
    }

    private void Admit(IEnumerable<(string Name, Region Region)> names)
    {
        foreach (var group in names.GroupBy(n => n.Name, n => n.Region, StringComparer.Ordinal))
        {
            Region[] owners = [.. group.Distinct()];
            matches.TryAdd(group.Key, owners.Length == 1 ? new RegionMatch(owners[0], []) : new RegionMatch(null, owners));
        }
    }

    private Region[] Nearest(string name)
    {
        var near = new List<(int Distance, Region Region)>();
        foreach (var region in regions)
        {
            var canonical = RegionNames.Canonical(region.Name, region.Level);
            var bare = RegionNames.Bare(canonical, region.Level);
            var typed = RegionNames.Bare(RegionNames.Canonical(name, region.Level), region.Level);
            var distance = Math.Min(EditDistance.Within(typed, bare, 2), EditDistance.Within(name, region.Name, 2));
            var related = typed.Length >= 2 && bare.Length >= 2
                && (typed.StartsWith(bare, StringComparison.Ordinal) || bare.StartsWith(typed, StringComparison.Ordinal)
                    || typed.AsSpan(0, 2).SequenceEqual(bare.AsSpan(0, 2)));

            // two edits in a name of two characters is another name
            if (distance < Math.Max(2, Math.Min(typed.Length, 3)) && distance < Math.Max(typed.Length, bare.Length))
            {
                near.Add((distance, region));
            }
            else if (related)
            {
                near.Add((3, region));
            }
        }

        return [.. near.OrderBy(n => n.Distance).ThenBy(n => n.Region.Code).Take(MostSuggestions).Select(n => n.Region)];
    }
}
