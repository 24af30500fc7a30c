using System.Globalization;

namespace Chunfeng.Platform.Time;

/// <summary>The clock as China reads it (UTC+8, no daylight saving).</summary>
public static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    extension(TimeProvider clock)
    {
        /// <summary>Today's date in China; at 00:30 in Beijing the UTC date is still yesterday.</summary>
        public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Offset).DateTime);

        /// <summary>The moment a row is recorded: UTC, whole milliseconds, so that both databases keep the same value.</summary>
        public DateTime UtcStamp
        {
            get
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
            }
        }
    }

    /// <summary>A day as forms and addresses carry it, yyyy-MM-dd; null for anything else.</summary>
    public static DateOnly? ReadDay(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The moment a day begins in China, in UTC.</summary>
    public static DateTime StartOf(DateOnly day) => DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue) - Offset, DateTimeKind.Utc);

    /// <summary>The day in China a stored UTC moment falls on.</summary>
    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(DateTime.SpecifyKind(utc, DateTimeKind.Utc) + Offset);

    /// <summary>A stored UTC moment as people in China read it.</summary>
    public static string Show(DateTime utc) => (DateTime.SpecifyKind(utc, DateTimeKind.Utc) + Offset).ToString("yyyy-MM-dd HH:mm");
}
