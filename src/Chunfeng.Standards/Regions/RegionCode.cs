using System.Globalization;

namespace Chunfeng.Standards.Regions;

/// <summary>统计用区划代码, twelve digits: 2 province, 2 city, 2 county, 3 township, 3 village.</summary>
public readonly record struct RegionCode(long Value) : IComparable<RegionCode>
{
    public static readonly RegionCode China = new(0);
    public static readonly RegionCode Shanxi = new(140000000000);

    // how many codes one region of a level spans, by level
    private static ReadOnlySpan<long> Spans => [1_000_000_000_000, 10_000_000_000, 100_000_000, 1_000_000, 1_000, 1];

    /// <summary>The level its digits name: 140100000000 is a city.</summary>
    public RegionLevel Level
    {
        get
        {
            var level = RegionLevel.Country;
            while (level < RegionLevel.Village && Value % Spans[(int)level] != 0)
            {
                level++;
            }

            return level;
        }
    }

    /// <summary>The enclosing region one level up by digits; the country is its own parent.</summary>
    public RegionCode Parent => Level is RegionLevel.Country ? China : At(Level - 1);

    /// <summary>The codes of the regions it lies in, from the province down, without itself.</summary>
    public long[] Above()
    {
        var self = this;
        return [.. Enumerable.Range((int)RegionLevel.Province, Math.Max(0, (int)Level - (int)RegionLevel.Province)).Select(l => self.At((RegionLevel)l).Value)];
    }

    /// <summary>Every code inside this region is in [Value, End).</summary>
    public long End => Value + Spans[(int)Level];

    /// <summary>Reads 2, 4, 6, 9 or 12 digits, padded with zeros to twelve; blanks around are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RegionCode code)
    {
        code = default;
        text = text.Trim();
        if (text.Length is not (2 or 4 or 6 or 9 or 12)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        for (var i = text.Length; i < 12; i++)
        {
            value *= 10;
        }

        code = new RegionCode(value);
        return true;
    }

    /// <summary>The region of <paramref name="level"/> this one lies in; itself when it is no deeper than that.</summary>
    public RegionCode At(RegionLevel level) => new(Value - (Value % Spans[(int)level]));

    public bool Contains(RegionCode other) => other.Value >= Value && other.Value < End;

    public int CompareTo(RegionCode other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D12", CultureInfo.InvariantCulture);
}
