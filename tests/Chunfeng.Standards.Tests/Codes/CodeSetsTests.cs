using Chunfeng.Standards.Codes;

namespace Chunfeng.Standards.Tests.Codes;

public sealed class CodeSetsTests
{
    private static readonly CodeSets Sets = Reference.Codes;

    [Fact(DisplayName = "国民经济行业20门类、97大类、473中类、1380小类")]
    public void Industry_holds_the_published_counts() =>
        Assert.Equal([("section", 20), ("division", 97), ("group", 473), ("class", 1380)], Levels(Sets.Industry));

    [Fact(DisplayName = "职业大典8大类、79中类、450小类、1639职业")]
    public void Occupations_hold_the_published_counts() =>
        Assert.Equal([("major", 8), ("middle", 79), ("minor", 450), ("detail", 1639)], Levels(Sets.Occupation));

    [Fact]
    public void Every_parent_is_in_its_tree() => Assert.All(
        [.. Sets.Industry.Entries.Select(e => (Sets.Industry, e)), .. Sets.Occupation.Entries.Select(e => (Sets.Occupation, e))],
        pair => Assert.True(pair.e.Parent.Length == 0 || pair.Item1.TryGet(pair.e.Parent, out _), pair.e.Code));

    [Fact(DisplayName = "56个民族，带不带“族”都认")]
    public void Fifty_six_peoples()
    {
        Assert.Equal(56, Sets.Nation.Entries.Count(e => string.CompareOrdinal(e.Code, "56") <= 0));
        Assert.Equal(("01", "11", "43"), (Code(Sets.Nation, "汉"), Code(Sets.Nation, "满族"), Code(Sets.Nation, "乌孜别克")));
    }

    public static TheoryData<string, string, string> Written => new()
    {
        { "Sex", "男", "1" }, { "Sex", "女", "2" }, { "Sex", "男性", "1" }, { "Sex", "1", "1" },
        { "Education", "初中", "71" }, { "Education", "小学", "81" }, { "Education", "高中", "61" }, { "Education", "中专", "41" },
        { "Education", "技校", "47" }, { "Education", "大专", "31" }, { "Education", "本科", "21" }, { "Education", "文盲", "90" },
        { "Education", " 初 中 ", "71" }, { "Education", "硕士", "14" }, { "Education", "职高", "44" },
        { "Political", "群众", "13" }, { "Political", "党员", "01" }, { "Political", "中共党员", "01" }, { "Political", "团员", "03" },
        { "Political", "预备党员", "02" }, { "Political", "1", "01" },
        { "Health", "健康", "10" }, { "Health", "良好", "10" }, { "Health", "残疾", "60" }, { "Health", "慢性病", "30" },
        { "Health", "患有大病", "30" },
        { "Marital", "已婚", "20" }, { "Marital", "未婚", "10" }, { "Marital", "离异", "40" }, { "Marital", "丧偶", "30" },
        { "PersonCategory", "一般", "P01" }, { "PersonCategory", "一般农户", "P01" }, { "PersonCategory", "脱贫户", "P10" },
        { "PersonCategory", "建档立卡", "P10" }, { "PersonCategory", "监测户", "P21" }, { "PersonCategory", "脱贫不稳定户", "P21" },
        { "PersonCategory", "边缘易致贫户", "P22" }, { "PersonCategory", "突发严重困难户", "P23" }, { "PersonCategory", "易地搬迁", "P30" },
        { "RiskStatus", "未消除", "1" }, { "RiskStatus", "已消除", "2" }, { "RiskStatus", "是", "2" }, { "RiskStatus", "否", "1" },
        { "EmploymentForm", "单位就业", "01" }, { "EmploymentForm", "合同工", "01" }, { "EmploymentForm", "灵活就业", "03" },
        { "EmploymentForm", "打零工", "03" }, { "EmploymentForm", "零工", "03" }, { "EmploymentForm", "外卖", "04" },
        { "EmploymentForm", "快递", "04" }, { "EmploymentForm", "个体", "05" }, { "EmploymentForm", "自主创业", "05" },
        { "EmploymentForm", "帮扶车间", "08" }, { "EmploymentForm", "扶贫车间", "08" }, { "EmploymentForm", "公益岗", "09" },
        { "EmploymentForm", "公益性岗位", "09" }, { "EmploymentForm", "以工代赈", "10" }, { "EmploymentForm", "护林员", "11" },
        { "EmploymentForm", "单位就业（签合同）", "01" }, { "EmploymentForm", "3", "03" },
        { "OrgChannel", "自发", "6" }, { "OrgChannel", "亲友", "5" }, { "OrgChannel", "政府组织", "1" }, { "OrgChannel", "点对点", "1" },
        { "UnemployedReason", "照顾老人", "2" }, { "UnemployedReason", "患病", "3" }, { "UnemployedReason", "返乡", "1" },
        { "WorkRegionType", "省外", "1" }, { "WorkRegionType", "县内", "4" }, { "WorkRegionType", "在乡", "5" },
        { "SkillLevel", "高级技师", "1" }, { "SkillLevel", "中级工", "4" }, { "SkillLevel", "无", "0" },
        { "HukouType", "农业户口", "20" }, { "HukouType", "居民户口", "30" },
        { "Industry", "农业", "01" }, { "Industry", "建筑业", "E" }, { "Industry", "0111", "0111" },
        { "Occupation", "中国共产党机关负责人", "1-01-00-01" },
    };

    [Theory(DisplayName = "花名册上的写法找得到代码")]
    [MemberData(nameof(Written))]
    public void Finds_what_rosters_write(string set, string text, string code)
    {
        var codes = (CodeSet)typeof(CodeSets).GetProperty(set)!.GetValue(Sets)!;
        Assert.Equal(code, Code(codes, text));
    }

    [Fact]
    public void What_is_unknown_is_not_found()
    {
        Assert.False(Sets.Education.TryFind("大概初中", out var entry));
        Assert.Null(entry);
        Assert.False(Sets.Education.TryFind("", out _));
        Assert.Equal("88", Sets.Education.NameOf("88"));
        Assert.Equal("初中毕业", Sets.Education.NameOf("71"));
    }

    [Fact]
    public void Every_code_and_name_finds_an_entry_of_that_name()
    {
        foreach (var property in typeof(CodeSets).GetProperties())
        {
            var set = (CodeSet)property.GetValue(Sets)!;
            Assert.All(set.Entries, e => Assert.Equal(e.Code, Code(set, e.Code)));
            Assert.All(set.Entries, e => Assert.Equal(e.Name, set.NameOf(Code(set, e.Name)!)));
        }
    }

    [Fact]
    public void A_synonym_needs_its_code() =>
        Assert.Throws<ArgumentException>(() => new CodeSet("x", [new CodeEntry("1", "一")], new Dictionary<string, string> { ["壹"] = "2" }));

    private static string? Code(CodeSet set, string text) => set.TryFind(text, out var entry) ? entry.Code : null;

    private static IEnumerable<(string, int)> Levels(CodeSet set) => set.Entries.CountBy(e => e.Level).Select(p => (p.Key, p.Value))
        .OrderBy(p => p.Value);
}
