using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Counting;

/// <summary>The one definition of 在岗, 累计, bucket, main spell and protected, for one person at one day.</summary>
public static class PersonClassifier
{
    private const long HomeProvince = 14;

    /// <summary>Classifies a person. Y is 1 January of the year of <paramref name="asOf"/>, D is <paramref name="asOf"/>.</summary>
    /// <param name="spells">In any order; a spell that ends before it starts is in force on no day.</param>
    /// <param name="statuses">In any order.</param>
    /// <param name="home">The 12-digit code of the register village.</param>
    /// <param name="asOf">The cut-off day, itself included.</param>
    /// <param name="line">The year's line between 省内转移 and 在乡.</param>
    /// <param name="mainSpell">Index in <paramref name="spells"/> of the cumulative main spell, −1 when there is none.</param>
    /// <returns>A <see cref="Cell"/> byte.</returns>
    public static byte Classify(
        ReadOnlySpan<SpellFact> spells,
        ReadOnlySpan<StatusFact> statuses,
        long home,
        DateOnly asOf,
        InnerLine line,
        out int mainSpell)
    {
        int day = asOf.DayNumber;
        int yearStart = new DateOnly(asOf.Year, 1, 1).DayNumber;
        int stockSpell = -1;
        mainSpell = -1;
        bool protectedCumulative = false;

        for (int index = 0; index < spells.Length; index++)
        {
            ref readonly SpellFact spell = ref spells[index];
            int from = Math.Max(spell.FromDay, yearStart);
            int to = Math.Min(spell.ToDay, day);
            if (from > to || spell.ToDay < spell.FromDay)
            {
                continue;
            }

            if (IsMoreMain(spells, index, mainSpell, yearStart, day))
            {
                mainSpell = index;
            }

            // from ≤ day holds here, so reaching the day means in force on it
            if (to == day && IsMoreMain(spells, index, stockSpell, yearStart, day))
            {
                stockSpell = index;
            }

            protectedCumulative = protectedCumulative || IsProtectedWithin(statuses, from, to);
        }

        return Cell.Pack(
            mainSpell < 0 ? Bucket.None : BucketOf(spells[mainSpell].Workplace, home, line),
            stockSpell < 0 ? Bucket.None : BucketOf(spells[stockSpell].Workplace, home, line),
            protectedCumulative,
            stockSpell >= 0 && IsProtectedWithin(statuses, day, day));
    }

    /// <summary>Where a workplace lies, seen from home. Abroad is 0 and counts as outside the province; a workplace known
    /// only to its county is not inside the home township.</summary>
    public static Bucket BucketOf(long workplace, long home, InnerLine line)
    {
        if (RegionSpan.ProvinceOf(workplace) != HomeProvince)
        {
            return Bucket.Inter;
        }

        bool isInside = line == InnerLine.County
            ? RegionSpan.CountyOf(workplace) == RegionSpan.CountyOf(home)
            : RegionSpan.TownshipOf(workplace) == RegionSpan.TownshipOf(home) && RegionSpan.NamesTownship(workplace);
        return isInside ? Bucket.Home : Bucket.Intra;
    }

    /// <summary>P10 脱贫 and P21–P23 监测对象 are protected.</summary>
    public static bool IsProtected(byte category) => category is 10 or (>= 21 and <= 23);

    private static bool IsProtectedWithin(ReadOnlySpan<StatusFact> statuses, int from, int to)
    {
        foreach (ref readonly StatusFact status in statuses)
        {
            if (IsProtected(status.Category)
                && status.FromDay <= status.ToDay
                && Math.Max(status.FromDay, from) <= Math.Min(status.ToDay, to))
            {
                return true;
            }
        }

        return false;
    }

    // most days within the year so far; then the later start; then the greater spell id
    private static bool IsMoreMain(ReadOnlySpan<SpellFact> spells, int candidate, int champion, int yearStart, int day)
    {
        if (champion < 0)
        {
            return true;
        }

        ref readonly SpellFact a = ref spells[candidate];
        ref readonly SpellFact b = ref spells[champion];
        int daysA = Math.Min(a.ToDay, day) - Math.Max(a.FromDay, yearStart);
        int daysB = Math.Min(b.ToDay, day) - Math.Max(b.FromDay, yearStart);
        if (daysA != daysB)
        {
            return daysA > daysB;
        }

        return a.FromDay != b.FromDay ? a.FromDay > b.FromDay : WorkerOrder.Compare(a.SpellId, b.SpellId) > 0;
    }
}
