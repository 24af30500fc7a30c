using System.Globalization;

namespace Chunfeng.Standards;

/// <summary>Dates as rosters write them: 2022.3, 2022-03-01, 2022年3月, 2022/3/1, 20220301, 202203, Excel serials. A month alone is
/// its first day, or its last when endOfMonth is asked. Years 1900–2100 only.</summary>
public static class RosterDate
{
    private const int FirstYear = 1900;
    private const int LastYear = 2100;

    /// <summary>False for anything that is no such date: a year alone, two-digit years, words. "2022.10" is October, "2022.1" January:
    /// a number cell cannot tell them apart, so read its text. A time of day after the date is ignored. Excel serials are read from
    /// five digits up (1927–2100), 1900 date system.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly date, bool endOfMonth = false)
    {
        date = default;
        Span<char> typed = stackalloc char[40];
        var length = 0;
        foreach (var raw in text.Trim())
        {
            if (Text.IsTextMark(raw) && length == 0)
            {
                continue;
            }

            if (length == typed.Length)
            {
                return false;
            }

            typed[length++] = Text.HalfWidth(raw);
        }

        ReadOnlySpan<char> rest = typed[..length].Trim();
        if (!ReadNumber(ref rest, out var first, out var digits))
        {
            return false;
        }

        return digits switch
        {
            8 when OnlyZeroFraction(rest) => TryDay(first / 10_000, first / 100 % 100, first % 100, out date),
            6 when OnlyZeroFraction(rest) => TryMonth(first / 100, first % 100, endOfMonth, out date),
            5 when IsFraction(rest) => TrySerial(first, out date),
            4 => TryParts(first, rest, endOfMonth, out date),
            _ => false,
        };
    }

    private static bool TryParts(int year, ReadOnlySpan<char> rest, bool endOfMonth, out DateOnly date)
    {
        date = default;
        if (!ReadSeparator(ref rest, '年', out var separator) || !ReadNumber(ref rest, out var month, out var digits) || digits > 2)
        {
            return false;
        }

        rest = rest.TrimStart();
        if (rest.IsEmpty || rest is "月" or "月份")
        {
            return TryMonth(year, month, endOfMonth, out date);
        }

        if (!ReadSeparator(ref rest, separator == '年' ? '月' : separator, out _)
            || !ReadNumber(ref rest, out var day, out digits) || digits > 2)
        {
            return false;
        }

        rest = rest.TrimStart();
        if (rest.Length > 0 && rest[0] is '日' or '号')
        {
            rest = rest[1..];
        }

        return IsTimeOfDay(rest) && TryDay(year, month, day, out date);
    }

    private static bool ReadNumber(ref ReadOnlySpan<char> rest, out int number, out int digits)
    {
        rest = rest.TrimStart();
        digits = rest.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length : digits;
        var read = int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number);
        rest = rest[digits..];
        return read;
    }

    private static bool ReadSeparator(ref ReadOnlySpan<char> rest, char expected, out char separator)
    {
        rest = rest.TrimStart();
        separator = rest.IsEmpty ? '\0' : rest[0] switch { '。' or '、' or '．' or '·' => '.', '—' or '–' or '_' => '-', var c => c };
        var marks = separator is '.' or '-' or '/';
        if (!marks && separator != expected)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool IsFraction(ReadOnlySpan<char> rest) =>
        rest.IsEmpty || (rest[0] == '.' && !rest[1..].ContainsAnyExceptInRange('0', '9'));

    private static bool OnlyZeroFraction(ReadOnlySpan<char> rest) => rest.IsEmpty || (rest[0] == '.' && !rest[1..].ContainsAnyExcept('0'));

    private static bool IsTimeOfDay(ReadOnlySpan<char> rest)
    {
        rest = rest.Trim();
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] is 'T' or 't')
        {
            rest = rest[1..];
        }

        return TimeOnly.TryParse(rest, CultureInfo.InvariantCulture, out _);
    }

    private static bool TrySerial(int serial, out DateOnly date)
    {
        // the 1900 system counts a 29 February 1900 that never was: from March 1900 on the base is 30 December 1899
        date = new DateOnly(1899, 12, 30).AddDays(serial);
        return date.Year <= LastYear;
    }

    private static bool TryMonth(int year, int month, bool endOfMonth, out DateOnly date) =>
        TryDay(year, month, endOfMonth && month is >= 1 and <= 12 && year is >= FirstYear and <= LastYear ? DateTime.DaysInMonth(year, month) : 1, out date);

    private static bool TryDay(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }
}
