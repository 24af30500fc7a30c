using System.Globalization;
using Chunfeng.Standards.Calendar;

namespace Chunfeng.Events.Rule5511;

/// <summary>A quarter "2022-Q1", its ISO weeks and its half-months.</summary>
internal readonly record struct Quarter(int Year, int Number)
{
    public DateOnly First => new(Year, (Number * 3) - 2, 1);

    public DateOnly Last => First.AddMonths(3).AddDays(-1);

    /// <summary>A week belongs to the quarter in which its Thursday lies: the rule by which ISO 8601 gives a week to a year. So each week belongs to one quarter and
    /// 2022-Q1 has thirteen: W01 (from 3 January) to W13 (to 3 April). A fair on 1 or 2 January 2022 is held in 2021-W52.</summary>
    public IReadOnlyList<IsoWeek> Weeks()
    {
        List<IsoWeek> weeks = [];
        for (var week = IsoWeek.Of(First); week.Monday <= Last; week = week.Next)
        {
            var thursday = week.Monday.AddDays(3);
            if (thursday >= First && thursday <= Last)
            {
                weeks.Add(week);
            }
        }

        return weeks;
    }

    /// <summary>1–15 and 16–end of each month: six.</summary>
    public IReadOnlyList<(string Key, DateOnly From, DateOnly To)> HalfMonths()
    {
        List<(string, DateOnly, DateOnly)> halves = [];
        for (var month = First; month <= Last; month = month.AddMonths(1))
        {
            var name = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            halves.Add((name + "-a", month, month.AddDays(14)));
            halves.Add((name + "-b", month.AddDays(15), month.AddMonths(1).AddDays(-1)));
        }

        return halves;
    }

    public Quarter Previous => Number == 1 ? new(Year - 1, 4) : this with { Number = Number - 1 };

    public Quarter Next => Number == 4 ? new(Year + 1, 1) : this with { Number = Number + 1 };

    /// <summary>The quarter of a day of the calendar.</summary>
    public static Quarter Of(DateOnly day) => new(day.Year, ((day.Month - 1) / 3) + 1);

    public static bool TryParse(string? text, out Quarter quarter)
    {
        quarter = default;
        if (text is not [_, _, _, _, '-', 'Q' or 'q', >= '1' and <= '4']
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2000 or > 2099)
        {
            return false;
        }

        quarter = new Quarter(year, text[6] - '0');
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-Q{Number}");

    public string Name => $"{Year}年{"一二三四"[Number - 1]}季度";
}
