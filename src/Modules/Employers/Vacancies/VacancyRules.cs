using System.Text;
using Chunfeng.Employers.Limits;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Vacancies;

/// <summary>A vacancy as it is written: in a form, a file or by a program.</summary>
internal sealed record VacancyDraft
{
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    /// <summary>As the engine numbers it; 0 when not stated.</summary>
    public int Occupation { get; init; }
    /// <summary>12 digits, a county at least.</summary>
    public long Place { get; init; }
    public string Address { get; init; } = "";
    public short Form { get; init; }
    public PayPeriod PayPeriod { get; init; }
    /// <summary>Fen for one period; 0 is 面议.</summary>
    public long LowFen { get; init; }
    public long HighFen { get; init; }
    public int DaysPerMonth { get; init; }
    public int UnitsPerDay { get; init; }
    public int Posts { get; init; }
    public bool Board { get; init; }
    public bool Lodging { get; init; }
    public Insurances Insurances { get; init; }
    public int MinimumAge { get; init; }
    public int MaximumAge { get; init; }
    public string AgeReason { get; init; } = "";
    public EducationRank Education { get; init; }
    public HealthStates Health { get; init; }
    public string HealthReason { get; init; } = "";
    public byte OnlySex { get; init; }
    public SexLimitReason SexReason { get; init; }
    public bool Hazardous { get; init; }
    public PriorityGroups Welcomes { get; init; }
    public PriorityGroups ReservedFor { get; init; }
    public DateOnly FromDay { get; init; }
    public DateOnly ToDay { get; init; }
}

/// <summary>What is wrong with a draft: the field's name in the form, a stable code and what to do.</summary>
internal sealed record VacancyFault(string Field, string Code, string Message);

/// <summary>What a vacancy must be to be kept.</summary>
internal static class VacancyRules
{
    public const int MostTitle = 60, MostText = 2000, MostAddress = 200, MostReason = 500, MostSource = 50, MostExternalNo = 64;

    /// <summary>Posts one vacancy may offer; more is a slip of the finger or several vacancies.</summary>
    public const int MostPosts = 5000;

    /// <summary>Days a vacancy may be open without being looked at again: our own setting, no source sets one.</summary>
    public const int MostDays = 180;

    /// <summary>Fen a month above which a stated pay is a slip (元 written as 分); our own setting.</summary>
    public const int MostMonthFen = 100_000_00;

    /// <summary>Everything that is wrong, in the order of the form; empty when the draft may be kept.</summary>
    public static IReadOnlyList<VacancyFault> Check(VacancyDraft draft, RegionTree regions, CodeSets codes, DateOnly today)
    {
        var faults = new List<VacancyFault>();
        void Say(string field, string code, string message) => faults.Add(new VacancyFault(field, code, message));

        if (draft.Title.Length is 0 or > MostTitle || draft.Title.Contains('\n', StringComparison.Ordinal))
        {
            Say("title", "bad-title", $"请写一行岗位名称，不超过 {MostTitle} 字");
        }

        if (draft.Description.Length > MostText)
        {
            Say("text", "text-too-long", $"岗位说明最多 {MostText} 字，请精简");
        }

        if (draft.Occupation != 0 && !codes.Occupation.TryGet(VacancyWords.Code(draft.Occupation), out _))
        {
            Say("occupation", "unknown-occupation", "没有这个职业代码，请重新选择工种");
        }
        else if (draft.Occupation == 0)
        {
            Say("occupation", "no-occupation", "请写工种，例如：焊工、保洁、缝纫工");
        }

        if (draft.Place == 0 || !regions.TryGet(new RegionCode(draft.Place), out var place) || place.Level < RegionLevel.County)
        {
            Say("place", "bad-place", "请写工作地点，至少到县（市、区），例如：太原市小店区");
        }

        if (draft.Address.Length > MostAddress)
        {
            Say("address", "address-too-long", $"详细地址最多 {MostAddress} 字，请精简");
        }

        CheckPay(draft, Say);
        if (draft.Posts is < 1 or > MostPosts)
        {
            Say("posts", "bad-posts", $"招聘人数请写 1 至 {MostPosts} 之间的整数");
        }

        if (draft.MinimumAge is < 0 or > Vacancy.GreatestAge || draft.MaximumAge is < 0 or > Vacancy.GreatestAge || (draft.MaximumAge > 0 && draft.MaximumAge < draft.MinimumAge))
        {
            Say("max-age", "bad-age", $"年龄请写整数，最高不超过 {Vacancy.GreatestAge}，且最高不小于最低");
        }

        if (draft.AgeReason.Length > MostReason || draft.HealthReason.Length > MostReason)
        {
            Say("age-reason", "reason-too-long", $"理由最多 {MostReason} 字，请精简");
        }

        CheckDays(draft, today, Say);
        faults.AddRange(LawfulLimits.Check(AskedOf(draft), today).Select(b => new VacancyFault(FieldOf(b), "limit-" + b.Code, b.Message)));
        return faults;
    }

    /// <summary>All faults as one refusal; null when there are none.</summary>
    public static Refusal? Refuse(IReadOnlyList<VacancyFault> faults) => faults.Count == 0 ? null : new Refusal(faults[0].Code, string.Join("\n", faults.Select(f => f.Message)));

    /// <summary>The low amount for a month, in fen; 0 when not stated.</summary>
    public static long MonthFenOf(VacancyDraft draft) =>
        draft.LowFen <= 0 ? 0 : MatchCodes.MonthFen(draft.PayPeriod, draft.LowFen, draft.DaysPerMonth, draft.UnitsPerDay);

    /// <summary>The office that reviews it: the county of the workplace, or the employer's office when the work is elsewhere.</summary>
    public static long OfficeOf(long place, long employerRegion)
    {
        var code = new RegionCode(place);
        return RegionCode.Shanxi.Contains(code) && code.Level >= RegionLevel.County ? code.At(RegionLevel.County).Value : employerRegion;
    }

    /// <summary>Text as it may be stored and shown: one kind of line end, no control characters, no half characters.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n' || !(Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0xFFFE or 0xFFFF))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }

    internal static AskedOfPeople AskedOf(VacancyDraft draft) => new(
        draft.OnlySex, draft.SexReason, draft.MinimumAge, draft.MaximumAge, draft.AgeReason, draft.Hazardous, draft.Health, draft.HealthReason,
        [("岗位名称", draft.Title), ("岗位说明", draft.Description), ("详细地址", draft.Address)]);

    private static string FieldOf(LimitBreach breach) => breach.Place switch
    {
        "性别" => "sex", "最低年龄" => "min-age", "最高年龄" => "age-reason", "健康要求" => "health-reason", "岗位名称" => "title", "详细地址" => "address", _ => "text",
    };

    private static void CheckPay(VacancyDraft draft, Action<string, string, string> say)
    {
        if (draft.LowFen < 0 || draft.HighFen < 0 || (draft.HighFen > 0 && draft.HighFen < draft.LowFen) || (draft.LowFen == 0 && draft.HighFen > 0))
        {
            say("pay-high", "bad-pay", "工资请先写低的、再写高的；只有一个数就写在前面");
            return;
        }

        if (draft.LowFen == 0)
        {
            return;
        }

        if (draft.PayPeriod != PayPeriod.Month && draft.DaysPerMonth is < 1 or > 31)
        {
            say("days", "bad-days", "按天、按时或计件的，请写每月大约干几天（1 至 31）");
            return;
        }

        if (draft.PayPeriod is PayPeriod.Hour && draft.UnitsPerDay is < 1 or > 24)
        {
            say("units", "bad-units", "按小时的，请写每天大约几小时（1 至 24）");
            return;
        }

        if (draft.PayPeriod is PayPeriod.Piece && draft.UnitsPerDay is < 1 or > 100_000)
        {
            say("units", "bad-units", "计件的，请写每天大约做多少件");
            return;
        }

        var units = draft.PayPeriod is PayPeriod.Hour or PayPeriod.Piece ? draft.UnitsPerDay : 1;
        var days = draft.PayPeriod is PayPeriod.Month ? 1 : draft.DaysPerMonth;
        if ((Int128)Math.Max(draft.LowFen, draft.HighFen) * units * days > MostMonthFen)
        {
            say("pay-low", "pay-too-high", "折合每月超过 10 万元，请核对金额和单位");
        }
    }

    private static void CheckDays(VacancyDraft draft, DateOnly today, Action<string, string, string> say)
    {
        if (draft.FromDay == default || draft.ToDay == default || draft.ToDay < draft.FromDay)
        {
            say("to", "bad-days-open", "请写招聘的起止日期，截止不早于开始");
        }
        else if (draft.ToDay < today)
        {
            say("to", "vacancy-past", $"截止日期 {draft.ToDay:yyyy-MM-dd} 已经过去，请改到今天（{today:yyyy-MM-dd}）以后");
        }
        else if (draft.ToDay.DayNumber - Math.Max(draft.FromDay.DayNumber, today.DayNumber) > MostDays)
        {
            say("to", "open-too-long", $"一次最多招 {MostDays} 天，到期可以再发；请把截止日期改近一些");
        }
    }
}
