namespace Chunfeng.Standards.Money;

/// <summary>An amount in whole fen. Overflow throws.</summary>
public readonly record struct Fen(long Value) : IComparable<Fen>
{
    /// <summary>Reads yuan as people write it: "4500", "4,500.50", "4500元", "0.45万"; more than two decimals of a yuan is refused.</summary>
    public static bool TryParseYuan(ReadOnlySpan<char> text, out Fen amount) => throw new NotImplementedException();
    public static Fen operator +(Fen a, Fen b) => new(checked(a.Value + b.Value));
    public static Fen operator -(Fen a, Fen b) => new(checked(a.Value - b.Value));
    public int CompareTo(Fen other) => Value.CompareTo(other.Value);
    /// <summary>"4500" or "4500.50": yuan with no currency sign, for files.</summary>
    public string ToYuan() => throw new NotImplementedException();
    /// <summary>"4,500.00元", for people.</summary>
    public override string ToString() => throw new NotImplementedException();
    /// <summary>Splits into parts by weight with no fen lost (largest remainder, ties to the earlier part).</summary>
    public static IReadOnlyList<Fen> Split(Fen total, IReadOnlyList<long> weights) => throw new NotImplementedException();
}
