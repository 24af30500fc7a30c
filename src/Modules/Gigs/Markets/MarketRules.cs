using System.Text;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Gigs.Markets;

/// <summary>A market as it is registered.</summary>
internal sealed record MarketDraft(string Name, MarketKind Kind, RegionCode Region, string Address, string Phone, string Hours, int Capacity, string Services, string Areas, bool IsOpen);

/// <summary>What a market must be to be registered.</summary>
internal static class MarketRules
{
    public const int MostName = 60, MostText = 200, MostCapacity = 100_000;

    public static Refusal? Check(MarketDraft market, RegionCode own, RegionTree regions)
    {
        if (market.Name.Length is 0 or > MostName)
        {
            return new Refusal("bad-name", $"请填写市场名称，不超过 {MostName} 字");
        }

        if (!Enum.IsDefined(market.Kind))
        {
            return new Refusal("bad-kind", "请选择市场类别");
        }

        if (!own.Contains(market.Region) || !regions.TryGet(market.Region, out var place) || place.Level is not (RegionLevel.County or RegionLevel.Township))
        {
            return new Refusal("bad-region", "请选择您辖区内的县（市、区）或乡镇（街道）");
        }

        if (market.Address.Length is 0 or > MostText)
        {
            return new Refusal("bad-address", $"请填写地址，不超过 {MostText} 字");
        }

        if (market.Hours.Length is 0 or > 50)
        {
            return new Refusal("bad-hours", "请填写开放时间，例如 06:00—18:00");
        }

        return market.Capacity is < 1 or > MostCapacity ? new Refusal("bad-capacity", $"请填写容纳人数，1 至 {MostCapacity}")
            : market.Phone.Length > 30 ? new Refusal("bad-phone", "服务电话最多 30 个字")
            : null;
    }

    /// <summary>Text as it may be stored and shown: one kind of line end, no control characters, no half characters.</summary>
    public static string Clean(string? text, int most = 2000)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes().Take(most + 1))
        {
            if (rune.Value == '\n' || !(Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0xFFFE or 0xFFFF))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }
}
