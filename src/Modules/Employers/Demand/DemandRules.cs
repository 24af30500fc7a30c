using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Demand;

/// <summary>A round as it is written in the form.</summary>
internal sealed record RoundDraft(string Title, long Region, EmployerFlags Flags, DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly DueOn, string Note);

/// <summary>The need for one occupation as it is written. <see cref="DemandLine"/> says what the numbers mean.</summary>
internal sealed record NeedDraft(int Occupation, int Now, int InPeriod, long LowFen, long HighFen);

/// <summary>An answer as it is written.</summary>
/// <param name="NoNeed">Nobody is needed, and that is meant.</param>
internal sealed record AnswerDraft(
    int HeadsNow, int LetGo, int Added, DemandHelp Helps, string Remark, AnswerWay Way, string StatedBy, DateOnly StatedOn, bool NoNeed, IReadOnlyList<NeedDraft> Needs);

/// <summary>What a round and an answer must be. Pure; everything that is wrong, in the order of the form.</summary>
internal static class DemandRules
{
    public const int MostTitle = 60, MostText = 500, MostName = 50, MostNote = 200;

    /// <summary>Our own limits, for want of a source: occupations of one answer, days of a period, days until answers are due.</summary>
    public const int MostNeeds = 12, MostPeriod = 366, MostWait = 180;

    public static IReadOnlyList<VacancyFault> Check(RoundDraft draft, RegionTree regions, DateOnly today)
    {
        var faults = new List<VacancyFault>();
        void Say(string field, string code, string message) => faults.Add(new VacancyFault(field, code, message));
        if (draft.Title.Length is < 2 or > MostTitle || draft.Title.Contains('\n', StringComparison.Ordinal))
        {
            Say("title", "bad-title", $"请写这一轮调查的名称，2 至 {MostTitle} 字，例如：2022年一季度用工需求调查");
        }

        if (!regions.TryGet(new RegionCode(draft.Region), out var region) || region.Level is < RegionLevel.Province or > RegionLevel.County)
        {
            Say("region", "bad-region", "请选择调查的地区：省、市或县（市、区）");
        }

        if (draft.PeriodFrom == default || draft.PeriodTo < draft.PeriodFrom || draft.PeriodTo.DayNumber - draft.PeriodFrom.DayNumber > MostPeriod)
        {
            Say("to", "bad-period", "请写需求是哪一段时间的：结束不早于开始，最长一年");
        }

        if (draft.DueOn < today || draft.DueOn.DayNumber - today.DayNumber > MostWait)
        {
            Say("due", "bad-due", $"答复期限请写今天（{today:yyyy-MM-dd}）以后、{MostWait} 天以内的日期");
        }

        if (draft.Note.Length > MostText)
        {
            Say("note", "text-too-long", $"说明最多 {MostText} 字，请精简");
        }

        return faults;
    }

    /// <param name="openedOn">The day the round was opened: nothing was asked before.</param>
    public static IReadOnlyList<VacancyFault> Check(AnswerDraft draft, CodeSets codes, DateOnly openedOn, DateOnly today)
    {
        var faults = new List<VacancyFault>();
        void Say(string field, string code, string message) => faults.Add(new VacancyFault(field, code, message));
        if (draft.HeadsNow is < 0 or > Retention.MostHeads)
        {
            Say("heads", "bad-heads", "请写现在有多少人，写整数");
        }

        if (draft.LetGo < 0 || draft.LetGo > draft.HeadsNow)
        {
            Say("let-go", "bad-let-go", $"预计减少的人数不会多于现有的 {Math.Max(0, draft.HeadsNow)} 人，请核对");
        }

        if (draft.Added is < 0 or > Retention.MostHeads)
        {
            Say("added", "bad-added", "预计新增请写整数，没有写 0");
        }

        if (draft.Needs.Count == 0 && !draft.NoNeed)
        {
            Say("need-0", "no-needs", "还没有写缺什么工种；确实不缺人，请勾选“这段时间不缺人”");
        }

        if (draft.Needs.Count > 0 && draft.NoNeed)
        {
            Say("none", "needs-and-none", "写了缺的工种，又勾选了“不缺人”，请去掉一个");
        }

        if (draft.Needs.Count > MostNeeds)
        {
            Say("need-0", "too-many-needs", $"一次最多写 {MostNeeds} 个工种，请合并相近的");
        }

        for (var i = 0; i < Math.Min(draft.Needs.Count, MostNeeds); i++)
        {
            CheckNeed(draft.Needs[i], i, codes, Say);
        }

        if (draft.Needs.GroupBy(n => (n.Occupation, n.LowFen, n.HighFen)).FirstOrDefault(g => g.Count() > 1) is { } twice && twice.Key.Occupation != 0)
        {
            Say("need-0", "need-twice", $"“{NameOf(codes, twice.Key.Occupation)}”写了两行，请合成一行");
        }

        if (((int)draft.Helps & ~(int)(DemandHelp.Recruiting | DemandHelp.Training | DemandHelp.Subsidy | DemandHelp.Guidance | DemandHelp.Cooperation | DemandHelp.Other)) != 0)
        {
            Say("helps", "bad-helps", "请从列表中选择需要的帮助");
        }

        if (draft.Helps.HasFlag(DemandHelp.Other) && draft.Remark.Length == 0)
        {
            Say("remark", "other-not-said", "选了“其他帮助”，请在说明里写一句是什么");
        }

        if (draft.Remark.Length > MostText)
        {
            Say("remark", "text-too-long", $"说明最多 {MostText} 字，请精简");
        }

        if (!Enum.IsDefined(draft.Way) || draft.StatedBy.Length is 0 or > MostName)
        {
            Say("stated-by", "not-stated-by", "请写是单位的哪一位说的，例如：王经理");
        }

        if (draft.StatedOn < openedOn || draft.StatedOn > today)
        {
            Say("stated-on", "bad-stated-on", $"答复日期应在调查开始（{openedOn:yyyy-MM-dd}）以后、今天以前");
        }

        return faults;
    }

    public static string NameOf(CodeSets codes, int occupation) => codes.Occupation.TryGet(VacancyWords.Code(occupation), out var entry) ? entry.Name : "未填";

    private static void CheckNeed(NeedDraft need, int at, CodeSets codes, Action<string, string, string> say)
    {
        if (!codes.Occupation.TryGet(VacancyWords.Code(need.Occupation), out _))
        {
            say($"need-{at}", "no-occupation", $"第 {at + 1} 行：请写工种，例如：缝纫工、保洁员、焊工");
        }

        if (need.Now < 0 || need.InPeriod < Math.Max(1, need.Now) || need.InPeriod > VacancyRules.MostPosts)
        {
            say($"need-{at}", "bad-need", $"第 {at + 1} 行：“这段时间一共要”至少 1 人、不少于“现在就要”的人数，最多 {VacancyRules.MostPosts} 人");
        }

        if (need.LowFen < 0 || need.HighFen > VacancyRules.MostMonthFen || need.LowFen > VacancyRules.MostMonthFen || (need.HighFen > 0 && need.HighFen < need.LowFen) || (need.HighFen > 0 && need.LowFen == 0))
        {
            say($"need-{at}", "bad-pay", $"第 {at + 1} 行：工资写每月多少元，低的在前、高的在后");
        }
    }
}
