using System.Globalization;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Time;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Gigs.Posts;

/// <summary>A post as it is written, read from its form.</summary>
/// <param name="Start">Minutes after midnight.</param>
/// <param name="End">Minutes after midnight; not after the start means the next day.</param>
internal sealed record PostDraft(
    string Trade, string Title, string Detail, string Place, DateOnly Day, int Start, int End, PayUnit PayUnit, long PayFen, string PieceName, int Places,
    IReadOnlyList<string> Dangers, FillWays Ways)
{
    public DateTime StartsAt => ChinaTime.StartOf(Day).AddMinutes(Start);

    public DateTime EndsAt => ChinaTime.StartOf(Day).AddMinutes(End > Start ? End : End + (24 * 60));
}

/// <summary>What a post must be to be taken, and what the one who checks it should look at.</summary>
internal static class PostRules
{
    public const int MostTitle = 60, MostDetail = 500, MostPlace = 100, MostNote = 500, MostEmployer = 100, MostPlaces = 200;

    /// <summary>Days ahead a gig may be posted: our own proposal; a job of later belongs to the vacancies.</summary>
    public const int DaysAhead = 2;

    /// <summary>Years of age below which nobody may be hired, and below which dangerous work is barred: 《劳动法》第十五条、第五十八条、第六十四条.</summary>
    public const int WorkingAge = Ages.LeastForWork, AdultAge = 18;

    private const int LongDay = 8 * 60, LongestDay = 16 * 60;

    /// <summary>Why a post cannot be taken; null when it can.</summary>
    public static Refusal? Check(PostDraft post, GigTerms terms, EmployerKind employer, RegionCode area, DateOnly today, DateTime now)
    {
        if (terms.Trade(post.Trade) is null)
        {
            return new Refusal("bad-trade", "请选择工种");
        }

        if (post.Title.Length is 0 or > MostTitle || post.Title.Contains('\n', StringComparison.Ordinal))
        {
            return new Refusal("bad-title", $"请用一句话写明干什么，不超过 {MostTitle} 字");
        }

        if (post.Place.Length is 0 or > MostPlace)
        {
            return new Refusal("bad-place", $"请写明干活的地点，不超过 {MostPlace} 字");
        }

        if (post.Detail.Length > MostDetail)
        {
            return new Refusal("bad-detail", $"说明最多 {MostDetail} 字，请精简");
        }

        if (post.Day < today || post.Day > today.AddDays(DaysAhead))
        {
            return new Refusal("bad-day", $"零工只收今天到 {DaysAhead} 天后的（{today:yyyy-MM-dd} 至 {today.AddDays(DaysAhead):yyyy-MM-dd}）；更长的用工请发布招聘岗位");
        }

        if (post.EndsAt <= now)
        {
            return new Refusal("past", "收工时间已经过了，请改时间或改到明天");
        }

        if ((post.EndsAt - post.StartsAt).TotalMinutes > LongestDay)
        {
            return new Refusal("too-long", $"一天最多 {LongestDay / 60} 小时；更长的请分班次发布");
        }

        if (post.PayFen <= 0)
        {
            return new Refusal("bad-pay", "请写明报酬，例如 200");
        }

        if (post.PayUnit == PayUnit.Piece && post.PieceName.Length is 0 or > 20)
        {
            return new Refusal("bad-piece", "计件的请写明一件是什么，例如“箱”“平方米”");
        }

        if (post.Places is < 1 or > MostPlaces)
        {
            return new Refusal("bad-places", $"请填写需要几个人，1 至 {MostPlaces}");
        }

        if (post.Ways == FillWays.None)
        {
            return new Refusal("no-way", "请至少选一种用人方式：派单、抢单或现场快招");
        }

        return BelowFloor(post, terms, area) is { } floor && employer == EmployerKind.Unit
            ? new Refusal("below-minimum", $"报酬低于当地小时最低工资 {new Fen(floor.Fen)}（{floor.Source}）；《劳动法》第四十八条要求不低于最低工资标准，请提高报酬")
            : null;
    }

    /// <summary>What the one who checks should ask about; nothing of it refuses the post.</summary>
    public static IReadOnlyList<string> Notes(PostDraft post, GigTerms terms, EmployerKind employer, RegionCode area)
    {
        var notes = new List<string>();
        var minutes = (int)(post.EndsAt - post.StartsAt).TotalMinutes;
        if (terms.FloorOn(post.Day, area) is null)
        {
            notes.Add("没有配置当地的小时最低工资，请人工核对报酬是否合法");
        }
        else if (post.PayUnit == PayUnit.Piece)
        {
            notes.Add("计件报酬：请核对一般人一小时能做多少，折算后不低于小时最低工资");
        }
        else if (employer == EmployerKind.Household && BelowFloor(post, terms, area) is not null)
        {
            notes.Add("报酬低于当地小时最低工资：家庭用工请与双方说明");
        }

        if (minutes > LongDay)
        {
            notes.Add($"当天 {Hours(minutes)} 小时，超过 8 小时，请核对休息和加班报酬");
        }

        if (post.Dangers.Count > 0)
        {
            notes.Add($"危险作业（{terms.DangerNames(string.Join(' ', post.Dangers))}）：请核对防护、保险和特种作业证；未满 {AdultAge} 周岁的不能接");
        }

        return notes;
    }

    /// <summary>True when the law lets somebody take the post.</summary>
    public static Refusal? CheckAge(DateOnly bornOn, DateOnly day, string dangers) =>
        Ages.On(bornOn, day) < WorkingAge ? new Refusal("too-young", "未满 16 周岁不能务工（《劳动法》第十五条）")
        : dangers.Length > 0 && Ages.On(bornOn, day) < AdultAge ? new Refusal("too-young", "这是危险作业，未满 18 周岁不能接（《劳动法》第六十四条）")
        : null;

    private static HourlyFloor? BelowFloor(PostDraft post, GigTerms terms, RegionCode area)
    {
        if (post.PayUnit == PayUnit.Piece || terms.FloorOn(post.Day, area) is not { } floor)
        {
            return null;
        }

        var minutes = (long)(post.EndsAt - post.StartsAt).TotalMinutes;
        var below = post.PayUnit == PayUnit.Hour ? post.PayFen < floor.Fen : post.PayFen * 60 < floor.Fen * minutes;
        return below ? floor : null;
    }

    private static string Hours(int minutes) => (minutes / 60m).ToString("0.#", CultureInfo.InvariantCulture);
}
