using System.Globalization;
using Chunfeng.Employers.Register;
using Chunfeng.Engine.Matching;
using Chunfeng.Platform.Ui;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.Employers.Vacancies;

/// <summary>A draft as it was read from somebody's words, and what could not be read.</summary>
internal sealed record VacancyReading(VacancyDraft Draft, IReadOnlyList<VacancyFault> Faults);

/// <summary>Reads a vacancy from words: the form's fields, a file's columns and a program's members have the same names. Pure.</summary>
internal static class VacancyForm
{
    /// <summary>The names, in the order of the form, with the columns people call them by in a file.</summary>
    public static readonly IReadOnlyList<(string Field, string Column)> Fields =
    [
        ("title", "岗位名称"), ("occupation", "工种"), ("posts", "招聘人数"), ("place", "工作地点"), ("address", "详细地址"), ("form", "用工形式"),
        ("period", "计薪方式"), ("pay-low", "工资低"), ("pay-high", "工资高"), ("days", "每月天数"), ("units", "每天时数或件数"), ("board", "包吃"), ("lodging", "包住"),
        ("insurance", "保险"), ("min-age", "最低年龄"), ("max-age", "最高年龄"), ("age-reason", "年龄理由"), ("education", "文化程度"), ("health", "健康要求"),
        ("health-reason", "健康理由"), ("sex", "性别"), ("sex-reason", "性别理由"), ("hazardous", "未成年人禁忌"), ("welcomes", "优先人群"), ("reserved", "限定人群"),
        ("from", "开始日期"), ("to", "截止日期"), ("text", "岗位说明"),
    ];

    /// <param name="said">What is written in a field; null or "" when nothing is.</param>
    public static VacancyReading Read(Func<string, string?> said, RegionTree regions, CodeSets codes, OccupationWords trades, DateOnly today)
    {
        var faults = new List<VacancyFault>();
        string Said(string name) => (said(name) ?? "").Trim();
        void Odd(string field, string message) => faults.Add(new VacancyFault(field, "unread-" + field, message));

        int Whole(string name, string what)
        {
            var text = Said(name);
            text = text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
            text = text.TrimEnd('人', '名', '个', '岁', '天');
            if (text.Length == 0)
            {
                return 0;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000)
            {
                return number;
            }

            Odd(name, $"{what}请写整数");
            return 0;
        }

        long Money(string name)
        {
            var text = Said(name);
            if (text.Length == 0 || text is "面议")
            {
                return 0;
            }

            if (Fen.TryParseYuan(text, out var fen) && fen.Value > 0)
            {
                return fen.Value;
            }

            Odd(name, "工资请写金额，例如 4500 或 18.50");
            return 0;
        }

        DateOnly Day(string name, DateOnly otherwise)
        {
            var text = Said(name);
            if (text.Length == 0)
            {
                return otherwise;
            }

            if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyy-M-d", "yyyyMMdd", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            // a workbook's date is a serial number
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial is > 36_000 and < 80_000)
            {
                return new DateOnly(1899, 12, 30).AddDays(serial);
            }

            Odd(name, "日期请写成 2022-03-01 的样子");
            return otherwise;
        }

        bool Yes(string name) => Said(name) is "1" or "on" or "yes" or "true" or "是" or "有" or "包" or "包吃" or "包住" or "提供";

        T OneOf<T>(string name, T none, string message, Func<string, T?> find) where T : struct
        {
            var text = Said(name);
            if (text.Length == 0 || text is "0" or "不限" or "无" or "无要求")
            {
                return none;
            }

            if (find(text) is { } found)
            {
                return found;
            }

            Odd(name, message);
            return none;
        }

        var form = OneOf<short>("form", 0, "用工形式请从列表中选择", t => codes.EmploymentForm.TryFind(t, out var entry) ? short.Parse(entry.Code, CultureInfo.InvariantCulture) : null);
        var place = Said("place") is { Length: > 0 } where ? PlaceText.Read(regions, where) : null;
        if (place is null && Said("place").Length > 0)
        {
            Odd("place", "没有认出这个地点，请写成“太原市小店区”的样子");
        }

        var occupation = 0;
        if (Said("occupation") is { Length: > 0 } trade)
        {
            var found = OccupationText.Find(trades, trade);
            occupation = found.Occupation;
            if (occupation == 0)
            {
                Odd("occupation", found.Near.Count == 0 ? $"没有认出工种“{Short(trade)}”，请换个说法，例如：焊工、保洁、缝纫工"
                    : $"“{Short(trade)}”可能是：{string.Join("、", found.Near.Take(5).Select(n => n.Text))}；请写其中一个");
            }
        }

        var period = Said("period") switch
        {
            "" or "month" or "月" or "月薪" or "每月" or "元/月" => PayPeriod.Month, "day" or "天" or "日" or "日薪" or "每天" or "元/天" => PayPeriod.Day,
            "hour" or "时" or "小时" or "时薪" or "每小时" or "元/小时" => PayPeriod.Hour, "piece" or "件" or "计件" or "元/件" => PayPeriod.Piece, _ => (PayPeriod?)null,
        };
        if (period is null)
        {
            Odd("period", "计薪方式请写：每月、每天、每小时或计件");
        }

        var draft = new VacancyDraft
        {
            Title = VacancyRules.Clean(Said("title")), Description = VacancyRules.Clean(Said("text")), Occupation = occupation, Place = place?.Code.Value ?? 0, Address = VacancyRules.Clean(Said("address")),
            Form = form, PayPeriod = period ?? PayPeriod.Month, LowFen = Money("pay-low"), HighFen = Money("pay-high"), DaysPerMonth = Whole("days", "每月天数"), UnitsPerDay = Whole("units", "每天时数或件数"),
            Posts = Whole("posts", "招聘人数"), Board = Yes("board"), Lodging = Yes("lodging"), Insurances = Insured(Said("insurance")),
            MinimumAge = Whole("min-age", "最低年龄"), MaximumAge = Whole("max-age", "最高年龄"), AgeReason = VacancyRules.Clean(Said("age-reason")),
            Education = OneOf("education", EducationRank.Unknown, "文化程度请写：小学、初中、高中、大专、本科或研究生", Education),
            Health = OneOf("health", HealthStates.None, "健康要求请从列表中选择", t => Choose(VacancyWords.Healths, t) is { } v ? (HealthStates)v : null),
            HealthReason = VacancyRules.Clean(Said("health-reason")),
            OnlySex = OneOf<byte>("sex", 0, "性别请写：不限、男或女", t => t switch { "1" or "男" or "男性" => 1, "2" or "女" or "女性" => 2, _ => null }),
            SexReason = OneOf("sex-reason", SexLimitReason.None, "性别的理由请从列表中选择", t => Choose(VacancyWords.SexReasons, t) is { } v ? (SexLimitReason)v : null),
            Hazardous = Yes("hazardous"), Welcomes = GroupsOf(Said("welcomes")), ReservedFor = GroupsOf(Said("reserved")), FromDay = Day("from", today), ToDay = Day("to", today.AddDays(30)),
        };
        // what is not looked at is not kept: 26 days beside a month's pay mean nothing
        draft = draft with
        {
            DaysPerMonth = draft.PayPeriod is PayPeriod.Month ? 0 : draft.DaysPerMonth, UnitsPerDay = draft.PayPeriod is PayPeriod.Month or PayPeriod.Day ? 0 : draft.UnitsPerDay,
            SexReason = draft.OnlySex == 0 ? SexLimitReason.None : draft.SexReason,
        };
        return new VacancyReading(draft, faults);
    }

    /// <summary>A draft as the form's words, to fill the form again.</summary>
    public static IReadOnlyDictionary<string, string> Write(VacancyDraft d, RegionTree regions, CodeSets codes) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["title"] = d.Title, ["text"] = d.Description, ["occupation"] = d.Occupation == 0 ? "" : codes.Occupation.NameOf(VacancyWords.Code(d.Occupation)),
        ["place"] = d.Place == 0 ? "" : EmployerWords.Place(regions, d.Place), ["address"] = d.Address, ["form"] = d.Form == 0 ? "" : d.Form.ToString("D2", CultureInfo.InvariantCulture),
        ["period"] = VacancyWords.Code(d.PayPeriod), ["pay-low"] = Yuan(d.LowFen), ["pay-high"] = Yuan(d.HighFen), ["days"] = Number(d.DaysPerMonth), ["units"] = Number(d.UnitsPerDay),
        ["posts"] = Number(d.Posts), ["board"] = d.Board ? "1" : "", ["lodging"] = d.Lodging ? "1" : "", ["insurance"] = VacancyWords.InsuranceText(d.Insurances),
        ["min-age"] = Number(d.MinimumAge), ["max-age"] = Number(d.MaximumAge), ["age-reason"] = d.AgeReason, ["education"] = Number((int)d.Education), ["health"] = Number((int)d.Health),
        ["health-reason"] = d.HealthReason, ["sex"] = Number(d.OnlySex), ["sex-reason"] = Number((int)d.SexReason), ["hazardous"] = d.Hazardous ? "1" : "",
        ["welcomes"] = VacancyWords.GroupText(d.Welcomes), ["reserved"] = VacancyWords.GroupText(d.ReservedFor), ["from"] = Date(d.FromDay), ["to"] = Date(d.ToDay),
    };

    private static Insurances Insured(string text) => text is "五险" or "社保" or "五险一金"
        ? Insurances.Pension | Insurances.Medical | Insurances.Unemployment | Insurances.Injury | Insurances.Maternity | (text is "五险一金" ? Insurances.HousingFund : Insurances.None)
        : VacancyWords.InsuranceNames.Where(n => text.Contains(n.Text, StringComparison.Ordinal) || (n.Bit == Insurances.Accident && text.Contains("意外", StringComparison.Ordinal)))
            .Aggregate(Insurances.None, (sum, n) => sum | n.Bit);

    private static PriorityGroups GroupsOf(string text) => VacancyWords.Groups.Where(g => text.Contains(g.Text, StringComparison.Ordinal)).Aggregate(PriorityGroups.None, (sum, g) => sum | g.Bit);

    private static EducationRank? Education(string text) => text switch
    {
        "2" or "小学" or "小学及以上" => EducationRank.Primary, "3" or "初中" or "初中及以上" => EducationRank.JuniorMiddle,
        "4" or "高中" or "中专" or "技校" or "高中及以上" or "中专及以上" => EducationRank.SeniorMiddle, "5" or "大专" or "大专及以上" => EducationRank.College,
        "6" or "本科" or "本科及以上" => EducationRank.Bachelor, "7" or "研究生" or "硕士" or "博士" => EducationRank.Graduate, _ => null,
    };

    private static int? Choose(IReadOnlyList<Choice> choices, string text) =>
        choices.FirstOrDefault(c => c.Value == text || c.Text == text) is { } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : null;

    private static string Yuan(long fen) => fen == 0 ? "" : new Fen(fen).ToYuan();

    private static string Number(int number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);

    private static string Date(DateOnly day) => day == default ? "" : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Short(string text) => text.Length > 20 ? text[..20] + "…" : text;
}

/// <summary>An occupation as people call it.</summary>
/// <param name="Occupation">As the engine numbers it; 0 when it is not clear which.</param>
/// <param name="Near">What may be meant, by code.</param>
internal sealed record OccupationFound(int Occupation, IReadOnlyList<Choice> Near);

/// <summary>Finds an occupation of the 2022 classification by code, name or what people call it. Pure.</summary>
internal static class OccupationText
{
    private const int MostNear = 8;

    public static OccupationFound Find(OccupationWords words, string text)
    {
        var hits = words.Find(text.Trim());
        return OccupationWords.Meant(hits) is { } meant && Engine.Matching.OccupationCode.TryParse(meant.Entry.Code, out var code)
            ? new OccupationFound(code, [])
            : new OccupationFound(0, [.. (hits.Count > 0 ? hits : words.Suggest(text, MostNear)).Take(MostNear).Select(h => new Choice(h.Entry.Code, h.Entry.Name))]);
    }
}
