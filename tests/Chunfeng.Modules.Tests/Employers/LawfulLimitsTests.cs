using Chunfeng.Employers.Limits;
using Chunfeng.Engine.Matching;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Limits the law does not allow are refused with the article; what is lawful passes.</summary>
[Trait("Clause", "11.2")]
public class LawfulLimitsTests
{
    private static readonly DateOnly Day = new(2022, 3, 1);
    private static readonly AskedOfPeople Lawful = new(0, SexLimitReason.None, 18, 0, "", false, HealthStates.None, "", []);

    [Fact(DisplayName = "没有限制的岗位没有问题")]
    public void Nothing_asked_is_lawful() => Assert.Empty(LawfulLimits.Check(Lawful, Day));

    [Theory(DisplayName = "说明里写歧视性限制：指出原话、法律条文和怎么改")]
    [InlineData("仅限男性", "sex", "《就业促进法》第二十七条")]
    [InlineData("仅 限 男 性，年底双薪", "sex", "《就业促进法》第二十七条")]
    [InlineData("招女工5名", "sex", "第二十七条")]
    [InlineData("男士优先", "sex", "第二十七条")]
    [InlineData("性别：女", "sex", "第二十七条")]
    [InlineData("不要女的", "sex", "第二十七条")]
    [InlineData("男性3名，女性2名", "sex", "第二十七条")]
    [InlineData("限男，", "sex", "第二十七条")]
    [InlineData("未婚优先", "marriage", "第二十七条")]
    [InlineData("已婚已育", "marriage", "第二十七条")]
    [InlineData("两年内不得生育", "marriage", "第二十七条")]
    [InlineData("入职须做孕检", "marriage", "第二十七条")]
    [InlineData("只限汉族", "ethnicity", "《就业促进法》第二十八条")]
    [InlineData("少数民族勿扰", "ethnicity", "第二十八条")]
    [InlineData("无宗教信仰", "religion", "《就业促进法》第三条")]
    [InlineData("限本地户籍", "origin", "《就业促进法》第二十六条")]
    [InlineData("本市户口优先", "origin", "第三十一条")]
    [InlineData("河南人勿扰", "origin", "第二十六条")]
    [InlineData("不招外地人", "origin", "第二十六条")]
    [InlineData("乙肝携带者不得应聘", "carrier", "《就业促进法》第三十条")]
    [InlineData("无传染病", "carrier", "第三十条")]
    [InlineData("不招残疾人", "disability", "《就业促进法》第二十九条")]
    [InlineData("四肢健全", "disability", "《残疾人保障法》第三十八条")]
    [InlineData("35岁以下", "age", "第二十六条")]
    [InlineData("年龄18-45岁", "age", "第二十六条")]
    [InlineData("90后优先", "age", "第二十六条")]
    [InlineData("入职交押金200元", "deposit", "《劳动合同法》第九条")]
    [InlineData("身份证公司统一收取，收取身份证", "deposit", "第九条")]
    [InlineData("仅限\u200b男性", "sex", "第二十七条")]
    [InlineData("ＨＩＶ携带者勿扰", "carrier", "第三十条")]
    public void A_discriminating_text_is_refused(string text, string code, string law)
    {
        var breaches = LawfulLimits.Check(Lawful with { Texts = [("岗位说明", text)] }, Day);
        var breach = Assert.Single(breaches, b => b.Code == code);
        Assert.Contains(law, breach.Law);
        Assert.StartsWith("岗位说明里的“", breach.Message);
        Assert.Contains("请", breach.Remedy);
    }

    [Theory(DisplayName = "合法的话不拦：不限、法定年龄、无押金、男装女装、健康证")]
    [InlineData("性别不限，男女均可，户籍不限")]
    [InlineData("不限男女，不限年龄，婚否不限")]
    [InlineData("年满16周岁即可，满18周岁优先安排夜班")]
    [InlineData("不收取任何费用，无押金")]
    [InlineData("不收押金，不得扣押身份证")]
    [InlineData("男装车间缝纫工，女装裁剪")]
    [InlineData("男女宿舍分开，24小时热水")]
    [InlineData("女职工依法享受产假")]
    [InlineData("须持健康证上岗")]
    [InlineData("脱贫劳动力优先，零就业家庭成员优先")]
    [InlineData("负责育婴、产妇护理，有育婴员证书优先")]
    [InlineData("工资4500-6000元，每天8小时，月休4天")]
    [InlineData("会说普通话，能吃苦耐劳")]
    [InlineData("本地企业，离家近，可照顾老人孩子")]
    [InlineData("已婚未婚均可")]
    public void A_lawful_text_passes(string text) =>
        Assert.Empty(LawfulLimits.Check(Lawful with { Texts = [("岗位说明", text)] }, Day).Select(b => $"{b.Code}: {b.Found}"));

    [Fact(DisplayName = "只招男性要有法定理由；只招女性没有理由可用")]
    public void A_sex_limit_needs_a_reason_of_the_law()
    {
        Assert.Equal("sex", Assert.Single(LawfulLimits.Check(Lawful with { OnlySex = 1 }, Day)).Code);
        Assert.Empty(LawfulLimits.Check(Lawful with { OnlySex = 1, SexReason = SexLimitReason.UndergroundMining }, Day));
        Assert.Equal("sex", Assert.Single(LawfulLimits.Check(Lawful with { OnlySex = 2, SexReason = SexLimitReason.HeavyLoads }, Day)).Code);
    }

    [Theory(DisplayName = "最低年龄：15 岁不行，16 岁可以；未成年人不能做的工作 17 岁不行，18 岁可以")]
    [InlineData(15, false, "child")]
    [InlineData(16, false, null)]
    [InlineData(17, true, "hazard")]
    [InlineData(18, true, null)]
    [InlineData(0, true, null)]
    public void Least_ages(int age, bool hazardous, string? code) =>
        Assert.Equal(code, LawfulLimits.Check(Lawful with { MinimumAge = age, Hazardous = hazardous }, Day).SingleOrDefault()?.Code);

    [Fact(DisplayName = "年龄上限和健康要求要写工作上的理由")]
    public void Limits_need_a_reason_of_the_work()
    {
        Assert.Equal("age", Assert.Single(LawfulLimits.Check(Lawful with { MaximumAge = 55, AgeReason = "三个字" }, Day)).Code);
        Assert.Empty(LawfulLimits.Check(Lawful with { MaximumAge = 55, AgeReason = "高处作业" }, Day));
        Assert.Equal("disability", Assert.Single(LawfulLimits.Check(Lawful with { Health = HealthStates.Good }, Day)).Code);
        Assert.Empty(LawfulLimits.Check(Lawful with { Health = HealthStates.Good, HealthReason = "长时间站立" }, Day));
    }

    [Fact(DisplayName = "法律按施行日期引用：2022 年不引 2023 年才施行的修订")]
    public void A_law_is_cited_from_its_day_on()
    {
        var asked = Lawful with { OnlySex = 1 };
        Assert.DoesNotContain("妇女权益保障法", LawfulLimits.Check(asked, new DateOnly(2022, 12, 31)).Single().Law);
        Assert.Contains("《妇女权益保障法》第四十三条", LawfulLimits.Check(asked, new DateOnly(2023, 1, 1)).Single().Law);
    }

    [Fact(DisplayName = "一次说全：每一处限制都列出来")]
    public void Every_breach_is_told()
    {
        var breaches = LawfulLimits.Check(Lawful with { OnlySex = 2, MinimumAge = 15, Texts = [("岗位名称", "男工"), ("岗位说明", "35岁以下，本地户口优先，无押金")] }, Day);
        Assert.Equal(["sex", "child", "origin", "age"], breaches.Select(b => b.Code));
    }
}
