using System.Globalization;
using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>The indicators read straight from the rule text, day by day and on strings; it shares no code with the engine.</summary>
internal static class PlainOracle
{
    internal sealed record Standing(char Cumulative, char Stock, bool ProtectedCumulative, bool ProtectedStock, SpellFact? Main);

    internal static Standing Judge(PersonFact person, DateOnly cutOff, bool isCountyLine)
    {
        List<DateOnly> year = [];
        for (DateOnly day = new(cutOff.Year, 1, 1); day <= cutOff; day = day.AddDays(1))
        {
            year.Add(day);
        }

        List<SpellFact> any = [.. person.Spells.Where(s => year.Any(d => Works(s, d)))];
        List<SpellFact> onDay = [.. person.Spells.Where(s => Works(s, cutOff))];
        SpellFact? main = MostDays(any, year);
        SpellFact? stock = MostDays(onDay, year);
        bool protectedCumulative = year.Any(d => person.Spells.Any(s => Works(s, d)) && person.Statuses.Any(s => Holds(s, d)));
        bool protectedStock = onDay.Count > 0 && person.Statuses.Any(s => Holds(s, cutOff));
        return new Standing(
            Where(main, person.Home, isCountyLine), Where(stock, person.Home, isCountyLine), protectedCumulative, protectedStock, main);
    }

    internal static bool Counts(Standing standing, string indicator, bool cumulative)
    {
        char where = cumulative ? standing.Cumulative : standing.Stock;
        bool isProtected = cumulative ? standing.ProtectedCumulative : standing.ProtectedStock;
        return indicator switch
        {
            "employed.total" => where != '-',
            "employed.protected" => isProtected,
            "employed.inter" => where == '外',
            "employed.inter.protected" => where == '外' && isProtected,
            "employed.intra" => where == '内',
            "employed.home" => where == '乡',
            _ => throw new ArgumentException(indicator),
        };
    }

    private static SpellFact? MostDays(List<SpellFact> spells, List<DateOnly> year)
    {
        return spells.Count == 0
            ? null
            : spells
                .OrderByDescending(s => year.Count(d => Works(s, d)))
                .ThenByDescending(s => s.FromDay)
                .ThenByDescending(s => s.SpellId.ToString("N"), StringComparer.Ordinal)
                .First();
    }

    private static char Where(SpellFact? spell, long home, bool isCountyLine)
    {
        if (spell is null)
        {
            return '-';
        }

        string work = spell.Value.Workplace.ToString("D12", CultureInfo.InvariantCulture);
        string village = home.ToString("D12", CultureInfo.InvariantCulture);
        if (!work.StartsWith("14", StringComparison.Ordinal))
        {
            return '外';
        }

        return isCountyLine
            ? work[..6] == village[..6] ? '乡' : '内'
            : work[..9] == village[..9] && work[6..9] != "000" ? '乡' : '内';
    }

    private static bool Works(SpellFact spell, DateOnly day) => spell.FromDay <= day.DayNumber && day.DayNumber <= spell.ToDay;

    private static bool Holds(StatusFact status, DateOnly day)
    {
        return new[] { 10, 21, 22, 23 }.Contains(status.Category) && status.FromDay <= day.DayNumber && day.DayNumber <= status.ToDay;
    }
}
