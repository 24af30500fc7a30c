using System.Globalization;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Money;

namespace Chunfeng.Employers.Vacancies;

/// <summary>A vacancy's codes as words for the screen, and what people choose from.</summary>
internal static class VacancyWords
{
    public static readonly IReadOnlyList<Choice> States =
    [
        new("draft", "草稿"), new("submitted", "待审核"), new("published", "已发布"), new("returned", "已退回"), new("closed", "已关闭"), new("expired", "已过期"),
    ];

    public static readonly IReadOnlyList<Choice> Periods = [new("month", "每月"), new("day", "每天"), new("hour", "每小时"), new("piece", "计件")];

    public static readonly IReadOnlyList<Choice> SexReasons = [new("1", "矿山井下作业"), new("2", "第四级体力劳动强度的作业"), new("3", "规定重量以上的负重作业")];

    public static readonly IReadOnlyList<Choice> Educations = [new("2", "小学"), new("3", "初中"), new("4", "高中、中专、技校"), new("5", "大专"), new("6", "本科"), new("7", "研究生")];

    /// <summary>Health the work can be done in, each with what it still takes in.</summary>
    public static readonly IReadOnlyList<Choice> Healths = [new("7", "身体较弱、有慢性病也能做"), new("3", "身体较弱也能做"), new("1", "要求健康良好")];

    public static readonly IReadOnlyList<(Insurances Bit, string Text)> InsuranceNames =
    [
        (Insurances.Pension, "养老"), (Insurances.Medical, "医疗"), (Insurances.Unemployment, "失业"), (Insurances.Injury, "工伤"), (Insurances.Maternity, "生育"),
        (Insurances.HousingFund, "公积金"), (Insurances.Accident, "商业意外险"),
    ];

    public static readonly IReadOnlyList<(PriorityGroups Bit, string Text)> Groups =
    [
        (PriorityGroups.LiftedOutOfPoverty, "脱贫劳动力"), (PriorityGroups.Monitored, "防返贫监测对象"), (PriorityGroups.Relocated, "易地搬迁劳动力"),
        (PriorityGroups.HardToPlace, "就业困难人员"), (PriorityGroups.ZeroEmploymentFamily, "零就业家庭成员"), (PriorityGroups.LowIncome, "低保、特困"),
    ];

    public static string Name(PostingState state) => States[(int)state - 1].Text;

    public static string Code(PostingState state) => States[(int)state - 1].Value;

    public static PostingState? State(string? code)
    {
        for (var i = 0; i < States.Count; i++)
        {
            if (States[i].Value == code)
            {
                return (PostingState)(i + 1);
            }
        }

        return null;
    }

    public static Tone Tone(PostingState state) => state switch
    {
        PostingState.Published => Platform.Ui.Tone.Success,
        PostingState.Submitted => Platform.Ui.Tone.Info,
        PostingState.Returned => Platform.Ui.Tone.Warning,
        _ => Platform.Ui.Tone.Neutral,
    };

    public static string Name(PostingAct act) => act switch
    {
        PostingAct.Write => "录入", PostingAct.Edit => "修改", PostingAct.Submit => "提交审核", PostingAct.Publish => "审核发布", PostingAct.Return => "退回修改",
        PostingAct.Close => "关闭", PostingAct.Expire => "到期", PostingAct.Fill => "录用一人", _ => "名额恢复",
    };

    /// <summary>The act's word in the audit: "vacancies.publish".</summary>
    public static string ActCode(PostingAct act) => act switch
    {
        PostingAct.Write => "write", PostingAct.Edit => "edit", PostingAct.Submit => "submit", PostingAct.Publish => "publish", PostingAct.Return => "return",
        PostingAct.Close => "close", PostingAct.Expire => "expire", PostingAct.Fill => "fill", _ => "reopen",
    };

    public static PayPeriod? Period(string? code) => code switch { "month" => PayPeriod.Month, "day" => PayPeriod.Day, "hour" => PayPeriod.Hour, "piece" => PayPeriod.Piece, _ => null };

    public static string Code(PayPeriod period) => Periods[(int)period].Value;

    /// <summary>"6-18-02-04" of 6180204; groups are shorter. "" for 0.</summary>
    public static string Code(int occupation)
    {
        if (occupation is < 1_000_000 or > 9_999_999)
        {
            return "";
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{occupation / 1_000_000}-{occupation / 10_000 % 100:D2}-{occupation / 100 % 100:D2}-{occupation % 100:D2}");
        // a middle group's only minor group may be 00: what the code set holds decides elsewhere; here trailing zeros are what is not said
        return occupation % 1_000_000 == 0 ? text[..1] : occupation % 10_000 == 0 ? text[..4] : occupation % 100 == 0 ? text[..7] : text;
    }

    /// <summary>"4500—6000元/月", "180元/天（约4680元/月）"; "面议" when not stated.</summary>
    public static string Pay(PayPeriod period, long low, long high, long monthFen)
    {
        if (low == 0)
        {
            return "面议";
        }

        var amount = high > low ? $"{new Fen(low).ToYuan()}—{new Fen(high).ToYuan()}元" : $"{new Fen(low).ToYuan()}元";
        return period switch
        {
            PayPeriod.Month => amount + "/月",
            PayPeriod.Day => $"{amount}/天（约{Whole(monthFen)}元/月）",
            PayPeriod.Hour => $"{amount}/小时（约{Whole(monthFen)}元/月）",
            _ => $"{amount}/件（约{Whole(monthFen)}元/月）",
        };
    }

    public static string InsuranceText(Insurances insured) => string.Join("、", InsuranceNames.Where(n => (insured & n.Bit) != 0).Select(n => n.Text));

    public static string GroupText(PriorityGroups groups) => string.Join("、", Groups.Where(g => (groups & g.Bit) != 0).Select(g => g.Text));

    public static string EducationText(EducationRank rank) => Educations.FirstOrDefault(e => e.Value == ((int)rank).ToString(CultureInfo.InvariantCulture)) is { } known ? known.Text + "及以上" : "不限";

    public static string HealthText(HealthStates health) => Healths.FirstOrDefault(h => h.Value == ((int)health).ToString(CultureInfo.InvariantCulture))?.Text ?? "不限";

    public static string AgeText(int least, int most) => (least, most) switch
    {
        (0, 0) => "不限（法律规定年满16周岁）", (_, 0) => $"{least} 周岁以上", (0, _) => $"{most} 周岁以下", _ => $"{least}—{most} 周岁",
    };

    private static string Whole(long fen) => (fen / 100).ToString(CultureInfo.InvariantCulture);
}
