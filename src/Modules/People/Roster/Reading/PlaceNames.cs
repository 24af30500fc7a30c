using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster.Reading;

/// <summary>Remembers what each place name means inside its parent. Only exact names and paths of exact names resolve; the rest is suggested.</summary>
internal sealed class PlaceNames(RegionTree tree)
{
    private const int MaxRemembered = 200_000;
    private const string LevelEnds = "省市县区旗盟州镇乡道村";
    private readonly Dictionary<long, Dictionary<string, Place>.AlternateLookup<ReadOnlySpan<char>>> known = [];
    private int remembered;

    /// <summary>Resolves a name, or a path such as "太原市清徐县/清源镇", at any depth below the parent; a level left out is allowed
    /// where exactly one place fits.</summary>
    public Place Find(RegionCode parent, ReadOnlySpan<char> text)
    {
        if (!known.TryGetValue(parent.Value, out var names))
        {
            names = new Dictionary<string, Place>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
            known[parent.Value] = names;
        }

        if (names.TryGetValue(text, out var place))
        {
            return place;
        }

        var key = text.ToString();
        place = Search(parent, key);
        if (remembered++ < MaxRemembered)
        {
            names.Dictionary[key] = place;
        }

        return place;
    }

    /// <summary>"是否为：清源镇、清泉镇？" or the fallback when nothing is near.</summary>
    public static string Suggest(Place place, string otherwise) =>
        place.Suggestions.Count == 0 ? otherwise : $"是否为：{string.Join("、", place.Suggestions.Take(3).Select(r => r.Name))}？";

    private Place Search(RegionCode parent, string text)
    {
        var match = tree.Resolve(parent, text);
        if (match.Region is not null)
        {
            return new Place(match.Region.Code, []);
        }

        if (SearchPath(parent, text) is { } path)
        {
            return new Place(path, []);
        }

        var suggestions = match.Suggestions;
        if (parent.Level is RegionLevel.Province or RegionLevel.City && tree.Children(parent) is var children)
        {
            // a level was left out: 江苏省 → 昆山市, 北京市 → 朝阳区
            var inner = children.Select(c => tree.Resolve(c.Code, text)).ToList();
            var hits = inner.Where(m => m.Region is not null).Select(m => m.Region!).ToList();
            if (hits.Count == 1 && match.Suggestions.All(s => s.Name != text))
            {
                return new Place(hits[0].Code, []);
            }

            suggestions = hits.Count > 1 ? hits : [.. match.Suggestions, .. inner.SelectMany(m => m.Suggestions)];
        }

        return new Place(null, suggestions);
    }

    /// <summary>Cuts the text where a place name can end and follows it downward; the longest leading name is tried first.</summary>
    private RegionCode? SearchPath(RegionCode parent, string text)
    {
        for (var end = text.Length - 1; end >= 1; end--)
        {
            var isSeparator = text[end] is '/' or '\\' or '-' or '—' or '－' or '、' or ',' or '，' or '>' or '·';
            if (!isSeparator && !(end >= 2 && LevelEnds.Contains(text[end - 1])))
            {
                continue;
            }

            if (tree.Resolve(parent, text[..end]).Region is not { } region)
            {
                continue;
            }

            var rest = text[(isSeparator ? end + 1 : end)..];
            if (rest.Length == 0)
            {
                return region.Code;
            }

            if (Search(region.Code, rest).Code is { } inner)
            {
                return inner;
            }
        }

        return null;
    }
}

/// <summary>A resolved place, or the names it may have been meant to be.</summary>
internal sealed record Place(RegionCode? Code, IReadOnlyList<Region> Suggestions);
