using System.Globalization;
using Chunfeng.Engine.Matching;

namespace Chunfeng.Engine.Search;

/// <summary>What to do when nothing fits: each condition on its own, widened to the nearest step that finds something; if none does, as few dropped together as possible.</summary>
internal sealed class Relax(VacancySearch search, SearchBook book, VacancyQuery query, IReadOnlyList<SearchPiece> pieces)
{
    /// <summary>What finds something, what changes the wish least first. Empty only when there is no vacancy at all.</summary>
    public IReadOnlyList<Relaxation> Steps()
    {
        if (search.Count == 0)
        {
            return [];
        }

        VacancyQuery start = query with { Skip = 0 };
        Condition[] conditions = [.. Conditions(start)];
        Relaxation[] single = [.. conditions.Select(Nearest).OfType<Relaxation>()];
        return single.Length > 0 ? single : [Together(start, conditions)];
    }

    /// <summary>One sentence that names the conditions.</summary>
    public string Why()
    {
        if (search.Count == 0)
        {
            return "目前还没有发布的岗位，请过些日子再来看看";
        }

        string[] names = [.. Conditions(query).Select(c => c.Name).Distinct()];
        return names.Length == 1 ? $"没有{names[0]}的岗位" : $"没有同时符合这些条件的岗位：{string.Join("、", names)}";
    }

    private Relaxation? Nearest(Condition condition)
    {
        foreach ((string text, VacancyQuery wider) in condition.Steps)
        {
            if (search.CountOf(wider) is > 0 and int total)
            {
                return new Relaxation(text, total, wider);
            }
        }

        return null;
    }

    /// <summary>Drops conditions until something is found, then takes back each that was not needed.</summary>
    private Relaxation Together(VacancyQuery start, Condition[] conditions)
    {
        int Count(IEnumerable<Condition> dropped) => search.CountOf(dropped.Aggregate(start, (q, c) => c.Drop(q)));
        List<Condition> dropped = [];
        foreach (Condition condition in conditions)
        {
            dropped.Add(condition);
            if (Count(dropped) > 0)
            {
                break;
            }
        }

        // what changes the wish most was dropped last: try to keep that first
        foreach (Condition condition in dropped.AsEnumerable().Reverse().ToArray())
        {
            if (Count(dropped.Where(c => c != condition)) > 0)
            {
                dropped.Remove(condition);
            }
        }

        return new Relaxation(string.Join("，", dropped.Select(c => c.Dropped)), Count(dropped), dropped.Aggregate(start, (q, c) => c.Drop(q)));
    }

    /// <summary>The conditions a question has, what changes the wish least first. Steps that widen go from near to far.</summary>
    private IEnumerable<Condition> Conditions(VacancyQuery q)
    {
        static Condition Plain(string name, VacancyQuery q, Func<VacancyQuery, VacancyQuery> drop) => new(name, $"不限{name}", [($"不限{name}", drop(q))], drop);

        string text = $"含“{string.Join(' ', pieces.Select(p => p.Text))}”";
        if (pieces.Count > 1 && !q.AnyWord)
        {
            string any = $"{text}中任意一个词";
            yield return new Condition(text, any, [(any, q with { AnyWord = true })], x => x with { AnyWord = true });
        }

        if (q.PostedSince is { } since)
        {
            yield return Plain($"{since.Month}月{since.Day}日以来发布", q, x => x with { PostedSince = null });
        }

        if (q.Insurance)
        {
            yield return Plain("缴纳社会保险", q, x => x with { Insurance = false });
        }

        if (q.Board)
        {
            yield return Plain("包吃", q, x => x with { Board = false });
        }

        if (q.Lodging)
        {
            yield return Plain("包住", q, x => x with { Lodging = false });
        }

        if (q.LeastFen > 0)
        {
            string name = $"月工资{Yuan(q.LeastFen)}以上";
            yield return new Condition(name, "不限月工资", Pay(q), x => x with { LeastFen = 0 });
        }

        if (q.Region != 0)
        {
            yield return new Condition($"在{book.PlaceName(q.Region)}", "不限地区", Places(q), x => x with { Region = 0 });
        }

        if (q.Occupation != 0)
        {
            yield return new Condition($"工种为{book.OccupationName(q.Occupation)}", "不限工种", Occupations(q), x => x with { Occupation = 0 });
        }

        if (pieces.Count > 0)
        {
            yield return Plain(text, q, x => x with { Text = "", AnyWord = false });
        }

        if (q.OpenOn is { } day)
        {
            string name = $"{day.Month}月{day.Day}日仍在招聘";
            yield return new Condition(name, "已招满或不在招聘期的也看", [("已招满或不在招聘期的也看", q with { OpenOn = null })], x => x with { OpenOn = null });
        }
    }

    /// <summary>Down to what the best paid of the others offers.</summary>
    private IEnumerable<(string, VacancyQuery)> Pay(VacancyQuery q)
    {
        VacancyQuery any = q with { LeastFen = 0, Order = VacancyOrder.Pay };
        if (search.Top(any, book.Read(q.Text), 1).Best is [{ Key: > 0 } best, ..])
        {
            yield return ($"月工资降到{Yuan(best.Key)}以上", q with { LeastFen = (int)best.Key });
        }

        yield return ("不限月工资", q with { LeastFen = 0 });
    }

    private IEnumerable<(string, VacancyQuery)> Places(VacancyQuery q)
    {
        for (long region = q.Region; region != 0;)
        {
            // a province is inside no other place
            long wider = VacancySearch.Span(region) switch
            {
                1 => 1_000,
                1_000 => 1_000_000,
                1_000_000 => 100_000_000,
                100_000_000 => 10_000_000_000,
                _ => long.MaxValue,
            };
            region = region / wider * wider;
            yield return ($"地区放宽到{book.PlaceName(region)}", q with { Region = region });
        }
    }

    private IEnumerable<(string, VacancyQuery)> Occupations(VacancyQuery q)
    {
        int span = OccupationCode.Span(q.Occupation);
        while (span < 1_000_000)
        {
            span *= 100;
            int wider = q.Occupation / span * span;
            yield return ($"工种放宽到{book.OccupationName(wider)}", q with { Occupation = wider });
        }

        yield return ("不限工种", q with { Occupation = 0 });
    }

    /// <summary>Whole yuan; what is over is shown as it is.</summary>
    private static string Yuan(long fen) => (fen / 100m).ToString("0.##", CultureInfo.InvariantCulture) + "元";

    /// <param name="Name">How the sentence names it.</param>
    /// <param name="Dropped">What giving it up is called.</param>
    private sealed record Condition(string Name, string Dropped, IEnumerable<(string Text, VacancyQuery Query)> Steps, Func<VacancyQuery, VacancyQuery> Drop);
}
