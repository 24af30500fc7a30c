using System.Globalization;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Data;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Matching.Recommend;

/// <summary>The weights in force and what codes are called.</summary>
/// <param name="Names">For sentences the person reads.</param>
internal sealed record MatchSettings(MatchWeights Weights, MatchNames Names)
{
    private readonly MatchNames toOthers = Names with { Person = "本人" };

    /// <summary>For sentences about a person.</summary>
    /// <param name="self">The person reads them.</param>
    public MatchNames To(bool self) => self ? Names : toOthers;

    public static MatchSettings Load(Places places, CodeSets codes, RegionTree regions) => new(
        MatchWeights.Load(Path.Combine(places.Reference, "matching", "weights-demonstration.json")),
        new MatchNames(code => codes.Occupation.NameOf(CodeText(code)), place => NameOf(regions, place), bit => $"第{bit + 1}项技能"));

    public static string NameOf(RegionTree regions, long place)
    {
        var code = new RegionCode(place);
        return !regions.TryGet(code, out var region) ? place.ToString("D12", CultureInfo.InvariantCulture)
            : region.Level <= RegionLevel.Province ? region.Name : regions.Path(code).Replace(" ", "", StringComparison.Ordinal);
    }

    /// <summary>6180204 → 6-18-02-04, 6180200 → 6-18-02.</summary>
    internal static string CodeText(int code)
    {
        var text = code.ToString("D7", CultureInfo.InvariantCulture);
        var full = $"{text[0]}-{text[1..3]}-{text[3..5]}-{text[5..7]}";
        return OccupationCode.Span(code) switch { 1 => full, 100 => full[..7], 10_000 => full[..4], _ => full[..1] };
    }
}
