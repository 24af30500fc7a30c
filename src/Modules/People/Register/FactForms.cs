using System.Globalization;
using Chunfeng.People.Contracts;
using Chunfeng.Platform.Results;
using Chunfeng.Standards;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Register;

/// <summary>Reads what an office writes about one person by hand. Pure; what the ledger itself checks is left to it.</summary>
/// <param name="field">The typed text of a field of the form; null where it is missing.</param>
internal sealed class FactForms(RegionTree regions, CodeSets codes, Func<string, string?> field)
{
    public const string Abroad = "境外";

    /// <summary>A stretch of work.</summary>
    /// <param name="known">The spell corrected: what the form does not ask for stays. Null for a new one.</param>
    public Result<WorkStatement> Work(WorkStatement? known)
    {
        if (Day("from") is not { } from)
        {
            return new Refusal("from", "请写明开始日期，如 2022-03-01");
        }

        if (Day("to") is null && Text("to") is not null)
        {
            return new Refusal("to", "结束日期写成 2022-03-01 这样；还在做的留空");
        }

        var place = Text("place") ?? "";
        long workplace = 0;
        if (place != Abroad)
        {
            if (PlaceText.Read(regions, place) is not { } region)
            {
                return new Refusal("place", $"没有认出“{place}”；请写省、市、县，如“浙江省杭州市余杭区”，国外的写“{Abroad}”");
            }

            workplace = region.Code.At(region.Level > RegionLevel.Township ? RegionLevel.Township : region.Level).Value;
        }

        if (!short.TryParse(Text("form"), CultureInfo.InvariantCulture, out var form) || !codes.EmploymentForm.Entries.Any(e => e.Code == $"{form:D2}"))
        {
            return new Refusal("form", "请选择就业形式");
        }

        long? wage = null;
        if (Text("wage") is { } yuan)
        {
            if (!Fen.TryParseYuan(yuan, out var fen))
            {
                return new Refusal("wage", $"月工资“{yuan}”不是金额；写数字，如 4500，不清楚留空");
            }

            wage = fen.Value;
        }

        if (Text("credit") is { } credit && !CreditCode.TryParse(credit, out _, out _))
        {
            return new Refusal("credit", "统一社会信用代码是18位，请对照营业执照核对；不知道的留空");
        }

        return (known ?? new WorkStatement(from, null, 0, form)) with
        {
            StartsOn = from, EndsOn = Day("to"), Workplace = workplace, Form = form, Employer = Text("employer"), EmployerCredit = Text("credit"), Job = Text("job"),
            WageFen = wage, HasContract = YesNo("contract"), HasInsurance = YesNo("insurance"),
        };
    }

    /// <summary>Belonging to a category.</summary>
    /// <param name="known">The spell corrected, whose category stays; null for a new one.</param>
    public Result<StatusStatement> Status(StatusStatement? known)
    {
        if (Day("from") is not { } from)
        {
            return new Refusal("from", "请写明纳入日期，如 2021-01-01");
        }

        if (Day("to") is null && Text("to") is not null)
        {
            return new Refusal("to", "退出日期写成 2022-03-01 这样；还在册的留空");
        }

        var category = known?.Category ?? (short.TryParse(Text("category"), CultureInfo.InvariantCulture, out var chosen) ? chosen : (short)0);
        if (category <= 1 || !codes.PersonCategory.Entries.Any(e => e.Code == $"P{category:D2}"))
        {
            return new Refusal("category", "请选择人员类别");
        }

        _ = short.TryParse(Text("risk"), CultureInfo.InvariantCulture, out var risk);
        return new StatusStatement(category, risk, from, Day("to"));
    }

    /// <summary>Contact and wishes; null leaves a value, "" clears it. A number is asked for only to replace it.</summary>
    public PersonChange Contact() => new()
    {
        Phone = Text("phone"), BankAccount = Text("bank"), JobWish = field("wish")?.Trim(), Skill = field("skill")?.Trim(), WantsTraining = YesNo("training"),
        TrainingTrade = field("trade")?.Trim(), Remark = field("remark")?.Trim(),
    };

    public LedgerSource Source() =>
        new(short.TryParse(Text("evidence"), CultureInfo.InvariantCulture, out var evidence) ? (Evidence)evidence : 0, field("source")?.Trim() ?? "");

    /// <summary>A day as a browser or a person writes it; null when there is none.</summary>
    public DateOnly? Day(string name) => RosterDate.TryParse(Text(name), out var day) ? day : null;

    public string? Text(string name) => field(name)?.Trim() is { Length: > 0 } text ? text : null;

    private bool? YesNo(string name) => Text(name) switch { "yes" => true, "no" => false, _ => null };
}
