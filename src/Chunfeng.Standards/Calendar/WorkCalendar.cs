using System.Collections;
using System.Globalization;

namespace Chunfeng.Standards.Calendar;

/// <summary>Working days of mainland China 2021–2026, make-up days included. Years outside are refused, never guessed.</summary>
public sealed class WorkCalendar
{
    private readonly DateOnly first;
    private readonly BitArray working;

    private WorkCalendar(DateOnly first, BitArray working) => (this.first, this.working) = (first, working);

    /// <summary>The first day the file knows.</summary>
    public DateOnly FirstDay => first;

    /// <summary>The last day the file knows.</summary>
    public DateOnly LastDay => first.AddDays(working.Length - 1);

    /// <summary>Reads the yearly notices of the State Council (columns date, type: public_holiday or transfer_workday); the years
    /// of its first and last row, and those between, are known in full.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">A row of another type, a wrong date, or a year without a notice.</exception>
    public static WorkCalendar Load(string csvFile)
    {
        var notices = new Dictionary<DateOnly, bool>();
        foreach (var row in CsvFile.Read(csvFile, "date", "type"))
        {
            if (!DateOnly.TryParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                || row[1] is not ("public_holiday" or "transfer_workday"))
            {
                throw new InvalidDataException($"{csvFile} holds a row it should not: {row[0]}, {row[1]}.");
            }

            notices.Add(date, row[1] == "transfer_workday");
        }

        var years = notices.Keys.Select(d => d.Year).Distinct().Order().ToArray();
        if (years.Length == 0 || years[^1] - years[0] + 1 != years.Length)
        {
            throw new InvalidDataException($"{csvFile} leaves a year out.");
        }

        var first = new DateOnly(years[0], 1, 1);
        var working = new BitArray(new DateOnly(years[^1], 12, 31).DayNumber - first.DayNumber + 1);
        for (var i = 0; i < working.Length; i++)
        {
            var day = first.AddDays(i);
            working[i] = notices.TryGetValue(day, out var made) ? made : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        }

        return new WorkCalendar(first, working);
    }

    /// <exception cref="ArgumentOutOfRangeException">A year outside the file.</exception>
    public bool IsWorkingDay(DateOnly day)
    {
        var i = day.DayNumber - first.DayNumber;
        return i >= 0 && i < working.Length
            ? working[i]
            : throw new ArgumentOutOfRangeException(nameof(day), day, $"Working days are known from {first:yyyy-MM-dd} to {LastDay:yyyy-MM-dd} only.");
    }

    /// <summary>The n-th working day after <paramref name="start"/> (counting from the next day); zero gives the start itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than zero days, or an end outside the years of the file.</exception>
    public DateOnly AddWorkingDays(DateOnly start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var day = start;
        while (days > 0)
        {
            day = day.AddDays(1);
            days -= IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>n calendar days after, counted from the next day; an end on a holiday moves to the next working day (民法典 203条).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than zero days, or an end outside the years of the file.</exception>
    public DateOnly AddCalendarDays(DateOnly start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var day = start.AddDays(days);
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>Working days after the first date up to the second; negative when they are the other way round.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A counted day outside the years of the file.</exception>
    public int WorkingDaysBetween(DateOnly fromExclusive, DateOnly toInclusive)
    {
        if (toInclusive < fromExclusive)
        {
            return -WorkingDaysBetween(toInclusive, fromExclusive);
        }

        var count = 0;
        for (var day = fromExclusive.AddDays(1); day <= toInclusive; day = day.AddDays(1))
        {
            count += IsWorkingDay(day) ? 1 : 0;
        }

        return count;
    }
}
