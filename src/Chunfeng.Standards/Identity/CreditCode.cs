namespace Chunfeng.Standards.Identity;

/// <summary>统一社会信用代码 (GB 32100-2015), 18 characters.</summary>
public readonly record struct CreditCode
{
    private const int Length = 18;
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private CreditCode(string value) => Value = value;

    public string Value { get => field ?? ""; }

    // powers of 3 modulo 31
    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>Reads 18 characters; full-width forms, blanks and lower case are accepted. On false, <paramref name="reason"/> is a
    /// sentence in Simplified Chinese for the person who typed it; else "".</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CreditCode code, out string reason)
    {
        code = default;
        Span<char> typed = stackalloc char[Length];
        var length = 0;
        var foreign = false;
        foreach (var raw in text)
        {
            if (Text.IsBlank(raw) || (length == 0 && Text.IsTextMark(raw)))
            {
                continue;
            }

            var c = char.ToUpperInvariant(Text.HalfWidth(raw));
            foreign |= !Alphabet.Contains(c, StringComparison.Ordinal);
            if (length < Length)
            {
                typed[length] = c;
            }

            length++;
        }

        reason = length switch
        {
            0 => "统一社会信用代码为空，请补填。",
            not Length => "统一社会信用代码应为18位，请对照营业执照核对位数。",
            _ when foreign => "统一社会信用代码只用数字和大写字母，且不含 I、O、S、V、Z，请对照营业执照核对。",
            _ when typed[2..8].ContainsAnyExceptInRange('0', '9') => "统一社会信用代码第3至8位应是地区代码数字，请对照营业执照核对。",
            _ when CheckOf(typed) != typed[Length - 1] => "统一社会信用代码校验不通过，可能有一位写错，请对照营业执照逐位核对。",
            _ => "",
        };
        if (reason.Length > 0)
        {
            return false;
        }

        code = new CreditCode(new string(typed));
        return true;
    }

    public override string ToString() => Value;

    private static char CheckOf(ReadOnlySpan<char> typed)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += Alphabet.IndexOf(typed[i], StringComparison.Ordinal) * Weights[i];
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}
