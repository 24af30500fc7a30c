using System.Buffers;
using System.Globalization;
using Chunfeng.Platform.Files;
using Chunfeng.Standards;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Identity;
using Chunfeng.Standards.Money;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Roster.Reading;

/// <summary>Turns a roster's cells into a row, and says of everything it cannot take what was found and what is expected. What names the
/// person (name, ID, village), the category and the work spell's dates and place must be right or the row is sent back; a wrong value of
/// any other column is set aside with a warning, so that no person is lost for a telephone number. One thread; remembers names.</summary>
internal sealed partial class RowParser
{
    private const int MaxName = 50, MaxShort = 100, MaxText = 200;
    private const long MaxYuan = 1_000_000;
    private static readonly SearchValues<char> BetweenNumbers = SearchValues.Create("/、,，;；\n");
    private readonly HeaderMap header;
    private readonly RegionTree tree;
    private readonly RegionCode scope;
    private readonly DateOnly reference;
    private readonly PlaceNames places;
    private readonly TextPool pool = new();
    private readonly CodeNames sexes, nations, politicals, educations, healths, maritals, forms, channels, industries, reasons, regionTypes, categories;
    private TableReader cells = null!;
    private List<CellIssue> issues = null!;
    private RosterRow row = null!;
    private bool rejected;

    /// <param name="scope">Region the file is for: fills in what a row leaves out, and rows outside it are sent back.</param>
    /// <param name="referenceDate">The day the roster speaks of; ages and the limit of future dates are judged on it.</param>
    public RowParser(HeaderMap header, RegionTree tree, CodeSets codes, RegionCode scope, DateOnly referenceDate)
    {
        (this.header, this.tree, this.scope, reference) = (header, tree, scope, referenceDate);
        places = new PlaceNames(tree);
        sexes = new CodeNames(codes.Sex);
        nations = new CodeNames(codes.Nation);
        politicals = new CodeNames(codes.Political);
        educations = new CodeNames(codes.Education);
        healths = new CodeNames(codes.Health);
        maritals = new CodeNames(codes.Marital);
        forms = new CodeNames(codes.EmploymentForm, "公岗=09 公益岗=09 公益性岗位=09 帮扶车间=08 扶贫车间=08 打零工=03 零工=03 灵活就业=03 自主创业=05 创业=05 个体=05 护林员=11");
        channels = new CodeNames(codes.OrgChannel, "政府组织=1 有组织=1 点对点=1 自主=6 自行外出=6 自主外出=6 自谋职业=6 亲友=5 亲友带动=5 能人带动=4 劳务公司=2 中介=2");
        industries = new CodeNames(codes.Industry);
        reasons = new CodeNames(codes.UnemployedReason);
        regionTypes = new CodeNames(codes.WorkRegionType, "省外=1 省内=2 省内市外=2 市外县内=3 市内县外=3 县外=3 县内=4 县内乡外=4 乡内=5 在乡=5 本乡镇=5 境外=6 国外=6");
        categories = new CodeNames(codes.PersonCategory);
    }

    /// <summary>False when the row must go back; the issues then hold at least one <see cref="Severity.Reject"/>. Every fault of the row
    /// is reported, not only the first.</summary>
    public bool TryParse(TableReader cells, RosterRow row, List<CellIssue> issues)
    {
        (this.cells, this.row, this.issues, rejected) = (cells, row, issues, false);
        row.Clear();
        row.RowNo = (int)cells.RowNumber;
        ReadName();
        ReadId();
        ReadHome();
        ReadPerson();
        ReadStatus();
        ReadWork();
        ReadStatusDate();
        return !rejected;
    }

    /// <summary>True when the row holds nothing but a number in the first ledger column: a template's unused line.</summary>
    public bool IsBlank(TableReader cells)
    {
        var numbering = header[RosterField.WorkerNo];
        for (var c = 0; c < cells.CellCount; c++)
        {
            if (c != numbering && !cells.Cell(c).IsWhiteSpace())
            {
                return false;
            }
        }

        return true;
    }

    private void ReadName()
    {
        var text = Cell(RosterField.Name);
        if (text.IsEmpty)
        {
            Reject(RosterField.Name, "name-missing", "请填写姓名");
            return;
        }

        Span<char> clean = stackalloc char[MaxName + 1];
        var length = 0;
        foreach (var raw in text)
        {
            var c = raw is '•' or '．' or '・' or '.' or '‧' or '●' ? '·' : raw;
            if (char.IsWhiteSpace(c) && !(length > 0 && char.IsAsciiLetter(clean[length - 1])))
            {
                continue;
            }

            // surrogates and private-use characters are rare name characters
            if (!char.IsLetter(c) && c is not ('·' or '-' or '\'' or ' ') && !char.IsSurrogate(c) && c is not (>= '\uE000' and <= '\uF8FF'))
            {
                Reject(RosterField.Name, "name-characters", "姓名只能是文字和“·”，不能有数字或其他符号");
                return;
            }

            if (length == MaxName)
            {
                Reject(RosterField.Name, "name-length", $"姓名为1～{MaxName}个字");
                return;
            }

            clean[length++] = c;
        }

        row.Name = clean[..length].ToString();
    }

    private void ReadId()
    {
        var text = Cell(RosterField.Id);
        var fromNumber = header.Has(RosterField.Id) && cells.Kind(header[RosterField.Id]) == CellKind.Number;
        if (!IdNumber.TryParse(text.TrimStart("'`"), out var id, out var fault, fromNumber))
        {
            Reject(RosterField.Id, "id-" + fault.ToString().ToLowerInvariant(), IdNumberFaults.Explain(fault));
            return;
        }

        row.Id = id;
        if (id.BirthDate > reference)
        {
            Reject(RosterField.Id, "id-born-later", $"出生日期应早于{reference:yyyy-MM-dd}");
        }

        var sex = Cell(RosterField.Sex);
        if (!IsNothing(sex))
        {
            if (!sexes.TryFind(sex, out var code) || code is not ("1" or "2"))
            {
                Warn(RosterField.Sex, "sex-unknown", "请填“男”或“女”；已按身份证号登记");
            }
            else if (code[0] - '0' != (int)id.Sex)
            {
                Reject(RosterField.Sex, "sex-differs", $"与身份证号不一致（身份证号为{(id.Sex == Sex.Male ? "男" : "女")}），请核对姓名、性别和身份证号");
            }
        }

        // rosters write the age of the year they were made, or count by the Chinese way: one year apart is no fault
        var age = Cell(RosterField.Age);
        if (!IsNothing(age))
        {
            var actual = id.AgeOn(reference);
            if (!int.TryParse(age.TrimEnd("周岁"), NumberStyles.None, CultureInfo.InvariantCulture, out var written) || Math.Abs(written - actual) > 1)
            {
                Warn(RosterField.Age, "age-differs", $"按身份证号应为{actual}岁；已按身份证号登记");
            }
        }
    }

    private void ReadPerson()
    {
        row.Hamlet = Text(RosterField.Hamlet, MaxShort);
        row.HouseholdNo = Text(RosterField.HouseholdNo, MaxName);
        row.HeadName = Text(RosterField.HeadName, MaxName);
        row.Relation = Text(RosterField.Relation, MaxName);
        row.Nation = Code(RosterField.Nation, nations);
        row.Political = Code(RosterField.Political, politicals);
        row.Education = Code(RosterField.Education, educations);
        row.Health = Code(RosterField.Health, healths);
        row.Marital = Code(RosterField.Marital, maritals);
        row.Phone = Phone();
        row.BankAccount = Bank();
        row.Relocated = YesNo(RosterField.Relocated);
        row.Ability = Ability();
        row.Skill = Text(RosterField.Skill, MaxText);
        row.WantsTraining = YesNo(RosterField.WantsTraining);
        row.TrainingTrade = Text(RosterField.TrainingTrade, MaxText);
        row.UnemployedReason = Code(RosterField.UnemployedReason, reasons);
        row.JobWish = Text(RosterField.JobWish, MaxText);
        row.AfterReturn = Text(RosterField.AfterReturn, MaxText);
        row.SubsidyNote = Text(RosterField.SubsidyNote, MaxText);
        row.Helper = Text(RosterField.Helper, MaxName);
        row.VerifiedBy = Text(RosterField.VerifiedBy, MaxName);
        row.VerifiedOn = OptionalDate(RosterField.VerifiedOn);
        row.Remark = Text(RosterField.Remark, MaxText);
        ReadReturned();
    }

    private void ReadReturned()
    {
        var text = Cell(RosterField.Returned);
        if (IsNothing(text) || text[0] is '否' or '未' or '没')
        {
            return;
        }

        var date = text.TrimStart("是已返乡有，,、；;：:（( ").TrimEnd("）)返乡 ");
        if (date.IsEmpty)
        {
            Info(RosterField.Returned, "return-date-missing", "已返乡的请补上返乡日期，如“2022-03-01”");
        }
        else if (RosterDate.TryParse(date, out var day))
        {
            row.ReturnedOn = day;
        }
        else
        {
            Warn(RosterField.Returned, "date-unreadable", "请填“否”或返乡日期，如“2022-03-01”；此格未采用");
        }
    }

    private string Phone()
    {
        var text = Cell(RosterField.Phone);
        if (IsNothing(text))
        {
            return "";
        }

        var parts = 0;
        Span<char> digits = stackalloc char[24];
        foreach (var range in text.SplitAny(BetweenNumbers))
        {
            var part = text[range].Trim();
            if (part.IsEmpty || !TryDigits(part.StartsWith("+86") ? part[3..] : part, digits, out var length))
            {
                parts++;
                continue;
            }

            ReadOnlySpan<char> number = digits[..length];
            number = length == 13 && number.StartsWith("861") ? number[2..] : number;
            if (number is { Length: 11 } and ['1', >= '3' and <= '9', ..] or { Length: >= 10 and <= 12 } and ['0', >= '1' and <= '9', ..]
                or { Length: 7 or 8 } and [>= '2' and <= '8', ..])
            {
                if (parts > 0 || range.End.GetOffset(text.Length) < text.Length)
                {
                    Info(RosterField.Phone, "phone-several", "有几个号码，已采用第一个有效的");
                }

                return number.ToString();
            }

            parts++;
        }

        Warn(RosterField.Phone, "phone", "应为11位手机号（1开头）或带区号的固定电话；此格未采用");
        return "";
    }

    private string Bank()
    {
        var text = Cell(RosterField.BankAccount);
        if (IsNothing(text))
        {
            return "";
        }

        Span<char> digits = stackalloc char[32];
        var isNumber = cells.Kind(header[RosterField.BankAccount]) == CellKind.Number;
        if (text.ContainsAny("eE") || (isNumber && text.Length > 15))
        {
            Warn(RosterField.BankAccount, "bank-digits-lost", "数字格式丢失了末几位，请把该列设为“文本”后重填；此格未采用");
            return "";
        }

        if (TryDigits(text.TrimStart("'`"), digits, out var length) && length is >= 12 and <= 19 && PassesLuhn(digits[..length]))
        {
            return digits[..length].ToString();
        }

        Warn(RosterField.BankAccount, "bank", "应为12～19位银行卡号，请逐位核对；此格未采用");
        return "";
    }

    private byte Ability()
    {
        var text = Cell(RosterField.Ability);
        if (IsNothing(text))
        {
            return 0;
        }

        byte found = text is [>= '1' and <= '4'] ? (byte)(text[0] - '0')
            : text.Contains("丧失", StringComparison.Ordinal) || text.StartsWith("无") ? (byte)4
            : text.ContainsAny('弱', '半') ? (byte)3
            : text.Contains("技能", StringComparison.Ordinal) ? (byte)2
            : text.Contains("普通", StringComparison.Ordinal) ? (byte)1 : (byte)0;
        if (found == 0)
        {
            Warn(RosterField.Ability, "code-unknown", "应为：普通、技能、弱或半、丧失；此格未采用");
        }

        return found;
    }

    private long Money(RosterField field, bool inWan)
    {
        var text = Cell(field);
        if (IsNothing(text))
        {
            return 0;
        }

        if (Fen.TryParseYuan(text, out var amount))
        {
            var fen = inWan && amount.Value < MaxYuan * 100 && !text.Contains('万') ? amount.Value * 10_000 : amount.Value;
            if (fen is >= 0 and <= MaxYuan * 100)
            {
                return fen;
            }
        }

        Warn(field, "money", "应为0～1000000元的金额，如“4500”；此格未采用");
        return 0;
    }

    private string Text(RosterField field, int max)
    {
        var text = Cell(field);
        if (text.Length <= max)
        {
            return pool.Get(text);
        }

        Warn(field, "too-long", $"最多{max}个字，现有{text.Length}个；此格未采用");
        return "";
    }

    private string Code(RosterField field, CodeNames names)
    {
        var text = Cell(field);
        if (IsNothing(text))
        {
            return "";
        }

        if (names.TryFind(text, out var code))
        {
            return code;
        }

        Warn(field, "code-unknown", $"应为：{names.Choices}；此格未采用");
        return "";
    }

    private bool? YesNo(RosterField field)
    {
        var text = Cell(field);
        if (IsNothing(text) && text is not "无")
        {
            return null;
        }

        var answer = ReadYesNo(text);
        if (answer is null)
        {
            Warn(field, "yes-no", "请填“是”或“否”；此格未采用");
        }

        return answer;
    }

    private DateOnly? OptionalDate(RosterField field, bool endOfMonth = false)
    {
        if (IsNothing(Cell(field)))
        {
            return null;
        }

        if (TryDate(field, out var date, endOfMonth))
        {
            return date;
        }

        Warn(field, "date-unreadable", "日期请写成“2022-03-01”或“2022.3”；此格未采用");
        return null;
    }

    private bool TryDate(RosterField field, out DateOnly date, bool endOfMonth)
    {
        var text = Cell(field);
        if (!RosterDate.TryParse(text, out date, endOfMonth))
        {
            return false;
        }

        if (text.Length == 6 && text[4] == '.' && text[5] == '1' && cells.Kind(header[field]) == CellKind.Number)
        {
            Warn(field, "date-october", "数字格式分不清1月和10月，已按1月读；若是10月请写成“2022-10”");
        }

        return true;
    }

    /// <summary>The cell without blanks and invisible marks around it; empty when the file has no such column.</summary>
    private ReadOnlySpan<char> Cell(RosterField field)
    {
        var column = header[field];
        if (column < 0)
        {
            return default;
        }

        var text = cells.Cell(column);
        return text.IsEmpty || (text[0] is > ' ' and < '\u007F' or >= '\u4E00' and <= '\u9FFF' && text[^1] is > ' ' and < '\u007F' or >= '\u4E00' and <= '\u9FFF')
            ? text : text.Trim(" \t\r\n\u00A0\u3000\u200B\u200E\u200F\u2028\u202A\u202C\u202D\uFEFF");
    }

    private void Reject(RosterField field, string code, string expected)
    {
        rejected = true;
        Add(field, code, expected, Severity.Reject);
    }

    private void Warn(RosterField field, string code, string expected) => Add(field, code, expected, Severity.Warning);

    private void Info(RosterField field, string code, string expected) => Add(field, code, expected, Severity.Info);

    private void Add(RosterField field, string code, string expected, Severity severity)
    {
        var found = Cell(field);
        issues.Add(new CellIssue(row.RowNo, LedgerColumns.NameOf(field), found.Length > 60 ? $"{found[..60]}…" : found.ToString(), code, expected, severity));
    }

    /// <summary>Nothing stated: empty, or one of the marks people write into cells that must not be empty.</summary>
    private static bool IsNothing(ReadOnlySpan<char> text) =>
        text.Length <= 4 && text is "" or "/" or "-" or "—" or "——" or "－" or "\\" or "、" or "无" or "不详" or "未知" or "暂无" or "#N/A";

    private static bool? ReadYesNo(ReadOnlySpan<char> text) => text[0] switch
    {
        '否' or '未' or '无' or '不' or '没' or '0' or 'N' or 'n' or '×' or 'F' or 'f' or '待' or '失' => false,
        '是' or '有' or '已' or '愿' or '参' or '签' or '在' or '就' or '1' or 'Y' or 'y' or '√' or 'T' or 't' or '对' => true,
        _ => null,
    };

    private static bool TryDigits(ReadOnlySpan<char> text, Span<char> digits, out int length)
    {
        length = 0;
        foreach (var raw in text)
        {
            var c = raw is >= '０' and <= '９' ? (char)(raw - '０' + '0') : raw;
            if (c is ' ' or '-' or '\u3000' or '\u00A0' or '－' or '(' or ')' or '（' or '）' or '—')
            {
                continue;
            }

            if (!char.IsAsciiDigit(c) || length == digits.Length)
            {
                return false;
            }

            digits[length++] = c;
        }

        return length > 0;
    }

    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var d = digits[^(i + 1)] - '0';
            sum += (i & 1) == 0 ? d : d > 4 ? (d * 2) - 9 : d * 2;
        }

        return sum % 10 == 0;
    }
}
