using System.Globalization;
using System.Text.RegularExpressions;
using Chunfeng.Engine.Matching;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Matching.Recommend;

/// <summary>What a person wishes for, read from the register's 就业意愿: as the portal writes it (工种：…；地区：…；月薪：…元；需要住宿), or in free words.</summary>
/// <param name="Trades">Words as written.</param>
/// <param name="Places">12-digit codes.</param>
internal sealed partial record WishText(IReadOnlyList<string> Trades, IReadOnlyList<long> Places, int MonthFen, bool NeedsLodging)
{
    public static readonly WishText None = new([], [], 0, false);
    private const int MostYuan = 100_000;

    public static WishText Read(string text, RegionTree regions)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return None;
        }

        var (trades, places) = (new List<string>(), new List<long>());
        var (fen, lodging) = (0, false);
        foreach (var part in Parts().Split(text).Select(p => p.Trim()).Where(p => p.Length > 0))
        {
            var (label, words) = part.IndexOfAny(['：', ':']) is > 0 and var at ? (part[..at].Trim(), part[(at + 1)..]) : ("", part);
            foreach (var word in Words().Split(words).Select(w => w.Trim()).Where(w => w.Length > 0))
            {
                if (Money().Match(word) is { Success: true } money && label is "" or "月薪" or "工资" && money.Success)
                {
                    var yuan = decimal.Parse(money.Groups[1].Value, CultureInfo.InvariantCulture) * (money.Groups[2].Value == "千" ? 1000 : money.Groups[2].Value == "万" ? 10_000 : 1);
                    fen = yuan is > 0 and <= MostYuan ? (int)(yuan * 100) : fen;
                }
                else if (word.Contains("住宿", StringComparison.Ordinal) || word.Contains("包住", StringComparison.Ordinal) || word.Contains("包吃住", StringComparison.Ordinal))
                {
                    lodging = !word.Contains('不', StringComparison.Ordinal);
                }
                else if (label is "" or "地区" or "地点" && Place(word, regions) is { } place)
                {
                    places.Add(place);
                }
                else if (label is "" or "工种" or "职业" or "岗位")
                {
                    trades.Add(word);
                }
            }
        }

        return new WishText([.. trades.Distinct()], [.. places.Distinct().Take(Seeker.MostWishes)], fen, lodging);
    }

    /// <summary>As the register keeps it.</summary>
    public string Write(Func<long, string> nameOf) => string.Join("；", new[]
    {
        Trades.Count > 0 ? $"工种：{string.Join('、', Trades)}" : "",
        Places.Count > 0 ? $"地区：{string.Join('、', Places.Select(nameOf))}" : "",
        MonthFen > 0 ? $"月薪：{MonthFen / 100}元" : "",
        NeedsLodging ? "需要住宿" : "",
    }.Where(p => p.Length > 0));

    /// <summary>A province, or a city or county of Shanxi; null when it is none.</summary>
    public static long? Place(string word, RegionTree regions)
    {
        if (word is "省内" or "本省")
        {
            return RegionCode.Shanxi.Value;
        }

        return (regions.Resolve(RegionCode.China, word).Region ?? regions.Resolve(RegionCode.Shanxi, word).Region
            ?? Counties(regions, word))?.Code.Value;
    }

    private static Region? Counties(RegionTree regions, string word) =>
        regions.Children(RegionCode.Shanxi).Select(c => regions.Resolve(c.Code, word).Region).OfType<Region>().DistinctBy(r => r.Code).ToList() is [var only] ? only : null;

    [GeneratedRegex("[；;。\n]")]
    private static partial Regex Parts();

    [GeneratedRegex(@"[、，,/\s|]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?:月薪|工资)?(\d{1,6}(?:\.\d{1,2})?)(千|万)?元?(?:以上|左右|/月)?$")]
    private static partial Regex Money();
}
