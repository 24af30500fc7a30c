using Chunfeng.People.Contracts;
using Chunfeng.Platform.Results;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Register;

/// <summary>What the ledger makes of a statement: the outcome, and what is then in force on which evidence.</summary>
internal sealed record Verdict<T>(LedgerOutcome Outcome, T Result, Evidence Evidence);

/// <summary>Decides about statements: sane dates, same spell or another, correction or addition, whose word counts. Pure.</summary>
internal static class LedgerRules
{
    private const long MaxFen = 1_000_000_00;
    private static readonly DateOnly Earliest = new(1950, 1, 1);

    public static Refusal? Check(LedgerSource source) =>
        !Enum.IsDefined(source.Evidence) ? new("evidence-unknown", "请选择证据类型：自报、村核、电话核、单位证明或社保比对")
        : string.IsNullOrWhiteSpace(source.Reference) ? new("source-missing", "请写明依据，如走访记录、证明文件或业务编号")
        : source.Reference.Length > LedgerEntryTable.MaxSource ? new("source-too-long", $"依据最多{LedgerEntryTable.MaxSource}个字，请写得短一些")
        : null;

    public static Refusal? Check(WorkStatement work, DateOnly birth, DateOnly today) =>
        Dates(work.StartsOn, work.EndsOn, birth, today)
        ?? (work.Form is < 1 or > 99 ? new("form-unknown", "请选择就业形式")
        : work.Workplace is < 0 or > 999_999_999_999 || (work.Workplace > 0 && new RegionCode(work.Workplace).Level is RegionLevel.Country or RegionLevel.Village)
            ? new("workplace-unknown", "请选择务工地：省、市、县或乡镇；境外请选“境外”")
        : work.WageFen is <= 0 or > MaxFen || work.IncomeFen is <= 0 or > MaxFen ? new("money", "金额应在0～1000000元之间；不清楚请留空")
        : new[] { work.Employer, work.EmployerCredit, work.Job, work.Industry, work.Channel }.Any(t => t?.Length > 100)
            ? new("too-long", "单位、岗位等每项最多100个字，请写得短一些")
        : null);

    public static Refusal? Check(StatusStatement status, DateOnly birth, DateOnly today) =>
        status.Category is <= 1 or > 99 ? new("category-unknown", "请选择人员类别；一般劳动力不需登记类别")
        : status.Risk is < 0 or > 2 ? new("risk-unknown", "风险状态应为未消除或已消除")
        : Dates(status.StartsOn, status.EndsOn, birth, today);

    /// <summary>A last day stated by somebody who reports that something has ended.</summary>
    public static Refusal? CheckLastDay(DateOnly startsOn, DateOnly lastDay, DateOnly today) =>
        lastDay < startsOn ? new("end-before-start", $"结束日期不能早于开始日期 {startsOn:yyyy-MM-dd}")
        : lastDay > today ? new("end-in-future", $"{lastDay:yyyy-MM-dd} 还没有到；请在结束当天或以后填报")
        : null;

    private static Refusal? Dates(DateOnly from, DateOnly? to, DateOnly birth, DateOnly today) =>
        from < Earliest || from < birth ? new("start-too-early", "开始日期早于本人出生或1950年，请核对年份")
        : from > new DateOnly(today.Year, 12, 31) ? new("start-in-future", $"开始日期不能晚于{today.Year}年12月31日，请核对年份")
        : to < from ? new("end-before-start", $"结束日期不能早于开始日期 {from:yyyy-MM-dd}")
        : null;

    /// <summary>Blank texts are "not stated"; ends trimmed.</summary>
    public static WorkStatement Tidy(WorkStatement work) => work with
    {
        Employer = Tidy(work.Employer), EmployerCredit = Tidy(work.EmployerCredit), Job = Tidy(work.Job),
        Industry = Tidy(work.Industry), Channel = Tidy(work.Channel),
    };

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The same spell stated again, by somebody else or later.</summary>
    public static Result<Verdict<WorkStatement>> Weigh(WorkStatement known, Evidence knownBy, WorkStatement stated, Evidence by)
    {
        var place = Finer(known.Workplace, stated.Workplace);
        var form = stated.Form == 99 ? known.Form : stated.Form;
        var result = known with
        {
            EndsOn = stated.EndsOn ?? known.EndsOn, Workplace = place, Form = form,
            Employer = stated.Employer ?? known.Employer, EmployerCredit = stated.EmployerCredit ?? known.EmployerCredit,
            Job = stated.Job ?? known.Job, Industry = stated.Industry ?? known.Industry, Channel = stated.Channel ?? known.Channel,
            WageFen = stated.WageFen ?? known.WageFen, IncomeFen = stated.IncomeFen ?? known.IncomeFen,
            HasContract = stated.HasContract ?? known.HasContract, HasInsurance = stated.HasInsurance ?? known.HasInsurance,
        };
        var contradicts = Clash(known.EndsOn, stated.EndsOn) || (form != known.Form && known.Form != 99)
            || (place != known.Workplace && !new RegionCode(known.Workplace).Contains(new RegionCode(place)))
            || Clash(known.Employer, stated.Employer) || Clash(known.EmployerCredit, stated.EmployerCredit) || Clash(known.Job, stated.Job)
            || Clash(known.Industry, stated.Industry) || Clash(known.Channel, stated.Channel) || Clash(known.WageFen, stated.WageFen)
            || Clash(known.IncomeFen, stated.IncomeFen) || Clash(known.HasContract, stated.HasContract) || Clash(known.HasInsurance, stated.HasInsurance);
        return Settle(result, result == known, contradicts, knownBy, by);
    }

    /// <summary>The same category stated again.</summary>
    public static Result<Verdict<StatusStatement>> Weigh(StatusStatement known, Evidence knownBy, StatusStatement stated, Evidence by)
    {
        var result = known with
        {
            StartsOn = stated.StartsOn, Risk = stated.Risk == 0 ? known.Risk : stated.Risk, EndsOn = stated.EndsOn ?? known.EndsOn,
        };
        if (result.EndsOn < result.StartsOn)
        {
            return new Refusal("end-before-start", $"登记的结束日期 {result.EndsOn:yyyy-MM-dd} 早于所填开始日期，请先更正");
        }

        var contradicts = stated.StartsOn != known.StartsOn || Clash(known.EndsOn, stated.EndsOn)
            || (known.Risk != 0 && stated.Risk != 0 && known.Risk != stated.Risk);
        return Settle(result, result == known, contradicts, knownBy, by);
    }

    /// <summary>A whole replacement, made on purpose.</summary>
    public static Result<Verdict<T>> Replace<T>(T known, Evidence knownBy, T corrected, Evidence by) where T : IEquatable<T> =>
        Settle(corrected, corrected.Equals(known), contradicts: true, knownBy, by);

    /// <summary>The last day of a spell that was open, or another one.</summary>
    public static Result<Verdict<T>> End<T>(T known, DateOnly? knownEnd, T ended, DateOnly lastDay, Evidence knownBy, Evidence by) =>
        Settle(ended, knownEnd == lastDay, contradicts: knownEnd is not null, knownBy, by);

    /// <summary>Whoever adds what was not known leaves the stronger evidence; who contradicts needs evidence at least as strong.</summary>
    private static Result<Verdict<T>> Settle<T>(T result, bool same, bool contradicts, Evidence knownBy, Evidence by)
    {
        var stronger = by > knownBy ? by : knownBy;
        if (same)
        {
            return new Verdict<T>(by > knownBy ? LedgerOutcome.Revised : LedgerOutcome.Unchanged, result, stronger);
        }

        if (contradicts && by < knownBy)
        {
            return new Refusal("evidence-weaker", $"这条记录已有“{Name(knownBy)}”依据，“{Name(by)}”不能改动；如确有错误，请提交不低于“{Name(knownBy)}”的依据");
        }

        return new Verdict<T>(LedgerOutcome.Revised, result, contradicts ? by : stronger);
    }

    /// <summary>Two jobs at once are allowed and pointed out; the same employer in the same county at once is one job stated twice.</summary>
    /// <param name="others">Work spells in force as known now, without the one stated.</param>
    public static Refusal? Overlap(WorkStatement work, IEnumerable<WorkStatement> others, List<string> notes)
    {
        foreach (var other in others.Where(o => Overlaps(work.StartsOn, work.EndsOn, o.StartsOn, o.EndsOn)).OrderBy(o => o.StartsOn))
        {
            if (work.Workplace / 1_000_000 == other.Workplace / 1_000_000 && SameEmployer(work, other))
            {
                return new Refusal("work-overlap",
                    $"同一单位已有 {other.StartsOn:yyyy-MM-dd} 开始的务工记录，时间重叠；如是同一份工作，请更正那条记录");
            }

            notes.Add($"与 {other.StartsOn:yyyy-MM-dd} 开始的务工记录时间重叠，请核对是否同时做两份工作");
        }

        return null;
    }

    /// <summary>Of the three kinds of 监测对象 a person is one at a time; other categories stand side by side.</summary>
    /// <param name="others">Category spells in force as known now, without the one stated.</param>
    public static Refusal? Overlap(StatusStatement status, IEnumerable<StatusStatement> others)
    {
        var clash = others.Where(o => (o.Category == status.Category || (Monitored(o.Category) && Monitored(status.Category)))
            && Overlaps(status.StartsOn, status.EndsOn, o.StartsOn, o.EndsOn)).MinBy(o => o.StartsOn);
        return clash is null ? null : new Refusal("status-overlap",
            clash.Category == status.Category
                ? $"同一类别已有 {clash.StartsOn:yyyy-MM-dd} 开始的记录，时间重叠；请更正那条记录"
                : $"已有 {clash.StartsOn:yyyy-MM-dd} 开始的另一类监测对象记录；同一时间只能属于一类，请先填写它的结束日期");
    }

    /// <summary>What a person should check, and no reason to refuse.</summary>
    public static void Notice(WorkStatement work, DateOnly birth, List<string> notes)
    {
        if (work.StartsOn < birth.AddYears(16))
        {
            notes.Add($"开始务工时不满16周岁（{birth.AddYears(16):yyyy-MM-dd}满16周岁），请核对");
        }
    }

    /// <summary>The spell of the same category a statement is about; null when it is a new one.</summary>
    /// <param name="known">Spells of that category in force as known now.</param>
    public static T? About<T>(StatusStatement stated, IEnumerable<T> known, Func<T, StatusStatement> of) where T : class =>
        known.Where(k => of(k).StartsOn == stated.StartsOn || Overlaps(stated.StartsOn, stated.EndsOn, of(k).StartsOn, of(k).EndsOn))
            .OrderBy(k => of(k).StartsOn == stated.StartsOn ? 0 : 1).ThenByDescending(k => of(k).StartsOn).FirstOrDefault();

    public static bool Overlaps(DateOnly from, DateOnly? to, DateOnly otherFrom, DateOnly? otherTo) =>
        (otherTo is not { } otherEnd || from <= otherEnd) && (to is not { } end || otherFrom <= end);

    public static string Name(Evidence evidence) => evidence switch
    {
        Evidence.SelfReported => "自报",
        Evidence.Village => "村核",
        Evidence.Phone => "电话核",
        Evidence.Employer => "单位证明",
        Evidence.SocialInsurance => "社保比对",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, null),
    };

    private static bool Monitored(short category) => category is >= 21 and <= 23;

    private static bool SameEmployer(WorkStatement a, WorkStatement b) =>
        a.EmployerCredit is not null && b.EmployerCredit is not null ? a.EmployerCredit == b.EmployerCredit
        : a.Employer is not null && a.Employer == b.Employer;

    /// <summary>A county stated after its township takes nothing away.</summary>
    private static long Finer(long known, long stated) =>
        known != 0 && stated != 0 && new RegionCode(stated).Contains(new RegionCode(known)) ? known : stated;

    private static bool Clash<T>(T? known, T? stated) => known is not null && stated is not null && !Equals(known, stated);
}
