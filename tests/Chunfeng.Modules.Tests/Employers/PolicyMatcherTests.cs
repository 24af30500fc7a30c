using Chunfeng.Employers.Policies;
using Chunfeng.Employers.Register;
using Chunfeng.Modules.Tests.Dispatch;
using static Chunfeng.Modules.Tests.Employers.EmployersWorld;

namespace Chunfeng.Modules.Tests.Employers;

/// <summary>Policies against employers, and the data they are; no database.</summary>
public sealed class PolicyMatcherTests
{
    /// <summary>On 1 March 2022 the last month that is over is February; January to February lost five and took on two.</summary>
    private static readonly EmployerFacts Small = new(Qingxu, EmployerSize.Small, EmployerFlags.Private | EmployerFlags.LabourIntensive, "18",
        [new(202111, 100, 0), new(202112, 100, 3), new(202201, 100, 0), new(202202, 97, 2)], 0, PapersChecked: false);

    private static readonly Policy Steady = new("a", "晋人社〔2022〕1号", "甲", "", 140000000000, new(2022, 1, 1), new(2022, 12, 31), true, "给什么", "", "", "出处", false, []);

    [Fact(DisplayName = "条件都合的是符合；差一条是不符合，并说现在是什么")]
    [Trait("Clause", "2.3")]
    public void Every_condition_is_told()
    {
        var match = Judge([new("size", ["small", "micro"]), new("flag", ["labour"]), new("industry", ["C"]), new("heads", Least: 97), new("clear")]);
        Assert.Equal((Fit.Fits, 5), (match.Fit, match.Findings.Count));
        match = Judge([new("size", ["small"]), new("heads", Least: 98)]);
        Assert.Equal((Fit.DoesNotFit, "2022年2月末 97 人"), (match.Fit, match.Findings[1].Found));
        Assert.Equal(Fit.DoesNotFit, Judge([new("size", ["large"])]).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("flag", ["key", "state"])]).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("not-flag", ["private"])]).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("industry", ["O", "17"])]).Fit);
        Assert.Equal(Fit.Fits, Judge([new("industry", ["18"])]).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("clear")], Small with { OpenSerious = 1 }).Fit);
        Assert.Equal(Fit.Fits, Judge([new("heads", Most: 97)]).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("heads", Most: 96)]).Fit);
    }

    [Fact(DisplayName = "留用比例由月度用工算出，两边的边都对：97% 合、98% 不合；逐月留用同样")]
    [Trait("Clause", "2.3")]
    public void Ratios_come_from_stated_months()
    {
        Assert.Equal(Fit.Fits, Judge([new("held", Months: 3, Percent: 97)]).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("held", Months: 3, Percent: 98)]).Fit);
        // 97 + 100 + 95 stayed of 300 that were there: 97.33 of a hundred
        Assert.Equal(Fit.Fits, Judge([new("kept", Months: 3, Percent: 97)]).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("kept", Months: 3, Percent: 98)]).Fit);
        Assert.Equal("月初合计 300 人次，留用 292 人次", Judge([new("kept", Months: 3, Percent: 98)]).Findings[0].Found);
    }

    [Fact(DisplayName = "缺资料的是还不能判断，说缺什么、谁能补；有一条不合就是不符合")]
    [Trait("Clause", "2.3")]
    public void What_is_missing_is_named()
    {
        var match = Judge([new("held", Months: 4, Percent: 90)]);
        Assert.Equal(Fit.CannotTell, match.Fit);
        Assert.Contains("2021年10月", match.Why);
        Assert.Contains("单位自己或当地经办人", match.Why);
        Assert.Contains("2021年10月", Judge([new("kept", Months: 4, Percent: 90)]).Why);
        Assert.Contains("规模没有填", Judge([new("size", ["small"])], Small with { Size = EmployerSize.NotStated }).Why);
        Assert.Contains("行业没有填", Judge([new("industry", ["C"])], Small with { Industry = "" }).Why);
        Assert.Contains("由县就业中心", Judge([new("paper", Text: "缴了社保", States: "县就业中心")]).Why);
        Assert.Equal(Fit.Fits, Judge([new("paper", Text: "缴了社保", States: "县就业中心")], Small with { PapersChecked = true }).Fit);
        Assert.Equal(Fit.DoesNotFit, Judge([new("paper", Text: "缴了社保", States: "县就业中心"), new("size", ["large"])]).Fit);
        Assert.Equal(Fit.CannotTell, Judge([new("held", Months: 3, Percent: 90)], Small with { Months = [new(202111, 0, 0), new(202202, 5, 5)] }).Fit);
    }

    [Fact(DisplayName = "有效期第一天、最后一天都算，前后一天不算；外地的不算；有效期没查到的还不能判断")]
    [Trait("Clause", "2.3")]
    public void Days_and_places()
    {
        Fit On(Policy policy, DateOnly day, EmployerFacts? facts = null) => PolicyMatcher.Match(policy, facts ?? Small, day, Codes).Fit;
        Assert.Equal(Fit.Fits, On(Steady, new(2022, 1, 1)));
        Assert.Equal(Fit.DoesNotFit, On(Steady, new(2021, 12, 31)));
        Assert.Equal(Fit.Fits, On(Steady, new(2022, 12, 31)));
        Assert.Equal(Fit.DoesNotFit, On(Steady, new(2023, 1, 1)));
        Assert.Equal(Fit.DoesNotFit, On(Steady with { Region = Datong }, Today));
        Assert.Equal(Fit.CannotTell, On(Steady with { ValidityKnown = false }, Today));
        Assert.Equal(Fit.Fits, On(Steady with { ValidityKnown = false }, Today, Small with { PapersChecked = true }));
    }

    [Fact(DisplayName = "告知、申请、批准按顺序；不符合的不告知；没批准要写原因；单位自己只能登记已申请")]
    [Trait("Clause", "2.3")]
    public void Steps_in_order()
    {
        string? Code(PolicyAct[] done, PolicyAct act, bool office = true, Fit fit = Fit.Fits, string note = "") => PolicyMachine.Refuse(done, act, office, fit, note)?.Code;
        Assert.Null(Code([], PolicyAct.Told));
        Assert.Equal("does-not-fit", Code([], PolicyAct.Told, fit: Fit.DoesNotFit));
        Assert.Null(Code([], PolicyAct.Told, fit: Fit.CannotTell));
        Assert.Equal("already-told", Code([PolicyAct.Told], PolicyAct.Told));
        Assert.Equal("not-office", Code([], PolicyAct.Told, office: false));
        Assert.Null(Code([PolicyAct.Told], PolicyAct.Applied, office: false));
        Assert.Equal("already-applied", Code([PolicyAct.Told, PolicyAct.Applied], PolicyAct.Applied));
        Assert.Equal("not-applied", Code([PolicyAct.Told], PolicyAct.Granted));
        Assert.Null(Code([PolicyAct.Applied], PolicyAct.Granted));
        Assert.Equal("note-missing", Code([PolicyAct.Applied], PolicyAct.Refused));
        Assert.Null(Code([PolicyAct.Applied, PolicyAct.Refused], PolicyAct.Applied)); // once more with what was missing
        Assert.Equal("already-granted", Code([PolicyAct.Applied, PolicyAct.Granted], PolicyAct.Applied));
        Assert.Null(Code([PolicyAct.Applied], PolicyAct.Checked, note: "看过合同"));
        Assert.Equal("already-checked", Code([PolicyAct.Checked], PolicyAct.Checked, note: "看过合同"));
        Assert.Equal(PolicyAct.Told, PolicyMachine.Standing([PolicyAct.Told, PolicyAct.Checked]));
    }

    [Fact(DisplayName = "政策数据：都有出处，没有出处的金额不写；演示的都标明；同一天不会有两个版本")]
    [Trait("Clause", "2.3")]
    public void The_data_is_sound()
    {
        var book = PolicyBook.Load(Path.Combine(Reference.Data, "retention"), Reference.Regions, Codes);
        Assert.NotEmpty(book.All);
        Assert.All(book.All, p => Assert.True(p.Source.Length > 10, p.Code));
        Assert.All(book.All.Where(p => p.Demonstration), p => Assert.True(p.Name.Contains("演示", StringComparison.Ordinal) && p.Amount.Length == 0 && p.Gives.StartsWith("演示", StringComparison.Ordinal), p.Code));
        Assert.All(book.All.Where(p => p.Amount.Length > 0), p => Assert.Contains("S", p.Source)); // a line of the collected catalogue
        Assert.Throws<InvalidDataException>(() => PolicyBook.Of([Steady, Steady with { Version = "二" }]));
        Assert.NotNull(PolicyBook.Of([Steady, Steady with { Version = "二", From = new(2023, 1, 1), To = null }]).Find("a", "二"));
    }

    [Theory(DisplayName = "写错的政策文件启动时就说，不会悄悄不用")]
    [InlineData("\"kind\": \"sise\"")]
    [InlineData("\"kind\": \"size\", \"values\": [\"huge\"]")]
    [InlineData("\"kind\": \"flag\", \"values\": [\"nice\"]")]
    [InlineData("\"kind\": \"held\", \"months\": 0, \"percent\": 90")]
    [InlineData("\"kind\": \"paper\", \"text\": \"缴了社保\"")]
    [InlineData("\"kind\": \"heads\"")]
    public void Odd_data_is_refused(string condition)
    {
        var folder = Directory.CreateTempSubdirectory("chunfeng-policies-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.json"),
                $$"""{ "code": "a", "version": "一", "name": "甲", "region": "140000000000", "validityKnown": true, "gives": "什么", "source": "出处", "conditions": [ { {{condition}} } ] }""");
            Assert.Throws<InvalidDataException>(() => PolicyBook.Load(folder, Reference.Regions, Codes));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PolicyMatch Judge(IReadOnlyList<PolicyCondition> conditions, EmployerFacts? facts = null) => PolicyMatcher.Match(Steady with { Conditions = conditions }, facts ?? Small, Today, Codes);
}
