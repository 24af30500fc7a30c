using System.Globalization;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Employers.Demand;

/// <summary>A survey's codes as words for the screen.</summary>
internal static class DemandWords
{
    public static readonly IReadOnlyList<(DemandHelp Bit, string Code, string Text)> Helps =
    [
        (DemandHelp.Recruiting, "recruiting", "帮助招聘"), (DemandHelp.Training, "training", "技能培训"), (DemandHelp.Subsidy, "subsidy", "补贴和政策"),
        (DemandHelp.Guidance, "guidance", "合同、社保等用工指导"), (DemandHelp.Cooperation, "cooperation", "外地劳务协作"), (DemandHelp.Other, "other", "其他帮助"),
    ];

    public static readonly IReadOnlyList<Choice> Ways = [new("phone", "电话"), new("visit", "上门")];

    public static readonly IReadOnlyList<Choice> ReminderWays = [new("phone", "电话"), new("visit", "上门"), new("message", "短信告知")];

    /// <summary>Null when there is no such way.</summary>
    public static ReminderWay? Reminder(string? code) => code switch { "phone" => ReminderWay.Phone, "visit" => ReminderWay.Visit, "message" => ReminderWay.Message, _ => null };

    public static string Name(ReminderWay way) => way == ReminderWay.Desk ? "待办提醒" : ReminderWays[(int)way - 1].Text;

    /// <summary>"2 次，最近 2022-03-01 电话"; null for none.</summary>
    /// <param name="reminders">The latest first.</param>
    public static string? Reminded(IReadOnlyList<DemandReminder> reminders) => reminders is [var last, ..] ? $"{reminders.Count} 次，最近 {Day(last.On)} {Name((ReminderWay)last.Way)}" : null;

    public static string HelpText(int helps) => string.Join("、", Helps.Where(h => ((DemandHelp)helps & h.Bit) != 0).Select(h => h.Text));

    public static string Way(short way) => (AnswerWay)way switch { AnswerWay.Own => "单位自己填", AnswerWay.Visit => "上门", _ => "电话" };

    /// <summary>"劳动密集型、重点企业的单位", "全部用人单位".</summary>
    public static string Target(int flags) => flags == 0 ? "全部用人单位" : string.Join("、", EmployerWords.FlagTexts(flags)) + "的单位";

    public static string Pay(long low, long high) => low == 0 ? "未写" : VacancyWords.Pay(PayPeriod.Month, low, high, low);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Period(DemandRound round) => $"{Day(round.PeriodFrom)} 至 {Day(round.PeriodTo)}";

    public static (string Text, Tone Tone) State(DemandRound round, DateOnly today) =>
        round.ClosedAt is not null ? ("已结束", Tone.Neutral) : round.DueOn < today ? ("已过期限，还在收", Tone.Warning) : ("正在收", Tone.Success);
}
