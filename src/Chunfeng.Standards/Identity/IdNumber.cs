using System.Globalization;

namespace Chunfeng.Standards.Identity;

/// <summary>公民身份号码 (GB 11643-1999), always held as the 18-character form; 15 digits are raised to 18.</summary>
public readonly record struct IdNumber
{
    private const int Full = 18;
    private const int Old = 15;
    private const int FirstYear = 1900;
    private const int LastYear = 2100;
    private const string CheckCharacters = "10X98765432";

    private readonly ulong body;   // the first 17 digits
    private readonly char check;   // 0-9 or X

    private IdNumber(ulong body, char check) => (this.body, this.check) = (body, check);

    // 17 weights of GB 11643
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The six digits of the county where the number was first given; it may long be abolished.</summary>
    public int Area => (int)(body / 100_000_000_000);

    public DateOnly BirthDate
    {
        get
        {
            var day = (int)(body / 1000 % 100_000_000);
            return new DateOnly(day / 10_000, day / 100 % 100, day % 100);
        }
    }

    public Sex Sex => body == 0 ? Sex.Unknown : body % 2 == 1 ? Sex.Male : Sex.Female;

    /// <summary>Reads 18 or 15 characters; accepts full-width digits, blanks anywhere and a lower-case x. Any area prefix of two
    /// digits 11..91 is accepted, abolished counties included. Scientific notation ("1.40105E+17") is refused as DigitsLost, as is an
    /// 18-digit number whose last three digits are 000 when it comes from a number cell (<paramref name="fromNumberCell"/>) or when
    /// its check digit disagrees. Birth dates 1900–2100; no clock is asked.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IdNumber id, out IdNumberFault fault, bool fromNumberCell = false)
    {
        id = default;
        Span<char> typed = stackalloc char[Full];
        var length = 0;
        var foreign = false;
        foreach (var raw in text)
        {
            if (Text.IsBlank(raw) || (length == 0 && Text.IsTextMark(raw)))
            {
                continue;
            }

            var c = Text.HalfWidth(raw);
            c = c == 'x' ? 'X' : c;
            foreign |= !(char.IsAsciiDigit(c) || (c == 'X' && length == Full - 1));
            if (length < Full)
            {
                typed[length] = c;
            }

            length++;
        }

        fault = length switch
        {
            0 => IdNumberFault.Empty,
            _ when foreign => IsScientific(text) ? IdNumberFault.DigitsLost : IdNumberFault.Characters,
            not (Full or Old) => IdNumberFault.Length,
            _ => IdNumberFault.None,
        };
        if (fault != IdNumberFault.None)
        {
            return false;
        }

        return length == Full
            ? TryRead(typed, out id, out fault, fromNumberCell)
            : TryRaise(typed[..Old], out id, out fault);
    }

    /// <summary>The number a register holds; throws FormatException on a wrong one (a bug, not bad input).</summary>
    public static IdNumber Parse(string text) =>
        TryParse(text, out var id, out var fault) ? id : throw new FormatException($"Not an identity number: {fault}.");

    /// <summary>Builds a number from an area of six digits, a birth date and a serial 0..999; odd serials are men.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An area, year or serial that no number can hold.</exception>
    public static IdNumber Create(int area, DateOnly birth, int serial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(area, 110_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(area, 919_999);
        ArgumentOutOfRangeException.ThrowIfLessThan(birth.Year, FirstYear, nameof(birth));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(birth.Year, LastYear, nameof(birth));
        ArgumentOutOfRangeException.ThrowIfNegative(serial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, 999);
        var day = (birth.Year * 10_000) + (birth.Month * 100) + birth.Day;
        var body = ((ulong)area * 100_000_000_000) + ((ulong)day * 1000) + (ulong)serial;
        return new IdNumber(body, CheckOf(body));
    }

    /// <summary>Completed years on <paramref name="day"/>; a birthday counts on the day itself.</summary>
    public int AgeOn(DateOnly day) => Ages.On(BirthDate, day);

    /// <summary>Writes the 18 characters; false when <paramref name="destination"/> is shorter.</summary>
    public bool TryFormat(Span<char> destination)
    {
        if (destination.Length < Full)
        {
            return false;
        }

        body.TryFormat(destination, out _, "D17", CultureInfo.InvariantCulture);
        destination[Full - 1] = check;
        return true;
    }

    /// <summary>The 18 characters; "" for the default value.</summary>
    public override string ToString() =>
        body == 0 ? "" : string.Create(Full, this, static (span, id) => id.TryFormat(span));

    private static bool TryRead(ReadOnlySpan<char> digits, out IdNumber id, out IdNumberFault fault, bool fromNumberCell)
    {
        id = default;
        ulong body = 0;
        foreach (var c in digits[..(Full - 1)])
        {
            body = (body * 10) + (ulong)(c - '0');
        }

        fault = Examine(body);
        if (fault != IdNumberFault.None)
        {
            return false;
        }

        // a number cell keeps fifteen digits and rounds the last three to zero
        var rounded = digits.EndsWith("000");
        if (rounded && fromNumberCell)
        {
            fault = IdNumberFault.DigitsLost;
            return false;
        }

        if (CheckOf(body) != digits[Full - 1])
        {
            fault = rounded ? IdNumberFault.DigitsLost : IdNumberFault.CheckDigit;
            return false;
        }

        id = new IdNumber(body, digits[Full - 1]);
        return true;
    }

    private static bool TryRaise(ReadOnlySpan<char> digits, out IdNumber id, out IdNumberFault fault)
    {
        id = default;
        var area = ulong.Parse(digits[..6], NumberStyles.None, CultureInfo.InvariantCulture);
        var rest = ulong.Parse(digits[6..], NumberStyles.None, CultureInfo.InvariantCulture);

        // fifteen digits were given to people born in the 20th century only
        var body = (area * 100_000_000_000) + 19_000_000_000 + rest;
        fault = Examine(body);
        if (fault != IdNumberFault.None)
        {
            return false;
        }

        id = new IdNumber(body, CheckOf(body));
        return true;
    }

    private static IdNumberFault Examine(ulong body)
    {
        if (body / 1_000_000_000_000_000 is < 11 or > 91)
        {
            return IdNumberFault.Characters;
        }

        var day = (int)(body / 1000 % 100_000_000);
        var (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
        return year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && date >= 1 && date <= DateTime.DaysInMonth(year, month)
            ? IdNumberFault.None
            : IdNumberFault.BirthDate;
    }

    private static char CheckOf(ulong body)
    {
        var sum = 0;
        for (var i = Weights.Length - 1; i >= 0; i--)
        {
            (body, var digit) = Math.DivRem(body, 10);
            sum += (int)digit * Weights[i];
        }

        return CheckCharacters[sum % 11];
    }

    private static bool IsScientific(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAny("EeＥｅ");
        if (at < 1 || at == text.Length - 1)
        {
            return false;
        }

        foreach (var raw in text[..at])
        {
            var c = Text.HalfWidth(raw);
            if (!(char.IsAsciiDigit(c) || c is '.' || Text.IsBlank(c) || Text.IsTextMark(c)))
            {
                return false;
            }
        }

        foreach (var raw in text[(at + 1)..])
        {
            var c = Text.HalfWidth(raw);
            if (!(char.IsAsciiDigit(c) || c is '+' || Text.IsBlank(c)))
            {
                return false;
            }
        }

        return true;
    }
}
