using Chunfeng.People.Roster.Reading;
using Chunfeng.Standards.Identity;

namespace Chunfeng.Modules.Tests.People.Roster;

[Trait("Clause", "12.3")]
public class RowParserTests
{
    private static readonly long Home = RosterFiles.Village.Code.Value;
    private const long Township = 140121100000, County = 140121000000;

    [Fact(DisplayName = "一行合格的台账读成一个人和一段务工")]
    public void Valid()
    {
        var (row, accepted, issues) = RosterFiles.ReadOne();
        Assert.True(accepted, string.Join("\n", issues));
        Assert.Empty(issues);
        Assert.Equal(("张三", RosterFiles.Man, Home, "13800138000"), (row.Name, row.Id.ToString(), row.Home, row.Phone));
        Assert.Equal(10, row.Category);
        Assert.Equal(new DateOnly(2020, 12, 31), row.StatusFrom);
        Assert.Equal((true, (byte)1, 320583000000L, new DateOnly(2022, 2, 1), 450_000L), (row.HasWork, row.Form, row.Workplace, row.WorkFrom, row.WageFen));
        Assert.Null(row.WorkTo);
    }

    [Theory(DisplayName = "不合格的行退回，说明哪一列、找到什么、应填什么")]
    [InlineData("姓名", "", "name-missing"), InlineData("姓名", "张3", "name-characters")]
    [InlineData("身份证号", "", "id-empty"), InlineData("身份证号", "1.40121E+17", "id-digitslost"), InlineData("身份证号", "14012119900101", "id-length")]
    [InlineData("身份证号", "140121199013010011", "id-birthdate"), InlineData("身份证号", "14012119900101001A", "id-characters")]
    [InlineData("性别", "女", "sex-differs")]
    [InlineData("县", "清许县", "region-unknown"), InlineData("乡镇", "", "region-missing"), InlineData("行政村", "没有的村", "region-unknown")]
    [InlineData("行政区划代码", "140121100999", "region-code"), InlineData("人员类别(一般/脱贫/监测)", "监测", "monitor-type-missing")]
    [InlineData("开始时间", "", "work-from-missing"), InlineData("开始时间", "去年", "date-unreadable"), InlineData("开始时间", "2023-01-01", "work-from-future")]
    [InlineData("结束时间", "2022-01-31", "work-to-before-from"), InlineData("是否就业", "否", "work-contradiction")]
    [InlineData("务工省", "江蘇", "region-unknown")]
    public void Rejected(string column, string value, string code)
    {
        var (_, accepted, issues) = RosterFiles.ReadOne((column, value));
        Assert.False(accepted);
        var issue = Assert.Single(issues, i => i.Severity == Severity.Reject);
        Assert.Equal((code, 2, value), (issue.Code, issue.Row, issue.Code == "monitor-type-missing" ? value : issue.Found));
        Assert.NotEmpty(issue.Expected);
    }

    [Theory(DisplayName = "次要的一格有错，留下人，放下那一格")]
    [InlineData("年龄", "40", "age-differs"), InlineData("联系电话", "12345", "phone"), InlineData("银行(一卡通)账号", "6217000000000000001", "bank")]
    [InlineData("月工资", "-1", "money"), InlineData("月工资", "1000000.01", "money"), InlineData("输出方式", "坐火车", "code-unknown")]
    [InlineData("务工市", "没有市", "region-unknown"), InlineData("核实日期", "昨天", "date-unreadable"), InlineData("就业类型", "", "form-missing")]
    [InlineData("就业类型", "不存在的", "code-unknown"), InlineData("务工地类型", "在乡", "work-region-differs"), InlineData("开始时间", "2005-12-31", "work-under-16")]
    public void Warned(string column, string value, string code)
    {
        var (_, accepted, issues) = RosterFiles.ReadOne((column, value));
        Assert.True(accepted, string.Join("\n", issues));
        Assert.Contains(issues, i => i.Code == code && i.Severity == Severity.Warning);
    }

    [Fact(DisplayName = "一行有几处错，一次全部说完")]
    public void EveryFaultIsTold()
    {
        var (_, _, issues) = RosterFiles.ReadOne(("姓名", "1"), ("身份证号", "1"), ("行政村", "x"), ("开始时间", "x"), ("联系电话", "1"));
        Assert.Equal(["姓名", "身份证号", "行政村", "联系电话", "开始时间"], issues.Select(i => i.Column));
    }

    [Fact(DisplayName = "写错的地名只提示相近的，不替人猜")]
    public void NearMiss()
    {
        var issue = Assert.Single(RosterFiles.ReadOne(("乡镇", "清原镇")).Issues);
        Assert.Contains("是否为：", issue.Expected, StringComparison.Ordinal);
        Assert.Contains("清源镇", issue.Expected, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "各种写法的身份证号都能读")]
    [InlineData(" {0} "), InlineData("'{0}"), InlineData("{0}\u3000")]
    public void IdForms(string form) => Assert.Equal(RosterFiles.Man, RosterFiles.ReadOne(("身份证号", string.Format(null, form, RosterFiles.Man))).Row.Id.ToString());

    [Fact(DisplayName = "15位、全角、小写x的身份证号都能读")]
    public void OldIds()
    {
        var fifteen = string.Concat(RosterFiles.Man.AsSpan(0, 6), RosterFiles.Man.AsSpan(8, 9));
        Assert.Equal(RosterFiles.Man, RosterFiles.ReadOne(("身份证号", fifteen)).Row.Id.ToString());
        var withX = Enumerable.Range(0, 500).Select(i => IdNumber.Create(140121, new DateOnly(1990, 1, 1), (i * 2) + 1 < 1000 ? (i * 2) + 1 : 1).ToString()).First(i => i[^1] == 'X');
        var wide = string.Concat(withX.ToLowerInvariant().Select(c => c == 'x' ? c : (char)(c - '0' + '０')));
        Assert.Equal(withX, RosterFiles.ReadOne(("身份证号", wide)).Row.Id.ToString());
    }

    [Theory(DisplayName = "务工地点的各种写法")]
    [InlineData("", "", "本乡镇", "", "", Township), InlineData("山西", "太原", "清徐县清源镇", "", "", Township), InlineData("", "", "清徐县/徐沟镇", "", "", 140121101000)]
    [InlineData("山西省", "太原市", "清徐县", "徐沟镇", "", 140121101000), InlineData("山西省", "太原市", "清徐县", "", "", County), InlineData("", "", "本县", "", "公益性岗位", Township)]
    [InlineData("境外", "", "", "", "", 0), InlineData("北京市", "", "朝阳区", "", "", 110105000000), InlineData("江苏", "", "昆山市", "", "", 320583000000)]
    [InlineData("", "", "清徐县", "", "", County), InlineData("广东省", "", "", "", "", 440000000000), InlineData("北京市", "北京市", "", "", "", 110000000000)]
    public void Workplaces(string province, string city, string county, string township, string form, long expected)
    {
        var (row, accepted, issues) = RosterFiles.ReadOne(("务工省", province), ("务工市", city), ("务工县", county), ("务工乡镇", township), ("就业类型", form.Length == 0 ? "单位就业" : form));
        Assert.True(accepted, string.Join("\n", issues));
        Assert.Equal(expected, row.Workplace);
        Assert.Equal(expected == County, issues.Exists(i => i.Code == "work-township-missing"));
    }

    [Fact(DisplayName = "什么务工地都没填的退回；帮扶车间、公岗等按本乡镇登记")]
    public void NoWorkplace()
    {
        (string, string)[] none = [("务工省", ""), ("务工市", ""), ("务工县", "")];
        Assert.Equal("workplace-missing", RosterFiles.ReadOne(none).Issues.Single().Code);
        var (row, accepted, _) = RosterFiles.ReadOne([.. none, ("就业类型", ""), ("是否公岗", "是")]);
        Assert.True(accepted);
        Assert.Equal(((byte)9, Township), (row.Form, row.Workplace));
        Assert.Equal(8, RosterFiles.ReadOne([.. none, ("就业类型", ""), ("是否帮扶车间", "是")]).Row.Form);
        Assert.Equal(County, RosterFiles.ReadOne([.. none, ("务工地类型", "县内乡外")]).Row.Workplace);
    }

    [Fact(DisplayName = "自家务农不算务工，只登记人")]
    public void OwnFarming()
    {
        var (row, accepted, issues) = RosterFiles.ReadOne(("就业类型", "务农"));
        Assert.True(accepted);
        Assert.False(row.HasWork);
        Assert.Equal(Severity.Info, Assert.Single(issues).Severity);
    }

    [Theory(DisplayName = "监测对象按类型归类，起算日为核实当年1月1日")]
    [InlineData("脱贫不稳定户", 21), InlineData("边缘易致贫户", 22), InlineData("突发严重困难户", 23)]
    public void Monitored(string kind, byte category)
    {
        var (row, accepted, _) = RosterFiles.ReadOne(("人员类别(一般/脱贫/监测)", "监测"), ("监测类型", kind), ("风险是否消除", "未消除"), ("核实日期", "2021年11月"));
        Assert.True(accepted);
        Assert.Equal((category, (byte)1, new DateOnly(2021, 1, 1)), (row.Category, row.Risk, row.StatusFrom));
    }

    [Fact]
    public void DatesOfAMonth()
    {
        var (row, _, _) = RosterFiles.ReadOne(("开始时间", "2021年3月"), ("结束时间", "2022.2"), ("是否返乡及日期", "是，2022-02-20"));
        Assert.Equal((new DateOnly(2021, 3, 1), new DateOnly(2022, 2, 28), new DateOnly(2022, 2, 20)), (row.WorkFrom, row.WorkTo, row.ReturnedOn));
    }

    [Fact(DisplayName = "太长的内容放下并说明，公式只当文字")]
    public void LongTextAndFormulas()
    {
        var (row, accepted, issues) = RosterFiles.ReadOne(("务工单位", new string('厂', 101)), ("备注", "=1+1"));
        Assert.True(accepted);
        Assert.Equal(("", "=1+1"), (row.Employer, row.Remark));
        Assert.Equal("too-long", Assert.Single(issues).Code);
        Assert.Equal(100, RosterFiles.ReadOne(("务工单位", new string('厂', 100))).Row.Employer.Length);
    }

    [Fact(DisplayName = "12位代码可代替村名；两者不一致时退回")]
    public void VillageCode()
    {
        Assert.Equal(Home, RosterFiles.ReadOne(("县", ""), ("乡镇", ""), ("行政村", ""), ("行政区划代码", $"{Home}")).Row.Home);
        var other = RosterFiles.Regions.Children(RosterFiles.Village.Parent).First(v => v != RosterFiles.Village);
        Assert.Equal("region-code-differs", RosterFiles.ReadOne(("行政村", other.Name), ("行政区划代码", $"{Home}")).Issues.Single().Code);
    }
}
