namespace Chunfeng.Standards.Identity;

/// <summary>Why a text is not a resident identity number.</summary>
public enum IdNumberFault { None, Empty, DigitsLost, Length, Characters, BirthDate, CheckDigit }

/// <summary>Sex by GB/T 2261.1: 1 male, 2 female.</summary>
public enum Sex : byte { Unknown = 0, Male = 1, Female = 2, Unstated = 9 }

/// <summary>公民身份号码 (GB 11643-1999), always held as the 18-character form; 15 digits are raised to 18.</summary>
public readonly record struct IdNumber
{
    private readonly ulong body;   // the first 17 digits
    private readonly char check;   // 0-9 or X

    private IdNumber(ulong body, char check) => (this.body, this.check) = (body, check);

    /// <summary>Reads 18 or 15 characters; accepts full-width digits, blanks anywhere and a lower-case x. Any area prefix of two
    /// digits 11..91 is accepted, abolished counties included. Scientific notation ("1.40105E+17") is refused as DigitsLost, as is an
    /// 18-digit number whose last three digits are 000 when it comes from a number cell (<paramref name="fromNumberCell"/>).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IdNumber id, out IdNumberFault fault, bool fromNumberCell = false) => throw new NotImplementedException();

    /// <summary>The number a register holds; throws FormatException on a wrong one (a bug, not bad input).</summary>
    public static IdNumber Parse(string text) => throw new NotImplementedException();

    /// <summary>Builds a number from an area of six digits, a birth date and a serial 0..999; odd serials are men.</summary>
    public static IdNumber Create(int area, DateOnly birth, int serial) => throw new NotImplementedException();

    public int Area => throw new NotImplementedException();
    public DateOnly BirthDate => throw new NotImplementedException();
    public Sex Sex => throw new NotImplementedException();

    /// <summary>Completed years on <paramref name="day"/>; a birthday counts on the day itself.</summary>
    public int AgeOn(DateOnly day) => throw new NotImplementedException();

    /// <summary>Writes the 18 characters; false when <paramref name="destination"/> is shorter.</summary>
    public bool TryFormat(Span<char> destination) => throw new NotImplementedException();
    public override string ToString() => throw new NotImplementedException();
}

/// <summary>What a person should read and do about a fault.</summary>
public static class IdNumberFaults
{
    public static string Explain(IdNumberFault fault) => throw new NotImplementedException();
}
