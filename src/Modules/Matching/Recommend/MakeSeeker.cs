using System.Collections.Concurrent;
using System.Globalization;
using Chunfeng.Engine.Matching;
using Chunfeng.People.Contracts;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Matching.Recommend;

/// <summary>Turns what the register says of a person into what the engine compares. The same facts give the same seeker.</summary>
internal sealed class MakeSeeker(TradeWords trades, RegionTree regions)
{
    private const int MostKept = 50_000, OldestLooking = 65;
    private const short AbleToNothing = 4;

    // the same few thousand texts come back for millions of people
    private readonly ConcurrentDictionary<string, (WishText Wish, IReadOnlyList<int> Trades)> wishes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> jobs = new(StringComparer.Ordinal);

    public Seeker Of(SeekerFact fact)
    {
        var (wish, wished) = WishOf(fact.JobWish);
        return new Seeker
        {
            Id = fact.WorkerId, Occupations = wished, Places = wish.Places, WishedFen = wish.MonthFen, NeedsLodging = wish.NeedsLodging,
            Experience = [.. fact.Work.Select(w => JobOf(w.Job)).Append(JobOf(fact.Skill)).Where(c => c != 0).Distinct().Take(Seeker.MostWishes)],
            Born = fact.BirthDate, Sex = (byte)fact.Sex, Home = fact.Home, Groups = GroupsOf(fact),
            Education = MatchCodes.Education(Number(fact.Education)), Health = MatchCodes.Health(Number(fact.Health)),
        };
    }

    /// <summary>Whom vacancies are offered to unasked: of working age, able to work, and not at work on the day of the facts.</summary>
    public static bool IsLooking(SeekerFact fact, DateOnly day) =>
        !fact.AtWork && fact.Ability != AbleToNothing && fact.BirthDate.AddYears(16) <= day && fact.BirthDate.AddYears(OldestLooking) > day;

    public static PriorityGroups GroupsOf(SeekerFact fact)
    {
        var groups = fact.Relocated ? PriorityGroups.Relocated : PriorityGroups.None;
        foreach (var category in fact.Categories)
        {
            groups |= category switch
            {
                10 => PriorityGroups.LiftedOutOfPoverty, 21 or 22 or 23 => PriorityGroups.Monitored, 30 => PriorityGroups.Relocated, 50 => PriorityGroups.HardToPlace,
                60 => PriorityGroups.ZeroEmploymentFamily, 70 => PriorityGroups.LowIncome, _ => PriorityGroups.None,
            };
        }

        return groups;
    }

    public WishText Wish(string text) => WishOf(text).Wish;

    private (WishText Wish, IReadOnlyList<int> Trades) WishOf(string text)
    {
        if (text.Length == 0)
        {
            return (WishText.None, []);
        }

        if (!wishes.TryGetValue(text, out var known))
        {
            var wish = WishText.Read(text, regions);
            known = (wish, trades.All(wish.Trades));
            if (wishes.Count < MostKept)
            {
                wishes.TryAdd(text, known);
            }
        }

        return known;
    }

    private int JobOf(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        if (!jobs.TryGetValue(text, out var code))
        {
            code = trades.Find(text);
            if (jobs.Count < MostKept)
            {
                jobs.TryAdd(text, code);
            }
        }

        return code;
    }

    private static int Number(string code) => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
