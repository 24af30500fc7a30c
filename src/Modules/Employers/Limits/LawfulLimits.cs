using System.Text;
using System.Text.RegularExpressions;
using Chunfeng.Engine.Matching;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Employers.Limits;

/// <summary>What a vacancy asks of people, and nothing else.</summary>
/// <param name="OnlySex">1 men, 2 women, 0 no limit (GB/T 2261.1).</param>
/// <param name="MinimumAge">Full years; 0 when not stated. <paramref name="MaximumAge"/> likewise.</param>
/// <param name="Health">States of health the work can be done in; none when there is no need.</param>
/// <param name="Texts">Everything written freely: where it stands (as people call it) and the text.</param>
internal sealed record AskedOfPeople(
    byte OnlySex, SexLimitReason SexReason, int MinimumAge, int MaximumAge, string AgeReason, bool Hazardous, HealthStates Health, string HealthReason,
    IReadOnlyList<(string Place, string Text)> Texts);

/// <summary>A limit the law does not allow.</summary>
/// <param name="Code">Stable: sex, marriage, origin, ethnicity, religion, carrier, disability, age, child, hazard, deposit.</param>
/// <param name="Place">Where it stands: 性别, 岗位说明 …</param>
/// <param name="Found">The words; "" for a limit stated in a field.</param>
/// <param name="Law">The articles, as people read them.</param>
/// <param name="Remedy">What to do instead.</param>
internal sealed record LimitBreach(string Code, string Place, string Found, string Law, string Remedy)
{
    /// <summary>One sentence: what stands where, which law it breaks, what to do.</summary>
    public string Message => (Found.Length > 0 ? $"{Place}里的“{Found}”不能写：依据{Law}" : $"{Place}的限制不能保留：依据{Law}") + $"。{Remedy}";
}

/// <summary>Whether what a vacancy asks of people is lawful. Pure; answers with every breach, in the order of the form.</summary>
internal static class LawfulLimits
{
    /// <summary>The least age an employer may take people at, and the least for work that minors may not do.</summary>
    public const int LeastAge = Ages.LeastForWork, LeastAgeHazardous = 18;

    private sealed record Rule(string Code, Regex Words, LawArticle[] Laws, string Remedy);

    private const string Sentence = @"(?=[，。；、,.;!！?？:：()（）\n|/]|$)";
    private const string Only = "(?:仅限|只限|限定|限招|限|只招收?|仅招|只要|仅要|必须[是为]?|须[是为]|要求|只收|只用)";
    private const string No = "(?:不招收?|不要|不收|不用|不录用|谢绝|拒绝|拒收|禁止)";
    private const string Off = "(?:勿扰|免谈|除外|不要|不招|不收|勿来|请绕行|谢绝)";
    private const string Regional = "(?:外地|外省|外县|外市|河南|东北|安徽|新疆|西藏|内蒙古|甘肃|贵州|云南|四川|湖北|湖南|江西|广东|广西|福建|陕西|山西|河北|山东|农村|乡下)";
    private const string Minority = "(?:少数民族|回族|维吾尔族|维族|藏族|蒙古族|蒙族|满族|彝族|壮族|苗族|朝鲜族|哈萨克族)";

    // what says that there is no limit, or what the law itself asks for, is taken out before anything is looked for
    private static readonly Regex Harmless = new(
        "(?:男女|性别|户籍|户口|婚否|婚育|婚姻|民族|年龄|籍贯|地域|学历)(?:状况|情况|要求)?[:：]?(?:均|都|皆|一律)?(?:不限|均可|都可|皆可|都行|不作要求|不做要求|无要求|没有要求)"
        + "|(?:不限|不问|不看|不分)(?:制)?(?:男女|性别|户籍|户口|民族|年龄|籍贯|地域|婚否|婚育|婚姻|已婚未婚|未婚已婚)"
        + "|(?:已婚未婚|未婚已婚|未婚、已婚|已婚、未婚|已婚或未婚)(?:均|都|皆)?(?:可|不限|行)"
        + "|(?:年满|满|须满|未满|不满)(?:16|18|十六|十八)(?:周)?岁(?:以上)?|(?:16|18|十六|十八)(?:周)?岁(?:及)?以上"
        + "|(?:不收取?|不交|不用交|不需要?交?|无需?缴?纳?|免|没有|不得收取?|禁止收取?)(?:任何)?(?:押金|保证金|报名费|培训费|服装费|体检费|介绍费|中介费|费用)"
        + "|(?:不得|不会|不|严禁)(?:扣押|收取?|代管)(?:居民)?身份证",
        RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Rule[] Rules =
    [
        Of("sex", $"{Only}(?:招聘|招收|招)?(?:为)?(?:\\d{{1,4}}(?:名|人|位|个))?[男女](?:性|士|工|生|员工|青年|职工|同志|孩|的)"
            + $"|{Only}[男女]{Sentence}"
            + $"|(?:招聘|诚聘|急聘|急招|招收|招用|招)(?:\\d{{1,4}}(?:名|人|位|个))?[男女](?:性|士|工|生|员工|青年|职工|同志|孩)"
            + "|[男女](?:性|士|工|生|孩|青年)?(?:者)?优先"
            + $"|性别(?:要求)?[:：为]*(?:限)?[男女](?:性)?{Sentence}"
            + "|[男女](?:性|士|工|生|孩)?\\d{1,4}(?:名|人|位|个)"
            + $"|{No}[男女](?:性|士|工|生|孩|的)?|[男女](?:性|士|工|生)(?:员工)?{Off}"
            + "|(?:适合|适宜|适于)[男女](?:性|士|生)",
            [Laws.WomensWork, Laws.WomensRights], "请删去性别要求；法律规定的女职工禁忌劳动，请在“性别”栏选男性并选定理由"),
        Of("marriage", "未婚(?!先)|已婚已育|已婚(?:者|女|男|人士)?优先|单身(?:者|女|男|人士)?优先|(?:已|未)育(?!婴|儿|苗|肥|种)|(?:近期|\\S{0,3}年内)?(?:不|不得|不能|不准|无|没有)(?:打算)?(?:结婚|生育|怀孕|备孕)(?:计划|打算)?"
            + "|婚育(?:状况|情况)|(?:孕检|验孕|妊娠(?:测试|检查|检测))|" + No + "(?:孕妇|怀孕)|孕妇" + Off,
            [Laws.WomensWork, Laws.WomensRights], "请删去婚姻、生育方面的要求"),
        Of("ethnicity", $"{Only}汉族|汉族优先|{No}{Minority}|{Minority}(?:人|人员|同胞)?{Off}|民族(?:要求)?[:：]汉",
            [Laws.Minorities, Laws.NoDiscrimination], "请删去民族方面的要求"),
        Of("religion", $"(?:无|没有|不得有|不信仰?)(?:任何)?宗教(?:信仰)?|{No}(?:信教|有宗教)|有宗教信仰(?:者|的)?{Off}",
            [Laws.NoDiscrimination], "请删去宗教信仰方面的要求"),
        Of("origin", $"{Only}(?:具有|持有?|有)?[\\u4e00-\\u9fff]{{0,6}}?(?:户籍|户口|本地人|当地人|城里人)"
            + "|(?:本地|当地|本市|本县|本省|本区|城镇|城市|非农业?|外地|[\\u4e00-\\u9fff]{1,3}[省市县区])(?:户籍|户口|人|籍)(?:者)?优先|户(?:籍|口)(?:要求)?[:：](?:限)?(?!不限|无)[\\u4e00-\\u9fff]{2,8}"
            + $"|{No}{Regional}(?:户籍|户口|人|籍|的)|{Regional}(?:户籍|户口|人|籍)(?:者|员)?{Off}|{No}农民工",
            [Laws.EqualChances, Laws.RuralWorkers], "请删去户籍、地域方面的要求"),
        Of("carrier", $"乙肝|两对半|(?:无|没有|不得有|不能有)(?:任何)?(?:传染病|传染性疾病)|(?:传染病|艾滋病?|HIV|病毒)(?:病原)?携带者?(?:{Off})?|{No}(?:传染病|艾滋)",
            [Laws.Carriers], "请删去；食品、保育等法律要求健康证明的岗位，请写“须持健康证”"),
        Of("disability", $"{No}(?:残疾|伤残|身体残疾)|残疾(?:人|者)?{Off}|(?:身体)?无残疾|四肢健全",
            [Laws.DisabledPeople, Laws.DisabledRights], "请删去；工作确实需要某种身体条件的，请在“健康要求”栏选择并写明工作上的理由"),
        Of("age", "\\d{2}(?:周)?岁?[-—–~～至到]\\d{2}(?:周)?岁|\\d{2}(?:周)?岁(?:以下|以内|以上|之间|左右|内)?|年龄(?:要求|限制)?[:：]?(?:限)?\\d{2}|[6-9]0后|00后|年轻(?:人|者)?优先|" + Only + "年轻|(?:大龄|年龄(?:偏|过)大)(?:者)?" + Off,
            [Laws.EqualChances], "年龄要求请填在“年龄”栏，并写明工作上的理由"),
        Of("deposit", "(?:押金|保证金)|(?:收取?|交纳?|缴纳?|自付|自理|先交)(?:入职)?(?:报名费|培训费|服装费|介绍费|中介费|体检费)|(?:扣押|收取|抵押|代管|上交|押)(?:居民)?身份证",
            [Laws.NoDeposits], "请删去；招用人员不得收取财物、扣押证件"),
    ];

    /// <summary>Every limit that is not lawful on the day; empty when all are.</summary>
    public static IReadOnlyList<LimitBreach> Check(AskedOfPeople asked, DateOnly day)
    {
        var breaches = new List<LimitBreach>();
        void Add(string code, string place, string remedy, params LawArticle[] laws) => breaches.Add(new LimitBreach(code, place, "", Laws.Cite(day, laws), remedy));

        if (asked.OnlySex == 2 || (asked.OnlySex == 1 && asked.SexReason == SexLimitReason.None))
        {
            Add("sex", "性别", asked.OnlySex == 2
                ? "请改为“不限”；没有哪种工作可以只招女性"
                : "请改为“不限”；只有女职工禁忌从事的劳动（矿山井下、第四级体力劳动强度、规定的负重作业）可以只招男性，并要选定理由", Laws.WomensWork, Laws.WomensRights);
        }

        if (asked.MinimumAge is > 0 and < LeastAge)
        {
            Add("child", "最低年龄", $"请改为 {LeastAge} 周岁以上", Laws.NoChildren);
        }
        else if (asked.Hazardous && asked.MinimumAge is > 0 and < LeastAgeHazardous)
        {
            Add("hazard", "最低年龄", $"这项工作未成年人不能做，请改为 {LeastAgeHazardous} 周岁以上", Laws.YoungWorkers);
        }

        if (asked.MaximumAge > 0 && asked.AgeReason.Trim().Length < LeastReason)
        {
            Add("age", "最高年龄", "请写明工作上为什么有这个要求，没有理由就不填", Laws.EqualChances);
        }

        if (asked.Health != HealthStates.None && asked.HealthReason.Trim().Length < LeastReason)
        {
            Add("disability", "健康要求", "请写明工作上为什么有这个要求，没有理由就选“不限”", Laws.DisabledPeople, Laws.DisabledRights);
        }

        foreach (var (place, text) in asked.Texts)
        {
            breaches.AddRange(Search(place, text, day));
        }

        return breaches;
    }

    /// <summary>Characters of a reason that says something.</summary>
    public const int LeastReason = 4;

    /// <summary>The words of a text that no vacancy may hold, each rule's once.</summary>
    private static IEnumerable<LimitBreach> Search(string place, string text, DateOnly day)
    {
        var compact = Compact(text);
        compact = Harmless.Replace(compact, "|"); // a mark that ends a sentence: what stood around it must not run together
        foreach (var rule in Rules)
        {
            if (rule.Words.Match(compact) is { Success: true, Value: var found })
            {
                yield return new LimitBreach(rule.Code, place, found, Laws.Cite(day, rule.Laws), rule.Remedy);
            }
        }
    }

    private static Rule Of(string code, string words, LawArticle[] laws, string remedy) =>
        new(code, new Regex(words, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), laws, remedy);

    /// <summary>Half-width, without blanks and invisible characters: "仅 限 男 性" says what it says. Line ends stay, as ends of sentences.</summary>
    private static string Compact(string text)
    {
        var compact = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\n')
            {
                compact.Append(c);
            }
            else if (!char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)
            {
                compact.Append(c is >= '\uFF10' and <= '\uFF5A' ? (char)(c - 0xFEE0) : c);
            }
        }

        return compact.ToString();
    }
}
