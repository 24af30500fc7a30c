using System.Globalization;

namespace Chunfeng.Standards.Calendar;

/// <summary>ISO 8601 week "2022-W08"; its cut-off is Sunday 24:00 China time.</summary>
public readonly record struct IsoWeek(int Year, int Number) : IComparable<IsoWeek>
{
    public DateOnly Monday => DateOnly.FromDateTime(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday));

    public DateOnly Sunday => Monday.AddDays(6);

    public IsoWeek Previous => Of(Monday.AddDays(-7));

    public IsoWeek Next => Of(Monday.AddDays(7));

    /// <summary>Reads "2022-W08"; "2022W08" and a lower-case w are read too. A week 53 the year has not is refused.</summary>
    public static bool TryParse(string text, out IsoWeek week)
    {
        week = default;
        var typed = Text.Compact(text)?.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal);
        if (typed is not [_, _, _, _, 'W', _, _]
            || !int.TryParse(typed.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(typed.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < 1900 or > 2100 || number < 1 || number > ISOWeek.GetWeeksInYear(year))
        {
            return false;
        }

        week = new IsoWeek(year, number);
        return true;
    }

    public static IsoWeek Of(DateOnly day)
    {
        var noon = day.ToDateTime(new TimeOnly(12, 0));
        return new IsoWeek(ISOWeek.GetYear(noon), ISOWeek.GetWeekOfYear(noon));
    }

    public int CompareTo(IsoWeek other) => (Year, Number).CompareTo((other.Year, other.Number));

    public override string ToString() => $"{Year:D4}-W{Number:D2}";
}
