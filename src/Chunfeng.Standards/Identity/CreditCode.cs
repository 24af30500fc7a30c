namespace Chunfeng.Standards.Identity;

/// <summary>统一社会信用代码 (GB 32100-2015), 18 characters.</summary>
public readonly record struct CreditCode
{
    private CreditCode(string value) => Value = value;
    public string Value { get => field ?? ""; }
    public static bool TryParse(ReadOnlySpan<char> text, out CreditCode code, out string reason) => throw new NotImplementedException();
    public override string ToString() => Value;
}
