using System.Runtime.InteropServices;
using Chunfeng.Engine.Facts;

namespace Chunfeng.Engine.Counting;

/// <summary>The one definition of who is working, where, and who is protected (DESIGN §4).</summary>
public static class PersonClassifier
{
    /// <param name="spells">Work spells, any order; days are inclusive.</param>
    /// <param name="home">12-digit household-register village.</param>
    /// <param name="asOf">D; Y is 1 January of its year.</param>
    /// <param name="mainSpell">Index of the main spell within [Y, D], or -1.</param>
    public static byte Classify(
        ReadOnlySpan<SpellFact> spells, ReadOnlySpan<StatusFact> statuses, long home, DateOnly asOf, InnerLine line, out int mainSpell)
    {
        int day = asOf.DayNumber, year = new DateOnly(asOf.Year, 1, 1).DayNumber;
        int main = -1, now = -1;
        bool protectedCumulative = false;
        for (var i = 0; i < spells.Length; i++)
        {
            ref readonly var spell = ref spells[i];
            if (Days(spell, year, day) <= 0)
            {
                continue;
            }

            if (main < 0 || Outranks(spell, spells[main], year, day))
            {
                main = i;
            }

            if (spell.ToDay >= day && (now < 0 || Outranks(spell, spells[now], year, day)))
            {
                now = i;
            }

            protectedCumulative |= Meets(spell, statuses, year, day);
        }

        mainSpell = main;
        return Cell.Make(
            main < 0 ? Bucket.None : BucketOf(spells[main].Workplace, home, line),
            now < 0 ? Bucket.None : BucketOf(spells[now].Workplace, home, line),
            protectedCumulative,
            now >= 0 && InForce(statuses, day));
    }

    /// <summary>Where a workplace lies, seen from the household-register village. A workplace known only to its county is not
    /// inside the home township; 0 is abroad.</summary>
    public static Bucket BucketOf(long workplace, long home, InnerLine line) =>
        workplace / 10_000_000_000 != 14 ? Bucket.Inter
        : line == InnerLine.Township && workplace / 1000 == home / 1000 ? Bucket.Home
        : line == InnerLine.County && workplace / 1_000_000 == home / 1_000_000 ? Bucket.Home
        : Bucket.Intra;

    /// <summary>脱贫 (P10) or 监测对象 (P21–P23).</summary>
    public static bool IsProtected(byte category) => category is 10 or (>= 21 and <= 23);

    private static int Days(in SpellFact spell, int year, int day) =>
        Math.Min(spell.ToDay, day) - Math.Max(spell.FromDay, year) + 1;

    /// <summary>More days in the year so far; then the later start; then the greater id.</summary>
    private static bool Outranks(in SpellFact a, in SpellFact b, int year, int day)
    {
        int daysA = Days(a, year, day), daysB = Days(b, year, day);
        return daysA != daysB ? daysA > daysB
            : a.FromDay != b.FromDay ? a.FromDay > b.FromDay
            : WorkerOrder.Compare(a.SpellId, b.SpellId) > 0;
    }

    private static bool Meets(in SpellFact spell, ReadOnlySpan<StatusFact> statuses, int year, int day)
    {
        int from = Math.Max(spell.FromDay, year), to = Math.Min(spell.ToDay, day);
        foreach (ref readonly var status in statuses)
        {
            if (IsProtected(status.Category) && Math.Max(from, status.FromDay) <= Math.Min(to, status.ToDay))
            {
                return true;
            }
        }

        return false;
    }

    private static bool InForce(ReadOnlySpan<StatusFact> statuses, int day)
    {
        foreach (ref readonly var status in statuses)
        {
            if (IsProtected(status.Category) && status.FromDay <= day && status.ToDay >= day)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As <see cref="Classify(ReadOnlySpan{SpellFact}, ReadOnlySpan{StatusFact}, long, DateOnly, InnerLine, out int)"/> for lists.</summary>
    public static byte Classify(PersonFact person, DateOnly asOf, InnerLine line, out int mainSpell) => Classify(
        CollectionsMarshal.AsSpan(person.Spells), CollectionsMarshal.AsSpan(person.Statuses), person.Home, asOf, line, out mainSpell);
}
