namespace Chunfeng.Standards.Calendar;

/// <summary>Working days of mainland China 2021–2026, make-up days included. Years outside are refused, never guessed.</summary>
public sealed class WorkCalendar
{
    public static WorkCalendar Load(string csvFile) => throw new NotImplementedException();
    public bool IsWorkingDay(DateOnly day) => throw new NotImplementedException();
    /// <summary>The n-th working day after <paramref name="start"/> (counting from the next day).</summary>
    public DateOnly AddWorkingDays(DateOnly start, int days) => throw new NotImplementedException();
    /// <summary>n calendar days after, counted from the next day; an end on a holiday moves to the next working day (民法典 203条).</summary>
    public DateOnly AddCalendarDays(DateOnly start, int days) => throw new NotImplementedException();
    public int WorkingDaysBetween(DateOnly fromExclusive, DateOnly toInclusive) => throw new NotImplementedException();
}

/// <summary>ISO 8601 week "2022-W08"; its cut-off is Sunday 24:00 China time.</summary>
public readonly record struct IsoWeek(int Year, int Number) : IComparable<IsoWeek>
{
    public static bool TryParse(string text, out IsoWeek week) => throw new NotImplementedException();
    public static IsoWeek Of(DateOnly day) => throw new NotImplementedException();
    public DateOnly Monday => throw new NotImplementedException();
    public DateOnly Sunday => throw new NotImplementedException();
    public IsoWeek Previous => throw new NotImplementedException();
    public IsoWeek Next => throw new NotImplementedException();
    public int CompareTo(IsoWeek other) => (Year, Number).CompareTo((other.Year, other.Number));
    public override string ToString() => $"{Year:D4}-W{Number:D2}";
}
