using System.Globalization;

namespace Chunfeng.Standards.Money;

/// <summary>An amount in whole fen. Overflow throws.</summary>
public readonly record struct Fen(long Value) : IComparable<Fen>
{
    /// <summary>Reads yuan as people write it: "4500", "4,500.50", "4500元", "￥4500", "0.45万"; more than two decimals of a yuan is
    /// refused, as are a misplaced thousands comma and anything that is no amount. A leading minus is read.</summary>
    public static bool TryParseYuan(ReadOnlySpan<char> text, out Fen amount)
    {
        amount = default;
        Span<char> typed = stackalloc char[32];
        var length = 0;
        foreach (var raw in text)
        {
            if (Text.IsBlank(raw) || (length == 0 && (Text.IsTextMark(raw) || raw is '¥' or '￥')))
            {
                continue;
            }

            if (length == typed.Length)
            {
                return false;
            }

            typed[length++] = Text.HalfWidth(raw);
        }

        ReadOnlySpan<char> number = typed[..length];
        var scale = 100m;
        number = number.EndsWith("元") || number.EndsWith("圆") || number.EndsWith("块") ? number[..^1] : number;
        if (number.EndsWith("万"))
        {
            number = number[..^1];
            scale *= 10_000;
        }

        if (!CommasInPlace(number)
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out var yuan)
            || Math.Abs(yuan) > long.MaxValue)
        {
            return false;
        }

        var fen = yuan * scale;
        if (fen != decimal.Truncate(fen) || fen is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        amount = new Fen((long)fen);
        return true;
    }

    public static Fen operator +(Fen a, Fen b) => new(checked(a.Value + b.Value));

    public static Fen operator -(Fen a, Fen b) => new(checked(a.Value - b.Value));

    public int CompareTo(Fen other) => Value.CompareTo(other.Value);

    /// <summary>"4500" or "4500.50": yuan with no currency sign, for files.</summary>
    public string ToYuan() => (Value / 100m).ToString(Value % 100 == 0 ? "0" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>"4,500.00元", for people.</summary>
    public override string ToString() => (Value / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture) + "元";

    /// <summary>Splits into parts by weight with no fen lost (largest remainder, ties to the earlier part). A negative total is split
    /// like the positive one.</summary>
    /// <exception cref="ArgumentException">No weights, a negative weight, or weights that sum to zero.</exception>
    public static IReadOnlyList<Fen> Split(Fen total, IReadOnlyList<long> weights)
    {
        if (weights.Any(w => w < 0))
        {
            throw new ArgumentException("A weight is negative.", nameof(weights));
        }

        var sum = weights.Aggregate(Int128.Zero, (s, w) => s + w);
        if (sum == 0)
        {
            throw new ArgumentException("Weights sum to zero.", nameof(weights));
        }

        var whole = Int128.Abs(total.Value);
        var parts = new Int128[weights.Count];
        var remainders = new Int128[weights.Count];
        var left = whole;
        for (var i = 0; i < parts.Length; i++)
        {
            (parts[i], remainders[i]) = Int128.DivRem(whole * weights[i], sum);
            left -= parts[i];
        }

        // LINQ's sort is stable: the earlier part wins a tie
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).Take((int)left))
        {
            parts[i]++;
        }

        return Array.ConvertAll(parts, p => new Fen((long)(total.Value < 0 ? -p : p)));
    }

    private static bool CommasInPlace(ReadOnlySpan<char> number)
    {
        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        if (point >= 0 && number[point..].Contains(','))
        {
            return false;
        }

        whole = whole.Length > 0 && whole[0] is '-' or '+' ? whole[1..] : whole;
        var first = whole.IndexOf(',');
        if (first < 0)
        {
            return true;
        }

        if (first is < 1 or > 3 || (whole.Length - first) % 4 != 0)
        {
            return false;
        }

        for (var i = first; i < whole.Length; i++)
        {
            if ((whole[i] == ',') != ((i - first) % 4 == 0))
            {
                return false;
            }
        }

        return true;
    }
}
